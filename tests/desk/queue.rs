//! Why a ticket stands where it does, and what makes it stand elsewhere.

use std::sync::Arc;

use incident_core::desk::{Class, Desk, DeskSettings, OrderBy, Probability, QueueFilter};
use incident_core::model::{Actor, Assign, Command, Context, Facts, Move, Open, Sender, Value};
use incident_core::{Instant, Kind, check};
use serde_json::json;

use crate::life::{at, engine_of};

/// A desk under `itil` with a warning at half of each target. Friday, 2026-01-09.
pub(crate) fn desk(settings: &DeskSettings) -> Desk {
    let text = check::preset("itil").expect("a preset");
    let mut policy: serde_json::Value = serde_json::from_str(text).expect("JSON");
    for target in policy["agreements"][0]["targets"].as_array_mut().expect("targets") {
        target["warnings"] = json!(["50%"]);
    }
    Desk::new(Arc::new(engine_of(&policy)), settings).expect("a desk")
}

pub(crate) fn context(now: &str) -> Context {
    Context::at(at(now), Actor::default())
}

pub(crate) fn open(desk: &mut Desk, id: &str, level: &str, now: &str) {
    let facts = [("impact", level), ("urgency", level)];
    let open = Command::Open(Open {
        id: id.to_owned(),
        kind: Kind::Incident,
        from: Sender::Requester,
        facts: facts.map(|(field, level)| (field, level.into())).into(),
    });
    desk.decide(None, &open, &context(now)).expect("opened");
}

pub(crate) fn go(desk: &mut Desk, id: &str, to: &str, now: &str) {
    let hold_reason = (to == "onHold").then(|| "awaitingCaller".to_owned());
    let facts: Facts = if to == "resolved" {
        [("resolutionCode", Value::from("solved"))].into()
    } else {
        Facts::new()
    };
    let command = Command::Move(Move { to: to.to_owned(), hold_reason, facts });
    desk.decide(Some(id), &command, &context(now)).expect("moved");
}

/// Each ticket with its class and by what it comes behind the one before.
fn told(desk: &mut Desk, now: &str) -> Vec<(String, Class, Option<OrderBy>)> {
    let rows = desk.queue(&QueueFilter::default(), at(now), 0, 50).expect("a queue");
    rows.iter().map(|row| (row.id.to_owned(), row.class, row.behind)).collect()
}

fn order(desk: &mut Desk, now: &str) -> String {
    told(desk, now).into_iter().map(|(id, ..)| id).collect()
}

#[test]
fn what_is_missed_comes_first_then_what_may_be_then_priority_then_due() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "low", "2026-01-09T09:00:00Z");
    open(&mut desk, "B", "high", "2026-01-09T10:00:00Z");
    open(&mut desk, "C", "low", "2026-01-09T10:00:00Z");
    go(&mut desk, "B", "inProgress", "2026-01-09T10:01:00Z");
    let now = "2026-01-09T10:02:00Z";
    assert_eq!(
        told(&mut desk, now),
        [
            ("B".to_owned(), Class::Running, None),
            ("A".to_owned(), Class::Running, Some(OrderBy::Priority)),
            ("C".to_owned(), Class::Running, Some(OrderBy::Due)),
        ]
    );
    // Half of B's four hours are over.
    let now = "2026-01-09T12:00:00Z";
    assert_eq!(told(&mut desk, now)[0], ("B".to_owned(), Class::AtRisk, None));
    // 24 working hours to answer A and C: warned of in one order, with B behind them once it waits.
    go(&mut desk, "B", "onHold", "2026-01-09T12:00:00Z");
    assert_eq!(
        told(&mut desk, "2026-01-12T13:00:00Z"),
        [
            ("A".to_owned(), Class::AtRisk, None),
            ("C".to_owned(), Class::Running, Some(OrderBy::Class)),
            ("B".to_owned(), Class::Paused, Some(OrderBy::Class)),
        ]
    );
}

