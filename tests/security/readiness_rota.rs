//! Rotas against a second implementation, minute by minute, which reads zones by another library.

use std::collections::BTreeMap;

use incident_core::document;
use incident_core::limits::REQUEST_BYTES;
use incident_core::security::plan::PlanDraft;
use incident_core::security::readiness::{self, Coverage, Duty, ReadinessDraft};
use incident_core::{Error, Instant, Segment};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;

const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
const PEOPLE: [&str; 3] = ["a", "b", "c"];
const DAYS: i64 = 6;

fn document_of(rota: &Json) -> ReadinessDraft {
    let document = json!({ "organization": "x", "rota": rota });
    document::read(&document.to_string(), &REQUEST_BYTES).expect("a document")
}

/// Who is on duty, of the people that there are.
fn duties(document: &ReadinessDraft, now: Instant) -> Result<Coverage<'_>, Vec<Error>> {
    let contacts = PEOPLE.map(|id| json!({ "id": id }));
    let plan = json!({ "version": 1, "id": "x", "phases": [], "roles": [], "contacts": contacts });
    let plan: PlanDraft = document::read(&plan.to_string(), &REQUEST_BYTES).expect("a plan");
    readiness::duties(document, &plan, now)
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a zone")
}

/// The minute since 1970 at which local clocks show so many minutes after the midnight of a date.
fn minute(zone: &TimeZone, date: Date, minutes: i64) -> i64 {
    let local = date.to_datetime(jiff::civil::Time::midnight()) + minutes.minutes();
    let at = zone.to_ambiguous_timestamp(local).compatible().expect("an instant");
    at.as_second().div_euclid(60)
}

fn clock(text: &str) -> i64 {
    let (hours, minutes) = text.split_once(':').expect("a time");
    hours.parse::<i64>().expect("hours") * 60 + minutes.parse::<i64>().expect("minutes")
}

/// Of a shift its open hours, and when its turns begin.
type Plan = (Vec<(i64, i64)>, Vec<i64>);

/// Who has which shift in a minute, by hand.
struct ByHand<'a> {
    rota: &'a Json,
    shifts: Vec<Plan>,
}

impl<'a> ByHand<'a> {
    fn new(rota: &'a Json, first: Date) -> Self {
        let shifts = rota["shifts"].as_array().expect("shifts");
        Self { rota, shifts: shifts.iter().map(|shift| Self::shift(rota, shift, first)).collect() }
    }

    fn shift(rota: &Json, shift: &Json, first: Date) -> Plan {
        let name = shift["zone"].as_str().or(rota["zone"].as_str()).expect("a zone");
        let zone = zone(name);
        let mut open = Vec::new();
        for day in -3..DAYS + 3 {
            let date = first + day.days();
            // A date that local clocks never show has no hours.
            let noon = minute(&zone, date, 720) * 60;
            let shown = Timestamp::from_second(noon).expect("an instant").to_zoned(zone.clone());
            if shown.date() != date {
                continue;
            }
            let weekday = usize::try_from(date.weekday().to_monday_zero_offset()).expect("a day");
            for pair in shift["hours"][WEEK[weekday]].as_array().into_iter().flatten() {
                let from = clock(pair[0].as_str().expect("a time"));
                let to = clock(pair[1].as_str().expect("a time"));
                let to = if to <= from { to + 1_440 } else { to };
                open.push((minute(&zone, date, from), minute(&zone, date, to)));
            }
        }
        let rotation = &shift["rotation"];
        let start: Date = rotation["start"].as_str().expect("a date").parse().expect("a date");
        let handover = clock(rotation["handover"].as_str().expect("a time"));
        let length = rotation["days"].as_i64().expect("a number");
        let turn = |number: i64| minute(&zone, start + (number * length).days(), handover);
        (open, (0..40).map(turn).collect())
    }

    fn within(one: &Json, minute: i64) -> bool {
        let at = |name: &str| one[name].as_i64().expect("milliseconds") / 60_000;
        at("from") <= minute && minute < at("to")
    }

    fn on_duty(&self, shift: usize, minute: i64) -> Option<&'a str> {
        let (open, turns) = &self.shifts[shift];
        if !open.iter().any(|(from, to)| *from <= minute && minute < *to) {
            return None;
        }
        let written = &self.rota["shifts"][shift];
        let mut overrides = self.rota["overrides"].as_array().expect("overrides").iter();
        let instead = overrides
            .find(|one| one["shift"] == written["id"] && Self::within(one, minute))
            .map(|one| one["contact"].as_str().expect("a contact"));
        let who = instead.or_else(|| {
            let passed = turns.iter().filter(|turn| **turn <= minute).count();
            let contacts = written["rotation"]["contacts"].as_array().expect("contacts");
            let number = passed.checked_sub(1)? % contacts.len();
            contacts[number].as_str()
        })?;
        let mut absences = self.rota["absences"].as_array().expect("absences").iter();
        let away = absences.any(|one| one["contact"] == who && Self::within(one, minute));
        (!away).then_some(who)
    }
}

