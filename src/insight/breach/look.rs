use super::row::BreachRow;
use super::settings::{ALWAYS, BreachRules, PHASE, SINCE};
use crate::calendar::{Calendar, Pauses};
use crate::time::{Instant, Segment, Span};

/// Into how many stretches the clock of a target is cut.
pub(super) const STRETCHES: usize = 20;
const CUTS: i64 = 20;

/// What a clock came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Met,
    Missed,
    /// It still runs, or ended without either.
    Unknown,
}

/// A clock as it stood at an instant.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    row: &'a BreachRow,
    pub(super) elapsed: i64,
    pub(super) goal: i64,
    pub(super) outcome: Outcome,
    /// Whether by now the time to the target is over, whatever became of the ticket.
    pub(super) over: bool,
    /// The changes so far in their order, each with the time elapsed before it.
    changes: Vec<(i64, &'a super::Change)>,
}

/// How a row counts time.
pub(super) struct Clock<'a> {
    hours: Option<&'a Calendar>,
    pauses: Pauses,
    start: Instant,
}

impl<'a> Clock<'a> {
    pub(super) fn of(row: &BreachRow, rules: &'a BreachRules) -> Self {
        let pauses = row.pauses.iter();
        let pauses = pauses.filter_map(|one| Segment::new(one.from, one.to.unwrap_or(ALWAYS)));
        let pauses = Pauses::new(&pauses.collect::<Vec<_>>());
        // A row with unknown hours was refused before.
        let hours = rules.hours(row.calendar.as_deref()).unwrap_or_default();
        Self { hours, pauses, start: row.started_at }
    }

    /// The working time from the start to an instant.
    pub(super) fn until(&self, at: Instant) -> i64 {
        let range = Segment::new(self.start, at);
        let Some(range) = range else { return 0 };
        let span = if let Some(hours) = self.hours {
            hours.between_around(range.from, range.to, &self.pauses)
        } else {
            let paused = self.pauses.segments().iter();
            let paused = paused.filter_map(|pause| pause.overlap(range).map(Segment::span));
            paused.fold(range.span(), Span::minus)
        };
        span.as_millis().max(0)
    }

    /// The first instant by which so much working time has passed; none if it never has.
    pub(super) fn after(&self, elapsed: i64) -> Option<Instant> {
        let span = Span::from_millis(elapsed);
        if let Some(hours) = self.hours {
            return hours.add_around(self.start, span, &self.pauses).ok();
        }
        let (mut at, mut left) = (self.start, span);
        for pause in self.pauses.segments().iter().filter(|pause| pause.to > self.start) {
            let worked = pause.from.max(at).since(at);
            if worked >= left {
                break;
            }
            left = left.minus(worked);
            at = pause.to;
        }
        at.plus(left).ok()
    }
}

impl<'a> Seen<'a> {
    /// The clock as it stood at `now`; none if it had not started.
    pub(super) fn at(row: &'a BreachRow, rules: &BreachRules, now: Instant) -> Option<Self> {
        if row.started_at > now {
            return None;
        }
        let clock = Clock::of(row, rules);
        let met = row.met_at.filter(|at| *at <= now);
        let end = met.or(row.ended_at).unwrap_or(now).min(now);
        let known = row.changes.iter().filter(|change| change.at <= end);
        let mut changes: Vec<_> = known.map(|one| (clock.until(one.at), one)).collect();
        changes.sort_by_key(|(_, change)| change.at);
        let goal = changes.iter().rev().find_map(|(_, change)| change.goal);
        let goal = goal.unwrap_or(row.goal).as_millis().max(1);
        let elapsed = clock.until(end);
        let outcome = match met {
            _ if elapsed > goal => Outcome::Missed,
            Some(_) => Outcome::Met,
            None => Outcome::Unknown,
        };
        let over = outcome == Outcome::Missed || clock.until(now) > goal;
        Some(Self { row, elapsed, goal, outcome, over, changes })
    }

    /// The goal that was in force at an instant.
    pub(super) fn goal_at(row: &BreachRow, at: Instant) -> i64 {
        let known = row.changes.iter().filter(|change| change.at <= at);
        let last = known.filter_map(|one| Some((one.at, one.goal?))).max_by_key(|(at, _)| *at);
        last.map_or(row.goal, |(_, goal)| goal).as_millis().max(1)
    }

    /// Which stretch of its clock the ticket is in, and which part of that has passed, in
    /// millionths.
    pub(super) fn stretch(&self) -> (usize, i64) {
        let scaled = self.elapsed.min(self.goal).saturating_mul(CUTS);
        let stretch = scaled.checked_div(self.goal).unwrap_or_default().min(CUTS.saturating_sub(1));
        let rest = scaled.saturating_sub(stretch.saturating_mul(self.goal));
        let part = i128::from(rest).saturating_mul(1_000_000).checked_div(self.goal.into());
        (index(stretch), i64::try_from(part.unwrap_or_default()).unwrap_or_default())
    }

    /// The stretch at whose end, or before it, the target was met. The end belongs to it.
    pub(super) fn met_in(&self) -> usize {
        let scaled = self.elapsed.saturating_mul(CUTS).saturating_sub(1).max(0);
        index(scaled.checked_div(self.goal).unwrap_or_default().min(CUTS.saturating_sub(1)))
    }

    /// How many stretches had begun while it ran.
    pub(super) fn begun(&self) -> usize {
        match self.outcome {
            Outcome::Met => self.met_in().saturating_add(1),
            Outcome::Missed => STRETCHES,
            Outcome::Unknown => self.stretch().0.saturating_add(1),
        }
    }

    /// What the facts were when a stretch began; none for all that is known.
    pub(super) fn values(&self, by: &[String], stretch: Option<usize>) -> Vec<String> {
        let begun = stretch.map(|stretch| {
            let stretch = i64::try_from(stretch).unwrap_or(CUTS);
            self.goal.saturating_mul(stretch).checked_div(CUTS).unwrap_or_default()
        });
        // What changed after closing time, when the stretch had just begun, was not known then.
        let known = |elapsed: i64, at: Instant| match begun {
            Some(begun) => elapsed < begun || at <= self.row.started_at,
            None => true,
        };
        let known = self.changes.iter().filter(|(elapsed, change)| known(*elapsed, change.at));
        let known: Vec<_> = known.collect();
        let value = |name: &str| {
            let changed = known.iter().rev().find_map(|(_, change)| change.facts.get(name));
            changed.or_else(|| self.row.facts.get(name)).map_or("", String::as_str)
        };
        let mut since = 0;
        let mut phase = self.row.facts.get(PHASE).map_or("", String::as_str);
        for (elapsed, change) in &known {
            if let Some(next) = change.facts.get(PHASE).filter(|next| *next != phase) {
                phase = next;
                since = elapsed.saturating_mul(CUTS).checked_div(self.goal).unwrap_or_default();
            }
        }
        let since = since.min(CUTS.saturating_sub(1));
        let each = |name: &String| match name.as_str() {
            SINCE => since.to_string(),
            name => value(name).to_owned(),
        };
        by.iter().map(each).collect()
    }
}

fn index(stretch: i64) -> usize {
    usize::try_from(stretch).unwrap_or_default()
}