#[test]
fn the_reason_says_what_decides_in_words_and_parameters() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    let all = QueueFilter::default();
    let reason = |desk: &mut Desk, now: &str| {
        let rows = desk.queue(&all, at(now), 0, 1).expect("a queue");
        let reason = rows[0].reason();
        (reason.code().as_str(), reason.message(), rows[0].remaining_ms)
    };
    let due = "`response` of `standard` is due at 2026-01-09T09:15:00Z";
    assert_eq!(
        reason(&mut desk, "2026-01-09T09:05:00Z"),
        ("desk.running", due.to_owned(), Some(600_000))
    );
    let odds = Probability::from_millionths(700_000);
    desk.set_forecast("A", odds).expect("set");
    let feared = format!("{due}, and will be missed with a probability of 700000 in a million");
    let (code, message, _) = reason(&mut desk, "2026-01-09T09:05:00Z");
    assert_eq!((code, message), ("desk.forecast", feared));
    let (code, message, _) = reason(&mut desk, "2026-01-09T09:07:30Z");
    assert_eq!((code, message), ("desk.warned", format!("{due}, and a warning is reached")));
    // Still in time at the due instant itself.
    assert_eq!(reason(&mut desk, "2026-01-09T09:15:00Z").0, "desk.warned");
    let missed = "`response` of `standard` was due at 2026-01-09T09:15:00Z, and is missed";
    assert_eq!(
        reason(&mut desk, "2026-01-09T09:15:00.001Z"),
        ("desk.breached", missed.to_owned(), Some(-1))
    );
    go(&mut desk, "A", "inProgress", "2026-01-09T10:00:00Z");
    go(&mut desk, "A", "onHold", "2026-01-09T10:00:00Z");
    let waits = "`resolve` of `standard` waits, with 10800000 ms left";
    assert_eq!(
        reason(&mut desk, "2026-01-13T10:00:00Z"),
        ("desk.paused", waits.to_owned(), Some(10_800_000))
    );
    go(&mut desk, "A", "inProgress", "2026-01-13T10:00:00Z");
    go(&mut desk, "A", "resolved", "2026-01-13T10:30:00Z");
    let (code, message, left) = reason(&mut desk, "2026-01-13T10:30:00Z");
    assert_eq!((code, left), ("desk.resolved", None));
    assert_eq!(message, "the work is done, and no target runs or waits");
}

#[test]
fn a_forecast_counts_from_the_settings_threshold_on_and_can_be_taken_back() {
    let risk_from = Probability::from_millionths(900_000);
    let mut desk = desk(&DeskSettings { order: Vec::new(), risk_from });
    for id in ["A", "B", "C"] {
        open(&mut desk, id, "high", "2026-01-09T09:00:00Z");
    }
    let now = "2026-01-09T09:01:00Z";
    assert_eq!(order(&mut desk, now), "ABC");
    desk.set_forecast("C", Probability::from_millionths(899_999)).expect("set");
    assert_eq!(order(&mut desk, now), "CAB", "of alike ones the more probable miss");
    desk.set_forecast("B", Probability::from_millionths(900_000)).expect("set");
    assert_eq!(order(&mut desk, now), "BCA");
    assert_eq!(told(&mut desk, now)[0].1, Class::AtRisk);
    desk.set_forecast("B", Probability::from_millionths(0)).expect("set");
    assert_eq!(order(&mut desk, now), "CBA", "impossible is before unknown");
    desk.set_forecast("C", None).expect("set");
    assert_eq!(order(&mut desk, now), "BAC");
}

