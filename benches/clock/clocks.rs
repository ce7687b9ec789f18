//! The same calendar in both crates.

use std::hint::black_box;

use incident_core::calendar::{Calendar, CalendarDraft};
use incident_core::{Error, Instant, Span};
use jiff::{SignedDuration, Timestamp, civil};
use workclock::{Schedule, ScheduleBuilder, Weekdays, WorkDay};

use crate::sample::{looped, medians};
use crate::table::Row;

const ZONE: &str = "Europe/Berlin";
pub(crate) const MONDAY: &str = "2026-01-05T10:00:00+01:00";
/// From here four hours cross an evening: to Tuesday at 11:00.
const AFTERNOON: &str = "2026-01-05T15:00:00+01:00";
pub(crate) const TEN_YEARS_LATER: &str = "2036-01-05T10:00:00+01:00";
const HOURS: i64 = 4;

/// One instant, as each crate has it.
#[derive(Clone, Copy)]
pub(crate) struct At {
    ours: Instant,
    theirs: Timestamp,
}

impl At {
    pub(crate) fn parse(text: &str) -> Self {
        Self {
            ours: Instant::parse(text).expect("an instant"),
            theirs: text.parse().expect("an instant"),
        }
    }

    /// The instant so many minutes later.
    fn later(self, minutes: i64) -> Self {
        let theirs = self.theirs.checked_add(SignedDuration::from_mins(minutes));
        Self {
            ours: self.ours.plus(Span::from_secs(minutes.saturating_mul(60))).expect("in range"),
            theirs: theirs.expect("in range"),
        }
    }
}

fn our_calendar() -> CalendarDraft {
    let hours = [["09:00".to_owned(), "17:00".to_owned()]];
    let mut draft = CalendarDraft::in_zone(ZONE);
    let week = &mut draft.hours;
    for day in [&mut week.mon, &mut week.tue, &mut week.wed, &mut week.thu, &mut week.fri] {
        *day = hours.to_vec();
    }
    draft
}

fn their_calendar() -> ScheduleBuilder {
    let (from, to) = (civil::time(9, 0, 0, 0), civil::time(17, 0, 0, 0));
    Schedule::builder().time_zone(ZONE).rule(WorkDay::new(from, to, Weekdays::MON_TO_FRI))
}

/// The calendar of both crates. Comparing the answers first also warms both up.
pub(crate) struct Clocks {
    ours: Calendar,
    theirs: Schedule,
}

impl Clocks {
    pub(crate) fn new() -> Self {
        Self { ours: checked(&our_calendar()), theirs: built(&their_calendar()) }
    }

    fn our_add(&self, start: Instant) -> Result<Instant, Error> {
        self.ours.add(start, black_box(Span::from_hours(HOURS)))
    }

    fn their_add(&self, start: Timestamp) -> Result<Timestamp, workclock::Error> {
        self.theirs.add(start, black_box(SignedDuration::from_hours(HOURS)))
    }

    pub(crate) fn compare_add(&self, start: At) {
        let ours = self.our_add(start.ours).expect("it has hours");
        let theirs = self.their_add(start.theirs).expect("it has hours");
        assert_eq!(ours.as_millis(), theirs.as_millisecond(), "{HOURS} h from {}", start.ours);
    }

    pub(crate) fn compare_between(&self, from: At, to: At) {
        let ours = self.ours.between(from.ours, to.ours);
        let theirs = self.theirs.between(from.theirs, to.theirs);
        let theirs = i64::try_from(theirs.as_millis()).expect("in range");
        assert_eq!(ours.as_millis(), theirs, "from {} to {}", from.ours, to.ours);
    }

    pub(crate) fn add(&self, name: &str) -> Row {
        let start = At::parse(AFTERNOON);
        self.compare_add(start);
        let [ours, theirs] = medians([
            &looped(|| self.our_add(black_box(start.ours))),
            &looped(|| self.their_add(black_box(start.theirs))),
        ]);
        Row::new(name, ours, theirs)
    }

    pub(crate) fn between(&self, name: &str, to: &str) -> Row {
        let (from, to) = (At::parse(MONDAY), At::parse(to));
        self.compare_between(from, to);
        let [ours, theirs] = medians([
            &looped(|| self.ours.between(black_box(from.ours), black_box(to.ours))),
            &looped(|| self.theirs.between(black_box(from.theirs), black_box(to.theirs))),
        ]);
        Row::new(name, ours, theirs)
    }

