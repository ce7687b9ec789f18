//! What rules ask of the host: when, how often, and that it changes nothing else.

use incident_core::Instant;
use incident_core::model::{
    Action, ActionRequested, Actor, Change, Command, Context, Event, EventType, Sender, Tick,
    Ticket, Value,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::clock::config;
use crate::desk::{
    Desk, agreement, at, correct, findings_of, go, message, office, opening, set, target, with,
};
use crate::lint::broken;

fn asking(actions: Json) -> Json {
    broken("itil", &[("/actions", actions)])
}

fn rule(id: &str, condition: &Json) -> Json {
    json!({ "id": id, "if": condition, "action": "notify", "target": "duty" })
}

fn critical() -> Json {
    json!({ "field": "priority", "is": "critical" })
}

fn requests(events: &[Event]) -> Vec<(u64, &str)> {
    let mut requests = Vec::new();
    for event in events {
        if let Change::ActionRequested(asked) = &event.change {
            requests.push((event.version, asked.rule.as_str()));
        }
    }
    requests
}

const NINE: &str = "2026-01-09T09:00:00Z";
const TEN: &str = "2026-01-09T10:00:00Z";

#[test]
fn a_rule_asks_when_it_becomes_true_and_again_when_it_does_so_again() {
    let mut desk = Desk::under(&asking(json!([rule("page", &critical())])));
    desk.open("2026-01-09T08:00:00Z", "medium");
    assert_eq!(requests(&desk.ticket().history), []);
    desk.urgency(NINE, "high");
    desk.go(NINE, "inProgress");
    let history = &desk.ticket().history;
    // Facts, priority, then the request that the priority causes, and none for the move.
    assert_eq!(requests(history), [(4, "page")]);
    let Change::ActionRequested(asked) = &history[3].change else { panic!("{history:?}") };
    let expected = ActionRequested {
        rule: "page".to_owned(),
        action: Action::Notify,
        target: Some("duty".to_owned()),
    };
    assert_eq!(*asked, expected);
    desk.urgency(TEN, "low");
    desk.urgency(TEN, "high");
    assert_eq!(requests(&desk.ticket().history).len(), 2);
    desk.ticket = None;
    desk.open(TEN, "high");
    assert_eq!(requests(&desk.ticket().history), [(2, "page")], "at its recording too");
}

#[test]
fn several_rules_ask_in_written_order_behind_the_event_that_made_them() {
    let started = json!({ "field": "stateType", "is": "active" });
    let actions = json!([
        rule("b", &started),
        rule("a", &started),
        rule("page", &critical()),
        rule("never", &json!({ "any": [] })),
    ]);
    let mut desk = Desk::under(&asking(actions));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.go(NINE, "inProgress");
    assert_eq!(requests(&desk.ticket().history), [(2, "page"), (4, "b"), (5, "a")]);
    let versions: Vec<_> = desk.ticket().history.iter().map(|event| event.version).collect();
    assert_eq!(versions, [1, 2, 3, 4, 5]);
    assert_eq!(desk.ticket().version, 5);
}

#[test]
fn a_rule_about_the_last_event_asks_at_each_event_of_which_it_is_true() {
    let heard = json!({ "field": "lastEvent", "is": "requesterMessage" });
    let mut desk = Desk::under(&asking(json!([rule("heard", &heard)])));
    desk.open("2026-01-09T08:00:00Z", "low");
    desk.message(NINE, Sender::Requester);
    desk.message(NINE, Sender::Requester);
    desk.message(NINE, Sender::Support);
    desk.message(NINE, Sender::Requester);
    assert_eq!(requests(&desk.ticket().history).len(), 3);
    assert_eq!(
        desk.ticket().last_event,
        EventType::RequesterMessage,
        "a request is no event of it"
    );
}

#[test]
fn what_time_causes_makes_rules_ask_too() {
    let breached = json!({ "field": "lastEvent", "is": "targetBreached" });
    let closed = json!({ "field": "stateType", "is": "closed" });
    let mut desk =
        Desk::under(&asking(json!([rule("escalate", &breached), rule("bill", &closed)])));
    desk.open("2026-01-09T09:00:00Z", "high");
    desk.tick("2026-01-10T09:00:00Z");
    let history = &desk.ticket().history;
    assert_eq!(requests(history), [(3, "escalate"), (5, "escalate")]);
    assert_eq!(history[2].at, history[1].at, "it asks for what happened then");
    desk.tick("2026-01-11T09:00:00Z");
    assert_eq!(desk.ticket().version, 5, "a breach is noted once, and asks once");
    desk.go("2026-01-11T09:00:00Z", "inProgress");
    let facts = [("resolutionCode", Value::from("fixed"))].into();
    let done = incident_core::model::Move { to: "resolved".to_owned(), hold_reason: None, facts };
    desk.give("2026-01-11T09:00:00Z", &Command::Move(done));
    desk.tick("2026-02-11T09:00:00Z");
    let last = desk.ticket().history.last().expect("an event");
    assert_eq!(requests(std::slice::from_ref(last)), [(last.version, "bill")]);
    assert_eq!(last.at, at("2026-01-16T09:00:00Z"));
}

#[test]
fn what_changes_the_past_asks_for_nothing() {
    let mut desk = Desk::under(&asking(json!([rule("page", &critical())])));
    desk.open("2026-01-09T08:00:00Z", "medium");
    desk.go(TEN, "inProgress");
    desk.give_late("2026-01-09T11:00:00Z", NINE, &set("urgency", Value::from("high")));
    assert_eq!(desk.ticket().priority.as_deref(), Some("critical"));
    assert_eq!(requests(&desk.ticket().history), []);
    let mut desk = Desk::under(&asking(json!([rule("page", &critical())])));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.urgency(NINE, "low");
    assert_eq!(requests(&desk.ticket().history).len(), 1);
    let wrong = |event: &&Event| matches!(event.change, Change::FactsChanged(_));
    let version = desk.ticket().history.iter().find(wrong).expect("one").version;
    desk.give(TEN, &correct(version, None));
    assert_eq!(desk.ticket().priority.as_deref(), Some("critical"));
    assert_eq!(requests(&desk.ticket().history).len(), 1, "a correction asks for nothing");
}

#[test]
fn a_request_moves_no_clock() {
    let loops = with(
        target("nextUpdate", ["4h"; 3]),
        json!({
            "start": { "field": "responded", "is": true },
            "stop": { "field": "unanswered", "is": true },
            "reset": { "field": "lastEvent", "is": "supportMessage" },
        }),
    );
    let calendars = json!([office()]);
    let agreements = json!([agreement(json!([loops, target("resolve", ["4h"; 3])]))]);
    let quiet = crate::desk::document(calendars, agreements);
    let mut asking = quiet.clone();
    let answered = json!({ "field": "lastEvent", "is": "supportMessage" });
    asking["actions"] = json!([rule("told", &answered), rule("page", &critical())]);
    let live = |document: &Json| {
        let mut desk = Desk::under(document);
        desk.open("2026-01-09T08:00:00Z", "high");
        desk.message("2026-01-09T08:10:00Z", Sender::Support);
        desk.message("2026-01-09T08:20:00Z", Sender::Support);
        desk
    };
    let (quiet, asking) = (live(&quiet), live(&asking));
    assert_eq!(requests(&asking.ticket().history).len(), 3);
    assert_eq!(quiet.clocks(NINE), asking.clocks(NINE));
}

#[test]
fn rules_that_cannot_be_are_refused() {
    let with = |edit: Json| {
        let mut one = rule("r", &critical());
        for (name, value) in edit.as_object().expect("members") {
            one[name] = value.clone();
        }
        findings_of(&asking(json!([one])))
    };
    assert_eq!(with(json!({})), [""; 0]);
    for (edit, finding) in [
        (json!({ "id": "" }), "id.empty /actions/0/id"),
        (json!({ "action": "shout" }), "document.wordUnknown /actions/0/action"),
        (json!({ "if": {} }), "condition.form /actions/0/if"),
        (json!({ "if": { "field": "flor", "isSet": true } }), "field.unknown /actions/0/if/field"),
        (json!({ "targets": [] }), "document.fieldUnknown /actions/0/targets"),
    ] {
        assert_eq!(with(edit.clone()), [finding], "{edit}");
    }
    let twice = json!([rule("r", &critical()), rule("r", &critical())]);
    assert_eq!(findings_of(&asking(twice)), ["id.repeated /actions/1/id"]);
}

/// Something that happens to a ticket; what cannot happen in its state is left out.
fn happens() -> impl Strategy<Value = Command> {
    const STATES: [&str; 5] = ["inProgress", "onHold", "resolved", "closed", "canceled"];
    prop_oneof![
        proptest::sample::select(&STATES[..]).prop_map(go),
        proptest::sample::select(&["high", "medium", "low"][..])
            .prop_map(|level| set("urgency", Value::from(level))),
        proptest::bool::ANY.prop_map(|vip| set("vip", Value::Flag(vip))),
        proptest::bool::ANY
            .prop_map(|mine| { message(if mine { Sender::Support } else { Sender::Requester }) }),
        Just(Command::Tick(Tick {})),
    ]
}

fn all_rules() -> Json {
    let conditions = [
        critical(),
        json!({ "field": "vip", "is": true }),
        json!({ "field": "lastEvent", "in": ["supportMessage", "targetBreached"] }),
        json!({ "not": { "field": "unanswered", "is": true } }),
        json!({ "field": "stateType", "is": "onHold" }),
    ];
    let rules = conditions.iter().enumerate().map(|(at, one)| rule(&format!("r{at}"), one));
    rules.collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn with_requests_a_ticket_lives_as_without_them(
        life in vec((happens(), 0..8_i64, 0..4_u8), 0..14)
    ) {
        let mut quiet = crate::desk::document(
            json!([office()]),
            json!([agreement(json!([target("resolve", ["4h"; 3])]))]),
        );
        let mut one = Desk::under(&quiet);
        quiet["actions"] = all_rules();
        let mut other = Desk::under(&quiet);
        let mut now = at("2026-01-09T08:00:00Z");
        one.give(&now.to_string(), &opening("medium"));
        other.give(&now.to_string(), &opening("medium"));
        for (command, hours, late) in life {
            let before = now;
            now = Instant::from_millis(now.as_millis() + hours * 3_600_000).expect("an instant");
            let late = late == 0 && !matches!(command, Command::Tick(_));
            let took_effect_at = late.then_some(before);
            let context = Context { took_effect_at, ..Context::at(now, Actor::default()) };
            let decide = |desk: &Desk| desk.engine.decide(desk.ticket.as_ref(), &command, &context);
            let (Ok(plain), Ok(asked)) = (decide(&one), decide(&other)) else { continue };
            let versions: Vec<_> = asked.iter().map(|event| event.version).collect();
            let next = other.ticket().version + 1;
            let consecutive: Vec<_> = (next..).take(asked.len()).collect();
            prop_assert_eq!(versions, consecutive);
            one.take(plain);
            other.take(asked);
        }
        let folded = Ticket::fold(other.ticket().history.clone());
        prop_assert_eq!(folded.as_ref(), Some(other.ticket()));
        let own = |event: &&Event| {
            !matches!(event.change, Change::ActionRequested(_) | Change::Corrected(_))
        };
        let changes = |desk: &Desk| -> Vec<_> {
            desk.ticket()
                .history
                .iter()
                .filter(own)
                .map(|event| (event.at, event.change.clone()))
                .collect()
        };
        prop_assert_eq!(changes(&one), changes(&other));
        let seen = |desk: &Desk| {
            let ticket = desk.ticket();
            (ticket.state.clone(), ticket.facts.clone(), ticket.last_event, ticket.reopens)
        };
        prop_assert_eq!(seen(&one), seen(&other));
        prop_assert_eq!(one.clocks(&now.to_string()), other.clocks(&now.to_string()));
    }
}
