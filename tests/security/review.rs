//! Reviews: when one is due, what happened when, and what a review lacks.

use incident_core::document;
use incident_core::limits::{POLICY_BYTES, REQUEST_BYTES};
use incident_core::model::Event;
use incident_core::security::marking::Tlp;
use incident_core::security::review::{
    ActorsBy, Entry, Measure, Phase, Review, ReviewRules, ReviewStanding, check, timeline,
};
use incident_core::{Error, Instant, Span, Ticket};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;

fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

fn now() -> Instant {
    at("2026-03-20T12:00:00Z")
}

fn read(review: &Json) -> Review {
    document::read(&review.to_string(), &REQUEST_BYTES).expect("a review")
}

/// A review without a finding.
fn whole() -> Json {
    json!({
        "id": "PIR-1", "ticket": "INC-1", "tlp": "TLP:GREEN",
        "release": { "by": "ciso", "at": "2026-03-12T09:00:00Z" },
        "heldAt": "2026-03-11T09:00:00Z", "publishedAt": "2026-03-13T09:00:00Z",
        "description": "The mail relay accepted connections that it could not serve.",
        "timeline": [
            entry("2026-03-09T22:00:00Z", "started"), entry("2026-03-09T22:30:00Z", "detected"),
            entry("2026-03-09T22:40:00Z", "reported"),
            entry("2026-03-09T22:45:00Z", "acknowledged"),
            entry("2026-03-10T00:00:00Z", "contained"), entry("2026-03-10T02:00:00Z", "recovered"),
        ],
        "factors": [
            { "kind": "technical", "description": "The limit of connections was the default." },
            { "kind": "process", "description": "No step of the change looks at limits." },
        ],
        "detection": { "by": "monitoring", "expected": "The alarm on the queue.",
            "reason": "Its threshold was far above the load of a night." },
        "wentWell": ["The rollback took four minutes."],
        "lucky": ["It was at night."],
        "actions": [
            { "id": "A1", "description": "Set the limit.", "kind": "prevent", "status": "open",
              "owner": { "role": "mail" }, "due": "2026-04-10T09:00:00Z", "trackedIn": "CHG-7" },
            { "id": "A2", "description": "Lower the threshold.", "kind": "detect",
              "status": "done", "doneAt": "2026-03-12T09:00:00Z", "owner": { "person": "ada" },
              "due": "2026-03-12T10:00:00Z" },
            { "id": "A3", "description": "Move the relay.", "kind": "mitigate",
              "status": "dropped", "reason": "It will be replaced.", "owner": { "role": "mail" } },
        ],
        "proposals": [{ "id": "P1", "description": "Mail is critical.", "action": "A1",
            "patch": [{ "op": "replace", "path": "/id", "value": "ours" }] }],
    })
}

fn entry(at: &str, phase: &str) -> Json {
    json!({ "at": at, "kind": "observation", "code": phase, "phases": [phase] })
}

fn measure() -> Measure {
    Measure { tlp: Some(Tlp::Amber), detect_within: Some(Span::from_secs(600)) }
}

fn found(review: &Json) -> Vec<String> {
    codes(&check(&read(review), &measure(), now()).findings)
}

#[test]
fn a_whole_review_is_complete_and_says_how_long_what_took() {
    let checked = check(&read(&whole()), &measure(), now());
    assert_eq!(checked.findings, []);
    assert!(checked.complete && checked.wording.is_empty());
    let took: Vec<_> = checked.intervals.iter().map(|one| (one.name, one.ms)).collect();
    let minutes = |count: i64| Some(count * 60_000);
    assert_eq!(
        took,
        [
            ("timeToDetect", minutes(30)),
            ("timeToAcknowledge", minutes(5)),
            ("timeToContain", minutes(90)),
            ("timeToRecover", minutes(210)),
        ]
    );
}

