//! The rules of every time zone since 1970, from a table that travels with the crate.

mod posix;
mod table;

use std::fmt;
use std::sync::Arc;

use chrono::{Datelike, NaiveDate, NaiveDateTime};

use super::Instant;
use crate::document::with_nearest;
use crate::error::{Code, Error};
use posix::Posix;

/// The release of the IANA time zone database that every deadline depends on, for example `2026f`.
#[must_use]
pub fn tzdb_version() -> &'static str {
    table::version()
}

/// A time zone by its IANA name, links such as `US/Eastern` included.
///
/// # Time
/// Offsets are whole seconds. Changes before 1970 are not kept, since no instant lies there;
/// beyond the last recorded change the zone's own rule for the future applies, to the year 9999.
#[derive(Clone)]
pub struct Zone {
    name: &'static str,
    rules: Arc<Rules>,
}

/// The rules of a zone. Seconds count from 1970-01-01T00:00:00Z.
#[derive(Debug, PartialEq, Eq)]
struct Rules {
    /// The offset before the first change.
    first: i64,
    /// Each change after 1970: when, and the offset from then on. Sorted by time.
    changes: Vec<(i64, i64)>,
    /// What applies after the last change.
    future: Posix,
}

/// What a local time means in a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Local {
    /// It occurs once.
    Once,
    /// It is skipped, and was moved forward by the length of the gap.
    Skipped,
    /// It occurs twice, and the first occurrence was taken.
    Repeated,
}

impl Zone {
    /// The zone with this name; names are case-sensitive, as in the database.
    ///
    /// # Errors
    /// `time.zoneUnknown`, with the nearest name.
    ///
    /// # Example
    /// ```
    /// use incident_core::{Instant, time::Zone};
    ///
    /// let zone = Zone::named("Europe/Berlin")?;
    /// assert_eq!(zone.offset_at(Instant::parse("2026-07-01T00:00:00Z")?), 7_200);
    /// # Ok::<(), incident_core::Error>(())
    /// ```
    pub fn named(name: &str) -> Result<Self, Error> {
        let unknown = || {
            let error = Error::new(Code::TimeZoneUnknown).with("zone", name);
            with_nearest(error, name, Self::names())
        };
        let entry = table::entries().find(|entry| entry.name == name).ok_or_else(unknown)?;
        Ok(Self { name: entry.name, rules: Arc::new(table::rules(entry.rules)) })
    }

