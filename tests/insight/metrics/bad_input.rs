//! What is empty, alone, all the same, contradictory, twice there, or at the end of time.

use incident_core::door::{self, MetricsSession};
use serde_json::{Value as Json, json};

use super::life::lives;
use super::oracle::AS_OF;

fn session(settings: &Json) -> MetricsSession {
    let begin = json!({"settings": settings, "lists": true});
    MetricsSession::new(&begin.to_string()).expect("settings")
}

fn case(id: &str) -> Json {
    json!({"id": id, "kind": "incident", "openedAt": "2026-01-01T00:00:00Z"})
}

fn answer(session: &MetricsSession) -> Json {
    serde_json::from_str::<Json>(&session.answer()).expect("JSON")["value"].clone()
}

fn push(session: &mut MetricsSession, line: &Json) {
    session.push(format!("{line}\n").as_bytes());
}

#[test]
fn nothing_has_no_mean_and_no_share() {
    let answer =
        answer(&session(&json!({"asOf": "2026-02-01T00:00:00Z", "costs": [{"perHour": 1}]})));
    let cell = &answer["figures"]["groupings"][0]["cells"][0];
    for time in cell["times"].as_array().expect("times") {
        assert_eq!(time["over"]["meanMs"], Json::Null);
        assert!(time["survival"].as_array().expect("list").iter().all(|one| one["ms"].is_null()));
    }
    for rate in cell["rates"].as_array().expect("rates") {
        assert_eq!(rate["share"], Json::Null);
    }
    assert_eq!(cell["between"]["timeBetweenFailuresMs"], Json::Null);
    assert_eq!(cell["cost"], json!({"tickets": 0, "total": "0", "mean": null}));
}

#[test]
fn one_open_ticket_is_counted_and_not_over() {
    let mut session = session(&json!({"asOf": "2026-01-02T00:00:00Z"}));
    push(&mut session, &json!({"case": case("A")}));
    let answer = answer(&session);
    let cell = &answer["figures"]["groupings"][0]["cells"][0];
    let resolve = &cell["times"][5];
    assert_eq!(resolve["open"], json!({"count": 1, "longestMs": 86_400_000}));
    assert_eq!(resolve["survival"][0]["ms"], Json::Null, "nobody knows when it will be over");
    assert_eq!(cell["backlog"]["meanMs"], 86_400_000);
}

#[test]
fn all_the_same_have_that_as_every_percentile() {
    for precision in ["exact", "histogram"] {
        let mut session = session(&json!({"asOf": "2026-02-01T00:00:00Z", "precision": precision}));
        for number in 0..1_000 {
            let mut case = case(&format!("INC-{number}"));
            case["resolvedAt"] = "2026-01-01T00:16:40.001Z".into();
            case["turns"] = json!(["2026-01-01T00:16:40.001Z"]);
            push(&mut session, &json!({"case": case}));
        }
        let answer = answer(&session);
        let resolve = &answer["figures"]["groupings"][0]["cells"][0]["times"][5];
        for list in [&resolve["over"]["percentiles"], &resolve["survival"]] {
            for one in list.as_array().expect("list") {
                assert_eq!(one["ms"], 1_000_001);
            }
        }
    }
}

