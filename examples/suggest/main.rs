//! Suggests what later tickets of a file belong to, after learning from the earlier ones.
//!
//! `cargo run --release --example suggest -- FILE...`
//!
//! FILE is a `ServiceNow` audit export, of whose first rows the coded facts are taken and of whose
//! last rows the group and the category; or a list of bug reports with `Summary`, `Description`,
//! `Priority` and `Resolution`. CSV, plain or gzip.
//!
//! Four fifths by time are learned from. Printed are how often the answer was the first, among the
//! first three and five, and the calibration error of the first, beside always the most frequent
//! answers and the vote of the ten nearest tickets by TF-IDF and by BM25.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "an example that measures: a panic is a finding"
)]

mod nearest;
#[path = "../servicenow/records.rs"]
mod records;

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use incident_core::Error as Finding;
use incident_core::document::Map;
use incident_core::insight::{
    Reliability, SuggestHistory, SuggestRow, SuggestRules, SuggestSettings, TrialSettings, trial,
};
use nearest::{Nearest, Weighing};
use records::{Record, cell, instant, records};

/// The facts of an audit export, and those that say nothing of its category themselves.
const FACTS: [&str; 10] = [
    "caller_id",
    "opened_by",
    "contact_type",
    "location",
    "category",
    "subcategory",
    "u_symptom",
    "cmdb_ci",
    "impact",
    "urgency",
];
const APART: [&str; 4] = ["u_symptom", "location", "caller_id", "opened_by"];

type Failure = Box<dyn Error>;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("suggest: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Failure> {
    let files: Vec<String> = std::env::args().skip(1).collect();
    if files.is_empty() {
        return Err("FILE...".into());
    }
    for file in &files {
        let records = records(file)?;
        let first = records.first().ok_or("the file is empty")?;
        println!("{file}");
        if first.contains_key("incident_state") {
            compare("group", &FACTS, &audited(&records, "assignment_group", &FACTS)?)?;
            compare("category", &APART, &audited(&records, "category", &APART)?)?;
        } else {
            compare("priority", &[], &reported(&records, "Priority")?)?;
            compare("resolution", &[], &reported(&records, "Resolution")?)?;
        }
    }
    Ok(())
}

/// Facts of the first row of each ticket, with what a column of the last one says.
fn audited(records: &[Record], answer: &str, facts: &[&str]) -> Result<Vec<SuggestRow>, Failure> {
    let mut rows: BTreeMap<String, SuggestRow> = BTreeMap::new();
    for record in records {
        let number = cell(record, "number")?.to_owned();
        let last = Some(cell(record, answer)?.to_owned()).filter(|answer| answer != "?");
        if let Some(row) = rows.get_mut(&number) {
            row.answer = last;
            continue;
        }
        let mut known = Map::new();
        for name in facts {
            let value = cell(record, name)?;
            if value != "?" {
                known.insert(name, value.to_owned());
            }
        }
        let at = instant(cell(record, "opened_at")?)?;
        let (title, description) = (None, None);
        let row = SuggestRow {
            ticket: number.clone(),
            at,
            answer: last,
            facts: known,
            title,
            description,
        };
        rows.insert(number, row);
    }
    Ok(rows.into_values().collect())
}

/// The texts of reports, with what a column says.
fn reported(records: &[Record], answer: &str) -> Result<Vec<SuggestRow>, Failure> {
    let row = |record: &Record| {
        let answer = cell(record, answer)?;
        Ok(SuggestRow {
            ticket: cell(record, "Issue id")?.to_owned(),
            at: instant(cell(record, "Created")?)?,
            answer: Some(answer.to_owned()).filter(|answer| !answer.is_empty()),
            facts: Map::new(),
            title: Some(cell(record, "Summary")?.to_owned()),
            description: Some(cell(record, "Description")?.to_owned()),
        })
    };
    records.iter().map(row).collect()
}

