//! Names that nothing asks for.

use std::collections::BTreeSet;

use crate::condition::Condition;
use crate::error::{Code, Error, Path};
use crate::policy::{Policy, PolicyDraft};
use crate::sla::{StartFrom, Target};

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    unused_levels(policy, findings);
    unused_fields(draft, policy, findings);
    unused_calendars(draft, policy, findings);
}

fn unused_levels(policy: &Policy, findings: &mut Vec<Error>) {
    let matrix = policy.matrix();
    let given: BTreeSet<&str> = matrix
        .impact()
        .iter()
        .flat_map(|impact| matrix.urgency().iter().map(move |urgency| (impact, urgency)))
        .filter_map(|(impact, urgency)| matrix.cell(&impact.id, &urgency.id))
        .collect();
    for (at, level) in matrix.priority().iter().enumerate() {
        if !given.contains(&level.id.as_str()) {
            let path = Path::root().key("scales").key("priority").index(at);
            findings.push(Error::new(Code::LintLevelUnused).with("level", &level.id).at(path));
        }
    }
}

fn unused_fields(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    let mut asked = Vec::new();
    let lifecycle = policy.lifecycle();
    let mut names: Vec<&str> = lifecycle.required_fields().collect();
    names.extend(lifecycle.states().iter().flat_map(|state| state.fields.keys()));
    for condition in lifecycle.guards() {
        condition.tells_apart(&mut asked);
    }
    for agreement in policy.agreements() {
        names.extend(agreement.zone_field.as_deref());
        let of_targets = agreement.targets.iter().flat_map(conditions);
        for condition in agreement.applies_if.iter().chain(of_targets) {
            condition.tells_apart(&mut asked);
        }
        for target in &agreement.targets {
            if let Some(StartFrom::Field(field)) = &target.start_from {
                names.push(field);
            }
        }
    }
    names.extend(asked.iter().map(|(field, _)| *field));
    let names: BTreeSet<&str> = names.into_iter().collect();
    for (at, field) in draft.fields.iter().enumerate() {
        if !names.contains(&field.name.as_str()) {
            let path = Path::root().key("fields").index(at);
            findings.push(Error::new(Code::LintFieldUnused).with("field", &field.name).at(path));
        }
    }
}

/// Every condition of a target.
pub(super) fn conditions(target: &Target) -> impl Iterator<Item = &Condition> {
    let optional =
        [&target.start, &target.pause, &target.resume, &target.reset, &target.cancel].into_iter();
    let exceptions = target.exceptions.iter().map(|(condition, _)| condition);
    optional.flatten().chain([&target.stop]).chain(exceptions)
}

fn unused_calendars(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    let of_agreements = policy.agreements().iter().filter_map(|one| one.calendar.as_deref());
    let of_timers = policy.lifecycle().timers().iter().filter_map(|one| one.calendar.as_deref());
    let used: BTreeSet<&str> = of_agreements.chain(of_timers).collect();
    for (at, calendar) in draft.calendars.iter().enumerate() {
        let id = calendar.id.as_deref().unwrap_or_default();
        if !used.contains(id) {
            let path = Path::root().key("calendars").index(at);
            findings.push(Error::new(Code::LintCalendarUnused).with("calendar", id).at(path));
        }
    }
}
