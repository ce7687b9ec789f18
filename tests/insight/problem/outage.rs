use super::*;

fn report(id: &str, at: i64, word: &str) -> PastTicket {
    let title = format!("Portal {word}: error 503");
    row(id, at, &[("shortDescription", title.as_str()), ("service", "Portal")])
}

fn reports(id: &str, count: i64, at: i64, apart: i64) -> Vec<PastTicket> {
    let of = |number: i64| report(&format!("{id}{number:02}"), at + number * apart, "login fails");
    (0..count).map(of).collect()
}

#[test]
fn forty_reports_of_one_outage_count_once_and_are_no_rise() {
    let question = question(28, 364);
    // One a month before, of the same kind.
    let mut rows: Vec<_> = (0..12)
        .flat_map(|month| reports(&format!("OLD{month:02}-"), 1, month * 28 * DAY, 0))
        .collect();
    let words = ["cannot log in", "login fails", "login not possible", "login rejected"];
    rows.extend((0..40_i64).zip(words.into_iter().cycle()).map(|(number, word)| {
        report(&format!("NEW{number:02}"), 350 * DAY + number * 60_000, word)
    }));
    let answer = asked(&among_others(rows.clone()), &question);
    let [one] = answer.candidates.as_slice() else { panic!("{answer:#?}") };
    assert_eq!(one.kinds, [ProblemKind::Outage, ProblemKind::Recurring], "{one:#?}");
    assert_eq!((one.reports, one.occurrences, one.recent), (52, 13, 40));
    let [outage] = one.outages.as_slice() else { panic!("{one:#?}") };
    assert_eq!((outage.parent.as_str(), outage.reports), ("NEW00", 40));
    assert_eq!(outage.duplicates.len(), 39);
    assert_eq!(outage.duplicates[0], "NEW01");
    assert_eq!(outage.to.since(outage.from).as_millis(), 39 * 60_000);
    assert!((outage.probability.expect("known").get() - 0.000_1).abs() < 1e-9);
    // The same forty over the window are a rise, and no outage.
    let mut rows: Vec<_> = rows.into_iter().take(12).collect();
    rows.extend(reports("NEW", 40, 337 * DAY, 14 * HOUR));
    let answer = asked(&among_others(rows.clone()), &question);
    assert!(of_kind(&answer, ProblemKind::Outage).is_empty());
    assert_eq!(of_kind(&answer, ProblemKind::Rise).len(), 1);
}

#[test]
fn how_likely_reports_come_so_close_by_chance_is_the_sum_of_its_terms() {
    let question = question(28, 112);
    for others in [0, 20, 60] {
        let mut rows: Vec<_> =
            (0..others).flat_map(|at| reports(&format!("A{at:02}-"), 1, at * DAY, 0)).collect();
        rows.extend(reports("NEW", 3, 100 * DAY + 7 * HOUR, HOUR));
        let n = usize::try_from(others + 3).expect("small");
        let chance = n as f64 * tail(2, n - 1, 2.0 / (112.0 * 24.0));
        let answer = asked(&among_others(rows.clone()), &question);
        let found = of_kind(&answer, ProblemKind::Outage);
        assert_eq!(found.len(), usize::from(chance <= 0.05), "{others} {chance}");
        if let Some(one) = found.first() {
            let said = one.outages[0].probability.expect("known").get();
            assert!((said - chance.max(0.000_1)).abs() < 0.000_06, "{said} {chance}");
        }
    }
}

#[test]
fn an_outage_that_goes_on_is_one_and_the_next_one_another() {
    let question = question(28, 364);
    let mut rows = reports("A", 30, 340 * DAY, 20 * 60_000);
    rows.extend(reports("B", 6, 345 * DAY, 60_000));
    let answer = asked(&among_others(rows.clone()), &question);
    let [one] = answer.candidates.as_slice() else { panic!("{answer:#?}") };
    let outages: Vec<_> =
        one.outages.iter().map(|outage| (outage.parent.as_str(), outage.reports)).collect();
    assert_eq!(outages, [("B00", 6), ("A00", 30)]);
    assert_eq!(one.occurrences, 2);
}

#[test]
fn reports_that_name_an_earlier_parent_are_no_occurrences_of_their_own() {
    let question = question(28, 364);
    let mut rows = reports("A", 12, 340 * DAY, DAY);
    for row in rows.iter_mut().skip(1) {
        row.facts.insert("parent", "A00".into());
    }
    let answer = asked(&among_others(rows.clone()), &question);
    assert!(answer.candidates.is_empty(), "{answer:#?}");
    // Parents in a ring, or ones that nobody knows, take nothing away.
    rows[0].facts.insert("parent", "A11".into());
    for row in rows.iter_mut().skip(1) {
        row.facts.insert("parent", "elsewhere".into());
    }
    let answer = asked(&among_others(rows.clone()), &question);
    assert_eq!(answer.candidates[0].occurrences, 12);
}

#[test]
fn on_a_first_day_a_burst_is_told_without_a_probability() {
    let question = ProblemQuestion {
        now: instant(3 * HOUR),
        from: Some(instant(-28 * DAY)),
        since: None,
        changes: Vec::new(),
    };
    let answer = asked(&reports("A", 12, 0, 60_000), &question);
    assert!(answer.too_thin, "the window is the whole history");
    let [one] = answer.candidates.as_slice() else { panic!("{answer:#?}") };
    assert_eq!((one.outages[0].reports, one.outages[0].probability), (12, None));
}

#[test]
fn the_change_before_an_outage_is_named() {
    let change = |id: &str, at: i64, service: &str| incident_core::insight::problem::PastChange {
        id: id.to_owned(),
        at: instant(at),
        service: Some(service.to_owned()),
        category: None,
        configuration_item: None,
    };
    let changes = vec![
        change("CHG1", 339 * DAY + 20 * HOUR, "Portal"),
        change("CHG2", 339 * DAY + 23 * HOUR, "Portal"),
        change("CHG3", 339 * DAY + 23 * HOUR, "Mail"),
        change("CHG4", 340 * DAY + HOUR, "Portal"),
    ];
    let question = ProblemQuestion { changes, ..question(28, 364) };
    let answer = asked(&among_others(reports("A", 9, 340 * DAY, 60_000)), &question);
    assert_eq!(answer.candidates[0].outages[0].change.as_deref(), Some("CHG2"));
}
