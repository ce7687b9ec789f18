//! Decisions: what a command causes, what refuses it, what time causes, and where a ticket stands.

use incident_core::model::{
    Actor, Assign, Change, ChangeFacts, Command, Context, Event, Move, Open, Sender, StateType,
    Tick, Value,
};
use incident_core::sla::Stage;
use incident_core::{Code, Engine, Error, Instant, Kind, Ticket, check};

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn engine(name: &str) -> Engine {
    Engine::new(check::policy(check::preset(name).expect("a preset")).expect("accepted").policy)
}

fn context(now: &str) -> Context {
    Context::at(at(now), Actor { id: "kim".into(), roles: vec![] })
}

fn facts(pairs: &[(&str, &str)]) -> incident_core::model::Facts {
    pairs.iter().map(|(field, value)| ((*field).to_owned(), Value::from(*value))).collect()
}

fn opened(engine: &Engine, now: &str) -> Ticket {
    let facts = facts(&[("impact", "high"), ("urgency", "medium")]);
    let open = Open { id: "INC-1".into(), kind: Kind::Incident, from: Sender::Requester, facts };
    let events = engine.decide(None, &Command::Open(open), &context(now)).expect("accepted");
    Ticket::fold(events).expect("a ticket")
}

fn apply(engine: &Engine, ticket: &mut Ticket, command: &Command, now: &str) -> Vec<Event> {
    let events = engine.decide(Some(ticket), command, &context(now)).expect("accepted");
    for event in &events {
        ticket.evolve(event.clone());
    }
    events
}

fn go(to: &str) -> Command {
    Command::Move(Move { to: to.into(), hold_reason: None, facts: facts(&[]) })
}

fn codes(errors: &[Error]) -> Vec<&str> {
    errors.iter().map(|error| error.code().as_str()).collect()
}

#[test]
fn a_ticket_goes_its_way_and_its_history_makes_it_again() {
    let engine = engine("itil");
    let mut ticket = opened(&engine, "2026-01-09T16:00:00Z");
    assert_eq!(ticket.priority.as_deref(), Some("high"));
    apply(&engine, &mut ticket, &go("inProgress"), "2026-01-09T16:10:00Z");
    let group = Assign { group: Some("network".into()), assignee: None };
    apply(&engine, &mut ticket, &Command::Assign(group.clone()), "2026-01-09T16:11:00Z");
    assert_eq!(ticket.reassignments, 1);
    let again = Command::Assign(group);
    assert_eq!(apply(&engine, &mut ticket, &again, "2026-01-09T16:12:00Z"), []);
    let resolve = Command::Move(Move {
        to: "resolved".into(),
        hold_reason: None,
        facts: facts(&[("resolutionCode", "fixed")]),
    });
    apply(&engine, &mut ticket, &resolve, "2026-01-12T10:00:00Z");
    assert_eq!(ticket.resolved_at, Some(at("2026-01-12T10:00:00Z")));
    apply(&engine, &mut ticket, &go("inProgress"), "2026-01-12T11:00:00Z");
    assert_eq!((ticket.reopens, ticket.resolved_at), (1, None));
    assert_eq!(Ticket::fold(ticket.history.clone()).as_ref(), Some(&ticket));
    let text = serde_json::to_string(&ticket).expect("JSON");
    assert_eq!(serde_json::from_str::<Ticket>(&text).expect("the same"), ticket);
}

#[test]
fn raising_urgency_raises_priority_and_says_so() {
    let engine = engine("itil");
    let mut ticket = opened(&engine, "2026-01-09T09:00:00Z");
    let change = Command::ChangeFacts(ChangeFacts { facts: facts(&[("urgency", "high")]) });
    let events = apply(&engine, &mut ticket, &change, "2026-01-09T09:05:00Z");
    assert!(matches!(events[1].change, Change::PriorityChanged(_)));
    assert_eq!(ticket.priority.as_deref(), Some("critical"));
    assert_eq!(ticket.version, 3);
}

