//! Conditions, choices and settings of agreements; forecasts, corrections and rebased commands.

use incident_core::engine::{Assigned, Given, Pause, Pending, Priority, Supposition, Verdict};
use incident_core::model::{
    Actor, AddMessage, Assign, Change, Command, Context, Event, Sender, Tick, Value,
};
use incident_core::sla::{Outcome, Stage};
use incident_core::{Error, Span};
use serde_json::json;

use crate::desk::{
    Desk, agreement, at, correct, findings, go, hours, message, office, on_hold, opening, set,
    target, with,
};

const HOURS: i64 = 3_600_000;

fn codes(errors: &[Error]) -> Vec<String> {
    errors.iter().map(|error| format!("{} {}", error.code().as_str(), error.path())).collect()
}

#[test]
fn an_answer_is_due_from_the_first_unanswered_message() {
    let targets = json!([target("firstResponse", ["2h"; 3]), target("nextUpdate", ["2h"; 3])]);
    let mut desk = Desk::with_targets(targets);
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.message("2026-01-09T09:00:00Z", Sender::Requester);
    let due = desk.due("2026-01-09T09:00:00Z", "firstResponse");
    assert_eq!(due.as_deref(), Some("2026-01-09T10:00:00Z"));
    let note = AddMessage { from: Sender::Support, internal: true, text: None };
    desk.give("2026-01-09T09:10:00Z", &Command::AddMessage(note));
    let clock = desk.clock("2026-01-09T09:10:00Z", "firstResponse");
    assert_eq!(clock.stage, Stage::Running, "a note answers nothing");
    desk.message("2026-01-09T09:20:00Z", Sender::Support);
    assert_eq!(desk.clock("2026-01-09T09:20:00Z", "nextUpdate").stage, Stage::Pending);
    desk.message("2026-01-09T11:00:00Z", Sender::Requester);
    desk.message("2026-01-09T12:00:00Z", Sender::Requester);
    let due = desk.due("2026-01-09T12:30:00Z", "nextUpdate");
    assert_eq!(due.as_deref(), Some("2026-01-09T13:00:00Z"));
    desk.message("2026-01-09T12:45:00Z", Sender::Support);
    assert_eq!(desk.clock("2026-01-09T12:45:00Z", "nextUpdate").stage, Stage::Met);
}

#[test]
fn what_the_support_reports_waits_for_no_answer() {
    let mut desk = Desk::with_targets(json!([target("firstResponse", ["2h"; 3])]));
    let Command::Open(mut open) = opening("high") else { panic!("it opens") };
    open.from = Sender::Support;
    desk.give("2026-01-09T08:00:00Z", &Command::Open(open));
    assert_eq!(desk.clock("2026-01-09T12:00:00Z", "firstResponse").stage, Stage::Pending);
}

#[test]
fn each_answer_begins_another_cycle_where_the_policy_says_so() {
    let in_the_loop = with(
        target("nextUpdate", ["4h"; 3]),
        json!({
            "start": { "field": "responded", "is": true },
            "stop": { "field": "unanswered", "is": true },
            "reset": { "field": "lastEvent", "is": "supportMessage" },
        }),
    );
    let mut desk = Desk::with_targets(json!([in_the_loop]));
    desk.open("2026-01-09T08:00:00Z", "high");
    for (hour, due) in [("08:10", "12:10"), ("08:20", "12:20")] {
        desk.message(&format!("2026-01-09T{hour}:00Z"), Sender::Support);
        let expected = format!("2026-01-09T{due}:00Z");
        assert_eq!(desk.due("2026-01-09T08:30:00Z", "nextUpdate"), Some(expected));
    }
    let outcomes: Vec<_> = desk
        .clock("2026-01-09T08:30:00Z", "nextUpdate")
        .cycles
        .iter()
        .map(|cycle| cycle.outcome)
        .collect();
    assert_eq!(outcomes, [Outcome::Met]);
}