    /// Every name that [`named`](Self::named) knows, in alphabetical order.
    pub fn names() -> impl Iterator<Item = &'static str> {
        table::entries().map(|entry| entry.name)
    }

    /// The name of the zone.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Seconds that local clocks are ahead of UTC at `instant`; negative west of Greenwich.
    #[must_use]
    pub fn offset_at(&self, instant: Instant) -> i64 {
        self.offset(instant.as_millis().div_euclid(1_000))
    }

    /// The first change of the offset after `instant`, and the offset from then on.
    #[must_use]
    pub fn next_change(&self, instant: Instant) -> Option<(Instant, i64)> {
        let now = self.offset_at(instant);
        let mut after = instant.as_millis().div_euclid(1_000);
        let (second, offset) = loop {
            let (second, offset) = self.rules.next_change(after)?;
            // The entry with which the rule for the future begins may change nothing.
            if offset != now {
                break (second, offset);
            }
            after = second;
        };
        Some((Instant::from_millis(second.checked_mul(1_000)?).ok()?, offset))
    }

    /// The instant at which local clocks show `local`. A skipped time is moved forward by the
    /// length of the gap; of a repeated one the first occurrence is taken (RFC 5545's rule).
    ///
    /// # Errors
    /// `time.outOfRange`.
    pub fn instant_of(&self, local: NaiveDateTime) -> Result<Instant, Error> {
        let utc = local.and_utc();
        let (second, _) = self.resolve(utc.timestamp());
        let milliseconds = second.saturating_mul(1_000);
        let fraction = utc.timestamp_subsec_millis().min(999);
        Instant::from_millis(milliseconds.saturating_add(i64::from(fraction)))
    }

    /// The date that local clocks show at `instant`.
    #[must_use]
    pub fn date_at(&self, instant: Instant) -> Option<NaiveDate> {
        let second = instant.as_millis().div_euclid(1_000);
        let day = second.saturating_add(self.offset(second)).div_euclid(86_400);
        date_of(day)
    }

    /// The offset at a second, counted from 1970.
    pub(crate) fn offset(&self, second: i64) -> i64 {
        self.rules.offset(second)
    }

    /// The second of the first change after `second`; the offset stays the same until then.
    pub(crate) fn steady_until(&self, second: i64) -> i64 {
        self.rules.next_change(second).map_or(i64::MAX, |(at, _)| at)
    }

    /// The second of the last recorded change, behind which only the rule for the future applies.
    pub(crate) fn ruled_from(&self) -> i64 {
        self.rules.changes.last().map_or(i64::MIN, |(at, _)| *at)
    }

    /// The second at which local clocks show `local` seconds since 1970, and what that meant.
    pub(crate) fn resolve(&self, local: i64) -> (i64, Local) {
        // No zone is further than a day from UTC, nor changes by more than a day at once.
        let from = local.saturating_sub(2 * 86_400);
        let to = local.saturating_add(2 * 86_400);
        let mut start = i64::MIN;
        let mut offset = self.offset(from);
        let mut found: Option<i64> = None;
        let mut next = self.rules.next_change(from).filter(|(at, _)| *at <= to);
        loop {
            let end = next.map_or(i64::MAX, |(at, _)| at);
            let second = local.saturating_sub(offset);
            if (start..end).contains(&second) {
                if let Some(first) = found {
                    return (first, Local::Repeated);
                }
                found = Some(second);
            } else if second >= end
                && let Some((at, after)) = next
                && local.saturating_sub(after) < at
                && found.is_none()
            {
                // Clocks jump over it here: what they would have shown without the jump.
                return (second, Local::Skipped);
            }
            let Some((at, after)) = next else { break };
            (start, offset) = (at, after);
            next = self.rules.next_change(at).filter(|(at, _)| *at <= to);
        }
        (found.unwrap_or_else(|| local.saturating_sub(offset)), Local::Once)
    }

    /// Whether local clocks ever show this day, counted from 1970-01-01. Samoa had no 2011-12-30.
    pub(crate) fn has_day(&self, day: i64) -> bool {
        let (second, meant) = self.resolve(day.saturating_mul(86_400));
        meant != Local::Skipped
            || second.saturating_add(self.offset(second)).div_euclid(86_400) == day
    }
}

/// The date that is so many days after 1970-01-01.
pub(crate) fn date_of(day: i64) -> Option<NaiveDate> {
    NaiveDate::from_num_days_from_ce_opt(i32::try_from(day.checked_add(719_163)?).ok()?)
}

/// How many days after 1970-01-01 a date is.
pub(crate) fn day_of(date: NaiveDate) -> i64 {
    i64::from(date.num_days_from_ce()).saturating_sub(719_163)
}

impl Rules {
    fn offset(&self, second: i64) -> i64 {
        let passed = self.changes.partition_point(|(at, _)| *at <= second);
        match passed.checked_sub(1).and_then(|last| self.changes.get(last)) {
            None if self.changes.is_empty() => self.future.offset(second),
            None => self.first,
            Some(_) if passed == self.changes.len() => self.future.offset(second),
            Some((_, offset)) => *offset,
        }
    }

    fn next_change(&self, after: i64) -> Option<(i64, i64)> {
        let passed = self.changes.partition_point(|(at, _)| *at <= after);
        match self.changes.get(passed) {
            Some(change) => Some(*change),
            None => self.future.next_change(after),
        }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Zone").field(&self.name).finish()
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}
