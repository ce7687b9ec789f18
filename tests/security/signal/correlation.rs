//! What alarms become together: groups, services, flapping, recovery.

use incident_core::signal::{Candidate, OutcomeKind, Signals, Standing};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{at, kind, kinds, plain, push, signals, with};

#[test]
fn a_replayed_body_changes_nothing_but_the_count_of_duplicates() {
    let mut signals = signals(json!({}));
    let body = json!([plain("a", 0, None), plain("b", 1, None), plain("c", 0, Some(5))]);
    push(&mut signals, &body, 10);
    let before: Vec<Candidate> = signals.candidates().into_iter().cloned().collect();
    let figures = signals.figures();
    for again in 1..=3 {
        let pushed = push(&mut signals, &body, 10 + again);
        assert_eq!(kinds(&pushed), [OutcomeKind::Duplicate; 3]);
        let after: Vec<Candidate> = signals.candidates().into_iter().cloned().collect();
        assert_eq!(after, before);
        let mut expected = figures;
        let times = again.unsigned_abs();
        (expected.bodies, expected.signals) = (1 + times, 3 + 3 * times);
        expected.duplicates = 3 * times;
        assert_eq!(signals.figures(), expected);
    }
}

#[test]
fn what_comes_out_of_order_ends_the_same() {
    let news = [plain("a", 0, None), plain("a", 0, Some(10)), plain("a", 20, None)];
    let orders = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];
    for order in orders {
        let mut signals = signals(json!({}));
        for (step, place) in (30..).zip(order) {
            push(&mut signals, &news[place], step);
        }
        let open: u64 = signals.candidates().iter().map(|one| one.firing).sum();
        assert_eq!(open, 1, "{order:?}: the second occurrence goes on");
        let over = kind(&mut signals, &plain("a", 20, Some(40)), 50);
        assert_eq!(over, OutcomeKind::Resolved, "{order:?}");
    }
    let mut late = signals(json!({}));
    assert_eq!(kind(&mut late, &news[1], 30), OutcomeKind::Resolved);
    assert_eq!(kind(&mut late, &news[0], 31), OutcomeKind::Outdated);
    assert!(late.candidates().is_empty());
}

#[test]
fn alarms_join_by_their_group_within_the_window() {
    let mut signals = signals(json!({ "groupBy": ["@name", "site"], "window": "60s" }));
    let of = |print: &str, site: &str| with(plain(print, 0, None), "labels", json!({"site": site}));
    assert_eq!(kind(&mut signals, &of("a", "x"), 0), OutcomeKind::Opened);
    assert_eq!(kind(&mut signals, &of("b", "x"), 60), OutcomeKind::Joined);
    assert_eq!(kind(&mut signals, &of("c", "y"), 60), OutcomeKind::Opened);
    assert_eq!(kind(&mut signals, &plain("d", 0, None), 60), OutcomeKind::Opened, "no site");
    assert_eq!(kind(&mut signals, &of("e", "x"), 121), OutcomeKind::Opened, "too late");
    let groups: Vec<_> =
        signals.candidates().iter().map(|one| one.group.get("site").cloned()).collect();
    let expected = ["x", "y", "", "x"].map(|site| Some(site.to_owned()));
    assert_eq!(groups, expected);
    let ids: std::collections::BTreeSet<_> =
        signals.candidates().iter().map(|one| one.id.clone()).collect();
    assert_eq!(ids.len(), 4);
}

#[test]
fn a_hundred_thousand_alerts_of_one_cause_are_one_candidate_with_a_count() {
    let mut signals = signals(json!({}));
    for hundred in 0..1_000 {
        let body: Json =
            (0..100).map(|one| plain(&format!("{}", hundred * 100 + one), 0, None)).collect();
        push(&mut signals, &body, 1);
    }
    let open = signals.candidates();
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].alarms, open[0].firing, open[0].signals), (100_000, 100_000, 100_000));
    assert_eq!(open[0].fingerprints.len(), 16);
    assert_eq!(signals.figures().opened, 1);
    assert_eq!(signals.figures().joined, 99_999);
}

