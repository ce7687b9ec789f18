//! Columns and rows that a table refuses.

use std::sync::Arc;

use incident_core::table::{Rows, Table, TableDraft};
use serde_json::{Value as Json, json};

use crate::desk::{codes, engine_of};
use crate::lint::broken;

/// What `draft` is refused for.
fn refused(draft: &Json) -> Vec<String> {
    let draft: TableDraft = serde_json::from_value(draft.clone()).expect("a draft");
    let engine = Arc::new(engine_of(&broken("itil", &[])));
    codes(&Table::new(engine, &draft).expect_err("refused"))
}

#[test]
fn columns_are_refused_with_every_reason() {
    let fields = json!({
        "state": ["new", null, "nwe"],
        "stateType": ["new"],
        "impact": ["high", "huge", "high"],
        "vip": ["yes"],
        "nothing": [],
        "unknwon": [1],
        "tags": [[], []],
    });
    let found = refused(&json!({ "fields": fields, "moves": [{ "to": "closed" }] }));
    assert_eq!(
        found,
        [
            "table.valueRepeated /fields/impact/2",
            "field.wordUnknown /fields/impact/1",
            "table.columnEmpty /fields/nothing",
            "lifecycle.factMissing /fields/state/1",
            "field.wordUnknown /fields/state/2",
            "field.derived /fields/stateType/0",
            "table.valueRepeated /fields/tags/1",
            "field.unknown /fields/unknwon/0",
            "field.typeWrong /fields/vip/0",
        ]
    );
    let stateless = refused(&json!({ "fields": {}, "moves": [{ "to": "closed" }] }));
    assert_eq!(stateless, ["document.fieldMissing /fields"]);
}

#[test]
fn rows_are_refused_at_the_code_that_names_nothing() {
    let engine = Arc::new(engine_of(&broken("itil", &[])));
    let draft = json!({
        "fields": { "impact": ["high"], "state": ["new", "inProgress"] },
        "moves": [{ "to": "inProgress" }],
        "actors": [{ "id": "ada" }],
    });
    let draft: TableDraft = serde_json::from_value(draft).expect("a draft");
    let mut table = Table::new(engine, &draft).expect("a table");
    for (rows, path) in [
        ([0, 1, 0, 1, 0, 0, 0, 0], "/fields/impact/1"),
        ([0, 0, 0, 2, 0, 0, 0, 0], "/fields/state/1"),
        ([0, 0, 0, 0, 1, 0, 0, 0], "/moves/0"),
        ([0, 0, 0, 0, 0, 0, 0, u32::MAX], "/actors/1"),
    ] {
        let rows = Rows::new(&rows, 2);
        let told = [
            table.classify(&rows).expect_err("refused"),
            table.prioritize(&rows).expect_err("refused"),
            table.decide(&rows).expect_err("refused"),
        ];
        let expected = format!("table.codeUnknown {path}");
        assert_eq!(codes(&told), [&expected, &expected, &expected].map(String::clone));
    }
    let later = Rows::new(&[0, 0, 0, 2, 0, 0, 0, 0], 2).starting_at(1_000);
    let told = table.classify(&later).expect_err("refused");
    assert_eq!(told.path().to_string(), "/fields/state/1001");
    assert_eq!(told.to_string(), "row 1001 has a code of 2 or more");
    assert_eq!(table.decide(&Rows::new(&[], 0)).expect("none"), Vec::<u32>::new());
    // Of columns that rows do not reach every code is 0.
    assert_eq!(table.decide(&Rows::new(&[], 3)).expect("three"), [0, 0, 0]);
    let still = json!({ "fields": { "impact": ["high"] } });
    let draft: TableDraft = serde_json::from_value(still).expect("a draft");
    let mut table = Table::new(Arc::new(engine_of(&broken("itil", &[]))), &draft).expect("a table");
    let told = table.decide(&Rows::new(&[0], 1)).expect_err("refused");
    assert_eq!(codes(&[told]), ["table.columnEmpty /moves"]);
}
