use std::fmt;

use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use crate::calendar::{CalendarDraft, HoursDraft, WeekDraft};
use crate::time::{Instant, Zone};

pub(super) const MINUTE: i64 = 60_000;
pub(super) const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The days of the week on which a window opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Days {
    /// Monday to Friday.
    MonToFri,
    /// All seven.
    EveryDay,
}

/// The same hours on each of some days: when they begin on the clock, and how long they are.
///
/// Hours past midnight belong to the day on which they began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Window {
    /// The days.
    pub days: Days,
    /// Minutes after midnight, below 24 hours.
    pub start: i64,
    /// Minutes, from 1 to 24 hours.
    pub length: i64,
}

impl Window {
    /// Monday to Friday, 24 hours: what discovered hours must be better than.
    pub const PLAIN: Self = Self { days: Days::MonToFri, start: 0, length: 1_440 };
    /// All time.
    pub const ALWAYS: Self = Self { days: Days::EveryDay, start: 0, length: 1_440 };

    /// The end as calendars write it: up to `24:00`, or on the next day.
    fn ends(self) -> [String; 2] {
        let end = self.start.saturating_add(self.length);
        let end = if end > 1_440 { end.saturating_sub(1_440) } else { end };
        [self.start, end].map(|at| format!("{:02}:{:02}", at.div_euclid(60), at.rem_euclid(60)))
    }

    /// The calendar with these hours in a zone.
    pub(super) fn calendar(self, id: &str, zone: &str) -> CalendarDraft {
        let hours: Vec<HoursDraft> = vec![self.ends()];
        let weekend = if self.days == Days::EveryDay { hours.clone() } else { Vec::new() };
        let hours = WeekDraft {
            mon: hours.clone(),
            tue: hours.clone(),
            wed: hours.clone(),
            thu: hours.clone(),
            fri: hours,
            sat: weekend.clone(),
            sun: weekend,
        };
        CalendarDraft { id: Some(id.to_owned()), hours, ..CalendarDraft::in_zone(zone) }
    }

    /// The open time of all days up to a local time, from a Monday long ago on.
    fn until(self, local: i64) -> i64 {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let since = local.saturating_add(3 * DAY).saturating_sub(self.start.saturating_mul(MINUTE));
        let length = self.length.saturating_mul(MINUTE);
        let (day, rest) = (since.div_euclid(DAY), since.rem_euclid(DAY).min(length));
        let (days, rest) = match self.days {
            Days::EveryDay => (day, rest),
            Days::MonToFri => {
                let (week, weekday) = (day.div_euclid(7), day.rem_euclid(7));
                let days = week.saturating_mul(5).saturating_add(weekday.min(5));
                (days, if weekday < 5 { rest } else { 0 })
            }
        };
        days.saturating_mul(length).saturating_add(rest)
    }

    /// How far two windows lie apart: the minutes by which their starts and their ends differ,
    /// round the clock, and a day more if their days differ.
    pub(super) fn distance(self, other: Self) -> i64 {
        let round = |one: i64, other: i64| {
            let apart = one.saturating_sub(other).rem_euclid(1_440);
            apart.min(1_440_i64.saturating_sub(apart))
        };
        let end = |window: Self| window.start.saturating_add(window.length);
        let days = if self.days == other.days { 0 } else { 1_440 };
        round(self.start, other.start)
            .saturating_add(round(end(self), end(other)))
            .saturating_add(days)
    }
}

/// For example `Mon-Fri 14:00-23:00`.
impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let days = match self.days {
            Days::MonToFri => "Mon-Fri",
            Days::EveryDay => "every day",
        };
        let [from, to] = self.ends();
        write!(f, "{days} {from}-{to}")
    }
}

impl Serialize for Window {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let [from, to] = self.ends();
        let mut out = serializer.serialize_struct("Window", 3)?;
        out.serialize_field("days", &self.days)?;
        out.serialize_field("from", &from)?;
        out.serialize_field("to", &to)?;
        out.end()
    }
}

/// An instant as the clocks of a zone show it, and how often they were moved before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    local: i64,
    moved: usize,
}

/// The clocks of a zone over a stretch of time.
#[derive(Debug)]
pub(super) struct Clocks {
    zone: Zone,
    /// When clocks are moved, and what they show without and with the move.
    moves: Vec<(i64, i64, i64)>,
}

impl Clocks {
    pub(super) fn new(zone: &Zone, from: Instant, to: Instant) -> Self {
        let mut moves = Vec::new();
        let mut second = from.as_millis().div_euclid(1_000);
        let end = to.as_millis().div_euclid(1_000);
        loop {
            let before = zone.offset(second);
            second = zone.steady_until(second);
            if second > end {
                break;
            }
            let shown = |offset: i64| second.saturating_add(offset).saturating_mul(1_000);
            moves.push((second.saturating_mul(1_000), shown(before), shown(zone.offset(second))));
        }
        Self { zone: zone.clone(), moves }
    }

    pub(super) fn show(&self, at: Instant) -> Shown {
        let offset = self.zone.offset_at(at).saturating_mul(1_000);
        let moved = self.moves.partition_point(|(when, _, _)| *when <= at.as_millis());
        Shown { local: at.as_millis().saturating_add(offset), moved }
    }
}

/// A window on the clocks of a zone: open time between two instants is arithmetic.
///
/// Time is elapsed time. What clocks showed when they were moved forward did not pass, and what
/// they showed twice passed twice, so each move takes off or adds what the window has there.
#[derive(Debug)]
pub(super) struct Open {
    window: Window,
    /// What to take off after so many moves.
    skipped: Vec<i64>,
}

impl Open {
    pub(super) fn new(window: Window, clocks: &Clocks) -> Self {
        let mut sum = 0_i64;
        let mut skipped = vec![0];
        for (_, before, after) in &clocks.moves {
            let jump = window.until(*after).saturating_sub(window.until(*before));
            sum = sum.saturating_add(jump);
            skipped.push(sum);
        }
        Self { window, skipped }
    }

    fn until(&self, at: Shown) -> i64 {
        let skipped = self.skipped.get(at.moved).copied().unwrap_or(0);
        self.window.until(at.local).saturating_sub(skipped)
    }

    /// The least target that is kept by what ends at `to`: the open time until then, and a
    /// millisecond more if the end lies behind a closing, at which a target that is used up there
    /// was due.
    pub(super) fn used(&self, from: Shown, to: Shown) -> i64 {
        let before = to.local.saturating_sub(1);
        let closed = self.window.until(before) == self.window.until(to.local);
        self.between(from, to).saturating_add(i64::from(closed))
    }

    /// Milliseconds of open time; negative if `to` is the earlier one.
    pub(super) fn between(&self, from: Shown, to: Shown) -> i64 {
        self.until(to).saturating_sub(self.until(from))
    }
}
