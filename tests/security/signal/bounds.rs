//! Limits, and what happens beyond them.

use incident_core::limits;
use incident_core::signal::OutcomeKind;
use serde_json::{Value as Json, json};

use super::{at, kind, plain, push, signals};
use crate::codes;

#[test]
fn a_body_at_the_limit_is_taken_in_and_one_byte_more_is_refused() {
    let mut signals = signals(json!({}));
    let most = usize::try_from(limits::ALERT_BODY_BYTES.maximum).expect("a size");
    let text = plain("a", 0, None).to_string();
    let body = format!("{text}{}", " ".repeat(most - text.len()));
    assert!(signals.push("plain", body.as_bytes(), at(0)).is_ok());
    let refused = signals.push("plain", format!("{body} ").as_bytes(), at(0)).expect_err("long");
    assert_eq!(codes(&refused), ["limit.exceeded "]);
    let refused = signals.push("plain", b"{\"name\":\"\xff\"}", at(0)).expect_err("no UTF-8");
    assert_eq!(codes(&refused), ["document.syntax "]);
    assert_eq!((signals.figures().bodies, signals.figures().refused_bodies), (3, 2));
}

#[test]
fn ten_thousand_alerts_are_taken_in_and_one_more_refuses_the_body() {
    let body = |count: usize| {
        let alert = r#"{"name":"n","status":"firing","fingerprint":"f"}"#;
        format!("[{}]", vec![alert; count].join(","))
    };
    let mut signals = signals(json!({}));
    assert!(signals.push("plain", body(10_000).as_bytes(), at(0)).is_ok());
    assert_eq!(signals.figures().duplicates, 9_999);
    let refused = signals.push("plain", body(10_001).as_bytes(), at(0)).expect_err("too many");
    assert_eq!(codes(&refused), ["limit.exceeded "]);
}

#[test]
fn what_goes_on_makes_room_only_after_what_is_over() {
    let mut signals = signals(json!({ "capacity": { "alarms": 3, "candidates": 5 } }));
    push(&mut signals, &json!([plain("a", 0, None), plain("b", 0, None), plain("c", 0, None)]), 1);
    push(&mut signals, &plain("b", 0, Some(2)), 2);
    push(&mut signals, &plain("d", 3, None), 3);
    assert_eq!(signals.state("plain", "b"), None, "it was over");
    assert!(signals.state("plain", "a").is_some());
    // The end of something unknown is not worth an alarm that goes on.
    assert_eq!(kind(&mut signals, &plain("e", 0, Some(4)), 4), OutcomeKind::Resolved);
    assert_eq!(signals.state("plain", "e"), None);
    push(&mut signals, &plain("f", 5, None), 5);
    assert_eq!(signals.state("plain", "a"), None, "all go on, and it changed longest ago");
    let figures = signals.figures();
    assert_eq!((figures.evicted_settled, figures.evicted_active, figures.alarms), (1, 1, 3));
    assert_eq!(signals.candidates()[0].lost, 1);
}

#[test]
fn a_candidate_with_lost_alarms_waits_for_their_ends_or_for_longer() {
    let beside = json!({ "capacity": { "alarms": 2, "candidates": 5 }, "quiet": "10s",
        "quietAfterEviction": "100s" });
    let lost = |beside: &Json| {
        let mut signals = signals(beside.clone());
        push(&mut signals, &json!([plain("a", 0, None), plain("b", 0, None)]), 1);
        push(&mut signals, &plain("c", 2, None), 2);
        push(&mut signals, &plain("b", 0, Some(3)), 3);
        push(&mut signals, &plain("c", 2, Some(4)), 4);
        assert_eq!((signals.candidates()[0].firing, signals.candidates()[0].lost), (0, 1));
        signals
    };
    let mut told = lost(&beside);
    assert!(told.tick(at(20)).is_empty());
    assert_eq!(kind(&mut told, &plain("a", 0, Some(30)), 30), OutcomeKind::Resolved);
    assert!(told.tick(at(39)).is_empty());
    assert_eq!(told.tick(at(40))[0].kind, OutcomeKind::Recovered);
    let mut untold = lost(&beside);
    assert!(untold.tick(at(103)).is_empty());
    assert_eq!(untold.tick(at(104))[0].kind, OutcomeKind::Recovered);
}

