//! Questions about every life of a ticket, and paths that are lived in earnest.

use incident_core::model::{Actor, Command, Context, Event, Ticket};
use incident_core::model_check::{Answer, Question, Step, Timed, check};
use incident_core::{Code, Engine, Error, Instant, Span, check as policy};
use serde_json::{Value as Json, json};

fn document(name: &str) -> Json {
    serde_json::from_str(policy::preset(name).expect("a preset")).expect("JSON")
}

fn engine(document: &Json) -> Engine {
    let draft = serde_json::from_value(document.clone()).expect("a policy");
    Engine::new(policy::draft(&draft).expect("a sound policy").policy)
}

fn ask(engine: &Engine, question: Json) -> Result<Answer, Vec<Error>> {
    check(engine, &serde_json::from_value::<Question>(question).expect("a question"))
}

fn no_code() -> Json {
    json!({"type": "never", "condition": {"all": [
        {"field": "stateType", "is": "closed"}, {"field": "resolutionCode", "isSet": false},
    ]}})
}

fn no_review() -> Json {
    json!({"type": "never", "condition": {"all": [
        {"field": "stateType", "is": "closed"},
        {"field": "majorIncident", "is": true},
        {"not": {"field": "reviewCompleted", "is": true}},
    ]}})
}

fn ends() -> Json {
    json!({"type": "canReach"})
}

/// Lives a path with the engine, each step as soon as it can be: commands at once, timers when
/// they run out. Gives the ticket at its end.
fn lived(engine: &Engine, answer: &Answer) -> Ticket {
    let mut roles = engine.policy().lifecycle().roles();
    roles.extend(engine.policy().major_incident().into_iter().flatten().cloned());
    let context = |now| Context::at(now, Actor { id: "anybody".to_owned(), roles: roles.clone() });
    let mut now = Instant::parse("2026-01-05T09:00:00Z").expect("an instant");
    let mut ticket: Option<Ticket> = None;
    for stop in &answer.path {
        let command = match &stop.step {
            Step::Given(command) => command.clone(),
            Step::Timed(_) => {
                now = now.plus(Span::from_hours(10_000)).expect("an instant");
                serde_json::from_value::<Command>(json!({"type": "tick"})).expect("a command")
            }
        };
        let events = engine.decide(ticket.as_ref(), &command, &context(now));
        for event in events.expect("what a path says can be done") {
            take(&mut ticket, event);
        }
        let ticket = ticket.as_ref().expect("a ticket");
        assert_eq!(ticket.state, stop.state);
        for (field, value) in stop.facts.iter() {
            assert_eq!(ticket.facts.get(field), Some(value), "{field}");
        }
    }
    ticket.expect("a path is not empty")
}

fn take(ticket: &mut Option<Ticket>, event: Event) {
    match ticket {
        Some(ticket) => ticket.evolve(event),
        None => *ticket = Ticket::fold([event]),
    }
}

#[test]
fn presets_hold_what_they_should() {
    for &name in policy::PRESETS {
        let engine = engine(&document(name));
        for question in [no_code(), no_review(), ends()] {
            let answer = ask(&engine, question.clone()).expect("an answer");
            assert!(answer.holds, "{name}: {question} {:#?}", answer.path);
            assert!(answer.path.is_empty());
            assert!(answer.tickets > 6);
        }
    }
}

#[test]
fn what_a_preset_is_for_holds_in_every_life() {
    let unreviewed = json!({"not": {"field": "reviewCompleted", "is": true}});
    let closed = json!({"field": "stateType", "is": "closed"});
    let grave = json!({"field": "priority", "in": ["sev1", "sev2"]});
    let uncontained = json!({"not": {"field": "contained", "is": true}});
    for (name, condition) in [
        ("devops", json!([closed, grave, unreviewed])),
        ("iso27035", json!([closed, unreviewed])),
        ("iso27035", json!([{"field": "stateType", "in": ["resolved", "closed"]}, uncontained])),
        (
            "itil4",
            json!([
                {"field": "kind", "is": "serviceRequest"},
                {"field": "state", "in": ["new"]},
            ]),
        ),
    ] {
        let question = json!({"type": "never", "condition": {"all": condition}});
        let answer = ask(&engine(&document(name)), question).expect("an answer");
        assert!(answer.holds, "{name}: {:#?}", answer.path);
    }
}

#[test]
fn fields_that_only_moves_require_tell_nothing_apart_and_can_be_asked_about() {
    let engine = engine(&document("iso27035"));
    let fields = ask(&engine, ends()).expect("an answer").fields;
    assert!(!fields.contains(&"category".to_owned()), "{fields:?}");
    let open = json!({"all": [
        {"field": "state", "is": "containment"}, {"field": "category", "isSet": true},
    ]});
    let question = json!({"type": "never", "condition": open});
    let answer = ask(&engine, question).expect("an answer");
    assert!(!answer.holds && answer.fields.contains(&"category".to_owned()));
    assert_eq!(lived(&engine, &answer).state, "containment");
}

