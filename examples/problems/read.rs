//! Incidents and pairs of duplicates out of CSV files.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use incident_core::Instant;
use incident_core::insight::similar::PastTicket;
use incident_core::model::Facts;

use crate::{Failure, Pairs};

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
/// The columns of an audit export, by the facts that they are taken for. There is no text in it, so
/// the symptom stands for the title, the category for the service, the subcategory for it.
const AUDITED: [(&str, &str); 6] = [
    ("u_symptom", "shortDescription"),
    ("category", "service"),
    ("subcategory", "category"),
    ("cmdb_ci", "configurationItem"),
    ("caused_by", "causeCode"),
    ("problem_id", "problem"),
];

type Record = BTreeMap<String, String>;

fn records(file: &str) -> Result<Vec<Record>, Failure> {
    let mut source = BufReader::new(File::open(file).map_err(|error| format!("{file}: {error}"))?);
    let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let source: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
    let records = csv::Reader::from_reader(source).into_deserialize();
    Ok(records.collect::<Result<_, csv::Error>>()?)
}

fn cell<'a>(record: &'a Record, name: &str) -> Result<&'a str, Failure> {
    Ok(record.get(name).ok_or_else(|| format!("no column {name}"))?)
}

/// Reads `29/2/2016 01:16` or `29/Feb/16 01:16`, as if the clocks were those of UTC.
fn instant(text: &str) -> Result<Instant, Failure> {
    let wrong = || format!("no instant: {text}");
    let (date, time) = text.split_once(' ').ok_or_else(wrong)?;
    let parts: Vec<&str> = date.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return Err(wrong().into()) };
    let named = MONTHS.iter().position(|name| name == month).map(|at| (at + 1).to_string());
    let month = named.unwrap_or_else(|| (*month).to_owned());
    let year = if year.len() == 2 { format!("20{year}") } else { (*year).to_owned() };
    Ok(Instant::parse(&format!("{year}-{month:0>2}-{day:0>2}T{time:0>5}:00Z"))?)
}

fn ticket(id: &str, opened_at: Instant, facts: Facts) -> PastTicket {
    let (kind, state, resolved_at) = (None, None, None);
    PastTicket { id: id.to_owned(), kind, state, opened_at, resolved_at, reopens: 0, facts }
}

/// The incidents of a file, each once.
pub(crate) fn incidents(file: &str) -> Result<Vec<PastTicket>, Failure> {
    let mut tickets: BTreeMap<String, PastTicket> = BTreeMap::new();
    for record in records(file)? {
        let mut facts = Facts::new();
        let (id, opened) = if record.contains_key("incident_state") {
            for (column, fact) in AUDITED {
                let value = cell(&record, column)?.trim();
                if value != "?" {
                    // One word, so that its number is no term of its own.
                    facts.insert(fact, value.replace(' ', "").as_str().into());
                }
            }
            (cell(&record, "number")?, cell(&record, "opened_at")?)
        } else {
            facts.insert("shortDescription", cell(&record, "Summary")?.into());
            facts.insert("description", cell(&record, "Description")?.into());
            (cell(&record, "Issue id")?, cell(&record, "Created")?)
        };
        let opened = instant(opened)?;
        tickets.entry(id.to_owned()).or_insert_with(|| ticket(id, opened, facts));
    }
    Ok(tickets.into_values().collect())
}

/// A pair in the order of its identifiers.
pub(crate) fn pair(one: &str, other: &str) -> (String, String) {
    let (one, other) = (one.min(other), one.max(other));
    (one.to_owned(), other.to_owned())
}

/// The pairs of duplicates of a file.
pub(crate) fn pairs(file: &str) -> Result<Pairs, Failure> {
    let pairs = records(file)?;
    let pairs =
        pairs.iter().map(|row| Ok(pair(cell(row, "Issue id")?, cell(row, "Duplicate id")?)));
    pairs.collect()
}
