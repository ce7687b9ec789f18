use crate::lifecycle::Timer;
use crate::model::{Change, Context, Event, StateChanged, TargetBreached, Ticket};
use crate::policy::Policy;
use crate::sla::{Hours, clocks};
use crate::time::Instant;

/// What time alone causes up to `now`, earliest first: each breach once, each move by timer.
///
/// An event takes effect when it fell due, or with the ticket's last event if that is later, so
/// the answer does not depend on how often the host asks.
pub(super) fn events(policy: &Policy, ticket: &Ticket, context: &Context) -> Vec<Event> {
    // A chart of timers may be a circle; each timer moves a ticket at most once in one tick.
    let most = policy.lifecycle().timers().len();
    let mut ticket = ticket.clone();
    let mut events = Vec::new();
    let mut moved = 0_usize;
    loop {
        let breach = first_breach(policy, &ticket, context.now);
        let timer =
            next_timer(policy, &ticket).filter(|(at, _)| *at <= context.now && moved < most);
        let (at, change) = match (breach, timer) {
            (Some((breach, change)), Some((at, _))) if breach <= at => (breach, change),
            (_, Some((at, timer))) => match reaches(policy, &ticket, timer) {
                Some(change) => {
                    moved = moved.saturating_add(1);
                    (at, change)
                }
                None => return events,
            },
            (Some((at, change)), None) => (at, change),
            (None, None) => return events,
        };
        let version = ticket.version.saturating_add(1);
        let event = Event { version, at, actor: context.actor.clone(), change };
        ticket.evolve(event.clone());
        events.push(event);
    }
}

/// The earliest breach that no event records yet.
fn first_breach(policy: &Policy, ticket: &Ticket, now: Instant) -> Option<(Instant, Change)> {
    let recorded = |agreement: &str, target: &str| {
        ticket.history.iter().any(|event| match &event.change {
            Change::TargetBreached(breach) => {
                breach.agreement == agreement && breach.target == target
            }
            Change::Opened(_)
            | Change::StateChanged(_)
            | Change::FactsChanged(_)
            | Change::PriorityChanged(_) => false,
        })
    };
    clocks(ticket, policy.agreements(), policy.calendars(), now)
        .into_iter()
        .filter(|clock| !recorded(&clock.agreement, &clock.target))
        .filter_map(|clock| {
            let breached_at = clock.breached_at?;
            let breach = TargetBreached {
                agreement: clock.agreement,
                target: clock.target,
                due_at: clock.due_at.unwrap_or(breached_at),
            };
            Some((breached_at.max(ticket.updated_at), Change::TargetBreached(breach)))
        })
        .min_by_key(|(at, _)| *at)
}

/// The timer of the present state that runs out first, and when it moves the ticket.
pub(super) fn next_timer<'a>(policy: &'a Policy, ticket: &Ticket) -> Option<(Instant, &'a Timer)> {
    let mut first: Option<(Instant, &Timer)> = None;
    for timer in policy.lifecycle().timers().iter().filter(|timer| timer.state == ticket.state) {
        let calendar = timer.calendar.as_ref().and_then(|id| policy.calendar(id));
        let hours = calendar.map_or(Hours::Always, Hours::Working);
        let Ok(due) = hours.add(ticket.state_since, timer.after) else { continue };
        let at = due.max(ticket.updated_at);
        if first.is_none_or(|(other, _)| at < other) {
            first = Some((at, timer));
        }
    }
    first
}

fn reaches(policy: &Policy, ticket: &Ticket, timer: &Timer) -> Option<Change> {
    let to = policy.lifecycle().state(&timer.to).ok()?;
    Some(Change::StateChanged(StateChanged {
        from: ticket.state.clone(),
        to: to.id.clone(),
        state_type: to.state_type,
        hold_reason: None,
        reopens: ticket.state_type.is_done() && !to.state_type.is_done(),
        timer: Some(timer.id.clone()),
        observed: false,
    }))
}
