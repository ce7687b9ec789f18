use incident_core::insight::problem::PastChange;
use incident_core::model::Kind;
use incident_core::{Code, Error};

use super::*;

fn places(errors: &[Error]) -> Vec<(&str, &str)> {
    errors.iter().map(|one| (one.code().as_str(), one.path().as_str())).collect()
}

#[test]
fn nothing_and_one_incident_are_no_problem() {
    let nothing = asked(&[], &ProblemQuestion { since: None, ..question(28, 364) });
    assert!(nothing.candidates.is_empty() && nothing.too_thin);
    assert_eq!((nothing.incidents, nothing.since), (0, nothing.from));
    let one =
        asked(&[row("A", 350 * DAY, &[("shortDescription", "disk full")])], &question(28, 364));
    assert!(one.candidates.is_empty() && one.groups == 0 && one.incidents == 1);
}

#[test]
fn all_the_same_is_one_group() {
    let facts = [("shortDescription", "Hilfe"), ("service", "S"), ("category", "C")];
    let rows: Vec<_> = (0..500).map(|n| row(&format!("A{n:03}"), n * 17 * HOUR, &facts)).collect();
    let answer = asked(&rows, &question(28, 364));
    let [one] = answer.candidates.as_slice() else { panic!("{answer:#?}") };
    assert_eq!((one.kinds.as_slice(), one.reports), ([ProblemKind::Recurring].as_slice(), 500));
    assert_eq!(one.terms.len(), 1);
}

#[test]
fn long_strange_and_empty_texts_are_read_and_bounded() {
    let long = "Speicher voll \u{1f4a5} ".repeat(50_000);
    let texts = [long.as_str(), "\u{202e}\u{2066}\u{1f525}\u{1f525}", "", "磁盘已满 磁盘", "   "];
    let rows: Vec<_> = (0..25_usize)
        .map(|n| {
            let at = i64::try_from(n).expect("small") * DAY + 339 * DAY;
            row(&format!("A{n:02}"), at, &[("shortDescription", texts[n % 5])])
        })
        .collect();
    let answer = asked(&rows, &question(28, 364));
    assert_eq!((answer.incidents, answer.groups), (25, 2));
    for one in &answer.candidates {
        let open = one.problem.open.as_ref().expect("a draft");
        let title = open.facts.get("shortDescription").and_then(Value::as_text).expect("a title");
        assert!(title.len() <= 255 && !title.is_empty());
    }
}

#[test]
fn what_is_ahead_too_old_or_no_incident_is_left_out() {
    let facts = [("shortDescription", "disk full")];
    let mut rows: Vec<_> = (0..5).map(|n| row(&format!("A{n}"), (340 + n) * DAY, &facts)).collect();
    rows.push(row("later", 400 * DAY, &facts));
    rows.push(PastTicket { opened_at: Instant::MAX, ..row("9999", 0, &facts) });
    rows.push(PastTicket { opened_at: Instant::MIN, ..row("1970", 0, &facts) });
    rows.push(PastTicket { kind: Some(Kind::Problem), ..row("PRB", 345 * DAY, &facts) });
    rows.push(PastTicket { kind: Some(Kind::SecurityIncident), ..row("SEC", 346 * DAY, &facts) });
    let answer = asked(&rows, &ProblemQuestion { since: None, ..question(28, 364) });
    assert_eq!((answer.incidents, answer.ahead), (6, 2));
    assert_eq!(answer.since, instant(340 * DAY));
    assert_eq!(answer.candidates[0].incidents, ["SEC", "A4", "A3", "A2", "A1", "A0"]);
    // The whole of time is a history, too.
    let question = ProblemQuestion {
        now: Instant::MAX,
        from: Some(instant(0)),
        since: Some(Instant::MIN),
        changes: vec![PastChange {
            id: "C".to_owned(),
            at: Instant::MAX,
            service: Some(String::new()),
            category: None,
            configuration_item: None,
        }],
    };
    assert_eq!(asked(&rows, &question).incidents, 9);
}

