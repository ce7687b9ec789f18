//! Finds problem candidates in a file of incidents, or in generated ones.
//!
//! `cargo run --release --example problems -- FILE [PAIRS]`, or `-- generate COUNT...`
//!
//! FILE is a `ServiceNow` audit export, of whose first rows the coded facts are taken, or a list of
//! bug reports with `Summary` and `Description`; CSV, plain or gzip. PAIRS names duplicate reports
//! of such a list, two identifiers a row: printed is how many of them stand in one group, for
//! several settings of `similar`. Of generated incidents the time is printed that an answer takes.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "an example that measures: a panic is a finding"
)]

mod generate;
mod read;
#[path = "../servicenow/records.rs"]
mod records;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::process::ExitCode;
use std::time;

use incident_core::insight::problem::{
    ProblemCandidate, ProblemHistory, ProblemKind, ProblemQuestion, ProblemRules, ProblemSettings,
    candidates, grouped,
};
use incident_core::insight::similar::PastTicket;
use incident_core::{Error as Finding, Instant};

type Failure = Box<dyn Error>;
/// Two reports of the same, by their identifiers in order.
type Pairs = BTreeSet<(String, String)>;

/// How many candidates are printed.
const SHOWN: usize = 12;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("problems: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["generate", counts @ ..] => counts.iter().try_for_each(|count| measure(count.parse()?)),
        [file] => show(&read::incidents(file)?),
        [file, pairs] => compare(&read::incidents(file)?, &read::pairs(pairs)?),
        _ => Err("FILE [PAIRS], or generate COUNT...".into()),
    }
}

fn text(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{}: {}", finding.path(), finding.message());
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn history(rows: &[PastTicket], settings: &ProblemSettings) -> Result<ProblemHistory, Failure> {
    let rules = ProblemRules::check(settings).map_err(|findings| text(&findings))?;
    let mut history = ProblemHistory::new(rules);
    for row in rows {
        history.learn(row.clone()).map_err(|findings| text(&findings))?;
    }
    Ok(history)
}

/// The question about all incidents up to the last one.
fn question(rows: &[PastTicket], from: Option<Instant>) -> Result<ProblemQuestion, Failure> {
    let since = rows.iter().map(|row| row.opened_at).min();
    let now = rows.iter().map(|row| row.opened_at).max().ok_or("no incident")?;
    Ok(ProblemQuestion { now, from, since, changes: Vec::new() })
}

fn name(kind: ProblemKind) -> &'static str {
    match kind {
        ProblemKind::Outage => "outage",
        ProblemKind::Recurring => "recurring",
        ProblemKind::Rise => "rise",
        ProblemKind::AfterChange => "after change",
    }
}

/// Prints what is found in the last quarter of the time that a file covers.
fn show(rows: &[PastTicket]) -> Result<(), Failure> {
    let first = rows.iter().map(|row| row.opened_at.as_millis()).min().ok_or("no incident")?;
    let last = rows.iter().map(|row| row.opened_at.as_millis()).max().ok_or("no incident")?;
    let from = Instant::from_millis(last - (last - first) / 4)?;
    let history = history(rows, &ProblemSettings::default())?;
    let answer = candidates(&history, &question(rows, Some(from))?);
    let answer = answer.map_err(|findings| text(&findings))?;
    println!(
        "{} incidents since {}, {} groups; window from {} to {}{}",
        answer.incidents,
        answer.since,
        answer.groups,
        answer.from,
        answer.now,
        if answer.too_thin { "; too thin for a usual rate" } else { "" },
    );
    let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
    for kind in answer.candidates.iter().flat_map(|one| &one.kinds) {
        *kinds.entry(name(*kind)).or_default() += 1;
    }
    println!("{} candidates, {} left out: {kinds:?}", answer.candidates.len(), answer.left_out);
    answer.candidates.iter().take(SHOWN).for_each(print);
    Ok(())
}

