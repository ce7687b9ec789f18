use std::fs::File;
use std::io::{BufWriter, Write};

use incident_core::Error;
use incident_core::door::{ComparisonSession, Session};
use incident_core::replay::{Tally, Totals};
use incident_core::sla::Proof;
use serde_json::Value as Json;

use crate::rows::Rows;
use crate::{Failure, Words, text};

/// How many tickets are shown one by one.
const SHOWN: usize = 10;

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let json = words.flag("--json");
    let (zone, out) = (words.option("--zone")?, words.option("--lines")?);
    let [first, second] = [words.next("the first policy")?, words.next("the second policy")?];
    let log = words.next("the log")?;
    words.end()?;
    let session = |name: &str| {
        let refused = |errors: Vec<Error>| Failure::Findings(name.to_owned(), errors);
        Session::new(&text(name)?).map_err(refused)
    };
    let rows = Rows::open(&log).map_err(|error| Failure::Usage(error.to_string()))?;
    let mut comparison =
        ComparisonSession::new(&session(&first)?, &session(&second)?, &rows.begin(zone.as_deref()))
            .map_err(|errors| Failure::Findings(log.clone(), errors))?;
    let file = |name: &String| {
        File::create(name).map_err(|error| Failure::Usage(format!("{name}: {error}")))
    };
    let mut flips =
        Flips { out: out.as_ref().map(file).transpose()?.map(BufWriter::new), ..Flips::default() };
    let mut record = String::new();
    for row in rows {
        let (line, cells) = row.map_err(|error| Failure::Usage(format!("{log}: {error}")))?;
        comparison.take(line, &cells, &mut record);
        flips.take(&mut record)?;
    }
    let rest: Json = serde_json::from_str(&comparison.finish()).unwrap_or_default();
    record.push_str(rest.get("value").and_then(Json::as_str).unwrap_or_default());
    flips.take(&mut record)?;
    flips.end()?;
    let totals = comparison.comparison().totals();
    if json {
        say!("{}", serde_json::to_string_pretty(totals).unwrap_or_default());
    } else {
        print(&first, &second, totals, &flips);
    }
    Ok(totals.all.differing == 0)
}

/// The tickets that differ: the first few to show, all to a file, and their proofs checked.
#[derive(Default)]
struct Flips {
    out: Option<BufWriter<File>>,
    shown: Vec<String>,
    proofs: u64,
    unproven: u64,
}

impl Flips {
    fn take(&mut self, record: &mut String) -> Result<(), Failure> {
        for line in record.lines() {
            let flip: Json = serde_json::from_str(line).unwrap_or_default();
            for pair in list(&flip, "proofs") {
                for proof in ["from", "to"].iter().filter_map(|side| pair.get(side)) {
                    self.check(proof);
                }
            }
            if self.shown.len() < SHOWN && flip.get("breach").is_some() {
                self.shown.push(shown(&flip));
            }
            if let Some(out) = &mut self.out {
                writeln!(out, "{line}").map_err(|error| Failure::Usage(error.to_string()))?;
            }
        }
        record.clear();
        Ok(())
    }

    /// Verifies a proof; `null` stands for a clock that never ran.
    fn check(&mut self, proof: &Json) {
        if proof.is_null() {
            return;
        }
        let holds = serde_json::from_value::<Proof>(proof.clone())
            .is_ok_and(|proof| proof.verify().is_ok());
        let count = if holds { &mut self.proofs } else { &mut self.unproven };
        *count = count.saturating_add(1);
    }

    fn end(&mut self) -> Result<(), Failure> {
        let Some(out) = &mut self.out else { return Ok(()) };
        out.flush().map_err(|error| Failure::Usage(error.to_string()))
    }
}

fn list<'a>(flip: &'a Json, name: &str) -> impl Iterator<Item = &'a Json> {
    flip.get(name).and_then(Json::as_array).into_iter().flatten()
}

/// A ticket whose verdict changes: what became otherwise in it.
fn shown(flip: &Json) -> String {
    let value = |of: &Json, name: &str| match of.get(name) {
        Some(Json::String(text)) => text.clone(),
        None | Some(Json::Null) => "none".to_owned(),
        Some(other) => other.to_string(),
    };
    let line = |difference: &Json| {
        let path = value(difference, "path");
        format!("      {path:<40} {} -> {}", value(difference, "from"), value(difference, "to"))
    };
    let lines: Vec<_> = list(flip, "differences").map(line).collect();
    format!("  {}  {}\n{}", value(flip, "ticket"), value(flip, "breach"), lines.join("\n"))
}

fn print(first: &str, second: &str, totals: &Totals, flips: &Flips) {
    say!("{second} instead of {first}\n");
    let heads = ["tickets", "differing", "newly breached", "newly met"];
    say!("{:<32} {:>8} {:>10} {:>15} {:>10}", "", heads[0], heads[1], heads[2], heads[3]);
    let row = |name: &str, tally: &Tally| {
        let Tally { tickets, differing, newly_breached, newly_met } = tally;
        say!("{name:<32} {tickets:>8} {differing:>10} {newly_breached:>15} {newly_met:>10}");
    };
    row("all", &totals.all);
    let parts = [("by priority", &totals.by_priority), ("by month", &totals.by_month)];
    for (name, map) in parts {
        say!("\n{name}");
        for (key, tally) in map.iter() {
            row(&format!("  {key}"), tally);
        }
    }
    let mut groups: Vec<_> = totals.by_group.iter().collect();
    groups.sort_by_key(|(_, tally)| {
        std::cmp::Reverse(tally.newly_breached.saturating_add(tally.newly_met))
    });
    say!("\nby group, the most changed first");
    for (key, tally) in groups.into_iter().take(SHOWN) {
        row(&format!("  {key}"), tally);
    }
    if !flips.shown.is_empty() {
        say!("\nthe first tickets whose verdict changes\n{}", flips.shown.join("\n"));
    }
    say!("\n{} proofs of what differs, {} of them wrong", flips.proofs, flips.unproven);
    if totals.rows_after_end > 0 {
        say!("{} rows of tickets that had ended were left out", totals.rows_after_end);
    }
}
