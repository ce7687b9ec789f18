//! Forecasts the tickets of an audit log again, each with only what was known at the time.
//!
//! `cargo run --release --example forecast -- LOG [--refit HOURS] [--learn PERCENT]`
//!
//! LOG is a `ServiceNow` audit export, CSV, plain or gzip. Its clocks run from opening to closing,
//! Monday to Friday 14:00 to 23:00; promised are 6, 9, 62 and 134 hours by priority.
//!
//! Printed are the Brier scores beside those of the share of misses that was known then and of the
//! share of the time that had passed, with 95 % intervals of the differences over tickets drawn
//! anew. Then the same with hindsight, as many comparisons do it; and with tickets that are left
//! out at random, which shows the calibration where the past is like the future.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "an example that measures: a panic is a finding"
)]

mod log;

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use incident_core::calendar::CalendarDraft;
use incident_core::insight::{
    Backtest, BacktestSettings, BreachHistory, BreachModel, BreachRow, BreachRules, BreachSettings,
    Reliability, Scored, Standing, backtest,
};
use incident_core::{Error as Finding, Instant, Span};

/// How often tickets are drawn anew.
const DRAWS: usize = 2_000;
/// Into how many parts tickets are dealt to be left out.
const FOLDS: u64 = 5;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("forecast: {error}");
            ExitCode::FAILURE
        }
    }
}

fn text(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{}: {}", finding.path(), finding.message());
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn run() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let mut settings = BacktestSettings::default();
    let mut file = None;
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--refit" => settings.refit = Some(Span::from_hours(value()?.parse()?)),
            "--learn" => settings.learn = Some(value()?.parse()?),
            option if option.starts_with('-') => return Err(format!("unknown {option}").into()),
            _ => file = Some(word),
        }
    }
    let rows = log::rows(&file.ok_or("LOG")?)?;
    let ends = rows.iter().filter_map(|row| row.met_at);
    let now = ends.max().ok_or("no ticket was closed")?;
    let mut calendar = CalendarDraft::in_zone("Etc/UTC");
    let hours = vec![["14:00".to_owned(), "23:00".to_owned()]];
    let week = &mut calendar.hours;
    for day in [&mut week.mon, &mut week.tue, &mut week.wed, &mut week.thu, &mut week.fri] {
        day.clone_from(&hours);
    }
    let calendars = [(log::CALENDAR, calendar)].into();
    let rules = BreachRules::check(&BreachSettings { calendars, ..BreachSettings::default() });
    let rules = rules.map_err(|findings| text(&findings))?;
    let mut history = BreachHistory::new(rules.clone());
    for row in &rows {
        history.learn(row.clone()).map_err(|findings| text(&findings))?;
    }
    println!("{} tickets\n\nWhat would have been said at the time:", history.len());
    print(&backtest(&history, &settings, now).map_err(|findings| text(&findings))?);
    println!("\nWith hindsight: the ends of earlier tickets are known before they came:");
    settings.hindsight = true;
    print(&backtest(&history, &settings, now).map_err(|findings| text(&findings))?);
    println!(
        "\nTickets left out at random, a fifth at a time, all of the log at the same moments:"
    );
    let all = BacktestSettings { learn: Some(0), ..settings };
    let all = backtest(&history, &all, now).map_err(|findings| text(&findings))?;
    left_out(&rows, &rules, &all, now)
}

