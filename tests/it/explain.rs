//! Why a report has the priority it has, and what would give it another.

use incident_core::explain::explain;
use incident_core::model::{Facts, Value};
use incident_core::prioritize::Subject;
use incident_core::{Engine, Instant, Kind, check};
use proptest::prelude::*;

/// The preset with rules about priority.
fn engine(rules: &str) -> Engine {
    let text = check::preset("itil").expect("a preset");
    let text = text.replacen("\"lifecycle\":", &format!("{rules}, \"lifecycle\":"), 1);
    Engine::new(check::policy(&text).expect("a policy").policy)
}

const RULES: &str = r#""modifiers": [
    {"id": "vip", "if": {"field": "vip", "is": true}, "raise": 1},
    {"id": "many", "if": {"field": "affectedUsers", "atLeast": 100}, "raise": 2},
    {"id": "test", "if": {"field": "service", "is": "sandbox"}, "set": "planning"}
], "matrices": [
    {"id": "payments", "if": {"all": [{"field": "service", "is": "payments"},
        {"field": "kind", "is": "incident"}]}, "matrix": {
        "high": {"high": "critical", "medium": "critical", "low": "critical"},
        "medium": {"high": "critical", "medium": "high", "low": "high"},
        "low": {"high": "high", "medium": "high", "low": "high"}}}
]"#;

fn facts(pairs: &[(&str, Value)]) -> Facts {
    pairs.iter().cloned().collect()
}

/// The changes that would give a priority, each as text.
fn changes(facts: &Facts, wanted: &str) -> Vec<String> {
    let explained = explain(&engine(RULES), Some(Kind::Incident), facts, Some(wanted));
    let why_not = explained.expect("an explanation").why_not.expect("an answer");
    let text = |one: &incident_core::model::FactChange| format!("{}={}", one.field, one.to);
    let each = why_not.changes.iter();
    each.map(|change| change.iter().map(text).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn the_smallest_changes_are_named() {
    let report = facts(&[("impact", "medium".into()), ("urgency", "high".into())]);
    // It is `high`: one level higher by a VIP, more impact, the payments, or many users.
    let expected = ["impact=high", "vip=yes", "affectedUsers=100", "service=payments"];
    let found = changes(&report, "critical");
    assert_eq!(found.len(), expected.len(), "{found:?}");
    for change in expected {
        let flag = change.replace("yes", &Value::Flag(true).to_string());
        assert!(found.contains(&flag), "{flag} in {found:?}");
    }
}

#[test]
fn what_it_has_already_needs_no_change() {
    let report = facts(&[("impact", "high".into()), ("urgency", "high".into())]);
    assert!(changes(&report, "critical").is_empty());
}

#[test]
fn a_missing_fact_is_one_to_be_given() {
    let report = facts(&[("impact", "high".into())]);
    assert_eq!(changes(&report, "high"), ["urgency=medium"]);
    assert_eq!(changes(&facts(&[]), "planning"), ["service=sandbox"]);
}

#[test]
fn of_numbers_the_nearest_bound_counts() {
    let users = ("affectedUsers", Value::Number(40));
    let report = facts(&[("impact", "low".into()), ("urgency", "medium".into()), users]);
    // `low` by the matrix; two levels higher with 100 users, and not with 101.
    let found = changes(&report, "high");
    assert!(found.contains(&"affectedUsers=100".to_owned()), "{found:?}");
    assert!(found.iter().all(|one| !one.contains("101")), "{found:?}");
}

#[test]
fn an_unknown_priority_and_unknown_facts_are_refused_together() {
    let report = facts(&[("impcat", "high".into())]);
    let refused = explain(&engine(RULES), None, &report, Some("urgent")).expect_err("refused");
    let paths: Vec<_> = refused.iter().map(|error| error.path().as_str()).collect();
    assert_eq!(paths, ["/facts/impcat", "/whyNot"]);
}

fn report() -> impl Strategy<Value = Facts> {
    let level = || prop::option::of(prop::sample::select(vec!["high", "medium", "low"]));
    let service = prop::option::of(prop::sample::select(vec!["payments", "sandbox", "mail"]));
    let users = prop::option::of(0_i64..200);
    (level(), level(), service, users, any::<bool>()).prop_map(
        |(impact, urgency, of, users, vip)| {
            let mut facts = Facts::from([("vip", Value::Flag(vip))]);
            for (field, value) in [("impact", impact), ("urgency", urgency), ("service", of)] {
                if let Some(value) = value {
                    facts.insert(field, value.into());
                }
            }
            if let Some(users) = users {
                facts.insert("affectedUsers", Value::Number(users));
            }
            facts
        },
    )
}

proptest! {
    #[test]
    fn every_change_gives_what_was_asked_for(
        facts in report(),
        wanted in prop::sample::select(vec!["critical", "high", "moderate", "low", "planning"]),
    ) {
        let engine = engine(RULES);
        let explained = explain(&engine, Some(Kind::Incident), &facts, Some(wanted));
        let explained = explained.expect("an explanation");
        let why_not = explained.why_not.expect("an answer");
        let has = explained.priority.level.as_deref() == Some(wanted);
        prop_assert!(!has || why_not.changes.is_empty(), "{:?}", why_not);
        let sizes: Vec<_> = why_not.changes.iter().map(Vec::len).collect();
        prop_assert!(sizes.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", sizes);
        for change in &why_not.changes {
            let mut after = facts.clone();
            for one in change {
                after.insert(&one.field, one.to.clone());
            }
            let subject = Subject {
                kind: Kind::Incident,
                facts: &after,
                overridden: None,
                at: Instant::MIN,
            };
            let level = engine.policy().priorities().prioritize(&subject).level;
            prop_assert_eq!(level.as_deref(), Some(wanted));
        }
    }
}
