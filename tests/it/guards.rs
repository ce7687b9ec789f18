//! What moves need beside roles and conditions: linked tickets, time, approvals, reasons to wait;
//! and states for some kinds.

use incident_core::model::{
    Actor, Approve, Change, Command, Context, Event, Facts, Kind, Linked, Links, Move, Open,
    Sender, StateType, Tick, Ticket, Value,
};
use incident_core::{Error, Instant, Span};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, at, correct, findings_of, go, refused, set, who};
use crate::lint::broken;

const EIGHT: &str = "2026-01-09T08:00:00Z";
const NINE: &str = "2026-01-09T09:00:00Z";
const TEN: &str = "2026-01-09T10:00:00Z";

/// A desk without promises, with another guard of the move from `inProgress` to `resolved`.
fn resolving(member: &str, guard: Json) -> Desk {
    let path = format!("/lifecycle/moves/2/{member}");
    let edits = [
        ("/agreements", json!([])),
        ("/lifecycle/states/3/fields", Json::Null),
        ("/lifecycle/states/4/fields", Json::Null),
        (path.as_str(), guard),
    ];
    let mut desk = Desk::under(&broken("itil", &edits));
    desk.open(EIGHT, "high");
    desk.go(EIGHT, "inProgress");
    desk
}

fn linked(id: &str, relation: &str, state_type: StateType) -> Linked {
    Linked {
        id: id.to_owned(),
        relation: relation.to_owned(),
        kind: Kind::Incident,
        state: "whatever".to_owned(),
        state_type,
    }
}

fn decide(
    desk: &Desk,
    now: &str,
    actor: Actor,
    links: Links,
    command: &Command,
) -> Result<Vec<Event>, Vec<Error>> {
    let context = Context { linked: links, ..Context::at(at(now), actor) };
    desk.engine.decide(desk.ticket.as_ref(), command, &context)
}

fn resolve_with(desk: &Desk, links: Links) -> Vec<String> {
    refused(decide(desk, NINE, Actor::default(), links, &go("resolved")))
}

const MISSING: &str = "lifecycle.factMissing /command";
const FAILS: &str = "lifecycle.linkedFails /command";

