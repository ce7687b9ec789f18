//! The monthly report: its probabilities against sums of every case, its pages against hostile text.

use incident_core::insight::metrics::Case;
use incident_core::insight::report::{
    Direction, OverdueAction, PolicyFinding, Report, ReportDraft, ReportedProblem, Test, TrendOf,
    WhyKind, report,
};
use incident_core::{Code, Instant, document, limits};
use serde_json::{Value as Json, json};

fn case(json: &Json) -> Case {
    document::read(&json.to_string(), &limits::TICKET_BYTES).expect("a case")
}

/// A ticket of a month that was resolved an hour later, with its target met or missed.
fn resolved(id: usize, month: &str, day: usize, met: bool) -> Json {
    let at = format!("{month}-{day:02}");
    json!({
        "id": format!("INC-{id}"), "kind": "incident", "category": "mail",
        "openedAt": format!("{at}T08:00:00Z"), "resolvedAt": format!("{at}T09:00:00Z"),
        "turns": [format!("{at}T09:00:00Z")], "openMs": 3_600_000,
        "targets": [{"agreement": "sla", "target": "resolve",
            "stage": if met { "met" } else { "missed" },
            "elapsedMs": if met { 1_000 } else { 9_000_000 + id }, "withinMs": 3_000_000}],
    })
}

/// Months with so many tickets each, and so many of them met; the last one is reported.
fn months(counts: &[(&str, usize, usize)]) -> Report {
    let mut cases = Vec::new();
    for (month, count, met) in counts {
        for number in 0..*count {
            let day = number % 28 + 1;
            cases.push(case(&resolved(cases.len(), month, day, number < *met)));
        }
    }
    let (month, _, _) = counts.last().expect("a month");
    report(&cases, &ReportDraft::new(month)).expect("a report")
}

/// Every probability of a binomial distribution, by its recurrence from nothing upwards.
fn binomial(n: u32, p: f64) -> Vec<f64> {
    let mut all = vec![(0..n).fold(1.0, |product, _| product * (1.0 - p))];
    for k in 0..n {
        let last = all[usize::try_from(k).expect("small")];
        all.push(last * f64::from(n - k) / f64::from(k + 1) * p / (1.0 - p));
    }
    all
}

/// Ways to choose, by Pascal's triangle.
fn choose(n: usize, k: usize) -> f64 {
    let mut row = vec![1.0];
    for _ in 0..n {
        let mut next = vec![1.0];
        next.extend(row.windows(2).map(|pair| pair[0] + pair[1]));
        next.push(1.0);
        row = next;
    }
    row.get(k).copied().unwrap_or(0.0)
}

fn doubled(below: f64, above: f64) -> f64 {
    (2.0 * below.min(above)).min(1.0)
}

#[test]
fn counts_are_compared_as_poisson_rates() {
    for (earlier, now) in [(40, 40), (40, 61), (30, 12), (5, 0), (0, 6), (1, 1), (100, 160)] {
        let report = months(&[("2026-01", earlier.max(1), 0), ("2026-02", now, 0)]);
        // A month with its first ticket on the first day counts whole: 31 days, then 28.
        let earlier = u32::try_from(earlier.max(1)).expect("small");
        let now = u32::try_from(now).expect("small");
        let all = binomial(earlier + now, 28.0 / 59.0);
        let at = usize::try_from(now).expect("small");
        let expected = doubled(all[..=at].iter().sum(), all[at..].iter().sum());
        let trend = &report.trends[0];
        assert_eq!((trend.of, trend.test), (TrendOf::Opened, Some(Test::Poisson)));
        let p = trend.p_value.expect("a probability").get();
        assert!((p - expected).abs() < 0.000_06, "{earlier} {now}: {p}, expected {expected}");
    }
}

