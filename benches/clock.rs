//! Times the clock against the crate `workclock`, in one run and on the same calendar.
//!
//! `cargo bench --bench clock`, or `cargo xtask bench`. Exits with 1 if it is slower than is
//! expected of it. Without `--bench`, as `cargo test --benches` calls it, it compares answers only.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "it measures time, and stops at the first thing that is not as it should be"
)]

use std::fmt;
use std::hint::black_box;
use std::process::ExitCode;
use std::time::{self, Duration};

use incident_core::calendar::{Calendar, CalendarDraft};
use incident_core::{Error, Instant, Span};
use jiff::{SignedDuration, Timestamp, civil};
use workclock::{Schedule, ScheduleBuilder, Weekdays, WorkDay};

const ZONE: &str = "Europe/Berlin";
const MONDAY: &str = "2026-01-05T10:00:00+01:00";
/// From here four hours cross an evening: to Tuesday at 11:00.
const AFTERNOON: &str = "2026-01-05T15:00:00+01:00";
const TEN_YEARS_LATER: &str = "2036-01-05T10:00:00+01:00";
const HOURS: i64 = 4;

const SAMPLES: usize = 7;
/// Twice as long as a sample must be, since the next one may happen to be quicker.
const SAMPLE: Duration = Duration::from_millis(40);

/// One instant, as each crate has it.
#[derive(Clone, Copy)]
struct At {
    ours: Instant,
    theirs: Timestamp,
}

impl At {
    fn parse(text: &str) -> Self {
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
struct Clocks {
    ours: Calendar,
    theirs: Schedule,
}

impl Clocks {
    fn new() -> Self {
        Self { ours: checked(&our_calendar()), theirs: built(&their_calendar()) }
    }

    fn our_add(&self, start: Instant) -> Result<Instant, Error> {
        self.ours.add(start, black_box(Span::from_hours(HOURS)))
    }

    fn their_add(&self, start: Timestamp) -> Result<Timestamp, workclock::Error> {
        self.theirs.add(start, black_box(SignedDuration::from_hours(HOURS)))
    }

    fn compare_add(&self, start: At) {
        let ours = self.our_add(start.ours).expect("it has hours");
        let theirs = self.their_add(start.theirs).expect("it has hours");
        assert_eq!(ours.as_millis(), theirs.as_millisecond(), "{HOURS} h from {}", start.ours);
    }

    fn compare_between(&self, from: At, to: At) {
        let ours = self.ours.between(from.ours, to.ours);
        let theirs = self.theirs.between(from.theirs, to.theirs);
        let theirs = i64::try_from(theirs.as_millis()).expect("in range");
        assert_eq!(ours.as_millis(), theirs, "from {} to {}", from.ours, to.ours);
    }

    fn add(&self, name: &str) -> Row {
        let start = At::parse(AFTERNOON);
        self.compare_add(start);
        let [ours, theirs] = medians([
            &looped(|| self.our_add(black_box(start.ours))),
            &looped(|| self.their_add(black_box(start.theirs))),
        ]);
        Row::new(name, ours, theirs)
    }

    fn between(&self, name: &str, to: &str) -> Row {
        let (from, to) = (At::parse(MONDAY), At::parse(to));
        self.compare_between(from, to);
        let [ours, theirs] = medians([
            &looped(|| self.ours.between(black_box(from.ours), black_box(to.ours))),
            &looped(|| self.theirs.between(black_box(from.theirs), black_box(to.theirs))),
        ]);
        Row::new(name, ours, theirs)
    }

    /// One start after the other; nanoseconds of each.
    fn list(&self, name: &str, starts: &[At]) -> Row {
        let [ours, theirs] = medians([
            &looped(|| {
                for start in starts {
                    let _ = black_box(self.our_add(black_box(start.ours)));
                }
            }),
            &looped(|| {
                for start in starts {
                    let _ = black_box(self.their_add(black_box(start.theirs)));
                }
            }),
        ]);
        let count = f64::from(u32::try_from(starts.len()).expect("a short list"));
        Row::new(name, ours / count, theirs / count)
    }
}

fn checked(draft: &CalendarDraft) -> Calendar {
    Calendar::check(draft).expect("hours without a fault").0
}

fn built(builder: &ScheduleBuilder) -> Schedule {
    builder.clone().build().expect("hours without a fault")
}

/// A calendar that nobody has asked yet, and its first two answers. `workclock` keeps nothing but
/// the zone, which it reads once per process.
fn cold(name: &str) -> Row {
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
fn scattered(count: i64) -> Vec<At> {
    let monday = At::parse(MONDAY);
    (0..count).map(|at| monday.later(at.saturating_mul(7_919) % 525_600)).collect()
}

/// How long so many calls take.
fn looped<T>(work: impl Fn() -> T) -> impl Fn(u32) -> Duration {
    move |loops| {
        let begun = time::Instant::now();
        for _ in 0..loops {
            black_box(work());
        }
        begun.elapsed()
    }
}

/// The median nanoseconds of a call of each, sampled in turns so that a busy moment hits all.
fn medians<const N: usize>(runs: [&dyn Fn(u32) -> Duration; N]) -> [f64; N] {
    let mut sampled = runs.map(|run| {
        let mut loops = 1_u32;
        while run(loops) < SAMPLE {
            loops = loops.saturating_mul(2);
        }
        (run, loops, Vec::new())
    });
    for _ in 0..SAMPLES {
        for (run, loops, samples) in &mut sampled {
            samples.push(run(*loops).as_secs_f64() * 1e9 / f64::from(*loops));
        }
    }
    sampled.map(|(_, _, mut samples)| {
        samples.sort_by(f64::total_cmp);
        samples.get(SAMPLES / 2).copied().expect("samples")
    })
}

/// What is expected of a ratio.
#[derive(Clone, Copy)]
enum Expected {
    Nothing,
    AtLeast(f64),
    AtMost(f64),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.pad("-"),
            Self::AtLeast(least) => f.pad(&format!(">= {least}")),
            Self::AtMost(most) => f.pad(&format!("<= {most}")),
        }
    }
}

/// A line of the table.
struct Row {
    name: String,
    /// Nanoseconds of ours and of theirs. None if the row compares ours with ours.
    took: Option<(f64, f64)>,
    ratio: f64,
    expected: Expected,
}

impl Row {
    fn new(name: &str, ours: f64, theirs: f64) -> Self {
        let (took, ratio) = (Some((ours, theirs)), theirs / ours);
        Self { name: name.to_owned(), took, ratio, expected: Expected::Nothing }
    }

