//! Where clocks stand, as far as the figures of a log ask: without the words that a person reads.

use super::cycle::Clock;
use super::track::{Line, follow, lines};
use super::{Agreement, Stage};
use crate::calendar::Calendars;
use crate::model::Ticket;
use crate::time::{Instant, Span};

/// Where a clock stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing<'a> {
    pub(crate) target: &'a str,
    pub(crate) priority: Option<String>,
    pub(crate) stage: Stage,
    /// Whether it has a time to keep.
    pub(crate) promised: bool,
    pub(crate) elapsed: Span,
}

/// The clocks of a ticket that goes through its life again.
#[derive(Debug)]
pub(crate) struct Clocks<'a> {
    lines: Vec<Line<'a>>,
    calendars: &'a Calendars,
}

impl<'a> Clocks<'a> {
    pub(crate) fn new(agreements: &'a [Agreement], calendars: &'a Calendars) -> Self {
        Self { lines: lines(agreements), calendars }
    }

    /// Takes in what an event made of the ticket.
    pub(crate) fn step(&mut self, ticket: &Ticket) {
        for line in &mut self.lines {
            line.step(ticket, self.calendars);
        }
    }

    /// How they stand at an instant not before the last event.
    pub(crate) fn standings(&self, now: Instant) -> Vec<Standing<'a>> {
        self.lines.iter().filter_map(|line| line.clock.standing(now)).collect()
    }
}

/// The clocks of a ticket as [`clocks`](super::clocks) has them, without what only a person reads.
pub(crate) fn standings<'a>(
    ticket: &Ticket,
    agreements: &'a [Agreement],
    calendars: &Calendars,
    now: Instant,
) -> Vec<Standing<'a>> {
    let Some((lines, past)) = follow(ticket, agreements, calendars, now) else {
        return Vec::new();
    };
    let now = now.max(past.updated_at);
    lines.iter().filter_map(|line| line.clock.standing(now)).collect()
}

impl<'a> Clock<'a> {
    fn standing(&self, now: Instant) -> Option<Standing<'a>> {
        let terms = self.terms.as_ref()?;
        let breach = self.breach.or_else(|| self.judge(self.open_run()?, now));
        Some(Standing {
            target: &terms.target.id,
            priority: self.priority.clone(),
            stage: self.stage(breach.is_some()),
            promised: self.allowed().is_some(),
            elapsed: self.elapsed_at(now),
        })
    }
}
