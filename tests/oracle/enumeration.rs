//! Every minute of the weeks in which clocks change.
//!
//! Each week is walked once for each calendar, and what the walk sees is noted for every minute;
//! then the crate is asked about every minute.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use incident_core::calendar::Calendar;
use serde_json::json;

use crate::date::{DAY, day_of, weekday_of};
use crate::plan::{Hours, Plan};
use crate::question::{Answer, Question};
use crate::random::clocks_of;
use crate::walk::Walk;
use crate::zone::{Change, Clocks};

const HOUR: i64 = 3_600;
/// How much is walked from the start of the week on, since answers may lie behind its end.
const SECONDS: usize = 14 * 86_400;
/// From one week to the next that is looked at. A debug build is too slow for all of them.
const STRIDE: usize = if cfg!(debug_assertions) { 11 } else { 1 };
/// The shortest, one that fits into a day, and one that mostly does not; in milliseconds.
const SPANS: [i64; 3] = [1, 2_700_000, 34_200_250];

/// Year, month and day.
type Date = (i64, i64, i64);

/// For each zone the local dates of its latest changes, or of those before them that are more
/// hostile: a gap of a whole day, one at midnight, one without a name, one of an odd length.
const CHANGES: [(&str, &[Date]); 29] = [
    ("Africa/Cairo", &[(2026, 4, 24), (2026, 10, 30)]),
    ("Africa/Casablanca", &[(2026, 2, 15), (2026, 3, 22)]),
    ("Africa/El_Aaiun", &[(2025, 2, 23), (2025, 4, 6)]),
    ("Africa/Juba", &[(2000, 1, 15), (2021, 2, 1)]),
    ("Africa/Monrovia", &[(1972, 1, 7)]),
    ("America/Asuncion", &[(2024, 3, 24), (2024, 10, 6)]),
    ("America/Caracas", &[(2007, 12, 9), (2016, 5, 1)]),
    ("America/Havana", &[(2025, 11, 2), (2026, 3, 8)]),
    ("America/New_York", &[(2026, 3, 8), (2026, 11, 1)]),
    ("America/Nuuk", &[(2026, 3, 28), (2026, 10, 25)]),
    ("America/Santiago", &[(2026, 4, 5), (2026, 9, 6)]),
    ("America/Sao_Paulo", &[(2018, 11, 4), (2019, 2, 17)]),
    ("America/St_Johns", &[(2010, 3, 14), (2010, 11, 7)]),
    ("America/Vancouver", &[(2025, 11, 2), (2026, 3, 8)]),
    ("Antarctica/Casey", &[(2022, 10, 2), (2023, 3, 9)]),
    ("Antarctica/Troll", &[(2026, 3, 29), (2026, 10, 25)]),
    ("Asia/Almaty", &[(2004, 3, 28), (2024, 3, 1)]),
    ("Asia/Gaza", &[(2026, 3, 28), (2026, 10, 24)]),
    ("Asia/Kathmandu", &[(1986, 1, 1)]),
    ("Asia/Pyongyang", &[(2015, 8, 15), (2018, 5, 4)]),
    ("Asia/Tehran", &[(2022, 3, 22), (2022, 9, 22)]),
    ("Australia/Lord_Howe", &[(2026, 4, 5), (2026, 10, 4)]),
    ("Europe/Berlin", &[(2026, 3, 29), (2026, 10, 25)]),
    ("Europe/Dublin", &[(2026, 3, 29), (2026, 10, 25)]),
    ("Europe/Moscow", &[(2011, 3, 27), (2014, 10, 26)]),
    ("Pacific/Apia", &[(2011, 12, 30), (2021, 4, 4)]),
    ("Pacific/Chatham", &[(2026, 4, 5), (2026, 9, 27)]),
    ("Pacific/Kiritimati", &[(1979, 10, 1), (1994, 12, 31)]),
    ("Pacific/Kwajalein", &[(1993, 8, 21)]),
];

/// Calendars with their edges where these clocks change.
fn plans(zone: &'static str, change: &Change) -> Vec<Plan> {
    let (from, to) = (change.at + change.before, change.at + change.after);
    let (low, high) = (from.min(to), from.max(to));
    let (middle, quarter, day) = (i64::midpoint(low, high), (high - low) / 4, from.div_euclid(DAY));
    let hours = |from: i64, to: i64| (from.rem_euclid(DAY), to.rem_euclid(DAY));
    let daily = |hours: &[Hours]| {
        let week = std::array::from_fn(|_| hours.to_vec());
        Plan { zone, week, ..Plan::default() }
    };
    let opens_inside = daily(&[hours(middle, middle + 8 * HOUR)]);
    let closes_inside = daily(&[hours(middle - 8 * HOUR, middle)]);
    let inside = daily(&[hours(low + quarter, high - quarter), (9 * HOUR, 17 * HOUR)]);
    let at_both_ends = daily(&[hours(low - 3 * HOUR, low), hours(high, high + 3 * HOUR)]);
    let mut nights = daily(&[(22 * HOUR, 6 * HOUR)]);
    nights.holidays = vec![day];
    let mut whole_days = daily(&[(0, DAY)]);
    whole_days.breaks = vec![(day, vec![hours(low + quarter, middle), hours(high, high + 1)])];
    let mut office = daily(&[(9 * HOUR, 12 * HOUR), (13 * HOUR, 17 * HOUR)]);
    office.week[5].clear();
    office.week[6] = vec![hours(middle + 1, high + HOUR + 59)];
    office.shifts = [(day - 1, vec![hours(middle, middle)]), (day + 1, Vec::new())].into();
    vec![opens_inside, closes_inside, inside, at_both_ends, nights, whole_days, office]
}