#[test]
fn a_planted_hole_is_found_by_the_shortest_path() {
    let mut document = document("itil");
    document["lifecycle"]["states"][4]["fields"] = json!({});
    document["lifecycle"]["states"][3]["fields"] = json!({});
    let engine = engine(&document);
    let answer = ask(&engine, no_code()).expect("an answer");
    assert!(!answer.holds);
    let states: Vec<_> = answer.path.iter().map(|stop| stop.state.as_str()).collect();
    assert_eq!(states, ["new", "inProgress", "resolved", "closed"]);
    let ticket = lived(&engine, &answer);
    assert_eq!(ticket.facts.get("resolutionCode"), None);
}

#[test]
fn a_code_that_is_taken_away_after_the_resolution_is_a_hole() {
    let mut document = document("itil");
    document["lifecycle"]["states"][3]["fields"] = json!({});
    document["lifecycle"]["states"][4]["fields"] = json!({});
    document["lifecycle"]["moves"][2]["requires"] = json!(["resolutionCode"]);
    let engine = engine(&document);
    let answer = ask(&engine, no_code()).expect("an answer");
    let steps: Vec<_> = answer.path.iter().map(|stop| &stop.step).collect();
    assert_eq!(steps.len(), 5, "{steps:#?}");
    assert_eq!(lived(&engine, &answer).facts.get("resolutionCode"), None);
}

#[test]
fn a_major_incident_without_review_slips_through_a_chart_that_does_not_ask() {
    let mut document = document("servicenow");
    let moves = document["lifecycle"]["moves"].as_array_mut().expect("moves");
    for one in moves {
        one.as_object_mut().expect("a move").remove("onlyIf");
    }
    let engine = engine(&document);
    let answer = ask(&engine, no_review()).expect("an answer");
    assert!(!answer.holds);
    let ticket = lived(&engine, &answer);
    assert_eq!(ticket.state, "7");
}

#[test]
fn a_timer_waits_for_the_guards_of_its_move() {
    let engine = engine(&document("itil"));
    let now = |days: i64| {
        let first = Instant::parse("2026-01-05T09:00:00Z").expect("an instant");
        Context::at(first.plus(Span::from_hours(days * 24)).expect("in range"), Actor::default())
    };
    let mut ticket = None;
    let give = |ticket: &mut Option<Ticket>, days: i64, command: Json| {
        let command: Command = serde_json::from_value(command).expect("a command");
        for event in engine.decide(ticket.as_ref(), &command, &now(days)).expect("legal") {
            take(ticket, event);
        }
    };
    let facts = json!({"impact": "high", "urgency": "high", "majorIncident": true});
    give(&mut ticket, 0, json!({"type": "open", "id": "1", "kind": "incident", "facts": facts}));
    give(&mut ticket, 0, json!({"type": "move", "to": "inProgress"}));
    let code = json!({"resolutionCode": "fixed"});
    give(&mut ticket, 0, json!({"type": "move", "to": "resolved", "facts": code}));
    give(&mut ticket, 9, json!({"type": "tick"}));
    let waiting = ticket.as_ref().expect("a ticket");
    assert_eq!(waiting.state, "resolved", "it has no review yet");
    assert_eq!(engine.assess(waiting, &now(9)).next_change_at, None);
    let facts = json!({"reviewCompleted": true});
    give(&mut ticket, 10, json!({"type": "changeFacts", "facts": facts}));
    give(&mut ticket, 11, json!({"type": "tick"}));
    let closed = ticket.expect("a ticket");
    assert_eq!((closed.state.as_str(), closed.updated_at), ("closed", now(10).now));
}

#[test]
fn fields_are_kept_as_their_state_says() {
    let engine = engine(&document("itil"));
    let context = Context::at(Instant::MIN, Actor::default());
    let given = |ticket: Option<&Ticket>, command: Json| {
        let command: Command = serde_json::from_value(command).expect("a command");
        engine.decide(ticket, &command, &context)
    };
    let mut ticket = None;
    for command in [
        json!({"type": "open", "id": "1", "kind": "incident"}),
        json!({"type": "move", "to": "inProgress"}),
        json!({"type": "move", "to": "resolved", "facts": {"resolutionCode": "fixed"}}),
        json!({"type": "move", "to": "closed"}),
    ] {
        for event in given(ticket.as_ref(), command).expect("legal") {
            take(&mut ticket, event);
        }
    }
    let facts = json!({"resolutionCode": null, "majorIncident": true, "category": "network"});
    let refused = given(ticket.as_ref(), json!({"type": "changeFacts", "facts": facts}));
    let refused: Vec<_> = refused
        .expect_err("refused")
        .iter()
        .map(|one| (one.code(), one.path().to_string()))
        .collect();
    assert_eq!(
        refused,
        [
            (Code::FieldReadOnly, "/command/facts/majorIncident".to_owned()),
            (Code::FactMissing, "/command/facts/resolutionCode".to_owned()),
        ]
    );
    let facts = json!({"resolutionCode": "worked around", "majorIncident": null});
    let changed = given(ticket.as_ref(), json!({"type": "changeFacts", "facts": facts}));
    assert_eq!(changed.expect("required is not locked").len(), 1);
    let assessed = engine.assess(ticket.as_ref().expect("a ticket"), &context);
    assert_eq!(
        assessed.fields.keys().collect::<Vec<_>>(),
        ["majorIncident", "resolutionCode", "reviewCompleted",]
    );
}

