//! The rows of `tests/vectors/table`, which Node and the browser answer too.
//!
//! `UPDATE=1 cargo test --test it coded_rows` writes the answers anew.

use std::fs;

use incident_core::check;
use incident_core::door::{Session, TableSession};
use incident_core::table::Rows;
use serde_json::{Value as Json, json};

use crate::door::pretty;

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/table/rows.json");

/// The codes of some columns, one column behind the other.
fn codes<'a>(columns: impl Iterator<Item = &'a Json>) -> Vec<u32> {
    let code = |code: &Json| u32::try_from(code.as_u64().expect("a code")).expect("small");
    columns.flat_map(|column| column.as_array().expect("codes")).map(code).collect()
}

fn value(answer: &str) -> Json {
    let answer: Json = serde_json::from_str(answer).expect("JSON");
    assert_eq!(answer["ok"], true, "{answer}");
    answer["value"].clone()
}

fn answers(vector: &Json) -> Json {
    let policy = check::preset(vector["policy"].as_str().expect("a name")).expect("a preset");
    let session = Session::new(policy).expect("a policy");
    let columns = vector["columns"].to_string();
    let mut table = TableSession::new(&session, &columns).expect("a table");
    let fields = value(&table.opened());
    let fields = fields.as_array().expect("fields").iter();
    let rows = &vector["rows"];
    let of_fields: Vec<_> = fields.map(|name| &rows["fields"][name.as_str().unwrap()]).collect();
    let reports = codes(of_fields.iter().copied());
    let moves = codes(of_fields.into_iter().chain([&rows["moves"], &rows["actors"]]));
    let count = rows["moves"].as_array().expect("rows").len();
    let classes = value(&table.classes());
    let answered = table.classify(&Rows::new(&reports, count)).expect("answers");
    let classified: Vec<_> = classes
        .as_array()
        .expect("classes")
        .iter()
        .zip(answered.chunks(count))
        .map(|(class, codes)| {
            json!({ "field": class["field"], "outcomes": class["outcomes"], "codes": codes })
        })
        .collect();
    let ranks = value(&table.ranks());
    let prioritized = table.prioritize(&Rows::new(&reports, count)).expect("answers");
    let decided = table.decide(&Rows::new(&moves, count)).expect("answers");
    json!({
        "classified": classified,
        "prioritized": { "outcomes": ranks, "codes": prioritized },
        "decided": { "outcomes": value(&table.outcomes(0)), "codes": decided },
    })
}

#[test]
fn rows_answer_as_written() {
    let text = fs::read_to_string(FILE).expect("a readable file");
    let mut vectors: Json = serde_json::from_str(&text).expect("vectors");
    for vector in vectors.as_array_mut().expect("a list") {
        let answers = answers(vector);
        if std::env::var_os("UPDATE").is_some() {
            vector["answers"] = answers;
        } else {
            assert_eq!(vector["answers"], answers, "{}", vector["name"]);
        }
    }
    if std::env::var_os("UPDATE").is_some() {
        fs::write(FILE, pretty(&vectors.to_string()) + "\n").expect("a writable file");
    }
}
