//! Forecasts of misses: against an estimate written anew here, against data whose probabilities are
//! known, and with everything that may be wrong.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    clippy::string_slice,
    reason = "small numbers that were made here, and a text of ours"
)]

use incident_core::document::Map;
use incident_core::insight::{
    BacktestSettings, BreachHistory, BreachModel, BreachRow, BreachRules, BreachSettings, Change,
    Pause, Reliability, Standing, backtest,
};
use incident_core::{Code, Instant, Span, door};
use proptest::prelude::*;

const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

fn at(milliseconds: i64) -> Instant {
    Instant::from_millis(milliseconds).expect("an instant")
}

fn facts(priority: &str, group: &str) -> Map<String> {
    [("priority", priority.to_owned()), ("phase", "open".to_owned()), ("group", group.to_owned())]
        .into()
}

/// A clock of 20 hours, so that a stretch is an hour.
fn row(ticket: &str, start: i64, met: Option<i64>) -> BreachRow {
    BreachRow {
        ticket: ticket.to_owned(),
        target: None,
        calendar: None,
        started_at: at(start),
        goal: Span::from_hours(20),
        met_at: met.map(|met| at(start + met)),
        ended_at: None,
        facts: facts("high", "network"),
        changes: Vec::new(),
        pauses: Vec::new(),
    }
}

fn rules(settings: &BreachSettings) -> BreachRules {
    BreachRules::check(settings).expect("settings")
}

fn history(rows: impl IntoIterator<Item = BreachRow>) -> BreachHistory {
    let mut history = BreachHistory::new(rules(&BreachSettings::default()));
    for row in rows {
        history.learn(row).expect("a row");
    }
    history
}

fn probability(history: &BreachHistory, row: &BreachRow, now: i64) -> f64 {
    let model = BreachModel::new(history, at(now));
    model.forecast(row, at(now)).expect("a forecast").probability.get()
}

/// Numbers that only seem random.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }
}

/// A duration in minutes, `None` of a target that is still open, its age and its look.
type Past = (Option<i64>, i64, u8, u8);

fn past() -> impl Strategy<Value = Vec<Past>> {
    prop::collection::vec((prop::option::of(0..2_000_i64), 0..2_000_i64, 0..3_u8, 0..3_u8), 0..80)
}

const NOW: i64 = 10_000 * HOUR;

fn of(number: usize, (met, age, priority, group): Past) -> BreachRow {
    let age = met.unwrap_or(age);
    let mut row = row(&format!("INC{number}"), NOW - age * MINUTE, met.map(|met| met * MINUTE));
    row.facts = facts(&priority.to_string(), &group.to_string());
    row
}

/// The estimate as the documentation of the module describes it, row by row: no tables.
fn oracle(rows: &[Past], elapsed: i64, priority: u8, group: u8) -> f64 {
    let goal = 1_200_i64;
    let stretch = |minutes: i64| (minutes / 60).min(19);
    let own = stretch(elapsed);
    let mut hazards = [1.0 - libm::exp2(-0.05); 20];
    // All, the priority, its phase, in it since the start, the group.
    for look in 0..5 {
        let inside: Vec<&Past> = rows
            .iter()
            .filter(|one| look < 1 || one.2 == priority)
            .filter(|one| look < 4 || one.3 == group)
            // It ran when the stretch began.
            .filter(|one| {
                let begin = own * 60;
                match one.0 {
                    Some(met) => own == 0 || met > begin,
                    None => one.1 >= begin,
                }
            })
            .collect();
        // The first look is always there, a narrower one only with a ticket in it.
        if inside.is_empty() && look > 0 {
            break;
        }
        let weight = 6.0;
        for (number, hazard) in hazards.iter_mut().enumerate() {
            let number = number as i64;
            let (mut met, mut risk) = (0.0, 0.0);
            for (done, age, ..) in &inside {
                let (end, is_met) = match done {
                    Some(done) if *done <= goal => (((done * 20 - 1).max(0)) / goal, true),
                    Some(_) => (20, false),
                    None if *age > goal => (20, false),
                    None => (stretch(*age), false),
                };
                if end > number {
                    risk += 1.0;
                } else if end == number {
                    risk += if is_met { 1.0 } else { 0.5 };
                    met += if is_met { 1.0 } else { 0.0 };
                }
            }
            *hazard = (met + weight * *hazard) / (risk + weight);
        }
    }
    let now = hazards[own as usize];
    let part = (elapsed - own * 60) as f64 / 60.0;
    let later: f64 = hazards[own as usize + 1..].iter().map(|hazard| 1.0 - hazard).product();
    ((1.0 - now) / (1.0 - now * part) * later).clamp(0.000_1, 0.999_9)
}

