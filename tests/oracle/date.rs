//! Dates of the Gregorian calendar, counted from 1970-01-01.

pub(crate) const DAY: i64 = 86_400;

fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn days_of_year(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

pub(crate) fn days_of_month(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// The number of a date.
pub(crate) fn day_of(year: i64, month: i64, day: i64) -> i64 {
    let years: i64 = (1970..year).map(days_of_year).sum();
    let before: i64 = (year..1970).map(days_of_year).sum();
    let months: i64 = (1..month).map(|month| days_of_month(year, month)).sum();
    years - before + months + day - 1
}

/// Year, month and day of a number.
pub(crate) fn date_of(day: i64) -> (i64, i64, i64) {
    let (mut year, mut left) = (1970, day);
    while left < 0 {
        year -= 1;
        left += days_of_year(year);
    }
    while left >= days_of_year(year) {
        left -= days_of_year(year);
        year += 1;
    }
    let mut month = 1;
    while left >= days_of_month(year, month) {
        left -= days_of_month(year, month);
        month += 1;
    }
    (year, month, left + 1)
}

/// From Monday, which is 0; 1970-01-01 was a Thursday.
pub(crate) fn weekday_of(day: i64) -> i64 {
    (day + 3).rem_euclid(7)
}

/// A date as documents write it.
pub(crate) fn written(day: i64) -> String {
    let (year, month, day) = date_of(day);
    format!("{year:04}-{month:02}-{day:02}")
}

#[test]
fn dates_are_counted_and_written() {
    for (day, text) in [(0, "1970-01-01"), (59, "1970-03-01"), (11_016, "2000-02-29")] {
        assert_eq!(written(day), text);
    }
    for day in -1_000..60_000 {
        let (year, month, of_month) = date_of(day);
        assert_eq!(day_of(year, month, of_month), day);
    }
    assert_eq!(weekday_of(day_of(2026, 1, 9)), 4, "a Friday");
}