#[test]
fn other_settings_order_otherwise() {
    let settings = |text: &str| serde_json::from_str::<DeskSettings>(text).expect("settings");
    let mut by_due = desk(&settings(r#"{"order": ["due"]}"#));
    let mut by_age = desk(&settings(r#"{"order": ["opened"]}"#));
    for desk in [&mut by_due, &mut by_age] {
        open(desk, "A", "low", "2026-01-09T09:00:00Z");
        open(desk, "B", "high", "2026-01-09T16:00:00Z");
        open(desk, "C", "medium", "2026-01-09T12:00:00Z");
    }
    assert_eq!(order(&mut by_due, "2026-01-09T16:00:00Z"), "CBA");
    assert_eq!(order(&mut by_age, "2026-01-09T16:00:00Z"), "ACB");
    let told = told(&mut by_age, "2026-01-09T16:00:00Z");
    assert_eq!(told[1].2, Some(OrderBy::Opened));
}

#[test]
fn what_was_true_earlier_can_still_be_asked() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    go(&mut desk, "A", "inProgress", "2026-01-09T11:00:00Z");
    let class = |desk: &mut Desk, now: &str| told(desk, now)[0].1;
    assert_eq!(class(&mut desk, "2026-01-09T17:00:00Z"), Class::Breached);
    assert_eq!(class(&mut desk, "2026-01-09T13:00:00.001Z"), Class::Breached);
    assert_eq!(class(&mut desk, "2026-01-09T13:00:00Z"), Class::AtRisk);
    assert_eq!(class(&mut desk, "2026-01-09T11:00:00Z"), Class::AtRisk, "half is over already");
    assert_eq!(class(&mut desk, "2026-01-09T10:59:00Z"), Class::Breached, "nobody had answered");
    assert_eq!(class(&mut desk, "2026-01-09T09:01:00Z"), Class::Running);
    assert_eq!(class(&mut desk, "1970-01-01T00:00:00Z"), Class::Running);
    assert_eq!(class(&mut desk, "9999-12-31T23:59:59.999Z"), Class::Breached);
}

#[test]
fn one_timer_is_enough_for_all_that_time_causes() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    let mut happened = Vec::new();
    let mut now = at("2026-01-09T09:00:00Z");
    while let Some(next) = desk.next_change_at(now) {
        now = next;
        for ticked in desk.tick(now, &Actor::default(), 10) {
            let changes = ticked.events.iter().map(|event| match &event.change {
                incident_core::model::Change::TargetWarned(warned) => {
                    format!("warn {}", warned.target)
                }
                incident_core::model::Change::TargetBreached(missed) => {
                    format!("miss {}", missed.target)
                }
                other => format!("{other:?}"),
            });
            happened.extend(changes.map(|change| format!("{now} {change}")));
        }
    }
    assert_eq!(
        happened,
        [
            "2026-01-09T09:07:30Z warn response",
            "2026-01-09T09:15:00.001Z miss response",
            "2026-01-09T11:00:00Z warn resolve",
            "2026-01-09T13:00:00.001Z miss resolve",
        ]
    );
}

#[test]
fn a_ticket_that_is_resolved_is_closed_by_its_timer_and_leaves() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "low", "2026-01-09T09:00:00Z");
    go(&mut desk, "A", "inProgress", "2026-01-09T09:10:00Z");
    go(&mut desk, "A", "resolved", "2026-01-09T09:20:00Z");
    let next = desk.next_change_at(at("2026-01-09T09:20:00Z"));
    assert_eq!(next, Some(at("2026-01-14T09:20:00Z")));
    let next = next.expect("an instant");
    assert_eq!(desk.due(next), ["A"]);
    assert_eq!(desk.tick(next, &Actor::default(), 1)[0].events.len(), 1);
    assert!(desk.is_empty() && desk.bytes() == 0);
    assert_eq!(desk.next_change_at(next), None);
}

#[test]
fn counts_are_by_class_group_and_priority() {
    let mut desk = desk(&DeskSettings::default());
    for (id, level, group) in
        [("A", "high", Some("net")), ("B", "low", Some("net")), ("C", "low", None)]
    {
        open(&mut desk, id, level, "2026-01-09T09:00:00Z");
        let Some(group) = group else { continue };
        let assign = Assign { group: Some(group.to_owned()), assignee: None };
        desk.decide(Some(id), &Command::Assign(assign), &context("2026-01-09T09:00:00Z"))
            .expect("assigned");
    }
    let counts = desk.counts(at("2026-01-09T09:10:00Z"));
    let list = |list: &[incident_core::desk::Counted<'_>]| -> Vec<_> {
        list.iter()
            .map(|one| (one.of.map(str::to_owned), one.tally.at_risk, one.tally.total))
            .collect()
    };
    assert_eq!(list(&counts.groups), [(None, 0, 1), (Some("net".to_owned()), 1, 2)]);
    let by_priority = [(Some("critical".to_owned()), 1, 1), (Some("planning".to_owned()), 0, 2)];
    assert_eq!(list(&counts.priorities), by_priority);
    assert_eq!((counts.all.total, counts.all.at_risk, counts.all.running), (3, 1, 2));
}

#[test]
fn a_desk_gives_back_the_ticket_that_the_engine_makes() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A\"\u{1F4A5}\\,\"history\":[", "high", "2026-01-09T09:00:00Z");
    let id = "A\"\u{1F4A5}\\,\"history\":[";
    go(&mut desk, id, "inProgress", "2026-01-09T09:10:00Z");
    let ticket = desk.ticket(id).expect("held");
    assert_eq!(incident_core::Ticket::fold(ticket.history.clone()), Some(ticket.clone()));
    assert_eq!(serde_json::to_string(&ticket).expect("JSON"), desk.text(id).expect("a text"));
    // What a condition asks is read from the text's beginning, where the same letters stand.
    let condition = json!({ "field": "impact", "is": "high" });
    let condition = Some(serde_json::from_value(condition).expect("a condition"));
    let filter = QueueFilter { condition, ..QueueFilter::default() };
    let now: Instant = at("2026-01-09T09:10:00Z");
    assert_eq!(desk.queue(&filter, now, 0, 9).expect("a queue").len(), 1);
}
