//! Suggestions: against known probabilities, against shares computed anew, under drift, and with
//! everything that may be wrong.
#![expect(
    clippy::cast_possible_truncation,
    clippy::cast_possible_wrap,
    clippy::string_slice,
    reason = "small numbers that were made here, and a text of ours"
)]

use incident_core::document::Map;
use incident_core::insight::{
    SuggestHistory, SuggestModel, SuggestRow, SuggestRules, SuggestSettings, TrialSettings, trial,
};
use incident_core::{Code, Instant, door};
use proptest::prelude::*;

fn settings(facts: &[&str]) -> SuggestSettings {
    let facts = facts.iter().map(|name| (*name).to_owned()).collect();
    SuggestSettings { facts, ..SuggestSettings::default() }
}

fn rules(facts: &[&str]) -> SuggestRules {
    SuggestRules::check(&settings(facts)).expect("settings")
}

fn row(number: usize, answer: &str, facts: &[(&str, String)]) -> SuggestRow {
    let mut map = Map::new();
    for (name, value) in facts {
        map.insert(name, value.clone());
    }
    SuggestRow {
        ticket: format!("INC{number:05}"),
        at: Instant::from_millis(number as i64 * 60_000).expect("an instant"),
        answer: Some(answer.to_owned()),
        facts: map,
        title: None,
        description: None,
    }
}