/// Replaces what stands at a place, or takes it away.
fn changed(place: &str, value: Option<Json>) -> Json {
    let mut review = whole();
    let (parent, name) = place.rsplit_once('/').expect("a place");
    let parent = review.pointer_mut(parent).expect("a parent");
    match (parent, value) {
        (Json::Array(list), None) => {
            list.remove(name.parse::<usize>().expect("a number"));
        }
        (Json::Object(members), None) => {
            members.remove(name).expect("a member");
        }
        (parent, Some(value)) => match name.parse::<usize>() {
            Ok(number) => parent[number] = value,
            Err(_) => parent[name] = value,
        },
        (_, None) => panic!("{place} is inside of nothing"),
    }
    review
}

#[test]
fn each_thing_that_is_taken_away_is_missed() {
    let cases = [
        ("/release", "review.labelWider /tlp"),
        ("/heldAt", "review.notHeld /heldAt"),
        ("/description", "review.noDescription /description"),
        ("/timeline", "review.noTimeline /timeline"),
        ("/timeline/0", "review.phaseMissing /timeline"),
        ("/timeline/1", "review.phaseMissing /timeline"),
        ("/timeline/2", "review.phaseMissing /timeline"),
        ("/timeline/3", "review.phaseMissing /timeline"),
        ("/timeline/4", "review.phaseMissing /timeline"),
        ("/timeline/5", "review.phaseMissing /timeline"),
        ("/factors", "review.noFactor /factors"),
        ("/factors/0", "review.oneFactor /factors"),
        ("/detection", "review.noDetectionGap /detection"),
        ("/detection/expected", "review.noDetectionGap /detection/expected"),
        ("/detection/reason", "review.noDetectionGap /detection/reason"),
        ("/wentWell", "review.nothingWentWell /wentWell"),
        ("/lucky", "review.noLuck /lucky"),
        ("/actions", "review.noAction /actions"),
        ("/actions/0/owner", "review.actionNoOwner /actions/0/owner"),
        ("/actions/0/due", "review.actionNoDue /actions/0/due"),
        ("/actions/0/trackedIn", "review.actionNotTracked /actions/0/trackedIn"),
        ("/actions/1/doneAt", "review.actionDoneWhen /actions/1/doneAt"),
        ("/actions/2/reason", "review.actionDropped /actions/2/reason"),
        ("/actions/0", "review.actionUnknown /proposals/0/action"),
        ("/proposals/0/patch/0", "patch.empty /proposals/0/patch"),
        ("/proposals/0/patch/0/value", "document.fieldMissing /proposals/0/patch/0"),
    ];
    for (place, expected) in cases {
        let found = found(&changed(place, None));
        assert!(found.contains(&expected.to_owned()), "{place}: {found:?}");
    }
}

#[test]
fn each_thing_that_is_put_wrong_is_found() {
    let cases = [
        ("/id", json!(""), "id.empty /id"),
        ("/factors/0/description", json!(" "), "review.textEmpty /factors/0/description"),
        ("/release/by", json!(""), "review.textEmpty /release/by"),
        ("/release/at", json!("2026-03-14T09:00:00Z"), "review.releaseLate /release/at"),
        ("/heldAt", json!("2026-03-21T09:00:00Z"), "review.inFuture /heldAt"),
        ("/publishedAt", json!("2026-03-20T12:00:01Z"), "review.inFuture /publishedAt"),
        ("/publishedAt", json!("2026-03-10T09:00:00Z"), "review.publishedBeforeHeld /publishedAt"),
        ("/actions/0/due", json!("2026-03-13T08:59:59Z"), "review.actionDuePast /actions/0/due"),
        ("/actions/0/id", json!("A2"), "id.repeated /actions/1/id"),
        ("/actions/0/owner", json!({}), "review.actionOwner /actions/0/owner"),
        ("/actions/0/owner", json!({ "role": "" }), "review.actionOwner /actions/0/owner"),
        (
            "/actions/0/owner",
            json!({ "role": "a", "person": "b" }),
            "review.actionOwner /actions/0/owner",
        ),
        (
            "/actions/0/doneAt",
            json!("2026-03-12T09:00:00Z"),
            "review.actionNotDone /actions/0/doneAt",
        ),
        ("/actions/0/description", json!(""), "review.textEmpty /actions/0/description"),
        ("/actions/1/doneAt", json!("9999-12-31T00:00:00Z"), "review.inFuture /actions/1/doneAt"),
        (
            "/actions/1/agreedAt",
            json!("2026-12-31T00:00:00Z"),
            "review.inFuture /actions/1/agreedAt",
        ),
        ("/timeline/1/phases", json!(["started"]), "review.phaseTwice /timeline/1/phases/0"),
        ("/timeline/0/at", json!("2026-03-09T23:00:00Z"), "review.timelineOrder /timeline"),
        ("/timeline/0/at", json!("2026-03-09T23:00:00Z"), "review.phasesTurned /timeline"),
        ("/proposals/0/patch/0/path", json!("id"), "patch.pointer /proposals/0/patch/0/path"),
        ("/proposals/0/patch/0/path", json!("/~2"), "patch.pointer /proposals/0/patch/0/path"),
        ("/proposals/0/patch/0/op", json!("remove"), "patch.valueIdle /proposals/0/patch/0/value"),
    ];
    for (place, value, expected) in cases {
        let found = found(&changed(place, Some(value)));
        assert!(found.contains(&expected.to_owned()), "{place}: {found:?}");
    }
    let mut learning = whole();
    for action in learning["actions"].as_array_mut().expect("a list") {
        action["kind"] = json!("learn");
    }
    assert_eq!(found(&learning), ["review.onlyLearns /actions"]);
    let mut gap = whole();
    gap["detection"] = json!({ "by": "outsider" });
    let quick = Measure { detect_within: None, ..measure() };
    let found = codes(&check(&read(&gap), &quick, now()).findings);
    assert_eq!(found.len(), 2, "who is told by others noticed it late: {found:?}");
    gap["detection"] = json!({ "by": "staff" });
    assert_eq!(codes(&check(&read(&gap), &quick, now()).findings), [""; 0]);
}