fn minutes(from: Instant, to: Instant) -> std::ops::Range<i64> {
    let minute = |at: Instant| {
        assert_eq!(at.as_millis() % 60_000, 0, "whole minutes");
        at.as_millis() / 60_000
    };
    minute(from)..minute(to)
}

/// The same minutes, by what they belong to.
fn spread(duties: &[Duty<'_>], by: fn(&Duty<'_>) -> String) -> BTreeMap<i64, Vec<String>> {
    let mut spread: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    for duty in duties {
        for minute in minutes(duty.from, duty.to) {
            spread.entry(minute).or_default().push(by(duty));
        }
    }
    for list in spread.values_mut() {
        list.sort_unstable();
        list.dedup();
    }
    spread
}

fn compare(rota: &Json, covered: &Coverage<'_>, start: i64, first: Date) -> Result<(), String> {
    let by_hand = ByHand::new(rota, first);
    let whole = start..start + DAYS * 1_440;
    let ours = spread(&covered.duties, |duty| format!("{} {}", duty.shift, duty.contact));
    let double = spread(&covered.double, |duty| duty.contact.to_owned());
    let mut gaps: Vec<i64> = Vec::new();
    // Of each person the runs of duty.
    let mut runs: BTreeMap<&str, Vec<(i64, i64)>> = BTreeMap::new();
    for minute in whole {
        let mut expected = Vec::new();
        let mut count: BTreeMap<&str, u32> = BTreeMap::new();
        for shift in 0..by_hand.shifts.len() {
            if let Some(who) = by_hand.on_duty(shift, minute) {
                expected.push(format!("s{shift} {who}"));
                *count.entry(who).or_default() += 1;
            }
        }
        if ours.get(&minute).cloned().unwrap_or_default() != expected {
            return Err(format!("minute {minute}: {:?}, not {expected:?}", ours.get(&minute)));
        }
        if expected.is_empty() {
            gaps.push(minute);
        }
        let twice = count.iter().filter(|(_, count)| **count > 1);
        let twice: Vec<String> = twice.map(|(who, _)| (*who).to_owned()).collect();
        if double.get(&minute).cloned().unwrap_or_default() != twice {
            return Err(format!(
                "minute {minute}: double {:?}, not {twice:?}",
                double.get(&minute)
            ));
        }
        for who in count.keys() {
            let runs = runs.entry(who).or_default();
            match runs.last_mut().filter(|(_, to)| *to == minute) {
                Some((_, to)) => *to = minute + 1,
                None => runs.push((minute, minute + 1)),
            }
        }
    }
    let found: Vec<i64> =
        covered.gaps.iter().flat_map(|Segment { from, to }| minutes(*from, *to)).collect();
    if found != gaps {
        return Err(format!("gaps {:?}", covered.gaps));
    }
    let long = runs.iter().flat_map(|(who, runs)| runs.iter().map(move |run| (*who, *run)));
    let long: Vec<_> = long.filter(|(_, (from, to))| to - from > 600).collect();
    let found = covered.too_long.iter().map(|duty| {
        let range = minutes(duty.from, duty.to);
        (duty.contact, (range.start, range.end))
    });
    let found: Vec<_> = found.collect();
    if found == long { Ok(()) } else { Err(format!("too long {found:?}, not {long:?}")) }
}

fn shift(number: usize) -> impl Strategy<Value = Json> {
    let time =
        |most: i64| (0..most).prop_map(|half| format!("{:02}:{:02}", half / 2, half % 2 * 30));
    let pair = (time(48), time(49)).prop_map(|(from, to)| json!([from, to]));
    let week = prop::collection::vec(prop::collection::vec(pair, 0..3), 7);
    let zones = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia"];
    let own = prop::option::weighted(0.4, prop::sample::select(zones.to_vec()));
    let contacts = prop::collection::vec(prop::sample::select(PEOPLE.to_vec()), 1..4);
    let start = (-12_i64..4, 1_u32..5, 0_i64..96);
    (week, own, contacts, start).prop_map(move |(week, zone, contacts, (start, days, quarter))| {
        let mut hours: BTreeMap<&str, Vec<Json>> = WEEK.into_iter().zip(week).collect();
        // A shift without hours is refused, and a test of its own.
        hours.entry("wed").or_default().push(json!(["01:30", "03:30"]));
        let handover = format!("{:02}:{:02}", quarter / 4, quarter % 4 * 15);
        json!({ "id": format!("s{number}"), "zone": zone, "hours": hours, "start": start,
            "rotation": { "contacts": contacts, "handover": handover, "days": days } })
    })
}

