//! Names that nothing asks for.

use std::collections::BTreeSet;

use crate::condition::{Condition, ConditionDraft};
use crate::error::{Code, Error, Path};
use crate::policy::{Policy, PolicyDraft};
use crate::sla::{StartFrom, Target};

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    unused_levels(policy, findings);
    unused_fields(draft, policy, findings);
    unused_calendars(draft, policy, findings);
}

fn unused_levels(policy: &Policy, findings: &mut Vec<Error>) {
    if policy.priority_override().is_some() {
        return; // Somebody may give any level.
    }
    let given = policy.priorities().levels_given();
    for (at, level) in policy.matrix().priority().iter().enumerate() {
        if !given.contains(&at) {
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
    let priorities = policy.priorities();
    let of_priority = priorities.conditions().chain(priorities.candidate_if());
    let of_actions = policy.actions().iter().map(|rule| &rule.applies_if);
    for condition in lifecycle.guards().chain(of_priority).chain(of_actions) {
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
    for rule in draft.classification.iter().flat_map(|one| &one.rules) {
        names.extend(rule.fields().chain(rule.gives.keys()));
        rule.applies_if.iter().for_each(|one| named(one, &mut names));
    }
    let names: BTreeSet<&str> = names.into_iter().collect();
    for (at, field) in draft.fields.iter().enumerate() {
        if !names.contains(&field.name.as_str()) {
            let path = Path::root().key("fields").index(at);
            findings.push(Error::new(Code::LintFieldUnused).with("field", &field.name).at(path));
        }
    }
}

/// Adds the fields that a condition names.
fn named<'a>(condition: &'a ConditionDraft, names: &mut Vec<&'a str>) {
    names.extend(condition.field.as_deref());
    let inner = condition.all.iter().chain(&condition.any).flatten();
    inner.chain(condition.not.as_deref()).for_each(|one| named(one, names));
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
