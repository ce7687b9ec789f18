//! Priorities that somebody gives, and major incidents.

use super::decide::{self, changes};
use crate::error::{Code, Error, Path};
use crate::lifecycle::role_missing;
use crate::model::{
    Actor, Change, Facts, MajorIncident, MajorIncidentAction, PriorityChanged, PriorityOverride,
    Ticket, Value,
};
use crate::policy::Policy;
use crate::prioritize::Subject;
use crate::time::Instant;

/// What the priority of a ticket follows from, with other facts than it has.
pub(super) fn subject<'a>(ticket: &'a Ticket, facts: &'a Facts, at: Instant) -> Subject<'a> {
    Subject { kind: ticket.kind, facts, overridden: ticket.priority_override.as_ref(), at }
}

/// The change of priority that a subject causes.
pub(super) fn changed(
    policy: &Policy,
    from: Option<&String>,
    subject: &Subject<'_>,
) -> Option<Change> {
    let to = policy.priorities().prioritize(subject).level;
    let change = || PriorityChanged { from: from.cloned(), to: to.clone() };
    (to.as_ref() != from).then(|| Change::PriorityChanged(change()))
}

/// The change that the end of an override causes, and when.
pub(super) fn override_ends(policy: &Policy, ticket: &Ticket) -> Option<(Instant, Change)> {
    let until = ticket.priority_override.as_ref()?.until?;
    let at = until.max(ticket.updated_at);
    let subject = subject(ticket, &ticket.facts, at);
    Some((at, changed(policy, ticket.priority.as_ref(), &subject)?))
}

pub(super) fn override_priority(
    policy: &Policy,
    ticket: &Ticket,
    wanted: &PriorityOverride,
    actor: &Actor,
    at: Instant,
) -> Result<Vec<Change>, Vec<Error>> {
    let Some(rule) = policy.priority_override() else {
        return Err(vec![Error::new(Code::OverrideOff)]);
    };
    let mut refusals = Vec::from_iter(role_missing(&rule.roles, &actor.roles));
    refusals.extend(decide::excess(&wanted.reason));
    if wanted.reason.trim().is_empty() {
        let error = Error::new(Code::FactMissing).with("field", "reason");
        refusals.push(error.at(Path::root().key("reason")));
    }
    let mut given = wanted.clone();
    if let Some(level) = &wanted.level {
        let known = policy.vocabulary().admits_word("priority", level, &Path::root().key("level"));
        refusals.extend(known.err());
        let last = rule.lasts.map(|lasts| at.plus(lasts).unwrap_or(Instant::MAX));
        given.until = wanted.until.or(last);
        let most = last.unwrap_or(Instant::MAX);
        if let Some(until) = wanted.until.filter(|until| *until <= at || *until > most) {
            let error = Error::new(Code::OverrideUntil).with("at", until).with("now", at);
            refusals.push(error.with("last", most).at(Path::root().key("until")));
        }
    } else {
        given.until = None;
    }
    if !refusals.is_empty() {
        return Err(refusals);
    }
    let stands = given.level.is_some().then_some(&given);
    if stands.is_none() && ticket.priority_override.is_none() {
        return Ok(Vec::new());
    }
    let subject = Subject { overridden: stands, ..subject(ticket, &ticket.facts, at) };
    let follows = changed(policy, ticket.priority.as_ref(), &subject);
    Ok([Change::PriorityOverridden(given)].into_iter().chain(follows).collect())
}

/// The facts that a command about a major incident changes.
pub(super) fn major_incident(
    policy: &Policy,
    ticket: &Ticket,
    wanted: MajorIncident,
    actor: &Actor,
    at: Instant,
) -> Result<Vec<Change>, Vec<Error>> {
    let Some(roles) = policy.major_incident() else {
        return Err(vec![Error::new(Code::MajorIncidentOff)]);
    };
    let status = ticket.facts.get(STATUS).and_then(Value::as_text);
    let to = wanted.action.leads_to(status);
    let mut refusals = Vec::new();
    if wanted.action != MajorIncidentAction::Propose {
        refusals.extend(role_missing(roles, &actor.roles));
    }
    let Some(to) = to.filter(|_| refusals.is_empty()) else {
        if to.is_none() {
            let error =
                Error::new(Code::MajorIncidentOutOfPlace).with("action", wanted.action.as_str());
            let error = error.with("status", status.unwrap_or("none"));
            refusals.push(error.at(Path::root().key("action")));
        }
        return Err(refusals);
    };
    let is = Value::Flag(to == "accepted");
    let was = ticket.facts.get(FLAG) == Some(&Value::Flag(true));
    let mut facts = Facts::from([(STATUS, Value::from(to))]);
    if was || is == Value::Flag(true) {
        facts.insert(FLAG, is);
    }
    refusals.extend(policy.lifecycle().fact_refusals(ticket, &facts));
    if refusals.is_empty() { Ok(changes(policy, ticket, &facts, at)) } else { Err(refusals) }
}

const STATUS: &str = "majorIncidentStatus";
const FLAG: &str = "majorIncident";

/// What refuses to set a field that commands about major incidents set.
pub(super) fn belongs_to_major_incident(policy: &Policy, field: &str) -> bool {
    policy.major_incident().is_some() && [STATUS, FLAG].contains(&field)
}

/// Makes a ticket a candidate by its facts, unless somebody has spoken about it before.
pub(super) fn propose(policy: &Policy, subject: &Subject<'_>) -> Option<(&'static str, Value)> {
    let new = policy.major_incident().is_some() && subject.facts.get(STATUS).is_none();
    (new && policy.priorities().is_candidate(subject)).then(|| (STATUS, Value::from("candidate")))
}
