//! How ready an organisation is: what is taken away from a good example is missed.

use incident_core::document;
use incident_core::limits::REQUEST_BYTES;
use incident_core::security::plan::PlanDraft;
use incident_core::security::readiness::{
    EXAMPLE, Readiness, ReadinessDraft, example_plan, readiness,
};
use incident_core::security::review::{Patch, apply};
use incident_core::{Error, Instant};
use serde_json::{Value as Json, json};

use crate::codes;

fn now() -> Instant {
    Instant::parse("2026-12-01T12:00:00Z").expect("an instant")
}

/// The document and its plan, as in a request.
fn example() -> Json {
    let document: Json = serde_json::from_str(EXAMPLE).expect("JSON");
    json!({ "document": document, "plan": example_plan().expect("a plan") })
}

/// Those of the plan's playbooks.
fn categories() -> Vec<String> {
    let plan = example_plan().expect("a plan");
    plan.playbooks.into_iter().flat_map(|playbook| playbook.categories).collect()
}

fn read<T: document::Read>(json: &Json) -> T {
    document::read(&json.to_string(), &REQUEST_BYTES).expect("a document")
}

fn judged(both: &Json) -> Readiness {
    let (draft, plan) =
        (read::<ReadinessDraft>(&both["document"]), read::<PlanDraft>(&both["plan"]));
    readiness(&draft, &plan, Some(&categories()), now())
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
        ("/plan/contacts/0/reach", "plan.contactUnreachable /plan/contacts/0/reach"),
        ("/plan/contacts/0/reach/0", "readiness.oneWay /plan/contacts/0/reach"),
        ("/plan/contacts/0/backup", "readiness.noBackup /plan/contacts/0/backup"),
        ("/plan/team/pointOfContact", "readiness.noPointOfContact /plan/team/pointOfContact"),
        ("/plan/contacts/4/roles", "readiness.noPointOfContact /plan/team/pointOfContact"),
        ("/plan/team", "readiness.noPointOfContact /plan/team/pointOfContact"),
        ("/plan/team", "readiness.noTeam /plan/team/members"),
        ("/plan/team/members", "readiness.noTeam /plan/team/members"),
        ("/plan/team/lead", "readiness.noLead /plan/team/lead"),
        ("/plan/contacts/0/roles", "readiness.noLead /plan/team/lead"),
        ("/document/rota", "readiness.noRota /document/rota"),
        ("/document/rota/longest", "readiness.noLimit /document/rota/longest"),
        ("/document/rota/shifts/0", "readiness.gap /document/rota/shifts"),
        ("/document/rota/shifts/0/hours/sun", "readiness.gap /document/rota/shifts"),
        ("/plan/playbooks/0", "readiness.categoryOpen /plan/playbooks"),
        ("/plan/playbooks/1/categories/1", "readiness.categoryOpen /plan/playbooks"),
        ("/document/exercises", "readiness.noExercise /document/exercises"),
        ("/document/exercises/1", "readiness.notExercised /plan/playbooks/0"),
        ("/document/exerciseEveryDays", "readiness.noInterval /document/exerciseEveryDays"),
        (
            "/document/exercises/0/findings/0/closed",
            "readiness.exerciseOpen /document/exercises/0/findings/0",
        ),
        ("/document/calendars", "readiness.noCalendar /document/calendars"),
        ("/document/calendars/0/holidays", "readiness.noHolidays /document/calendars/0/holidays"),
        ("/document/regimes", "readiness.noRegimes /document/regimes"),
        ("/document/tools", "readiness.noTool /document/tools"),
        (
            "/document/tools/0/retentionDays",
            "readiness.noRetention /document/tools/0/retentionDays",
        ),
        ("/document/templates", "readiness.noTemplate /document/templates"),
        ("/document/outOfBand", "readiness.noOutOfBand /document/outOfBand"),
        ("/document/outOfBand/testedOn", "readiness.outOfBandOld /document/outOfBand/testedOn"),
    ];
    for (place, expected) in cases {
        let mut document = example();
        if place == "/plan/playbooks/0" {
            document["document"]["exercises"] = json!([]);
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

/// Puts something in the place of another thing, and looks whether it is found.
fn each_is_found(cases: &[(&str, Json, &str)]) {
    for (place, value, expected) in cases {
        let mut document = example();
        let (parent, name) = place.rsplit_once('/').expect("a place");
        match document.pointer_mut(parent).expect("a parent") {
            Json::Array(list) => list[name.parse::<usize>().expect("a number")] = value.clone(),
            parent => parent[name] = value.clone(),
        }
        let judged = judged(&document);
        let found = found(&judged);
        assert!(found.iter().any(|one| one == expected), "{place}: {found:?}");
        assert_eq!(judged.sound, judged.areas.is_some(), "what is unsound is not judged");
    }
}

#[test]
fn each_thing_that_is_put_wrong_in_the_document_is_found() {
    each_is_found(&[
        ("/document/organization", json!(""), "id.empty /document/organization"),
        ("/document/outOfBand/at", json!(""), "readiness.textEmpty /document/outOfBand/at"),
        (
            "/document/rota/shifts/0/rotation/contacts/0",
            json!("x"),
            "readiness.contactUnknown /document/rota/shifts/0/rotation/contacts/0",
        ),
        ("/document/rota/longest", json!("11h"), "readiness.tooLong /document/rota/longest"),
        (
            "/document/rota/shifts/1/rotation/contacts/0",
            json!("ben"),
            "readiness.tooLong /document/rota/longest",
        ),
        (
            "/document/rota/absences",
            json!([{ "contact": "ada", "from": "2026-12-08T00:00:00Z",
            "to": "2026-12-09T00:00:00Z" }]),
            "readiness.gap /document/rota/shifts",
        ),
        (
            "/document/rota/shifts/1/hours",
            json!({ "mon": [["09:00", "10:00"]] }),
            "readiness.gap /document/rota/shifts",
        ),
        (
            "/document/exercises/1/playbooks/0",
            json!("PB-X"),
            "readiness.playbookUnknown /document/exercises/1/playbooks/0",
        ),
        (
            "/document/exercises/1/on",
            json!("2026-13-01"),
            "calendar.dateInvalid /document/exercises/1/on",
        ),
        ("/document/exerciseEveryDays", json!(30), "readiness.exerciseOld /document/exercises"),
        (
            "/document/calendars/0/zone",
            json!("Berlin"),
            "time.zoneUnknown /document/calendars/0/zone",
        ),
        (
            "/document/calendars/0/holidays",
            json!([{ "date": "2027-10-03" }]),
            "readiness.holidaysEnd /document/calendars/0/holidays",
        ),
        ("/document/regimes", json!(["gdpr", "gdpr"]), "readiness.repeated /document/regimes/1"),
        (
            "/document/outOfBand/testedOn",
            json!("2027-01-01"),
            "readiness.outOfBandOld /document/outOfBand/testedOn",
        ),
        (
            "/document/outOfBand/testedOn",
            json!("yesterday"),
            "calendar.dateInvalid /document/outOfBand/testedOn",
        ),
    ]);
}

#[test]
fn each_thing_that_is_put_wrong_in_the_plan_is_found() {
    each_is_found(&[
        ("/plan/contacts", json!([]), "readiness.noContact /plan/contacts"),
        ("/plan/contacts/1/id", json!("ada"), "id.repeated /plan/contacts/1/id"),
        ("/plan/contacts/0/backup", json!("ada"), "plan.ownBackup /plan/contacts/0/backup"),
        ("/plan/contacts/0/backup", json!("nobody"), "plan.nameUnknown /plan/contacts/0/backup"),
        ("/plan/contacts/0/reach/0/at", json!(" "), "plan.textEmpty /plan/contacts/0/reach/0/at"),
        (
            "/plan/contacts/2/roles/1",
            json!("incidentResponseTeam"),
            "id.repeated /plan/contacts/2/roles/1",
        ),
        ("/plan/contacts/2/roles/1", json!("boss"), "plan.nameUnknown /plan/contacts/2/roles/1"),
        ("/plan/team/pointOfContact", json!("x"), "plan.nameUnknown /plan/team/pointOfContact"),
        ("/plan/team/lead", json!("x"), "plan.nameUnknown /plan/team/lead"),
        ("/plan/team/members/0", json!("x"), "plan.nameUnknown /plan/team/members/0"),
        (
            "/plan/team/members",
            json!(["incidentCoordinator", "incidentCoordinator"]),
            "id.repeated /plan/team/members/1",
        ),
        (
            "/plan/team/members",
            json!(["incidentCoordinator"]),
            "readiness.teamSmall /plan/team/members",
        ),
        (
            "/plan/playbooks/0/categories/1",
            json!("ransomware"),
            "id.repeated /plan/playbooks/0/categories/1",
        ),
        (
            "/plan/playbooks/0/tasks/0/phases/0",
            json!("x"),
            "plan.nameUnknown /plan/playbooks/0/tasks/0/phases/0",
        ),
        (
            "/plan/calendars",
            json!([{ "id": "office", "zone": "Etc/UTC", "hours": {} }]),
            "readiness.noHolidays /plan/calendars/0/holidays",
        ),
        (
            "/plan/playbooks/0/categories/0",
            json!("flood"),
            "readiness.categoryUnknown /plan/playbooks/0/categories/0",
        ),
    ]);
}

#[test]
fn a_holiday_list_reaches_far_enough_on_the_day_it_does() {
    let last = |date: &str| {
        let mut document = example();
        document["document"]["calendars"][0]["holidays"] = json!([{ "date": date }]);
        found(&judged(&document)).len()
    };
    assert_eq!((last("2027-10-31"), last("2027-11-01")), (1, 0), "335 days after 2026-12-01");
}

#[test]
fn no_regime_is_another_thing_than_none_said() {
    let mut document = example();
    document["document"]["regimes"] = json!([]);
    assert_eq!(found(&judged(&document)), [""; 0]);
}

#[test]
fn every_fix_settles_its_finding() {
    let mut document = example();
    document["document"]["regimes"] = json!(["gdpr", "gdpr"]);
    document["plan"]["playbooks"][0]["categories"] =
        json!(["ransomware", "malicious-code", "flood"]);
    document["document"]["calendars"][0]["holidays"] =
        json!([{ "date": "2028-01-01" }, { "date": "2028-01-01" }]);
    document["document"]["calendars"][0]["hours"]["mon"] = json!([["09:00", "23:59"]]);
    let all = judged(&document);
    assert_eq!(all.findings.len(), 4, "{all:?}");
    for one in &all.findings {
        let text = serde_json::to_string(&one.fix).expect("JSON");
        let patch: Vec<Patch> = document::read(&text, &REQUEST_BYTES).expect("a patch");
        let name = one.finding.path().as_str().split('/').nth(1).expect("a document");
        let node = document::parse(&document[name].to_string(), &REQUEST_BYTES).expect("JSON");
        let fixed = apply(&node, &patch).expect("applied");
        let mut after = document.clone();
        after[name] = serde_json::to_value(&fixed.document).expect("JSON");
        assert_eq!(judged(&after).findings.len(), 3, "{one:?}");
    }
}

#[test]
fn an_empty_document_lacks_everything_and_nothing_refuses_it() {
    let plan = json!({ "version": 1, "id": "new", "phases": [{ "id": "new" }], "roles": [] });
    let document = json!({ "organization": "new" });
    let judged = judged(&json!({ "document": document, "plan": plan }));
    let areas = judged.areas.expect("areas");
    let met: Vec<_> = areas.iter().map(|area| area.met).collect();
    assert_eq!(met, [0, 0, 0, 1, 0, 0, 0, 0, 0], "no playbook is for a category that is not there");
}

#[test]
fn a_huge_document_is_answered_with_a_count() {
    let contacts: Vec<Json> = (0..2_000).map(|at| json!({ "id": at.to_string() })).collect();
    let mut both = example();
    both["plan"]["contacts"] = json!(contacts);
    let judged = judged(&both);
    assert_eq!(judged.findings.len(), 1_000);
    assert!(judged.found >= 3_000);
}
