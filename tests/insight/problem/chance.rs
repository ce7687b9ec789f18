use incident_core::insight::problem::{
    ProblemCandidates, ProblemKind, ProblemSettings, candidates,
};
use incident_core::insight::similar::PastTicket;

use super::*;

/// Incidents that only have a category, spread evenly: so many before a window and in it.
fn even(category: &str, before: i64, within: i64, question: &ProblemQuestion) -> Vec<PastTicket> {
    let from = question.from.expect("a window").since(instant(0)).as_millis();
    let now = question.now.since(instant(0)).as_millis();
    let at = |count: i64, number: i64, from: i64, to: i64| {
        from + (to - from) * (2 * number + 1) / (2 * count)
    };
    let early = (0..before).map(|number| at(before, number, 0, from));
    let late = (0..within).map(|number| at(within, number, from, now));
    let all = early.chain(late).enumerate();
    all.map(|(number, at)| row(&format!("{category}-{number:03}"), at, &[("category", category)]))
        .collect()
}

fn with_much_chance(rows: &[PastTicket], question: &ProblemQuestion) -> ProblemCandidates {
    let settings = ProblemSettings { chance: Some(50), ..ProblemSettings::default() };
    candidates(&history(rows.iter().cloned(), &settings), question).expect("an answer")
}

#[test]
fn the_probability_of_a_rise_is_the_sum_of_its_terms() {
    let mut told = 0;
    for (window, whole) in [(28, 364), (7, 91), (14, 84)] {
        let question = question(window, whole);
        let share = window as f64 / whole as f64;
        for before in [0, 1, 2, 5, 12, 30, 60] {
            for within in [3, 4, 5, 7, 10, 16] {
                let rows = even("Mail", before, within, &question);
                let answer = with_much_chance(&rows, &question);
                let (k, n) = (within.unsigned_abs(), (before + within).unsigned_abs());
                let (k, n) =
                    (usize::try_from(k).expect("small"), usize::try_from(n).expect("small"));
                let sum = tail(k, n, share);
                let rises = of_kind(&answer, ProblemKind::Rise);
                assert_eq!(rises.len(), usize::from(sum <= 0.5), "{before} {within} {sum}");
                let Some(rise) = rises.first().and_then(|one| one.rise.as_ref()) else { continue };
                told += 1;
                assert!((rise.probability.get() - sum.max(0.000_1)).abs() < 0.000_06, "{rise:?}");
                // One bucket alone was looked at.
                assert_eq!(rise.false_discovery_rate, rise.probability);
                assert!((rise.spread.get() - 1.0).abs() < 1e-9);
                let usual = before as f64 * 7.0 / (whole - window) as f64;
                assert!((rise.usual_per_week.get() - usual).abs() < 0.000_1);
                assert!((rise.expected.get() - usual * window as f64 / 7.0).abs() < 0.000_1);
                assert_eq!((rise.occurrences, rise.before), (k as u64, before.unsigned_abs()));
            }
        }
    }
    assert!(told > 60, "{told}");
}

#[test]
fn a_past_of_good_and_bad_weeks_makes_a_rise_less_sure() {
    let question = question(28, 364);
    // As many as in the even past, but all of every eighth week.
    let mut rows = Vec::new();
    for number in 0..48 {
        let at = number / 8 * 56 * DAY + number % 8 * 12 * HOUR;
        rows.push(row(&format!("A{number:02}"), at, &[("category", "Mail")]));
    }
    let late = even("Mail", 0, 11, &question);
    rows.extend(late.iter().cloned());
    let calm: Vec<_> = even("Mail", 48, 11, &question);
    let calm = with_much_chance(&calm, &question);
    let wild = with_much_chance(&rows, &question);
    let rise = |answer: &ProblemCandidates| {
        let found = of_kind(answer, ProblemKind::Rise);
        found.first().and_then(|one| one.rise.clone()).expect("a rise")
    };
    assert!((rise(&calm).probability.get() - tail(11, 59, 28.0 / 364.0)).abs() < 0.000_06);
    // Counts of 8 in 6 of 48 weeks: the variance is seven and a seventh of the mean.
    let spread = (6.0 * 64.0 - 48.0 * 48.0 / 48.0) / 47.0;
    assert!((rise(&wild).spread.get() - spread).abs() < 0.000_1, "{:?}", rise(&wild));
    let (within, all) = (11.0 / spread, 48.0 / spread);
    assert_eq!((within.round(), all.round()), (2.0, 7.0));
    assert!((rise(&wild).probability.get() - tail(2, 9, 28.0 / 364.0)).abs() < 0.000_06);
    let strict = asked(&rows, &question);
    assert!(of_kind(&strict, ProblemKind::Rise).is_empty());
}