#[test]
fn every_reason_against_a_move_is_given() {
    let engine = engine("itil");
    let mut ticket = opened(&engine, "2026-01-09T09:00:00Z");
    let refused = |ticket: &Ticket, command: &Command, context: &Context| {
        engine.decide(Some(ticket), command, context).expect_err("refused")
    };
    let now = context("2026-01-09T10:00:00Z");
    assert_eq!(codes(&refused(&ticket, &go("resolved"), &now)), ["lifecycle.moveNotAllowed"]);
    assert_eq!(codes(&refused(&ticket, &go("solved"), &now)), ["lifecycle.stateUnknown"]);
    apply(&engine, &mut ticket, &go("inProgress"), "2026-01-09T10:00:00Z");
    assert_eq!(codes(&refused(&ticket, &go("resolved"), &now)), ["lifecycle.factMissing"]);
    assert_eq!(codes(&refused(&ticket, &go("onHold"), &now)), ["lifecycle.holdReasonMissing"]);
    let odd = Command::Move(Move {
        to: "onHold".into(),
        hold_reason: Some("lunch".into()),
        facts: facts(&[("impact", "huge"), ("colour", "red"), ("priority", "low")]),
    });
    let stale = Context { seen_version: Some(1), ..context("2026-01-09T09:30:00Z") };
    assert_eq!(
        codes(&refused(&ticket, &odd, &stale)),
        [
            "ticket.versionStale",
            "ticket.timeBackwards",
            "field.unknown",
            "field.wordUnknown",
            "field.derived",
            "lifecycle.holdReasonUnknown",
        ]
    );
}

#[test]
fn time_alone_breaches_and_closes_however_often_it_is_asked() {
    let engine = engine("itil");
    let tick = Command::Tick(Tick {});
    let mut once = opened(&engine, "2026-01-09T16:00:00Z");
    apply(&engine, &mut once, &go("inProgress"), "2026-01-09T16:10:00Z");
    let mut often = once.clone();
    apply(&engine, &mut once, &tick, "2026-01-31T00:00:00Z");
    for day in 10..=31 {
        apply(&engine, &mut often, &tick, &format!("2026-01-{day:02}T00:00:00Z"));
    }
    assert_eq!(once, often);
    let breaches: Vec<_> = once
        .history
        .iter()
        .filter_map(|event| match &event.change {
            Change::TargetBreached(breach) => Some((breach.target.as_str(), event.at)),
            _ => None,
        })
        .collect();
    // Eight working hours from Friday 16:00 are used up on Monday at 16:00.
    assert_eq!(breaches, [("resolve", at("2026-01-12T16:00:00Z"))]);
    let mut done = opened(&engine, "2026-01-09T16:00:00Z");
    apply(&engine, &mut done, &go("inProgress"), "2026-01-09T16:10:00Z");
    let resolve = Command::Move(Move {
        to: "resolved".into(),
        hold_reason: None,
        facts: facts(&[("resolutionCode", "fixed")]),
    });
    apply(&engine, &mut done, &resolve, "2026-01-09T16:20:00Z");
    let events = apply(&engine, &mut done, &tick, "2026-02-01T00:00:00Z");
    assert_eq!(events.len(), 1);
    assert_eq!(done.closed_at, Some(at("2026-01-14T16:20:00Z")));
    assert_eq!(done.state_type, StateType::Closed);
}

#[test]
fn a_clock_waits_carries_over_and_keeps_a_breach() {
    let engine = engine("itil");
    let mut ticket = opened(&engine, "2026-01-12T09:00:00Z");
    let resolve = |ticket: &Ticket, now: &str| {
        let clocks = engine.assess(ticket, &context(now)).clocks;
        clocks.into_iter().find(|clock| clock.target == "resolve").expect("the clock")
    };
    apply(&engine, &mut ticket, &go("inProgress"), "2026-01-12T09:30:00Z");
    assert_eq!(resolve(&ticket, "2026-01-12T10:00:00Z").due_at, Some(at("2026-01-12T17:00:00Z")));
    let hold = Command::Move(Move {
        to: "onHold".into(),
        hold_reason: Some("awaitingCaller".into()),
        facts: facts(&[]),
    });
    apply(&engine, &mut ticket, &hold, "2026-01-12T12:00:00Z");
    let paused = resolve(&ticket, "2026-01-13T12:00:00Z");
    assert_eq!((paused.stage, paused.due_at), (Stage::Paused, None));
    assert_eq!(paused.elapsed_ms, 3 * 3_600_000);
    apply(&engine, &mut ticket, &go("inProgress"), "2026-01-13T12:00:00Z");
    let running = resolve(&ticket, "2026-01-13T12:00:00Z");
    assert_eq!(running.due_at, Some(at("2026-01-13T17:00:00Z")));
    // A shorter target that is used up already is missed at the change; a longer one later does
    // not take that back.
    let urgent = Command::ChangeFacts(ChangeFacts { facts: facts(&[("urgency", "high")]) });
    apply(&engine, &mut ticket, &urgent, "2026-01-13T14:00:00Z");
    let breached = resolve(&ticket, "2026-01-13T14:30:00Z");
    assert_eq!(
        (breached.stage, breached.breached_at),
        (Stage::Breached, Some(at("2026-01-13T14:00:00Z")))
    );
    let calm = Command::ChangeFacts(ChangeFacts { facts: facts(&[("urgency", "low")]) });
    apply(&engine, &mut ticket, &calm, "2026-01-13T15:00:00Z");
    assert_eq!(resolve(&ticket, "2026-01-13T15:30:00Z").stage, Stage::Breached);
}