#[test]
fn every_free_text_is_looked_at_for_blame() {
    let mut review = whole();
    let text = json!("Human error.");
    let places = [
        "/description",
        "/timeline/0/params/text",
        "/factors/0/description",
        "/detection/expected",
        "/detection/reason",
        "/wentWell/0",
        "/lucky/0",
        "/actions/0/description",
        "/actions/2/reason",
        "/proposals/0/description",
    ];
    review["timeline"][0]["params"] = json!({ "text": "" });
    for place in places {
        *review.pointer_mut(place).expect("a place") = text.clone();
    }
    let checked = check(&read(&review), &measure(), now());
    let mut found: Vec<_> = checked.wording.iter().map(|one| one.finding.path().as_str()).collect();
    found.sort_unstable();
    let mut places = places;
    places.sort_unstable();
    assert_eq!(found, places);
    assert!(checked.complete, "blame refuses nothing");
}

fn event(version: u64, at: &str, change: &Json) -> Event {
    let by = json!({ "id": "ada", "roles": ["network", "agent"] });
    let event = json!({ "version": version, "at": at, "actor": by, "change": change });
    serde_json::from_value(event).expect("an event")
}

fn moved(version: u64, at: &str, from: &str, to: &str, means: &str) -> Event {
    let change = json!({ "type": "stateChanged", "from": from, "to": to, "stateType": means });
    event(version, at, &change)
}

fn fact(version: u64, at: &str, field: &str, value: bool) -> Event {
    let change = json!({ "type": "factsChanged",
        "changes": [{ "field": field, "from": null, "to": value }] });
    event(version, at, &change)
}

fn events() -> Vec<Event> {
    let opened = json!({ "type": "opened", "id": "INC-1", "kind": "incident", "state": "new",
        "stateType": "new", "priority": "critical", "facts": { "majorIncident": true } });
    let lowered = json!({ "type": "priorityChanged", "from": "critical", "to": "low" });
    let demoted = json!({ "type": "factsChanged",
        "changes": [{ "field": "majorIncident", "from": true, "to": false }] });
    vec![
        event(1, "2026-03-09T22:40:00Z", &opened),
        moved(2, "2026-03-09T22:45:00Z", "new", "inProgress", "active"),
        fact(3, "2026-03-09T23:00:00Z", "contained", true),
        fact(4, "2026-03-09T23:10:00Z", "contained", false),
        fact(5, "2026-03-10T00:00:00Z", "contained", true),
        event(6, "2026-03-10T00:10:00Z", &lowered),
        event(7, "2026-03-10T00:20:00Z", &demoted),
        moved(8, "2026-03-10T01:00:00Z", "inProgress", "resolved", "resolved"),
        moved(9, "2026-03-10T01:30:00Z", "resolved", "inProgress", "active"),
        moved(10, "2026-03-10T02:00:00Z", "inProgress", "resolved", "resolved"),
    ]
}