#[test]
fn shares_are_compared_by_fishers_test() {
    for ((n, a), (m, b)) in [
        ((30, 27), (20, 11)),
        ((10, 10), (10, 0)),
        ((7, 3), (9, 4)),
        ((25, 25), (25, 25)),
        ((1, 0), (1, 1)),
    ] {
        let report = months(&[("2026-01", n, a), ("2026-02", m, b)]);
        let ways = |kept: usize| choose(m, kept) * choose(n, (a + b).wrapping_sub(kept));
        let possible: Vec<_> = (0..=m).filter(|kept| *kept <= a + b).collect();
        let all: f64 = possible.iter().map(|kept| ways(*kept)).sum();
        let sum = |keep: &dyn Fn(usize) -> bool| -> f64 {
            possible.iter().filter(|kept| keep(**kept)).map(|kept| ways(*kept)).sum::<f64>() / all
        };
        let expected = doubled(sum(&|kept| kept <= b), sum(&|kept| kept >= b));
        let trend = &report.trends[3];
        assert_eq!((trend.of, trend.test), (TrendOf::SlaCompliance, Some(Test::Fisher)));
        let p = trend.p_value.expect("a probability").get();
        assert!((p - expected).abs() < 0.000_06, "{n} {a} {m} {b}: {p}, expected {expected}");
    }
}

#[test]
fn a_rise_is_significant_and_a_wobble_is_not() {
    let report = months(&[("2026-01", 50, 45), ("2026-02", 48, 44), ("2026-03", 120, 40)]);
    let of = |of| report.trends.iter().find(|trend| trend.of == of).expect("a trend");
    for (name, direction) in
        [(TrendOf::Opened, Direction::Up), (TrendOf::SlaCompliance, Direction::Down)]
    {
        assert!(of(name).significant, "{name:?}");
        assert_eq!(of(name).direction, Some(direction));
    }
    let report = months(&[("2026-01", 50, 45), ("2026-02", 48, 44), ("2026-03", 55, 50)]);
    assert!(report.trends.iter().all(|trend| !trend.significant));
    assert!(report.categories.iter().all(|top| !top.significant && top.earlier == 98));
}

#[test]
fn eight_rising_months_go_up_in_the_long_run() {
    let names: Vec<_> = (1..=8).map(|month| format!("2026-{month:02}")).collect();
    let counts: Vec<_> =
        names.iter().zip(1..).map(|(name, at)| (name.as_str(), 10 + 3 * at, 5)).collect();
    let run = months(&counts).trends[0].long_run.expect("enough months");
    assert_eq!(run.direction, Direction::Up);
    // S = 28 of 28 pairs; (28 - 1) / sqrt(8 * 7 * 21 / 18) deviations: 3.34.
    assert!((run.p_value.get() - 0.0008).abs() < 0.000_11, "{:?}", run.p_value);
    assert!(months(&counts[1..]).trends[0].long_run.is_none(), "seven are too few");
}

#[test]
fn the_worst_breach_comes_first_with_its_reasons() {
    let mut late = resolved(7, "2026-03", 5, false);
    late["holdMs"] = json!({"vendor": 5_000_000, "user": 10});
    late["groupMs"] = json!({"network": 6_000_000});
    late["acknowledgedAt"] = "2026-03-05T08:00:01Z".into();
    late["handovers"] = 2.into();
    late["targets"][0]["elapsedMs"] = 99_000_000.into();
    let cases: Vec<_> = [late, resolved(1, "2026-03", 1, false), resolved(2, "2026-03", 1, true)]
        .iter()
        .map(case)
        .collect();
    let report = report(&cases, &ReportDraft::new("2026-03")).expect("a report");
    let ids: Vec<_> = report.breaches.iter().map(|breach| breach.id.as_str()).collect();
    assert_eq!(ids, ["INC-7", "INC-1"]);
    assert_eq!(report.breaches[0].over_ms, Some(96_000_000));
    let why: Vec<_> =
        report.breaches[0].why.iter().map(|why| (why.kind, why.name.as_deref())).collect();
    assert_eq!(
        why,
        [
            (WhyKind::Group, Some("network")),
            (WhyKind::OnHold, Some("vendor")),
            (WhyKind::Queued, None),
            (WhyKind::HandedOver, None),
        ]
    );
}

