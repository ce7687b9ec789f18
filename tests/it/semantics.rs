//! The page on how time is counted, and the boundary facts of a system that rolls over.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value as Json, json};

use crate::desk::{Desk, agreement};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_test_that_the_page_names_exists() {
    let page = fs::read_to_string(root().join("src/sla/semantics.md")).expect("the page");
    let mut named = 0;
    for word in page.split('`').skip(1).step_by(2) {
        if let Some((module, name)) = word.split_once("::") {
            let file = root().join(format!("tests/it/{module}.rs"));
            let text = fs::read_to_string(&file).unwrap_or_else(|_| panic!("no {module}"));
            let name = name.trim_end_matches('*');
            assert!(text.contains(&format!("fn {name}")), "no test {word}");
            named += 1;
        }
    }
    let decisions = fs::read_to_string(root().join("tests/it/decisions.rs")).expect("the tests");
    for number in 1..=18 {
        assert!(decisions.contains(&format!("fn d{number:02}_")), "no test of decision {number}");
    }
    assert!(named > 10);
}

fn calendar(vector: &Json) -> Json {
    let mut calendar = vector["calendar"].clone();
    let object = calendar.as_object_mut().expect("a calendar");
    let zone = object.remove("time_zone").expect("a zone");
    object.insert("zone".to_owned(), zone);
    object.insert("id".to_owned(), json!("office"));
    if let Some(dates) = object.remove("holidays") {
        let dates = dates.as_array().expect("dates").iter();
        let holidays: Vec<_> = dates.map(|date| json!({ "date": date })).collect();
        object.insert("holidays".to_owned(), json!(holidays));
    }
    calendar
}

#[test]
fn the_profile_of_zammad_is_due_where_its_library_says() {
    let file = root().join("tests/vectors/business-time/random-exact-fit.json");
    let vectors: Vec<Json> =
        serde_json::from_str(&fs::read_to_string(file).expect("vectors")).expect("JSON");
    let mut compared = 0;
    for vector in vectors.iter().filter(|vector| vector["op"] == "add") {
        for (profile, expected) in [("zammad", "expect_rolled"), ("frappe", "expect")] {
            let within = json!({ "critical": format!("{}s", vector["duration_s"]) });
            let mut agreement = agreement(json!([{ "kind": "resolve", "within": within }]));
            agreement["profile"] = json!(profile);
            let mut desk = Desk::of(json!([calendar(vector)]), json!([agreement]));
            let start = vector["start"].as_str().expect("a start");
            desk.open(start, "high");
            let due = desk.due(start, "resolve");
            assert_eq!(due.as_deref(), vector[expected].as_str(), "{profile}: {vector}");
            compared += 1;
        }
    }
    assert!(compared > 300, "only {compared} compared");
}