#[test]
fn an_incident_that_is_learned_again_takes_the_place_of_the_earlier_one() {
    let facts = [("shortDescription", "disk full")];
    let mut rows: Vec<_> = (0..3).map(|n| row(&format!("A{n}"), (340 + n) * DAY, &facts)).collect();
    rows.push(row("A2", 350 * DAY, &[("shortDescription", "no paper")]));
    let answer = asked(&rows, &question(28, 364));
    assert_eq!((answer.incidents, answer.candidates.len()), (3, 0));
}

#[test]
fn every_mistake_is_told_at_its_place() {
    let mut history = history([], &ProblemSettings::default());
    let long = "x".repeat(1_001);
    let mut wrong = row("", 10, &[("category", &long), ("parent", &long)]);
    wrong.resolved_at = Some(instant(9));
    let refused = history.learn(wrong).expect_err("refused");
    assert_eq!(
        places(&refused),
        [
            ("id.empty", "/id"),
            ("insight.endBeforeStart", "/resolvedAt"),
            ("limit.exceeded", "/facts/category"),
            ("limit.exceeded", "/facts/parent"),
        ]
    );
    let change = |id: &str, service: &str| PastChange {
        id: id.to_owned(),
        at: instant(0),
        service: Some(service.to_owned()),
        category: None,
        configuration_item: None,
    };
    let question = ProblemQuestion {
        now: instant(5),
        from: Some(instant(5)),
        since: Some(instant(6)),
        changes: vec![change("C", "a"), change("C", "b"), change("", &long)],
    };
    let refused = candidates(&history, &question).expect_err("refused");
    assert_eq!(
        places(&refused),
        [
            ("problem.windowEmpty", "/from"),
            ("insight.endBeforeStart", "/since"),
            ("id.repeated", "/changes/1/id"),
            ("id.empty", "/changes/2/id"),
            ("limit.exceeded", "/changes/2/service"),
        ]
    );
}

#[test]
fn settings_hold_at_their_bounds_and_no_further() {
    let number = |name: &str, value: u32| {
        let text = format!(r#"{{"{name}": {value}}}"#);
        let settings = incident_core::document::read(&text, &incident_core::limits::STRING_BYTES);
        ProblemRules::check(&settings.expect("settings")).map(|_| ())
    };
    for (name, least, most) in [
        ("similar", 1, 100),
        ("least", 2, 1_000),
        ("windowDays", 1, 366),
        ("lookBackDays", 1, 3_660),
        ("outageLeast", 2, 1_000),
        ("chance", 1, 50),
        ("length", 1, 200),
        ("offerFrom", 1, 100),
        ("offerLength", 1, 20),
    ] {
        assert!(number(name, least).is_ok() && number(name, most).is_ok(), "{name}");
        for value in [least - 1, most + 1] {
            let refused = number(name, value).expect_err("refused");
            let path = format!("/{name}");
            assert_eq!(places(&refused), [("document.numberOutOfRange", path.as_str())]);
        }
    }
    let settings = |outage: i64, after: i64| ProblemSettings {
        outage_within: Some(Span::from_secs(outage)),
        after_change: Some(Span::from_secs(after)),
        ..ProblemSettings::default()
    };
    assert!(ProblemRules::check(&settings(60, 60)).is_ok());
    assert!(ProblemRules::check(&settings(7 * 86_400, 28 * 86_400)).is_ok());
    for (outage, after) in [(59, 59), (7 * 86_400 + 1, 28 * 86_400 + 1)] {
        let refused = ProblemRules::check(&settings(outage, after)).expect_err("refused");
        assert!(refused.iter().all(|one| one.code() == Code::ProblemSpanOutOfRange));
        assert_eq!(refused.len(), 2);
    }
}

#[test]
fn more_candidates_than_are_told_are_counted() {
    let rows: Vec<_> = (0..40)
        .map(|n| {
            let title = format!("alarm{} host{}", n % 10, n % 10);
            row(&format!("A{n:02}"), (340 + n / 10) * DAY, &[("shortDescription", &title)])
        })
        .collect();
    let settings = ProblemSettings { length: Some(4), ..ProblemSettings::default() };
    let answer = candidates(&history(rows, &settings), &question(28, 364)).expect("an answer");
    let recurring = of_kind(&answer, ProblemKind::Recurring).len();
    assert_eq!((answer.candidates.len(), recurring, answer.left_out), (4, 4, 6));
}