fn print(backtest: &Backtest) {
    println!(
        "{} tickets only learned from, {} forecast\n\
         {:>10} {:>6} {:>7} {:>8} {:>10} {:>14} {:>7}",
        backtest.learned,
        backtest.tickets,
        "",
        "n",
        "missed",
        "ours",
        "base rate",
        "elapsed share",
        "skill"
    );
    let each = backtest.checkpoints.iter().map(|one| (format!("{} %", one.percent), &one.compared));
    let all = [("all".to_owned(), &backtest.all), ("sure".to_owned(), &backtest.sure)];
    for (name, one) in all.into_iter().chain(each) {
        println!(
            "{name:>10} {:>6} {:>7} {:>8.4} {:>10.4} {:>14.4} {:>7.3}",
            one.n,
            one.missed,
            one.brier.get(),
            one.base_rate.get(),
            one.elapsed_share.get(),
            one.skill.get()
        );
    }
    let square = |probability: f64, one: &Scored| {
        let off = probability - f64::from(u8::from(one.missed));
        off * off
    };
    let base = |one: &Scored| square(one.forecast, one) - square(one.base_rate, one);
    let share =
        |one: &Scored| square(one.forecast, one) - square(f64::from(one.checkpoint) / 100.0, one);
    for (name, (mean, low, high)) in [
        ("base rate", interval(&backtest.scored, &base)),
        ("elapsed share", interval(&backtest.scored, &share)),
    ] {
        println!("ours less {name}: {mean:+.4}, 95 % between {low:+.4} and {high:+.4}");
    }
    reliability(&backtest.reliability);
}

fn reliability(reliability: &Reliability) {
    println!(
        "Brier {:.4}, calibration error {:.4} of {}\n{:>10} {:>6} {:>9} {:>9}",
        reliability.brier.get(),
        reliability.calibration_error.get(),
        reliability.n,
        "forecast",
        "n",
        "mean",
        "observed"
    );
    for (tenth, bin) in reliability.bins.iter().enumerate() {
        println!(
            "{:>10} {:>6} {:>9.3} {:>9.3}",
            format!("{:.1}-{:.1}", tenth as f64 / 10.0, (tenth + 1) as f64 / 10.0),
            bin.n,
            bin.forecast.get(),
            bin.observed.get()
        );
    }
}

/// The mean difference, and where 95 % of those of tickets drawn anew lie: forecasts of one ticket
/// stay together.
fn interval(scored: &[Scored], difference: &dyn Fn(&Scored) -> f64) -> (f64, f64, f64) {
    let mut tickets: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for one in scored {
        let (sum, n) = tickets.entry(&one.ticket).or_default();
        *sum += difference(one);
        *n += 1.0;
    }
    let tickets: Vec<(f64, f64)> = tickets.into_values().collect();
    let mean = |drawn: &mut dyn Iterator<Item = (f64, f64)>| {
        let (sum, n) = drawn.fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        if n > 0.0 { sum / n } else { 0.0 }
    };
    let mut dice = Dice(7);
    let draws = |_| {
        let mut drawn = tickets.iter().map(|_| tickets[dice.below(tickets.len() as u64) as usize]);
        mean(&mut drawn)
    };
    let mut means: Vec<f64> = (0..DRAWS).map(draws).collect();
    means.sort_by(f64::total_cmp);
    (mean(&mut tickets.iter().copied()), means[DRAWS / 40], means[DRAWS - 1 - DRAWS / 40])
}

/// Forecasts each fifth from the other four, at the moments of a backtest.
fn left_out(
    rows: &[BreachRow],
    rules: &BreachRules,
    then: &Backtest,
    now: Instant,
) -> Result<(), Box<dyn Error>> {
    let mut dice = Dice(1);
    let dealt: BTreeMap<&str, u64> =
        rows.iter().map(|row| (row.ticket.as_str(), dice.below(FOLDS))).collect();
    let named: BTreeMap<&str, &BreachRow> =
        rows.iter().map(|row| (row.ticket.as_str(), row)).collect();
    let mut pairs = Vec::new();
    for fold in 0..FOLDS {
        let mut history = BreachHistory::new(rules.clone());
        for row in rows.iter().filter(|row| dealt[row.ticket.as_str()] != fold) {
            history.learn(row.clone()).map_err(|findings| text(&findings))?;
        }
        let model = BreachModel::new(&history, now);
        for one in then.scored.iter().filter(|one| dealt[one.ticket.as_str()] == fold) {
            let mut row = named[one.ticket.as_str()].clone();
            row.met_at = None;
            let forecast = model.forecast(&row, one.at).map_err(|findings| text(&findings))?;
            if forecast.standing == Standing::Running {
                pairs.push((forecast.probability.get(), one.missed));
            }
        }
    }
    reliability(&Reliability::of(&pairs));
    Ok(())
}

/// Numbers that only seem random: the same each time (splitmix64, Steele and others 2014).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % bound
    }
}