#[test]
fn a_wait_lasts_until_its_own_end_where_there_is_one() {
    let answered = json!({ "field": "lastEvent", "is": "requesterMessage" });
    let waits =
        with(target("resolve", ["4h"; 3]), json!({ "pause": on_hold(), "resume": answered }));
    let mut desk = Desk::with_targets(json!([waits]));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.go("2026-01-09T09:00:00Z", "onHold");
    desk.go("2026-01-09T10:00:00Z", "inProgress");
    assert_eq!(desk.clock("2026-01-09T10:30:00Z", "resolve").stage, Stage::Paused);
    desk.message("2026-01-09T11:00:00Z", Sender::Requester);
    let clock = desk.clock("2026-01-09T11:00:00Z", "resolve");
    assert_eq!((clock.stage, clock.paused_ms), (Stage::Running, 2 * HOURS));
}

#[test]
fn a_canceled_clock_that_starts_again_begins_another_cycle() {
    let duplicate = json!({ "field": "category", "is": "duplicate" });
    let target = with(target("resolve", ["4h"; 3]), json!({ "cancel": duplicate }));
    let mut desk = Desk::with_targets(json!([target]));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.give("2026-01-09T09:00:00Z", &set("category", Value::from("duplicate")));
    assert_eq!(desk.clock("2026-01-09T10:00:00Z", "resolve").stage, Stage::Canceled);
    desk.give("2026-01-09T11:00:00Z", &set("category", Value::from("network")));
    let clock = desk.clock("2026-01-09T11:00:00Z", "resolve");
    assert_eq!((clock.stage, clock.cycle, clock.elapsed_ms), (Stage::Running, 2, 0));
    assert_eq!(clock.cycles[0].outcome, Outcome::Canceled);
}

#[test]
fn a_retroactive_start_counts_from_the_past_without_its_waits() {
    let high = json!({ "field": "priority", "is": "critical" });
    let late = with(
        target("resolve", ["4h"; 3]),
        json!({ "start": high, "startFrom": "openedAt", "pause": on_hold() }),
    );
    let outage = with(target("restore", ["4h"; 3]), json!({ "startFrom": "symptom" }));
    let mut desk = Desk::with_targets(json!([late, outage]));
    let Command::Open(mut open) = opening("medium") else { panic!("it opens") };
    open.facts.insert("symptom", Value::from("2026-01-08T15:30:00Z"));
    desk.give("2026-01-09T08:00:00Z", &Command::Open(open));
    desk.go("2026-01-09T09:00:00Z", "onHold");
    desk.go("2026-01-09T10:00:00Z", "inProgress");
    desk.urgency("2026-01-09T11:00:00Z", "high");
    let clock = desk.clock("2026-01-09T11:00:00Z", "resolve");
    assert_eq!(clock.started_at, Some(at("2026-01-09T08:00:00Z")));
    assert_eq!((clock.elapsed_ms, clock.paused_ms), (2 * HOURS, HOURS));
    assert_eq!(clock.due_at, Some(at("2026-01-09T13:00:00Z")));
    // The outage began half an hour before the evening's closing, before there was a ticket.
    let clock = desk.clock("2026-01-09T09:00:00Z", "restore");
    assert_eq!(clock.started_at, Some(at("2026-01-08T15:30:00Z")));
    assert_eq!(clock.due_at, Some(at("2026-01-09T11:30:00Z")));
}

#[test]
fn of_a_choice_the_first_agreement_counts_and_the_clock_goes_on_under_another() {
    let choice = |id: &str, vip: bool, within: &'static str| {
        let mut one = agreement(json!([target("resolve", [within; 3])]));
        one["id"] = json!(id);
        one["oneOf"] = json!("customer");
        if vip {
            one["appliesIf"] = json!({ "field": "vip", "is": true });
        }
        one
    };
    let agreements = json!([choice("gold", true, "2h"), choice("silver", false, "8h")]);
    let mut desk = Desk::of(json!([office()]), agreements);
    desk.open("2026-01-09T08:00:00Z", "high");
    let clocks = desk.clocks("2026-01-09T09:00:00Z");
    assert_eq!((clocks.len(), clocks[0].agreement.as_str()), (1, "silver"));
    desk.give("2026-01-09T09:00:00Z", &set("vip", Value::Flag(true)));
    let clocks = desk.clocks("2026-01-09T09:00:00Z");
    assert_eq!((clocks.len(), clocks[0].agreement.as_str()), (1, "gold"));
    assert_eq!((clocks[0].elapsed_ms, clocks[0].within_ms), (HOURS, Some(2 * HOURS)));
}

