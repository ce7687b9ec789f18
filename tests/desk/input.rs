//! What is no ticket, no question, or too much.

use incident_core::desk::{DeskSettings, Probability, QueueFilter};
use incident_core::model::{Actor, Command, Context, Tick};
use incident_core::{Error, Instant, Kind, Ticket, limits};
use serde_json::json;

use crate::life::at;
use crate::queue::{context, desk, go, open};

fn codes(errors: &[Error]) -> Vec<String> {
    errors.iter().map(|error| format!("{} {}", error.code().as_str(), error.path())).collect()
}

fn ticket() -> Ticket {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    desk.ticket("A").expect("held")
}

#[test]
fn an_empty_desk_answers_with_nothing() {
    let mut desk = desk(&DeskSettings::default());
    let now = at("2026-01-09T09:00:00Z");
    assert_eq!(desk.queue(&QueueFilter::default(), now, 0, usize::MAX), Ok(Vec::new()));
    assert_eq!((desk.len(), desk.bytes(), desk.counts(now).all.total), (0, 0, 0));
    assert_eq!(desk.next_change_at(now), None);
    assert!(desk.due(now).is_empty() && desk.tick(now, &Actor::default(), 9).is_empty());
    assert!(!desk.remove("A"));
    assert_eq!(desk.ticket("A"), None);
}

#[test]
fn an_unknown_ticket_is_refused_by_everything_that_names_one() {
    let mut desk = desk(&DeskSettings::default());
    let unknown = ["desk.ticketUnknown /id"];
    let tick = Command::Tick(Tick {});
    let now = context("2026-01-09T09:00:00Z");
    assert_eq!(codes(&desk.decide(Some("A"), &tick, &now).expect_err("unknown")), unknown);
    assert_eq!(codes(&desk.apply("A", Vec::new()).expect_err("unknown")), unknown);
    assert_eq!(codes(&[desk.set_forecast("A", None).expect_err("unknown")]), unknown);
    let missing = desk.decide(None, &tick, &now).expect_err("no ticket");
    assert_eq!(codes(&missing), ["ticket.missing /ticket"]);
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    let ticket = desk.ticket("A").expect("held");
    let incident_core::model::Change::Opened(opened) = &ticket.history[0].change else {
        panic!("opened")
    };
    let again = Command::Open(incident_core::model::Open {
        id: "A".to_owned(),
        kind: Kind::Incident,
        from: opened.from,
        facts: opened.facts.clone(),
    });
    assert_eq!(
        codes(&desk.decide(None, &again, &now).expect_err("twice")),
        ["ticket.exists /ticket"]
    );
    assert_eq!(desk.ticket("A"), Some(ticket));
}

#[test]
fn a_ticket_without_its_history_is_refused_and_the_one_before_it_stays() {
    let whole = ticket();
    let mut desk = desk(&DeskSettings::default());
    desk.put(whole.clone()).expect("put");
    let broken = |change: &dyn Fn(&mut Ticket)| {
        let mut ticket = whole.clone();
        change(&mut ticket);
        ticket
    };
    let history = ["ticket.history /history"];
    let none = broken(&|ticket| ticket.history.clear());
    assert_eq!(codes(&desk.put(none).expect_err("refused")), history);
    let other_version = broken(&|ticket| ticket.version = 9);
    assert_eq!(codes(&desk.put(other_version).expect_err("refused")), history);
    let twice = broken(&|ticket| ticket.history.push(ticket.history[0].clone()));
    assert_eq!(codes(&desk.put(twice).expect_err("refused")), history);
    let most = usize::try_from(limits::ID_BYTES.maximum).expect("a size");
    let fits = broken(&|ticket| ticket.id = "i".repeat(most));
    assert!(desk.put(fits).is_ok());
    let long = broken(&|ticket| ticket.id = "i".repeat(most + 1));
    assert_eq!(codes(&desk.put(long).expect_err("refused")), ["limit.exceeded /id"]);
    let nameless = broken(&|ticket| ticket.id.clear());
    assert_eq!(desk.put(nameless).expect_err("refused").len(), 1);
    let large =
        broken(&|ticket| ticket.facts.insert("description", "d".repeat(1 << 20).as_str().into()));
    assert_eq!(codes(&desk.put(large).expect_err("refused")), ["limit.exceeded "]);
    assert_eq!(desk.ticket("A"), Some(whole));
    assert_eq!(desk.len(), 2);
}

#[test]
fn events_that_do_not_follow_change_nothing() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    let before = desk.ticket("A");
    go(&mut desk, "A", "inProgress", "2026-01-09T09:10:00Z");
    let after = desk.ticket("A").expect("held");
    let event = after.history[1].clone();
    let refused = desk.apply("A", vec![event.clone()]).expect_err("twice");
    assert_eq!(codes(&refused), ["ticket.history /events/0/version"]);
    assert_eq!(desk.ticket("A"), Some(after.clone()));
    desk.put(before.expect("a ticket")).expect("put");
    let placed = desk.apply("A", vec![event]).expect("applied");
    assert!(placed.held && placed.replaced);
    assert_eq!(desk.ticket("A"), Some(after));
}

