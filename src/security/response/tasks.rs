use serde::Serialize;

use super::command::{AssignTask, CompleteTask, OfTask, TaskReason};
use super::decide::{Changes, unknown};
use super::event::CaseChange;
use super::{Case, Standing, Started, TaskRecord};
use crate::condition::Condition;
use crate::error::{Code, Error, Path, all_below};
use crate::model::{Actor, Ticket};
use crate::security::plan::{EvidenceKind, Plan, Playbook, Task};

/// A task that is neither done nor skipped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OpenTask {
    /// Its playbook.
    pub playbook: String,
    /// The task.
    pub task: String,
    /// What people call it.
    pub label: String,
}

/// What tasks are judged by.
pub(super) struct Desk<'a> {
    pub(super) case: &'a Case,
    pub(super) ticket: Option<&'a Ticket>,
    pub(super) actor: &'a Actor,
    /// The kinds of evidence that are in the register, sorted.
    kinds: Vec<EvidenceKind>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(case: &'a Case, ticket: Option<&'a Ticket>, actor: &'a Actor) -> Self {
        let mut kinds: Vec<_> = case.evidence.iter().map(|(_, item)| item.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        Self { case, ticket, actor, kinds }
    }

    /// Whether a condition is true of the ticket; without one, nothing is.
    pub(super) fn holds(&self, condition: Option<&Condition>) -> bool {
        let holds = |condition: &Condition| self.ticket.is_some_and(|one| condition.holds(one));
        condition.is_none_or(holds)
    }

    /// Whether a task is for the ticket, as far as that is known.
    pub(super) fn is_for_ticket(&self, task: &Task) -> bool {
        self.ticket.is_none() || self.holds(task.applies_if.as_ref())
    }

    /// Whether nothing waits for a task any more.
    pub(super) fn is_settled(&self, started: &Started, task: &Task) -> bool {
        match standing(started, task) {
            Standing::Done | Standing::Skipped => true,
            Standing::Open | Standing::Started => !self.is_for_ticket(task),
        }
    }

    fn role_missing(&self, roles: &[String]) -> Option<Error> {
        let has = roles.is_empty() || self.actor.roles.iter().any(|role| roles.contains(role));
        (!has).then(|| Error::new(Code::RoleMissing).with("roles", roles.join(", ")))
    }

    /// What keeps the actor from working on a task at all.
    pub(super) fn kept_from(&self, task: &Task) -> Option<Error> {
        self.role_missing(&task.written.roles)
    }

    /// Everything that a task still needs before the actor may begin it. Linear in what it waits
    /// for.
    pub(super) fn needs(&self, playbook: &Playbook, started: &Started, task: &Task) -> Vec<Error> {
        let written = &task.written;
        let mut needs = Vec::from_iter(self.kept_from(task));
        if !self.is_for_ticket(task) {
            needs.push(Error::new(Code::TaskNotForTicket));
        }
        let state = self.ticket.map(|ticket| &ticket.state);
        if !written.phases.is_empty() && !state.is_some_and(|it| written.phases.contains(it)) {
            let error = Error::new(Code::TaskOtherPhase).with("phases", written.phases.join(", "));
            needs.push(state.map_or(error.clone(), |state| error.with("state", state)));
        }
        for before in task.after.iter().filter_map(|at| playbook.tasks().get(*at)) {
            if !self.is_settled(started, before) {
                needs.push(Error::new(Code::TaskWaits).with("before", &before.written.id));
            }
        }
        for kind in &written.evidence {
            if self.kinds.binary_search(kind).is_err() {
                needs.push(Error::new(Code::TaskEvidenceMissing).with("kind", kind.as_str()));
            }
        }
        if !self.holds(task.only_if.as_ref()) {
            needs.push(Error::new(Code::TaskConditionFails));
        }
        if let (Some(least), Some(pap)) = (written.pap, self.case.pap)
            && pap < least
        {
            let error = Error::new(Code::TaskForbidden).with("pap", pap.as_str());
            needs.push(error.with("least", least.as_str()));
        }
        needs
    }
}