#[test]
fn later_tickets_and_other_kinds_are_not_known() {
    let mut request = resolved(3, "2026-03", 3, true);
    request["kind"] = "serviceRequest".into();
    let cases: Vec<_> = [resolved(1, "2026-03", 2, true), request, resolved(2, "2026-04", 1, true)]
        .iter()
        .map(case)
        .collect();
    let mut draft = ReportDraft::new("2026-03");
    draft.kinds = vec![incident_core::Kind::Incident];
    let report = report(&cases, &draft).expect("a report");
    assert_eq!((report.volumes.opened, report.volumes.done, report.volumes.backlog), (1, 1, 0));
    assert_eq!(report.days.len(), 31);
}

#[test]
fn an_empty_month_has_a_page_and_no_share() {
    for month in ["1970-01", "2026-02", "9999-11"] {
        let report = report(&[], &ReportDraft::new(month)).expect("a report");
        assert!(report.resolved.is_none() && report.breaches.is_empty());
        assert!(report.trends.iter().all(|trend| trend.p_value.is_none() && !trend.significant));
        for page in [report.html(), report.markdown()] {
            assert!(!page.contains("NaN") && !page.contains("inf"), "{page}");
        }
        well_formed(&report.html());
    }
}

#[test]
fn what_is_no_month_is_refused() {
    for month in [
        "",
        "2026",
        "2026-13",
        "2026-00",
        "26-01",
        "2026-1",
        "+026-01",
        "9999-12",
        "1969-12",
        "２０２６-01",
    ] {
        let errors = report(&[], &ReportDraft::new(month)).expect_err(month);
        assert_eq!(errors[0].code(), Code::ReportMonth, "{month}");
    }
    let mut draft = ReportDraft::new("2026-1");
    draft.zone = Some("Nowhere".to_owned());
    assert_eq!(report(&[], &draft).expect_err("two findings").len(), 2);
}

#[test]
fn of_a_month_that_is_not_over_the_days_that_have_begun_count() {
    let mut cases = Vec::new();
    for month in ["2025-06", "2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12"] {
        for day in 1..=28 {
            cases.push(case(&resolved(cases.len(), month, day, true)));
        }
    }
    for day in 1..=8 {
        cases.push(case(&resolved(cases.len(), "2026-01", day, true)));
    }
    let mut draft = ReportDraft::new("2026-01");
    let opened = |report: &Report| report.trends[0].clone();
    let whole = report(&cases, &draft).expect("a report");
    assert_eq!((whole.days.len(), whole.trends[0].direction), (31, Some(Direction::Down)));
    assert!(opened(&whole).significant && opened(&whole).long_run.is_some());
    draft.as_of = Instant::parse("2026-01-08T12:00:00Z").ok();
    let partly = report(&cases, &draft).expect("a report");
    assert_eq!((partly.days.len(), partly.volumes), (8, whole.volumes));
    assert_eq!(partly.as_of, draft.as_of.expect("an instant"));
    // 28 in about 30.5 days beside 8 in 8.
    assert_eq!(opened(&partly).direction, Some(Direction::Up));
    assert!(!opened(&partly).significant);
    // Seven whole months are too few to say which way they go; shares count the eighth too.
    assert_eq!(opened(&partly).long_run, None);
    assert!(partly.trends[3].long_run.is_some());
    assert!(partly.markdown().contains("as known at 2026-01-08T12:00:00Z"));
    for (as_of, code) in [
        ("2025-12-31T23:59:59.999Z", Code::ReportAsOf),
        ("2026-02-01T00:00:00Z", Code::ReportAsOf),
        ("2026-01-08T08:59:59Z", Code::ReportLater),
    ] {
        draft.as_of = Instant::parse(as_of).ok();
        let errors = report(&cases, &draft).expect_err(as_of);
        assert_eq!(errors[0].code(), code, "{as_of}");
    }
}

/// A ticket that was open at the end of the month and is done now would be missing among those
/// that were open, and could not say how its promises stood.
#[test]
fn cases_that_changed_after_the_month_are_refused() {
    let mut later = resolved(1, "2026-03", 30, true);
    later["resolvedAt"] = "2026-04-02T09:00:00Z".into();
    later["turns"] = json!(["2026-04-02T09:00:00Z"]);
    let cases = [case(&resolved(0, "2026-03", 1, true)), case(&later)];
    let errors = report(&cases, &ReportDraft::new("2026-03")).expect_err("a later turn");
    assert_eq!(errors[0].code(), Code::ReportLater);
    assert_eq!(errors[0].path().to_string(), "/cases/1");
    assert!(report(&cases, &ReportDraft::new("2026-04")).is_ok());
}