#[test]
fn what_is_not_known_of_linked_tickets_refuses_the_move() {
    let done = json!({ "field": "stateType", "in": ["resolved", "closed", "canceled"] });
    let desk = resolving("linked", json!([{ "relation": "child", "every": done }]));
    assert_eq!(resolve_with(&desk, Links::Unknown), [MISSING]);
    assert_eq!(resolve_with(&desk, Links::Known(Vec::new())), [""; 0], "no child is open");
    let text = r#"{"now": 0, "actor": {"id": "a"}, "linked": []}"#;
    let read: Context = serde_json::from_str(text).expect("a context");
    assert_eq!(read.linked, Links::Known(Vec::new()));
    let read: Context =
        serde_json::from_str(r#"{"now": 0, "actor": {"id": "a"}}"#).expect("a context");
    assert_eq!(read.linked, Links::Unknown);
}

#[test]
fn every_some_or_none_of_the_linked_tickets_must_be_like_that() {
    use StateType::{Active, Closed};
    let closed = json!({ "field": "stateType", "is": "closed" });
    let not = |one: &Json| json!({ "not": one });
    for (guard, none, open, shut, both, other) in [
        (json!({ "every": closed }), true, false, true, false, true),
        (json!({ "some": closed }), false, false, true, true, false),
        (json!({}), false, true, true, true, false),
        (json!({ "every": not(&closed) }), true, true, false, false, true),
        (json!({ "every": { "any": [] } }), true, false, false, false, true),
        (json!({ "every": closed, "some": closed }), false, false, true, false, false),
        (json!({ "every": { "field": "state", "is": "whatever" } }), true, true, true, true, true),
        (
            json!({ "some": { "field": "kind", "is": "problem" } }),
            false,
            false,
            false,
            false,
            false,
        ),
    ] {
        let mut written = guard.clone();
        written["relation"] = json!("child");
        let desk = resolving("linked", json!([written]));
        let (a, b) = (linked("A", "child", Active), linked("B", "child", Closed));
        let parent = linked("C", "parent", Closed);
        for (links, passes) in [
            (vec![], none),
            (vec![a.clone()], open),
            (vec![b.clone()], shut),
            (vec![a, b], both),
            (vec![parent], other),
        ] {
            let expected: &[&str] = if passes { &[] } else { &[FAILS] };
            let got = resolve_with(&desk, Links::Known(links.clone()));
            assert_eq!(got, expected, "{guard} of {links:?}");
        }
    }
}

#[test]
fn a_refusal_names_the_tickets_that_are_against_the_move() {
    let closed = json!({ "field": "stateType", "is": "closed" });
    let guards = json!([
        { "relation": "child", "every": closed }, { "relation": "problem", "some": closed },
    ]);
    let desk = resolving("linked", guards);
    let children = ["A", "B", "C"].map(|id| linked(id, "child", StateType::Active));
    let known = Links::Known(children.to_vec());
    let errors =
        decide(&desk, NINE, Actor::default(), known, &go("resolved")).expect_err("refused");
    assert_eq!(errors.len(), 2, "each guard by itself");
    assert!(errors[0].message().ends_with("A, B, C"), "{}", errors[0].message());
}

#[test]
fn conditions_about_linked_tickets_know_kind_state_and_type_alone() {
    let with = |condition: Json| {
        let guard = json!([{ "relation": "child", "every": condition }]);
        findings_of(&broken("itil", &[("/lifecycle/moves/2/linked", guard)]))
    };
    let path = "/lifecycle/moves/2/linked/0/every";
    for (condition, code) in [
        (json!({ "field": "priority", "is": "high" }), Some("field.notReported field")),
        (json!({ "field": "floor", "is": 1 }), Some("field.unknown field")),
        (json!({ "field": "stateType", "is": "done" }), Some("field.wordUnknown is")),
        (json!({ "field": "state", "is": "a state of another policy" }), None),
    ] {
        let at = |found: &str| found.replace(' ', &format!(" {path}/"));
        let expected: Vec<_> = code.map(at).into_iter().collect();
        assert_eq!(with(condition), expected);
    }
}

#[test]
fn a_timer_waits_until_the_linked_tickets_let_it() {
    let done = json!({ "field": "stateType", "is": "closed" });
    let mut desk = resolving("roles", json!([]));
    let guard = json!([{ "relation": "child", "every": done }]);
    let edits = [
        ("/agreements", json!([])),
        ("/lifecycle/states/3/fields", Json::Null),
        ("/lifecycle/states/4/fields", Json::Null),
        ("/lifecycle/moves/4/linked", guard),
    ];
    desk.engine = crate::desk::engine_of(&broken("itil", &edits));
    desk.go(NINE, "resolved");
    let later = "2026-01-20T09:00:00Z";
    let tick = |links| decide(&desk, later, Actor::default(), links, &Command::Tick(Tick {}));
    assert_eq!(tick(Links::Unknown).expect("accepted"), []);
    let open = Links::Known(vec![linked("A", "child", StateType::Active)]);
    assert_eq!(tick(open).expect("accepted"), []);
    let shut = Links::Known(vec![linked("A", "child", StateType::Closed)]);
    let events = tick(shut).expect("accepted");
    let [Event { change: Change::StateChanged(moved), at: closed, .. }] = &events[..] else {
        panic!("{events:?}")
    };
    assert_eq!((moved.to.as_str(), moved.timer.as_deref()), ("closed", Some("autoClose")));
    assert_eq!(*closed, at("2026-01-14T09:00:00Z"), "it took effect when it was due");
    let assess = |links| {
        let context = Context { linked: links, ..Context::at(at(TEN), Actor::default()) };
        desk.engine.assess(desk.ticket(), &context)
    };
    assert_eq!(assess(Links::Unknown).next_change_at, None);
    let next = assess(Links::Known(Vec::new())).next_change_at;
    assert_eq!(next, Some(at("2026-01-14T09:00:00Z")));
    let offered = assess(Links::Unknown).moves.into_iter().find(|one| one.to == "closed");
    assert!(!offered.expect("the move").allowed);
}

fn just_after(instant: Instant) -> String {
    instant.plus(Span::from_millis(1)).expect("an instant").to_string()
}

#[test]
fn a_move_within_a_time_is_possible_at_its_last_instant_and_not_after_it() {
    let mut desk = resolving("roles", json!([]));
    let edits = [
        ("/agreements", json!([])),
        ("/lifecycle/timers", json!([])),
        ("/lifecycle/moves/3/within", json!("336h")),
    ];
    desk.engine = crate::desk::engine_of(&broken("itil", &edits));
    desk.give(
        NINE,
        &Command::Move(Move {
            to: "resolved".to_owned(),
            hold_reason: None,
            facts: [("resolutionCode", Value::from("fixed"))].into(),
        }),
    );
    let last = at("2026-01-23T09:00:00Z");
    let after = just_after(last);
    let assess =
        |now: &str| desk.engine.assess(desk.ticket(), &Context::at(at(now), Actor::default()));
    assert_eq!(refused(desk.decide(&last.to_string(), &go("inProgress"))), [""; 0]);
    assert_eq!(refused(desk.decide(&after, &go("inProgress"))), ["lifecycle.moveTooLate /command"]);
    assert_eq!(refused(desk.decide(&after, &go("closed"))), [""; 0], "another move has no end");
    assert_eq!(assess(TEN).next_change_at, Some(at(&after)));
    assert_eq!(assess(&last.to_string()).next_change_at, Some(at(&after)));
    assert_eq!(assess(&after).next_change_at, None);
    let allowed = |now: &str| assess(now).moves.iter().filter(|one| one.allowed).count();
    assert_eq!((allowed(&last.to_string()), allowed(&after)), (2, 1));
    // What took effect in time and is recorded late is in time.
    let late = Context { took_effect_at: Some(last), ..Context::at(at(&after), Actor::default()) };
    assert!(desk.engine.decide(desk.ticket.as_ref(), &go("inProgress"), &late).is_ok());
}

fn approve(to: &str, granted: bool, reason: Option<&str>) -> Command {
    Command::Approve(Approve { to: to.to_owned(), granted, reason: reason.map(str::to_owned) })
}

fn by(desk: &mut Desk, id: &str, granted: bool) -> usize {
    let command = approve("resolved", granted, None);
    let actor = who(id, &["owner"]);
    let events = decide(desk, NINE, actor, Links::Unknown, &command).expect("accepted");
    let count = events.len();
    desk.take(events);
    count
}

const UNAPPROVED: &str = "lifecycle.approvalMissing /command";

#[test]
fn a_move_needs_approvals_of_enough_different_people_with_the_role() {
    let mut desk = resolving("approval", json!({ "roles": ["owner"], "count": 2 }));
    let go = |desk: &Desk| refused(desk.decide(TEN, &go("resolved")));
    assert_eq!(go(&desk), [UNAPPROVED]);
    let agent = who("eve", &["agent"]);
    let command = approve("resolved", true, None);
    let refusal = refused(decide(&desk, NINE, agent, Links::Unknown, &command));
    assert_eq!(refusal, ["lifecycle.roleMissing /command"]);
    assert_eq!(by(&mut desk, "ada", true), 1);
    assert_eq!(by(&mut desk, "ada", true), 0, "it stands already");
    assert_eq!(go(&desk), [UNAPPROVED], "one person is one approval");
    assert_eq!(by(&mut desk, "bob", true), 1);
    assert_eq!(go(&desk), [""; 0]);
    assert_eq!(by(&mut desk, "ada", false), 1);
    assert_eq!(go(&desk), [UNAPPROVED], "it was taken back");
    assert_eq!(by(&mut desk, "ada", false), 0, "there is nothing to take back");
    assert_eq!(by(&mut desk, "cyd", true), 1);
    assert_eq!(go(&desk), [""; 0]);
    let folded = Ticket::fold(desk.ticket().history.clone());
    assert_eq!(folded.as_ref(), Some(desk.ticket()));
    let text = serde_json::to_string(desk.ticket()).expect("JSON");
    let read: Ticket = serde_json::from_str(&text).expect("a ticket");
    assert_eq!(&read, desk.ticket());
}

#[test]
fn approvals_end_with_the_move_that_they_were_for_and_with_any_other() {
    let mut desk = resolving("approval", json!({}));
    by(&mut desk, "ada", true);
    desk.go(TEN, "resolved");
    desk.go(TEN, "inProgress");
    assert_eq!(desk.ticket().approvals, []);
    assert_eq!(refused(desk.decide(TEN, &go("resolved"))), [UNAPPROVED]);
    let mut desk = resolving("approval", json!({}));
    by(&mut desk, "ada", true);
    desk.give(TEN, &set("vip", Value::Flag(true)));
    assert_eq!(desk.ticket().approvals.len(), 1, "other changes leave it");
    let approved = |event: &&Event| matches!(event.change, Change::Approved(_));
    let version = desk.ticket().history.iter().find(approved).expect("one").version;
    desk.give(TEN, &correct(version, None));
    assert_eq!(desk.ticket().approvals.len(), 0, "one that is withdrawn counts no more");
}

#[test]
fn an_approval_of_what_needs_none_is_out_of_place_and_a_refusal_keeps_its_reason() {
    let mut desk = resolving("approval", json!({}));
    let out = ["lifecycle.approvalOutOfPlace /command"];
    for to in ["canceled", "closed", "nowhere"] {
        assert_eq!(refused(desk.decide(NINE, &approve(to, true, None))), out, "{to}");
    }
    assert_eq!(desk.decide(NINE, &approve("resolved", false, None)).expect("accepted"), []);
    desk.give(NINE, &approve("resolved", false, Some("not tested")));
    let last = &desk.ticket().history.last().expect("an event").change;
    let Change::Approved(said) = last else { panic!("{last:?}") };
    assert_eq!((said.granted, said.reason.as_deref()), (false, Some("not tested")));
    let long = "r".repeat(4_097);
    let refusal = refused(desk.decide(NINE, &approve("resolved", true, Some(&long))));
    assert_eq!(refusal.len(), 1);
    assert!(refusal[0].starts_with("limit.exceeded /command"), "{refusal:?}");
    assert_eq!(refused(desk.decide(NINE, &go("resolved"))), [UNAPPROVED]);
}

fn wait(reason: &str, facts: Facts) -> Command {
    let hold_reason = Some(reason.to_owned());
    Command::Move(Move { to: "onHold".to_owned(), hold_reason, facts })
}

#[test]
fn a_reason_to_wait_may_need_fields() {
    let edits = [("/lifecycle/holdReasons/1/requires", json!(["vendor", "change"]))];
    let mut desk = Desk::under(&broken("itil", &edits));
    desk.open(EIGHT, "high");
    desk.go(EIGHT, "inProgress");
    let both = [
        "lifecycle.factMissing /command/facts/vendor",
        "lifecycle.factMissing /command/facts/change",
    ];
    assert_eq!(refused(desk.decide(NINE, &wait("awaitingVendor", Facts::new()))), both);
    assert_eq!(refused(desk.decide(NINE, &wait("awaitingCaller", Facts::new()))), [""; 0]);
    desk.give(NINE, &set("change", Value::from("CHG-1")));
    let none: Facts = [("vendor", Value::Absent)].into();
    assert_eq!(refused(desk.decide(NINE, &wait("awaitingVendor", none))), both[..1]);
    let given: Facts = [("vendor", Value::from("acme"))].into();
    desk.give(NINE, &wait("awaitingVendor", given));
    assert_eq!(desk.ticket().hold_reason.as_deref(), Some("awaitingVendor"));
    let wrong = [("/lifecycle/holdReasons/1/requires", json!(["vendors", "state"]))];
    assert_eq!(
        findings_of(&broken("itil", &wrong)),
        [
            "field.unknown /lifecycle/holdReasons/1/requires/0",
            "field.derived /lifecycle/holdReasons/1/requires/1",
        ]
    );
}

#[test]
fn a_timer_runs_for_its_reason_to_wait_alone() {
    let timer = |reason: &str| {
        json!({ "id": "giveUp", "state": "onHold", "after": "24h", "to": "canceled",
            "holdReason": reason })
    };
    let edits =
        [("/lifecycle/timers", json!([timer("awaitingCaller")])), ("/agreements", json!([]))];
    for (reason, state) in [("awaitingCaller", "canceled"), ("awaitingVendor", "onHold")] {
        let mut desk = Desk::under(&broken("itil", &edits));
        desk.open(EIGHT, "high");
        desk.go(EIGHT, "inProgress");
        desk.give(NINE, &wait(reason, Facts::new()));
        let context = Context::at(at(TEN), Actor::default());
        let next = desk.engine.assess(desk.ticket(), &context).next_change_at;
        let due = at("2026-01-10T09:00:00Z");
        assert_eq!(next, (state == "canceled").then_some(due), "{reason}");
        desk.tick("2026-01-12T09:00:00Z");
        assert_eq!(desk.ticket().state, state, "{reason}");
    }
    // Another reason starts it anew.
    let mut desk = Desk::under(&broken("itil", &edits));
    desk.open(EIGHT, "high");
    desk.go(EIGHT, "inProgress");
    desk.give(NINE, &wait("awaitingVendor", Facts::new()));
    desk.give(TEN, &wait("awaitingCaller", Facts::new()));
    desk.tick("2026-01-10T09:59:59.999Z");
    assert_eq!(desk.ticket().state, "onHold");
    desk.tick("2026-01-10T10:00:00Z");
    assert_eq!(desk.ticket().state, "canceled");
    let unknown = [("/lifecycle/timers", json!([timer("boredom")]))];
    assert_eq!(
        findings_of(&broken("itil", &unknown)),
        ["field.wordUnknown /lifecycle/timers/0/holdReason"]
    );
}

fn open(kind: Kind) -> Command {
    let facts = Facts::new();
    Command::Open(Open { id: "T-1".to_owned(), kind, from: Sender::Requester, facts })
}

fn kinds() -> Vec<(&'static str, Json)> {
    let triage = json!({ "id": "triage", "type": "new", "kinds": ["securityIncident", "alert"] });
    vec![
        ("/lifecycle/states/-", triage),
        ("/lifecycle/initialOf", json!({ "securityIncident": "triage", "event": "resolved" })),
        ("/lifecycle/moves/0/from", json!(["new", "onHold", "triage"])),
        ("/lifecycle/moves/-", json!({ "from": ["new", "inProgress"], "to": "triage" })),
    ]
}

#[test]
fn tickets_of_some_kinds_start_elsewhere_and_reach_states_of_their_own() {
    let document = broken("itil", &kinds());
    assert_eq!(findings_of(&document), [""; 0], "a first state is reached");
    for (kind, first) in
        [(Kind::Incident, "new"), (Kind::Alert, "new"), (Kind::SecurityIncident, "triage")]
    {
        let mut desk = Desk::under(&document);
        desk.give(EIGHT, &open(kind));
        assert_eq!(desk.ticket().state, first);
    }
    let mut desk = Desk::under(&document);
    let refusal = refused(desk.decide(EIGHT, &open(Kind::Event)));
    assert_eq!(refusal, ["lifecycle.factMissing /command/facts/resolutionCode"]);
    for (kind, allowed) in [(Kind::Alert, true), (Kind::Incident, false)] {
        desk.ticket = None;
        desk.give(EIGHT, &open(kind));
        let expected: &[&str] =
            if allowed { &[] } else { &["lifecycle.moveNotAllowed /command/to"] };
        assert_eq!(refused(desk.decide(NINE, &go("triage"))), expected);
        let context = Context::at(at(NINE), Actor::default());
        let offered = desk.engine.assess(desk.ticket(), &context).moves;
        assert_eq!(offered.iter().any(|one| one.to == "triage"), allowed);
    }
}

#[test]
fn a_timer_brings_no_ticket_into_a_state_of_other_kinds() {
    let mut edits = kinds();
    let timer = json!([{ "id": "look", "state": "new", "after": "1h", "to": "triage" }]);
    edits.push(("/lifecycle/timers", timer));
    edits.push(("/agreements", json!([])));
    for (kind, state) in [(Kind::Alert, "triage"), (Kind::Incident, "new")] {
        let mut desk = Desk::under(&broken("itil", &edits));
        desk.give(EIGHT, &open(kind));
        desk.tick(TEN);
        assert_eq!(desk.ticket().state, state);
    }
}

#[test]
fn first_states_and_kinds_that_are_unknown_are_refused() {
    for (edit, finding) in [
        (json!({ "incidents": "new" }), "field.wordUnknown /lifecycle/initialOf/incidents"),
        (json!({ "incident": "newer" }), "lifecycle.stateUnknown /lifecycle/initialOf/incident"),
    ] {
        assert_eq!(findings_of(&broken("itil", &[("/lifecycle/initialOf", edit)])), [finding]);
    }
    let kinds = [("/lifecycle/states/1/kinds", json!(["incidnet"]))];
    assert_eq!(
        findings_of(&broken("itil", &kinds)),
        ["document.wordUnknown /lifecycle/states/1/kinds/0"]
    );
}
