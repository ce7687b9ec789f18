//! Assess and decide: every outcome beside every disposition and impact, severity in whole
//! numbers, and the taxonomies as they were published.

use std::collections::BTreeSet;

use incident_core::document::Map;
use incident_core::model::{Facts, Value};
use incident_core::security::assessment::{
    AssessedEvent, Assessment, AssessmentPlan, AssessmentPlanDraft, Outcome, SEVERITY_CATEGORIES,
    Severity, SeverityModelDraft, TAXONOMIES, Taxonomy, assess_event,
};
use incident_core::{Code, Error};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;

fn plan(document: &Json) -> AssessmentPlan {
    let draft: AssessmentPlanDraft = serde_json::from_value(document.clone()).expect("a plan");
    draft.check().expect("accepted")
}

fn assess(document: &Json) -> Result<AssessedEvent, Vec<Error>> {
    let assessment: Assessment = serde_json::from_value(document.clone()).expect("an assessment");
    assess_event(&assessment, &Facts::new(), &plan(&json!({})))
}

fn refused(document: &Json) -> Vec<String> {
    let errors = assess(document).err().unwrap_or_default();
    let errors: Vec<Error> = errors.into_iter().filter(|error| error.code().refuses()).collect();
    codes(&errors)
}

fn taxonomy(id: &str) -> &'static Taxonomy {
    TAXONOMIES.iter().find(|taxonomy| taxonomy.id == id).expect("a taxonomy")
}

#[test]
fn taxonomies_have_the_codes_that_were_published() {
    let counts: Vec<_> = TAXONOMIES.iter().map(|one| (one.id, one.codes.len())).collect();
    let expected = [
        ("rsit", 39),
        ("attack", 14),
        ("nis2RootCause", 5),
        ("disposition", 7),
        ("notAnIncident", 6),
        ("veris.securityIncident", 4),
        ("veris.actor", 4),
        ("veris.action", 8),
        ("veris.attribute", 4),
        ("veris.impact", 6),
        ("veris.targeted", 4),
        ("veris.confidence", 4),
        ("functionalImpact", 4),
        ("informationImpact", 4),
        ("recoverability", 4),
        ("tlp", 5),
        ("pap", 4),
    ];
    assert_eq!(counts, expected);
    for one in TAXONOMIES {
        let codes: BTreeSet<_> = one.codes.iter().map(|(code, _)| code).collect();
        assert_eq!(codes.len(), one.codes.len(), "{}: a code twice", one.id);
        assert!(!one.version.is_empty() && !one.source.is_empty(), "{}", one.id);
        assert!(one.codes.iter().all(|(code, _)| one.has(code)) && !one.has("?"));
    }
    let classes: BTreeSet<_> =
        taxonomy("rsit").codes.iter().filter_map(|(code, _)| code.split('.').next()).collect();
    assert_eq!(classes.len(), 11);
    let tactics: BTreeSet<_> = taxonomy("attack").codes.iter().map(|(code, _)| *code).collect();
    let last = ["TA0040", "TA0042", "TA0043"];
    let numbers = (1..=11).map(|number| format!("TA{number:04}"));
    let all: BTreeSet<String> = numbers.chain(last.map(str::to_owned)).collect();
    assert_eq!(tactics.into_iter().map(str::to_owned).collect::<BTreeSet<_>>(), all);
}

/// Every word that an assessment takes is one of its taxonomy, and the other way round.
#[test]
fn words_of_assessments_are_those_of_the_taxonomies() {
    for member in ["functionalImpact", "recoverability", "tlp", "pap"] {
        for (code, _) in taxonomy(member).codes {
            let document = json!({ "outcome": "event", member: code });
            let assessed = assess(&document).expect("accepted");
            let written = serde_json::to_value(&assessed.assessment).expect("JSON");
            assert_eq!(written[member], json!(code));
        }
    }
    for (code, _) in taxonomy("informationImpact").codes {
        assert!(assess(&json!({ "outcome": "event", "informationImpact": [code] })).is_ok());
    }
}

#[test]
fn every_way_from_one_outcome_to_another_is_decided() {
    let allowed = |from: usize, to: usize| match from {
        0 => matches!(to, 0 | 2),
        1 | 2 => to <= 3,
        3 => true,
        _ => to >= 3,
    };
    for (rank, from) in Outcome::ALL.into_iter().enumerate() {
        for (other, to) in Outcome::ALL.into_iter().enumerate() {
            let mut document = json!({ "from": from.as_str(), "outcome": to.as_str() });
            let bare = refused(&document);
            document["reason"] = json!("because");
            let reasoned = refused(&document);
            let down = rank >= 3 && other < rank;
            let code = match (allowed(rank, other), other) {
                (true, _) => None,
                (false, 4) => Some("assessment.crisisWithoutIncident /outcome"),
                (false, _) => Some("assessment.nextNotAllowed /outcome"),
            };
            let expected: Vec<&str> = code.into_iter().collect();
            assert_eq!(reasoned, expected, "{from:?} {to:?}");
            let missing = code.is_none() && down;
            assert_eq!(bare != reasoned, missing, "{from:?} {to:?}");
            if missing {
                assert_eq!(bare, ["assessment.reasonMissing /reason"]);
            }
            let next = from.changes().into_iter().find(|next| next.outcome == to);
            assert_eq!(next.is_some(), code.is_none() && from != to);
            assert_eq!(next.is_some_and(|next| next.needs_reason), missing);
        }
    }
}

