//! However tickets are shared out, and in whatever order, the state has the same bytes.

use incident_core::door::MetricsSession;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::life::{Draw, lives};
use super::oracle::AS_OF;

fn session(precision: &str) -> MetricsSession {
    let begin = json!({"settings": {
        "asOf": AS_OF,
        "precision": precision,
        "groupBy": [["priority"], ["service", "month"]],
        "costs": [{"priority": "high", "perHour": 12_345}, {"perHour": 7}],
        "flowBy": "day",
    }});
    MetricsSession::new(&begin.to_string()).expect("settings")
}

/// Counts the lines in so many shards, drawn by chance, and puts those together in any order.
fn shared_out(lines: &[String], shards: usize, precision: &str, draw: &mut Draw) -> String {
    let chance = |draw: &mut Draw, bound: usize| {
        usize::try_from(draw.below(i64::try_from(bound).expect("small"))).expect("small")
    };
    let mut sessions: Vec<_> = (0..shards).map(|_| session(precision)).collect();
    let mut left: Vec<_> = lines.iter().collect();
    while !left.is_empty() {
        let line = left.swap_remove(chance(draw, left.len()));
        sessions[chance(draw, shards)].push(line.as_bytes());
    }
    while sessions.len() > 1 {
        let other = sessions.swap_remove(chance(draw, sessions.len()));
        let into = chance(draw, sessions.len());
        assert_eq!(sessions[into].merge(&other.state()), r#"{"ok":true,"value":null}"#);
    }
    sessions[0].state()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    #[test]
    fn states_are_equal_to_the_byte(seed in 1..1_000_000_u64) {
        let lines: Vec<_> = lives(seed, 70).iter().map(super::life::Life::line).collect();
        let mut draw = Draw::new(seed);
        for precision in ["exact", "histogram"] {
            let whole = shared_out(&lines, 1, precision, &mut draw);
            for shards in [1, 4, 64] {
                let state = shared_out(&lines, shards, precision, &mut draw);
                prop_assert_eq!(&state, &whole, "{} shards", shards);
            }
        }
    }

    #[test]
    fn percentiles_of_the_histogram_are_at_most_a_hundredth_off(seed in 1..1_000_000_u64) {
        let lines: Vec<_> = lives(seed, 120).iter().map(super::life::Life::line).collect();
        let figures = |precision| {
            let mut session = session(precision);
            for line in &lines {
                session.push(line.as_bytes());
            }
            serde_json::from_str::<Json>(&session.answer()).expect("JSON")
        };
        let (exact, coarse) = (figures("exact"), figures("histogram"));
        let times = |answer: &Json| {
            answer["value"]["figures"]["groupings"][0]["cells"][0]["times"].clone()
        };
        let mut compared = 0;
        let pairs = times(&exact).as_array().expect("times").clone();
        for (one, other) in pairs.iter().zip(times(&coarse).as_array().expect("times")) {
            let values = |time: &Json| {
                let mut all = time["over"]["percentiles"].as_array().expect("list").clone();
                all.extend(time["survival"].as_array().expect("list").clone());
                all
            };
            prop_assert_eq!(&one["over"]["sumMs"], &other["over"]["sumMs"]);
            for (one, other) in values(one).iter().zip(values(other)) {
                let (Some(one), Some(other)) = (one["ms"].as_u64(), other["ms"].as_u64()) else {
                    prop_assert_eq!(&one["ms"], &other["ms"]);
                    continue;
                };
                prop_assert!(one.abs_diff(other) * 100 <= one, "{one} became {other}");
                compared += 1;
            }
        }
        prop_assert!(compared > 20);
    }

    #[test]
    fn a_state_with_a_changed_byte_is_refused(seed in 1..1_000_u64, at in any::<usize>()) {
        let mut one = session("exact");
        for life in lives(seed, 5) {
            one.push(life.line().as_bytes());
        }
        let state = one.state();
        let mut bytes = state.clone().into_bytes();
        let at = at % bytes.len();
        bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
        let changed = String::from_utf8_lossy(&bytes).into_owned();
        let mut other = session("exact");
        let before = other.state();
        prop_assert!(other.merge(&changed).starts_with(r#"{"ok":false"#), "{}", changed);
        prop_assert_eq!(other.state(), before);
    }
}
