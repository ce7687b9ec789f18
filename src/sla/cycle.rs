use super::track::{Moment, Terms};
use super::{Hours, OnReopen, Outcome, StandingTime, Warned};
use crate::error::Error;
use crate::time::{Instant, Segment, Span};

/// What a clock does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Phase {
    /// It has not started.
    #[default]
    Idle,
    Running,
    /// It waits, and goes on.
    Paused,
    /// It has stopped, and may be reopened.
    Stopped,
    /// Nothing is promised any more.
    Canceled,
}

/// A stretch that counted, and what had elapsed when it began.
#[derive(Debug, Clone)]
pub(super) struct Run {
    /// The time that counted then.
    pub(super) hours: Hours,
    pub(super) from: Instant,
    /// None while it lasts.
    pub(super) to: Option<Instant>,
    pub(super) before: Span,
}

/// A stretch that did not count.
#[derive(Debug, Clone, Copy)]
pub(super) struct Halt {
    pub(super) from: Instant,
    /// None while it lasts.
    pub(super) to: Option<Instant>,
    pub(super) phase: Phase,
    /// The version of the ticket that began it.
    #[cfg_attr(not(feature = "analysis"), expect(dead_code, reason = "for proofs only"))]
    pub(super) version: u64,
}

/// A change of what has elapsed that no stretch accounts for.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shift {
    pub(super) at: Instant,
    #[cfg_attr(not(feature = "analysis"), expect(dead_code, reason = "for proofs only"))]
    pub(super) by: Span,
}

/// The instant at which time ran out, and when it was due then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Breach<'a> {
    pub(super) agreement: &'a str,
    pub(super) cycle: u64,
    pub(super) at: Instant,
    pub(super) due_at: Instant,
}

/// A cycle that is over.
#[derive(Debug, Clone)]
pub(super) struct Finished<'a> {
    pub(super) cycle: u64,
    pub(super) started_at: Instant,
    pub(super) ended_at: Instant,
    pub(super) outcome: Outcome,
    pub(super) elapsed: Span,
    pub(super) due_at: Option<Instant>,
    pub(super) breach: Option<Breach<'a>>,
    pub(super) warned: Vec<Warned>,
}

/// The clock of a line while the history is gone through.
#[derive(Debug, Default)]
pub(super) struct Clock<'a> {
    pub(super) terms: Option<Terms<'a>>,
    /// The priority under which the terms were taken.
    pub(super) priority: Option<String>,
    pub(super) phase: Phase,
    /// Whether it is canceled since no agreement applies, and not by its own condition.
    withdrawn: bool,
    /// How many cycles are over.
    over: u64,
    pub(super) started_at: Option<Instant>,
    pub(super) stopped_at: Option<Instant>,
    /// How long it may take, once it has started.
    pub(super) budget: Option<Result<Span, Error>>,
    pub(super) runs: Vec<Run>,
    pub(super) halts: Vec<Halt>,
    pub(super) shifts: Vec<Shift>,
    /// What had elapsed at the end of the last stretch.
    pub(super) elapsed: Span,
    pub(super) breach: Option<Breach<'a>>,
    /// The warnings of this cycle, by the terms of their time.
    pub(super) warned: Vec<Warned>,
    /// Breaches by terms that no longer judge.
    pub(super) earlier: Vec<Breach<'a>>,
    pub(super) finished: Vec<Finished<'a>>,
    /// What its pause condition was before it started, at each change of it.
    waits: Vec<(Instant, bool, u64)>,
}

impl<'a> Clock<'a> {
    /// Takes in what an event made of the ticket.
    pub(super) fn step(&mut self, moment: Moment<'a, '_>) {
        let Moment {
            at,
            version,
            counts_from,
            start,
            stop,
            pause,
            resume,
            reset,
            cancel,
            terms,
            priority,
        } = moment;
        let Some(terms) = terms else { return self.withdraw(at, version) };
        let settings = terms.target.settings;
        let reopens = self.phase == Phase::Stopped
            && ((!stop && settings.on_reopen != OnReopen::Ignore) || (reset && start));
        self.change_terms(terms, priority, at, reopens);
        if cancel {
            if matches!(self.phase, Phase::Running | Phase::Paused) {
                self.halt(Phase::Canceled, at, version);
            }
            return;
        }
        match self.phase {
            Phase::Canceled if self.withdrawn => self.go_on(at),
            Phase::Canceled if start && !stop => self.finish(at, Outcome::Canceled),
            Phase::Canceled => return,
            Phase::Stopped if !reopens => return,
            Phase::Stopped if reset => self.finish(self.stopped_at.unwrap_or(at), Outcome::Met),
            Phase::Stopped => self.reopen(at, settings.on_reopen, settings.resolved_time),
            Phase::Running | Phase::Paused if reset => self.finish(at, Outcome::Met),
            Phase::Idle | Phase::Running | Phase::Paused => {}
        }
        self.withdrawn = false;
        if self.phase == Phase::Idle {
            self.note_wait(at, pause, version);
            if !start {
                return;
            }
            self.start(counts_from, at);
        }
        let waits = match (self.phase, resume) {
            (Phase::Paused, Some(resume)) => !resume,
            _ => pause,
        };
        match (self.phase, stop) {
            (Phase::Running | Phase::Paused, true) => {
                self.halt(Phase::Stopped, at, version);
                self.stopped_at = Some(at);
            }
            (Phase::Running, false) if waits => self.halt(Phase::Paused, at, version),
            (Phase::Paused, false) if !waits => {
                let counts = settings.paused_time == StandingTime::Counts;
                self.end_halt(at, counts);
                self.run(at);
            }
            _ => {}
        }
    }

