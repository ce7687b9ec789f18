use serde::Serialize;

use super::{Agreement, Hours, Target, TargetChange};
use crate::calendar::Calendars;
use crate::model::{Change, Ticket};
use crate::time::{Instant, Span};

/// Where a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// It has not started, or nothing is promised for the ticket's priority.
    Pending,
    /// It runs, and the target can still be met.
    Running,
    /// It waits.
    Paused,
    /// It runs or waits, and the target is missed already.
    Breached,
    /// It stopped at or before the instant it was due.
    Met,
    /// It stopped too late.
    Missed,
}

/// A target's clock at one instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ClockState {
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
    /// Where it stands.
    pub stage: Stage,
    /// How long it may take, in milliseconds; none if nothing is promised for this priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within_ms: Option<i64>,
    /// How long it has run, in milliseconds of the agreement's time.
    pub elapsed_ms: i64,
    /// What is left, in milliseconds; negative once it is too late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<i64>,
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started_at: Option<Instant>,
    /// When it is due, or was. None while it waits: the instant moves as long as the pause lasts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// When it stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped_at: Option<Instant>,
    /// When its time first ran out; no later change takes that back, unless the target says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub breached_at: Option<Instant>,
    /// The priority that sets the target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
}

/// The clocks of every target of every agreement about this ticket, in written order.
///
/// Time grows with the number of events times the number of targets.
#[must_use]
pub fn clocks(
    ticket: &Ticket,
    agreements: &[Agreement],
    calendars: &Calendars,
    now: Instant,
) -> Vec<ClockState> {
    let about = |agreement: &&Agreement| {
        agreement.applies_if.as_ref().is_none_or(|condition| condition.holds(ticket))
    };
    let mut clocks = Vec::new();
    for agreement in agreements.iter().filter(about) {
        let calendar = agreement.calendar.as_ref().and_then(|id| calendars.get(id));
        let hours = calendar.map_or(Hours::Always, Hours::Working);
        clocks
            .extend(agreement.targets.iter().map(|target| (agreement, Clock::new(target, hours))));
    }
    let Some((first, rest)) = ticket.history.split_first() else { return Vec::new() };
    let Change::Opened(opened) = &first.change else { return Vec::new() };
    let mut past = Ticket::opened(first.clone(), opened);
    for (_, clock) in &mut clocks {
        clock.step(&past);
    }
    for event in rest.iter().take_while(|event| event.at <= now) {
        past.apply(event);
        for (_, clock) in &mut clocks {
            clock.step(&past);
        }
    }
    clocks.iter().map(|(agreement, clock)| clock.state(agreement, &past, now)).collect()
}

/// A clock while the history is gone through.
struct Clock<'a> {
    target: &'a Target,
    hours: Hours<'a>,
    within: Option<Span>,
    /// Each stretch in which it ran: its start, and what had elapsed before.
    runs: Vec<(Instant, Span)>,
    running: bool,
    /// When the last stretch ended.
    ran_until: Option<Instant>,
    elapsed: Span,
    started_at: Option<Instant>,
    stopped_at: Option<Instant>,
    breached_at: Option<Instant>,
}

impl<'a> Clock<'a> {
    fn new(target: &'a Target, hours: Hours<'a>) -> Self {
        Self {
            target,
            hours,
            within: None,
            runs: Vec::new(),
            running: false,
            ran_until: None,
            elapsed: Span::ZERO,
            started_at: None,
            stopped_at: None,
            breached_at: None,
        }
    }

    /// Takes in what the ticket became at its last event.
    fn step(&mut self, ticket: &Ticket) {
        let at = ticket.updated_at;
        let starts = self.target.start.as_ref().is_none_or(|condition| condition.holds(ticket));
        if self.started_at.is_none() && starts {
            self.started_at = Some(at);
        }
        let stopped = self.target.stop.holds(ticket);
        let paused = self.target.pause.as_ref().is_some_and(|condition| condition.holds(ticket));
        let running = self.started_at.is_some() && !stopped && !paused;
        let within = self.target.within(ticket.priority.as_deref());
        if running != self.running || within != self.within {
            self.close(at);
            self.within = within;
            self.running = running;
            if running {
                self.runs.push((at, self.elapsed));
            }
        }
        let stopped = stopped && self.started_at.is_some();
        self.stopped_at = if stopped { self.stopped_at.or(Some(at)) } else { None };
    }

    /// Ends the present stretch, and notes whether the time ran out in it.
    fn close(&mut self, at: Instant) {
        if !self.running {
            return;
        }
        self.breached_at = self.breached_by(at);
        self.elapsed = self.elapsed_at(at);
        self.ran_until = Some(at);
    }

    fn elapsed_at(&self, at: Instant) -> Span {
        match self.runs.last() {
            Some((since, before)) if self.running => before.plus(self.hours.between(*since, at)),
            _ => self.elapsed,
        }
    }

    /// When the time runs out: the earliest instant by which the target has elapsed. None while
    /// the clock waits with time left.
    fn due_at(&self) -> Option<Instant> {
        let within = self.within?;
        // The last stretch that began with time left is the one in which it is used up.
        let (since, before) = self.runs.iter().rev().find(|(_, before)| *before < within)?;
        if !self.running && self.elapsed < within && self.stopped_at.is_none() {
            return None;
        }
        self.hours.add(*since, within.minus(*before)).ok()
    }

    /// When the time first ran out, if it had by `at`. A clock that stops at the due instant has
    /// met its target.
    fn breached_by(&self, at: Instant) -> Option<Instant> {
        if self.target.on_target_change == TargetChange::Retroactive {
            let ran_until = if self.running { at } else { self.ran_until? };
            return self.due_at().filter(|due| *due < ran_until);
        }
        if self.breached_at.is_some() || !self.running {
            return self.breached_at;
        }
        let due = self.due_at()?;
        let since = self.runs.last().map_or(due, |(since, _)| *since);
        // A target made shorter than what has elapsed is missed at the change, not before it.
        (due < at).then_some(due.max(since))
    }

    fn state(&self, agreement: &Agreement, ticket: &Ticket, now: Instant) -> ClockState {
        let elapsed = self.elapsed_at(now.max(ticket.updated_at));
        let breached_at = self.breached_by(now);
        let late = breached_at.is_some();
        let stage = match (self.started_at, self.within) {
            (None, _) | (_, None) => Stage::Pending,
            _ if self.stopped_at.is_some() && late => Stage::Missed,
            _ if self.stopped_at.is_some() => Stage::Met,
            _ if late => Stage::Breached,
            _ if self.running => Stage::Running,
            _ => Stage::Paused,
        };
        ClockState {
            agreement: agreement.id.clone(),
            target: self.target.id.clone(),
            stage,
            within_ms: self.within.map(Span::as_millis),
            elapsed_ms: elapsed.as_millis(),
            remaining_ms: self.within.map(|within| within.minus(elapsed).as_millis()),
            started_at: self.started_at,
            due_at: self.due_at(),
            stopped_at: self.stopped_at,
            breached_at,
            priority: ticket.priority.clone(),
        }
    }
}
