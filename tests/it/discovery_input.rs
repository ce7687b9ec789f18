//! Discovery of logs of any kind: names, tables, what cannot be read, and the door.
//!
//! `UPDATE=1 cargo test --test it discovery` writes `tests/vectors/replay/discovery.json` anew.

use std::fs;

use incident_core::discovery::{Columns, LogRow, Observation, Reader};
use incident_core::door::DiscoverySession;
use incident_core::model::StateType;
use incident_core::time::Zone;
use incident_core::{Code, Error, Instant, Span, check};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::discovery::{LEVELS, PRIORITIES, accepted, at, found, later, row};
use crate::replay;

const EXPECTED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/replay/discovery.json");
const HOUR: i64 = 3_600_000;

#[test]
fn states_are_told_by_name_and_by_what_happens_in_them() {
    let mut log = Vec::new();
    let path = ["Reported", "Looked at", "Pending parts", "Mended", "Archived"];
    for number in 0..300_i64 {
        let opened = later(at("2026-01-05T08:00:00Z"), number * HOUR);
        for (hour, state) in (0..).zip(path) {
            log.push(row(&format!("T{number}"), state, later(opened, hour * HOUR)));
        }
    }
    log.push(row("T0", "-100", at("2026-12-01T00:00:00Z")));
    log.push(row("T0", "Archived", at("2026-12-02T00:00:00Z")));
    let discovery = found(&log, "Etc/UTC", None);
    accepted(&discovery);
    let types: Vec<_> = discovery
        .states
        .iter()
        .map(|state| (state.state.as_str(), state.state_type, state.set_apart))
        .collect();
    assert_eq!(
        types,
        [
            ("Reported", StateType::New, false),
            ("Looked at", StateType::Active, false),
            ("Mended", StateType::Active, false),
            ("-100", StateType::Active, true),
            ("Pending parts", StateType::OnHold, false),
            ("Archived", StateType::Closed, false),
        ]
    );
    assert_eq!(discovery.backward, 1);
    let ids: Vec<_> = discovery.draft.lifecycle.states.iter().map(|state| &*state.id).collect();
    assert_eq!(ids, ["reported", "lookedAt", "mended", "pendingParts", "archived"]);
    assert!(discovery.matrix.is_none() && discovery.hours.is_none());
    assert!(discovery.auto_close.is_none());
}

#[test]
fn empty_and_tiny_logs_have_little_to_say() {
    let empty = found(&[], "Etc/UTC", None);
    assert_eq!((empty.rows, empty.tickets, empty.states.len()), (0, 0, 0));
    let codes: Vec<_> = empty.refused.iter().map(Error::code).collect();
    assert_eq!(codes, [Code::StateUnknown]);
    let one = found(&[row("T", "New", Instant::MIN)], "Etc/UTC", None);
    assert_eq!((one.rows, one.tickets, one.transitions.len()), (1, 1, 0));
    accepted(&one);
    // A ticket from one end of time to the other.
    let mut ends = [row("T", "New", Instant::MIN), row("T", "Resolved", Instant::MIN)].to_vec();
    ends.extend([row("T", "Closed", Instant::MAX), row("U", "Closed", Instant::MAX)]);
    for row in &mut ends {
        row.met = Some(row.ticket == "U");
        row.levels = [LEVELS[0], LEVELS[1], PRIORITIES[2]].map(|level| Some(level.to_owned()));
    }
    let ends = found(&ends, "Europe/Berlin", None);
    accepted(&ends);
    assert_eq!(ends.auto_close.expect("a wait").latest, []);
    let equal: Vec<_> = (0..50).map(|_| row("T", "Closed", Instant::MAX)).collect();
    let equal = found(&equal, "Etc/UTC", None);
    assert_eq!((equal.rows, equal.tickets, equal.states[0].last), (50, 1, 1));
    accepted(&equal);
}

