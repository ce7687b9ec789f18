use incident_core::insight::problem::PastChange;

use super::*;

fn change(id: usize, at: i64, service: Option<&str>, category: Option<&str>) -> PastChange {
    PastChange {
        id: format!("CHG{id:02}"),
        at: instant(at),
        service: service.map(str::to_owned),
        category: category.map(str::to_owned),
        configuration_item: None,
    }
}

/// A change every third week, an incident some hours after each, and some more in between.
fn releases(between: i64) -> (Vec<PastTicket>, Vec<PastChange>) {
    let facts = [
        ("shortDescription", "Checkout shows an empty basket"),
        ("service", "Shop"),
        ("category", "Web"),
    ];
    let at = |number: i64| number * 21 * DAY + 10 * DAY;
    let mut rows: Vec<_> = (0..17)
        .map(|number| row(&format!("A{number:02}"), at(number) + 5 * HOUR, &facts))
        .collect();
    rows.extend((0..between).map(|number| row(&format!("B{number:02}"), number * 7 * DAY, &facts)));
    let changes = (0..17).zip(0..).map(|(number, id)| change(id, at(number), Some("Shop"), None));
    (rows, changes.collect())
}

#[test]
fn incidents_after_changes_are_told_with_the_probability_that_sums_up() {
    for between in [0, 10, 40] {
        let (rows, changes) = releases(between);
        let question = ProblemQuestion { changes, ..question(28, 364) };
        let answer = asked(&rows, &question);
        let found = of_kind(&answer, ProblemKind::AfterChange);
        let [one] = found.as_slice() else { panic!("{answer:#?}") };
        let after = one.after_change.as_ref().expect("it follows");
        let n = usize::try_from(17 + between).expect("small");
        assert_eq!((after.occurrences, after.of), (17, n as u64));
        assert_eq!((after.followed, after.changes.len()), (17, 17));
        assert_eq!(after.changes[0].id, "CHG16", "the latest first");
        assert!((after.share_of_time.get() - 17.0 / 364.0).abs() < 0.000_06);
        let sum = tail(17, n, 17.0 / 364.0);
        assert!((after.probability.get() - sum.max(0.000_1)).abs() < 0.000_06);
    }
}

#[test]
fn a_probability_in_the_middle_is_that_of_its_terms_too() {
    let (mut rows, changes) = releases(40);
    // Four follow a change, all others came before one.
    for row in rows.iter_mut().take(17).skip(4) {
        row.opened_at = row.opened_at.plus(span(-48)).expect("an instant");
    }
    let question = ProblemQuestion { changes, ..question(28, 364) };
    let answer = asked(&rows, &question);
    let sum = tail(4, 57, 17.0 / 364.0);
    assert!(sum > 0.05 && of_kind(&answer, ProblemKind::AfterChange).is_empty());
    let settings = ProblemSettings { chance: Some(50), ..ProblemSettings::default() };
    let answer = candidates(&history(rows, &settings), &question).expect("an answer");
    let found = of_kind(&answer, ProblemKind::AfterChange);
    let after = found[0].after_change.as_ref().expect("it follows");
    assert!((after.probability.get() - sum).abs() < 0.000_06, "{after:?} {sum}");
}

#[test]
fn changes_elsewhere_without_a_fact_or_still_ahead_are_none() {
    let (rows, changes) = releases(10);
    let with = |make: &dyn Fn(PastChange) -> PastChange| {
        let changes = changes.iter().cloned().map(make).collect();
        let answer = asked(&rows, &ProblemQuestion { changes, ..question(28, 364) });
        of_kind(&answer, ProblemKind::AfterChange).len()
    };
    assert_eq!(with(&|change| change), 1);
    assert_eq!(with(&|change| PastChange { category: Some("Web".to_owned()), ..change }), 1);
    assert_eq!(
        with(&|change| PastChange { configuration_item: Some("web1".to_owned()), ..change }),
        1,
        "the incidents say nothing about an item"
    );
    assert_eq!(with(&|change| PastChange { service: Some("Mail".to_owned()), ..change }), 0);
    assert_eq!(with(&|change| PastChange { category: Some("Mail".to_owned()), ..change }), 0);
    assert_eq!(with(&|change| PastChange { service: None, ..change }), 0);
    assert_eq!(with(&|change| PastChange { at: instant(400 * DAY), ..change }), 0);
}

#[test]
fn one_change_alone_is_no_pattern() {
    let (rows, changes) = releases(0);
    let rows: Vec<_> = (0..6)
        .map(|number| {
            let at = rows[16].opened_at.plus(span(3 * number)).expect("an instant");
            PastTicket { id: format!("C{number}"), opened_at: at, ..rows[16].clone() }
        })
        .collect();
    let question = ProblemQuestion { changes, ..question(28, 364) };
    let answer = asked(&rows, &question);
    assert!(of_kind(&answer, ProblemKind::AfterChange).is_empty());
}

#[test]
fn time_after_changes_that_overlap_counts_once() {
    let (rows, mut changes) = releases(10);
    let again: Vec<_> = changes
        .iter()
        .map(|change| PastChange {
            id: format!("{}x", change.id),
            at: change.at.plus(span(4)).expect("an instant"),
            ..change.clone()
        })
        .collect();
    changes.extend(again);
    let answer = asked(&rows, &ProblemQuestion { changes, ..question(28, 364) });
    let found = of_kind(&answer, ProblemKind::AfterChange);
    let after = found[0].after_change.as_ref().expect("it follows");
    assert!((after.share_of_time.get() - 17.0 * 28.0 / 24.0 / 364.0).abs() < 0.000_06);
    assert!(after.changes.iter().all(|change| change.id.ends_with('x')), "the last before it");
}
