//! From a policy as written to a [`Policy`], or to everything that is wrong with it.

mod preset;

pub use preset::{PRESETS, preset};

use crate::action::ActionRule;
use crate::calendar::{Calendar, Calendars};
use crate::condition::Vocabulary;
use crate::digest;
use crate::document::{self, Ids};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::model::MAJOR_INCIDENT_STATUS;
use crate::policy::{Policy, PolicyDraft};
use crate::prioritize::{LevelDraft, Priorities, Written};
use crate::sla::{Agreement, Surroundings};

/// A checked policy, and what should be looked at although it refuses nothing.
#[derive(Debug)]
pub struct Checked {
    /// The policy.
    pub policy: Policy,
    /// Findings that refuse nothing.
    pub warnings: Vec<Error>,
}

/// Reads and checks a policy document.
///
/// # Errors
/// Every finding, warnings included, if at least one of them refuses the document.
///
/// # Example
/// ```
/// use incident_core::check;
///
/// let text = check::preset("itil").unwrap_or_default();
/// let checked = check::policy(text)?;
/// assert_eq!(checked.policy.id(), "itil");
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn policy(text: &str) -> Result<Checked, Vec<Error>> {
    let (draft, written) = document::read_with_tree(text, &limits::POLICY_BYTES)?;
    named(&draft, digest::of_written(&written))
}

/// Checks a policy document that was made, not read: its digest is that of the shortest text for
/// it, in which nothing stands that is the default.
///
/// # Errors
/// Every finding, warnings included, if at least one of them refuses the document; those of
/// reading, if it is beyond a limit.
pub fn draft(draft: &PolicyDraft) -> Result<Checked, Vec<Error>> {
    let mut checked = named(draft, String::new())?;
    let written = document::parse(&document::text(draft), &limits::POLICY_BYTES)?;
    checked.policy.digest = digest::of_written(&written);
    Ok(checked)
}

/// Checks a policy document that is named by this digest.
pub(crate) fn named(draft: &PolicyDraft, digest: String) -> Result<Checked, Vec<Error>> {
    let mut findings = Vec::new();
    Ids::default().add(&draft.id, &Path::root().key("id"), &mut findings);
    let vocabulary = vocabulary(draft, &mut findings);
    let written = Written {
        scales: &draft.scales,
        matrix: &draft.matrix,
        cases: &draft.matrices,
        modifiers: &draft.modifiers,
        major_incident: draft.major_incident.as_ref(),
    };
    let priorities = Priorities::check(&written, &vocabulary, &mut findings);
    let classification = draft.classification.as_ref();
    let classification = classification.and_then(|one| one.check(&vocabulary, &mut findings));
    let (calendars, names) = calendars(draft, &mut findings);
    let lifecycle = draft.lifecycle.check(&names, &vocabulary, &mut findings);
    let around = Surroundings { calendars: &names, vocabulary: &vocabulary };
    let agreements = agreements(draft, around, &mut findings);
    let actions = actions(draft, &vocabulary, &mut findings);
    if findings.iter().any(|finding| finding.code().refuses()) {
        if !limits::FINDINGS.admits(findings.len()) {
            // What refuses the document is not crowded out by what only warns.
            findings.retain(|finding| finding.code().refuses());
        }
        limits::FINDINGS.cut(&mut findings);
        return Err(findings);
    }
    let (Some(priorities), Some(lifecycle)) = (priorities, lifecycle) else { return Err(findings) };
    let policy = Policy {
        id: draft.id.clone(),
        digest,
        vocabulary,
        priorities,
        priority_override: draft.priority_override.clone(),
        major_incident: draft.major_incident.as_ref().map(|major| major.roles.clone()),
        classification: classification.unwrap_or_default(),
        lifecycle,
        calendars,
        agreements,
        actions,
    };
    Ok(Checked { policy, warnings: findings })
}

fn vocabulary(draft: &PolicyDraft, findings: &mut Vec<Error>) -> Vocabulary {
    let mut vocabulary = Vocabulary::default();
    for (at, field) in draft.fields.iter().enumerate() {
        if !vocabulary.declare(&field.name, field.holds) {
            let path = Path::root().key("fields").index(at).key("name");
            findings.push(Error::new(Code::FieldRepeated).with("field", &field.name).at(path));
        }
    }
    let ids =
        |levels: &[LevelDraft]| levels.iter().map(|level| level.id.clone()).collect::<Vec<_>>();
    vocabulary.limit("impact", ids(&draft.scales.impact));
    vocabulary.limit("urgency", ids(&draft.scales.urgency));
    vocabulary.limit("priority", ids(&draft.scales.priority));
    vocabulary.limit("majorIncidentStatus", MAJOR_INCIDENT_STATUS.map(str::to_owned));
    vocabulary.limit("state", draft.lifecycle.states.iter().map(|state| state.id.clone()));
    if !draft.lifecycle.hold_reasons.is_empty() {
        let reasons = draft.lifecycle.hold_reasons.iter();
        vocabulary.limit("holdReason", reasons.map(|reason| reason.id.clone()));
    }
    vocabulary
}

/// The calendars, and the identifiers of all, the refused ones included.
fn calendars<'a>(draft: &'a PolicyDraft, findings: &mut Vec<Error>) -> (Calendars, Ids<'a>) {
    let mut checked = Calendars::default();
    let mut names = Ids::default();
    for (at, calendar) in draft.calendars.iter().enumerate() {
        let path = Path::root().key("calendars").index(at);
        let id = calendar.id.as_deref().unwrap_or_default();
        names.add(id, &path.key("id"), findings);
        match Calendar::check(calendar) {
            Ok((calendar, warnings)) => {
                findings.extend(all_below(warnings, &path));
                checked.insert(id, calendar);
            }
            Err(errors) => findings.extend(all_below(errors, &path)),
        }
    }
    (checked, names)
}

fn agreements(
    draft: &PolicyDraft,
    around: Surroundings<'_>,
    findings: &mut Vec<Error>,
) -> Vec<Agreement> {
    let mut ids = Ids::default();
    let mut agreements = Vec::new();
    for (at, agreement) in draft.agreements.iter().enumerate() {
        let path = Path::root().key("agreements").index(at);
        ids.add(&agreement.id, &path.key("id"), findings);
        agreements.extend(agreement.check(&path, around, findings));
    }
    agreements
}

fn actions(
    draft: &PolicyDraft,
    vocabulary: &Vocabulary,
    findings: &mut Vec<Error>,
) -> Vec<ActionRule> {
    let path = Path::root().key("actions");
    if !limits::RULES.admits(draft.actions.len()) {
        findings.push(Error::beyond(&limits::RULES, draft.actions.len()).at(path));
        return Vec::new();
    }
    let mut ids = Ids::default();
    let mut actions = Vec::new();
    for (at, action) in draft.actions.iter().enumerate() {
        let path = path.index(at);
        ids.add(&action.id, &path.key("id"), findings);
        actions.extend(action.check(&path, vocabulary, findings));
    }
    actions
}