#[test]
fn done_at_the_due_instant_is_met_and_a_millisecond_later_is_missed() {
    let engine = engine("itil");
    for (now, stage) in
        [("2026-01-12T17:00:00Z", Stage::Met), ("2026-01-12T17:00:00.001Z", Stage::Missed)]
    {
        let mut ticket = opened(&engine, "2026-01-12T09:00:00Z");
        apply(&engine, &mut ticket, &go("canceled"), now);
        let clocks = engine.assess(&ticket, &context(now)).clocks;
        assert_eq!(clocks[1].stage, stage, "{now}");
    }
}

#[test]
fn an_assessment_names_the_moves_and_the_next_change() {
    let engine = engine("itil");
    let mut ticket = opened(&engine, "2026-01-12T09:00:00Z");
    apply(&engine, &mut ticket, &go("inProgress"), "2026-01-12T09:10:00Z");
    let assessment = engine.assess(&ticket, &context("2026-01-12T10:00:00Z"));
    let moves: Vec<_> =
        assessment.moves.iter().map(|m| (m.to.as_str(), m.allowed, codes(&m.needs))).collect();
    assert_eq!(
        moves,
        [
            ("onHold", false, vec!["lifecycle.holdReasonMissing"]),
            ("resolved", false, vec!["lifecycle.factMissing"]),
            ("canceled", true, vec![]),
        ]
    );
    assert_eq!(assessment.next_change_at, Some(at("2026-01-12T17:00:00.001Z")));
}

#[test]
fn every_pair_of_states_is_a_move_or_refused() {
    for &name in check::PRESETS {
        let engine = engine(name);
        let lifecycle = engine.policy().lifecycle();
        let mut allowed = 0;
        for from in lifecycle.states() {
            let mut ticket = Ticket {
                state: from.id.clone(),
                state_type: from.state_type,
                ..opened_by(&engine)
            };
            ticket.facts = facts(&[("resolutionCode", "fixed")]);
            for to in lifecycle.states() {
                let reason = lifecycle.hold_reasons().first().map(|reason| reason.id.clone());
                let command = Command::Move(Move {
                    to: to.id.clone(),
                    hold_reason: reason.filter(|_| to.state_type == StateType::OnHold),
                    facts: facts(&[]),
                });
                let now = context("2026-01-12T09:00:00Z");
                let refused = engine.decide(Some(&ticket), &command, &now).err();
                let offered = lifecycle.offered(&ticket).any(|state| state.id == to.id);
                let no_move = refused.is_some_and(|refused| {
                    refused.iter().any(|one| one.code() == Code::MoveNotAllowed)
                });
                assert_eq!(no_move, !offered, "{name}: {} to {}", from.id, to.id);
                allowed += usize::from(offered);
            }
        }
        assert!(allowed > 8, "{name}");
    }
}

fn opened_by(engine: &Engine) -> Ticket {
    let matrix = engine.policy().matrix();
    let (impact, urgency) = (matrix.impact()[0].id.as_str(), matrix.urgency()[0].id.as_str());
    let facts = facts(&[("impact", impact), ("urgency", urgency)]);
    let open = Open { id: "INC-1".into(), kind: Kind::Incident, from: Sender::Requester, facts };
    let now = context("2026-01-12T09:00:00Z");
    Ticket::fold(engine.decide(None, &Command::Open(open), &now).expect("accepted")).expect("one")
}