#[test]
fn rows_out_of_order_and_too_many_names_are_noted() {
    let mut observation = Observation::new(Zone::named("Etc/UTC").expect("a zone"));
    observation.push(&row("T", "New", at("2026-01-02T00:00:00Z")));
    observation.push(&row("T", "Closed", at("2026-01-01T00:00:00Z")));
    for number in 0..1_200 {
        let mut row = row("U", &format!("S{number}"), at("2026-01-01T00:00:00Z"));
        row.levels[0] = Some(format!("level {number}"));
        observation.push(&row);
    }
    let count =
        |code| observation.findings().iter().filter(|finding| finding.code() == code).count();
    assert_eq!(count(Code::ReplayRowOutOfOrder), 1);
    assert!(count(Code::LimitExceeded) > 0 && count(Code::ReplayLevelUnknown) > 0);
    // Of the 1,202 states 1,000 are kept, and of the levels in their rows 100.
    assert_eq!(observation.findings_count(), 1 + 202 + 898);
    assert_eq!(observation.findings().len(), 1_000);
    let discovery = observation.finish(None);
    assert_eq!((discovery.rows, discovery.out_of_order), (1_000, 1));
    accepted(&discovery);
}

#[test]
fn names_of_all_kinds_make_identifiers() {
    let names = ["", "💥", "Zurück gestellt", "zurück-gestellt", "1 2", &"long ".repeat(100)];
    let log: Vec<_> = names.iter().map(|name| row("T", name, Instant::MIN)).collect();
    let discovery = found(&log, "Etc/UTC", None);
    accepted(&discovery);
    let ids = discovery.draft.lifecycle.states.iter().map(|state| state.id.clone());
    let mut ids: Vec<_> = ids.collect();
    ids.sort();
    let cut = format!("long{}", "Long".repeat(29));
    let expected = ["12", cut.as_str(), "unnamed", "unnamed2", "zurückGestellt", "zurückGestellt2"];
    assert_eq!(ids, expected);
}

fn reader(header: &[&str], zone: &str, columns: Option<Columns>) -> Result<Reader, Vec<Error>> {
    let header: Vec<_> = header.iter().map(|name| (*name).to_owned()).collect();
    Reader::new(&header, Zone::named(zone).expect("a zone"), columns)
}

#[test]
fn any_table_is_read_by_its_columns() {
    let columns: Columns = serde_json::from_value(json!({
        "ticket": "id", "state": "status", "at": "time", "openedAt": "opened", "met": "in time"
    }))
    .expect("columns");
    let header = ["id", "status", "time", "opened", "in time"];
    let reader = reader(&header, "Europe/Berlin", Some(columns.clone())).expect("a reader");
    let cells = |cells: [&str; 5]| cells.map(str::to_owned);
    let noon = at("2026-07-01T10:00:00Z");
    for time in [
        "2026-07-01T12:00:00+02:00",
        "2026-07-01T12:00:00",
        "2026-07-01 12:00:00.000",
        "2026-07-01 12:00",
        "1/7/2026 12:00",
    ] {
        let read = reader.row(2, &cells(["T", "New", time, "?", "Yes"])).expect("a row");
        assert_eq!((read.at, read.opened_at, read.met), (noon, None, Some(true)), "{time}");
    }
    for (column, bad) in [(0, " "), (1, ""), (2, "noon"), (2, "?"), (3, "2026-13-01"), (4, "so")] {
        let mut cells = cells(["T", "New", "2026-07-01 12:00", "2026-07-01 11:00", "no"]);
        bad.clone_into(&mut cells[column]);
        let errors = reader.row(9, &cells).expect_err("refused");
        let codes: Vec<_> = errors.iter().map(Error::code).collect();
        assert_eq!(codes, [Code::ReplayCellInvalid], "{bad}");
        assert_eq!(errors[0].path().as_str(), format!("/lines/9/{}", header[column]));
    }
    let short = reader.row(3, &["T".to_owned()]).expect_err("refused");
    assert_eq!(short[0].code(), Code::ReplayRowWidth);
    let codes = |errors: Vec<Error>| errors.iter().map(Error::code).collect::<Vec<_>>();
    let missing = self::reader(&["id"], "Etc/UTC", Some(columns)).expect_err("refused");
    assert_eq!(codes(missing), [Code::ReplayColumnMissing; 4]);
    let unknown = self::reader(&["id"], "Etc/UTC", None).expect_err("refused");
    assert_eq!(codes(unknown), [Code::ReplayColumnMissing; 4]);
}