#[test]
fn an_agreement_is_about_tickets_recorded_while_it_was_valid() {
    let mut sla = agreement(json!([target("resolve", ["4h"; 3])]));
    sla["validFrom"] = json!("2026-01-01T00:00:00Z");
    sla["validTo"] = json!("2026-02-01T00:00:00Z");
    for (opened, clocks) in [
        ("2025-12-31T23:59:59.999Z", 0),
        ("2026-01-01T00:00:00Z", 1),
        ("2026-01-31T23:59:59.999Z", 1),
        ("2026-02-01T00:00:00Z", 0),
    ] {
        let mut desk = Desk::of(json!([office()]), json!([sla]));
        desk.open(opened, "high");
        assert_eq!(desk.clocks("2026-03-01T00:00:00Z").len(), clocks, "{opened}");
    }
}

#[test]
fn exceptions_go_before_the_priority() {
    let exceptional = with(
        target("resolve", ["4h"; 3]),
        json!({ "exceptions": [
            { "if": { "field": "service", "is": "payroll" }, "within": "1h" },
            { "if": { "field": "kind", "is": "serviceRequest" }, "within": "5 working days" },
        ] }),
    );
    let mut desk = Desk::with_targets(json!([exceptional]));
    desk.open("2026-01-09T08:00:00Z", "high");
    assert_eq!(desk.clock("2026-01-09T08:00:00Z", "resolve").within.as_deref(), Some("4h"));
    desk.give("2026-01-09T08:10:00Z", &set("service", Value::from("payroll")));
    assert_eq!(desk.clock("2026-01-09T08:10:00Z", "resolve").within.as_deref(), Some("1h"));
}

#[test]
fn warnings_and_breaches_are_noted_once_each_and_in_order() {
    let warned = with(target("resolve", ["4h"; 3]), json!({ "warnings": ["75%", "30m left"] }));
    let mut desk = Desk::with_targets(json!([warned]));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.tick("2026-01-09T14:00:00Z");
    desk.tick("2026-01-09T15:00:00Z");
    let noted: Vec<_> = desk
        .ticket()
        .history
        .iter()
        .filter_map(|event| match &event.change {
            Change::TargetWarned(warned) => Some((warned.warning.as_str(), event.at)),
            Change::TargetBreached(_) => Some(("breach", event.at)),
            _ => None,
        })
        .collect();
    let expected = [
        ("75%", "2026-01-09T11:00:00Z"),
        ("30m left", "2026-01-09T11:30:00Z"),
        ("breach", "2026-01-09T12:00:00Z"),
    ];
    assert_eq!(noted, expected.map(|(what, when)| (what, at(when))));
}