proptest! {
    #[test]
    fn the_estimate_is_that_of_an_oracle(
        rows in past(), elapsed in 0..1_200_i64, priority in 0..3_u8, group in 0..3_u8,
    ) {
        let learned = history(rows.iter().enumerate().map(|(number, one)| of(number, *one)));
        let mut asked = row("ASKED", NOW - elapsed * MINUTE, None);
        asked.facts = facts(&priority.to_string(), &group.to_string());
        let ours = probability(&learned, &asked, NOW);
        let expected = oracle(&rows, elapsed, priority, group);
        prop_assert!((ours - expected).abs() < 0.000_06, "{ours} is not {expected}");
    }

    #[test]
    fn a_ticket_that_changes_in_nothing_nears_its_miss_with_time(
        rows in past(), priority in 0..3_u8, group in 0..3_u8,
    ) {
        // Nobody is still open, or tickets would leave the past between two looks at it.
        let rows = rows.into_iter().filter(|one| one.0.is_some()).enumerate();
        let learned = history(rows.map(|(number, one)| of(number, one)));
        let model = BreachModel::new(&learned, at(NOW));
        let mut last = 0.0;
        for elapsed in (0..=1_200_i64).step_by(5) {
            let mut asked = row("ASKED", NOW - elapsed * MINUTE, None);
            asked.facts = facts(&priority.to_string(), &group.to_string());
            let next = model.forecast(&asked, at(NOW)).expect("a forecast").probability.get();
            prop_assert!((0.0..=1.0).contains(&next));
            prop_assert!(next >= last, "{last}, then {next} after {elapsed} minutes");
            last = next;
        }
        prop_assert!(last > 0.99, "at the target there is hardly anything left: {last}");
    }

    #[test]
    fn the_order_of_learning_does_not_matter(rows in past(), cut in 0..80_usize, seed in any::<u64>()) {
        let rows: Vec<_> = rows.into_iter().enumerate().map(|(number, one)| of(number, one)).collect();
        let mut mixed = rows.clone();
        let mut dice = Dice(seed);
        for place in (1..mixed.len()).rev() {
            mixed.swap(place, dice.below(place as u64 + 1) as usize);
        }
        let stored = history(rows.clone()).store();
        prop_assert_eq!(&history(mixed.clone()).store(), &stored);
        let (one, other) = mixed.split_at(cut.min(mixed.len()));
        // Both know the rows of the middle.
        let mut merged = history(one.iter().chain(other.first()).cloned());
        merged.merge(history(other.iter().cloned())).expect("rows");
        prop_assert_eq!(&merged.store(), &stored);
        let loaded = BreachHistory::load(rules(&BreachSettings::default()), &stored);
        prop_assert_eq!(&loaded.expect("what was stored").store(), &stored);
    }

    #[test]
    fn flipped_bytes_are_refused(flip in 0..400_usize, bit in 0..7_u8) {
        let stored = history((0..3).map(|n| row(&format!("INC{n}"), n * HOUR, Some(HOUR)))).store();
        let mut bytes = stored.into_bytes();
        let place = flip % bytes.len();
        bytes[place] ^= 1 << bit;
        if let Ok(text) = String::from_utf8(bytes) {
            let refused = BreachHistory::load(rules(&BreachSettings::default()), &text);
            let errors = refused.expect_err("a change");
            let known = [Code::InsightStoredBroken, Code::InsightStoredVersion];
            prop_assert!(known.contains(&errors[0].code()), "{errors:?}");
        }
    }
}

