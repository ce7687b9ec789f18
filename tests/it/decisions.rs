//! The eighteen decisions that a clock has to make, one test each, under the number and the name
//! that `src/sla/semantics.md` gives them.

use incident_core::sla::Stage;
use serde_json::json;

use crate::desk::{Desk, agreement, at, findings, hours, office, on_hold, set, target, with};

const HOURS: i64 = 3_600_000;

fn resolve(within: &str) -> Desk {
    Desk::with_targets(json!([with(
        target("resolve", [within, within, within]),
        json!({ "pause": on_hold() }),
    )]))
}

#[test]
fn d01_used_up_at_closing_is_due_at_closing_unless_the_boundary_says_otherwise() {
    let due = |members| {
        let mut desk = Desk::of(
            json!([hours("office", "Europe/Berlin", &[["09:00", "12:00"], ["13:00", "17:00"]])]),
            json!([agreement(json!([with(target("resolve", ["7h", "3h", "1h"]), members)]))]),
        );
        desk.open("2026-01-09T08:00:00Z", "high");
        let evening = desk.due("2026-01-09T09:00:00Z", "resolve");
        let mut noon = Desk { ticket: None, ..desk };
        noon.open("2026-01-09T08:00:00Z", "medium");
        (evening, noon.due("2026-01-09T09:00:00Z", "resolve"))
    };
    let instant = |text: &str| Some(text.to_owned());
    let (friday, monday) = ("2026-01-09T16:00:00Z", "2026-01-12T08:00:00Z");
    let (noon, one) = ("2026-01-09T11:00:00Z", "2026-01-09T12:00:00Z");
    assert_eq!(due(json!({})), (instant(friday), instant(noon)));
    assert_eq!(due(json!({ "boundary": "nextOpening" })), (instant(monday), instant(one)));
    assert_eq!(due(json!({ "boundary": "nextWorkingDay" })), (instant(monday), instant(noon)));
}

#[test]
fn d02_done_at_the_due_instant_is_met_unless_the_target_says_otherwise() {
    for (at_due, last_met, first_missed) in [
        ("met", "2026-01-09T12:00:00Z", "2026-01-09T12:00:00.001Z"),
        ("missed", "2026-01-09T11:59:59.999Z", "2026-01-09T12:00:00Z"),
    ] {
        for (stopped, stage) in [(last_met, Stage::Met), (first_missed, Stage::Missed)] {
            let targets = with(target("resolve", ["4h", "4h", "4h"]), json!({ "atDue": at_due }));
            let mut desk = Desk::with_targets(json!([targets]));
            desk.open("2026-01-09T08:00:00Z", "high");
            desk.go(stopped, "resolved");
            assert_eq!(desk.clock(stopped, "resolve").stage, stage, "{at_due} {stopped}");
        }
    }
}

#[test]
fn d03_a_start_outside_hours_stays_the_start_and_counts_from_the_opening() {
    let mut desk = resolve("2h");
    desk.open("2026-01-10T12:00:00Z", "high");
    let clock = desk.clock("2026-01-12T08:30:00Z", "resolve");
    assert_eq!(clock.started_at, Some(at("2026-01-10T12:00:00Z")));
    assert_eq!(clock.elapsed_ms, HOURS / 2);
    assert_eq!(clock.due_at, Some(at("2026-01-12T10:00:00Z")));
}

#[test]
fn d04_a_pause_outside_hours_gives_nothing_back() {
    let mut desk = resolve("8h");
    desk.open("2026-01-09T12:00:00Z", "high");
    desk.go("2026-01-09T16:00:00Z", "onHold");
    desk.go("2026-01-12T08:00:00Z", "inProgress");
    let clock = desk.clock("2026-01-12T08:00:00Z", "resolve");
    assert_eq!((clock.paused_ms, clock.paused_real_ms), (0, 64 * HOURS));
    assert_eq!(clock.due_at, Some(at("2026-01-12T12:00:00Z")));
}

#[test]
fn d05_while_paused_there_is_no_due_instant_but_a_projected_one() {
    let mut desk = resolve("4h");
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.go("2026-01-09T09:00:00Z", "onHold");
    let clock = desk.clock("2026-01-09T10:00:00Z", "resolve");
    assert_eq!((clock.stage, clock.due_at), (Stage::Paused, None));
    assert_eq!(clock.remaining_ms, Some(3 * HOURS));
    assert_eq!(clock.projected_due_at, Some(at("2026-01-09T13:00:00Z")));
    assert_eq!(clock.next_change_at, None);
}