#[test]
fn bad_agreements_are_found_with_code_and_path() {
    let bad = json!([
        with(target("resolve", ["0s", "-1h", "soon"]), json!({
            "warnings": ["100%", "x", "0m left"],
            "resume": on_hold(),
            "startFrom": "vip",
        })),
        { "id": "nothing", "stop": on_hold() },
        { "id": "endless", "within": { "critical": "4h" } },
        { "kind": "resolve", "within": { "critical": "2 days" } },
    ]);
    let mut sla = agreement(bad);
    sla["validFrom"] = json!("2026-02-01T00:00:00Z");
    sla["validTo"] = json!("2026-01-01T00:00:00Z");
    sla["zoneField"] = json!("affectedUsers");
    let mut hourless = agreement(json!([target("close", ["1 working day"; 3])]));
    hourless["id"] = json!("hourless");
    hourless.as_object_mut().expect("an object").remove("calendar");
    let found = findings(json!([office()]), json!([sla, hourless]));
    for expected in [
        ("field.typeWrong", "/agreements/0/zoneField"),
        ("time.endBeforeStart", "/agreements/0/validTo"),
        ("sla.resumeWithoutPause", "/agreements/0/targets/0/resume"),
        ("field.typeWrong", "/agreements/0/targets/0/startFrom"),
        ("time.spanNotPositive", "/agreements/0/targets/0/within/critical"),
        ("time.spanNotPositive", "/agreements/0/targets/0/within/high"),
        ("sla.withinSyntax", "/agreements/0/targets/0/within/moderate"),
        ("sla.warningSyntax", "/agreements/0/targets/0/warnings/0"),
        ("sla.warningSyntax", "/agreements/0/targets/0/warnings/1"),
        ("sla.warningSyntax", "/agreements/0/targets/0/warnings/2"),
        ("sla.targetWithoutTime", "/agreements/0/targets/1/within"),
        ("sla.targetWithoutStop", "/agreements/0/targets/2/stop"),
        ("id.repeated", "/agreements/0/targets/3/id"),
        ("sla.withinSyntax", "/agreements/0/targets/3/within/critical"),
        ("sla.withinNeedsCalendar", "/agreements/1/targets/0/within/critical"),
    ] {
        let expected = (expected.0.to_owned(), expected.1.to_owned());
        assert!(found.contains(&expected), "{expected:?} is not among {found:#?}");
    }
}

#[test]
fn effects_outside_the_life_of_a_ticket_are_refused() {
    let mut desk = Desk::with_targets(json!([target("resolve", ["4h"; 3])]));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.tick("2026-01-09T13:00:00Z");
    let late = |took_effect: &str, command: &Command| {
        let now = Context::at(at("2026-01-09T14:00:00Z"), Actor::default());
        let context = Context { took_effect_at: Some(at(took_effect)), ..now };
        codes(&desk.engine.decide(desk.ticket.as_ref(), command, &context).expect_err("refused"))
    };
    let hold = go("onHold");
    let path = "/context/tookEffectAt";
    assert_eq!(late("2026-01-09T07:59:59Z", &hold), [format!("ticket.beforeOpened {path}")]);
    assert_eq!(late("2026-01-09T14:00:01Z", &hold), [format!("ticket.inFuture {path}")]);
    let tick = Command::Tick(Tick {});
    let tick = late("2026-01-09T09:00:00Z", &tick);
    assert_eq!(tick, [format!("ticket.effectOutOfPlace {path}")]);
    let refused = |version: u64, at: Option<&str>| {
        codes(&desk.decide("2026-01-09T14:00:00Z", &correct(version, at)).expect_err("refused"))
    };
    assert_eq!(refused(9, None), ["ticket.correctionOfNothing /command/version"]);
    assert_eq!(refused(2, None), ["ticket.correctionOfDerived /command/version"]);
    assert_eq!(refused(1, None), ["ticket.correctionOfOpening /command/tookEffectAt"]);
    let opened = refused(1, Some("2026-01-09T13:30:00Z"));
    assert_eq!(opened, ["ticket.timeBackwards /command/tookEffectAt"]);
}

#[test]
fn a_correction_withdraws_what_no_longer_follows_and_says_what_changed() {
    let mut desk = Desk::with_targets(json!([target("resolve", ["4h"; 3])]));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.tick("2026-01-09T13:00:00Z");
    assert_eq!(desk.clock("2026-01-09T13:00:00Z", "resolve").stage, Stage::Breached);
    let before = desk.ticket().clone();
    desk.give_late("2026-01-09T14:00:00Z", "2026-01-09T11:00:00Z", &go("resolved"));
    let clock = desk.clock("2026-01-09T14:00:00Z", "resolve");
    assert_eq!((clock.stage, clock.breaches.len()), (Stage::Met, 0));
    let history = &desk.ticket().history;
    assert!(history.iter().any(|event| matches!(event.change, Change::TargetBreached(_))));
    assert!(history.iter().any(|event| matches!(event.change, Change::Corrected(_))));
    let now = at("2026-01-09T14:00:00Z");
    let differences = desk.engine.differences(&before, desk.ticket(), now);
    let paths: Vec<_> = differences.iter().map(|one| one.path.as_str()).collect();
    assert!(paths.contains(&"/state") && paths.contains(&"/clocks/sla/resolve/breachedAt"));
    let opened = correct(1, Some("2026-01-09T07:00:00Z"));
    desk.give("2026-01-09T15:00:00Z", &opened);
    assert_eq!(desk.ticket().opened_at, at("2026-01-09T07:00:00Z"));
}

