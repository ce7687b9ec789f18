use super::priority;
use crate::error::{Code, Error, Path};
use crate::lifecycle::{Moment, Request};
use crate::limits::{self, Limit};
use crate::model::{
    Actor, AddMessage, Approve, Assign, Change, FactChange, Facts, FactsChanged, MessageAdded,
    Move, Open, Opened, StateChanged, Ticket, Value,
};
use crate::policy::Policy;
use crate::prioritize::Subject;
use crate::time::Instant;

pub(super) fn open(policy: &Policy, open: &Open, at: Instant) -> Result<Vec<Change>, Vec<Error>> {
    let mut refusals = admit(policy, &open.facts);
    if open.id.is_empty() {
        refusals.push(Error::new(Code::IdEmpty).at(Path::root().key("id")));
    }
    if !limits::ID_BYTES.admits(open.id.len()) {
        let error = Error::beyond(&limits::ID_BYTES, open.id.len());
        refusals.push(error.at(Path::root().key("id")));
    }
    refusals.extend(policy.lifecycle().opening_refusals(open.kind, &open.facts));
    let Some(initial) = policy.lifecycle().initial_of(open.kind).filter(|_| refusals.is_empty())
    else {
        return Err(refusals);
    };
    let mut facts = open.facts.clone();
    let subject = Subject { kind: open.kind, facts: &open.facts, overridden: None, at };
    if let Some((field, value)) = priority::propose(policy, &subject) {
        facts.insert(field, value);
    }
    let subject = Subject { facts: &facts, ..subject };
    let priority = policy.priorities().prioritize(&subject).level;
    Ok(vec![Change::Opened(Opened {
        id: open.id.clone(),
        kind: open.kind,
        from: open.from,
        state: initial.id.clone(),
        state_type: initial.state_type,
        facts,
        priority,
    })])
}

pub(super) fn change_facts(
    policy: &Policy,
    ticket: &Ticket,
    facts: &Facts,
    at: Instant,
) -> Result<Vec<Change>, Vec<Error>> {
    let mut refusals = admit(policy, facts);
    refusals.extend(policy.lifecycle().fact_refusals(ticket, facts));
    if refusals.is_empty() { Ok(changes(policy, ticket, facts, at)) } else { Err(refusals) }
}

pub(super) fn assign(
    policy: &Policy,
    ticket: &Ticket,
    assign: &Assign,
    at: Instant,
) -> Result<Vec<Change>, Vec<Error>> {
    let mut facts = Facts::new();
    for (field, id) in [("assignmentGroup", &assign.group), ("assignee", &assign.assignee)] {
        if let Some(id) = id {
            facts.insert(field, Value::Text(id.clone()));
        }
    }
    change_facts(policy, ticket, &facts, at)
}

pub(super) fn add_message(message: &AddMessage) -> Result<Vec<Change>, Vec<Error>> {
    let length = message.text.as_ref().map_or(0, String::len);
    if !limits::DESCRIPTION_BYTES.admits(length) {
        let error = Error::beyond(&limits::DESCRIPTION_BYTES, length);
        return Err(vec![error.at(Path::root().key("text"))]);
    }
    Ok(vec![Change::MessageAdded(MessageAdded {
        from: message.from,
        internal: message.internal,
        text: message.text.clone(),
    })])
}

pub(super) fn move_to(
    policy: &Policy,
    ticket: &Ticket,
    wanted: &Move,
    actor: &Actor,
    moment: Moment<'_>,
) -> Result<Vec<Change>, Vec<Error>> {
    let mut refusals = admit(policy, &wanted.facts);
    let request = Request {
        to: &wanted.to,
        hold_reason: wanted.hold_reason.as_deref(),
        facts: &wanted.facts,
        roles: &actor.roles,
        moment,
    };
    refusals.extend(policy.lifecycle().refusals(ticket, &request));
    let to = match policy.lifecycle().state(&wanted.to) {
        Ok(to) if refusals.is_empty() => to,
        Ok(_) | Err(_) => return Err(refusals),
    };
    let mut changed = changes(policy, ticket, &wanted.facts, moment.at);
    changed.push(Change::StateChanged(StateChanged {
        from: ticket.state.clone(),
        to: to.id.clone(),
        state_type: to.state_type,
        hold_reason: wanted.hold_reason.clone(),
        reopens: ticket.state_type.is_done() && !to.state_type.is_done(),
        timer: None,
        observed: false,
    }));
    Ok(changed)
}

