//! Business-time facts of other products and of independent oracles: `tests/vectors/business-time`.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[path = "../../examples/conformance/vector.rs"]
mod vector;

use vector::{Outcome, answer};

/// Operations of single products.
const SKIPPED: [&str; 7] = [
    "add_days",
    "between_calendar_days",
    "between_days",
    "is_working_day",
    "next_transition",
    "prev_transition",
    "subtract_days",
];

#[test]
fn every_vector_is_answered_as_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/business-time");
    let mut passed = 0;
    let mut failed = Vec::new();
    let mut skipped: BTreeMap<String, usize> = BTreeMap::new();
    for file in fs::read_dir(folder).expect("the vectors") {
        let text = fs::read_to_string(file.expect("a file").path()).expect("readable");
        let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).expect("JSON");
        for vector in vectors {
            match answer(&vector) {
                Outcome::Passed => passed += 1,
                Outcome::Failed(got) => failed.push((vector["id"].clone(), got)),
                Outcome::Skipped(op) => *skipped.entry(op).or_default() += 1,
            }
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
    assert!(passed >= 4_211, "only {passed} vectors were answered");
    assert_eq!(skipped.keys().map(String::as_str).collect::<Vec<_>>(), SKIPPED);
}
