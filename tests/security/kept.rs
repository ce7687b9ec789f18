//! What is kept answers as if it were sent again.

use std::fs;
use std::path::PathBuf;

use incident_core::document::{self, Node};
use incident_core::door::{self, PlanSession, StatuteSession};
use incident_core::{Error, limits};

/// Every request of the vectors about security, as it was parsed.
fn requests() -> Vec<Node> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/security");
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("the vectors") {
        let text = fs::read_to_string(entry.expect("an entry").path()).expect("readable");
        let vectors: Vec<serde_json::Value> = serde_json::from_str(&text).expect("vectors");
        for vector in vectors {
            if let Some(request) = vector.get("request") {
                let node = document::parse(&request.to_string(), &limits::REQUEST_BYTES);
                found.extend(node.ok());
            }
        }
    }
    found
}

/// The request without a member, and that member.
fn taken_out(request: &Node, name: &str) -> (String, Option<Node>) {
    let Node::Map(members) = request else { return (written(request), None) };
    let (taken, left): (Vec<_>, Vec<_>) =
        members.iter().cloned().partition(|(member, _)| member == name);
    (written(&Node::Map(left)), taken.into_iter().next().map(|(_, node)| node))
}

fn written(node: &Node) -> String {
    serde_json::to_string(node).expect("JSON")
}

fn op(request: &Node) -> &str {
    request.get("op").and_then(Node::as_text).unwrap_or_default()
}

/// The codes and paths of a refusal.
fn refused(answer: &str) -> Vec<(String, String)> {
    let answer: serde_json::Value = serde_json::from_str(answer).expect("JSON");
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let word = |error: &serde_json::Value, name| error[name].as_str().unwrap_or("").to_owned();
    errors.iter().map(|error| (word(error, "code"), word(error, "path"))).collect()
}

/// Findings as they are told of a request that brings what they are about.
fn below(errors: &[Error], name: &str) -> Vec<(String, String)> {
    let own =
        |error: &Error| (error.code().as_str().to_owned(), format!("/{name}{}", error.path()));
    errors.iter().map(own).collect()
}

#[test]
fn a_plan_that_is_kept_answers_as_one_that_is_sent() {
    let mut same = 0;
    for request in requests() {
        if !["caseDecide", "caseStatus", "caseGate"].contains(&op(&request)) {
            continue;
        }
        let (without, plan) = taken_out(&request, "plan");
        let Some(plan) = plan else { continue };
        let sent = door::secure(&written(&request));
        match PlanSession::new(&written(&plan)) {
            Ok(session) => {
                assert_eq!(session.answer(&without), sent);
                assert_eq!(
                    refused(&session.answer(&written(&request))),
                    vec![("plan.twice".to_owned(), "/plan".to_owned())]
                );
                same += 1;
            }
            Err(errors) => assert_eq!(refused(&sent), below(&errors, "plan")),
        }
    }
    assert!(same > 20, "{same}");
}

#[test]
fn a_pack_that_is_kept_answers_as_one_that_is_sent() {
    let supplied = StatuteSession::new("null").expect("the pack of the crate");
    let mut same = 0;
    for request in requests() {
        if op(&request) != "statuteDeadlines" {
            continue;
        }
        let (without, pack) = taken_out(&request, "pack");
        let sent = door::secure(&written(&request));
        let Some(pack) = pack.filter(|pack| *pack != Node::Null) else {
            assert_eq!(supplied.answer(&without), sent);
            same += 1;
            continue;
        };
        match StatuteSession::new(&written(&pack)) {
            Ok(session) => {
                assert_eq!(session.answer(&without), sent);
                let twice = session.answer(&written(&request));
                let expected = ("statute.packTwice".to_owned(), "/pack".to_owned());
                assert_eq!(refused(&twice), vec![expected]);
            }
            Err(errors) => assert_eq!(refused(&sent), below(&errors, "pack")),
        }
    }
    assert!(same > 200, "{same}");
}

#[test]
fn the_opening_says_what_the_check_says() {
    for request in requests() {
        let sent = door::secure(&written(&request));
        let told = |opened: Result<String, Vec<Error>>, name: &str| match opened {
            Ok(opened) => assert_eq!(opened, sent),
            Err(errors) => assert_eq!(refused(&sent), below(&errors, name)),
        };
        match (op(&request), request.get("plan"), request.get("pack")) {
            ("checkPlan", Some(plan), _) => {
                told(PlanSession::new(&written(plan)).map(|plan| plan.opened()), "plan");
            }
            ("checkStatutePack", _, Some(pack)) => {
                told(StatuteSession::new(&written(pack)).map(|pack| pack.opened()), "pack");
            }
            _ => {}
        }
    }
}

#[test]
fn what_needs_nothing_kept_is_answered_as_without() {
    let plan = PlanSession::new(r#""iso27035""#).expect("the plan of the crate");
    let statutes = StatuteSession::new("null").expect("the pack of the crate");
    for request in requests() {
        let (text, op) = (written(&request), op(&request));
        if !["caseDecide", "caseStatus", "caseGate"].contains(&op) {
            assert_eq!(plan.answer(&text), door::secure(&text));
        }
        if op != "statuteDeadlines" {
            assert_eq!(statutes.answer(&text), door::secure(&text));
        }
    }
    for broken in ["", "{", "[]", "null", r#"{"op": 1}"#, r#"{"op":"caseDecide","op":"plan"}"#] {
        assert_eq!(plan.answer(broken), door::secure(broken));
        assert_eq!(statutes.answer(broken), door::secure(broken));
    }
}

#[test]
fn what_cannot_be_kept_is_refused_with_every_finding() {
    let codes = |errors: Vec<Error>| {
        errors
            .iter()
            .map(|error| (error.code().as_str().to_owned(), error.path().to_string()))
            .collect()
    };
    let plan = |text: &str| PlanSession::new(text).map_or_else(codes, |_| Vec::new());
    let pack = |text: &str| StatuteSession::new(text).map_or_else(codes, |_| Vec::new());
    let one = |code: &str| vec![(code.to_owned(), String::new())];
    assert_eq!(plan(r#""iso""#), one("plan.presetUnknown"));
    assert_eq!(plan("null"), one("document.typeWrong"));
    assert_eq!(pack(r#""iso""#), one("document.typeWrong"));
    let most = usize::try_from(limits::POLICY_BYTES.maximum).expect("a bound of memory");
    let large = " ".repeat(most + 1);
    for keep in [&plan as &dyn Fn(&str) -> Vec<(String, String)>, &pack] {
        assert_eq!(keep("{")[0].0, "document.syntax");
        assert_eq!(keep(&large), one("limit.exceeded"));
        assert!(keep("{}").len() > 2, "every field that is missing");
    }
}
