//! Conditions that are never true, and rules that never get their turn.

use super::{agreement, target};
use crate::condition::Condition;
use crate::error::{Code, Error, Path};
use crate::policy::{Policy, PolicyDraft};
use crate::sla::{Agreement, Target};

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, findings: &mut Vec<Error>) {
    guards(draft, policy, findings);
    for (at, one) in policy.agreements().iter().enumerate() {
        let path = agreement(at).key("appliesIf");
        match (&one.applies_if, earlier_choice(policy.agreements(), at)) {
            (Some(condition), _) if condition.can_hold() == Some(false) => {
                findings.push(Error::new(Code::LintNeverTrue).at(path));
            }
            (_, Some(earlier)) => {
                findings.push(Error::new(Code::LintShadowed).with("earlier", &earlier.id).at(path));
            }
            (Some(_) | None, None) => {}
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
        // It was accepted, so there is nothing to find in it.
        let guard = written
            .only_if
            .as_ref()
            .and_then(|guard| guard.check(&path, policy.vocabulary(), &mut Vec::new()));
        if guard.is_some_and(|guard| guard.can_hold() == Some(false)) {
            findings.push(Error::new(Code::LintNeverTrue).at(path));
        }
    }
}

/// The agreement of the same choice that applies whenever this one does, and comes first.
fn earlier_choice(all: &[Agreement], at: usize) -> Option<&Agreement> {
    let one = all.get(at)?;
    let choice = one.one_of.as_ref()?;
    let always = Condition::All(Vec::new());
    let applies = one.applies_if.as_ref().unwrap_or(&always);
    all.iter().take(at).find(|earlier| {
        let lasts = earlier.valid_from <= one.valid_from
            && (earlier.valid_to.is_none()
                || one.valid_to.is_some_and(|to| earlier.valid_to >= Some(to)));
        let covers = match &earlier.applies_if {
            None => true,
            Some(condition) => applies.implies(condition),
        };
        earlier.one_of.as_ref() == Some(choice) && lasts && covers
    })
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
        if condition.as_ref().is_some_and(|condition| condition.can_hold() == Some(false)) {
            findings.push(Error::new(Code::LintNeverTrue).at(path.key(name)));
        }
    }
    if target.stop.can_hold() == Some(false) {
        findings.push(Error::new(Code::LintNeverTrue).at(path.key("stop")));
    }
    if target.pause.as_ref().is_some_and(|pause| pause.implies(&target.stop)) {
        findings.push(Error::new(Code::LintPauseInStop).at(path.key("pause")));
    }
    for (at, (condition, _)) in target.exceptions.iter().enumerate() {
        let path = path.key("exceptions").index(at).key("if");
        let mut before = target.exceptions.iter().take(at);
        if condition.can_hold() == Some(false) {
            findings.push(Error::new(Code::LintNeverTrue).at(path));
        } else if let Some(earlier) = before.position(|(other, _)| condition.implies(other)) {
            let earlier = format!("exceptions/{earlier}");
            findings.push(Error::new(Code::LintShadowed).with("earlier", earlier).at(path));
        }
    }
}
