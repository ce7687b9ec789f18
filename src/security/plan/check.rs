use std::collections::BTreeMap;

use super::{PLAN_VERSION, Plan, PlanDraft};
use crate::calendar::{Calendar, Calendars};
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::digest;
use crate::document::{Ids, with_nearest};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::time::Span;

/// After so many findings a wrong name is told without the one that was probably meant: to look
/// for it takes time for each pair of names.
const REPAIRED: usize = 100;

/// What the sections of a plan may name, and what is found about them.
pub(super) struct Names<'a> {
    /// The phases in their order.
    order: Vec<&'a str>,
    /// Where each stands in it.
    places: BTreeMap<&'a str, usize>,
    phases: Ids<'a>,
    priorities: Ids<'a>,
    roles: Ids<'a>,
    contacts: Ids<'a>,
    calendars: Ids<'a>,
    pub(super) vocabulary: Vocabulary,
    pub(super) findings: Vec<Error>,
}

impl PlanDraft {
    /// Checks a plan as written; the second half of the answer are the warnings.
    ///
    /// # Errors
    /// Every finding, warnings included, if at least one of them refuses the plan.
    pub fn check(&self) -> Result<(Plan, Vec<Error>), Vec<Error>> {
        let root = Path::root();
        let mut findings = Vec::new();
        if self.version != PLAN_VERSION {
            let error = Error::new(Code::PlanVersionUnknown).with("version", self.version);
            findings.push(error.with("known", PLAN_VERSION).at(root.key("version")));
        }
        Ids::default().add(&self.id, &root.key("id"), &mut findings);
        let mut names = Names::of(self, findings);
        self.people(&mut names);
        let calendars = self.calendars(&mut names);
        let mut ids = Ids::default();
        let mut playbooks = Vec::new();
        for (playbook, at) in self.playbooks.iter().zip(0..) {
            let path = root.key("playbooks").index(at);
            ids.add(&playbook.id, &path.key("id"), &mut names.findings);
            playbooks.extend(playbook.check(&path, &mut names));
        }
        let communication = self.communication.check(&root.key("communication"), &mut names);
        let mut findings = names.findings;
        if findings.iter().any(|finding| finding.code().refuses()) {
            if !limits::FINDINGS.admits(findings.len()) {
                // What refuses the document is not crowded out by what only warns.
                findings.retain(|finding| finding.code().refuses());
            }
            limits::FINDINGS.cut(&mut findings);
            return Err(findings);
        }
        limits::FINDINGS.cut(&mut findings);
        let phases = self.phases.iter().map(|phase| phase.id.clone()).collect();
        let (id, digest) = (self.id.clone(), digest::of(self));
        Ok((Plan { id, digest, phases, calendars, playbooks, communication }, findings))
    }

    /// Who has which role, who stands in, and which roles carry the response.
    fn people(&self, names: &mut Names<'_>) {
        for (contact, at) in self.contacts.iter().zip(0..) {
            let path = Path::root().key("contacts").index(at);
            let mut roles = Ids::default();
            for (role, at) in contact.roles.iter().zip(0..) {
                roles.add(role, &path.key("roles").index(at), &mut names.findings);
            }
            names.roles(&contact.roles, &path.key("roles"));
            for (reach, at) in contact.reach.iter().zip(0..) {
                if reach.at.trim().is_empty() {
                    let path = path.key("reach").index(at).key("at");
                    names.findings.push(Error::new(Code::PlanTextEmpty).at(path));
                }
            }
            let path = path.key("backup");
            names.contact(contact.backup.as_deref(), &path);
            if contact.backup.as_ref() == Some(&contact.id) {
                names.findings.push(Error::new(Code::PlanOwnBackup).at(path));
            }
        }
        let (team, path) = (&self.team, Path::root().key("team"));
        for (role, key) in [(&team.point_of_contact, "pointOfContact"), (&team.lead, "lead")] {
            if let Some(role) = role {
                names.role_known(role, &path.key(key));
            }
        }
        let (path, mut members) = (path.key("members"), Ids::default());
        for (role, at) in team.members.iter().zip(0..) {
            members.add(role, &path.index(at), &mut names.findings);
        }
        names.roles(&team.members, &path);
    }

    fn calendars(&self, names: &mut Names<'_>) -> Calendars {
        let mut calendars = Calendars::default();
        for (calendar, at) in self.calendars.iter().zip(0..) {
            let path = Path::root().key("calendars").index(at);
            match Calendar::check(calendar) {
                Ok((checked, warnings)) => {
                    names.findings.extend(all_below(warnings, &path));
                    calendars.insert(calendar.id.as_deref().unwrap_or_default(), checked);
                }
                Err(errors) => names.findings.extend(all_below(errors, &path)),
            }
        }
        calendars
    }
}

/// The identifiers of a section, which must differ.
fn ids<'a>(
    section: &str,
    key: Option<&str>,
    list: impl Iterator<Item = &'a str>,
    findings: &mut Vec<Error>,
) -> Ids<'a> {
    let mut ids = Ids::default();
    for (id, at) in list.zip(0..) {
        let path = Path::root().key(section).index(at);
        let path = key.map_or(path.clone(), |key| path.key(key));
        ids.add(id, &path, findings);
    }
    ids
}