    /// How much longer ten years take than a day.
    pub(crate) fn lasting(&self, name: &str, day: &str) -> Row {
        let [from, day, decade] = [MONDAY, day, TEN_YEARS_LATER].map(|at| At::parse(at).ours);
        let [large, small] = medians([
            &looped(|| self.ours.between(black_box(from), black_box(decade))),
            &looped(|| self.ours.between(black_box(from), black_box(day))),
        ]);
        Row::growth(name, large, small, 1.5)
    }

    /// How much longer each of many starts takes than each of a few.
    pub(crate) fn growing(&self, name: &str, [many, few]: [&[At]; 2]) -> Row {
        let [large, small] = medians([
            &looped(|| many.iter().for_each(|start| self.ask(start))),
            &looped(|| few.iter().for_each(|start| self.ask(start))),
        ]);
        Row::growth(name, large / counted(many), small / counted(few), 1.5)
    }

    fn ask(&self, start: &At) {
        let _ = black_box(self.our_add(black_box(start.ours)));
    }

    /// One start after the other; nanoseconds of each.
    pub(crate) fn list(&self, name: &str, starts: &[At]) -> Row {
        let [ours, theirs] = medians([
            &looped(|| starts.iter().for_each(|start| self.ask(start))),
            &looped(|| {
                for start in starts {
                    let _ = black_box(self.their_add(black_box(start.theirs)));
                }
            }),
        ]);
        Row::new(name, ours / counted(starts), theirs / counted(starts))
    }

    /// All starts in one call; nanoseconds of each. The peer has no such call, so theirs are those
    /// of `list`.
    pub(crate) fn batch(&self, name: &str, starts: &[At], list: &Row) -> Row {
        let ours: Vec<Instant> = starts.iter().map(|start| start.ours).collect();
        let span = Span::from_hours(HOURS);
        let [took] = medians([&looped(|| self.ours.add_all(black_box(&ours), span))]);
        Row::new(name, took / counted(starts), list.theirs())
    }

    /// That a batch answers as one question after the other.
    pub(crate) fn compare_batch(&self, starts: &[At]) {
        let starts: Vec<Instant> = starts.iter().map(|start| start.ours).collect();
        let due = self.ours.add_all(&starts, Span::from_hours(HOURS));
        let single = starts.iter().map(|start| self.our_add(*start));
        assert!(single.eq(due), "a batch answers as its parts");
    }
}

fn counted(starts: &[At]) -> f64 {
    f64::from(u32::try_from(starts.len()).expect("a short list"))
}

fn checked(draft: &CalendarDraft) -> Calendar {
    Calendar::check(draft).expect("hours without a fault").0
}

fn built(builder: &ScheduleBuilder) -> Schedule {
    builder.clone().build().expect("hours without a fault")
}

/// A calendar that nobody has asked yet, and its first two answers. `workclock` keeps nothing but
/// the zone, which it reads once per process.
pub(crate) fn cold(name: &str) -> Row {
    let (draft, builder) = (our_calendar(), their_calendar());
    let (monday, start, to) = (At::parse(MONDAY), At::parse(AFTERNOON), At::parse(TEN_YEARS_LATER));
    let [ours, theirs] = medians([
        &looped(|| {
            let ours = checked(black_box(&draft));
            let due = ours.add(black_box(start.ours), Span::from_hours(HOURS));
            (due, ours.between(black_box(monday.ours), black_box(to.ours)))
        }),
        &looped(|| {
            let theirs = built(black_box(&builder));
            let due = theirs.add(black_box(start.theirs), SignedDuration::from_hours(HOURS));
            (due, theirs.between(black_box(monday.theirs), black_box(to.theirs)))
        }),
    ]);
    Row::new(name, ours, theirs)
}

/// Starts scattered over a year, all different: the step and the minutes of a year have no factor
/// in common.
pub(crate) fn scattered(count: i64) -> Vec<At> {
    let monday = At::parse(MONDAY);
    (0..count).map(|at| monday.later(at.saturating_mul(7_919) % 525_600)).collect()
}
