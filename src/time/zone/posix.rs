use chrono::{Datelike, NaiveDate};

use super::{date_of, day_of};

/// A zone's rule for the future: standard time, and the two changes of a year if there are any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Posix {
    pub(super) standard: i64,
    pub(super) summer: Option<Summer>,
}

/// The other time of the year. Where a zone calls winter the exception, it lies there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Summer {
    pub(super) offset: i64,
    pub(super) starts: Day,
    pub(super) ends: Day,
}

/// A weekday of a month, and the seconds of local time after its midnight; they may be negative
/// or more than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    pub(super) month: u32,
    /// From 1; 5 is the last one.
    pub(super) week: u32,
    /// From Sunday = 0.
    pub(super) weekday: u32,
    pub(super) seconds: i64,
}

impl Posix {
    pub(super) fn offset(&self, second: i64) -> i64 {
        let Some(_) = self.summer else { return self.standard };
        let changes = self.changes_around(second);
        let last = changes.iter().flatten().filter(|(at, _)| *at <= second).max();
        last.map_or(self.standard, |(_, offset)| *offset)
    }

    pub(super) fn next_change(&self, after: i64) -> Option<(i64, i64)> {
        self.changes_around(after).into_iter().flatten().filter(|(at, _)| *at > after).min()
    }

    /// The changes of the year around a second, and of its neighbours.
    fn changes_around(&self, second: i64) -> [Option<(i64, i64)>; 6] {
        let Some(summer) = self.summer else { return [None; 6] };
        let year = date_of(second.div_euclid(86_400)).map_or(1970, |date| date.year());
        let mut changes = [None; 6];
        let years = [year.saturating_sub(1), year, year.saturating_add(1)];
        for (pair, year) in changes.chunks_exact_mut(2).zip(years) {
            let starts = summer.starts.second(year, self.standard);
            let ends = summer.ends.second(year, summer.offset);
            if let [start, end] = pair {
                *start = starts.map(|at| (at, summer.offset));
                *end = ends.map(|at| (at, self.standard));
            }
        }
        changes
    }
}

impl Day {
    /// The second at which it falls in a year, on clocks that are `offset` ahead of UTC.
    fn second(self, year: i32, offset: i64) -> Option<i64> {
        let first = NaiveDate::from_ymd_opt(year, self.month, 1)?;
        let weekday = first.weekday().num_days_from_sunday();
        let ahead = self.weekday.checked_add(7)?.checked_sub(weekday)? % 7;
        let day = ahead.checked_add(self.week.checked_sub(1)?.checked_mul(7)?)?;
        let mut date = first.checked_add_days(chrono::Days::new(u64::from(day)))?;
        if date.month() != self.month {
            date = date.checked_sub_days(chrono::Days::new(7))?;
        }
        day_of(date).checked_mul(86_400)?.checked_add(self.seconds)?.checked_sub(offset)
    }
}
