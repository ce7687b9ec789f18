//! What the software that uses the policy is asked to do.

use super::condition::words;
use super::page::{Page, name, plain};
use crate::action::{ActionDraft, ActionRule};
use crate::model::Action;
use crate::policy::{Policy, PolicyDraft};

pub(super) fn all(page: &mut Page, draft: &PolicyDraft, policy: &Policy) {
    if policy.actions().is_empty() {
        return;
    }
    page.heading(2, "Requests");
    page.text_of(
        "The software that uses this policy is asked to do the following. That it was asked is \
         kept with the ticket; whether it did so, is not.",
    );
    // Each that is written was checked.
    for (written, rule) in draft.actions.iter().zip(policy.actions()) {
        page.item(&item(written, rule, policy));
    }
    page.end_list();
}

fn item(written: &ActionDraft, rule: &ActionRule, policy: &Policy) -> String {
    let target = written.target.as_deref().map(plain);
    let asked = match (written.action, target) {
        (Action::Assign, Some(target)) => format!("assign the ticket to {target}"),
        (Action::Assign, None) => "assign the ticket".to_owned(),
        (Action::Notify, Some(target)) => format!("notify {target}"),
        (Action::Notify, None) => "notify somebody".to_owned(),
        (Action::Escalate, Some(target)) => format!("escalate the ticket to {target}"),
        (Action::Escalate, None) => "escalate the ticket".to_owned(),
        (Action::Run, Some(target)) => format!("run {target}"),
        (Action::Run, None) => "run what belongs to this rule".to_owned(),
    };
    let when = if rule.asks_at_each_event() { "after each event at which" } else { "as soon as" };
    format!("{}: {asked}, {when} {}.", name(&written.id), words(&rule.applies_if, policy))
}