    /// How much longer ours takes for the larger task.
    fn growth(name: &str, large: &Self, small: &Self, most: f64) -> Self {
        let ours = |row: &Self| row.took.map_or(f64::NAN, |(ours, _)| ours);
        Self {
            name: name.to_owned(),
            took: None,
            ratio: ours(large) / ours(small),
            expected: Expected::AtMost(most),
        }
    }

    fn at_least(self, least: f64) -> Self {
        Self { expected: Expected::AtLeast(least), ..self }
    }

    /// None if nothing is expected.
    fn met(&self) -> Option<bool> {
        match self.expected {
            Expected::Nothing => None,
            Expected::AtLeast(least) => Some(self.ratio >= least),
            Expected::AtMost(most) => Some(self.ratio <= most),
        }
    }

    fn print(&self) {
        let took = |pick: fn((f64, f64)) -> f64| {
            self.took.map_or("-".to_owned(), |took| format!("{:.1}", pick(took)))
        };
        let verdict = self.met().map_or("-", |met| if met { "met" } else { "MISSED" });
        println!(
            "{:<40} {:>11} {:>13} {:>9.2} {:>9}  {verdict}",
            self.name,
            took(|(ours, _)| ours),
            took(|(_, theirs)| theirs),
            self.ratio,
            self.expected
        );
    }
}

fn measure(clocks: &Clocks, starts: &[At]) -> Vec<Row> {
    let day = clocks.between("between, 1 day", "2026-01-06T10:00:00+01:00");
    let decade = clocks.between("between, 10 years", TEN_YEARS_LATER);
    let listed = |name, count| clocks.list(name, starts.get(..count).expect("enough starts"));
    let few = listed("add, each of 1,000", 1_000);
    let more = listed("add, each of 10,000", 10_000);
    let many = listed("add, each of 100,000", 100_000);
    let lasting = Row::growth("ours, 10 years / 1 day", &decade, &day, 1.5);
    let growing = Row::growth("ours, each of 100,000 / 1,000", &many, &few, 1.5);
    vec![
        clocks.add("add 4 h").at_least(10.0),
        clocks.between("between, 10 days", "2026-01-15T10:00:00+01:00").at_least(10.0),
        clocks.between("between, 1 year", "2027-01-05T10:00:00+01:00").at_least(200.0),
        day,
        decade,
        lasting,
        cold("cold: check, add 4 h, between 10 years"),
        few,
        more,
        many,
        growing,
    ]
}

fn main() -> ExitCode {
    let clocks = Clocks::new();
    let starts = scattered(100_000);
    let monday = At::parse(MONDAY);
    for start in &starts {
        clocks.compare_add(*start);
        clocks.compare_between(monday, *start);
    }
    clocks.compare_between(monday, At::parse(TEN_YEARS_LATER));
    println!("{} answers are the same in both crates", starts.len().saturating_mul(2));
    if !std::env::args().any(|word| word == "--bench") {
        return ExitCode::SUCCESS;
    }
    let heads = ("Mon-Fri 09:00-17:00, Europe/Berlin", "ours ns", "workclock ns", "ratio");
    println!("\n{:<40} {:>11} {:>13} {:>9} {:>9}", heads.0, heads.1, heads.2, heads.3, "expected");
    let rows = measure(&clocks, &starts);
    rows.iter().for_each(Row::print);
    let ratios: Vec<String> = rows
        .iter()
        .filter(|row| row.met().is_some())
        .map(|row| format!("{} {:.2} ({})", row.name, row.ratio, row.expected))
        .collect();
    println!("\nratios: {}", ratios.join("; "));
    if rows.iter().any(|row| row.met() == Some(false)) {
        eprintln!("an expectation is missed");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
