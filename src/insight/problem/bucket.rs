use std::collections::BTreeMap;

use super::past::Past;
use super::vector::Vector;
use crate::digest;

/// The facts that incidents of one cause may share.
pub(super) const FACTS: [&str; 3] = ["service", "category", "configurationItem"];

/// The facts by which incidents are counted beside what they say, from the narrow to the wide.
pub(super) const LEVELS: [&[&[&str]]; 3] =
    [&[&["configurationItem"]], &[&["service", "category"]], &[&["service"], &["category"]]];

/// Incidents that are counted together.
#[derive(Debug)]
pub(super) struct Bucket<'a> {
    /// What names it in every run.
    pub(super) key: String,
    /// By number, ascending, so in the order of time.
    pub(super) rows: Vec<u32>,
    /// The facts that they share, in the order of [`FACTS`]; empty where they have none or differ.
    pub(super) shared: [&'a str; 3],
    /// The middle of what they say, if that is why they are together.
    pub(super) middle: Option<Vector>,
}

impl<'a> Bucket<'a> {
    /// Incidents that say the same.
    pub(super) fn of_group(past: &Past<'a>, rows: Vec<u32>, middle: Vector) -> Self {
        let first = rows.first().and_then(|row| past.row(*row));
        let id = first.map_or("", |row| row.id.as_str());
        let key = key(&["group", id]);
        Self { key, shared: shared(past, &rows), rows, middle: Some(middle) }
    }

    /// The incidents with each value of facts, without those that are explained.
    pub(super) fn by(past: &Past<'a>, facts: &[&str], explained: &[bool]) -> Vec<Self> {
        let mut found: BTreeMap<Vec<&'a str>, Vec<u32>> = BTreeMap::new();
        for (row, explained) in (0..).zip(explained) {
            let values: Vec<_> = facts.iter().map(|fact| past.text(row, fact)).collect();
            if !explained && values.iter().all(|value| !value.is_empty()) {
                found.entry(values).or_default().push(row);
            }
        }
        let bucket = |(values, rows): (Vec<&str>, Vec<u32>)| {
            let key = key(&[facts, &values].concat());
            Self { key, shared: shared(past, &rows), rows, middle: None }
        };
        found.into_iter().map(bucket).collect()
    }
}

fn key(parts: &[&str]) -> String {
    let mut key = digest::of_bytes(parts.join("\0").as_bytes());
    key.truncate(16);
    key
}

/// Each fact's value, if all incidents that have one agree.
fn shared<'a>(past: &Past<'a>, rows: &[u32]) -> [&'a str; 3] {
    FACTS.map(|fact| {
        let mut values =
            rows.iter().map(|row| past.text(*row, fact)).filter(|text| !text.is_empty());
        let first = values.next().unwrap_or_default();
        if values.all(|value| value == first) { first } else { "" }
    })
}
