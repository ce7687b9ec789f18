//! Rules of classification, of priority and of requests that never get their turn.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::Earlier;
use super::{checked, never_true};
use crate::classify::ClassificationRuleDraft;
use crate::condition::Condition;
use crate::error::{Code, Error, Path};
use crate::policy::{Policy, PolicyDraft};

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    of_classification(draft, policy, findings);
    of_priority(policy, findings);
    of_linked(draft, policy, findings);
    let path = Path::root().key("actions");
    for (at, rule) in policy.actions().iter().enumerate() {
        never_true(&rule.applies_if, path.index(at).key("if"), findings);
    }
}

/// The matrices, of which the first that applies counts, the modifiers, and major incidents.
fn of_priority(policy: &Policy, findings: &mut Vec<Error>) {
    let priorities = policy.priorities();
    let mut earlier = Earlier::default();
    for (at, (_, condition, _)) in priorities.cases().iter().enumerate() {
        let path = Path::root().key("matrices").index(at).key("if");
        if !never_true(condition, path.clone(), findings)
            && let Some(first) = earlier.that_covers(condition, &|_| true)
            && let Some((id, _, _)) = priorities.cases().get(first)
        {
            findings.push(Error::new(Code::LintShadowed).with("earlier", id).at(path));
        }
        earlier.add(at, condition);
    }
    let path = Path::root().key("modifiers");
    for (at, modifier) in priorities.modifiers().iter().enumerate() {
        never_true(&modifier.applies_if, path.index(at).key("if"), findings);
    }
    if let Some(condition) = priorities.candidate_if() {
        never_true(condition, Path::root().key("majorIncident").key("candidateIf"), findings);
    }
}

/// One of the linked tickets must be like what none can be like. That all must be so is another
/// thing: it asks that there are none.
fn of_linked(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    let vocabulary = policy.vocabulary().of_links();
    let path = Path::root().key("lifecycle").key("moves");
    for (at, written) in draft.lifecycle.moves.iter().enumerate() {
        for (number, linked) in written.linked.iter().enumerate() {
            let some = linked.some.as_ref().and_then(|some| checked(some, &vocabulary));
            if let Some(some) = some {
                let path = path.index(at).key("linked").index(number).key("some");
                never_true(&some, path, findings);
            }
        }
    }
}

/// What a rule of classification looks for, and where; nothing if it looks for no words.
type Sought<'a> = (BTreeSet<&'a str>, BTreeSet<&'a str>);

fn sought(rule: &ClassificationRuleDraft) -> Sought<'_> {
    let words: BTreeSet<&str> = rule.words.iter().map(String::as_str).collect();
    let fields = if words.is_empty() { BTreeSet::new() } else { rule.fields().collect() };
    (words, fields)
}

fn of_classification(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    let rules = draft.classification.as_ref().map_or(&[][..], |one| &one.rules);
    let vocabulary = policy.vocabulary().of_reports();
    let condition = |rule: &ClassificationRuleDraft| match &rule.applies_if {
        Some(written) => checked(written, &vocabulary),
        None => Some(Condition::All(Vec::new())),
    };
    let conditions: Vec<Option<Condition>> = rules.iter().map(condition).collect();
    let path = Path::root().key("classification").key("rules");
    // Of several rules that decide, the first one that fires counts.
    let mut deciding: BTreeMap<Sought<'_>, Earlier<'_>> = BTreeMap::new();
    for (at, rule) in rules.iter().enumerate() {
        let Some(condition) = conditions.get(at).and_then(Option::as_ref) else { continue };
        let path = path.index(at);
        if never_true(condition, path.key("if"), findings) || !rule.decides {
            continue;
        }
        let gives_as_much = |earlier: usize| {
            rules
                .get(earlier)
                .is_some_and(|other| rule.gives.keys().all(|it| other.gives.get(it).is_some()))
        };
        let sought = sought(rule);
        let alike = [Sought::default(), sought.clone()];
        let alike = alike.iter().filter_map(|sought| deciding.get(sought));
        let first = alike.filter_map(|one| one.that_covers(condition, &gives_as_much)).min();
        if let Some(first) = first.and_then(|first| rules.get(first)) {
            let error = Error::new(Code::LintShadowed).with("earlier", &first.id);
            findings.push(error.at(path.key("decides")));
        }
        deciding.entry(sought).or_default().add(at, condition);
    }
}