#[test]
fn candidates_make_room_the_quiet_ones_first() {
    let beside = json!({ "capacity": { "alarms": 100, "candidates": 2 }, "groupBy": ["@name"] });
    let mut signals = signals(beside);
    let of = |name: &str, end| super::with(plain(name, 0, end), "name", name);
    push(&mut signals, &json!([of("a", None), of("b", None)]), 1);
    push(&mut signals, &of("b", Some(2)), 2);
    let pushed = push(&mut signals, &of("c", None), 3);
    assert_eq!(pushed.outcomes[0].kind, OutcomeKind::Evicted);
    let names: Vec<_> = signals.candidates().iter().map(|one| one.name.clone()).collect();
    assert_eq!(names, ["a", "c"]);
    push(&mut signals, &of("d", None), 4);
    let names: Vec<_> = signals.candidates().iter().map(|one| one.name.clone()).collect();
    assert_eq!(names, ["c", "d"]);
    // What becomes of an alarm of a candidate that is gone changes nothing else.
    assert_eq!(kind(&mut signals, &of("a", Some(5)), 5), OutcomeKind::Resolved);
    assert_eq!(signals.figures().candidates_evicted, 2);
    assert_eq!(signals.take_changes().len(), 4);
}

#[test]
fn many_distinct_fingerprints_and_groups_stay_within_bounds() {
    let window = json!({ "id": "s", "match": [{ "label": "host", "op": "!=", "value": "x" }],
        "from": at(0).to_string(), "to": at(1_000_000).to_string() });
    for beside in [json!({}), json!({ "silences": [window] })] {
        let mut beside = beside;
        beside["capacity"] = json!({ "alarms": 500, "candidates": 50 });
        let mut signals = signals(beside);
        for thousand in 0..100_i64 {
            let body: Json = (0..1_000)
                .map(|one| {
                    let name = format!("n{}", thousand * 1_000 + one);
                    super::with(plain(&name, thousand, None), "name", name.as_str())
                })
                .collect();
            push(&mut signals, &body, thousand);
        }
        let figures = signals.figures();
        assert_eq!(figures.signals, 100_000);
        assert_eq!(figures.alarms, 500);
        assert_eq!(figures.evicted_active, 99_500);
        assert!(figures.open <= 50);
        assert_eq!(figures.candidates_opened, figures.open + figures.candidates_evicted);
        assert!(signals.take_changes().len() <= 100);
    }
}

#[test]
fn time_does_not_run_backwards() {
    let mut signals = signals(json!({}));
    push(&mut signals, &plain("a", 0, None), 100);
    assert_eq!(push(&mut signals, &plain("b", 0, None), 50).received, at(100));
    assert_eq!(signals.candidates()[0].last, at(100));
    let far = incident_core::Instant::MAX;
    signals.push("plain", plain("a", 0, Some(200)).to_string().as_bytes(), far).expect("taken");
    assert!(signals.tick(far).is_empty(), "the other one goes on");
}

#[test]
fn lines_may_be_cut_anywhere() {
    let mut text = String::from("\u{feff}\r\n");
    for body in [
        plain("ä", 0, None).to_string(),
        "{\"name\": 7}".to_owned(),
        String::new(),
        "nonsense".to_owned(),
        plain("ä", 0, Some(3)).to_string(),
    ] {
        text.push_str(&body);
        text.push_str("\r\n");
    }
    text.push_str(&plain("b", 0, None).to_string());
    let run = |cut: usize| {
        let mut signals = signals(json!({}));
        let (one, other) = text.as_bytes().split_at(cut);
        signals.feed("plain", one, at(5)).expect("a source");
        signals.feed("plain", other, at(5)).expect("a source");
        signals.finish(at(5));
        (signals.figures(), codes(signals.findings()), signals.take_changes())
    };
    let whole = run(0);
    assert_eq!(whole.0.signals, 4);
    assert_eq!((whole.0.bodies, whole.0.refused_bodies, whole.0.refused), (5, 1, 1));
    assert!(whole.1.contains(&"document.typeWrong /3/name".to_owned()), "{:?}", whole.1);
    assert!(whole.1.contains(&"document.syntax /5".to_owned()));
    for cut in 1..=text.len() {
        assert_eq!(run(cut), whole, "cut at {cut}");
    }
    let mut signals = signals(json!({}));
    assert!(signals.feed("nobody", b"x", at(0)).is_err());
}

#[test]
fn a_line_without_end_is_refused_and_the_next_one_taken_in() {
    let mut signals = signals(json!({}));
    let piece = vec![b' '; 1 << 16];
    for _ in 0..40 {
        signals.feed("plain", &piece, at(0)).expect("a source");
    }
    signals.feed("plain", b"\n", at(0)).expect("a source");
    signals.feed("plain", plain("a", 0, None).to_string().as_bytes(), at(0)).expect("a source");
    signals.feed("plain", b"\n", at(0)).expect("a source");
    assert_eq!(codes(signals.findings()), ["limit.exceeded /1"]);
    assert_eq!((signals.figures().refused_bodies, signals.figures().opened), (1, 1));
}
