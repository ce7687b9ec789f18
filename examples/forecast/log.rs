//! The clocks of a `ServiceNow` audit export.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use incident_core::document::Map;
use incident_core::insight::{BreachRow, Change};
use incident_core::{Instant, Span};

pub(crate) const CALENDAR: &str = "agreed";

/// The promised hours of a priority, which begins with its number.
fn goal(priority: &str) -> Result<Span, Box<dyn Error>> {
    let hours = match priority.get(..1) {
        Some("1") => 6,
        Some("2") => 9,
        Some("3") => 62,
        Some("4") => 134,
        Some(_) | None => return Err(format!("unknown priority {priority}").into()),
    };
    Ok(Span::from_hours(hours))
}

/// What work means to the clock: the source's words for a wait differ, its end is the same.
fn phase(state: &str) -> &'static str {
    match state {
        "Resolved" => "resolved",
        "New" | "Active" => "open",
        _ => "onHold",
    }
}

/// Reads `29/2/2016 01:16`, as if the clocks were those of UTC.
fn instant(text: &str) -> Result<Instant, Box<dyn Error>> {
    let wrong = || format!("no instant: {text}");
    let (date, time) = text.split_once(' ').ok_or_else(wrong)?;
    let parts: Vec<&str> = date.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return Err(wrong().into()) };
    Ok(Instant::parse(&format!("{year}-{month:0>2}-{day:0>2}T{time:0>5}:00Z"))?)
}

/// A clock for each ticket of the log. Only what a row says of its own time is used: when it was
/// written, the state, the priority and the group; of `closed_at`, which stands in each row from
/// the beginning, only the end of the clock.
pub(crate) fn rows(file: &str) -> Result<Vec<BreachRow>, Box<dyn Error>> {
    let mut source = BufReader::new(File::open(file).map_err(|error| format!("{file}: {error}"))?);
    let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let source: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
    let mut reader = csv::Reader::from_reader(source);
    let header = reader.headers()?.clone();
    let mut rows: BTreeMap<String, BreachRow> = BTreeMap::new();
    for record in reader.records() {
        let record = record?;
        let cell = |name: &str| {
            let at = header.iter().position(|other| other == name);
            at.and_then(|at| record.get(at)).ok_or_else(|| format!("no column {name}"))
        };
        let (number, priority) = (cell("number")?, cell("priority")?);
        let at = instant(cell("sys_updated_at")?)?;
        let closed = cell("incident_state")? == "Closed";
        let mut facts = Map::new();
        facts.insert("priority", priority.to_owned());
        facts.insert("group", cell("assignment_group")?.to_owned());
        if !closed {
            facts.insert("phase", phase(cell("incident_state")?).to_owned());
        }
        let promised = goal(priority)?;
        let row = match rows.get_mut(number) {
            Some(row) => row,
            None => rows.entry(number.to_owned()).or_insert(BreachRow {
                ticket: number.to_owned(),
                target: None,
                calendar: Some(CALENDAR.to_owned()),
                started_at: instant(cell("opened_at")?)?,
                goal: promised,
                met_at: None,
                ended_at: None,
                // Of what the first row says this is known at the start.
                facts: [("phase", "open".to_owned()), ("priority", priority.to_owned())].into(),
                changes: Vec::new(),
                pauses: Vec::new(),
            }),
        };
        row.met_at = Some(instant(cell("closed_at")?)?);
        row.changes.push(Change { at, facts, goal: Some(promised) });
    }
    let mut rows: Vec<BreachRow> = rows.into_values().collect();
    for row in &mut rows {
        row.facts.insert("group", "?".to_owned());
        row.met_at = row.met_at.map(|met| met.max(row.started_at));
    }
    Ok(rows)
}