pub(super) fn standing(started: &Started, task: &Task) -> Standing {
    started.tasks.get(&task.written.id).map_or(Standing::Open, |record| record.standing)
}

/// The tasks of the started playbooks, in the order of the plan.
pub(super) fn all<'a>(
    plan: &'a Plan,
    case: &'a Case,
) -> impl Iterator<Item = (&'a Playbook, &'a Started, &'a Task)> {
    let started = plan.playbooks().iter().filter_map(|playbook| {
        let started = case.playbooks.get(&playbook.id)?;
        Some(playbook.tasks().iter().map(move |task| (playbook, started, task)))
    });
    started.flatten()
}

/// The tasks that stand in the way of closing the case.
pub(super) fn open<'a>(
    plan: &'a Plan,
    desk: &'a Desk<'_>,
) -> impl Iterator<Item = OpenTask> + use<'a> {
    let tasks = all(plan, desk.case).filter(|(_, _, task)| !task.written.optional);
    let tasks = tasks.filter(|(_, started, task)| !desk.is_settled(started, task));
    tasks.map(|(playbook, _, task)| named(playbook, task))
}

pub(super) fn named(playbook: &Playbook, task: &Task) -> OpenTask {
    OpenTask {
        playbook: playbook.id.clone(),
        task: task.written.id.clone(),
        label: task.label().to_owned(),
    }
}

impl Case {
    /// What still keeps the ticket from going from one phase to another: the tasks of the gates
    /// that lie between, of the playbooks that were started.
    ///
    /// Going back, or to a state outside of the response, passes no gate. Without the ticket, tasks
    /// that are not for every ticket count.
    ///
    /// # Errors
    /// `case.otherPlan`, `case.otherTicket`: the answer would be about something else.
    pub fn gate(
        &self,
        plan: &Plan,
        ticket: Option<&Ticket>,
        from: &str,
        to: &str,
    ) -> Result<Vec<OpenTask>, Vec<Error>> {
        let refusals = self.others(plan, ticket, &Path::root());
        if !refusals.is_empty() {
            return Err(refusals);
        }
        let (Some(from), Some(to)) = (plan.phase(from), plan.phase(to)) else {
            return Ok(Vec::new());
        };
        let nobody = Actor::default();
        let desk = Desk::new(self, ticket, &nobody);
        let between = plan.phases().get(from..to).unwrap_or_default();
        let gated = |task: &Task| task.written.gate.as_ref().is_some_and(|g| between.contains(g));
        let tasks = all(plan, self).filter(|(_, _, task)| gated(task));
        let tasks = tasks.filter(|(_, started, task)| !desk.is_settled(started, task));
        Ok(tasks.map(|(playbook, _, task)| named(playbook, task)).collect())
    }
}

/// A task of a started playbook, with what has become of it.
struct Found<'a> {
    playbook: &'a Playbook,
    started: &'a Started,
    task: &'a Task,
}

impl Found<'_> {
    fn standing(&self) -> Standing {
        standing(self.started, self.task)
    }

    /// What refuses a task that does not stand as it should.
    fn is_not(&self, wanted: &[Standing]) -> Option<Error> {
        let standing = self.standing();
        let error = || {
            let error = Error::new(Code::TaskStanding).with("task", &self.task.written.id);
            error.with("standing", standing.as_str())
        };
        (!wanted.contains(&standing)).then(error)
    }
}

fn find<'a>(
    plan: &'a Plan,
    case: &'a Case,
    playbook: &str,
    task: &str,
) -> Result<Found<'a>, Vec<Error>> {
    let Some(found) = plan.playbook(playbook) else {
        let known = plan.playbooks().iter().map(|playbook| playbook.id.as_str());
        return Err(vec![unknown("playbook", playbook, known)]);
    };
    let started = case.playbooks.get(playbook).ok_or_else(|| {
        let error = Error::new(Code::PlaybookNotStarted).with("playbook", playbook);
        error.at(Path::root().key("playbook"))
    });
    let known = || found.tasks().iter().map(|task| task.written.id.as_str());
    let task = found.task(task).ok_or_else(|| unknown("task", task, known()));
    match (started, task) {
        (Ok(started), Ok((_, task))) => Ok(Found { playbook: found, started, task }),
        (started, task) => Err(started.err().into_iter().chain(task.err()).collect()),
    }
}