#[test]
fn what_ends_before_it_begins_is_named_and_not_counted() {
    let mut session = session(&json!({"asOf": "2026-02-01T00:00:00Z"}));
    let mut early = case("A");
    early["occurredAt"] = "2026-01-05T00:00:00Z".into();
    early["respondedAt"] = "2025-12-31T00:00:00Z".into();
    push(&mut session, &json!({"case": early}));
    let value = answer(&session);
    let times = &value["figures"]["groupings"][0]["cells"][0]["times"];
    for (at, contradictory) in [(0, 1), (2, 1), (5, 0)] {
        assert_eq!(times[at]["contradictory"], contradictory, "{at}");
        assert_eq!(times[at]["over"]["count"], 0);
    }
    let listed = session.tickets(r#"{"metric": "timeToDetect", "part": "contradictory"}"#);
    assert_eq!(listed, r#"{"ok":true,"value":{"count":1,"tickets":[{"id":"A"}]}}"#);
}

#[test]
fn lines_that_cannot_be_are_refused_by_their_number() {
    let mut session = session(&json!({"asOf": "2026-02-01T00:00:00Z"}));
    push(&mut session, &json!({"case": case("A")}));
    push(&mut session, &json!({"case": case("A")}));
    push(
        &mut session,
        &json!({"case": case("B"), "targets": [
        {"agreement": "a", "target": "t", "stage": "met"}]}),
    );
    push(&mut session, &json!({}));
    session.push(b"\n{\n\xff\n");
    let mut turned = case("C");
    turned["turns"] = json!(["2026-01-03T00:00:00Z", "2026-01-02T00:00:00Z"]);
    push(&mut session, &json!({"case": turned}));
    let mut ended = case("D");
    ended["resolvedAt"] = "2026-01-03T00:00:00Z".into();
    push(&mut session, &json!({"case": ended}));
    let mut ticket = serde_json::to_value(lives(3, 1)[0].ticket()).expect("JSON");
    ticket["history"] = json!([]);
    push(&mut session, &json!({"ticket": ticket}));
    push(&mut session, &json!({"case": case(&"x".repeat(129))}));
    push(&mut session, &json!({"case": case("")}));
    let answer = answer(&session);
    let found: Vec<_> = answer["findings"]
        .as_array()
        .expect("findings")
        .iter()
        .map(|one| {
            (one["params"]["line"].as_str().expect("a line"), one["code"].as_str().expect("a code"))
        })
        .collect();
    assert_eq!(
        found,
        [
            ("2", "metrics.ticketRepeated"),
            ("3", "metrics.lineForm"),
            ("4", "metrics.lineForm"),
            ("6", "document.syntax"),
            ("7", "document.syntax"),
            ("8", "metrics.contradict"),
            ("9", "metrics.contradict"),
            ("10", "ticket.history"),
            ("11", "limit.exceeded"),
            ("12", "id.empty"),
        ]
    );
    assert_eq!(
        (&answer["figures"]["tickets"], &answer["figures"]["refused"]),
        (&1.into(), &10.into())
    );
}

#[test]
fn the_end_of_time_and_its_beginning_are_counted() {
    let mut session = session(&json!({"asOf": "9999-12-31T23:59:59.999Z", "flowBy": "day",
        "zone": "Pacific/Kiritimati", "costs": [{"perHour": i64::MAX}]}));
    for (number, opened) in ["1970-01-01T00:00:00Z", "9999-12-31T23:59:59.999Z"].iter().enumerate()
    {
        let mut case = case(&format!("INC-{number}"));
        case["openedAt"] = (*opened).into();
        case["openMs"] = i64::MAX.into();
        push(&mut session, &json!({"case": case}));
    }
    let answer = answer(&session);
    let cell = &answer["figures"]["groupings"][0]["cells"][0];
    assert_eq!(cell["backlog"]["mostMs"], 253_402_300_799_999_i64);
    assert_eq!(cell["openMs"], "18446744073709551614");
    assert_eq!(cell["flow"][1]["backlog"], 2);
    let state = session.state();
    let mut other = MetricsSession::new(
        &json!({"settings": {"asOf": "9999-12-31T23:59:59.999Z",
        "flowBy": "day", "zone": "Pacific/Kiritimati", "costs": [{"perHour": i64::MAX}]}})
        .to_string(),
    )
    .expect("settings");
    assert_eq!(other.merge(&state), r#"{"ok":true,"value":null}"#);
    assert_eq!(other.state(), state);
}

#[test]
fn a_grouping_with_too_many_cells_has_none_in_any_order() {
    let settings = json!({"asOf": "2026-02-01T00:00:00Z", "groupBy": [["service"]]});
    let part = |from: usize, to: usize| {
        let mut session = session(&settings);
        for number in from..to {
            let mut case = case(&format!("INC-{number}"));
            case["service"] = format!("service {number}").into();
            push(&mut session, &json!({"case": case}));
        }
        session
    };
    let (mut first, second) = (part(0, 6_000), part(6_000, 10_001));
    let last = part(0, 10_001);
    assert!(first.merge(&second.state()).contains("true"));
    assert_eq!(first.state(), last.state());
    let grouping = answer(&first)["figures"]["groupings"][1].clone();
    assert_eq!(grouping, json!({"by": ["service"], "overfull": true, "cells": []}));
}

#[test]
fn the_flow_lists_its_tickets() {
    for flow_by in ["month", "day"] {
        let settings = json!({"asOf": AS_OF, "zone": "Europe/Berlin", "flowBy": flow_by,
            "groupBy": [["priority"]]});
        let mut session = session(&settings);
        for life in lives(11, 120) {
            session.push(life.line().as_bytes());
        }
        let figures = answer(&session)["figures"].clone();
        for grouping in figures["groupings"].as_array().expect("groupings") {
            let cell = &grouping["cells"][0];
            let listed = |turn: &str, at: &Json| -> Json {
                let mut request = json!({"metric": "flow", "turn": turn, "by": grouping["by"],
                    "values": cell["values"]});
                if !at.is_null() {
                    request["at"] = at.clone();
                }
                let text = session.tickets(&request.to_string());
                serde_json::from_str::<Json>(&text).expect("JSON")["value"].clone()
            };
            let flow = cell["flow"].as_array().expect("a flow");
            let mut sums = [0_u64; 3];
            for stretch in flow {
                for (turn, sum) in ["opened", "done", "reopened"].into_iter().zip(&mut sums) {
                    let found = listed(turn, &stretch["at"]);
                    assert_eq!(found["times"], stretch[turn], "{turn} {stretch}");
                    *sum += stretch[turn].as_u64().expect("a count");
                }
                let open = listed("backlog", &stretch["at"]);
                assert_eq!((&open["times"], &open["count"]), (&stretch["backlog"], &open["times"]));
            }
            for (turn, sum) in ["opened", "done", "reopened"].into_iter().zip(sums) {
                let all = listed(turn, &Json::Null);
                assert_eq!(all["times"], sum);
                let each = all["tickets"].as_array().expect("tickets").iter();
                assert_eq!(each.map(|one| one["times"].as_u64().expect("often")).sum::<u64>(), sum);
            }
            assert!(flow.len() >= 3 && sums.iter().all(|sum| *sum > 0), "{sums:?} {flow:?}");
        }
    }
}

#[test]
fn the_flow_is_asked_for_by_a_turn_and_a_month_or_a_day() {
    let session = session(&json!({"asOf": AS_OF}));
    let none = r#"{"ok":true,"value":{"count":0,"times":0,"tickets":[]}}"#;
    for at in ["2026-01", "2026-01-31", "0001-01", "9999-12-31"] {
        let asked = json!({"metric": "flow", "turn": "opened", "at": at});
        assert_eq!(session.tickets(&asked.to_string()), none, "{at}");
    }
    let asked = |at: Json, turn: Json| json!({"metric": "flow", "turn": turn, "at": at});
    for at in ["", "2026", "2026-13", "2026-1", "2026-02-30", "2026-01-1", "２０２６-01", "+026-01"]
    {
        let refused = session.tickets(&asked(at.into(), "done".into()).to_string());
        assert!(refused.contains(r#""path":"/at""#) && refused.contains("listForm"), "{refused}");
    }
    let refused = session.tickets(r#"{"metric": "flow"}"#);
    assert!(refused.contains(r#""path":"/turn""#), "{refused}");
}

#[test]
fn every_listed_ticket_stands_behind_its_figure() {
    let mut session = session(&json!({"asOf": AS_OF, "groupBy": [["priority"]]}));
    for life in lives(9, 80) {
        session.push(life.line().as_bytes());
    }
    let figures = answer(&session)["figures"].clone();
    let cell = &figures["groupings"][1]["cells"][0];
    let count = |request: Json| {
        let mut request = request;
        request["by"] = json!(["priority"]);
        request["values"] = cell["values"].clone();
        let listed: Json =
            serde_json::from_str(&session.tickets(&request.to_string())).expect("JSON");
        let listed = &listed["value"];
        assert_eq!(listed["count"], listed["tickets"].as_array().expect("a list").len());
        listed["count"].as_u64().expect("a count")
    };
    for time in cell["times"].as_array().expect("times") {
        let part = |part| count(json!({"metric": time["metric"], "part": part}));
        assert_eq!(part("counted"), time["over"]["count"]);
        assert_eq!(part("open"), time["open"]["count"]);
        assert_eq!(part("unknown"), time["unknown"]);
        assert_eq!(part("contradictory"), time["contradictory"]);
    }
    for rate in cell["rates"].as_array().expect("rates") {
        let part = |part| count(json!({"metric": rate["metric"], "part": part}));
        assert_eq!(part("counted"), rate["numerator"]);
        assert_eq!(part("counted") + part("rest"), rate["denominator"]);
    }
    let states = cell["states"].as_array().expect("states").iter();
    let shares = states.map(|state| state["share"].as_f64().expect("a share"));
    assert!((shares.sum::<f64>() - 1.0).abs() < 0.001, "{}", cell["states"]);
    for (metric, key) in
        [("holdShare", "hold"), ("timeInState", "states"), ("timeInGroup", "groups")]
    {
        for part in cell[key].as_array().expect("parts") {
            assert_eq!(
                count(json!({"metric": metric, "name": part["name"]})),
                part["time"]["count"]
            );
        }
    }
    let met = json!({"metric": "slaCompliance", "agreement": "sla", "target": "resolve"});
    assert_eq!(count(met), cell["targets"][0]["met"]);
    assert_eq!(count(json!({"metric": "backlogAge"})), cell["backlog"]["count"]);
}

#[test]
fn settings_are_refused_with_every_reason() {
    let request = json!({"op": "metrics", "settings": {
        "asOf": "2026-02-01T00:00:00Z",
        "zone": "Europe/Berlim",
        "period": {"from": "2026-02-01T00:00:00Z", "to": "2026-02-01T00:00:00Z"},
        "groupBy": [[], ["group", "group"], ["month"], ["month"]],
        "percentiles": [0, 50, 100],
    }});
    let answer: Json = serde_json::from_str(&door::insight(&request.to_string())).expect("JSON");
    let paths: Vec<_> = answer["errors"]
        .as_array()
        .expect("errors")
        .iter()
        .map(|one| one["path"].as_str().expect("a path").to_owned())
        .collect();
    assert_eq!(
        paths,
        [
            "/settings/period",
            "/settings/groupBy/0",
            "/settings/groupBy/1",
            "/settings/groupBy/3",
            "/settings/percentiles/0",
            "/settings/percentiles/2",
            "/settings/zone",
        ]
    );
}