#[test]
fn among_many_categories_chance_is_not_told_and_a_true_rise_is() {
    let mut dice = Dice(7);
    let mut chance = 0;
    for _ in 0..20 {
        let question = question(28, 364);
        let mut rows = Vec::new();
        for category in 0..60 {
            for number in 0..dice.below(60) {
                let id = format!("INC{category:02}{number:02}");
                let category = format!("C{category:02}");
                rows.push(row(&id, dice.millis(364 * DAY), &[("category", &category)]));
            }
        }
        chance += of_kind(&asked(&rows, &question), ProblemKind::Rise).len();
        rows.extend(even("true", 13, 12, &question));
        let answer = asked(&rows, &question);
        let rises = of_kind(&answer, ProblemKind::Rise);
        let found = rises.iter().find(|one| one.facts.get("category") == Some(&"true".into()));
        let found = found.expect("the true rise");
        let rise = found.rise.as_ref().expect("a rise");
        assert!(rise.false_discovery_rate >= rise.probability && !found.similar);
        assert_eq!((found.reports, found.recent), (12, 12), "the window alone");
    }
    // At a rate of 5 % one of twenty runs without a true rise tells one.
    assert!(chance <= 4, "{chance}");
}

#[test]
fn what_a_narrow_rise_explains_is_not_told_again_of_the_wide() {
    let question = question(28, 364);
    let mut rows = even("Mail", 24, 2, &question);
    for row in &mut rows {
        row.facts.insert("service", "Office".into());
    }
    for number in 0..20 {
        let facts = [
            ("shortDescription", "Outlook asks for the password again"),
            ("service", "Office"),
            ("category", "Mail"),
        ];
        rows.push(row(&format!("NEW{number:02}"), 337 * DAY + number * DAY, &facts));
    }
    let answer = asked(&rows, &question);
    let [one] = answer.candidates.as_slice() else { panic!("{answer:#?}") };
    assert_eq!(one.kinds, [ProblemKind::Recurring, ProblemKind::Rise]);
    assert!(one.similar && one.reports == 20);
    // Without texts the pair of service and category says it, and neither of the two alone.
    for row in &mut rows {
        row.facts.remove("shortDescription");
    }
    let answer = asked(&rows, &question);
    let [one] = answer.candidates.as_slice() else { panic!("{answer:#?}") };
    assert_eq!(one.kinds, [ProblemKind::Rise]);
    assert_eq!(one.facts.len(), 2);
    assert_eq!(
        one.problem.open.as_ref().expect("a draft").facts.get("shortDescription"),
        Some(&"Office / Mail".into())
    );
}

#[test]
fn a_thin_history_tells_no_rise_and_says_so() {
    let question = ProblemQuestion { since: None, ..question(28, 364) };
    let rows = even("Mail", 0, 30, &question);
    let answer = asked(&rows, &question);
    assert!(answer.too_thin && of_kind(&answer, ProblemKind::Rise).is_empty());
    assert_eq!(answer.findings[0].code(), incident_core::Code::ProblemHistoryShort);
    // Of a history that is known to be whole, silence counts.
    let question = ProblemQuestion { since: Some(instant(0)), ..question };
    let answer = asked(&rows, &question);
    assert!(!answer.too_thin && answer.findings.is_empty());
    assert_eq!(of_kind(&answer, ProblemKind::Rise).len(), 1);
    // Eight weeks are enough, a day less is not.
    for (days, thin) in [(56, false), (55, true)] {
        let since = Some(instant((336 - days) * DAY));
        let question = ProblemQuestion { since, ..question.clone() };
        assert_eq!(asked(&rows, &question).too_thin, thin);
    }
}