#[test]
fn logs_of_volvo_are_known_by_their_header() {
    let header =
        ["case:concept:name", "concept:name", "lifecycle:transition", "impact", "time:timestamp"];
    let reader = reader(&header, "Europe/Stockholm", None).expect("a reader");
    let mut observation = Observation::new(Zone::named("Europe/Stockholm").expect("a zone"));
    for (state, detail, day) in [
        ("Accepted", "In Progress", 1),
        ("Accepted", "Wait - User", 2),
        ("Completed", "Resolved", 3),
        ("Queued", "Awaiting Assignment", 4),
        ("Accepted", "In Progress", 5),
        ("Completed", "Resolved", 6),
        ("Completed", "Closed", 13),
    ] {
        let time = format!("2012-04-{day:02}T16:59:42+02:00");
        let cells = ["1-36", state, detail, "Medium", &time].map(str::to_owned);
        observation.push(&reader.row(2, &cells).expect("a row"));
    }
    let discovery = observation.finish(None);
    accepted(&discovery);
    let moves: Vec<_> = discovery
        .transitions
        .iter()
        .map(|one| (&*one.from, &*one.to, one.count, one.backward))
        .collect();
    assert_eq!(
        moves,
        [
            ("Accepted", "Completed", 2, false),
            ("Completed", "Queued", 1, true),
            ("Queued", "Accepted", 1, false)
        ]
    );
    assert_eq!((discovery.backward, discovery.finer_transitions.len()), (1, 6));
    let of = |detail: &str| {
        let mut states = discovery.states.iter();
        states.find(|state| state.detail.as_deref() == Some(detail)).expect("a state").state_type
    };
    assert_eq!(of("Wait - User"), StateType::OnHold);
    assert_eq!(of("Awaiting Assignment"), StateType::Active, "a queue is no wait");
    assert_eq!((of("Resolved"), of("Closed")), (StateType::Resolved, StateType::Closed));
    let close = discovery.auto_close.expect("a delay");
    assert_eq!((close.delay, close.clear), (Span::from_hours(168), true));
}

#[test]
fn the_door_gives_what_node_gives() {
    let mut rows = replay::rows();
    let header = rows.remove(0).1;
    let begin = json!({"header": header, "zone": "Etc/UTC", "train": 9}).to_string();
    let mut session = DiscoverySession::new(&begin).expect("a discovery");
    for some in rows.chunks(7) {
        let some: Vec<_> =
            some.iter().map(|(line, cells)| json!({"line": line, "cells": cells})).collect();
        assert_eq!(session.push(&Json::from(some).to_string()), r#"{"ok":true,"value":""}"#);
    }
    let discovery = session.discovery();
    accepted(&discovery);
    let mut answer: Json = serde_json::from_str(&session.answer()).expect("JSON");
    let text = serde_json::to_string(&discovery.draft).expect("JSON");
    answer["value"]["digest"] = json!(check::policy(&text).expect("a policy").policy.digest());
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&answer["value"]).expect("JSON");
        fs::write(EXPECTED, text + "\n").expect("a writable file");
    }
    let expected = fs::read_to_string(EXPECTED).expect("a readable file");
    assert_eq!(answer["value"], serde_json::from_str::<Json>(&expected).expect("JSON"));
    let matrix = discovery.matrix.expect("a matrix");
    assert!(matrix.rows > 40 && matrix.cells.iter().any(|cell| cell.filled.is_some()));
    assert!(discovery.states.iter().any(|state| state.state == "-100" && state.set_apart));
}