fn ticket() -> Ticket {
    Ticket::fold(events()).expect("a ticket")
}

fn marked(entries: &[Entry]) -> Vec<(Phase, String)> {
    let each = entries.iter().flat_map(|entry| entry.phases.iter().map(|one| (*one, entry.at)));
    each.map(|(phase, at)| (phase, at.to_string())).collect()
}

#[test]
fn a_timeline_is_put_together_in_the_order_of_effect() {
    let given: Vec<Entry> = serde_json::from_value(json!([
        entry("2026-03-09T22:30:00Z", "detected"),
        entry("2026-03-09T22:00:00Z", "started"),
        { "at": "2026-03-09T22:40:00Z", "kind": "decision", "code": "callTheSupplier" },
    ]))
    .expect("entries");
    let zone = Some("Europe/Berlin");
    let made = timeline(&ticket(), &given, zone, ActorsBy::Role).expect("a timeline");
    assert!(made.entries.is_sorted_by_key(|entry| entry.at));
    assert_eq!(made.entries.len(), 13);
    let first = &made.entries[0];
    assert_eq!(first.local.as_deref(), Some("2026-03-09T23:00:00+01:00"));
    assert_eq!(
        made.entries[2].code, "opened",
        "the ticket's event before the other of its instant"
    );
    assert_eq!(made.entries[2].by.as_deref(), Some("network"));
    assert_eq!(
        marked(&made.entries),
        [
            (Phase::Started, "2026-03-09T22:00:00Z".to_owned()),
            (Phase::Detected, "2026-03-09T22:30:00Z".to_owned()),
            (Phase::Reported, "2026-03-09T22:40:00Z".to_owned()),
            (Phase::Acknowledged, "2026-03-09T22:45:00Z".to_owned()),
            (Phase::Contained, "2026-03-10T00:00:00Z".to_owned()),
            (Phase::Recovered, "2026-03-10T02:00:00Z".to_owned()),
        ]
    );
    let took: Vec<_> = made.intervals.iter().map(|one| one.ms.map(|ms| ms / 60_000)).collect();
    assert_eq!(took, [Some(30), Some(5), Some(90), Some(210)]);
    let text = serde_json::to_string(&made).expect("JSON");
    assert!(!text.contains("ada"), "nobody is named unless asked for");
    let named = timeline(&ticket(), &[], None, ActorsBy::Id).expect("a timeline");
    assert!(named.entries.iter().all(|entry| entry.by.as_deref() == Some("ada")));
}

#[test]
fn without_an_anchor_there_is_no_interval() {
    let made = timeline(&ticket(), &[], None, ActorsBy::None).expect("a timeline");
    let detect = &made.intervals[0];
    assert_eq!((detect.from_at, detect.to_at, detect.ms), (None, None, None));
    assert_eq!(
        (made.intervals[2].from, made.intervals[2].ms),
        (Phase::Reported, Some(80 * 60_000))
    );
    let mut twice = vec![entry("2026-03-09T22:30:00Z", "detected")];
    twice.push(entry("2026-03-09T22:31:00Z", "detected"));
    let twice: Vec<Entry> = serde_json::from_value(json!(twice)).expect("entries");
    let errors = timeline(&ticket(), &twice, Some("Mars/Base"), ActorsBy::None).expect_err("both");
    assert_eq!(codes(&errors), ["time.zoneUnknown /zone", "review.phaseTwice /entries/1/phases/0"]);
}