#[test]
fn reopenings_are_bounded_or_not() {
    let mut document = document("itil");
    let engine = engine(&document);
    for most in [0, 1, 3] {
        let question = json!({"type": "atMostReopens", "reopens": most});
        let answer = ask(&engine, question).expect("an answer");
        assert!(!answer.holds);
        assert_eq!(lived(&engine, &answer).reopens, most + 1);
    }
    document["lifecycle"]["moves"].as_array_mut().expect("moves").remove(3);
    let engine = self::engine(&document);
    let question = json!({"type": "atMostReopens", "reopens": 0});
    assert!(ask(&engine, question).expect("an answer").holds);
}

#[test]
fn a_place_without_a_way_out_is_shown() {
    let mut document = document("itil");
    document["lifecycle"]["states"][3]["fields"]["closeNotes"] = json!("readOnly");
    document["lifecycle"]["moves"][4]["onlyIf"] = json!({"field": "closeNotes", "isSet": true});
    document["lifecycle"]["moves"].as_array_mut().expect("moves").remove(3);
    let engine = engine(&document);
    let answer = ask(&engine, ends()).expect("an answer");
    assert!(!answer.holds);
    assert_eq!(answer.path.last().expect("a path").state, "resolved");
    let ticket = lived(&engine, &answer);
    let late = Context::at(Instant::parse("2099-01-01T00:00:00Z").unwrap(), Actor::default());
    assert!(engine.assess(&ticket, &late).moves.iter().all(|offered| !offered.allowed));
}

#[test]
fn every_derived_field_can_be_asked_about() {
    let engine = engine(&document("itil"));
    let never = |condition: Json| json!({"type": "never", "condition": condition});
    for (condition, holds) in [
        (json!({"field": "kind", "is": "problem"}), false),
        (json!({"field": "priority", "is": "critical"}), false),
        (json!({"field": "holdReason", "is": "awaitingVendor"}), false),
        (json!({"field": "responded", "is": true}), false),
        (json!({"field": "lastEvent", "is": "internalNote"}), false),
        (
            json!({"all": [
                {"field": "priority", "is": "critical"}, {"field": "impact", "is": "low"},
            ]}),
            true,
        ),
        (
            json!({"all": [
                {"field": "holdReason", "isSet": true}, {"field": "stateType", "is": "active"},
            ]}),
            true,
        ),
        (json!({"field": "affectedUsers", "atLeast": 1_000}), false),
    ] {
        let answer = ask(&engine, never(condition.clone())).expect("an answer");
        assert_eq!(answer.holds, holds, "{condition} {:?}", answer.path);
        if !holds {
            lived(&engine, &answer);
        }
    }
}

#[test]
fn a_bad_question_says_what_is_bad() {
    let engine = engine(&document("itil"));
    let question = json!({"type": "never", "condition": {"field": "colour", "is": "red"}});
    let errors = ask(&engine, question).expect_err("no such field");
    assert_eq!(errors[0].code(), Code::FieldUnknown);
    assert_eq!(errors[0].path().as_str(), "/condition/field");
}

#[test]
fn a_target_may_run_out_whenever() {
    let engine = engine(&document("itil"));
    let condition = json!({"field": "lastEvent", "is": "targetBreached"});
    let answer = ask(&engine, json!({"type": "never", "condition": condition})).expect("an answer");
    assert_eq!(answer.path.len(), 2);
    assert_eq!(answer.path[1].step, Step::Timed(Timed::TargetBreached));
}

#[test]
fn too_many_tickets_are_not_half_an_answer() {
    let engine = engine(&document("itil"));
    let words: Vec<String> = (0..9_999).map(|word| word.to_string()).collect();
    let question = json!({"type": "never", "condition": {"all": [
        {"field": "service", "in": words},
        {"field": "vendor", "in": ["a", "b", "c"]},
    ]}});
    let errors = ask(&engine, question).expect_err("too many");
    assert_eq!(errors[0].code(), Code::LimitExceeded);
    assert_eq!(errors[0].params()[0].1, "modelTickets");
}
