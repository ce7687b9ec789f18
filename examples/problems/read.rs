//! Incidents and pairs of duplicates out of CSV files.

use std::collections::BTreeMap;

use incident_core::Instant;
use incident_core::insight::similar::PastTicket;
use incident_core::model::Facts;

use crate::records::{cell, instant, records};
use crate::{Failure, Pairs};

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