/// An approval of a move, unless it stands already.
pub(super) fn approve(
    policy: &Policy,
    ticket: &Ticket,
    wanted: &Approve,
    actor: &Actor,
) -> Result<Vec<Change>, Vec<Error>> {
    let lifecycle = policy.lifecycle();
    let mut refusals = Vec::from_iter(lifecycle.approval_refusal(ticket, &wanted.to, &actor.roles));
    refusals.extend(wanted.reason.as_deref().and_then(excess));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let stands = ticket.approvals.iter().any(|one| one.by == actor.id && one.to == wanted.to);
    Ok(if stands == wanted.granted && (stands || wanted.reason.is_none()) {
        Vec::new()
    } else {
        vec![Change::Approved(wanted.clone())]
    })
}

/// Every reason against facts: unknown fields, wrong values, excess.
fn admit(policy: &Policy, facts: &Facts) -> Vec<Error> {
    let mut refusals = Vec::new();
    for (field, value) in facts.iter() {
        let path = Path::root().key("facts").key(field);
        let limit =
            if field == "description" { &limits::DESCRIPTION_BYTES } else { &limits::STRING_BYTES };
        if let Err(error) = policy.vocabulary().admits_fact(field, value) {
            refusals.push(error.at(path.clone()));
        } else if priority::belongs_to_major_incident(policy, field) {
            let error = Error::new(Code::FieldDerived).with("field", field);
            refusals.push(error.at(path.clone()));
        }
        refusals.extend(beyond(value, limit).map(|error| error.at(path)));
    }
    refusals
}

/// What refuses a reason that is longer than a string may be.
pub(super) fn excess(reason: &str) -> Option<Error> {
    let refusal = beyond(&Value::from(reason), &limits::STRING_BYTES)?;
    Some(refusal.at(Path::root().key("reason")))
}

fn beyond(value: &Value, limit: &Limit) -> Option<Error> {
    match value {
        Value::Text(text) if !limit.admits(text.len()) => Some(Error::beyond(limit, text.len())),
        Value::List(list) if !limits::ENTRIES.admits(list.len()) => {
            Some(Error::beyond(&limits::ENTRIES, list.len()))
        }
        Value::List(list) => list
            .iter()
            .find(|text| !limit.admits(text.len()))
            .map(|text| Error::beyond(limit, text.len())),
        Value::Absent | Value::Flag(_) | Value::Number(_) | Value::Text(_) => None,
    }
}

/// What really changes: facts with other values, and the priority that follows from them.
pub(super) fn changes(policy: &Policy, ticket: &Ticket, facts: &Facts, at: Instant) -> Vec<Change> {
    let mut after = ticket.facts.clone();
    let mut changed = Vec::new();
    let mut set = |after: &mut Facts, field: &str, to: &Value| {
        let from = after.get(field).cloned().unwrap_or(Value::Absent);
        if from == *to {
            return;
        }
        if *to == Value::Absent {
            after.remove(field);
        } else {
            after.insert(field, to.clone());
        }
        changed.push(FactChange { field: field.to_owned(), from, to: to.clone() });
    };
    for (field, to) in facts.iter() {
        set(&mut after, field, to);
    }
    if let Some((field, to)) = priority::propose(policy, &priority::subject(ticket, &after, at)) {
        set(&mut after, field, &to);
    }
    if changed.is_empty() {
        return Vec::new();
    }
    let reassigns = changed.iter().any(|change| change.field == "assignmentGroup");
    let mut all = vec![Change::FactsChanged(FactsChanged { changes: changed, reassigns })];
    let subject = priority::subject(ticket, &after, at);
    all.extend(priority::changed(policy, ticket.priority.as_ref(), &subject));
    all
}
