//! What becomes of a clock when its terms change.

use super::cycle::{Clock, Halt, Phase, Shift};
use super::terms::share;
use super::track::Terms;
use super::{Carry, Outcome};
use crate::error::Error;
use crate::time::{Instant, Span};

impl<'a> Clock<'a> {
    pub(super) fn set_budget(&mut self) {
        self.budget = self.terms.as_ref().zip(self.started_at).and_then(|(terms, started_at)| {
            terms.within.map(|within| within.budget(started_at, &terms.calendar))
        });
    }

    /// Takes new terms, and carries over what was counted as they say. `reopens` tells of a clock
    /// that has stopped whether it is about to run again.
    pub(super) fn change_terms(
        &mut self,
        new: Terms<'a>,
        priority: Option<&str>,
        at: Instant,
        reopens: bool,
    ) {
        let rules = self.terms.as_ref().map_or_else(Vec::new, |old| rules(old, &new));
        let judged = self.phase == Phase::Stopped && !reopens;
        if judged && !rules.contains(&Carry::Retroactive) {
            // It stays as it was judged; what changed counts if it is reopened.
            return;
        }
        if self.priority.as_deref() != priority {
            self.priority = priority.map(str::to_owned);
        }
        if self.started_at.is_none() || rules.is_empty() {
            self.terms = Some(new);
            return;
        }
        if judged {
            self.terms = Some(new);
            self.set_budget();
            return self.recount();
        }
        let runs = self.phase == Phase::Running;
        self.close(at);
        if rules.contains(&Carry::Segment) {
            return self.begin_segment(new, at);
        }
        self.terms = Some(new);
        let before = self.budget.take();
        if rules.contains(&Carry::Restart) {
            self.restart_in_place(at);
        } else {
            self.set_budget();
            if rules.contains(&Carry::Retroactive) {
                self.recount();
            } else if rules.contains(&Carry::CarryPercent) {
                self.keep_share(at, before);
            }
        }
        if runs {
            self.run(at);
        }
    }

    /// A cycle of its own for new terms, in the phase that the old one was in.
    fn begin_segment(&mut self, new: Terms<'a>, at: Instant) {
        let (phase, halt) = (self.phase, self.halts.last().copied());
        let missed = self.breach.is_some();
        self.finish(at, if missed { Outcome::Missed } else { Outcome::Canceled });
        self.terms = Some(new);
        self.started_at = Some(at);
        self.set_budget();
        match halt.filter(|_| phase != Phase::Running) {
            Some(halt) => {
                self.phase = phase;
                self.halts.push(Halt { from: at, to: None, ..halt });
            }
            None => self.run(at),
        }
    }

    /// Begins again at nothing, waiting if it waits.
    fn restart_in_place(&mut self, at: Instant) {
        let halt = self.halts.last().copied().filter(|halt| halt.to.is_none());
        self.restart(at, false);
        self.halts.extend(halt.map(|halt| Halt { from: at, ..halt }));
    }

    /// Counts every stretch again, as if the present terms had always been there.
    fn recount(&mut self) {
        let phase = self.phase;
        self.earlier.extend(self.breach.take());
        self.shifts.clear();
        self.elapsed = Span::ZERO;
        for run in std::mem::take(&mut self.runs) {
            self.count(run.from, run.to.unwrap_or(run.from));
        }
        self.phase = phase;
    }

    /// Keeps the share of the target that is used.
    fn keep_share(&mut self, at: Instant, before: Option<Result<Span, Error>>) {
        let (Some(Ok(old)), Some(Ok(new))) = (before, &self.budget) else { return };
        let elapsed = share(self.elapsed, new.as_millis(), old.as_millis());
        self.shifts.push(Shift { at, by: elapsed.minus(self.elapsed) });
        self.elapsed = elapsed;
    }
}

/// What the settings say about the differences between two terms.
fn rules(old: &Terms<'_>, new: &Terms<'_>) -> Vec<Carry> {
    let settings = new.target.settings;
    let mut rules = Vec::new();
    if !old.calendar.same_as(&new.calendar) || !old.hours.same_as(&new.hours) {
        rules.push(settings.on_calendar_change);
    }
    if old.within != new.within {
        rules.push(settings.on_target_change);
    }
    rules
}