#[test]
fn an_alarm_below_a_failing_service_joins_it() {
    let services = json!({ "services": {
        "shop": ["api", "mail"], "api": ["db"], "db": [], "mail": [] } });
    let mut signals = signals(services);
    let of = |print: &str, service: &str| {
        with(with(plain(print, 0, None), "service", service), "name", service)
    };
    assert_eq!(kind(&mut signals, &of("db1", "db"), 1), OutcomeKind::Opened);
    let joined = push(&mut signals, &of("shop1", "shop"), 2);
    assert_eq!(joined.outcomes[0].kind, OutcomeKind::Joined);
    assert_eq!(joined.outcomes[0].by.as_deref(), Some("db"));
    assert_eq!(kind(&mut signals, &of("mail1", "mail"), 3), OutcomeKind::Opened);
    let nearest = push(&mut signals, &of("shop2", "shop"), 4);
    assert_eq!(nearest.outcomes[0].by.as_deref(), Some("mail"), "nearer than the database");
    assert_eq!(signals.candidates()[0].services, ["db", "shop"]);
    // What does not depend on it, and what fails no more, is something else.
    assert_eq!(kind(&mut signals, &of("x1", "elsewhere"), 5), OutcomeKind::Opened);
    let over = with(with(plain("db1", 0, Some(6)), "service", "db"), "name", "db");
    assert_eq!(kind(&mut signals, &over, 6), OutcomeKind::Resolved);
    assert_eq!(kind(&mut signals, &of("api1", "api"), 7), OutcomeKind::Opened);
}

#[test]
fn a_candidate_recovers_when_all_is_quiet_for_long_enough() {
    let mut signals = signals(json!({ "quiet": "60s" }));
    push(&mut signals, &json!([plain("a", 0, None), plain("b", 0, None)]), 1);
    push(&mut signals, &plain("a", 0, Some(10)), 10);
    assert!(signals.tick(at(1_000)).is_empty(), "one goes on");
    push(&mut signals, &plain("b", 0, Some(1_000)), 1_000);
    assert!(signals.tick(at(1_059)).is_empty());
    // It comes back within the quiet time: the same candidate.
    assert_eq!(kind(&mut signals, &plain("a", 1_059, None), 1_059), OutcomeKind::Joined);
    push(&mut signals, &plain("a", 1_059, Some(1_070)), 1_070);
    let told = signals.tick(at(5_000));
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].kind, OutcomeKind::Recovered);
    let changes = signals.take_changes();
    assert_eq!(changes[0].standing, Standing::Recovered);
    assert_eq!(changes[0].ended, Some(at(1_130)), "when it was due, not when somebody asked");
    assert!(signals.take_changes().is_empty());
    assert_eq!(kind(&mut signals, &plain("a", 5_001, None), 5_001), OutcomeKind::Opened);
}

#[test]
fn an_alarm_that_comes_and_goes_flaps_until_it_is_steady() {
    let flapping = json!({ "window": "100s", "enter": 4, "leave": 1 });
    let mut signals = signals(json!({ "flapping": flapping, "quiet": "10s" }));
    let on = |signals: &mut Signals, now| kind(signals, &plain("a", now, None), now);
    let off = |signals: &mut Signals, start, now| kind(signals, &plain("a", start, Some(now)), now);
    assert_eq!(on(&mut signals, 0), OutcomeKind::Opened);
    assert_eq!(off(&mut signals, 0, 10), OutcomeKind::Resolved);
    assert_eq!(on(&mut signals, 15), OutcomeKind::Joined);
    assert_eq!(off(&mut signals, 15, 20), OutcomeKind::Flapping, "the fourth turn");
    assert_eq!(signals.figures().flapping_now, 1);
    assert_eq!(on(&mut signals, 60), OutcomeKind::Flapping);
    assert_eq!(off(&mut signals, 60, 70), OutcomeKind::Flapping);
    assert_eq!(signals.candidates()[0].firing, 1, "it holds the candidate open");
    // Turns at 20, 60 and 70 are left; at 160 there is one.
    assert!(signals.tick(at(159)).is_empty());
    let told = signals.tick(at(160));
    assert_eq!(told[0].kind, OutcomeKind::Steadied);
    assert_eq!(told[0].fingerprint.as_deref(), Some("a"));
    assert_eq!(signals.figures().flapping_now, 0);
    assert_eq!(signals.tick(at(170))[0].kind, OutcomeKind::Recovered);
}

