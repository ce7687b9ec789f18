use super::priority::override_ends;
use crate::lifecycle::Moment;
use crate::model::{
    Change, Context, Event, StateChanged, TargetBreached, TargetWarned, Ticket, timeline,
};
use crate::policy::Policy;
use crate::sla::{ClockState, Hours, Warned, clocks};
use crate::time::Instant;

/// What time alone causes up to `now`, earliest first: each warning and each breach once, each
/// move by timer, the end of an override.
///
/// An event takes effect when it fell due, or with the ticket's last event if that is later, so
/// the answer does not depend on how often the host asks. The ticket is moved on with them.
pub(super) fn events(policy: &Policy, ticket: &mut Ticket, context: &Context) -> Vec<Event> {
    // A chart of timers may be a circle; each timer moves a ticket at most once in one tick.
    let most = policy.lifecycle().timers().len();
    let mut events = Vec::new();
    let mut moved = 0_usize;
    loop {
        let clocks = clocks(ticket, policy.agreements(), policy.calendars(), context.now);
        let noted = first_noted(policy, ticket, &clocks, context.now);
        let timer = next_timer(policy, ticket, context)
            .filter(|(at, _)| *at <= context.now && moved < most);
        let (at, change) = match (noted, timer) {
            (Some((noted, change)), Some((at, _))) if noted <= at => (noted, change),
            (_, Some((at, changed))) => {
                moved = moved.saturating_add(1);
                (at, Change::StateChanged(changed))
            }
            (Some((at, change)), None) => (at, change),
            (None, None) => return events,
        };
        let version = ticket.version.saturating_add(1);
        let actor = context.actor.clone();
        let event = Event { version, at, recorded_at: None, actor, change };
        ticket.evolve(event.clone());
        events.push(event);
    }
}

/// The earliest warning, breach or end of an override that no event records yet.
pub(super) fn first_noted(
    policy: &Policy,
    ticket: &Ticket,
    clocks: &[ClockState],
    now: Instant,
) -> Option<(Instant, Change)> {
    let known = timeline(&ticket.history);
    let mut first = override_ends(policy, ticket).filter(|(at, _)| *at <= now);
    for clock in clocks {
        for (at, change) in noted(clock) {
            // A withdrawn event records nothing any more.
            let recorded = known.iter().any(|effect| effect.event.change == change);
            let at = at.max(ticket.updated_at);
            if !recorded && first.as_ref().is_none_or(|(other, _)| at < *other) {
                first = Some((at, change));
            }
        }
    }
    first
}

/// The warnings and breaches that a clock knows of.
fn noted(clock: &ClockState) -> Vec<(Instant, Change)> {
    let warned = |cycle: u64, warned: &Warned| {
        let change = Change::TargetWarned(TargetWarned {
            agreement: clock.agreement.clone(),
            target: clock.target.clone(),
            cycle,
            warning: warned.warning.clone(),
        });
        (warned.at, change)
    };
    let mut all: Vec<_> = clock
        .breaches
        .iter()
        .map(|breach| {
            let change = Change::TargetBreached(TargetBreached {
                agreement: breach.agreement.clone(),
                target: clock.target.clone(),
                cycle: breach.cycle,
                due_at: breach.due_at,
            });
            (breach.at, change)
        })
        .collect();
    for cycle in &clock.cycles {
        all.extend(cycle.warned.iter().map(|one| warned(cycle.cycle, one)));
    }
    all.extend(clock.warned.iter().map(|one| warned(clock.cycle, one)));
    all
}

/// The move of the timer of the present state that runs out first, and when. A timer whose move is
/// guarded waits for the guards.
pub(super) fn next_timer(
    policy: &Policy,
    ticket: &Ticket,
    context: &Context,
) -> Option<(Instant, StateChanged)> {
    let mut first: Option<(Instant, StateChanged)> = None;
    for timer in policy.lifecycle().timers().iter().filter(|timer| timer.runs(ticket)) {
        let calendar = timer.calendar.as_ref().and_then(|id| policy.calendars().get(id));
        let hours = calendar.map_or(Hours::Always, |calendar| Hours::Working(calendar.clone()));
        let Ok(due) = hours.add(ticket.state_since, timer.after) else { continue };
        let at = due.max(ticket.updated_at);
        if first.as_ref().is_none_or(|(other, _)| at < *other) {
            let moment = Moment { at, links: &context.linked };
            let moved = policy.lifecycle().timed(ticket, timer, moment);
            first = moved.map(|changed| (at, changed)).or(first);
        }
    }
    first
}
