//! How ready an organisation is: what is taken away from a good example is missed.

use incident_core::document;
use incident_core::limits::REQUEST_BYTES;
use incident_core::security::readiness::{EXAMPLE, Readiness, ReadinessDraft, readiness};
use incident_core::security::review::{Patch, apply};
use incident_core::{Error, Instant};
use serde_json::{Value as Json, json};

use crate::codes;

fn now() -> Instant {
    Instant::parse("2026-12-01T12:00:00Z").expect("an instant")
}

fn example() -> Json {
    serde_json::from_str(EXAMPLE).expect("JSON")
}

fn categories() -> Vec<String> {
    ["ransomware", "phishing", "accountCompromise", "denialOfService"].map(str::to_owned).to_vec()
}

fn judged(document: &Json) -> Readiness {
    let draft: ReadinessDraft =
        document::read(&document.to_string(), &REQUEST_BYTES).expect("a document");
    readiness(&draft, Some(&categories()), now())
}

fn found(judged: &Readiness) -> Vec<String> {
    let findings: Vec<Error> = judged.findings.iter().map(|one| one.finding.clone()).collect();
    codes(&findings)
}

#[test]
fn the_example_is_ready_in_every_area() {
    let judged = judged(&example());
    assert_eq!(found(&judged), [""; 0]);
    let areas = judged.areas.expect("areas");
    assert_eq!(areas.len(), 9);
    assert!(areas.iter().all(|area| area.met > 0 && area.not_met == 0 && !area.verified));
    let met: u32 = areas.iter().map(|area| area.met).sum();
    assert_eq!(met, 30);
}

#[test]
fn each_thing_that_is_taken_away_is_missed_in_its_area() {
    let cases = [
        ("/contacts/0/reach", "readiness.unreachable /contacts/0/reach"),
        ("/contacts/0/reach/0", "readiness.oneWay /contacts/0/reach"),
        ("/contacts/0/backup", "readiness.noBackup /contacts/0/backup"),
        ("/pointOfContact", "readiness.noPointOfContact /pointOfContact"),
        ("/responseTeam", "readiness.noTeam /responseTeam"),
        ("/responseTeam/lead", "readiness.noLead /responseTeam/lead"),
        ("/rota", "readiness.noRota /rota"),
        ("/rota/longest", "readiness.noLimit /rota/longest"),
        ("/rota/shifts/0", "readiness.gap /rota/shifts"),
        ("/rota/shifts/0/hours/sun", "readiness.gap /rota/shifts"),
        ("/playbooks/0", "readiness.categoryOpen /playbooks"),
        ("/playbooks/1/categories/1", "readiness.categoryOpen /playbooks"),
        ("/exercises", "readiness.noExercise /exercises"),
        ("/exercises/1", "readiness.notExercised /playbooks/0"),
        ("/exerciseEveryDays", "readiness.noInterval /exerciseEveryDays"),
        ("/exercises/0/findings/0/closed", "readiness.exerciseOpen /exercises/0/findings/0"),
        ("/calendars", "readiness.noCalendar /calendars"),
        ("/calendars/0/holidays", "readiness.noHolidays /calendars/0/holidays"),
        ("/regimes", "readiness.noRegimes /regimes"),
        ("/tools", "readiness.noTool /tools"),
        ("/tools/0/retentionDays", "readiness.noRetention /tools/0/retentionDays"),
        ("/templates", "readiness.noTemplate /templates"),
        ("/outOfBand", "readiness.noOutOfBand /outOfBand"),
        ("/outOfBand/testedOn", "readiness.outOfBandOld /outOfBand/testedOn"),
    ];
    for (place, expected) in cases {
        let mut document = example();
        if place == "/playbooks/0" {
            document["exercises"] = json!([]);
        }
        let (parent, name) = place.rsplit_once('/').expect("a place");
        match document.pointer_mut(parent).expect("a parent") {
            Json::Array(list) => drop(list.remove(name.parse().expect("a number"))),
            Json::Object(members) => drop(members.remove(name).expect("a member")),
            other => panic!("{other}"),
        }
        let judged = judged(&document);
        let found = found(&judged);
        assert!(found.contains(&expected.to_owned()), "{place}: {found:?}");
        let code = expected.split(' ').next().expect("a code");
        let areas = judged.areas.expect("areas");
        assert!(areas.iter().any(|area| area.lacks.contains(&code)), "{place}");
    }
}