/// The changes, unless something is against the task.
fn unless(refusals: Vec<Error>, changes: Vec<CaseChange>) -> Changes {
    if refusals.is_empty() {
        Ok(changes)
    } else {
        Err(all_below(refusals, &Path::root().key("task")))
    }
}

pub(super) fn start(plan: &Plan, desk: &Desk<'_>, wanted: &OfTask) -> Changes {
    let found = find(plan, desk.case, &wanted.playbook, &wanted.task)?;
    let refusals = match found.is_not(&[Standing::Open]) {
        Some(error) => vec![error],
        None => desk.needs(found.playbook, found.started, found.task),
    };
    unless(refusals, vec![CaseChange::TaskStarted(wanted.clone())])
}

pub(super) fn complete(plan: &Plan, desk: &Desk<'_>, wanted: &CompleteTask) -> Changes {
    let found = find(plan, desk.case, &wanted.playbook, &wanted.task)?;
    let mut changes = Vec::new();
    let refusals = match found.standing() {
        Standing::Open => {
            let (playbook, task) = (wanted.playbook.clone(), wanted.task.clone());
            changes.push(CaseChange::TaskStarted(OfTask { playbook, task }));
            desk.needs(found.playbook, found.started, found.task)
        }
        Standing::Started => desk.kept_from(found.task).into_iter().collect(),
        Standing::Done | Standing::Skipped => found.is_not(&[]).into_iter().collect(),
    };
    changes.push(CaseChange::TaskCompleted(wanted.clone()));
    unless(refusals, changes)
}

/// An optional task may be skipped by whoever may do it, another one by whom the plan names.
pub(super) fn skip(plan: &Plan, desk: &Desk<'_>, wanted: &TaskReason) -> Changes {
    let found = find(plan, desk.case, &wanted.playbook, &wanted.task)?;
    let written = &found.task.written;
    let mut refusals = Vec::from_iter(found.is_not(&[Standing::Open, Standing::Started]));
    if written.optional && desk.kept_from(found.task).is_none() {
        // Whoever may do it.
    } else if !written.skippable_by.is_empty() {
        refusals.extend(desk.role_missing(&written.skippable_by));
    } else if written.optional {
        refusals.extend(desk.kept_from(found.task));
    } else {
        refusals.push(Error::new(Code::TaskMandatory));
    }
    unless(refusals, vec![CaseChange::TaskSkipped(wanted.clone())])
}

pub(super) fn reopen(plan: &Plan, desk: &Desk<'_>, wanted: &TaskReason) -> Changes {
    let found = find(plan, desk.case, &wanted.playbook, &wanted.task)?;
    let mut refusals = Vec::from_iter(found.is_not(&[Standing::Done, Standing::Skipped]));
    refusals.extend(desk.kept_from(found.task));
    unless(refusals, vec![CaseChange::TaskReopened(wanted.clone())])
}

/// Gives a task to somebody; nothing if they have it already.
pub(super) fn assign(plan: &Plan, desk: &Desk<'_>, wanted: &AssignTask) -> Changes {
    let found = find(plan, desk.case, &wanted.playbook, &wanted.task)?;
    let refusals = Vec::from_iter(found.is_not(&[Standing::Open, Standing::Started]));
    let record: Option<&TaskRecord> = found.started.tasks.get(&wanted.task);
    if refusals.is_empty()
        && record.and_then(|one| one.assignee.as_ref()) == wanted.assignee.as_ref()
    {
        return Ok(Vec::new());
    }
    unless(refusals, vec![CaseChange::TaskAssigned(wanted.clone())])
}