#[test]
fn d06_which_targets_pause_is_said_by_each() {
    let mut desk = Desk::with_targets(json!([
        target("acknowledge", ["1h", "1h", "1h"]),
        with(target("resolve", ["4h", "4h", "4h"]), json!({ "pause": on_hold() })),
        with(target("close", ["8h", "8h", "8h"]), json!({ "pause": on_hold() })),
        target("restore", ["8h", "8h", "8h"]),
    ]));
    desk.open("2026-01-09T08:00:00Z", "high");
    desk.go("2026-01-09T08:30:00Z", "onHold");
    let stages: Vec<_> =
        desk.clocks("2026-01-09T09:30:00Z").iter().map(|clock| clock.stage).collect();
    assert_eq!(stages, [Stage::Met, Stage::Paused, Stage::Paused, Stage::Running]);
}

#[test]
fn d07_a_change_of_target_carries_over_as_the_policy_says_and_erases_no_breach() {
    // Two hours of four are used when the target becomes eight.
    for (rule, elapsed, due, cycle) in [
        ("carryElapsed", 2, "2026-01-09T16:00:00Z", 1),
        ("carryPercent", 4, "2026-01-09T14:00:00Z", 1),
        ("retroactive", 2, "2026-01-09T16:00:00Z", 1),
        ("restart", 0, "2026-01-12T10:00:00Z", 1),
        ("segment", 0, "2026-01-12T10:00:00Z", 2),
    ] {
        let change = json!({ "onTargetChange": rule });
        let mut desk =
            Desk::with_targets(json!([with(target("resolve", ["4h", "8h", "1h"]), change)]));
        desk.open("2026-01-09T08:00:00Z", "high");
        desk.urgency("2026-01-09T10:00:00Z", "medium");
        let clock = desk.clock("2026-01-09T10:00:00Z", "resolve");
        assert_eq!((clock.elapsed_ms, clock.cycle), (elapsed * HOURS, cycle), "{rule}");
        assert_eq!(clock.due_at, Some(at(due)), "{rule}");
        // Breached under one hour, then given eight: the breach stays on record under every rule.
        let mut desk = Desk { ticket: None, ..desk };
        desk.open("2026-01-09T08:00:00Z", "low");
        desk.urgency("2026-01-09T10:00:00Z", "medium");
        let clock = desk.clock("2026-01-09T10:00:00Z", "resolve");
        let breaches: Vec<_> = clock.breaches.iter().map(|breach| breach.at).collect();
        assert_eq!(breaches, [at("2026-01-09T09:00:00Z")], "{rule}");
        let late = matches!(rule, "carryElapsed" | "carryPercent");
        assert_eq!(clock.stage == Stage::Breached, late, "{rule}");
    }
}

#[test]
fn d08_a_reopened_ticket_resumes_and_resolved_time_does_not_count_unless_the_policy_says_so() {
    // One hour is used, then the ticket is resolved for two.
    for (members, elapsed, cycle, stage) in [
        (json!({}), 1, 1, Stage::Running),
        (json!({ "resolvedTime": "counts" }), 3, 1, Stage::Running),
        (json!({ "onReopen": "newCycle" }), 0, 2, Stage::Running),
        (json!({ "onReopen": "restart" }), 0, 1, Stage::Running),
        (json!({ "onReopen": "ignore" }), 1, 1, Stage::Met),
    ] {
        let mut desk = Desk::with_targets(json!([with(
            target("resolve", ["4h", "4h", "4h"]),
            members.clone()
        )]));
        desk.open("2026-01-09T08:00:00Z", "high");
        desk.go("2026-01-09T09:00:00Z", "resolved");
        desk.go("2026-01-09T11:00:00Z", "inProgress");
        let clock = desk.clock("2026-01-09T11:00:00Z", "resolve");
        let got = (clock.elapsed_ms, clock.cycle, clock.stage);
        assert_eq!(got, (elapsed * HOURS, cycle, stage), "{members}");
        assert_eq!(clock.cycles.len(), usize::from(cycle == 2), "{members}");
    }
}