#[test]
fn each_thing_that_is_put_wrong_is_found() {
    let cases = [
        ("/organization", json!(""), "id.empty /organization"),
        ("/contacts", json!([]), "readiness.noContact /contacts"),
        ("/contacts/1/id", json!("ada"), "id.repeated /contacts/1/id"),
        ("/contacts/0/backup", json!("ada"), "readiness.ownBackup /contacts/0/backup"),
        ("/contacts/0/backup", json!("nobody"), "readiness.contactUnknown /contacts/0/backup"),
        ("/contacts/0/reach/0/at", json!(" "), "readiness.textEmpty /contacts/0/reach/0/at"),
        ("/contacts/2/roles/1", json!("responder"), "readiness.repeated /contacts/2/roles/1"),
        ("/pointOfContact", json!("x"), "readiness.contactUnknown /pointOfContact"),
        ("/responseTeam/members", json!(["ada"]), "readiness.teamSmall /responseTeam/members"),
        ("/rota/longest", json!("11h"), "readiness.tooLong /rota/longest"),
        ("/rota/shifts/1/rotation/contacts/0", json!("ben"), "readiness.tooLong /rota/longest"),
        (
            "/rota/absences",
            json!([{ "contact": "ada", "from": "2026-12-08T00:00:00Z",
            "to": "2026-12-09T00:00:00Z" }]),
            "readiness.gap /rota/shifts",
        ),
        (
            "/rota/shifts/1/hours",
            json!({ "mon": [["09:00", "10:00"]] }),
            "readiness.gap /rota/shifts",
        ),
        (
            "/playbooks/0/categories/0",
            json!("flood"),
            "readiness.categoryUnknown /playbooks/0/categories/0",
        ),
        (
            "/exercises/1/playbooks/0",
            json!("PB-X"),
            "readiness.playbookUnknown /exercises/1/playbooks/0",
        ),
        ("/exercises/1/on", json!("2026-13-01"), "calendar.dateInvalid /exercises/1/on"),
        ("/exerciseEveryDays", json!(30), "readiness.exerciseOld /exercises"),
        ("/calendars/0/zone", json!("Berlin"), "time.zoneUnknown /calendars/0/zone"),
        (
            "/calendars/0/holidays",
            json!([{ "date": "2027-10-03" }]),
            "readiness.holidaysEnd /calendars/0/holidays",
        ),
        ("/regimes", json!(["gdpr", "gdpr"]), "readiness.repeated /regimes/1"),
        ("/outOfBand/testedOn", json!("2027-01-01"), "readiness.outOfBandOld /outOfBand/testedOn"),
        ("/outOfBand/testedOn", json!("yesterday"), "calendar.dateInvalid /outOfBand/testedOn"),
    ];
    for (place, value, expected) in cases {
        let mut document = example();
        let (parent, name) = place.rsplit_once('/').expect("a place");
        match document.pointer_mut(parent).expect("a parent") {
            Json::Array(list) => list[name.parse::<usize>().expect("a number")] = value,
            parent => parent[name] = value,
        }
        let judged = judged(&document);
        let found = found(&judged);
        assert!(found.contains(&expected.to_owned()), "{place}: {found:?}");
        assert_eq!(judged.sound, judged.areas.is_some(), "what is unsound is not judged");
    }
}

#[test]
fn a_holiday_list_reaches_far_enough_on_the_day_it_does() {
    let last = |date: &str| {
        let mut document = example();
        document["calendars"][0]["holidays"] = json!([{ "date": date }]);
        found(&judged(&document)).len()
    };
    assert_eq!((last("2027-10-31"), last("2027-11-01")), (1, 0), "335 days after 2026-12-01");
}

#[test]
fn no_regime_is_another_thing_than_none_said() {
    let mut document = example();
    document["regimes"] = json!([]);
    assert_eq!(found(&judged(&document)), [""; 0]);
}

#[test]
fn every_fix_settles_its_finding() {
    let mut document = example();
    document["regimes"] = json!(["gdpr", "gdpr"]);
    document["playbooks"][0]["categories"] = json!(["ransomware", "flood"]);
    document["calendars"][0]["holidays"] =
        json!([{ "date": "2028-01-01" }, { "date": "2028-01-01" }]);
    document["calendars"][0]["hours"]["mon"] = json!([["09:00", "23:59"]]);
    let all = judged(&document);
    assert_eq!(all.findings.len(), 4, "{all:?}");
    for one in &all.findings {
        let text = serde_json::to_string(&one.fix).expect("JSON");
        let patch: Vec<Patch> = document::read(&text, &REQUEST_BYTES).expect("a patch");
        let node = document::parse(&document.to_string(), &REQUEST_BYTES).expect("JSON");
        let after = apply(&node, &patch).expect("applied");
        let after = serde_json::to_value(&after.document).expect("JSON");
        assert_eq!(judged(&after).findings.len(), 3, "{one:?}");
    }
}

#[test]
fn an_empty_document_lacks_everything_and_nothing_refuses_it() {
    let judged = judged(&json!({ "organization": "new" }));
    let areas = judged.areas.expect("areas");
    let met: Vec<_> = areas.iter().map(|area| area.met).collect();
    assert_eq!(met, [0, 0, 0, 1, 0, 0, 0, 0, 0], "no playbook is for a category that is not there");
}

#[test]
fn a_huge_document_is_answered_with_a_count() {
    let contacts: Vec<Json> = (0..2_000).map(|at| json!({ "id": at.to_string() })).collect();
    let judged = judged(&json!({ "organization": "x", "contacts": contacts }));
    assert_eq!(judged.findings.len(), 1_000);
    assert!(judged.found > 4_000);
}
