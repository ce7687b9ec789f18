use super::command::{AssignTask, CopyEvidence, OfTask};
use super::event::{CaseChange, CaseEvent, NoticeSent};
use super::evidence::{Act, Handling, Item};
use super::{Case, Standing, Started, TaskRecord, Told};
use crate::document::Map;
use crate::time::Instant;

impl Case {
    /// Applies one event. It cannot fail: what was decided has happened.
    pub fn evolve(&mut self, event: CaseEvent) {
        self.version = event.version;
        self.updated_at = event.at;
        self.apply(&event);
        self.history.push(event);
    }

    fn apply(&mut self, event: &CaseEvent) {
        let (version, now, actor) = (event.version, event.at, &event.actor.id);
        let link = |act: Act, at: Option<Instant>, by: &str, note: &str| {
            let link = Handling::new(version, at.unwrap_or(now), act, by);
            Handling { note: Some(note.to_owned()), ..link }
        };
        match &event.change {
            // A case is opened once; a second opening has nothing to add.
            CaseChange::Opened(_) => {}
            CaseChange::Marked(mark) => {
                self.tlp = mark.tlp.or(self.tlp);
                self.pap = mark.pap.or(self.pap);
            }
            CaseChange::PlaybookStarted(started) => {
                let begun = Started { at: now, by: actor.clone(), tasks: Map::new() };
                self.playbooks.insert(&started.playbook, begun);
            }
            CaseChange::TaskStarted(OfTask { playbook, task }) => {
                self.work(playbook, task, event, (Standing::Started, None));
            }
            CaseChange::TaskCompleted(one) => {
                let to = (Standing::Done, one.note.as_ref());
                self.work(&one.playbook, &one.task, event, to);
            }
            CaseChange::TaskSkipped(one) => {
                let to = (Standing::Skipped, Some(&one.reason));
                self.work(&one.playbook, &one.task, event, to);
            }
            CaseChange::TaskReopened(one) => {
                let to = (Standing::Open, Some(&one.reason));
                self.work(&one.playbook, &one.task, event, to);
            }
            CaseChange::TaskAssigned(one) => self.assign(one),
            CaseChange::EvidenceAdded(added) => {
                self.evidence.insert(&added.id, Item::added(event, added));
            }
            CaseChange::EvidenceCopied(copy) => self.copy(event, copy),
            CaseChange::EvidenceTransferred(one) => {
                let link = link(Act::Transferred, one.at, &one.from, &one.purpose);
                let link = Handling { to: Some(one.to.clone()), ..link };
                self.handle(&one.id, link, one.seal.as_ref());
            }
            CaseChange::EvidenceExamined(one) => {
                self.handle(&one.id, link(Act::Examined, one.at, &one.by, &one.purpose), None);
            }
            CaseChange::IntegrityVerified(one) => {
                self.handle(&one.id, link(Act::Verified, one.at, &one.by, &one.sha256), None);
            }
            CaseChange::IntegrityFailed(one) => {
                let link = link(Act::IntegrityFailed, one.at, &one.by, &one.sha256);
                self.handle(&one.id, link, None);
            }
            CaseChange::EvidenceReleased(one) => {
                let link = link(Act::Released, one.at, &one.by, "");
                let (to, authority) = (Some(one.to.clone()), Some(one.authority.clone()));
                self.handle(&one.id, Handling { to, authority, note: None, ..link }, None);
            }
            CaseChange::EvidenceDisposed(one) => {
                let link = link(Act::Disposed, one.at, &one.by, &one.method);
                let authority = Some(one.authority.clone());
                self.handle(&one.id, Handling { authority, ..link }, None);
            }
            CaseChange::NoticeApproved(approved) => {
                self.approvals.insert(&approved.audience, actor.clone());
            }
            CaseChange::NoticeSent(sent) => self.hear(sent),
            CaseChange::Closed(_) => self.closed_at = Some(now),
            CaseChange::Reopened(_) => self.closed_at = None,
        }
    }

    /// What has become of a task; none if its playbook was not started.
    fn record(&mut self, playbook: &str, task: &str) -> Option<&mut TaskRecord> {
        let tasks = &mut self.playbooks.get_mut(playbook)?.tasks;
        if tasks.get(task).is_none() {
            tasks.insert(task, TaskRecord::default());
        }
        tasks.get_mut(task)
    }

    fn assign(&mut self, assigned: &AssignTask) {
        if let Some(record) = self.record(&assigned.playbook, &assigned.task) {
            record.assignee.clone_from(&assigned.assignee);
        }
    }

    fn work(
        &mut self,
        playbook: &str,
        task: &str,
        event: &CaseEvent,
        (standing, note): (Standing, Option<&String>),
    ) {
        let Some(record) = self.record(playbook, task) else { return };
        record.standing = standing;
        record.by = Some(event.actor.id.clone());
        record.note = note.cloned();
        match standing {
            Standing::Open => (record.started_at, record.ended_at) = (None, None),
            Standing::Started => record.started_at = Some(event.at),
            Standing::Done | Standing::Skipped => record.ended_at = Some(event.at),
        }
    }

    fn copy(&mut self, event: &CaseEvent, copy: &CopyEvidence) {
        let at = copy.at.unwrap_or(event.at);
        let Some(source) = self.evidence.get_mut(&copy.of) else { return };
        let made = source.copied(event, copy);
        let link = Handling::new(event.version, at, Act::Copied, &copy.by);
        source.handle(Handling { note: Some(copy.id.clone()), ..link });
        self.evidence.insert(&copy.id, made);
    }

    fn handle(&mut self, id: &str, link: Handling, seal: Option<&String>) {
        if let Some(item) = self.evidence.get_mut(id) {
            item.handle(link);
            item.seal = seal.cloned().or(item.seal.take());
        }
    }

    fn hear(&mut self, sent: &NoticeSent) {
        self.approvals.remove(&sent.audience);
        let before = self.told.get(&sent.audience);
        let told = Told {
            first_at: before.map_or(sent.at, |told| told.first_at.min(sent.at)),
            last_at: before.map_or(sent.at, |told| told.last_at.max(sent.at)),
            content: sent.content.clone(),
            count: before.map_or(0, |told| told.count).saturating_add(1),
        };
        self.told.insert(&sent.audience, told);
    }
}
