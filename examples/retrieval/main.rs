//! Measures how well earlier duplicates of a report are found.
//!
//! `cargo run --release --example retrieval -- BUGS.csv.gz PAIRS.csv`
//!
//! BUGS has the columns `Summary`, `Issue id`, `Created` and `Description`; PAIRS two columns of
//! identifiers of which each pair reports the same. Searched are only the reports that were created
//! before the one at hand. Beside the index stand two baselines that are written here and share
//! nothing with it but the reports: TF-IDF over words and pairs of words with the cosine, and BM25
//! with k1 1.2 and b 0.75. Both look at title and description, and are also given our terms, so
//! that it shows what the terms do and what the weights do.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "an example that measures: a panic is a finding"
)]

mod baseline;
mod report;

use std::collections::BTreeMap;
use std::error::Error;
use std::process::ExitCode;

use baseline::{bm25, tf_idf};
use incident_core::document::Map;
use incident_core::insight::similar::{
    FieldWeights, PastTicket, SimilarIndex, SimilarQuery, SimilarSettings,
};
use incident_core::insight::text::terms;
use incident_core::model::Value;
use report::{Figures, Report};

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let (Some(bugs), Some(pairs)) = (words.next(), words.next()) else {
        eprintln!("retrieval: BUGS.csv.gz and PAIRS.csv are needed");
        return ExitCode::FAILURE;
    };
    match run(&bugs, &pairs) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("retrieval: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Which reports are asked about, and which earlier ones are their duplicates.
type Asked = BTreeMap<usize, Vec<usize>>;

fn run(bugs: &str, pairs: &str) -> Result<(), Box<dyn Error>> {
    let reports = report::read(bugs)?;
    let asked = report::pairs(pairs, &reports)?;
    println!("{} reports, {} with an earlier duplicate", reports.len(), asked.len());
    println!("{:<34} {:>6} {:>6} {:>6} {:>6}", "", "r@1", "r@5", "r@10", "MRR");

    let plain: Vec<Vec<String>> = reports.iter().map(|one| words(&one.whole())).collect();
    let own: Vec<Vec<String>> = reports.iter().map(|one| terms(&one.whole())).collect();
    let with = |change: fn(&mut SimilarSettings)| {
        let mut settings = SimilarSettings::default();
        change(&mut settings);
        settings
    };
    let same = |settings: &mut SimilarSettings| {
        settings.weights = FieldWeights { title: 10, ..FieldWeights::default() };
    };
    let rows = [
        ("TF-IDF, words and pairs", tf_idf(&plain, &asked)),
        ("BM25, words", bm25(&plain, &asked)),
        ("TF-IDF, our terms and pairs", tf_idf(&own, &asked)),
        ("BM25, our terms", bm25(&own, &asked)),
        ("ours", ours(&reports, &asked, SimilarSettings::default())?),
        ("ours, title counts as the text", ours(&reports, &asked, with(same))?),
        ("ours, saturation 1.2", ours(&reports, &asked, with(|one| one.saturation = 12))?),
        ("ours, saturation 6", ours(&reports, &asked, with(|one| one.saturation = 60))?),
        ("ours, title only", ours(&reports, &asked, with(|one| one.weights.text = 0))?),
    ];
    for (name, ranks) in &rows {
        println!("{name:<34} {}", Figures::of(ranks));
    }
    let (tf_idf, bm25, ours) = (&rows[0].1, &rows[1].1, &rows[4].1);
    for (name, base) in [("TF-IDF", tf_idf), ("BM25", bm25)] {
        let (low, high) = report::interval(base, ours, |rank| 1.0 / rank as f64);
        println!("MRR over {name}, 95 % of 10,000 paired bootstraps: {low:+.3} to {high:+.3}");
        let (low, high) = report::interval(base, ours, |rank| f64::from(u8::from(rank <= 5)));
        println!("r@5 over {name}, likewise: {low:+.3} to {high:+.3}");
    }
    Ok(())
}

/// The rank of the first duplicate of each report, by the index.
fn ours(
    reports: &[Report],
    asked: &Asked,
    settings: SimilarSettings,
) -> Result<Vec<usize>, Box<dyn Error>> {
    let mut index = SimilarIndex::new(settings).map_err(|errors| format!("{errors:?}"))?;
    let tickets: Vec<PastTicket> = reports.iter().map(ticket).collect();
    let mut ranks = Vec::new();
    let mut added = 0;
    for (at, earlier) in asked {
        // What came later is not even counted: as it was when the report came in.
        while added < *at {
            index.add(&tickets[added])?;
            added += 1;
        }
        let query = SimilarQuery {
            ticket: Some(tickets[*at].clone()),
            limit: Some(100),
            ..SimilarQuery::default()
        };
        let found = index.nearest(&query).map_err(|errors| format!("{errors:?}"))?;
        let is_one = |id: &str| earlier.iter().any(|one| reports[*one].id == id);
        let rank = found.iter().position(|one| is_one(&one.id)).map_or(*at, |found| found + 1);
        ranks.push(rank);
    }
    Ok(ranks)
}

fn ticket(report: &Report) -> PastTicket {
    PastTicket {
        id: report.id.clone(),
        kind: None,
        state: None,
        opened_at: report.created,
        resolved_at: None,
        reopens: 0,
        facts: Map::from([
            ("shortDescription", Value::from(report.title.as_str())),
            ("description", Value::from(report.text.as_str())),
        ]),
    }
}

/// The words of a text as most do it: two letters or digits at least, lower-case.
fn words(text: &str) -> Vec<String> {
    let split = text.split(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let long = split.filter(|word| word.chars().nth(1).is_some());
    long.map(str::to_lowercase).collect()
}
