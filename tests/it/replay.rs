//! A small audit log with rows that are bad on purpose: `tests/vectors/replay`, read in Node too.
//!
//! `UPDATE=1 cargo test --test it replay` writes the expected answer anew; read the difference.

use std::fs;

use incident_core::door::{ReplaySession, Session};
use incident_core::{Code, Error};
use serde_json::{Value as Json, json};

const LOG: &str = include_str!("../vectors/replay/audit-log.csv");
const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/replay/expected.json");

fn session() -> Session {
    Session::new(include_str!("../../examples/policies/uci.json")).expect("a policy")
}

fn begin(session: &Session, header: &[String], zone: &str) -> Result<ReplaySession, Vec<Error>> {
    ReplaySession::new(session, &json!({"header": header, "zone": zone}).to_string())
}

/// The rows of the log with the line on which each begins; the header is the first.
pub(crate) fn rows() -> Vec<(u64, Vec<String>)> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(LOG.as_bytes());
    let records = reader.records().map(|row| row.expect("a row"));
    records
        .map(|row| {
            let line = row.position().expect("a position").line();
            (line, row.iter().map(str::to_owned).collect())
        })
        .collect()
}

fn replayed(rows_at_once: usize) -> String {
    let session = session();
    let rows = rows();
    let (header, rows) = rows.split_first().expect("a header");
    let mut replay = begin(&session, &header.1, "Etc/UTC").expect("a replay");
    for some in rows.chunks(rows_at_once) {
        let some: Vec<_> =
            some.iter().map(|(line, cells)| json!({"line": line, "cells": cells})).collect();
        let answer = replay.push(&Json::from(some).to_string());
        assert!(answer.starts_with(r#"{"ok":true"#), "{answer}");
    }
    replay.answer()
}

#[test]
fn the_log_gives_the_figures_that_were_read_by_eye() {
    let answer: Json = serde_json::from_str(&replayed(7)).expect("JSON");
    let answer = &answer["value"];
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(answer).expect("JSON");
        fs::write(EXPECTED, text + "\n").expect("a writable file");
    }
    let expected = fs::read_to_string(EXPECTED).expect("a readable file");
    let expected: Json = serde_json::from_str(&expected).expect("JSON");
    assert_eq!(*answer, expected);
    let codes: Vec<_> = answer["findings"].as_array().expect("findings").iter().collect();
    let codes: Vec<_> = codes.iter().map(|finding| finding["code"].as_str()).collect();
    let planted = [Code::ReplayStateUnknown, Code::ReplayRowWidth, Code::ReplayRowOutOfOrder];
    assert_eq!(codes, planted.map(|code| Some(code.as_str())));
    assert_eq!(answer["summary"]["unknownStates"], json!({"-100": 1}));
}

#[test]
fn the_size_of_a_batch_changes_nothing() {
    let whole = replayed(usize::MAX);
    for rows_at_once in [1, 2, 13] {
        assert_eq!(replayed(rows_at_once), whole);
    }
}

#[test]
fn a_header_and_a_zone_are_refused_with_reasons() {
    let session = session();
    let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<String>>();
    let refused = |header: &[String], zone: &str| {
        let errors = begin(&session, header, zone).map(|_| ()).expect_err("refused");
        errors.iter().map(Error::code).collect::<Vec<_>>()
    };
    let good = names(&["number", "incident_state", "sys_updated_at", "opened_at"]);
    assert_eq!(refused(&good, "Etc/Nowhere"), [Code::TimeZoneUnknown]);
    assert_eq!(refused(&names(&["number"]), "Etc/UTC"), [Code::ReplayColumnMissing; 3]);
    let twice = [good.clone(), names(&["number"])].concat();
    assert_eq!(refused(&twice, "Etc/UTC"), [Code::ReplayColumnRepeated]);
}

#[test]
fn a_cell_that_cannot_be_read_is_named_and_the_replay_goes_on() {
    let session = session();
    let header = ["number", "incident_state", "sys_updated_at", "opened_at"].map(str::to_owned);
    let mut replay = begin(&session, &header, "Europe/Berlin").expect("a replay");
    let mut record = String::new();
    let good = ["INC1", "New", "1/3/2026 10:00", "1/3/2026 09:00"].map(str::to_owned);
    for (column, bad) in [
        (2, "30/2/2026 10:00"),
        (2, "1/3/1969 10:00"),
        (2, "1/1/10000 10:00"),
        (3, "2026-03-01"),
        (3, ""),
        (0, "?"),
        (1, " "),
    ] {
        let mut cells = good.clone();
        bad.clone_into(&mut cells[column]);
        replay.take(9, &cells, &mut record);
        let finding = replay.replay().findings().last().expect("a finding").clone();
        assert_eq!(finding.code(), Code::ReplayCellInvalid, "{bad}");
        assert_eq!(finding.path().as_str(), format!("/lines/9/{}", header[column]), "{bad}");
    }
    assert_eq!(record, "");
    replay.take(10, &good, &mut record);
    assert!(record.contains("INC1"));
}
