use chrono::{Datelike, Months, NaiveDate};

use super::facts::{DaysOff, Place};
use crate::time::{Instant, Zone, date_of, day_of};

pub(super) const HOUR: i64 = 3_600_000;
pub(super) const DAY: i64 = 24 * HOUR;

/// How many dates in a row may be off before it is taken that no working day follows: more than
/// there can be holidays.
const PATIENCE: usize = 20_000;

/// A little after the last date that has an instant.
const LAST_DAY: i64 = 2_932_900;

/// The local date of an instant, counted from 1970-01-01, and the milliseconds after its midnight.
pub(super) fn local(zone: &Zone, at: Instant) -> (i64, i64) {
    let offset = zone.offset_at(at).saturating_mul(1_000);
    let local = at.as_millis().saturating_add(offset);
    (local.div_euclid(DAY), local.rem_euclid(DAY))
}

/// The instant at which clocks show so many milliseconds after a date's midnight; the first or the
/// last instant there is, if it lies beyond.
pub(super) fn at_local(zone: &Zone, day: i64, milliseconds: i64) -> Instant {
    let day = day.clamp(-2, LAST_DAY);
    let second = day.saturating_mul(86_400).saturating_add(milliseconds.div_euclid(1_000));
    let (second, _) = zone.resolve(second);
    clamped(second.saturating_mul(1_000).saturating_add(milliseconds.rem_euclid(1_000)))
}

/// The instant, or the nearest one there is.
pub(super) fn clamped(milliseconds: i64) -> Instant {
    let bound = milliseconds.clamp(Instant::MIN.as_millis(), Instant::MAX.as_millis());
    Instant::from_millis(bound).unwrap_or(Instant::MAX)
}

/// A date as documents write it.
pub(super) fn written(day: i64) -> String {
    date_of(day).map_or_else(|| format!("day {day}"), |date| date.format("%Y-%m-%d").to_string())
}

pub(super) fn year_of(day: i64) -> i32 {
    date_of(day).map_or(i32::MAX, |date| date.year())
}

/// From Monday, which is 0; 1970-01-01 was a Thursday.
fn weekday(day: i64) -> i64 {
    day.saturating_add(3).rem_euclid(7)
}

/// The same date so many months later, or the last one of that month, and whether it is that.
pub(super) fn months_later(day: i64, months: u32) -> (i64, bool) {
    let date = date_of(day);
    let later = date.and_then(|date| date.checked_add_months(Months::new(months)));
    match date.zip(later) {
        Some((date, later)) => (day_of(later), later.day() != date.day()),
        None => (LAST_DAY, false),
    }
}

/// The last date of the year.
pub(super) fn end_of_year(day: i64) -> i64 {
    NaiveDate::from_ymd_opt(year_of(day), 12, 31).map_or(day, day_of)
}

fn named(days: &DaysOff, day: i64) -> Option<&str> {
    let at = days.binary_search_by_key(&day, |(other, _)| *other).ok()?;
    days.get(at).map(|(_, name)| name.as_str())
}

fn weekend(day: i64) -> Option<&'static str> {
    match weekday(day) {
        5 => Some("Saturday"),
        6 => Some("Sunday"),
        _ => None,
    }
}

impl Place {
    /// Why nobody works on a date; none if somebody does.
    pub(super) fn off(&self, day: i64) -> Option<&str> {
        weekend(day).or_else(|| named(&self.holidays, day))
    }

    /// Why federal authorities of the United States are closed on a date.
    pub(super) fn closed(&self, day: i64) -> Option<&str> {
        weekend(day).or_else(|| federal_holiday(day)).or_else(|| named(&self.closures, day))
    }

    /// The next working day after a date.
    pub(super) fn next_working_day(&self, day: i64) -> i64 {
        let mut days = (1..).map(|ahead| day.saturating_add(ahead)).take(PATIENCE);
        days.find(|day| self.off(*day).is_none()).unwrap_or(LAST_DAY)
    }
}

/// The federal holiday of the United States on a date, be it the day itself or the working day on
/// which it is observed: Friday for a Saturday, Monday for a Sunday (5 USC 6103, and Executive
/// Order 11582 for the observed days).
pub(super) fn federal_holiday(day: i64) -> Option<&'static str> {
    let beside = match weekday(day) {
        0 => day.saturating_sub(1),
        4 => day.saturating_add(1),
        _ => day,
    };
    holiday_on(day).or_else(|| holiday_on(beside))
}

fn holiday_on(day: i64) -> Option<&'static str> {
    let date = date_of(day)?;
    let (year, month, of_month) = (date.year(), date.month(), date.day());
    let nth = |number: u32| (of_month.saturating_sub(1)).div_euclid(7).saturating_add(1) == number;
    match (month, of_month, weekday(day)) {
        (1, 1, _) => Some("New Year's Day"),
        (1, _, 0) if nth(3) && year >= 1986 => Some("Birthday of Martin Luther King, Jr."),
        (2, _, 0) if nth(3) => Some("Washington's Birthday"),
        (5, 25.., 0) => Some("Memorial Day"),
        (6, 19, _) if year >= 2021 => Some("Juneteenth National Independence Day"),
        (7, 4, _) => Some("Independence Day"),
        (9, _, 0) if nth(1) => Some("Labor Day"),
        (10, _, 0) if nth(2) => Some("Columbus Day"),
        (11, 11, _) => Some("Veterans Day"),
        (11, _, 3) if nth(4) => Some("Thanksgiving Day"),
        (12, 25, _) => Some("Christmas Day"),
        _ => None,
    }
}