#[test]
fn an_acknowledgement_comes_from_the_source_too() {
    let mut signals = signals(json!({}));
    let body = |action: &str| {
        json!({ "event_action": action, "dedup_key": "k",
        "payload": { "summary": "s", "source": "h", "severity": "warning" } })
    };
    let mut send = |action: &str, now| {
        let body = body(action).to_string();
        signals.push("pagerduty", body.as_bytes(), at(now)).expect("taken in").outcomes[0].clone()
    };
    assert_eq!(send("acknowledge", 0).kind, OutcomeKind::Outdated);
    assert_eq!(send("trigger", 1).kind, OutcomeKind::Opened);
    let acknowledged = send("acknowledge", 2);
    assert_eq!(acknowledged.kind, OutcomeKind::Acknowledged);
    assert!(acknowledged.candidate.is_some());
    assert_eq!(send("acknowledge", 3).kind, OutcomeKind::Duplicate);
    assert_eq!(send("trigger", 4).kind, OutcomeKind::Duplicate);
    assert_eq!(send("resolve", 5).kind, OutcomeKind::Resolved);
    assert_eq!(send("trigger", 6).kind, OutcomeKind::Joined, "it comes again");
}

/// One of a few alarms begins or ends, some seconds after the one before.
fn news() -> impl Strategy<Value = Vec<(u8, bool, i64)>> {
    prop::collection::vec((0_u8..5, any::<bool>(), 0_i64..200), 1..60)
}

fn beside() -> Json {
    let window = |id: &str, label: &str, from, to| {
        json!({ "id": id, "match": [{ "label": "host", "op": "=", "value": label }],
            "from": at(from).to_string(), "to": at(to).to_string() })
    };
    json!({
        "quiet": "60s", "window": "300s", "groupBy": ["kind"],
        "flapping": { "window": "300s", "enter": 3, "leave": 1 },
        "maintenance": [window("m", "h1", 500, 1_500)],
        "silences": [window("s", "h2", 100, 900), window("t", "h2", 800, 2_000)],
    })
}

fn run(news: &[(u8, bool, i64)], ticks: bool) -> (Vec<Candidate>, incident_core::signal::Figures) {
    let mut signals = signals(beside());
    let mut now = 0;
    for (alarm, over, later) in news {
        for second in now..now + later {
            if ticks {
                signals.tick(at(second));
            }
        }
        now += later;
        let labels = json!({ "host": format!("h{alarm}"), "kind": format!("{}", alarm % 2) });
        let mut alert = with(plain(&format!("{alarm}"), 0, over.then_some(now)), "labels", labels);
        alert.as_object_mut().expect("an object").remove("started");
        push(&mut signals, &alert, now);
    }
    signals.tick(at(20_000));
    (signals.take_changes(), signals.figures())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_time_brings_about_does_not_depend_on_who_asks_when(news in news()) {
        prop_assert_eq!(run(&news, false), run(&news, true));
    }

    #[test]
    fn figures_add_up(news in news()) {
        let (candidates, figures) = run(&news, false);
        let sum = figures.opened + figures.joined + figures.worsened + figures.acknowledged
            + figures.suppressed + figures.flapping + figures.resolved + figures.duplicates
            + figures.outdated + figures.refused;
        prop_assert_eq!(sum, figures.signals);
        prop_assert_eq!(figures.candidates_opened,
            figures.candidates_recovered + figures.candidates_evicted + figures.open);
        prop_assert_eq!(candidates.len() as u64, figures.candidates_opened);
        for candidate in candidates {
            let open = candidate.standing == Standing::Open;
            prop_assert_eq!(open, candidate.firing > 0, "{:?}", candidate);
        }
    }
}