const HOSTILE: &str = "</td><script>alert(1)</script>\"'><img src=x onerror=y> | `*_[a](b)_*` & \u{202e}\u{0}\u{200b}\nend";

fn hostile() -> Report {
    let mut ticket = resolved(1, "2026-03", 1, false);
    for key in ["title", "category", "service", "group", "priority"] {
        ticket[key] = HOSTILE.into();
    }
    ticket["holdMs"] = json!({HOSTILE: 5});
    ticket["targets"][0]["agreement"] = HOSTILE.into();
    let mut draft = ReportDraft::new("2026-03");
    draft.title = Some(HOSTILE.to_owned());
    draft.problems = vec![ReportedProblem {
        title: HOSTILE.to_owned(),
        tickets: vec![HOSTILE.to_owned()],
        evidence: vec![HOSTILE.repeat(100)],
    }];
    draft.actions = vec![OverdueAction {
        action: HOSTILE.to_owned(),
        review: Some(HOSTILE.to_owned()),
        owner: Some(HOSTILE.to_owned()),
        due_at: Instant::MAX,
    }];
    draft.findings = vec![PolicyFinding {
        code: HOSTILE.to_owned(),
        path: Some(HOSTILE.to_owned()),
        message: HOSTILE.to_owned(),
    }];
    report(&[case(&ticket)], &draft).expect("a report")
}

/// Every tag is closed in its order, and no text holds a mark of its own.
fn well_formed(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    let inside = html.strip_prefix("<!doctype html>").expect("a document");
    for piece in inside.split('<').skip(1) {
        let (tag, _) = piece.split_once('>').unwrap_or_else(|| panic!("an open tag: {piece}"));
        let name = tag.trim_end_matches('/').split(' ').next().unwrap_or_default();
        if let Some(name) = name.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name), "{piece}");
        } else if name != "meta" && !tag.ends_with('/') {
            open.push(name);
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn hostile_text_stays_text() {
    let report = hostile();
    let html = report.html();
    well_formed(&html);
    for mark in ["<script", "<img", "src=", "href", "url(", "http", "\u{202e}", "\u{200b}", "\0"] {
        let known = mark == "src=" && html.contains("&lt;img src=x");
        assert!(known || !html.contains(mark), "{mark}");
    }
    assert!(html.contains("&lt;/td&gt;&lt;script&gt;alert(1)"));
    let markdown = report.markdown();
    assert!(!markdown.contains("<script") && !markdown.contains('\u{202e}'));
    assert!(markdown.contains(r"\[a\](b)") && markdown.contains(r"\|"));
    let cells = |line: &str| line.replace(r"\|", "").matches('|').count();
    let mut last = 0;
    for line in markdown.lines() {
        let own = cells(line);
        assert!(own == 0 || last == 0 || own == last, "{line}");
        last = own;
    }
}

#[test]
fn charts_have_a_title_a_description_and_a_table() {
    let report = months(&[("2026-01", 50, 45), ("2026-02", 48, 44), ("2026-03", 120, 40)]);
    let html = report.html();
    well_formed(&html);
    let charts = html.matches("<svg").count();
    assert!(charts >= 5, "{charts}");
    for (mark, count) in [("<title id=", charts), ("<desc id=", charts), ("role=\"img\"", charts)] {
        assert_eq!(html.matches(mark).count(), count, "{mark}");
    }
    assert!(html.matches("<table").count() >= charts);
    assert!(html.contains("@page") && html.contains("prefers-color-scheme: dark"));
}

#[test]
fn the_order_of_the_tickets_does_not_matter() {
    let mut cases: Vec<_> = (0..60)
        .map(|number| case(&resolved(number, "2026-03", number % 20 + 1, number % 3 == 0)))
        .collect();
    let draft = ReportDraft::new("2026-03");
    let first = report(&cases, &draft).expect("a report");
    cases.reverse();
    assert_eq!(report(&cases, &draft).expect("a report"), first);
}