#[test]
fn d09_another_zone_mid_flight_segments_or_counts_again_as_the_policy_says() {
    for (rule, elapsed) in [("carryElapsed", 2), ("segment", 0), ("retroactive", 0), ("restart", 0)]
    {
        let resolve =
            with(target("resolve", ["4h", "4h", "4h"]), json!({ "onCalendarChange": rule }));
        let mut agreement = agreement(json!([resolve]));
        agreement["zoneField"] = json!("requesterZone");
        let mut desk = Desk::of(json!([office()]), json!([agreement]));
        desk.open("2026-01-09T08:00:00Z", "high");
        // It was three in the morning in New York when Berlin opened.
        desk.give("2026-01-09T10:00:00Z", &set("requesterZone", "America/New_York".into()));
        let clock = desk.clock("2026-01-09T10:00:00Z", "resolve");
        assert_eq!(clock.elapsed_ms, elapsed * HOURS, "{rule}");
        let due = if elapsed == 2 { "2026-01-09T16:00:00Z" } else { "2026-01-09T18:00:00Z" };
        assert_eq!(clock.due_at, Some(at(due)), "{rule}");
    }
}

#[test]
fn d10_a_skipped_hour_is_no_time_and_a_repeated_one_is_two() {
    let hours = json!({ "sun": [["01:00", "05:00"]] });
    let night = json!({ "id": "office", "zone": "Europe/Berlin", "hours": hours });
    for (opened, due) in [
        ("2026-03-28T12:00:00Z", "2026-03-29T03:00:00Z"),
        ("2026-10-24T12:00:00Z", "2026-10-25T02:00:00Z"),
    ] {
        let mut desk = Desk::of(
            json!([night]),
            json!([agreement(json!([target("resolve", ["3h", "3h", "3h"])]))]),
        );
        desk.open(opened, "high");
        assert_eq!(desk.due(opened, "resolve").as_deref(), Some(due));
    }
}

#[test]
fn d11_a_holiday_moves_what_would_be_due_on_it() {
    let mut desk = resolve("4h");
    desk.open("2025-12-31T14:00:00Z", "high");
    let due = desk.due("2025-12-31T15:00:00Z", "resolve");
    assert_eq!(due.as_deref(), Some("2026-01-02T10:00:00Z"));
}

#[test]
fn d12_part_of_a_day_off_is_a_dated_break() {
    let mut calendar = office();
    calendar["breaks"] = json!([{ "date": "2026-01-09", "intervals": [["13:00", "24:00"]] }]);
    let mut desk = Desk::of(
        json!([calendar]),
        json!([agreement(json!([target("resolve", ["5h", "5h", "5h"])]))]),
    );
    desk.open("2026-01-09T08:00:00Z", "high");
    let due = desk.due("2026-01-09T08:00:00Z", "resolve");
    assert_eq!(due.as_deref(), Some("2026-01-12T09:00:00Z"));
}

#[test]
fn d13_several_intervals_nights_and_whole_days_are_hours_like_others() {
    for (day, due) in [
        (vec![["09:00", "12:00"], ["13:00", "17:00"]], "2026-01-09T15:00:00Z"),
        (vec![["22:00", "06:00"]], "2026-01-10T03:00:00Z"),
        (vec![["00:00", "24:00"]], "2026-01-09T14:00:00Z"),
    ] {
        let mut desk = Desk::of(
            json!([hours("office", "Europe/Berlin", &day)]),
            json!([agreement(json!([target("resolve", ["6h", "6h", "6h"])]))]),
        );
        desk.open("2026-01-09T08:00:00Z", "high");
        let got = desk.due("2026-01-09T08:00:00Z", "resolve");
        assert_eq!(got.as_deref(), Some(due), "{day:?}");
    }
}

#[test]
fn d14_no_working_time_left_is_a_finding_never_a_loop_and_never_all_time() {
    let shift = json!([{ "date": "2026-01-09", "intervals": [["09:00", "17:00"]] }]);
    let ends = json!({ "id": "office", "zone": "Etc/UTC", "hours": {}, "shifts": shift });
    let targets = json!([target("resolve", ["4h", "4h", "4h"])]);
    let mut desk = Desk::of(json!([ends]), json!([agreement(targets.clone())]));
    desk.open("2026-01-10T08:00:00Z", "high");
    let clock = desk.clock("2026-03-01T00:00:00Z", "resolve");
    assert_eq!((clock.elapsed_ms, clock.due_at), (0, None));
    let code = clock.finding.expect("why").code().as_str();
    assert_eq!(code, "calendar.noWorkingTime");
    let never = json!({ "id": "office", "zone": "Etc/UTC", "hours": {} });
    let found = findings(json!([never]), json!([agreement(targets)]));
    assert_eq!(found, [("calendar.noHours".to_owned(), "/calendars/0".to_owned())]);
}