#[test]
fn a_late_fact_changes_the_priority_from_then_on() {
    let mut desk = Desk::with_targets(json!([target("resolve", ["1h", "4h", "8h"])]));
    desk.open("2026-01-09T08:00:00Z", "medium");
    desk.give("2026-01-09T10:00:00Z", &set("impact", Value::from("medium")));
    let urgent = set("urgency", Value::from("high"));
    desk.give_late("2026-01-09T11:00:00Z", "2026-01-09T09:00:00Z", &urgent);
    // High and high from nine, medium and high from ten.
    let priorities: Vec<_> = desk
        .ticket()
        .effective()
        .filter_map(|event| match event.change {
            Change::PriorityChanged(changed) => Some((event.at, changed.to)),
            _ => None,
        })
        .collect();
    let expected = [("2026-01-09T09:00:00Z", "critical"), ("2026-01-09T10:00:00Z", "high")];
    assert_eq!(priorities, expected.map(|(when, to)| (at(when), Some(to.to_owned()))));
    assert_eq!(desk.ticket().priority.as_deref(), Some("high"));
}

#[test]
fn forecasts_answer_for_waits_priorities_groups_and_commands() {
    let ola = json!({
        "id": "network", "type": "ola", "calendar": "office",
        "appliesIf": { "field": "assignmentGroup", "is": "network" },
        "targets": [target("acknowledge", ["1h"; 3])],
    });
    let resolve = with(target("resolve", ["1h", "4h", "8h"]), json!({ "pause": on_hold() }));
    let mut desk = Desk::of(json!([office()]), json!([agreement(json!([resolve])), ola]));
    desk.open("2026-01-09T08:00:00Z", "medium");
    let context = Context::at(at("2026-01-09T08:30:00Z"), Actor::default());
    let ask = |supposition| desk.engine.forecast(desk.ticket(), &supposition, &context);
    let pause = Pause { lasts: Span::from_hours(2), hold_reason: None };
    let waited = ask(Supposition::Pause(pause)).expect("a forecast");
    assert_eq!(waited.clocks[0].due_at, Some(at("2026-01-09T14:00:00Z")));
    let critical = Priority { level: "critical".to_owned() };
    let critical = ask(Supposition::Priority(critical)).expect("a forecast");
    assert_eq!(critical.clocks[0].due_at, Some(at("2026-01-09T09:00:00Z")));
    let group = Assigned { group: "network".to_owned() };
    let assigned = ask(Supposition::Assigned(group)).expect("a forecast");
    assert_eq!(assigned.clocks[1].due_at, Some(at("2026-01-09T09:30:00Z")));
    let given = Given { command: go("resolved") };
    let given = ask(Supposition::Command(given)).expect("a forecast");
    assert_eq!((given.state.as_str(), given.clocks[0].stage), ("resolved", Stage::Met));
    let refused = |supposition| codes(&ask(supposition).expect_err("refused"));
    let unknown = Priority { level: "urgent".to_owned() };
    let unknown = refused(Supposition::Priority(unknown));
    assert_eq!(unknown, ["field.wordUnknown /supposition/level"]);
    let none = Pause { lasts: Span::ZERO, hold_reason: None };
    assert_eq!(refused(Supposition::Pause(none)), ["time.spanNotPositive /supposition/lasts"]);
    let odd = Given { command: go("nowhere") };
    let odd = refused(Supposition::Command(odd));
    assert_eq!(odd, ["lifecycle.stateUnknown /supposition/command/to"]);
}