fn times() -> impl Strategy<Value = Vec<(usize, usize, i64, i64)>> {
    prop::collection::vec((0_usize..3, 0_usize..3, 0..DAYS * 96, 1_i64..200), 0..3)
}

/// Days on which the clocks of some zone are moved, or a date is left out.
const MOVED: [&str; 8] = [
    "2026-03-08",
    "2026-03-29",
    "2026-04-05",
    "2026-06-15",
    "2026-10-04",
    "2026-10-25",
    "2026-11-01",
    "2011-12-30",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn a_rota_is_covered_as_it_is_by_hand(
        day in prop::sample::select(MOVED.to_vec()),
        offset in 0_i64..2_880,
        zone in prop::sample::select(vec!["Europe/Berlin", "America/New_York", "Asia/Kathmandu"]),
        shifts in (shift(0), shift(1), shift(2), 1_usize..4),
        absences in times(),
        overrides in times(),
    ) {
        let first = day.parse::<Date>().expect("a date") - 3.days();
        let start = minute(&TimeZone::UTC, first, offset);
        let mut shifts = vec![shifts.0, shifts.1, shifts.2][..shifts.3].to_vec();
        for shift in &mut shifts {
            let days = shift.as_object_mut().expect("a shift").remove("start").expect("days");
            let start = first + days.as_i64().expect("a number").days();
            shift["rotation"]["start"] = json!(start.to_string());
        }
        let time = |from: i64, length: i64| {
            let from = (start + from * 15) * 60_000;
            (from, from + length * 15 * 60_000)
        };
        let absences: Vec<Json> = absences.into_iter().map(|(who, _, from, length)| {
            let (from, to) = time(from, length);
            json!({ "contact": PEOPLE[who], "from": from, "to": to })
        }).collect();
        let mut taken: Vec<(usize, i64, i64)> = Vec::new();
        let mut contradict = false;
        let overrides: Vec<Json> = overrides.into_iter().map(|(who, shift, from, length)| {
            let (from, to) = time(from, length);
            let shift = shift % shifts.len();
            contradict |= taken.iter().any(|one| one.0 == shift && one.1 < to && from < one.2);
            taken.push((shift, from, to));
            json!({ "contact": PEOPLE[who], "shift": format!("s{shift}"), "from": from, "to": to })
        }).collect();
        let rota = json!({ "zone": zone, "shifts": shifts, "absences": absences,
            "overrides": overrides, "horizonDays": DAYS, "longest": "10h" });
        let document = document_of(&rota);
        let now = Instant::from_millis(start * 60_000).expect("an instant");
        match duties(&document, now) {
            Ok(covered) => {
                prop_assert!(!contradict);
                let compared = compare(&rota, &covered, start, first);
                prop_assert!(compared.is_ok(), "{:?}\n{rota:#}", compared);
            }
            Err(errors) => {
                prop_assert!(contradict, "{errors:?}");
                prop_assert!(codes(&errors)[0].starts_with("readiness.overridesOverlap"));
            }
        }
    }
}

fn all_day() -> Json {
    WEEK.into_iter().map(|day| (day.to_owned(), json!([["00:00", "24:00"]]))).collect()
}

fn weekly(handover: &str) -> Json {
    json!({ "zone": "Europe/Berlin", "shifts": [{ "id": "s0", "hours": all_day(),
        "rotation": { "contacts": ["a", "b"], "start": "2026-03-22", "handover": handover,
            "days": 7 } }] })
}

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

#[test]
fn a_handover_in_the_hour_that_clocks_skip_is_an_hour_later() {
    let document = document_of(&weekly("02:30"));
    let covered = duties(&document, at("2026-03-28T00:00:00Z")).expect("a rota");
    let first: Vec<_> = covered.duties.iter().take(2).map(|duty| (duty.contact, duty.to)).collect();
    assert_eq!(first[0], ("a", at("2026-03-29T01:30:00Z")), "03:30 of summer time");
    assert_eq!(first[1], ("b", at("2026-04-05T00:30:00Z")));
    assert_eq!(covered.gaps, []);
    let ninety = covered.range.expect("a range").span().as_millis();
    assert_eq!(ninety, 90 * 86_400_000, "where nothing is said it is 90 days");
}

