//! Events that are recorded after they took effect, and corrections of earlier ones.
//!
//! What follows from events by the policy or by time alone, a priority, a warning, a breach, a move
//! by timer, is derived again from where the past changed. What no longer follows is withdrawn,
//! what follows now is added; nothing is erased.

use super::{priority, tick};
use crate::error::{Code, Error, Path};
use crate::model::{Change, Context, Correct, Corrected, Event, Ticket};
use crate::policy::Policy;
use crate::time::Instant;

/// The ticket as it stood at an instant, by what is known now; none before it was recorded.
pub(super) fn as_of(ticket: &Ticket, at: Instant) -> Option<Ticket> {
    Ticket::fold(ticket.effective().filter(|event| event.at <= at))
}

/// What a correction changes directly.
pub(super) fn correct(
    ticket: &Ticket,
    wanted: &Correct,
    now: Instant,
) -> Result<Vec<Change>, Vec<Error>> {
    let path = Path::root();
    let event = ticket.history.iter().find(|event| event.version == wanted.version);
    let Some(event) = event else {
        let error = Error::new(Code::CorrectionOfNothing).with("version", wanted.version);
        return Err(vec![error.at(path.key("version"))]);
    };
    let mut refusals = Vec::new();
    if event.is_derived() || matches!(event.change, Change::Corrected(_)) {
        let error = Error::new(Code::CorrectionOfDerived).with("version", wanted.version);
        refusals.push(error.at(path.key("version")));
    }
    let opens = matches!(event.change, Change::Opened(_));
    if opens && wanted.took_effect_at.is_none() {
        refusals.push(Error::new(Code::CorrectionOfOpening).at(path.key("tookEffectAt")));
    }
    if let Some(at) = wanted.took_effect_at {
        let first = ticket.effective().filter(|other| other.version != event.version);
        let outside = match first.map(|event| event.at).min() {
            Some(first) if opens && at > first => Some((Code::TicketTimeBackwards, first)),
            _ if !opens && at < ticket.opened_at => {
                Some((Code::TicketBeforeOpened, ticket.opened_at))
            }
            _ if at > now => Some((Code::TicketInFuture, now)),
            _ => None,
        };
        refusals.extend(outside.map(|(code, bound)| {
            let error = Error::new(code).with("now", at).with("last", bound).with("at", at);
            error.at(path.key("tookEffectAt"))
        }));
    }
    refusals.extend(wanted.reason.as_deref().and_then(super::decide::excess));
    if !refusals.is_empty() {
        return Err(refusals);
    }
    Ok(vec![Change::Corrected(Corrected {
        version: wanted.version,
        took_effect_at: wanted.took_effect_at,
        reason: wanted.reason.clone(),
    })])
}

/// The earliest instant at which a correction changes the past.
pub(super) fn changed_from(ticket: &Ticket, wanted: &Correct) -> Instant {
    let before = ticket.effective().find(|event| event.version == wanted.version);
    let before = before.map_or(Instant::MAX, |event| event.at);
    wanted.took_effect_at.map_or(before, |at| at.min(before))
}

/// The events that follow from new ones which changed the past from an instant on: withdrawals of
/// what no longer follows, then what follows now.
pub(super) fn reconcile(
    policy: &Policy,
    ticket: &Ticket,
    new: &[Event],
    from: Instant,
    context: &Context,
) -> Vec<Event> {
    let history = ticket.history.iter().chain(new).cloned();
    let Some(known) = Ticket::fold(history) else { return Vec::new() };
    let effective: Vec<Event> = known.effective().collect();
    let (before, after): (Vec<Event>, Vec<Event>) =
        effective.into_iter().partition(|event| event.at < from);
    let (old, happened): (Vec<Event>, Vec<Event>) = after.into_iter().partition(Event::is_derived);
    let derived = derive(policy, before, happened, context);
    let mut version = known.version;
    let mut next = |at: Instant, change: Change| {
        version = version.saturating_add(1);
        Event {
            version,
            at,
            recorded_at: (at < context.now).then_some(context.now),
            actor: context.actor.clone(),
            change,
        }
    };
    let stands = |event: &Event| derived.iter().any(|(at, change)| is(event, *at, change));
    let mut events: Vec<Event> = Vec::new();
    for event in old.iter().filter(|event| !stands(event)) {
        let corrected = Corrected { version: event.version, took_effect_at: None, reason: None };
        events.push(next(context.now, Change::Corrected(corrected)));
    }
    for (at, change) in &derived {
        if !old.iter().any(|event| is(event, *at, change)) {
            events.push(next(*at, change.clone()));
        }
    }
    events
}

fn is(event: &Event, at: Instant, change: &Change) -> bool {
    event.at == at && event.change == *change
}

/// What follows from events by the policy and by time, up to now.
fn derive(
    policy: &Policy,
    before: Vec<Event>,
    happened: Vec<Event>,
    context: &Context,
) -> Vec<(Instant, Change)> {
    let mut derived = Vec::new();
    let mut happened = happened.into_iter();
    let first = Ticket::fold(before).or_else(|| Ticket::fold(happened.next()));
    let Some(mut ticket) = first else { return derived };
    for event in happened {
        wait(policy, &mut ticket, event.at, context, &mut derived);
        let at = event.at;
        let decides =
            matches!(event.change, Change::FactsChanged(_) | Change::PriorityOverridden(_));
        ticket.evolve(event);
        let subject = priority::subject(&ticket, &ticket.facts, at);
        let change = priority::changed(policy, ticket.priority.as_ref(), &subject);
        if let Some(change) = change.filter(|_| decides) {
            follow(&mut ticket, at, change, context, &mut derived);
        }
    }
    wait(policy, &mut ticket, context.now, context, &mut derived);
    derived
}

/// Lets happen what time causes before an instant.
fn wait(
    policy: &Policy,
    ticket: &mut Ticket,
    until: Instant,
    context: &Context,
    derived: &mut Vec<(Instant, Change)>,
) {
    let until = Context { now: until, ..context.clone() };
    let events = tick::events(policy, ticket, &until);
    derived.extend(events.into_iter().map(|event| (event.at, event.change)));
}

fn follow(
    ticket: &mut Ticket,
    at: Instant,
    change: Change,
    context: &Context,
    derived: &mut Vec<(Instant, Change)>,
) {
    derived.push((at, change.clone()));
    let version = ticket.version.saturating_add(1);
    ticket.evolve(Event { version, at, recorded_at: None, actor: context.actor.clone(), change });
}