#[test]
fn rebased_commands_are_accepted_or_refused_with_reasons_and_none_vanishes() {
    let mut server = Desk::with_targets(json!([target("resolve", ["4h"; 3])]));
    server.open("2026-01-09T08:00:00Z", "high");
    let seen = server.ticket().clone();
    server.go("2026-01-09T08:30:00Z", "inProgress");
    server.assign("2026-01-09T08:40:00Z", "network");
    let events: Vec<Event> = server.ticket().history[1..].to_vec();
    let group =
        |name: &str| Command::Assign(Assign { group: Some(name.to_owned()), assignee: None });
    let commands = [
        go("inProgress"),
        group("storage"),
        group("network"),
        set("category", Value::from("disk")),
        go("nowhere"),
        message(Sender::Support),
    ];
    let pending: Vec<Pending> =
        commands.into_iter().map(|command| Pending { command, actor: Actor::default() }).collect();
    let now = at("2026-01-09T09:00:00Z");
    let rebased = server.engine.rebase(Some(&seen), &events, &pending, now);
    let verdicts: Vec<_> = rebased
        .verdicts
        .iter()
        .map(|verdict| match verdict {
            Verdict::Accepted(events) => format!("{} events", events.len()),
            Verdict::Refused(errors) => codes(errors).join("; "),
        })
        .collect();
    assert_eq!(
        verdicts,
        [
            "0 events",
            "ticket.factChangedMeanwhile /pending/1/command/facts/assignmentGroup",
            "0 events",
            "1 events",
            "lifecycle.stateUnknown /pending/4/command/to",
            "1 events",
        ]
    );
    let ticket = rebased.ticket.expect("a ticket");
    assert_eq!((ticket.version, ticket.facts.get("category")), (5, Some(&Value::from("disk"))));
    let recorded = Pending { command: opening("high"), actor: Actor::default() };
    let fresh = server.engine.rebase(None, &[], &[recorded], now);
    assert!(fresh.ticket.is_some());
}

#[test]
fn a_proof_names_what_counted_and_what_did_not() {
    let resolve = with(target("resolve", ["12h"; 3]), json!({ "pause": on_hold() }));
    let lunch = hours("office", "Europe/Berlin", &[["09:00", "12:00"], ["13:00", "17:00"]]);
    let mut desk = Desk::of(json!([lunch]), json!([agreement(json!([resolve]))]));
    desk.open("2025-12-31T13:00:00Z", "high");
    desk.go("2025-12-31T14:00:00Z", "onHold");
    desk.go("2025-12-31T15:00:00Z", "inProgress");
    let proof = desk.prove("2026-01-02T09:00:00Z", "resolve");
    let reading: Vec<_> = proof.reading().iter().map(Error::message).collect();
    assert_eq!(
        reading,
        [
            "`resolve` of `sla` may take 12h; cycle 1 started at 2025-12-31T13:00:00Z",
            "2025-12-31T13:00:00Z to 2025-12-31T14:00:00Z: open, 1h counted",
            "2025-12-31T14:00:00Z to 2025-12-31T15:00:00Z: paused by event 2",
            "2025-12-31T15:00:00Z to 2025-12-31T16:00:00Z: open, 1h counted",
            "2025-12-31T16:00:00Z to 2025-12-31T23:00:00Z: closed",
            "2025-12-31T23:00:00Z to 2026-01-01T23:00:00Z: holiday; New Year",
            "2026-01-01T23:00:00Z to 2026-01-02T08:00:00Z: closed",
            "2026-01-02T08:00:00Z to 2026-01-02T11:00:00Z: open, 3h counted",
            "2026-01-02T11:00:00Z to 2026-01-02T12:00:00Z: closed",
            "2026-01-02T12:00:00Z to 2026-01-02T16:00:00Z: open, 4h counted",
            "2026-01-02T16:00:00Z to 2026-01-05T08:00:00Z: closed",
            "2026-01-05T08:00:00Z to 2026-01-05T11:00:00Z: open, 3h counted",
            "at 2026-01-02T09:00:00Z 3h of 12h are used; 9h are left",
            "due at 2026-01-05T11:00:00Z",
        ]
    );
    assert_eq!(desk.engine.verify(desk.ticket(), &proof), Ok(()));
    desk.go("2026-01-02T09:30:00Z", "onHold");
    let other = desk.engine.verify(desk.ticket(), &proof);
    assert_eq!(other, Ok(()), "what came later is no part of it");
    desk.give_late("2026-01-02T10:00:00Z", "2025-12-31T13:30:00Z", &go("onHold"));
    let other = desk.engine.verify(desk.ticket(), &proof).expect_err("the past changed");
    assert_eq!(codes(&other), ["proof.other "]);
}