#[test]
fn tickets_that_have_ended_are_not_held() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "2026-01-09T09:00:00Z");
    let open_one = desk.ticket("A").expect("held");
    go(&mut desk, "A", "canceled", "2026-01-09T09:10:00Z");
    assert!(desk.is_empty());
    let placed = desk.put(open_one.clone()).expect("put");
    assert!(placed.held && !placed.replaced);
    let mut ended = open_one;
    ended.state = "canceled".to_owned();
    ended.state_type = incident_core::model::StateType::Canceled;
    let placed = desk.put(ended.clone()).expect("put");
    assert!(!placed.held && placed.replaced && desk.is_empty());
    let placed = desk.put(ended).expect("put");
    assert!(!placed.held && !placed.replaced);
}

#[test]
fn a_ticket_of_another_policy_is_held_and_told() {
    let mut ticket = ticket();
    ticket.state = "tinkering".to_owned();
    ticket.priority = Some("P7".to_owned());
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "B", "low", "2026-01-09T09:00:00Z");
    let placed = desk.put(ticket).expect("put");
    assert_eq!(placed.finding.as_slice().len(), 1);
    assert_eq!(codes(placed.finding.as_slice()), ["desk.stateUnknown /state"]);
    let now = at("2026-01-09T09:05:00Z");
    let rows = desk.queue(&QueueFilter::default(), now, 0, 9).expect("a queue");
    let ids: Vec<&str> = rows.iter().map(|row| row.id).collect();
    assert_eq!(ids, ["B", "A"], "an unknown priority is behind every known one");
    let unknown = QueueFilter { state: Some("tinkering".to_owned()), ..QueueFilter::default() };
    let refused = desk.queue(&unknown, now, 0, 9).expect_err("unknown");
    assert_eq!(codes(&refused), ["field.wordUnknown /state"]);
}

#[test]
fn every_finding_about_a_filter_and_the_settings_is_told() {
    let mut desk = desk(&DeskSettings::default());
    let filter: QueueFilter = serde_json::from_value(json!({
        "state": "open",
        "priority": "urgent",
        "condition": { "field": "impakt", "is": "high" },
    }))
    .expect("a filter");
    let refused = desk.queue(&filter, at("2026-01-09T09:00:00Z"), 0, 9).expect_err("refused");
    assert_eq!(
        codes(&refused),
        [
            "field.wordUnknown /state",
            "field.wordUnknown /priority",
            "field.unknown /condition/field"
        ]
    );
    let twice: DeskSettings =
        serde_json::from_str(r#"{"order": ["due", "class", "due"]}"#).expect("settings");
    let engine = std::sync::Arc::new(crate::life::engine_of(
        &serde_json::from_str(incident_core::check::preset("itil").expect("a preset"))
            .expect("JSON"),
    ));
    let refused = incident_core::desk::Desk::new(engine, &twice).expect_err("refused");
    assert_eq!(codes(&refused), ["desk.orderRepeated /order/2"]);
    for bad in
        [r#"{"order": ["id"]}"#, r#"{"riskFrom": 1000001}"#, r#"{"riskFrom": -1}"#, r#"{"x": 1}"#]
    {
        assert!(serde_json::from_str::<DeskSettings>(bad).is_err(), "{bad}");
    }
    assert_eq!(Probability::from_millionths(1_000_001), None);
}

#[test]
fn limits_of_a_question_and_ends_of_time_are_answered() {
    let mut desk = desk(&DeskSettings::default());
    open(&mut desk, "A", "high", "9999-12-31T23:00:00Z");
    open(&mut desk, "B", "low", "1970-01-01T00:00:00Z");
    let all = QueueFilter::default();
    for now in [Instant::MIN, at("2026-01-09T09:00:00Z"), Instant::MAX] {
        assert_eq!(desk.queue(&all, now, 0, 0).expect("a queue").len(), 0);
        assert_eq!(desk.queue(&all, now, 0, usize::MAX).expect("a queue").len(), 2);
        assert_eq!(desk.queue(&all, now, usize::MAX, usize::MAX).expect("a queue").len(), 0);
        assert_eq!(desk.queue(&all, now, 1, 9).expect("a queue")[0].rank, 2);
        desk.due(now);
        assert!(desk.next_change_at(now).is_none_or(|next| next > now));
    }
    // Nothing is due before it was recorded.
    assert_eq!(desk.due(at("9999-12-31T22:00:00Z")), ["B"]);
    let context = Context::at(Instant::MAX, Actor::default());
    assert!(desk.decide(Some("A"), &Command::Tick(Tick {}), &context).is_ok());
}