/// Which pairs of an outcome and a disposition go together, by the sentences of the docs.
#[test]
fn every_outcome_beside_every_disposition_is_decided() {
    for outcome in Outcome::ALL {
        for (disposition, _) in taxonomy("disposition").codes {
            let mut document = json!({ "from": "incident", "reason": "r", "id": "1",
                "outcome": outcome.as_str(), "disposition": disposition });
            match *disposition {
                "duplicate" => document["duplicateOf"] = json!("2"),
                "not-an-incident" => document["notAnIncident"] = json!("failed"),
                _ => {}
            }
            let harms = matches!(outcome, Outcome::Incident | Outcome::Crisis);
            let none = outcome == Outcome::FalseAlarm;
            let against = (harms && matches!(*disposition, "discarded" | "not-an-incident"))
                || (none && *disposition == "confirmed");
            let expected: &[&str] =
                if against { &["assessment.contradiction /disposition"] } else { &[] };
            assert_eq!(refused(&document), expected, "{outcome:?} {disposition}");
        }
    }
}

#[test]
fn what_harms_nothing_has_no_impact() {
    let impacts = [
        ("functionalImpact", json!("none"), json!("low")),
        ("informationImpact", json!(["none"]), json!(["privacyBreach"])),
        ("recoverability", json!("regular"), json!("supplemented")),
    ];
    for outcome in Outcome::ALL {
        for (member, harmless, harmful) in &impacts {
            let of = |value: &Json| {
                json!({ "from": "incident", "reason": "r",
                "outcome": outcome.as_str(), *member: value })
            };
            assert!(refused(&of(harmless)).is_empty(), "{outcome:?} {member}");
            let quiet = outcome == Outcome::FalseAlarm
                || (outcome == Outcome::Vulnerability && *member != "recoverability");
            assert_eq!(!refused(&of(harmful)).is_empty(), quiet, "{outcome:?} {member}");
        }
    }
}

#[test]
fn findings_come_all_at_once_and_name_what_is_meant() {
    let errors = assess(&json!({ "outcome": "crisis", "disposition": "discarted",
        "classification": { "attack": ["TA004"], "veris": { "actor": ["externl", "external"] } },
        "informationImpact": ["none", "integrityLoss"] }))
    .expect_err("refused");
    assert_eq!(
        codes(&errors),
        [
            "assessment.codeUnknown /disposition",
            "assessment.codeUnknown /classification/attack/0",
            "assessment.codeUnknown /classification/veris/actor/0",
            "assessment.contradiction /informationImpact",
            "assessment.crisisWithoutIncident /outcome",
        ]
    );
    let helps: Vec<_> = errors.iter().take(3).filter_map(Error::help).collect();
    assert_eq!(helps[0], "did you mean `discarded`?");
    assert_eq!(helps[2], "did you mean `external`?");
    assert_eq!(errors[3].message(), "`informationImpact` does not go with its `none`");
}

#[test]
fn escalation_and_elevation_are_two_things() {
    let plan = plan(&json!({
        "escalation": [{ "id": "tools", "if": { "field": "attack.TA0010", "is": true },
            "resources": ["forensics"], "time": "4h" }],
        "managementLevels": ["team", "board"],
        "elevation": [
            { "id": "b", "if": { "field": "rsitClass", "is": "fraud" }, "level": "board" },
            { "id": "t", "if": { "field": "confidence", "in": ["medium", "high"] },
                "level": "team" },
        ],
    }));
    let of = |document: Json| {
        let assessment: Assessment = serde_json::from_value(document).expect("an assessment");
        let assessed = assess_event(&assessment, &Facts::new(), &plan).expect("accepted");
        (assessed.escalation.needed, assessed.elevation.level)
    };
    let more = json!({ "outcome": "event", "classification": { "attack": ["TA0010"] } });
    assert_eq!(of(more), (true, None));
    let higher = json!({ "outcome": "event", "confidence": "high",
        "classification": { "rsit": "fraud.phishing" } });
    assert_eq!(of(higher), (false, Some("board".to_owned())));
    let team = json!({ "outcome": "event", "confidence": "medium" });
    assert_eq!(of(team), (false, Some("team".to_owned())));
    assert_eq!(of(json!({ "outcome": "event" })), (false, None));
}

