//! Every limit at its bound and one beyond; those of one document's shape are in `documents`.

use incident_core::calendar::{Calendar, CalendarDraft, Holiday};
use incident_core::document;
use incident_core::document::Map;
use incident_core::lifecycle::{MoveDraft, StateDraft};
use incident_core::limits::{self, Limit};
use incident_core::lint::lint;
use incident_core::model::StateType;
use incident_core::policy::PolicyDraft;
use incident_core::sla::TargetDraft;
use incident_core::{Code, Error, Instant, check, door};
use serde_json::{Value as Json, json};

fn itil() -> PolicyDraft {
    let text = check::preset("itil").expect("a preset");
    document::read(text, &limits::POLICY_BYTES).expect("a policy")
}

fn size(limit: &Limit) -> usize {
    usize::try_from(limit.maximum).expect("a size")
}

/// The names of the limits that were passed.
fn passed(checked: Result<check::Checked, Vec<Error>>) -> Vec<String> {
    let Err(errors) = checked else { return Vec::new() };
    let passed = errors.iter().filter(|error| error.code() == Code::LimitExceeded);
    let name = |error: &Error| error.params().first().map(|(_, name)| name.clone());
    passed.filter_map(name).collect()
}

#[test]
fn a_request_of_32_mebibytes_is_answered_and_a_longer_one_refused() {
    let request = |bytes: usize| {
        let (open, close) = (r#"{"op":"versions""#, "}");
        format!("{open}{}{close}", " ".repeat(bytes - open.len() - close.len()))
    };
    let most = size(&limits::REQUEST_BYTES);
    assert!(door::answer(&request(most)).starts_with(r#"{"ok":true"#));
    assert!(door::answer(&request(most + 1)).contains(r#""limit":"requestBytes""#));
}

#[test]
fn a_policy_of_8_mebibytes_is_read_and_a_longer_one_refused() {
    let text = check::preset("itil").expect("a preset");
    let padded = |bytes: usize| format!("{text}{}", " ".repeat(bytes - text.len()));
    let most = size(&limits::POLICY_BYTES);
    assert!(passed(check::policy(&padded(most))).is_empty());
    assert_eq!(passed(check::policy(&padded(most + 1))), ["policyBytes"]);
}

#[test]
fn a_description_may_be_longer_than_another_string() {
    let open = |bytes: usize| {
        let facts = format!(r#"{{"description":"{}"}}"#, "d".repeat(bytes));
        door::answer(&format!(
            r#"{{"op":"decide","policy":"itil","context":{{"now":0,"actor":{{"id":"a"}}}},
            "command":{{"type":"open","id":"1","kind":"incident","facts":{facts}}}}}"#
        ))
    };
    let most = size(&limits::DESCRIPTION_BYTES);
    assert!(open(most).starts_with(r#"{"ok":true"#));
    let refused = open(most + 1);
    assert!(refused.contains(r#""limit":"descriptionBytes""#), "{refused}");
    assert!(refused.contains(r#""path":"/command/facts/description""#), "{refused}");
}

fn state(id: &str) -> StateDraft {
    let (label, aliases) = (None, Vec::new());
    StateDraft {
        id: id.to_owned(),
        label,
        state_type: StateType::Active,
        aliases,
        fields: Map::new(),
        kinds: Vec::new(),
    }
}

#[test]
fn identifiers_states_and_rules_have_bounds() {
    for (bytes, expected) in [(128, vec![]), (129, vec!["idBytes"])] {
        let mut policy = itil();
        policy.lifecycle.states.push(state(&"i".repeat(bytes)));
        assert_eq!(passed(check::draft(&policy)), expected);
    }
    for (count, expected) in [(1_000, vec![]), (1_001, vec!["states"])] {
        let mut policy = itil();
        let more = count - policy.lifecycle.states.len();
        policy.lifecycle.states.extend((0..more).map(|at| state(&format!("s{at}"))));
        assert_eq!(passed(check::draft(&policy)), expected);
    }
    let mut policy = itil();
    policy.lifecycle.states.extend((0..101).map(|at| state(&format!("s{at}"))));
    let pairs = (0..101).flat_map(|from| (0..101).map(move |to| (from, to)));
    let mut pairs = pairs.filter(|(from, to)| from != to);
    let count = |policy: &PolicyDraft| {
        policy.lifecycle.moves.iter().map(|one| one.from.len()).sum::<usize>()
    };
    while count(&policy) < 10_000 {
        let (from, to) = pairs.next().expect("a pair");
        policy.lifecycle.moves.push(MoveDraft {
            from: vec![format!("s{from}")],
            to: format!("s{to}"),
            roles: Vec::new(),
            requires: Vec::new(),
            only_if: None,
            linked: Vec::new(),
            within: None,
            approval: None,
        });
    }
    assert!(passed(check::draft(&policy)).is_empty());
    policy.lifecycle.moves.push(policy.lifecycle.moves[0].clone());
    assert_eq!(passed(check::draft(&policy)), ["rules"]);
}

#[test]
fn at_most_1000_findings_are_listed() {
    for (unknown, listed) in [(999, 999), (1_000, 1_000), (1_001, 1_000), (9_000, 1_000)] {
        let members: Vec<_> = (0..unknown).map(|at| format!(r#""x{at}":0"#)).collect();
        let request = format!(r#"{{"op":"versions",{}}}"#, members.join(","));
        let answer: serde_json::Value =
            serde_json::from_str(&door::answer(&request)).expect("JSON");
        assert_eq!(answer["errors"].as_array().expect("errors").len(), listed);
    }
}

#[test]
fn a_calendar_that_was_asked_about_every_year_still_answers() {
    let mut draft = CalendarDraft::in_zone("Europe/Berlin");
    draft.hours.fri = vec![["09:00".to_owned(), "17:00".to_owned()]];
    let (calendar, _) = Calendar::check(&draft).expect("a calendar");
    let first = Instant::parse("1970-01-01T00:00:00Z").expect("an instant");
    let mut sum = 0;
    let mut before = first;
    for year in 1971..=9999 {
        let now = Instant::parse(&format!("{year}-01-01T00:00:00Z")).expect("an instant");
        sum += calendar.between(before, now).as_millis();
        before = now;
    }
    assert_eq!(calendar.between(first, before).as_millis(), sum);
}

/// The preset as text, with one thing changed.
fn changed(change: impl FnOnce(&mut Json)) -> String {
    let text = check::preset("itil").expect("a preset");
    let mut policy: Json = serde_json::from_str(text).expect("JSON");
    change(&mut policy);
    policy.to_string()
}

#[test]
fn a_condition_goes_as_deep_as_a_document_may() {
    let nested = |depth: usize| {
        // The document, `agreements`, its first, and then the condition with `not` in `not`.
        let inner = depth - 4;
        let (open, close) = (r#"{"not":"#.repeat(inner), "}".repeat(inner));
        let condition = format!(r#"{open}{{"field":"vip","is":true}}{close}"#);
        let condition = serde_json::from_str(&condition).expect("JSON");
        passed(check::policy(&changed(|policy| policy["agreements"][0]["appliesIf"] = condition)))
    };
    let most = size(&limits::DEPTH);
    assert!(nested(most).is_empty());
    assert_eq!(nested(most + 1), ["depth"]);
}

#[test]
fn the_strings_and_lists_of_a_policy_have_bounds() {
    let most = size(&limits::STRING_BYTES);
    let label = |bytes: usize| changed(|policy| policy["label"] = json!("l".repeat(bytes)));
    assert!(passed(check::policy(&label(most))).is_empty());
    assert_eq!(passed(check::policy(&label(most + 1))), ["stringBytes"]);
    let most = size(&limits::ENTRIES);
    let words = |count: usize| {
        let words: Vec<_> = (0..count).map(|at| format!("w{at}")).collect();
        changed(|policy| policy["lifecycle"]["states"][1]["aliases"] = json!(words))
    };
    assert!(passed(check::policy(&words(most))).is_empty());
    assert_eq!(passed(check::policy(&words(most + 1))), ["entries"]);
    let holidays = |count: usize| {
        let date =
            |at: usize| format!("{}-{:02}-{:02}", 2000 + at / 336, at / 28 % 12 + 1, at % 28 + 1);
        let holiday = |at| Holiday { date: date(at), name: None };
        let mut policy = itil();
        policy.calendars[0].holidays = (0..count).map(holiday).collect();
        passed(check::draft(&policy))
    };
    assert!(holidays(most).is_empty());
    assert_eq!(holidays(most + 1), ["entries"]);
}

#[test]
fn the_targets_of_an_agreement_are_rules() {
    let most = size(&limits::RULES);
    let targets = |count: usize| {
        let mut policy = itil();
        let target = policy.agreements[0].targets[0].clone();
        let named = |at| TargetDraft { id: Some(format!("t{at}")), ..target.clone() };
        policy.agreements[0].targets = (0..count).map(named).collect();
        passed(check::draft(&policy))
    };
    assert!(targets(most).is_empty());
    assert_eq!(targets(most + 1), ["rules"]);
}

#[test]
fn levels_reasons_and_timers_have_identifiers_of_the_same_length() {
    let most = size(&limits::ID_BYTES);
    for (bytes, expected) in [(most, &[][..]), (most + 1, &["idBytes"; 5])] {
        let long = json!("i".repeat(bytes));
        let level = json!({"id": long});
        let policy = changed(|policy| {
            policy["lifecycle"]["holdReasons"][1]["id"] = long.clone();
            policy["lifecycle"]["timers"][0]["id"] = long.clone();
            for scale in ["impact", "urgency", "priority"] {
                let levels = policy["scales"][scale].as_array_mut().expect("levels");
                levels.push(level.clone());
            }
            let row = json!({"high": "low", "medium": "low", "low": "planning"});
            policy["matrix"]["i".repeat(bytes)] = row;
            for row in policy["matrix"].as_object_mut().expect("rows").values_mut() {
                row["i".repeat(bytes)] = json!("planning");
            }
        });
        assert_eq!(passed(check::policy(&policy)), expected);
    }
}

#[test]
fn the_linter_lists_at_most_1000_findings() {
    for (wrong, listed) in [(999, 999), (1_000, 1_000), (1_001, 1_000), (3_000, 1_000)] {
        let mut policy = itil();
        // The one warning that there is beside them does not push a refusal out.
        let row = [("high", "moderate"), ("medium", "low"), ("low", "critical")];
        let row = row.map(|(level, priority)| (level, priority.to_owned()));
        policy.matrix.insert("low", row.into());
        let to_nowhere =
            |at| MoveDraft { to: format!("nowhere{at}"), ..policy.lifecycle.moves[0].clone() };
        let moves: Vec<_> = (1..wrong).map(to_nowhere).collect();
        policy.lifecycle.moves.extend(moves);
        let findings = lint(&policy, Instant::MIN);
        assert_eq!(findings.len(), listed);
        let refusals = findings.iter().filter(|one| one.finding.code().refuses()).count();
        assert_eq!(refusals, listed.min(wrong - 1));
    }
}

/// What the linter finds in a lifecycle of as many states as there may be, with moves between them
/// by their numbers; one of them nobody can make.
fn found_in_chart(moves: &[(usize, usize)], barred: Option<(usize, usize)>) -> Vec<(Code, String)> {
    let last = size(&limits::STATES) - 1;
    let mut policy = serde_json::to_value(itil()).expect("JSON");
    policy["agreements"] = json!([]);
    let state = |at: usize| {
        let means = if at == last { "closed" } else { "active" };
        json!({"id": format!("s{at}"), "type": means})
    };
    let written = |pair: &(usize, usize)| {
        let (from, to) = pair;
        let mut written = json!({"from": [format!("s{from}")], "to": format!("s{to}")});
        if Some(*pair) == barred {
            written["onlyIf"] = json!({"any": []});
        }
        written
    };
    policy["lifecycle"] = json!({
        "initial": "s0",
        "states": (0..=last).map(state).collect::<Vec<_>>(),
        "moves": moves.iter().map(written).collect::<Vec<_>>(),
    });
    let policy: PolicyDraft = serde_json::from_value(policy).expect("a policy");
    let findings = lint(&policy, Instant::MIN).into_iter().map(|one| one.finding);
    let findings = findings.filter(|one| one.path().as_str().starts_with("/lifecycle"));
    findings.map(|one| (one.code(), one.path().to_string())).collect()
}

#[test]
fn the_linter_follows_every_life_through_as_many_states_and_moves_as_there_may_be() {
    let (states, most) = (size(&limits::STATES), size(&limits::RULES));
    let pairs = (0..states).flat_map(|from| (from + 1..from + 11).map(move |to| (from, to)));
    let mut moves: Vec<_> = pairs.filter(|(_, to)| *to < states).collect();
    moves.extend((1..=most - moves.len()).map(|from| (from, 0)));
    assert_eq!(moves.len(), most);
    assert_eq!(found_in_chart(&moves, None), []);
    let chain: Vec<_> = (1..states).map(|to| (to - 1, to)).collect();
    assert_eq!(found_in_chart(&chain, None), []);
    // A guard in the middle keeps every ticket from the one half, and from its end in the other.
    let found = found_in_chart(&chain, Some((states / 2 - 1, states / 2)));
    let mut expected =
        vec![(Code::LintNeverTrue, format!("/lifecycle/moves/{}/onlyIf", states / 2 - 1))];
    expected.extend((0..states).map(|at| {
        let first = at < states / 2;
        let code = if first { Code::LintNoWayToEnd } else { Code::LintBehindGuards };
        (code, format!("/lifecycle/states/{at}"))
    }));
    // What is found in other parts of the policy counts among those that are listed.
    assert!(size(&limits::FINDINGS) - found.len() < 5);
    expected.truncate(found.len());
    assert_eq!(found, expected);
}