impl<'a> Names<'a> {
    fn of(draft: &'a PlanDraft, mut findings: Vec<Error>) -> Self {
        let order: Vec<&str> = draft.phases.iter().map(|phase| phase.id.as_str()).collect();
        let found = &mut findings;
        let id = Some("id");
        let phases = ids("phases", id, order.iter().copied(), found);
        let levels = draft.priorities.iter().map(String::as_str);
        let priorities = ids("priorities", None, levels, found);
        let roles = ids("roles", id, draft.roles.iter().map(|role| role.id.as_str()), found);
        let contacts = draft.contacts.iter().map(|contact| contact.id.as_str());
        let contacts = ids("contacts", id, contacts, found);
        let calendars = draft.calendars.iter().map(|one| one.id.as_deref().unwrap_or_default());
        let calendars = ids("calendars", id, calendars, found);
        let mut vocabulary = Vocabulary::default();
        for (field, at) in draft.fields.iter().zip(0..) {
            if !vocabulary.declare(&field.name, field.holds) {
                let path = Path::root().key("fields").index(at).key("name");
                found.push(Error::new(Code::FieldRepeated).with("field", &field.name).at(path));
            }
        }
        if !draft.priorities.is_empty() {
            vocabulary.limit("priority", draft.priorities.iter().cloned());
        }
        for (contact, at) in draft.contacts.iter().zip(0..) {
            if contact.reach.is_empty() {
                let path = Path::root().key("contacts").index(at).key("reach");
                let error = Error::new(Code::PlanContactUnreachable).with("contact", &contact.id);
                found.push(error.at(path));
            }
        }
        if draft.phases.is_empty() {
            found.push(Error::new(Code::PlanWithoutPhases).at(Path::root().key("phases")));
        }
        let places = order.iter().copied().zip(0..).collect();
        Self { order, places, phases, priorities, roles, contacts, calendars, vocabulary, findings }
    }

    /// Where a phase stands in the order.
    pub(super) fn phase(&self, id: &str) -> Option<usize> {
        self.places.get(id).copied()
    }

    /// The phase at a place of the order.
    pub(super) fn phase_id(&self, at: usize) -> &'a str {
        self.order.get(at).copied().unwrap_or_default()
    }

    /// Whether no phase comes after this one.
    pub(super) fn is_last(&self, at: usize) -> bool {
        at.saturating_add(1) >= self.order.len()
    }

    /// A name that must be one of those of a section.
    pub(super) fn known(&mut self, what: &'static str, known: &Ids<'_>, id: &str, path: &Path) {
        let near = self.findings.len() < REPAIRED;
        self.findings.extend(unknown(what, known, id, near).map(|error| error.at(path.clone())));
    }

    pub(super) fn phase_known(&mut self, id: &str, path: &Path) {
        let near = self.findings.len() < REPAIRED;
        let error = unknown("phase", &self.phases, id, near);
        self.findings.extend(error.map(|error| error.at(path.clone())));
    }

    pub(super) fn role_known(&mut self, id: &str, path: &Path) {
        let near = self.findings.len() < REPAIRED;
        let error = unknown("role", &self.roles, id, near);
        self.findings.extend(error.map(|error| error.at(path.clone())));
    }

    pub(super) fn phases(&mut self, list: &[String], path: &Path) {
        for (id, at) in list.iter().zip(0..) {
            self.phase_known(id, &path.index(at));
        }
    }

    pub(super) fn roles(&mut self, list: &[String], path: &Path) {
        for (id, at) in list.iter().zip(0..) {
            self.role_known(id, &path.index(at));
        }
    }

    pub(super) fn priorities(&mut self, list: &[String], path: &Path) {
        for (id, at) in list.iter().zip(0..) {
            let near = self.findings.len() < REPAIRED;
            let error = unknown("priority", &self.priorities, id, near);
            self.findings.extend(error.map(|error| error.at(path.index(at))));
        }
    }

    pub(super) fn contact(&mut self, id: Option<&str>, path: &Path) {
        let near = self.findings.len() < REPAIRED;
        let error = id.and_then(|id| unknown("contact", &self.contacts, id, near));
        self.findings.extend(error.map(|error| error.at(path.clone())));
    }

    pub(super) fn calendar(&mut self, id: Option<&str>, path: &Path) {
        let near = self.findings.len() < REPAIRED;
        let error = id.and_then(|id| unknown("calendar", &self.calendars, id, near));
        self.findings.extend(error.map(|error| error.at(path.clone())));
    }

    /// A span that is at least this long, if there is one.
    pub(super) fn span(&mut self, span: Option<Span>, least: Span, path: &Path) {
        if let Some(span) = span.filter(|span| *span < least) {
            let error = Error::new(Code::PlanSpanTooShort).with("span", span);
            self.findings.push(error.at(path.clone()));
        }
    }

    pub(super) fn condition(
        &mut self,
        draft: Option<&ConditionDraft>,
        path: &Path,
    ) -> Option<Condition> {
        draft?.check(path, &self.vocabulary, &mut self.findings)
    }
}

/// What refuses a name that a section does not have.
fn unknown(what: &'static str, known: &Ids<'_>, id: &str, near: bool) -> Option<Error> {
    if known.contains(id) {
        return None;
    }
    let error = Error::new(Code::PlanNameUnknown).with("what", what).with("name", id);
    Some(if near { with_nearest(error, id, known.iter()) } else { error })
}