fn print(one: &ProblemCandidate) {
    let kinds: Vec<_> = one.kinds.iter().map(|kind| name(*kind)).collect();
    let facts: Vec<_> = one.facts.iter().map(|(name, value)| format!("{name} {value}")).collect();
    let opened = one.problem.open.as_ref().and_then(|open| open.facts.get("shortDescription"));
    let known = one.known.as_ref().map(|known| format!("known as {}", known.problem));
    println!(
        "\n{}: {}\n  {}",
        kinds.join(", "),
        opened.map(ToString::to_string).or(known).unwrap_or_default(),
        facts.join(", ")
    );
    println!(
        "  {} reports, {} occurrences, {} recent, {} to {}",
        one.reports, one.occurrences, one.recent, one.first_at, one.last_at
    );
    let terms: Vec<_> =
        one.terms.iter().map(|term| format!("{} {:.2}", term.term, term.share.get())).collect();
    println!("  {}", terms.join(", "));
    if let Some(recurring) = &one.recurring {
        println!("  on {} days, every {}", recurring.days, recurring.median_interval);
    }
    if let Some(rise) = &one.rise {
        println!(
            "  {} instead of {:.1}, by chance {:.4}, among all {:.4}, spread {:.2}",
            rise.occurrences,
            rise.expected.get(),
            rise.probability.get(),
            rise.false_discovery_rate.get(),
            rise.spread.get(),
        );
    }
    for outage in one.outages.iter().take(3) {
        let chance = outage.probability.map_or("unknown".to_owned(), |p| format!("{:.4}", p.get()));
        println!(
            "  {} reports from {} to {}, by chance {chance}",
            outage.reports, outage.from, outage.to
        );
    }
}

/// Prints how many pairs of duplicates stand together, and what else does.
fn compare(rows: &[PastTicket], pairs: &Pairs) -> Result<(), Failure> {
    let ids: BTreeSet<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let known = |id: &String| ids.contains(id.as_str());
    let pairs: Pairs =
        pairs.iter().filter(|(one, other)| known(one) && known(other)).cloned().collect();
    println!("{} reports, {} pairs of duplicates", rows.len(), pairs.len());
    println!("similar  groups  pairs  found  precision  recall");
    for similar in [20, 25, 30, 35, 40, 45, 50, 55, 60, 70, 80] {
        let settings = ProblemSettings { similar: Some(similar), ..ProblemSettings::default() };
        let question = question(rows, None)?;
        let groups =
            grouped(&history(rows, &settings)?, &question).map_err(|found| text(&found))?;
        let mut together = 0_usize;
        let mut right = 0_usize;
        for group in &groups {
            for (at, one) in group.iter().enumerate() {
                for other in &group[at + 1..] {
                    together += 1;
                    right += usize::from(pairs.contains(&read::pair(one, other)));
                }
            }
        }
        let (precision, recall) =
            (right as f64 / f64::max(together as f64, 1.0), right as f64 / pairs.len() as f64);
        println!(
            "{similar:>7}  {:>6}  {together:>5}  {right:>5}  {precision:>9.3}  {recall:>6.3}",
            groups.len()
        );
    }
    Ok(())
}

/// Prints how long an answer takes.
fn measure(count: u32) -> Result<(), Failure> {
    let (rows, question) = generate::incidents(count)?;
    let history = history(&rows, &ProblemSettings::default())?;
    let begun = time::Instant::now();
    let answer = candidates(&history, &question).map_err(|findings| text(&findings))?;
    let taken = begun.elapsed();
    println!(
        "{count:>7} incidents, {:>5} changes: {:>6} ms, {:.1} µs each; {} groups, {} candidates",
        question.changes.len(),
        taken.as_millis(),
        taken.as_secs_f64() * 1e6 / f64::from(count.max(1)),
        answer.groups,
        answer.candidates.len() + usize::try_from(answer.left_out)?,
    );
    Ok(())
}