#[test]
fn what_is_used_up_while_it_waits_changes_just_after_the_wait() {
    let target = target("resolve", ["4h"; 3]);
    let target = with(target, json!({ "pause": on_hold(), "boundary": "nextOpening" }));
    let change = |resumed: &str| {
        let mut desk = Desk::with_targets(json!([target]));
        desk.open("2026-01-09T12:00:00Z", "high");
        desk.give("2026-01-09T18:00:00Z", &go("onHold"));
        desk.give(resumed, &go("inProgress"));
        let clock = desk.clock(resumed, "resolve");
        assert_eq!(clock.stage, Stage::Running, "used up at the closing, due at the opening");
        assert_eq!(clock.due_at, Some(at("2026-01-12T08:00:00Z")));
        let change = clock.next_change_at.expect("it is not breached yet");
        assert_eq!(desk.clock(&change.to_string(), "resolve").stage, Stage::Breached);
        change.to_string()
    };
    assert_eq!(change("2026-01-10T10:00:00Z"), "2026-01-12T08:00:00.001Z");
    assert_eq!(change("2026-01-12T12:00:00Z"), "2026-01-12T12:00:00.001Z");
}

#[test]
fn what_another_target_uses_up_is_due_at_the_change_and_not_at_a_later_opening() {
    let target = target("resolve", ["4h", "8h", "8h"]);
    let settings = json!({ "onTargetChange": "carryPercent", "boundary": "nextOpening" });
    let mut desk = Desk::with_targets(json!([with(target, settings)]));
    desk.open("2026-01-09T08:00:00Z", "high");
    let saturday = "2026-01-10T10:00:00Z";
    desk.give(saturday, &set("urgency", Value::from("medium")));
    let clock = desk.clock(saturday, "resolve");
    assert_eq!((clock.percent, clock.due_at), (Some(200), Some(at(saturday))));
    let proof = desk.engine.prove(desk.ticket(), "sla", "resolve", at(saturday)).expect("a proof");
    assert_eq!(proof.verify(), Ok(()));
}

#[test]
fn what_is_used_up_at_a_closing_is_due_at_the_opening_of_the_hours_that_then_count() {
    let target = with(target("resolve", ["4h"; 3]), json!({ "boundary": "nextOpening" }));
    let mut sla = agreement(json!([target]));
    sla["zoneField"] = json!("requesterZone");
    let mut desk = Desk::of(json!([office()]), json!([sla]));
    desk.open("2026-01-09T12:00:00Z", "high");
    let (closing, evening) = ("2026-01-09T16:00:00Z", "2026-01-09T23:00:00Z");
    assert_eq!(desk.clock(closing, "resolve").due_at, Some(at("2026-01-12T08:00:00Z")));
    desk.give(evening, &set("requesterZone", Value::from("America/New_York")));
    let clock = desk.clock(evening, "resolve");
    assert_eq!((clock.remaining_ms, clock.due_at), (Some(0), Some(at("2026-01-12T14:00:00Z"))));
    assert_eq!(desk.clock("2026-01-12T14:00:00Z", "resolve").stage, Stage::Running);
    assert_eq!(desk.clock("2026-01-12T14:00:00.001Z", "resolve").stage, Stage::Breached);
}
