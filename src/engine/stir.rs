//! When time alone next causes something: what a desk of many tickets waits for.

use super::Engine;
use super::priority::override_ends;
use super::tick::{next_timer, noted};
use crate::model::{Actor, Context, Ticket, timeline};
use crate::sla::clocks;
use crate::time::Instant;

/// What time alone causes at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stir {
    /// The command `tick` causes something.
    Now,
    /// It causes nothing before this instant.
    NotBefore(Instant),
    /// It never causes anything, unless something else happens.
    Never,
}

impl Engine {
    /// What time alone causes at an instant not before the ticket's last event, where nothing is
    /// known of other tickets.
    pub(crate) fn stir(&self, ticket: &Ticket, now: Instant) -> Stir {
        let policy = &self.policy;
        let context = Context::at(now, Actor::default());
        let timer = next_timer(policy, ticket, &context).map(|(at, _)| at);
        let over = override_ends(policy, ticket).map(|(at, _)| at);
        let sure = [timer, over];
        if sure.into_iter().flatten().any(|at| at <= now) {
            return Stir::Now;
        }
        let clocks = clocks(ticket, policy.agreements(), policy.calendars(), now);
        let known = timeline(&ticket.history);
        let is_recorded = |change| known.iter().any(|effect| effect.event.change == change);
        if clocks.iter().flat_map(noted).any(|(_, change)| !is_recorded(change)) {
            return Stir::Now;
        }
        let clocks = clocks.iter().filter_map(|clock| clock.next_change_at);
        clocks.chain(sure.into_iter().flatten()).min().map_or(Stir::Never, Stir::NotBefore)
    }
}