#[test]
fn d15_a_day_is_a_working_day_a_calendar_day_or_24_hours_and_the_target_says_which() {
    // Friday, 15:00 in Berlin.
    let opened = "2026-01-09T14:00:00Z";
    for (within, due) in [
        ("24h", "2026-01-14T14:00:00Z"),
        ("24h elapsed", "2026-01-10T14:00:00Z"),
        ("1 working day", "2026-01-12T14:00:00Z"),
        ("2 working days end of day", "2026-01-13T16:00:00Z"),
        ("1 calendar day", "2026-01-10T14:00:00Z"),
        ("2 calendar days end of day", "2026-01-11T23:00:00Z"),
        ("next working day 16:00", "2026-01-12T15:00:00Z"),
    ] {
        let mut desk = resolve(within);
        desk.open(opened, "high");
        assert_eq!(desk.due(opened, "resolve").as_deref(), Some(due), "{within}");
    }
}

#[test]
fn d16_milliseconds_count_and_nothing_is_rounded_on_the_way() {
    let mut desk = resolve("1h");
    desk.open("2026-01-09T08:00:00.001Z", "high");
    for minute in 1..=20 {
        desk.go(&format!("2026-01-09T08:{minute:02}:00.100Z"), "onHold");
        desk.go(&format!("2026-01-09T08:{minute:02}:00.101Z"), "inProgress");
    }
    let clock = desk.clock("2026-01-09T08:30:00Z", "resolve");
    assert_eq!(clock.paused_ms, 20);
    assert_eq!(clock.due_at, Some(at("2026-01-09T09:00:00.021Z")));
}

#[test]
fn d17_an_event_recorded_late_counts_from_when_it_took_effect() {
    let mut known = resolve("4h");
    known.open("2026-01-09T08:00:00Z", "high");
    known.go("2026-01-09T09:00:00Z", "onHold");
    known.go("2026-01-09T11:00:00Z", "inProgress");
    let mut late = resolve("4h");
    late.open("2026-01-09T08:00:00Z", "high");
    late.go("2026-01-09T11:00:00Z", "inProgress");
    late.give_late("2026-01-09T12:00:00Z", "2026-01-09T09:00:00Z", &crate::desk::go("onHold"));
    let now = "2026-01-09T13:00:00Z";
    assert_eq!(known.clocks(now), late.clocks(now));
    assert_eq!(late.due(now, "resolve").as_deref(), Some("2026-01-09T14:00:00Z"));
}

#[test]
fn d18_several_agreements_are_all_tracked_and_the_strictest_is_shown() {
    let contract = json!({
        "id": "vendor",
        "type": "underpinningContract",
        "targets": [target("resolve", ["2h", "2h", "2h"])],
    });
    let ola = json!({
        "id": "network",
        "type": "ola",
        "calendar": "office",
        "appliesIf": { "field": "assignmentGroup", "is": "network" },
        "targets": [target("resolve", ["1h", "1h", "1h"])],
    });
    let sla = agreement(json!([target("resolve", ["4h", "4h", "4h"])]));
    let mut desk = Desk::of(json!([office()]), json!([sla, contract, ola]));
    desk.open("2026-01-09T08:00:00Z", "high");
    let strictest = |desk: &Desk, now: &str| {
        let context =
            incident_core::model::Context::at(at(now), incident_core::model::Actor::default());
        let assessment = desk.engine.assess(desk.ticket(), &context);
        assessment.strictest.map(|one| one.agreement)
    };
    assert_eq!(strictest(&desk, "2026-01-09T08:10:00Z").as_deref(), Some("vendor"));
    desk.assign("2026-01-09T08:30:00Z", "network");
    assert_eq!(desk.clocks("2026-01-09T08:30:00Z").len(), 3);
    assert_eq!(strictest(&desk, "2026-01-09T08:30:00Z").as_deref(), Some("network"));
    let ola = &desk.clocks("2026-01-09T08:30:00Z")[2];
    assert_eq!(ola.started_at, Some(at("2026-01-09T08:30:00Z")), "an OLA starts with the group");
    desk.assign("2026-01-09T09:00:00Z", "storage");
    let ola = &desk.clocks("2026-01-09T09:00:00Z")[2];
    assert_eq!((ola.stage, ola.elapsed_ms), (Stage::Canceled, HOURS / 2));
}