#[test]
fn what_an_event_was_corrected_to_is_what_counts() {
    let mut events = events();
    let late = json!({ "type": "corrected", "version": 2, "tookEffectAt": "2026-03-09T22:41:00Z" });
    let never = json!({ "type": "corrected", "version": 5 });
    events.push(event(11, "2026-03-11T00:00:00Z", &late));
    events.push(event(12, "2026-03-11T00:00:00Z", &never));
    let ticket = Ticket::fold(events).expect("a ticket");
    let made = timeline(&ticket, &[], None, ActorsBy::None).expect("a timeline");
    assert_eq!(made.intervals[1].ms, Some(60_000));
    assert_eq!(made.intervals[2].to_at, None, "the containment never took effect");
}

#[test]
fn what_is_said_of_recovery_counts_before_what_is_said_of_service() {
    let recovered = |given: &[(&str, bool)]| {
        let facts = given.iter().zip(11_u32..);
        let when = |minute: u32| format!("2026-03-12T00:{minute}:00Z");
        let facts = facts.map(|((field, to), at)| fact(at.into(), &when(at), field, *to));
        let ticket = Ticket::fold(events().into_iter().chain(facts)).expect("a ticket");
        let made = timeline(&ticket, &[], None, ActorsBy::None).expect("a timeline");
        marked(&made.entries).pop().filter(|(phase, _)| *phase == Phase::Recovered)
    };
    let at = |minute| Some((Phase::Recovered, format!("2026-03-12T00:{minute}:00Z")));
    let state = Some((Phase::Recovered, "2026-03-10T02:00:00Z".to_owned()));
    assert_eq!(recovered(&[]), state);
    assert_eq!(recovered(&[("restored", true)]), at(11));
    assert_eq!(recovered(&[("restored", true), ("recovered", true)]), at(12));
    assert_eq!(recovered(&[("recovered", true), ("restored", true)]), at(11));
    assert_eq!(recovered(&[("recovered", true), ("recovered", true)]), at(11));
    assert_eq!(recovered(&[("recovered", false), ("restored", true)]), state);
    let twice = [("recovered", true), ("recovered", false), ("recovered", true)];
    assert_eq!(recovered(&twice), at(13), "for the last time");
}

fn rules(rules: &Json) -> Result<ReviewRules, Vec<Error>> {
    document::read(&rules.to_string(), &POLICY_BYTES)
}

fn berlin() -> Json {
    let day = json!([["09:00", "17:00"]]);
    json!({ "zone": "Europe/Berlin",
        "hours": { "mon": day, "tue": day, "wed": day, "thu": day, "fri": day } })
}

#[test]
fn the_first_rule_that_is_true_decides_by_when() {
    let condition = json!({ "field": "majorIncident", "is": true });
    let due = |ever: bool, within: &str| {
        let written = json!({ "calendar": berlin(), "rules": [
            { "id": "major", "if": condition, "ever": ever, "within": within },
            { "id": "small" } ] });
        let rules = rules(&written).expect("rules").check().expect("checked");
        let status = rules.status(&ticket(), None, None, now()).expect("a status");
        (status.rule.expect("a rule"), status.due_at.map(|due| due.to_string()), status.overdue)
    };
    let major = |text: &str, overdue| ("major".to_owned(), Some(text.to_owned()), overdue);
    assert_eq!(due(false, "8h"), ("small".to_owned(), None, false), "it is major no longer");
    assert_eq!(due(true, "8h"), major("2026-03-10T16:00:00Z", true));
    assert_eq!(due(true, "72h elapsed"), major("2026-03-13T02:00:00Z", true));
    assert_eq!(due(true, "5 working days end of day"), major("2026-03-17T16:00:00Z", true));
    assert_eq!(due(true, "10 calendar days"), major("2026-03-20T02:00:00Z", true));
    assert_eq!(due(true, "14 calendar days"), major("2026-03-24T02:00:00Z", false));
}

