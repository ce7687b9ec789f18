//! What a clock's stretches amount to: what has elapsed, when it is due, whether it is missed.

use super::cycle::{Breach, Clock, Run};
use super::{AtDue, Warned};
use crate::error::Error;
use crate::time::{Instant, Segment, Span};

impl<'a> Clock<'a> {
    /// How long it may take, if that is known.
    pub(super) fn allowed(&self) -> Option<Span> {
        self.budget.as_ref()?.as_ref().ok().copied()
    }

    /// What has elapsed at an instant that is not before the last event.
    pub(super) fn elapsed_at(&self, at: Instant) -> Span {
        match self.open_run() {
            Some(run) => run.before.plus(run.hours.between(run.from, at)),
            None => self.elapsed,
        }
    }

    pub(super) fn open_run(&self) -> Option<&Run> {
        self.runs.last().filter(|run| run.to.is_none())
    }

    /// When a stretch uses up what was left at its beginning.
    pub(super) fn due_in(&self, run: &Run, budget: Span) -> Result<Instant, Error> {
        let settings = self.terms.as_ref().map(|terms| terms.target.settings);
        let boundary = settings.unwrap_or_default().boundary;
        run.hours.due(run.from, budget.minus(run.before), boundary)
    }

    /// When the target was used up: in the last stretch that began with time left or, if that left
    /// some, by the change of target after it.
    pub(super) fn used_up(&self) -> Option<Instant> {
        let budget = self.allowed().filter(|budget| *budget <= self.elapsed)?;
        let Some(run) = self.runs.iter().rev().find(|run| run.before < budget) else {
            return self.shifts.first().map(|shift| shift.at).or(self.started_at);
        };
        let end = run.to?;
        let reached = run.before.plus(run.hours.between(run.from, end)) >= budget;
        let shifted = self.shifts.iter().map(|shift| shift.at).find(|at| *at >= end);
        if !reached {
            return shifted;
        }
        // By its boundary it may be due after the stretch. A change of target comes first then, and
        // hours that have become others meanwhile have an opening of their own.
        let (mut due, mut hours) = (self.due_in(run, budget).ok()?, &run.hours);
        for later in self.runs.iter().filter(|later| later.from >= end && later.before == budget) {
            if later.from < due && !later.hours.count_as(hours) {
                (due, hours) = (self.due_in(later, budget).ok()?, &later.hours);
            }
        }
        Some(shifted.map_or(due, |at| at.min(due)))
    }

    /// When what is left is used up if it goes on at an instant.
    pub(super) fn due_from(&self, at: Instant) -> Option<Result<Instant, Error>> {
        let (terms, budget) = (self.terms.as_ref()?, self.allowed()?);
        let left = budget.minus(self.elapsed);
        Some(terms.hours.due(at, left, terms.target.settings.boundary))
    }

    /// When it is due in a stretch, and from when on it counts as missed: not before the stretch,
    /// even if a target was made shorter than what has elapsed.
    pub(super) fn runs_out(&self, run: &Run, budget: Span) -> Option<(Instant, Instant)> {
        let due_at = if run.before < budget {
            self.due_in(run, budget).ok()?
        } else {
            self.used_up().unwrap_or(run.from)
        };
        Some((due_at, due_at.max(run.from)))
    }

    /// Whether time runs out in a stretch until `at`, and when.
    pub(super) fn judge(&self, run: &Run, at: Instant) -> Option<Breach<'a>> {
        let (terms, budget) = (self.terms.as_ref()?, self.allowed()?);
        let (due_at, missed_at) = self.runs_out(run, budget)?;
        let late = match terms.target.settings.at_due {
            _ if run.before > budget => true,
            AtDue::Met => missed_at < at,
            AtDue::Missed => missed_at <= at,
        };
        let agreement = terms.agreement.id.as_str();
        late.then(|| Breach { agreement, cycle: self.cycle(), at: missed_at, due_at })
    }

    /// The warnings that are reached in a stretch until `at`, and were not before.
    pub(super) fn warnings_in(&self, run: &Run, at: Instant) -> Vec<Warned> {
        let Some((terms, budget)) = self.terms.as_ref().zip(self.allowed()) else {
            return Vec::new();
        };
        let new = terms
            .target
            .warnings
            .iter()
            .filter(|warning| !self.warned.iter().any(|warned| warned.warning == warning.text));
        let mut reached: Vec<Warned> = new
            .filter_map(|warning| {
                let left = warning.threshold.elapsed(budget).minus(run.before);
                let reached = run.hours.add(run.from, left.max(Span::ZERO)).ok()?;
                let warned = || Warned { warning: warning.text.clone(), at: reached };
                (reached <= at).then(warned)
            })
            .collect();
        reached.sort_by_key(|warned| warned.at);
        reached
    }

    /// The time that a stretch of pause took, of what counts.
    pub(super) fn worth(&self, segment: Segment) -> Span {
        match &self.terms {
            Some(terms) => terms.hours.between(segment.from, segment.to),
            None => segment.span(),
        }
    }
}
