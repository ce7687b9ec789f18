//! Conditions that are never true, and rules that never get their turn.

use std::collections::{BTreeMap, BTreeSet};

use super::{agreement, checked, never_true, target};
use crate::condition::Condition;
use crate::document;
use crate::error::{Code, Error, Path};
use crate::model::Value;
use crate::policy::{Policy, PolicyDraft};
use crate::sla::{Agreement, Target};

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    guards(draft, policy, findings);
    let always = Condition::All(Vec::new());
    let mut choices: BTreeMap<&str, Earlier<'_>> = BTreeMap::new();
    for (at, one) in policy.agreements().iter().enumerate() {
        let path = agreement(at).key("appliesIf");
        let applies = one.applies_if.as_ref().unwrap_or(&always);
        let mut first = None;
        if let Some(choice) = &one.one_of {
            let earlier = choices.entry(choice).or_default();
            let long_enough =
                |at| policy.agreements().get(at).is_some_and(|other| lasts(other, one));
            first = earlier.that_covers(applies, &long_enough);
            earlier.add(at, applies);
        }
        if !never_true(applies, path.clone(), findings)
            && let Some(first) = first.and_then(|at| policy.agreements().get(at))
        {
            findings.push(Error::new(Code::LintShadowed).with("earlier", &first.id).at(path));
        }
        for (number, one) in one.targets.iter().enumerate() {
            of_target(one, &target(at, number), findings);
        }
    }
}

fn guards(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    let path = Path::root().key("lifecycle").key("moves");
    for (at, written) in draft.lifecycle.moves.iter().enumerate() {
        let path = path.index(at).key("onlyIf");
        let guard = written.only_if.as_ref();
        if let Some(guard) = guard.and_then(|guard| checked(guard, policy.vocabulary())) {
            never_true(&guard, path, findings);
        }
    }
}

/// Whether an agreement is about every ticket, by its recording, that the other one is about.
fn lasts(earlier: &Agreement, one: &Agreement) -> bool {
    earlier.valid_from <= one.valid_from
        && (earlier.valid_to.is_none()
            || one.valid_to.is_some_and(|to| earlier.valid_to >= Some(to)))
}

fn of_target(target: &Target, path: &Path, findings: &mut Vec<Error>) {
    let named = [
        (&target.start, "start"),
        (&target.pause, "pause"),
        (&target.resume, "resume"),
        (&target.reset, "reset"),
        (&target.cancel, "cancel"),
    ];
    for (condition, name) in named {
        if let Some(condition) = condition {
            never_true(condition, path.key(name), findings);
        }
    }
    never_true(&target.stop, path.key("stop"), findings);
    if target.pause.as_ref().is_some_and(|pause| pause.implies(&target.stop)) {
        findings.push(Error::new(Code::LintPauseInStop).at(path.key("pause")));
    }
    let mut earlier = Earlier::default();
    for (at, (condition, _)) in target.exceptions.iter().enumerate() {
        let path = path.key("exceptions").index(at).key("if");
        if !never_true(condition, path.clone(), findings)
            && let Some(first) = earlier.that_covers(condition, &|_| true)
        {
            let first = format!("exceptions/{first}");
            findings.push(Error::new(Code::LintShadowed).with("earlier", first).at(path));
        }
        earlier.add(at, condition);
    }
}

/// The conditions before one, so that it is compared only with those that it may imply.
#[derive(Default)]
pub(super) struct Earlier<'a> {
    all: BTreeMap<usize, &'a Condition>,
    /// Those that are true only if a field has one of some values, by each of these.
    by_value: BTreeMap<(&'a str, String), Vec<usize>>,
    others: Vec<usize>,
}

impl<'a> Earlier<'a> {
    pub(super) fn add(&mut self, at: usize, condition: &'a Condition) {
        self.all.insert(at, condition);
        let Some((field, values)) = needed(condition) else { return self.others.push(at) };
        for value in values {
            self.by_value.entry((field, document::text(value))).or_default().push(at);
        }
    }

    /// The first one that counts and is true whenever this one is.
    ///
    /// One that needs a field to have one of some values is implied only by what names such a value
    /// for the field too.
    pub(super) fn that_covers(
        &self,
        condition: &Condition,
        counts: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let mut named = Vec::new();
        condition.tells_apart(&mut named);
        let keys = named
            .iter()
            .flat_map(|(field, values)| values.iter().map(|value| (*field, document::text(value))));
        let alike = keys.filter_map(|key| self.by_value.get(&key)).flatten();
        let candidates: BTreeSet<usize> = alike.chain(&self.others).copied().collect();
        let covers = |at: &usize| self.all.get(at).is_some_and(|one| condition.implies(one));
        candidates.into_iter().filter(|at| counts(*at)).find(covers)
    }
}

/// A field that must have one of these values for the condition to be true: of several, the one
/// with the fewest.
fn needed(condition: &Condition) -> Option<(&str, &[Value])> {
    match condition {
        Condition::In { field, values } => Some((field, values)),
        Condition::All(inner) => {
            inner.iter().filter_map(needed).min_by_key(|(_, values)| values.len())
        }
        Condition::Any(_) | Condition::Not(_) | Condition::IsSet(_) | Condition::Between { .. } => {
            None
        }
    }
}