/// What a walk sees at a minute; instants in milliseconds.
struct Minute {
    at: i64,
    open: bool,
    next_open: Option<i64>,
    next_close: Option<i64>,
    /// Open time to the end of the week.
    left: i64,
    due: [Option<i64>; 3],
}

/// One week under one calendar. Seconds count from 1970.
struct Week {
    plan: Plan,
    walk: Walk,
    from: i64,
    to: i64,
}

impl Week {
    fn of(plan: Plan, clocks: &Clocks, day: i64) -> Self {
        let monday = day - weekday_of(day);
        let (from, to) = (clocks.resolve(monday * DAY), clocks.resolve((monday + 7) * DAY));
        Self { walk: Walk::through(&plan, clocks, from, SECONDS), plan, from, to }
    }

    fn is_open(&self, second: i64) -> bool {
        self.walk.is_open(second * 1_000)
    }

    /// Goes through the window from its end, and notes each minute of the week.
    fn minutes(&self) -> Vec<Minute> {
        let (mut next_open, mut next_close, mut left) = (None, None, 0);
        // Nothing is known of the second behind the window.
        let mut closed_after = false;
        let mut minutes = Vec::new();
        for second in (self.from..self.walk.end() / 1_000).rev() {
            let open = self.is_open(second);
            if open {
                next_open = Some(second * 1_000);
            }
            if open && closed_after {
                next_close = Some((second + 1) * 1_000);
            }
            closed_after = !open;
            if second < self.to {
                left += if open { 1_000 } else { 0 };
                if (second - self.from) % 60 == 0 {
                    let (at, due) = (second * 1_000, [None; 3]);
                    minutes.push(Minute { at, open, next_open, next_close, left, due });
                }
            }
        }
        minutes.reverse();
        for (number, span) in SPANS.into_iter().enumerate() {
            self.note_due(&mut minutes, number, span);
        }
        minutes
    }

    /// Walks with two feet: the one behind goes from minute to minute, the one ahead stays as far
    /// ahead as the span of open time asks for.
    fn note_due(&self, minutes: &mut [Minute], number: usize, span: i64) {
        let end = self.walk.end() / 1_000;
        let (mut behind, mut ahead, mut open) = (self.from, self.from, 0);
        for minute in minutes {
            while behind < minute.at / 1_000 {
                open -= if behind < ahead && self.is_open(behind) { 1_000 } else { 0 };
                behind += 1;
            }
            ahead = ahead.max(behind);
            while open < span && ahead < end {
                open += if self.is_open(ahead) { 1_000 } else { 0 };
                ahead += 1;
            }
            minute.due[number] = (open >= span).then(|| ahead * 1_000 - (open - span));
        }
    }

    /// Asks the crate about every minute; the number of questions and the first mismatches.
    fn compare(&self) -> (u64, Vec<String>) {
        let draft = self.plan.draft();
        let (calendar, _) = Calendar::check(&draft).expect("a calendar");
        let found = |at: Option<i64>| at.map_or(Answer::Nowhere, Answer::At);
        let (mut asked, mut mismatches) = (0, Vec::new());
        for minute in &self.minutes() {
            let Minute { at, open, next_open, next_close, left, due } = *minute;
            let rest = Question::Between { from: at, to: self.to * 1_000, pauses: Vec::new() };
            let add = |span| Question::Add { start: at, span, pauses: Vec::new() };
            for (question, ours) in [
                (Question::IsOpen(at), Answer::Flag(open)),
                (Question::NextOpen(at), found(next_open)),
                (Question::NextClose(at), found(next_close)),
                (rest, Answer::Span(left)),
                (add(SPANS[0]), found(due[0])),
                (add(SPANS[1]), found(due[1])),
                (add(SPANS[2]), found(due[2])),
            ] {
                let theirs = question.ask(&calendar);
                asked += 1;
                if !ours.admits(theirs, &self.walk) && mismatches.len() < 3 {
                    let request = question.request(&draft);
                    let case = json!({
                        "request": request, "oracle": ours.json(), "crate": theirs.json(),
                    });
                    mismatches.push(case.to_string());
                }
            }
        }
        (asked, mismatches)
    }
}

fn weeks() -> Vec<(Plan, &'static str, i64)> {
    let mut weeks = Vec::new();
    for (zone, dates) in CHANGES {
        let clocks = clocks_of(zone);
        for (year, month, day) in dates {
            let day = day_of(*year, *month, *day);
            let change = clocks
                .changes
                .iter()
                .find(|change| (change.at + change.before).div_euclid(DAY) == day)
                .unwrap_or_else(|| panic!("clocks of {zone} change on {year}-{month}-{day}"));
            weeks.extend(plans(zone, change).into_iter().map(|plan| (plan, zone, day)));
        }
    }
    weeks.into_iter().step_by(STRIDE).collect()
}

#[test]
fn every_minute_of_the_weeks_of_change_agrees() {
    let weeks = weeks();
    let next = AtomicUsize::new(0);
    let found = Mutex::new((0, Vec::new()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((plan, zone, day)) = weeks.get(next.fetch_add(1, Ordering::Relaxed))
                {
                    let week = Week::of(plan.clone(), &clocks_of(zone), *day);
                    let (asked, mismatches) = week.compare();
                    let mut found = found.lock().expect("no thread has panicked");
                    found.0 += asked;
                    found.1.extend(mismatches);
                }
            });
        }
    });
    let (asked, mismatches) = found.into_inner().expect("no thread has panicked");
    println!("oracle: {} weeks of change, {asked} questions about every minute", weeks.len());
    assert!(mismatches.is_empty(), "one a line:\n{}", mismatches.join("\n"));
    // A week has at least 6 days, and each minute of it seven questions.
    let minutes = weeks.len() * 6 * 1_440;
    assert!(asked > 7 * u64::try_from(minutes).expect("a count"));
}
