use serde::Serialize;

use crate::model::{Ticket, Value};
use crate::policy::Policy;
use crate::sla::{ClockState, clocks};
use crate::time::Instant;

/// Something that is otherwise in one ticket than in another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Where: a JSON Pointer such as `/clocks/standard/resolve/dueAt`.
    pub path: String,
    /// What it was.
    pub from: Value,
    /// What it is.
    pub to: Value,
}

/// What is otherwise in the second ticket under its policy than in the first under its own.
pub(super) fn differences(
    before: (&Policy, &Ticket),
    after: (&Policy, &Ticket),
    now: Instant,
) -> Vec<Difference> {
    let mut found = Vec::new();
    compare("", &ticket(before.1), &ticket(after.1), &mut found);
    let of = |(policy, ticket): (&Policy, &Ticket)| {
        clocks(ticket, policy.agreements(), policy.calendars(), now)
    };
    let (old, new) = (of(before), of(after));
    let same = |one: &ClockState, two: &ClockState| {
        one.agreement == two.agreement && one.target == two.target
    };
    let gone = old.iter().filter(|clock| !new.iter().any(|other| same(clock, other)));
    for clock in new.iter().chain(gone) {
        let find = |list: &[ClockState]| list.iter().find(|other| same(clock, other)).map(values);
        let path = format!("/clocks/{}/{}", clock.agreement, clock.target);
        let (old, new) = (find(&old).unwrap_or_default(), find(&new).unwrap_or_default());
        compare(&path, &old, &new, &mut found);
    }
    found
}

type Values = Vec<(&'static str, Value)>;

fn compare(path: &str, old: &Values, new: &Values, found: &mut Vec<Difference>) {
    let value = |list: &Values, name: &str| {
        let known = list.iter().find(|(other, _)| *other == name);
        known.map_or(Value::Absent, |(_, value)| value.clone())
    };
    let longer = if new.is_empty() { old } else { new };
    for (name, _) in longer {
        let (from, to) = (value(old, name), value(new, name));
        if from != to {
            found.push(Difference { path: format!("{path}/{name}"), from, to });
        }
    }
}

fn text(text: Option<&impl ToString>) -> Value {
    text.map_or(Value::Absent, |text| Value::Text(text.to_string()))
}

fn ticket(ticket: &Ticket) -> Values {
    let count = |count: u64| Value::Number(i64::try_from(count).unwrap_or(i64::MAX));
    vec![
        ("state", Value::from(ticket.state.as_str())),
        ("holdReason", text(ticket.hold_reason.as_ref())),
        ("priority", text(ticket.priority.as_ref())),
        ("openedAt", text(Some(&ticket.opened_at))),
        ("resolvedAt", text(ticket.resolved_at.as_ref())),
        ("closedAt", text(ticket.closed_at.as_ref())),
        ("respondedAt", text(ticket.responded_at.as_ref())),
        ("unansweredSince", text(ticket.unanswered_since.as_ref())),
        ("reopens", count(ticket.reopens)),
        ("reassignments", count(ticket.reassignments)),
    ]
}

fn values(clock: &ClockState) -> Values {
    let number = |number: Option<i64>| number.map_or(Value::Absent, Value::Number);
    vec![
        ("stage", Value::from(clock.stage.as_str())),
        ("cycle", number(i64::try_from(clock.cycle).ok())),
        ("within", text(clock.within.as_ref())),
        ("elapsedMs", number(Some(clock.elapsed_ms))),
        ("remainingMs", number(clock.remaining_ms)),
        ("dueAt", text(clock.due_at.as_ref())),
        ("projectedDueAt", text(clock.projected_due_at.as_ref())),
        ("breachedAt", text(clock.breached_at.as_ref())),
        ("stoppedAt", text(clock.stopped_at.as_ref())),
    ]
}
