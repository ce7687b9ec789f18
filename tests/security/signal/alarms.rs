//! The states of alarms, by enumeration, and what brings an alarm into each.

use incident_core::signal::{AlarmAct, AlarmEvent, AlarmName, AlarmState, OutcomeKind, Shelve};
use serde_json::json;

use super::{at, kind, plain, push, signals, with};
use crate::codes;
use AlarmEvent as Event;
use AlarmState as State;

/// What the standard says, told in another way than by a table.
fn expected(state: State, event: Event, firing: bool) -> Option<State> {
    let things_are = if firing { State::Unacknowledged } else { State::Normal };
    let rank = |state| match state {
        State::Shelved => 1,
        State::SuppressedByDesign => 2,
        State::OutOfService => 3,
        _ => 0,
    };
    match event {
        Event::Unshelve => (state == State::Shelved).then_some(things_are),
        Event::Unsuppress => (state == State::SuppressedByDesign).then_some(things_are),
        Event::ReturnToService => (state == State::OutOfService).then_some(things_are),
        Event::Shelve => (rank(state) <= 1).then_some(State::Shelved),
        Event::Suppress => (rank(state) <= 1).then_some(State::SuppressedByDesign),
        Event::RemoveFromService => (rank(state) <= 2).then_some(State::OutOfService),
        Event::Acknowledge => match state {
            State::Unacknowledged => Some(State::Acknowledged),
            State::ReturnedToNormalUnacknowledged => Some(State::Normal),
            _ => None,
        },
        Event::Raise | Event::Realarm | Event::Clear if rank(state) > 0 => Some(state),
        Event::Raise => match state {
            State::Normal | State::ReturnedToNormalUnacknowledged => Some(State::Unacknowledged),
            _ => None,
        },
        Event::Realarm => match state {
            State::Unacknowledged | State::Acknowledged => Some(State::Unacknowledged),
            _ => None,
        },
        Event::Clear => match state {
            State::Unacknowledged => Some(State::ReturnedToNormalUnacknowledged),
            State::Acknowledged => Some(State::Normal),
            _ => None,
        },
    }
}

#[test]
fn every_event_in_every_state_is_as_the_standard_says() {
    let mut moves = 0;
    for state in State::ALL {
        for event in Event::ALL {
            for firing in [false, true] {
                let after = state.after(event, firing);
                assert_eq!(after, expected(state, event, firing), "{state:?} {event:?} {firing}");
                moves += usize::from(after.is_some());
            }
        }
    }
    assert_eq!(moves, 2 * 36);
}

#[test]
fn letters_and_words_are_those_of_the_standard() {
    let letters: String = State::ALL.iter().map(|state| state.letter()).collect();
    assert_eq!(letters, "ABCDEFG");
    for state in State::ALL {
        assert_eq!(serde_json::to_value(state).expect("JSON"), state.as_str());
    }
}

fn act(kind: &str, until: Option<i64>) -> AlarmAct {
    let name = AlarmName { source: "plain".to_owned(), fingerprint: "a".to_owned() };
    match (kind, until) {
        ("acknowledge", _) => AlarmAct::Acknowledge(name),
        ("unshelve", _) => AlarmAct::Unshelve(name),
        (_, until) => AlarmAct::Shelve(Shelve {
            source: name.source,
            fingerprint: name.fingerprint,
            until: at(until.expect("an end")),
        }),
    }
}

#[test]
fn an_alarm_is_acknowledged_once_and_alarms_again_only_when_worse() {
    let mut signals = signals(json!({}));
    assert_eq!(kind(&mut signals, &plain("a", 0, None), 1), OutcomeKind::Opened);
    signals.act(&act("acknowledge", None), at(2)).expect("acknowledged");
    let again = signals.act(&act("acknowledge", None), at(3)).expect_err("acknowledged before");
    assert_eq!(codes(&again), ["signal.moveImpossible "]);
    let milder = with(plain("a", 0, None), "severity", "info");
    assert_eq!(kind(&mut signals, &milder, 4), OutcomeKind::Duplicate);
    assert_eq!(signals.state("plain", "a"), Some(State::Acknowledged));
    let worse = with(plain("a", 0, None), "severity", "critical");
    assert_eq!(kind(&mut signals, &worse, 5), OutcomeKind::Worsened);
    assert_eq!(signals.state("plain", "a"), Some(State::Unacknowledged));
    // The worst of the occurrence counts, not the last.
    assert_eq!(kind(&mut signals, &plain("a", 0, None), 6), OutcomeKind::Duplicate);
    assert_eq!(kind(&mut signals, &worse, 7), OutcomeKind::Duplicate);
    assert_eq!(kind(&mut signals, &plain("a", 0, Some(8)), 8), OutcomeKind::Resolved);
    assert_eq!(signals.state("plain", "a"), Some(State::ReturnedToNormalUnacknowledged));
    signals.act(&act("acknowledge", None), at(9)).expect("acknowledged afterwards");
    assert_eq!(signals.state("plain", "a"), Some(State::Normal));
}

