//! What the policy's rules ask of the host, put behind the events that make them ask.

use crate::action::ActionRule;
use crate::model::{Change, Event, Ticket};
use crate::policy::Policy;

/// The events with the requests that they cause, numbered anew.
pub(super) fn with_requests(
    policy: &Policy,
    ticket: Option<&Ticket>,
    events: Vec<Event>,
) -> Vec<Event> {
    if policy.actions().is_empty() {
        return events;
    }
    let mut present = ticket.cloned();
    let mut version = ticket.map_or(0, |ticket| ticket.version);
    let mut all = Vec::new();
    for mut event in events {
        version = version.saturating_add(1);
        event.version = version;
        let before = present.as_ref();
        let waiting: Vec<&ActionRule> = policy
            .actions()
            .iter()
            .filter(|rule| !before.is_some_and(|before| rule.has_asked(before)))
            .collect();
        match &mut present {
            Some(ticket) => ticket.apply(event.at, &event),
            None => present = Ticket::fold([event.clone()]),
        }
        let Some(after) = &present else { return all };
        let asked = waiting.into_iter().filter_map(|rule| rule.requested(after));
        let requests: Vec<Event> = asked
            .map(|request| {
                version = version.saturating_add(1);
                let change = Change::ActionRequested(request.clone());
                Event { version, change, ..event.clone() }
            })
            .collect();
        all.push(event);
        all.extend(requests);
    }
    all
}