#[test]
fn a_review_is_done_when_it_is_complete_and_published_after_the_resolution() {
    let written = json!({ "rules": [{ "id": "all", "within": "80h" }] });
    let rules = rules(&written).expect("rules").check().expect("checked");
    let standing = |review: Option<&Json>, now: Instant| {
        let review = review.map(read);
        let status =
            rules.status(&ticket(), review.as_ref(), Some(Tlp::Amber), now).expect("a status");
        (status.standing, codes(&status.missing))
    };
    let due = at("2026-03-13T10:00:00Z");
    assert_eq!(standing(None, due).0, ReviewStanding::Open);
    let after = due.plus(Span::from_millis(1)).expect("an instant");
    assert_eq!(standing(None, after), (ReviewStanding::Overdue, vec!["review.absent ".to_owned()]));
    assert_eq!(standing(Some(&whole()), now()), (ReviewStanding::Done, Vec::new()));
    let late = changed("/publishedAt", Some(json!("2026-03-13T10:00:01Z")));
    assert_eq!(standing(Some(&late), now()).0, ReviewStanding::DoneLate);
    let draft = changed("/publishedAt", None);
    let missing = vec!["review.notPublished /review/publishedAt".to_owned()];
    assert_eq!(standing(Some(&draft), now()), (ReviewStanding::Overdue, missing));
    let wider = changed("/release", None);
    let missing = vec!["review.labelWider /review/tlp".to_owned()];
    assert_eq!(standing(Some(&wider), now()), (ReviewStanding::Overdue, missing));
    let lacking = changed("/factors", None);
    assert_eq!(standing(Some(&lacking), now()).0, ReviewStanding::Overdue);
    let mut early = whole();
    early["heldAt"] = json!("2026-03-10T00:30:00Z");
    early["publishedAt"] = json!("2026-03-10T01:10:00Z");
    early["actions"].as_array_mut().expect("a list").truncate(1);
    let (standing, missing) = standing(Some(&early), now());
    assert_eq!(standing, ReviewStanding::Overdue, "it was resolved again since");
    assert!(missing.contains(&"review.beforeResolution /review/publishedAt".to_owned()));
    let other = changed("/ticket", Some(json!("INC-2")));
    let error =
        rules.status(&ticket(), Some(&read(&other)), None, now()).expect_err("another ticket");
    assert_eq!(codes(&[error]), ["review.otherTicket /review/ticket"]);
    let open = Ticket::fold(events().into_iter().take(9)).expect("a ticket");
    let status = rules.status(&open, None, None, now()).expect("a status");
    assert_eq!((status.standing, status.due_at), (ReviewStanding::NotStarted, None));
}

#[test]
fn rules_that_are_none_are_refused_with_every_finding() {
    let written = json!({ "fields": { "impact": "text", "breach": "flag" }, "rules": [
        { "id": "", "within": "5 working days" },
        { "id": "a", "if": { "field": "breach", "is": "yes" }, "within": "soon" },
        { "id": "a", "if": { "field": "nothing", "isSet": true }, "within": "0h" },
        { "id": "b", "if": { "field": "breach" }, "within": "2d" } ] });
    let errors = rules(&written).expect("read").check().expect_err("refused");
    assert_eq!(
        codes(&errors),
        [
            "field.repeated /fields/impact",
            "id.empty /rules/0/id",
            "review.noCalendar /rules/0/within",
            "field.typeWrong /rules/1/if/is",
            "sla.withinSyntax /rules/1/within",
            "id.repeated /rules/2/id",
            "field.unknown /rules/2/if/field",
            "time.spanNotPositive /rules/2/within",
            "condition.form /rules/3/if",
            "time.spanDays /rules/3/within",
        ]
    );
    let far = json!({ "rules": [{ "id": "a", "within": "70000000h" }] });
    let far = rules(&far).expect("read").check().expect("checked");
    assert!(far.status(&ticket(), None, None, now()).is_err(), "beyond the year 9999");
}

proptest! {
    #[test]
    fn a_timeline_loses_nothing(offsets in prop::collection::vec(0_i64..20_000_000, 0..12)) {
        let start = at("2026-03-09T22:00:00Z").as_millis();
        let given = offsets.iter().map(|offset| json!({
            "at": start + offset, "kind": "action", "code": offset.to_string() }));
        let given: Vec<Entry> = serde_json::from_value(given.collect()).expect("entries");
        let made = timeline(&ticket(), &given, None, ActorsBy::None).expect("a timeline");
        prop_assert_eq!(made.entries.len(), 10 + given.len());
        prop_assert!(made.entries.is_sorted_by_key(|entry| entry.at));
        for one in &given {
            prop_assert!(made.entries.contains(one));
        }
    }
}