#[test]
fn a_beginning_that_cannot_be_read_says_why() {
    let refused = |request: Json| {
        let errors = DiscoverySession::new(&request.to_string()).expect_err("refused");
        errors.iter().map(Error::code).collect::<Vec<_>>()
    };
    let unknown = json!({"header": [], "zone": "Europe/Berlim"});
    assert_eq!(refused(unknown), [Code::TimeZoneUnknown]);
    let columns = json!({"header": ["a"], "zone": "Etc/UTC", "columns": {"ticket": "a"}});
    assert_eq!(refused(columns), [Code::DocumentFieldMissing; 2]);
    let twice = json!({"header": ["number", "number"], "zone": "Etc/UTC"});
    assert_eq!(
        refused(twice),
        [
            Code::ReplayColumnMissing,
            Code::ReplayColumnMissing,
            Code::ReplayColumnMissing,
            Code::ReplayColumnRepeated
        ]
    );
    let train = json!({"header": ["a"], "zone": "Etc/UTC", "train": -1});
    assert_eq!(refused(train).len(), 1);
}

fn any_log() -> impl Strategy<Value = Vec<LogRow>> {
    let any_row =
        (0..6_u8, 0..7_usize, 0..40_000_i64, 0..3_usize, 0..3_usize, any::<Option<bool>>());
    let states = ["New", "Active", "Pending", "Resolved", "Closed", "Canceled", "x"];
    prop::collection::vec(any_row, 0..80).prop_map(move |rows| {
        let made =
            |(ticket, state, minute, impact, priority, met): (u8, usize, i64, usize, usize, _)| {
                let at = later(at("2026-03-01T00:00:00Z"), minute * 60_000);
                let mut row = row(&format!("T{ticket}"), states[state], at);
                row.levels = [LEVELS[impact], LEVELS[impact], PRIORITIES[priority]]
                    .map(|level| Some(level.to_owned()));
                row.met = met;
                row
            };
        rows.into_iter().map(made).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn counts_add_up_in_any_log(log in any_log()) {
        let discovery = found(&log, "Europe/Berlin", None);
        let sum = |counts: &mut dyn Iterator<Item = u64>| counts.sum::<u64>();
        let states = &discovery.states;
        prop_assert_eq!(discovery.rows, log.len() as u64);
        prop_assert_eq!(sum(&mut states.iter().map(|one| one.rows)), discovery.rows);
        prop_assert_eq!(sum(&mut states.iter().map(|one| one.first)), discovery.tickets);
        prop_assert_eq!(sum(&mut states.iter().map(|one| one.last)), discovery.tickets);
        let moves = sum(&mut discovery.transitions.iter().map(|one| one.count));
        let visits = sum(&mut states.iter().map(|one| one.visits));
        prop_assert_eq!(visits, moves + discovery.tickets);
        if let Some(matrix) = &discovery.matrix {
            prop_assert_eq!(matrix.rows, discovery.rows);
            let support = sum(&mut matrix.cells.iter().map(|cell| cell.support));
            prop_assert_eq!(support + matrix.exceptions, matrix.rows);
        }
        if let Some(close) = &discovery.auto_close {
            prop_assert_eq!(close.earlier + close.later + close.best.count, close.tickets);
        }
        if let Some(hours) = &discovery.hours {
            let fewest = hours.anchors.iter().map(|one| one.train_errors).min();
            prop_assert!(Some(hours.chosen.train_errors) <= fewest);
            prop_assert!(hours.chosen.train_errors <= hours.plain.train_errors);
            for target in hours.chosen.targets.iter().chain(&hours.plain.targets) {
                prop_assert!(target.from <= target.within);
                prop_assert!(target.to.is_none_or(|to| target.within < to));
            }
        }
        if !log.is_empty() {
            accepted(&discovery);
        }
        let errors = DiscoverySession::new("{").map(|_| ()).expect_err("refused");
        prop_assert_eq!(errors[0].code(), Code::DocumentSyntax);
    }
}
