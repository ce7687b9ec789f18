//! Clocks that still run or wait, as far as a queue asks: what time alone makes of them.

use super::cycle::{Clock, Phase};
use super::track::follow;
use super::{Agreement, AtDue, Hours};
use crate::calendar::Calendars;
use crate::model::{Ticket, timeline};
use crate::time::{Instant, Span};

/// An instant or a span that there may be none of, in the room of one that there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Maybe(i64);

impl Maybe {
    /// No instant and no span of a clock is as low.
    const NONE: Self = Self(i64::MIN);

    fn of(value: Option<i64>) -> Self {
        value.map_or(Self::NONE, Self)
    }

    fn get(self) -> Option<i64> {
        (self != Self::NONE).then_some(self.0)
    }

    fn instant(self) -> Option<Instant> {
        Instant::checked(self.get()?)
    }
}

/// A clock that has neither stopped nor been canceled. Until the ticket's next event all that it
/// will ever be is known: when it was, or will be, warned of and missed.
#[derive(Debug, Clone)]
pub(crate) struct Live {
    /// The place of the agreement among those of the policy.
    pub(crate) agreement: u32,
    /// The place of the target in the agreement.
    pub(crate) target: u32,
    /// Whether it waits.
    pub(crate) waits: bool,
    due_at: Maybe,
    missed_from: Maybe,
    warned_from: Maybe,
    /// What is left at `from`, or while it waits.
    left: Maybe,
    /// Since when it runs, and in which time.
    from: Instant,
    hours: Hours,
}

/// The clocks of a ticket that have not stopped, and between which instants this holds.
#[derive(Debug)]
pub(crate) struct LiveClocks {
    pub(crate) clocks: Vec<Live>,
    /// The last event: to its clocks no instant is earlier.
    pub(crate) floor: Instant,
    /// From here on: the last event, if it was not the first.
    pub(crate) from: Instant,
    /// The next event, if there is one.
    pub(crate) until: Option<Instant>,
}

impl Live {
    /// When it is due, or was; none while it waits with time left.
    pub(crate) fn due_at(&self) -> Option<Instant> {
        self.due_at.instant()
    }

    /// Whether it is missed at an instant.
    pub(crate) fn is_missed(&self, at: Instant) -> bool {
        self.missed_from.instant().is_some_and(|from| from <= at)
    }

    /// Whether a warning is reached at an instant.
    pub(crate) fn is_warned(&self, at: Instant) -> bool {
        self.warned_from.instant().is_some_and(|from| from <= at)
    }

    /// The instants at which it becomes another one.
    pub(crate) fn changes(&self) -> impl Iterator<Item = Instant> + Clone {
        [self.missed_from, self.warned_from].into_iter().filter_map(Maybe::instant)
    }

    /// What is left at an instant, of the agreement's time; negative once it is too late. None if
    /// nothing is promised, or how long it may take cannot be told.
    pub(crate) fn remaining(&self, at: Instant) -> Option<Span> {
        let left = Span::from_millis(self.left.get()?);
        Some(if self.waits { left } else { left.minus(self.hours.between(self.from, at)) })
    }
}

/// The clocks that have not stopped, as they are at an instant and until the next event.
pub(crate) fn live(
    ticket: &Ticket,
    agreements: &[Agreement],
    calendars: &Calendars,
    at: Instant,
) -> LiveClocks {
    let mut known =
        LiveClocks { clocks: Vec::new(), floor: Instant::MIN, from: Instant::MIN, until: None };
    let Some((lines, past)) = follow(ticket, agreements, calendars, at) else { return known };
    let effects = timeline(&ticket.history);
    let mut later = effects.iter().skip(1).map(|effect| effect.at);
    if later.clone().any(|event| event <= at) {
        known.from = past.updated_at;
    }
    known.until = later.find(|event| *event > at);
    known.floor = past.updated_at;
    let at = at.max(known.floor);
    known.clocks = lines.iter().filter_map(|line| line.clock.live(agreements, at)).collect();
    known
}

impl Clock<'_> {
    fn live(&self, agreements: &[Agreement], at: Instant) -> Option<Live> {
        let terms = self.terms.as_ref()?;
        let waits = match self.phase {
            Phase::Running => false,
            Phase::Paused => true,
            Phase::Idle | Phase::Stopped | Phase::Canceled => return None,
        };
        if self.breach.is_none() && self.budget.is_none() {
            return None;
        }
        let place = |found: Option<usize>| u32::try_from(found?).ok();
        let due = self.due_at(self.elapsed_at(at)).and_then(Result::ok);
        let due = due.or_else(|| self.breach.map(|breach| breach.due_at));
        let open = self.open_run();
        let before = open.map_or(self.elapsed, |run| run.before);
        let hours = open.map_or(Hours::Always, |run| run.hours.clone());
        let left = self.allowed().map(|allowed| allowed.minus(before).as_millis());
        Some(Live {
            agreement: place(agreements.iter().position(|one| one.id == terms.agreement.id))?,
            target: place(terms.agreement.targets.iter().position(|t| t.id == terms.target.id))?,
            waits,
            due_at: Maybe::of(due.map(Instant::as_millis)),
            missed_from: Maybe::of(self.missed_from().map(Instant::as_millis)),
            warned_from: Maybe::of(self.warned_from().map(Instant::as_millis)),
            left: Maybe::of(left),
            from: open.map_or(at, |run| run.from),
            hours,
        })
    }

    /// From when on it is missed, unless an event comes before.
    fn missed_from(&self) -> Option<Instant> {
        if self.breach.is_some() {
            return Some(Instant::MIN);
        }
        let (run, budget) = (self.open_run()?, self.allowed()?);
        let (_, missed_at) = self.runs_out(run, budget)?;
        match self.terms.as_ref()?.target.settings.at_due {
            _ if run.before > budget => Some(Instant::MIN),
            // Still met at the due instant itself.
            AtDue::Met => missed_at.plus(Span::from_millis(1)).ok(),
            AtDue::Missed => Some(missed_at),
        }
    }

    /// From when on a warning of it is reached, unless an event comes before.
    fn warned_from(&self) -> Option<Instant> {
        if !self.warned.is_empty() {
            return Some(Instant::MIN);
        }
        self.warnings_in(self.open_run()?, Instant::MAX).first().map(|warned| warned.at)
    }
}
