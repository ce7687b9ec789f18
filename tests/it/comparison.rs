//! The small audit log of `tests/vectors/replay` under two policies at once; read in Node too.
//!
//! `UPDATE=1 cargo test --test it comparison` writes the expected answer anew.

use std::fs;

use incident_core::digest;
use incident_core::door::{ComparisonSession, ReplaySession, Session};
use incident_core::sla::Proof;
use serde_json::{Value as Json, json};

use crate::replay;

const OWN: &str = include_str!("../../examples/policies/uci.json");
const STRICTER: &str = include_str!("../vectors/replay/stricter.json");
const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/replay/comparison.json");

type Rows = Vec<(u64, Vec<String>)>;

/// The header of the log, and its rows with the line on which each begins.
fn log() -> (String, Rows) {
    let mut rows = replay::rows();
    let header = rows.remove(0).1;
    (json!({"header": header, "zone": "Etc/UTC"}).to_string(), rows)
}

fn session(policy: &str) -> Session {
    Session::new(policy).expect("a policy")
}

/// The lines of a comparison, and its figures with the digest of the lines.
fn compared(first: &str, second: &str, order: impl Fn(&mut Rows)) -> (Vec<Json>, Json) {
    let (begin, mut rows) = log();
    order(&mut rows);
    let mut comparison =
        ComparisonSession::new(&session(first), &session(second), &begin).expect("a comparison");
    let mut record = String::new();
    for (line, cells) in &rows {
        comparison.take(*line, cells, &mut record);
    }
    let rest: Json = serde_json::from_str(&comparison.finish()).expect("JSON");
    record.push_str(rest["value"].as_str().expect("lines"));
    let mut figures: Json = serde_json::from_str(&comparison.answer()).expect("JSON");
    figures["value"]["digest"] = json!(digest::of_bytes(record.as_bytes()));
    let lines = record.lines().map(|line| serde_json::from_str(line).expect("a line")).collect();
    (lines, figures["value"].clone())
}

fn as_written(_: &mut Rows) {}

fn number(json: &Json) -> u64 {
    json.as_u64().expect("a number")
}

#[test]
fn a_stricter_policy_gives_the_expected_lines() {
    let (lines, figures) = compared(OWN, STRICTER, as_written);
    let answer = json!({"figures": figures, "lines": lines});
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&answer).expect("JSON");
        fs::write(EXPECTED, text + "\n").expect("a writable file");
    }
    let expected = fs::read_to_string(EXPECTED).expect("a readable file");
    assert_eq!(answer, serde_json::from_str::<Json>(&expected).expect("JSON"));
    let all = &answer["figures"]["totals"]["all"];
    for name in ["tickets", "differing", "newlyBreached"] {
        assert!(number(&all[name]) > 0, "{name}");
    }
    let moves = lines.iter().filter_map(|line| line["moves"].as_array()).flatten();
    assert!(moves.clone().count() > 0 && moves.clone().all(|one| one["newly"] == true));
}

#[test]
fn a_policy_makes_nothing_else_than_itself() {
    let (lines, figures) = compared(OWN, OWN, as_written);
    assert!(lines.is_empty());
    let all = &figures["totals"]["all"];
    assert!(number(&all["tickets"]) > 0);
    assert_eq!(number(&all["differing"]), 0);
}

#[test]
fn the_other_way_round_is_the_other_way_round() {
    let (there, one) = compared(OWN, STRICTER, as_written);
    let (back, two) = compared(STRICTER, OWN, as_written);
    let all = |figures: &Json, name: &str| number(&figures["totals"]["all"][name]);
    assert_eq!(all(&one, "newlyBreached"), all(&two, "newlyMet"));
    assert_eq!(all(&one, "newlyMet"), all(&two, "newlyBreached"));
    assert_eq!(there.len(), back.len());
    for (there, back) in there.iter().zip(&back) {
        let turn = |one: &Json| json!({"path": one["path"], "from": one["to"], "to": one["from"]});
        let turned: Vec<Json> =
            back["differences"].as_array().expect("a list").iter().map(turn).collect();
        assert_eq!(there["differences"].as_array().expect("a list").len(), turned.len());
        for difference in there["differences"].as_array().expect("a list") {
            assert!(turned.contains(difference), "{difference}");
        }
    }
}

#[test]
fn every_line_is_confirmed_by_both_proofs() {
    let (lines, _) = compared(OWN, STRICTER, as_written);
    let mut confirmed = 0;
    for line in &lines {
        for proofs in line["proofs"].as_array().expect("proofs") {
            for side in ["from", "to"] {
                let proof: Proof = serde_json::from_value(proofs[side].clone()).expect("a proof");
                assert_eq!(proof.verify(), Ok(()));
                let path = format!("{}/dueAt", proofs["path"].as_str().expect("a path"));
                let due = line["differences"].as_array().expect("a list").iter();
                let mut due = due.filter(|difference| difference["path"] == json!(path));
                if let Some(difference) = due.next() {
                    assert_eq!(difference[side], proofs[side]["dueAt"]);
                    confirmed += 1;
                }
            }
        }
    }
    assert!(confirmed > 20, "{confirmed}");
}

#[test]
fn the_counts_add_up() {
    let (lines, figures) = compared(OWN, STRICTER, as_written);
    let totals = &figures["totals"];
    let all = &totals["all"];
    assert_eq!(number(&all["differing"]), lines.len() as u64);
    for part in ["byPriority", "byGroup", "byMonth"] {
        for name in ["tickets", "differing", "newlyBreached", "newlyMet"] {
            let parts = totals[part].as_object().expect("parts").values();
            let sum: u64 = parts.map(|tally| number(&tally[name])).sum();
            assert_eq!(sum, number(&all[name]), "{part} {name}");
        }
    }
    // Each policy replayed alone misses as many more as the comparison says.
    let missed = |policy: &str| {
        let (begin, rows) = log();
        let mut replay = ReplaySession::new(&session(policy), &begin).expect("a replay");
        for (line, cells) in &rows {
            replay.take(*line, cells, &mut String::new());
        }
        let sla = replay.replay().summary().sla;
        assert!(sla.missed > 0);
        (sla.missed, sla.met)
    };
    let ((own, _), (stricter, _)) = (missed(OWN), missed(STRICTER));
    let lines_of =
        |breach: &str| lines.iter().filter(|line| line["breach"] == breach).count() as u64;
    assert_eq!(lines_of("newlyBreached"), number(&all["newlyBreached"]));
    assert!(stricter <= own + lines_of("newlyBreached"));
    assert!(stricter > own);
}

#[test]
fn rows_of_a_ticket_that_has_ended_change_nothing() {
    let (lines, figures) = compared(OWN, STRICTER, as_written);
    // The first ticket's last row once more, at the very end.
    let (late, after) = compared(OWN, STRICTER, |rows| {
        let number = rows[0].1[0].clone();
        let again = rows.iter().rev().find(|(_, cells)| cells[0] == number).expect("a row").clone();
        rows.push(again);
    });
    assert_eq!(late, lines);
    assert_eq!(after["totals"]["all"], figures["totals"]["all"]);
    assert_eq!(number(&after["totals"]["rowsAfterEnd"]), 1);
}