#[test]
fn the_first_rule_that_holds_decides_and_all_are_told() {
    let rule = |id: &str, least: i64, outcome: &str| {
        json!({ "id": id, "outcome": outcome,
        "if": { "field": "affectedUsers", "atLeast": least } })
    };
    let plan = plan(&json!({ "outcomes": [
        rule("many", 1000, "crisis"), rule("some", 10, "incident"), rule("any", 0, "event") ] }));
    let incident: Assessment =
        serde_json::from_value(json!({ "outcome": "incident" })).expect("an assessment");
    for (users, outcome, rules) in [
        (1000, Some(Outcome::Crisis), 3),
        (999, Some(Outcome::Incident), 2),
        (9, Some(Outcome::Event), 1),
        (-1, None, 0),
    ] {
        let facts: Facts = [("affectedUsers", Value::Number(users))].into();
        let assessed = assess_event(&incident, &facts, &plan).expect("accepted");
        assert_eq!(assessed.by_rules.outcome, outcome);
        assert_eq!(assessed.by_rules.reasons.len(), rules);
        let other = outcome.is_some_and(|outcome| outcome != Outcome::Incident);
        let warned: Vec<Code> = assessed.warnings.iter().map(Error::code).collect();
        assert_eq!(warned, if other { vec![Code::AssessmentOtherOutcome] } else { Vec::new() });
    }
}

/// A model of these weights; the value `v7` of a category has 7 points.
fn model(weights: &[u64; 8], cuts: &[u64]) -> SeverityModelDraft {
    let values: Map<u64> = (0..=100).map(|points| (format!("v{points}"), points)).collect();
    let categories: serde_json::Map<String, Json> = SEVERITY_CATEGORIES
        .iter()
        .zip(weights)
        .map(|(name, weight)| ((*name).to_owned(), json!({ "weight": weight, "values": values })))
        .collect();
    let levels: Vec<Json> = cuts
        .iter()
        .map(|cut| json!({ "id": format!("from{cut}"), "fromHundredths": cut }))
        .collect();
    serde_json::from_value(json!({ "categories": categories, "levels": levels })).expect("a model")
}

fn stated(points: &[u64]) -> Map<String> {
    SEVERITY_CATEGORIES.iter().zip(points).map(|(name, p)| (*name, format!("v{p}"))).collect()
}

fn scored(model: &SeverityModelDraft, points: &[u64]) -> (u64, Option<String>) {
    match model.score(&stated(points)) {
        Severity::Scored { hundredths, level, .. } => (hundredths, level),
        other => panic!("{other:?}"),
    }
}

fn weights() -> impl Strategy<Value = [u64; 8]> {
    let weight = prop_oneof![Just(0), 0..10_u64, Just(1_000_000)];
    prop::array::uniform8(weight).prop_filter("something counts", |all| all.iter().any(|w| *w > 0))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_score_is_the_weighted_mean_to_half_a_hundredth(
        weights in weights(),
        points in prop::array::uniform8(0..=100_u64),
    ) {
        let model = model(&weights, &[0, 2_500, 5_000]);
        let (hundredths, level) = scored(&model, &points);
        let sum: u64 = weights.iter().zip(&points).map(|(weight, value)| weight * value).sum();
        let all: u64 = weights.iter().sum();
        // |hundredths - 100 sum / all| <= 1/2, without a fraction.
        let (told, exact) = (2 * hundredths * all, 200 * sum);
        prop_assert!(told.abs_diff(exact) <= all);
        prop_assert!(told + all != exact, "half of one is rounded up");
        let expected = [5_000, 2_500, 0].into_iter().find(|cut| 100 * sum >= cut * all);
        prop_assert_eq!(level, expected.map(|cut| format!("from{cut}")));
    }

    #[test]
    fn more_points_in_a_category_never_make_the_score_lower(
        weights in weights(),
        points in prop::array::uniform8(0..=100_u64),
        category in 0..8_usize,
        more in 0..=100_u64,
    ) {
        let model = model(&weights, &[0, 1_000, 2_000, 5_000, 9_000]);
        let mut higher = points;
        higher[category] = higher[category].max(more);
        let rank = |level: Option<String>| {
            let level = level.expect("a level from 0 on");
            level.trim_start_matches("from").parse::<u64>().expect("a cut")
        };
        let (before, low) = scored(&model, &points);
        let (after, high) = scored(&model, &higher);
        prop_assert!(before <= after && rank(low) <= rank(high) && after <= 10_000);
    }

    #[test]
    fn what_is_not_stated_leaves_room_for_every_value(
        weights in weights(),
        points in prop::array::uniform8(0..=100_u64),
        known in 0..8_usize,
    ) {
        let model = model(&weights, &[]);
        let (score, _) = scored(&model, &points);
        let part = model.score(&stated(&points[..known]));
        let Severity::Incomplete { missing, at_least_hundredths, at_most_hundredths } = part else {
            return Err(TestCaseError::fail("complete"));
        };
        prop_assert_eq!(&missing[..], &SEVERITY_CATEGORIES[known..]);
        prop_assert!((at_least_hundredths..=at_most_hundredths).contains(&score));
    }
}

#[test]
fn without_a_model_there_is_no_score() {
    let assessed = assess(&json!({ "outcome": "incident",
        "severity": { "functionalImpact": "anything" } }))
    .expect("accepted");
    assert_eq!(
        serde_json::to_value(assessed.severity).expect("JSON"),
        json!({ "state": "weightsMissing" })
    );
}