/// Tickets of two groups: of one a fifth is missed, of the other four fifths, whenever it is asked.
fn drawn(n: i64) -> Vec<BreachRow> {
    let mut dice = Dice(5);
    let each = (0..n).map(|number| {
        let slow = dice.below(2) == 1;
        let missed = dice.below(10) < if slow { 8 } else { 2 };
        let minutes = 1 + dice.below(1_199) as i64 + if missed { 1_200 } else { 0 };
        let start = number * 17 * MINUTE;
        let mut row = row(&format!("INC{number:05}"), start, Some(minutes * MINUTE));
        row.facts = facts("high", if slow { "slow" } else { "quick" });
        row
    });
    each.collect()
}

#[test]
fn known_probabilities_are_found_again() {
    let learned = history(drawn(6_000));
    let now = 6_000 * 17 * MINUTE;
    for (group, missed) in [("quick", 0.2), ("slow", 0.8)] {
        for elapsed in [0_i64, 300, 600, 900] {
            let mut asked = row("ASKED", now - elapsed * MINUTE, None);
            asked.facts = facts("high", group);
            let ours = probability(&learned, &asked, now);
            // What is met is met at any time alike.
            let left = (1.0 - missed) * (1_200 - elapsed) as f64 / 1_200.0;
            let expected = missed / (missed + left);
            assert!((ours - expected).abs() < 0.03, "{group} {elapsed}: {ours}, not {expected}");
        }
    }
}

#[test]
fn a_backtest_of_known_probabilities_is_calibrated_and_better_than_both_others() {
    let learned = history(drawn(4_000));
    let tested =
        backtest(&learned, &BacktestSettings::default(), at(9_000 * HOUR)).expect("scores");
    assert!(tested.all.n > 5_000, "{:?}", tested.all);
    assert!(tested.reliability.calibration_error.get() < 0.03, "{:?}", tested.reliability);
    assert!(tested.all.brier.get() < 0.8 * tested.all.base_rate.get(), "{:?}", tested.all);
    assert!(tested.all.brier.get() < 0.8 * tested.all.elapsed_share.get(), "{:?}", tested.all);
    assert_eq!(tested.all.n, tested.checkpoints.iter().map(|one| one.compared.n).sum::<u32>());
}

/// What comes later may not change what was said before: the tickets that are met after the
/// backtest's first half get other ends, and its forecasts stay.
#[test]
fn a_backtest_knows_nothing_of_what_came_later() {
    let mut rows = drawn(400);
    let before = backtest(&history(rows.clone()), &BacktestSettings::default(), at(900 * HOUR));
    let before = before.expect("scores");
    let cut = at(400 * 17 * MINUTE / 2);
    for row in &mut rows {
        if row.met_at.is_some_and(|met| met > cut) {
            row.met_at = Some(at(800 * HOUR));
            row.changes.push(Change {
                at: at(400 * HOUR),
                facts: [("group", "other".to_owned())].into(),
                goal: None,
            });
        }
    }
    let after = backtest(&history(rows), &BacktestSettings::default(), at(900 * HOUR));
    let after = after.expect("scores");
    let early = |scored: &[incident_core::insight::Scored]| {
        let early = scored.iter().filter(|one| one.at < cut);
        early.map(|one| (one.ticket.clone(), one.checkpoint, one.forecast)).collect::<Vec<_>>()
    };
    assert!(early(&before.scored).len() > 100);
    assert_eq!(early(&before.scored), early(&after.scored));
    assert_ne!(before.all, after.all);
}