#[test]
fn a_shelved_alarm_is_told_when_its_time_is_over_and_no_longer_than_allowed() {
    let mut signals = signals(json!({ "shelving": "1h", "quiet": "0s" }));
    let unknown = signals.act(&act("shelve", Some(60)), at(0)).expect_err("unknown");
    assert_eq!(codes(&unknown), ["signal.alarmUnknown /fingerprint"]);
    push(&mut signals, &plain("a", 0, None), 1);
    push(&mut signals, &plain("a", 0, Some(2)), 2);
    let refused = |signals: &mut incident_core::signal::Signals, until| {
        codes(&signals.act(&act("shelve", Some(until)), at(10)).expect_err("refused"))
    };
    assert_eq!(refused(&mut signals, 10), ["signal.shelvedForNoTime /until"]);
    assert_eq!(refused(&mut signals, 3_611), ["signal.shelvedTooLong /until"]);
    assert_eq!(
        codes(&signals.act(&act("unshelve", None), at(10)).expect_err("not shelved")),
        ["signal.moveImpossible "]
    );
    signals.act(&act("shelve", Some(3_610)), at(10)).expect("shelved");
    let pushed = push(&mut signals, &plain("a", 20, None), 20);
    assert_eq!(pushed.outcomes[0].kind, OutcomeKind::Suppressed);
    assert_eq!(pushed.outcomes[0].by.as_deref(), Some("shelved"));
    assert!(signals.candidates().is_empty());
    let told = signals.tick(at(3_610));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, OutcomeKind::Opened);
    assert_eq!(told[0].fingerprint.as_deref(), Some("a"));
    assert_eq!(signals.state("plain", "a"), Some(State::Unacknowledged));
    assert_eq!(signals.candidates()[0].opened, at(3_610));
}

#[test]
fn somebody_may_take_up_a_shelved_alarm_before() {
    let mut signals = signals(json!({}));
    push(&mut signals, &plain("a", 0, None), 1);
    signals.act(&act("shelve", Some(600)), at(10)).expect("shelved");
    assert_eq!(signals.state("plain", "a"), Some(State::Shelved));
    // What it opened before stays open: it still goes on.
    assert_eq!(signals.candidates()[0].firing, 1);
    signals.act(&act("unshelve", None), at(20)).expect("taken up");
    assert_eq!(signals.state("plain", "a"), Some(State::Unacknowledged));
    assert_eq!(signals.candidates().len(), 1);
}

fn windows() -> serde_json::Value {
    let window = |id: &str, from, to| {
        json!({ "id": id, "match": [{ "label": "host", "op": "=", "value": "h7" }],
            "from": at(from).to_string(), "to": at(to).to_string() })
    };
    json!({
        "maintenance": [window("rack", 100, 200)],
        "silences": [window("noise", 150, 300)],
    })
}

#[test]
fn maintenance_goes_before_silence_and_what_goes_on_is_told_at_the_end() {
    let mut signals = signals(windows());
    let on = |host: &str, start| with(plain(host, start, None), "labels", json!({ "host": host }));
    assert_eq!(kind(&mut signals, &on("h8", 120), 120), OutcomeKind::Opened);
    let held = push(&mut signals, &on("h7", 120), 121);
    assert_eq!(held.outcomes[0].kind, OutcomeKind::Suppressed);
    assert_eq!(held.outcomes[0].by.as_deref(), Some("rack"));
    assert_eq!(signals.state("plain", "h7"), Some(State::OutOfService));
    assert_eq!(kind(&mut signals, &on("h7", 120), 160), OutcomeKind::Duplicate);
    assert!(signals.tick(at(199)).is_empty());
    assert_eq!(signals.state("plain", "h7"), Some(State::OutOfService));
    let over = signals.tick(at(200));
    assert_eq!(over.len(), 1, "{over:?}");
    assert_eq!(over[0].by.as_deref(), Some("noise"));
    assert_eq!(signals.state("plain", "h7"), Some(State::SuppressedByDesign));
    assert!(signals.tick(at(299)).is_empty());
    let told = signals.tick(at(300));
    assert_eq!(told[0].kind, OutcomeKind::Joined, "h8 of the same name is open");
    assert_eq!(signals.candidates()[0].alarms, 2);
}

#[test]
fn what_is_over_before_a_window_ends_is_never_told() {
    let mut signals = signals(windows());
    let label = json!({ "host": "h7" });
    let on = with(plain("a", 110, None), "labels", label.clone());
    assert_eq!(kind(&mut signals, &on, 110), OutcomeKind::Suppressed);
    let over = with(plain("a", 110, Some(150)), "labels", label);
    assert_eq!(kind(&mut signals, &over, 150), OutcomeKind::Resolved);
    assert!(signals.tick(at(1_000)).is_empty());
    assert_eq!(signals.state("plain", "a"), Some(State::Normal));
    assert_eq!(signals.figures().candidates_opened, 0);
}

#[test]
fn a_window_that_begins_later_holds_back_what_goes_on() {
    let mut signals = signals(windows());
    let on = with(plain("a", 50, None), "labels", json!({ "host": "h7" }));
    assert_eq!(kind(&mut signals, &on, 50), OutcomeKind::Opened);
    assert!(signals.tick(at(99)).is_empty());
    let held = signals.tick(at(100));
    assert_eq!(held[0].kind, OutcomeKind::Suppressed);
    assert_eq!(signals.state("plain", "a"), Some(State::OutOfService));
    assert_eq!(signals.candidates()[0].firing, 1, "what had joined goes on holding it open");
    signals.tick(at(300));
    assert_eq!(signals.state("plain", "a"), Some(State::Unacknowledged));
}