#[test]
fn before_the_first_turn_nobody_is_on_duty() {
    let document = document_of(&weekly("08:00"));
    let covered = duties(&document, at("2026-03-20T00:00:00Z")).expect("a rota");
    let (from, to) = (at("2026-03-20T00:00:00Z"), at("2026-03-22T07:00:00Z"));
    assert_eq!(covered.gaps, [Segment { from, to }]);
}

#[test]
fn the_ends_of_time_have_answers() {
    let document = document_of(&weekly("08:00"));
    let first = duties(&document, Instant::MIN).expect("a rota");
    assert_eq!((first.duties.len(), first.gaps.len()), (0, 1));
    let last = duties(&document, Instant::MAX).expect("a rota");
    assert_eq!((last.range, last.gaps.len()), (None, 0));
    let near = duties(&document, at("9999-12-31T00:00:00Z")).expect("a rota");
    assert_eq!(near.gaps, []);
}

#[test]
fn what_is_no_rota_is_refused_with_every_finding() {
    let rota = json!({ "zone": "Europe/Berlinn", "horizonDays": 401, "shifts": [
        { "id": "a", "hours": {}, "zone": "Etc/UTC",
          "rotation": { "contacts": [], "start": "2026-02-30", "handover": "25:00", "days": 0 } },
        { "id": "a", "hours": { "mon": [["9", "17:00"]] },
          "rotation": { "contacts": ["x"], "start": "2026-01-01", "days": 7 } },
        { "id": "", "hours": all_day(),
          "rotation": { "contacts": ["a"], "start": "2026-01-01", "days": 7 } } ],
        "absences": [{ "contact": "y", "from": 5, "to": 5 }],
        "overrides": [{ "contact": "z", "shift": "n", "from": 5, "to": 4 }] });
    let document = document_of(&rota);
    let errors = duties(&document, at("2026-01-01T00:00:00Z")).expect_err("refused");
    let mut found = codes(&errors);
    found.sort_unstable();
    let mut expected = vec![
        "id.repeated /document/rota/shifts/1/id",
        "id.empty /document/rota/shifts/2/id",
        "readiness.contactUnknown /document/rota/absences/0/contact",
        "readiness.timeTurned /document/rota/absences/0/to",
        "readiness.contactUnknown /document/rota/overrides/0/contact",
        "readiness.shiftUnknown /document/rota/overrides/0/shift",
        "readiness.timeTurned /document/rota/overrides/0/to",
        "document.numberOutOfRange /document/rota/horizonDays",
        "calendar.noHours /document/rota/shifts/0",
        "document.numberOutOfRange /document/rota/shifts/0/rotation/days",
        "readiness.rotationEmpty /document/rota/shifts/0/rotation/contacts",
        "calendar.dateInvalid /document/rota/shifts/0/rotation/start",
        "calendar.timeInvalid /document/rota/shifts/0/rotation/handover",
        "time.zoneUnknown /document/rota/zone",
        "calendar.timeInvalid /document/rota/shifts/1/hours/mon/0/0",
        "readiness.contactUnknown /document/rota/shifts/1/rotation/contacts/0",
    ];
    expected.sort_unstable();
    assert_eq!(found, expected);
}

#[test]
fn more_duties_than_the_limit_are_refused() {
    let busy: Vec<Json> = (0..600)
        .map(|n| {
            json!([
                format!("{:02}:{:02}:00", n / 60, n % 60),
                format!("{:02}:{:02}:30", n / 60, n % 60)
            ])
        })
        .collect();
    let hours: Json = WEEK.into_iter().map(|day| (day.to_owned(), json!(busy))).collect();
    let rotation = json!({ "contacts": ["a"], "start": "2026-01-01", "days": 7 });
    let shifts = |count: usize| -> Vec<Json> {
        let shift = |at| json!({ "id": format!("s{at}"), "hours": hours, "rotation": rotation });
        (0..count).map(shift).collect()
    };
    let rota = |count: usize, days: u32| {
        document_of(&json!({ "zone": "Etc/UTC", "horizonDays": days, "shifts": shifts(count) }))
    };
    let now = at("2026-01-01T00:00:00Z");
    let most = rota(1, 166);
    assert_eq!(duties(&most, now).expect("within").duties.len(), 99_600);
    let beyond = rota(1, 167);
    let errors = duties(&beyond, now).expect_err("beyond");
    assert_eq!(codes(&errors), ["limit.exceeded /document/rota/shifts"]);
    let several = rota(3, 60);
    assert_eq!(
        codes(&duties(&several, now).expect_err("beyond")),
        ["limit.exceeded /document/rota/shifts"]
    );
}