#[test]
fn little_history_is_said_to_be_little() {
    let asked = row("ASKED", NOW, None);
    let model = BreachModel::new(&history([]), at(NOW));
    let forecast = model.forecast(&asked, at(NOW)).expect("a forecast");
    assert!(forecast.unsure && (forecast.probability.get() - 0.5).abs() < 1e-9);
    assert_eq!(forecast.findings[0].code(), Code::InsightHistoryThin);
    assert_eq!(forecast.findings[0].params()[0].1, "0");
    // Tickets whose time is not over are none yet, though some of them were met already.
    let fresh = history((0..60).map(|n| row(&format!("INC{n}"), NOW - 5 * HOUR, Some(HOUR))));
    let forecast = BreachModel::new(&fresh, at(NOW)).forecast(&asked, at(NOW)).expect("a forecast");
    assert!(forecast.unsure && forecast.findings[0].params()[0].1 == "0");
    let old = history((0..50).map(|n| row(&format!("INC{n}"), NOW - 50 * HOUR, Some(HOUR))));
    let forecast = BreachModel::new(&old, at(NOW)).forecast(&asked, at(NOW)).expect("a forecast");
    assert!(!forecast.unsure && forecast.findings.is_empty());
}

#[test]
fn all_the_same_is_never_said_to_be_certain() {
    let met = history((0..5_000).map(|n| row(&format!("INC{n}"), n * HOUR, Some(HOUR))));
    let asked = row("ASKED", NOW, None);
    let low = probability(&met, &asked, NOW);
    assert!(low > 0.0 && low < 0.01, "{low}");
    let missed = history((0..5_000).map(|n| row(&format!("INC{n}"), n * HOUR, Some(30 * HOUR))));
    let high = probability(&missed, &asked, NOW);
    assert!(high < 1.0 && high > 0.99, "{high}");
}

#[test]
fn what_is_over_is_certain_and_pauses_do_not_count() {
    let model = BreachModel::new(&history([]), at(NOW));
    let ask = |row: &BreachRow, now: i64| model.forecast(row, at(now)).expect("a forecast");
    let open = row("A", NOW, None);
    assert_eq!(ask(&open, NOW + 20 * HOUR).standing, Standing::Running, "the end belongs to it");
    let late = ask(&open, NOW + 20 * HOUR + 1);
    assert_eq!(
        (late.standing, late.probability.get(), late.unsure),
        (Standing::Missed, 1.0, false)
    );
    let met = ask(&row("A", NOW, Some(20 * HOUR)), NOW + 90 * HOUR);
    assert_eq!((met.standing, met.probability.get()), (Standing::Met, 0.0));
    assert_eq!(
        ask(&row("A", NOW, Some(20 * HOUR + 1)), NOW + 90 * HOUR).standing,
        Standing::Missed
    );
    // What is known later is not known now.
    assert_eq!(ask(&row("A", NOW, Some(HOUR)), NOW).standing, Standing::Running);
    assert_eq!(ask(&open, NOW - HOUR).standing, Standing::Ahead);
    let mut paused = open.clone();
    paused.pauses = vec![Pause { from: at(NOW + HOUR), to: None }];
    let still = ask(&paused, NOW + 90 * HOUR);
    assert_eq!((still.standing, still.elapsed), (Standing::Running, Span::from_hours(1)));
    let mut longer = open;
    longer.changes =
        vec![Change { at: at(NOW + HOUR), facts: Map::new(), goal: Some(Span::from_hours(100)) }];
    assert_eq!(ask(&longer, NOW + 90 * HOUR).standing, Standing::Running);
}

#[test]
fn every_finding_about_a_row_is_told() {
    let mut wrong = row("", NOW, Some(0));
    wrong.calendar = Some("support".to_owned());
    wrong.goal = Span::ZERO;
    wrong.ended_at = Some(at(NOW - 1));
    wrong.pauses = vec![Pause { from: at(NOW), to: Some(at(NOW - 1)) }];
    let refused = history([]).learn(wrong).expect_err("refused");
    let found: Vec<_> =
        refused.iter().map(|one| (one.code().as_str(), one.path().as_str())).collect();
    assert_eq!(
        found,
        [
            ("id.empty", "/ticket"),
            ("insight.calendarUnknown", "/calendar"),
            ("insight.goalNotPositive", "/goal"),
            ("insight.endBeforeStart", "/endedAt"),
            ("insight.endBeforeStart", "/pauses/0/to"),
            ("insight.endedTwice", "/endedAt"),
        ]
    );
}