    /// No agreement is about the ticket any more.
    fn withdraw(&mut self, at: Instant, version: u64) {
        if matches!(self.phase, Phase::Running | Phase::Paused) {
            self.halt(Phase::Canceled, at, version);
            self.withdrawn = true;
        }
    }

    /// Remembers what the pause condition was, for a clock that will count from the past.
    fn note_wait(&mut self, at: Instant, pause: bool, version: u64) {
        if self.waits.last().is_none_or(|(_, last, _)| *last != pause) {
            self.waits.push((at, pause, version));
        }
    }

    /// Starts a cycle that counts from an instant, perhaps a past one: what its condition was at
    /// each time since then decides whether it waited.
    fn start(&mut self, from: Instant, at: Instant) {
        self.started_at = Some(from);
        self.set_budget();
        let mut waits = std::mem::take(&mut self.waits);
        // Before the ticket's first event there was no condition, and time counts.
        waits.insert(0, (from, false, 0));
        let ends: Vec<Instant> =
            waits.iter().skip(1).map(|(since, ..)| *since).chain([at]).collect();
        for ((since, waited, version), end) in waits.into_iter().zip(ends) {
            let Some(segment) = Segment::new(since.max(from), end.min(at)) else { continue };
            if waited {
                let (to, phase) = (Some(segment.to), Phase::Paused);
                self.halts.push(Halt { from: segment.from, to, phase, version });
            } else {
                self.count(segment.from, segment.to);
            }
        }
        self.run(at);
    }

    /// Counts a stretch that is over.
    pub(super) fn count(&mut self, from: Instant, to: Instant) {
        self.run(from);
        self.close(to);
    }

    pub(super) fn run(&mut self, at: Instant) {
        self.phase = Phase::Running;
        let hours = self.terms.as_ref().map_or(Hours::Always, |terms| terms.hours.clone());
        self.runs.push(Run { hours, from: at, to: None, before: self.elapsed });
    }

    /// Ends the present stretch, and notes whether the time ran out in it.
    pub(super) fn close(&mut self, at: Instant) {
        let Some(run) = self.open_run() else { return };
        let breach = self.breach.or_else(|| self.judge(run, at));
        let (warned, elapsed) = (self.warnings_in(run, at), self.elapsed_at(at));
        let empty = run.from == at;
        self.breach = breach;
        self.warned.extend(warned);
        self.elapsed = elapsed;
        if empty {
            self.runs.pop();
        } else if let Some(last) = self.runs.last_mut() {
            last.to = Some(at);
        }
    }

    fn halt(&mut self, phase: Phase, at: Instant, version: u64) {
        match self.phase {
            Phase::Idle => return,
            same if same == phase => return,
            Phase::Running => self.close(at),
            Phase::Paused | Phase::Stopped | Phase::Canceled => self.end_halt(at, false),
        }
        self.phase = phase;
        self.halts.push(Halt { from: at, to: None, phase, version });
    }

    /// Ends a stretch that did not count; or, if it does count afterwards, makes it one that did.
    fn end_halt(&mut self, at: Instant, counts: bool) {
        let Some(halt) = self.halts.pop() else { return };
        if counts {
            self.count(halt.from, at);
        } else if halt.from < at {
            self.halts.push(Halt { to: Some(at), ..halt });
        }
    }

    fn go_on(&mut self, at: Instant) {
        self.end_halt(at, false);
        self.run(at);
    }

    fn reopen(&mut self, at: Instant, how: OnReopen, resolved_time: StandingTime) {
        let stopped_at = self.stopped_at.take();
        match how {
            OnReopen::Ignore => {}
            OnReopen::Resume => {
                self.end_halt(at, resolved_time == StandingTime::Counts);
                self.run(at);
            }
            OnReopen::Restart => self.restart(at, true),
            OnReopen::NewCycle => {
                self.stopped_at = stopped_at;
                self.finish(stopped_at.unwrap_or(at), Outcome::Met);
            }
        }
    }

    /// Begins again at nothing, in the same cycle.
    pub(super) fn restart(&mut self, at: Instant, runs: bool) {
        self.earlier.extend(self.breach.take());
        self.runs.clear();
        self.halts.clear();
        self.shifts.clear();
        self.elapsed = Span::ZERO;
        self.started_at = Some(at);
        self.set_budget();
        if runs {
            self.run(at);
        }
    }

    /// Ends the cycle; it is missed, whatever its outcome would be, if its time ran out.
    pub(super) fn finish(&mut self, at: Instant, outcome: Outcome) {
        self.close(at);
        let missed = outcome == Outcome::Met && self.breach.is_some();
        self.finished.push(Finished {
            cycle: self.cycle(),
            started_at: self.started_at.unwrap_or(at),
            ended_at: at,
            outcome: if missed { Outcome::Missed } else { outcome },
            elapsed: self.elapsed,
            due_at: self.used_up().or_else(|| self.due_from(at)?.ok()),
            breach: self.breach,
            warned: std::mem::take(&mut self.warned),
        });
        self.over = self.over.saturating_add(1);
        self.breach = None;
        self.runs.clear();
        self.halts.clear();
        self.shifts.clear();
        self.waits.clear();
        self.elapsed = Span::ZERO;
        (self.started_at, self.stopped_at, self.budget) = (None, None, None);
        self.phase = Phase::Idle;
    }

    /// The number of the present cycle, from 1.
    pub(super) fn cycle(&self) -> u64 {
        self.over.saturating_add(1)
    }
}