fn text(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{}: {}", finding.path(), finding.message());
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn compare(name: &str, facts: &[&str], rows: &[SuggestRow]) -> Result<(), Failure> {
    let facts = facts.iter().map(|name| (*name).to_owned()).collect();
    let settings = SuggestSettings { facts, ..SuggestSettings::default() };
    let rules = SuggestRules::check(&settings).map_err(|findings| text(&findings))?;
    let mut history = SuggestHistory::new(rules);
    for row in rows {
        history.learn(row.clone()).map_err(|findings| text(&findings))?;
    }
    let tried = trial(&history, &TrialSettings::default()).map_err(|found| text(&found))?;
    let mut rows: Vec<&SuggestRow> = history.rows().filter(|row| row.answer.is_some()).collect();
    rows.sort_by_key(|row| row.at);
    let (learned, later) = rows.split_at(tried.learned);
    println!(
        "\n{name}: {} answers, {} learned, {} tried",
        tried.answers,
        learned.len(),
        later.len()
    );
    println!("{:>22} {:>6} {:>6} {:>6} {:>17}", "", "top 1", "top 3", "top 5", "calibration error");
    let line = |name: &str, hits: [f64; 3], error: f64| {
        let [one, three, five] = hits;
        println!("{name:>22} {one:>6.3} {three:>6.3} {five:>6.3} {error:>17.3}");
    };
    let hits =
        |hits: &incident_core::insight::Hits| [hits.top1.get(), hits.top3.get(), hits.top5.get()];
    line("ours", hits(&tried.recent), tried.reliability.calibration_error.get());
    let usual = nearest::usual(learned);
    let first = usual.first().map_or(0.0, |(_, share)| *share);
    let right = tried.majority.top1.get();
    line("majority", hits(&tried.majority), (first - right).abs());
    for (name, weighing) in
        [("TF-IDF, 10 nearest", Weighing::TfIdf), ("BM25, 10 nearest", Weighing::Bm25)]
    {
        let nearest = Nearest::new(learned, weighing);
        let mut found = [0.0; 3];
        let mut firsts = Vec::new();
        for row in later {
            let answers = nearest.answers(row, &usual);
            let place =
                answers.iter().position(|(answer, _)| Some(*answer) == row.answer.as_deref());
            for (count, most) in found.iter_mut().zip([1, 3, 5]) {
                *count += f64::from(u8::from(place.is_some_and(|place| place < most)));
            }
            firsts.push((answers.first().map_or(0.0, |(_, share)| *share), place == Some(0)));
        }
        let n = later.len().max(1) as f64;
        line(name, found.map(|count| count / n), Reliability::of(&firsts).calibration_error.get());
    }
    print_fit(&tried);
    Ok(())
}

fn print_fit(tried: &incident_core::insight::SuggestTrial) {
    println!("  first suggestion: said, n, right");
    for bin in tried.reliability.bins.iter().filter(|bin| bin.n > 0) {
        println!("    {:.3} {:>5} {:.3}", bin.forecast.get(), bin.n, bin.observed.get());
    }
    let (earlier, recent, drift) = (&tried.earlier, &tried.recent, &tried.drift);
    println!(
        "  loss {:.3} earlier, {:.3} later, by chance {:.4}{}; top 1 {:.3} and {:.3}; \
         facts never seen {:.3} and {:.3}",
        earlier.log_loss.get(),
        recent.log_loss.get(),
        drift.chance.get(),
        if drift.drifted { ": drift" } else { "" },
        earlier.top1.get(),
        recent.top1.get(),
        earlier.unseen.get(),
        recent.unseen.get(),
    );
    let weights = tried.weights.iter().filter(|(_, weight)| weight.get() > 0.0);
    let weights: Vec<_> =
        weights.map(|(name, weight)| format!("{name} {:.2}", weight.get())).collect();
    println!("  say: {}", weights.join(", "));
}