fn history(facts: &[&str], rows: impl IntoIterator<Item = SuggestRow>) -> SuggestHistory {
    let mut history = SuggestHistory::new(rules(facts));
    for row in rows {
        history.learn(row).expect("a row");
    }
    history
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

/// The symptom says the group in seven of ten cases; its copy says the same, the noise nothing.
fn drawn(n: usize, seed: u64) -> Vec<SuggestRow> {
    let mut dice = Dice(seed);
    let each = (0..n).map(|number| {
        let symptom = dice.below(4);
        let group = if dice.below(10) < 7 { symptom } else { dice.below(4) };
        let facts = [
            ("symptom", symptom.to_string()),
            ("copy", format!("c{symptom}")),
            ("noise", dice.below(20).to_string()),
        ];
        row(number, &format!("group {group}"), &facts)
    });
    each.collect()
}

const FACTS: [&str; 3] = ["symptom", "copy", "noise"];

#[test]
fn known_probabilities_are_found_again_though_facts_repeat_each_other() {
    let model = SuggestModel::new(&history(&FACTS, drawn(3_000, 3)));
    let facts = [("symptom", "2".to_owned()), ("copy", "c2".to_owned()), ("noise", "7".to_owned())];
    let asked = SuggestRow { answer: None, ..row(9_999, "", &facts) };
    let found = model.suggest(&asked).expect("suggestions");
    // 0.7 + 0.3 / 4; naive Bayes would say 0.99.
    let first = &found.suggestions[0];
    assert_eq!(first.value, "group 2");
    assert!((first.probability.get() - 0.775).abs() < 0.04, "{first:?}");
    assert!((found.suggestions[1].probability.get() - 0.075).abs() < 0.03);
    assert!(!found.unsure && found.unseen.is_empty());
    let weights = model.weights();
    assert!(weights[2].1.get() < 0.4, "noise has little say: {weights:?}");
    let reason = &first.because[0];
    assert!(reason.by == "symptom" || reason.by == "copy");
    assert!(reason.same > reason.tickets / 2 && reason.tickets > 500);
}

#[test]
fn a_trial_of_known_probabilities_is_calibrated_and_finds_no_drift() {
    let tried =
        trial(&history(&FACTS, drawn(3_000, 5)), &TrialSettings::default()).expect("scores");
    assert_eq!((tried.learned, tried.recent.n, tried.answers), (2_400, 600, 4));
    assert!((tried.recent.top1.get() - 0.775).abs() < 0.05, "{:?}", tried.recent);
    assert!(tried.majority.top1.get() < 0.4);
    assert!(tried.recent.top1 <= tried.recent.top3 && tried.recent.top3 <= tried.recent.top5);
    assert!(tried.reliability.calibration_error.get() < 0.05, "{:?}", tried.reliability);
    assert!(!tried.drift.drifted, "{:?}", tried.drift);
    assert!((tried.recent.log_loss.get() - tried.earlier.log_loss.get()).abs() < 0.12);
}

#[test]
fn drift_is_found_and_values_never_seen_are_counted() {
    let mut rows = drawn(2_000, 7);
    for row in rows.iter_mut().skip(1_600) {
        // Another team has taken over, and a new form knows other noise.
        let answer = row.answer.as_deref().unwrap_or_default();
        row.answer = Some(if answer == "group 1" { "group 3" } else { "group 1" }.to_owned());
        row.facts.insert("noise", "new".to_owned());
    }
    let tried = trial(&history(&FACTS, rows), &TrialSettings::default()).expect("scores");
    assert!(tried.drift.drifted && tried.drift.chance.get() < 0.001, "{:?}", tried.drift);
    assert!(tried.drift.more_loss.get() > 0.5);
    assert!(tried.recent.top1.get() < tried.earlier.top1.get());
    assert!((tried.recent.unseen.get() - 1.0 / 3.0).abs() < 0.01, "{:?}", tried.recent);
    assert!(tried.earlier.unseen.get() < 0.01);
}

#[test]
fn texts_say_what_their_terms_say() {
    let texts = [
        ("printing", "The printer is jammed", "Paper jam in the Drucker"),
        ("network", "VPN is slow", "Die Verbindung bricht ab"),
    ];
    let rows = (0..80).map(|number| {
        let (answer, title, description) = texts[number % 2];
        SuggestRow {
            title: Some(format!("{title} {number}")),
            description: Some(description.to_owned()),
            ..row(number, answer, &[])
        }
    });
    let model = SuggestModel::new(&history(&[], rows));
    let asked = SuggestRow {
        answer: None,
        title: Some("printers jam \u{1f5a8}\u{202e}".to_owned()),
        ..row(999, "", &[])
    };
    let found = model.suggest(&asked).expect("suggestions");
    assert_eq!(found.suggestions[0].value, "printing");
    assert_eq!(found.suggestions[0].because[0].by, "title");
    assert!(found.suggestions[0].probability.get() > 0.7, "{found:?}");
    let long = SuggestRow { description: Some("x ".repeat(500_000)), ..asked };
    assert!(model.suggest(&long).is_ok());
}

#[test]
fn without_history_nothing_is_suggested_and_little_is_said_to_be_little() {
    let asked = SuggestRow { answer: None, ..row(1, "", &[]) };
    let found = SuggestModel::new(&history(&FACTS, [])).suggest(&asked).expect("an answer");
    assert!(found.suggestions.is_empty() && found.unsure);
    assert_eq!(found.findings[0].code(), Code::InsightHistoryThin);
    let one = SuggestModel::new(&history(&FACTS, [row(0, "network", &[])]));
    let found = one.suggest(&asked).expect("an answer");
    assert_eq!(found.suggestions[0].value, "network");
    assert!(found.suggestions[0].probability.get() < 0.7 && found.unsure, "{found:?}");
    let open = SuggestRow { answer: None, ..row(0, "", &[]) };
    assert_eq!(SuggestModel::new(&history(&FACTS, [open])).tickets(), 0);
}

#[test]
fn all_the_same_is_never_said_to_be_certain() {
    let rows = (0..500).map(|number| row(number, "network", &[("symptom", "slow".to_owned())]));
    let rows: Vec<_> = rows.collect();
    let asked = SuggestRow { answer: None, ..rows[0].clone() };
    let found = SuggestModel::new(&history(&FACTS, rows.clone())).suggest(&asked);
    let first = found.expect("an answer").suggestions[0].probability.get();
    assert!(first > 0.99 && first < 1.0, "{first}");
    let tried = trial(&history(&FACTS, rows), &TrialSettings::default()).expect("scores");
    assert!(!tried.drift.drifted && (tried.drift.chance.get() - 1.0).abs() < 1e-9);
}

#[test]
fn whoever_asks_wrongly_is_told() {
    let wrong = SuggestSettings {
        facts: vec![String::new(), "a".to_owned(), "a".to_owned()],
        least: Some(0),
        sure: Some(101),
        length: Some(21),
    };
    let refused = SuggestRules::check(&wrong).expect_err("refused");
    let found: Vec<_> =
        refused.iter().map(|one| (one.code().as_str(), one.path().as_str())).collect();
    assert_eq!(
        found,
        [
            ("id.empty", "/facts/0"),
            ("id.repeated", "/facts/2"),
            ("document.numberOutOfRange", "/least"),
            ("document.numberOutOfRange", "/sure"),
            ("document.numberOutOfRange", "/length"),
        ]
    );
    let many: Vec<String> = (0..33).map(|number| number.to_string()).collect();
    let many = SuggestSettings { facts: many, ..SuggestSettings::default() };
    assert_eq!(SuggestRules::check(&many).expect_err("refused")[0].path().as_str(), "/facts");
    let mut nothing = history(&FACTS, []);
    let refused = nothing.learn(row(1, "", &[])).expect_err("refused");
    assert_eq!(refused[0].path().as_str(), "/answer");
    for share in [0, 100] {
        let refused = trial(&nothing, &TrialSettings { recent: Some(share) }).expect_err("refused");
        assert_eq!(refused[0].code(), Code::InsightShareWrong);
    }
    assert_eq!(trial(&nothing, &TrialSettings::default()).expect("scores").recent.n, 0);
}

proptest! {
    #[test]
    fn probabilities_are_shares_of_a_whole_whatever_was_learned(
        rows in prop::collection::vec((0..5_u8, 0..4_u8, 0..9_u8), 0..60), asked in (0..6_u8, 0..12_u8),
    ) {
        let rows = rows.iter().enumerate().map(|(number, (answer, one, other))| {
            let facts = [("symptom", one.to_string()), ("noise", other.to_string())];
            row(number, &answer.to_string(), &facts)
        });
        let learned = history(&FACTS, rows);
        let facts = [("symptom", asked.0.to_string()), ("noise", asked.1.to_string())];
        let asked = SuggestRow { answer: None, ..row(999, "", &facts) };
        let found = SuggestModel::new(&learned).suggest(&asked).expect("an answer");
        let all: Vec<f64> = found.suggestions.iter().map(|one| one.probability.get()).collect();
        prop_assert!(all.iter().all(|one| *one > 0.0 && *one < 1.0), "{all:?}");
        prop_assert!(all.is_sorted_by(|one, next| one >= next));
        // Five answers at most, so the list is the whole.
        let whole: f64 = all.iter().sum();
        prop_assert!(all.is_empty() || all.len() == 1 || (whole - 1.0).abs() < 0.02, "{whole}");
    }

    #[test]
    fn the_order_of_learning_does_not_matter(n in 0..60_usize, cut in 0..60_usize, seed in any::<u64>()) {
        let rows = drawn(n, seed);
        let mut mixed = rows.clone();
        let mut dice = Dice(seed);
        for place in (1..mixed.len()).rev() {
            mixed.swap(place, dice.below(place as u64 + 1) as usize);
        }
        let straight = history(&FACTS, rows.clone());
        let (one, other) = mixed.split_at(cut.min(mixed.len()));
        let mut merged = history(&FACTS, one.iter().chain(other.first()).cloned());
        merged.merge(history(&FACTS, other.iter().cloned())).expect("rows");
        prop_assert_eq!(merged.store(), straight.store());
        let loaded = SuggestHistory::load(rules(&FACTS), &merged.store()).expect("what was stored");
        let asked = SuggestRow { answer: None, ..row(9_999, "", &[("symptom", "1".to_owned())]) };
        let of = |history: &SuggestHistory| SuggestModel::new(history).suggest(&asked);
        prop_assert_eq!(of(&loaded), of(&straight));
    }
}

#[test]
fn a_session_says_what_a_request_says_and_is_stored_and_loaded() {
    let learned = history(&FACTS, drawn(60, 1));
    let rows: Vec<String> =
        learned.rows().map(|row| serde_json::to_string(row).expect("JSON")).collect();
    let settings = r#"{"facts":["symptom","copy","noise"]}"#;
    let question = r#"{"ticket":{"ticket":"A","at":0,"facts":{"symptom":"1","noise":"none"}}}"#;
    let mut session = door::SuggestSession::new(settings).expect("settings");
    for piece in rows.join("\n").as_bytes().chunks(11) {
        session.push(piece);
    }
    assert!(session.finish().contains(r#""learned":60,"refused":0"#));
    let answer = session.ask(question);
    let list = rows.join(",");
    let head = format!(r#"{{"op":"suggestValues","settings":{settings},"rows":[{list}],"#);
    assert_eq!(door::insight(&format!("{head}{}", &question[1..])), answer);
    assert!(answer.contains(r#""unseen":["noise"]"#), "{answer}");
    let stored: serde_json::Value = serde_json::from_str(&session.store()).expect("JSON");
    let stored = stored["value"]["stored"].as_str().expect("text");
    let mut other = door::SuggestSession::new(settings).expect("settings");
    assert!(
        other.load(&stored.replacen("INC00003", "INC90003", 1)).contains("insight.storedBroken")
    );
    assert!(other.load(&stored.replacen("suggest", "breach", 1)).contains("insight.storedVersion"));
    assert_eq!(other.load(stored), r#"{"ok":true,"value":{"rows":60}}"#);
    assert_eq!(other.ask(question), answer);
    assert_eq!(other.trial("{}"), session.trial("{}"));
    assert_eq!(session.forget("INC00007"), r#"{"ok":true,"value":true}"#);
    assert!(session.push(b"[]\n").contains(r#""path":"/lines/61""#));
}
