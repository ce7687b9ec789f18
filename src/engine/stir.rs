//! When time alone next causes something: what a timer waits for.

use super::Engine;
use super::priority::override_ends;
use super::tick::{first_noted, next_timer};
use crate::model::{Context, Ticket};
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
    /// When the command `tick` next causes something, by what is known now: at `context.now`, if it
    /// does already; never, if time does nothing to the ticket any more.
    ///
    /// This is the one timer that a host needs for a ticket. It says when to tick and not what is
    /// shown: an [`assess`](Self::assess) names its own next change.
    ///
    /// # Example
    /// ```
    /// use incident_core::model::{Actor, Command, Context, Open, Sender};
    /// use incident_core::{Engine, Instant, Kind, Ticket, check};
    ///
    /// let engine = Engine::new(check::policy(check::preset("itil").unwrap_or_default())?.policy);
    /// let at = |time| Instant::parse(time).map(|now| Context::at(now, Actor::default()));
    /// let facts = [("impact", "high"), ("urgency", "high")];
    /// let open = Command::Open(Open {
    ///     id: "INC-1".to_owned(),
    ///     kind: Kind::Incident,
    ///     from: Sender::Requester,
    ///     facts: facts.map(|(field, level)| (field, level.into())).into(),
    /// });
    /// let context = at("2026-01-09T16:00:00Z").map_err(|error| vec![error])?;
    /// let ticket = Ticket::fold(engine.decide(None, &open, &context)?);
    /// let due = ticket.and_then(|ticket| engine.tick_at(&ticket, &context));
    /// // Nobody has acknowledged it within a quarter of an hour.
    /// assert_eq!(due, at("2026-01-09T16:15:00.001Z").map(|then| then.now).ok());
    /// # Ok::<(), Vec<incident_core::Error>>(())
    /// ```
    #[must_use]
    pub fn tick_at(&self, ticket: &Ticket, context: &Context) -> Option<Instant> {
        match self.stir(ticket, context) {
            Stir::Now => Some(context.now),
            Stir::NotBefore(at) => Some(at),
            Stir::Never => None,
        }
    }

    /// What time alone causes at an instant not before the ticket's last event.
    pub(crate) fn stir(&self, ticket: &Ticket, context: &Context) -> Stir {
        let (policy, now) = (&self.policy, context.now);
        let clocks = clocks(ticket, policy.agreements(), policy.calendars(), now);
        let timer = next_timer(policy, ticket, context).map(|(at, _)| at);
        let moves = timer.is_some_and(|at| at <= now);
        if moves || first_noted(policy, ticket, &clocks, now).is_some() {
            return Stir::Now;
        }
        let over = override_ends(policy, ticket).map(|(at, _)| at);
        let clocks = clocks.iter().filter_map(|clock| clock.next_change_at);
        clocks.chain(timer).chain(over).min().map_or(Stir::Never, Stir::NotBefore)
    }
}