#[test]
fn the_ends_of_time_are_survived() {
    let mut long = row("A", 0, None);
    long.goal = Span::from_millis(i64::MAX);
    let mut short = row("B", 0, Some(0));
    short.goal = Span::from_millis(1);
    let learned = history([long.clone(), short, row("C", 253_402_300_799_999, None)]);
    for now in [Instant::MIN, Instant::MAX] {
        let forecast = BreachModel::new(&learned, now).forecast(&long, now).expect("a forecast");
        assert!((0.0..=1.0).contains(&forecast.probability.get()));
    }
    let all = BacktestSettings { learn: Some(0), ..BacktestSettings::default() };
    assert!(backtest(&learned, &all, Instant::MAX).is_ok());
}

#[test]
fn a_session_says_what_a_request_says_and_is_stored_and_loaded() {
    let rows: Vec<String> =
        history(drawn(80)).rows().map(|row| serde_json::to_string(row).expect("JSON")).collect();
    let asked = serde_json::to_string(&row("ASKED", 100 * HOUR, None)).expect("JSON");
    let question = format!(r#"{{"ticket":{asked},"now":"1970-01-05T10:30:00Z"}}"#);
    let mut session = door::BreachSession::new("{}").expect("settings");
    let lines = rows.join("\n");
    for piece in lines.as_bytes().chunks(7) {
        session.push(piece);
    }
    assert!(session.finish().contains(r#""learned":80,"refused":0"#));
    let answer = session.ask(&question);
    let list = rows.join(",");
    let request = format!(r#"{{"op":"forecastBreach","rows":[{list}],{}"#, &question[1..]);
    assert_eq!(door::insight(&request), answer);
    assert!(answer.contains(r#""standing":"running""#), "{answer}");
    let stored: serde_json::Value = serde_json::from_str(&session.store()).expect("JSON");
    let stored = stored["value"]["stored"].as_str().expect("text");
    let mut other = door::BreachSession::new("{}").expect("settings");
    assert!(
        other
            .load(&stored.replacen("\"version\":1", "\"version\":2", 1))
            .contains("insight.storedVersion")
    );
    assert_eq!(other.load(stored), r#"{"ok":true,"value":{"rows":80}}"#);
    assert_eq!(other.ask(&question), answer);
    let scores = r#"{"now":"1970-01-09T00:00:00Z"}"#;
    assert_eq!(other.backtest(scores), session.backtest(scores));
    assert!(session.push(b"{\"ticket\":5}\n").contains(r#""path":"/lines/81/ticket""#));
    assert_eq!(session.forget("INC00007"), r#"{"ok":true,"value":true}"#);
    assert_eq!(session.forget("INC00007"), r#"{"ok":true,"value":false}"#);
}

#[test]
fn reliability_puts_each_forecast_into_its_tenth() {
    let pairs =
        [(0.0, false), (0.3, true), (0.3, false), (0.299_9, false), (1.0, true), (0.95, false)];
    let found = Reliability::of(&pairs);
    let counts: Vec<u32> = found.bins.iter().map(|bin| bin.n).collect();
    assert_eq!(counts, [1, 0, 1, 2, 0, 0, 0, 0, 0, 2]);
    assert_eq!((found.n, found.true_ones), (6, 2));
    // (0 + 0.2999 + |0.6 - 1| + |1.95 - 1|) / 6
    assert!((found.calibration_error.get() - 0.275).abs() < 0.000_06);
    assert!(Reliability::of(&[]).brier.get() < 1e-9);
}

#[test]
fn tickets_of_another_priority_do_not_make_a_history() {
    let old = history((0..80).map(|n| row(&format!("INC{n}"), NOW - 50 * HOUR, Some(HOUR))));
    let mut asked = row("ASKED", NOW, None);
    asked.facts = facts("low", "network");
    let model = BreachModel::new(&old, at(NOW));
    let forecast = model.forecast(&asked, at(NOW)).expect("a forecast");
    assert!(forecast.unsure && forecast.findings[0].params()[0].1 == "0");
    assert_eq!(forecast.looks.len(), 1, "the look at all is what there is");
}
