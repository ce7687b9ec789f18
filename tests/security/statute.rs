//! The law's clocks: what a pack and facts may not be, and what holds of every deadline.

use std::collections::BTreeSet;

use incident_core::statute::{Deadlines, Pack, Scope, Situation, Status};
use incident_core::time::Zone;
use incident_core::{Code, Error, Instant, document, door, limits};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;

const REGIMES: [&str; 11] =
    ["gdpr", "nis2", "dora", "sec", "hipaa", "circia", "certIn", "usBanks", "nydfs", "ftc", "cra"];

fn preset() -> Pack {
    Pack::preset().expect("a pack without findings")
}

fn document_of(pack: &Pack) -> Json {
    serde_json::from_str(&serde_json::to_string(pack.draft()).expect("JSON")).expect("JSON")
}

fn instant(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// As the door does, but larger.
fn ask(pack: &Pack, facts: &Json, scope: &Json, now: Instant) -> Result<Deadlines, Vec<Error>> {
    let facts: Situation = document::read(&facts.to_string(), &limits::REQUEST_BYTES)?;
    let scope: Scope = document::read(&scope.to_string(), &limits::REQUEST_BYTES)?;
    pack.deadlines(&facts, &scope, now, &[])
}

/// Every regime declared, with facts by which most duties apply.
fn everything() -> Json {
    let mut scope = json!({});
    for regime in REGIMES {
        scope[regime] = json!({});
    }
    let facts = [
        ("gdpr", json!({ "role": "controller", "risk": "high" })),
        ("nis2", json!({ "trustService": false, "recipientsAffected": true, "ongoing": true })),
        (
            "dora",
            json!({ "entityType": "other", "nis2Entity": false, "extensionDisapplied": false }),
        ),
        (
            "hipaa",
            json!({ "role": "coveredEntity", "affectedIndividuals": 900,
                "residentsOfOneState": 900 }),
        ),
        ("usBanks", json!({ "role": "bankingOrganization", "disruptionHours": 5 })),
        ("nydfs", json!({ "paymentMade": true })),
        ("ftc", json!({ "consumers": 900 })),
        ("cra", json!({ "about": "incident" })),
    ];
    for (regime, facts) in facts {
        scope[regime]["facts"] = facts;
    }
    scope
}

/// Every anchor at one instant.
fn anchors(pack: &Pack, at: &str) -> Json {
    let all = pack.draft().anchors.iter().map(|anchor| (anchor.id.clone(), json!(at)));
    Json::Object(all.collect())
}

#[test]
fn the_pack_has_every_regime_and_verifies_nothing() {
    let pack = preset();
    let draft = pack.draft();
    let regimes: Vec<_> = draft.regimes.iter().map(|regime| regime.id.as_str()).collect();
    assert_eq!(regimes, REGIMES);
    for regime in &draft.regimes {
        for duty in &regime.duties {
            assert!(duty.id.starts_with(&format!("{}.", regime.id)), "{}", duty.id);
            assert!(!duty.verified && !duty.article.is_empty(), "{}", duty.id);
            assert!(duty.promptly || !duty.limits.is_empty(), "{} asks for nothing", duty.id);
        }
        assert_eq!(regime.in_force, regime.id != "circia");
    }
    let again = Pack::read(&document_of(&pack).to_string()).expect("the same");
    assert_eq!(again.draft(), draft);
}

#[test]
fn the_page_lists_every_duty_and_status() {
    let page = include_str!("../../src/statute/semantics.md");
    for duty in preset().draft().regimes.iter().flat_map(|regime| &regime.duties) {
        let start = duty.anchor.as_ref().or(duty.after.as_ref()).expect("a trigger");
        let row = format!("| `{}` | {} | {} → {} |", duty.id, duty.article, duty.who, duty.whom);
        let found = page.lines().find(|line| line.starts_with(&row)).unwrap_or(&row);
        assert!(found != row && found.contains(&format!("`{start}`")), "{row}");
        for limit in &duty.limits {
            for number in [limit.hours, limit.days, limit.months].into_iter().flatten() {
                assert!(found.contains(&format!("{number} ")), "{row}: {number}");
            }
        }
    }
    for status in Status::ALL {
        assert!(page.contains(&format!("`{}`", json!(status).as_str().expect("a word"))));
    }
}

#[test]
fn floods_are_cut_and_answered() {
    let name = |number: usize| format!("x{number}");
    let submissions: Vec<_> =
        (0..10_000).map(|number| json!({ "duty": "gdpr.authority", "at": number })).collect();
    let facts = json!({
        "zone": "Europe/Berlin", "anchors": { "awareness": "2026-12-04T09:20:00Z" },
        "submissions": submissions,
    });
    let answer = ask(&preset(), &facts, &everything(), Instant::MAX).expect("an answer");
    assert_eq!(answer.warnings.len(), 1_000);
    let unknown: Vec<_> =
        (0..10_000).map(|number| json!({ "duty": name(number), "at": 0 })).collect();
    let facts = json!({ "zone": "Europe/Berlin", "anchors": {}, "submissions": unknown });
    let errors = ask(&preset(), &facts, &json!({}), Instant::MIN).expect_err("unknown");
    assert_eq!(errors.len(), 1_000);
    let mut pack = document_of(&preset());
    let duty = pack.pointer("/regimes/0/duties/0").expect("a duty").clone();
    let duties = |count: usize| -> Json {
        let chained = |number: usize| {
            let mut duty = duty.clone();
            duty["id"] = json!(name(number));
            duty["after"] = json!(name((number + 1) % count));
            duty.as_object_mut().expect("a duty").remove("anchor");
            duty
        };
        (0..count).map(chained).collect()
    };
    *pack.pointer_mut("/regimes/0/duties").expect("duties") = duties(9_000);
    let errors = Pack::read(&pack.to_string()).expect_err("a ring");
    assert_eq!(errors.len(), 1_000);
    assert_eq!(errors[0].code(), Code::StatuteCycle);
    *pack.pointer_mut("/regimes/0/duties").expect("duties") = duties(9_990);
    let errors = Pack::read(&pack.to_string()).expect_err("too many");
    assert_eq!(codes(&errors), ["limit.exceeded /regimes"]);
}

#[test]
fn every_step_names_its_article_and_says_all_it_has() {
    let path = format!("{}/tests/vectors/security/statute-cases.json", env!("CARGO_MANIFEST_DIR"));
    let table: Vec<Json> =
        serde_json::from_str(&std::fs::read_to_string(path).expect("the table")).expect("JSON");
    let mut seen = BTreeSet::new();
    for vector in &table {
        let answer = &vector["answer"]["value"];
        assert_eq!(answer["notice"]["code"], "statute.notLegalAdvice", "{}", vector["name"]);
        for step in answer["deadlines"][0]["steps"].as_array().expect("steps") {
            let code = step["code"].as_str().expect("a code");
            let params = step["params"].as_object().expect("params");
            assert!(params["article"].as_str().is_some_and(|article| !article.is_empty()));
            assert_eq!(step["severity"], "note");
            let template = Code::named(code).expect("a code").message();
            for (name, _) in params {
                // Which regime's holiday it is, and so on: said or known from elsewhere.
                assert!(template.contains(&format!("{{{name}}}")), "{code} does not say {name}");
            }
            seen.insert(code.to_owned());
        }
    }
    let notes = Code::STATUTE.iter().filter(|code| !code.refuses());
    let steps = notes.filter(|code| code.severity() == incident_core::Severity::Note);
    let missing: Vec<_> = steps
        .map(|code| code.as_str())
        .filter(|code| !seen.contains(*code) && *code != "statute.notLegalAdvice")
        .collect();
    assert!(missing.is_empty(), "no case of the table has the steps {missing:?}");
}

#[test]
fn every_fault_of_the_facts_is_found_at_once() {
    let facts = json!({
        "zone": "Europe/Berlim",
        "holidays": [{ "date": "2026-02-30" }, { "date": "2026-12-25" }, { "date": "2026-12-25" }],
        "anchors": { "awarness": "2026-12-04T09:20:00Z", "gpdr.awareness": null,
            "classification": "2026-12-04T09:20:00Z" },
        "notYet": ["classification", "clasification"],
        "submissions": [{ "duty": "gdpr.autority", "at": 0 }],
        "facts": { "risk": "huge", "rsik": "high", "consumers": -1, "ongoing": "yes" },
        "delays": [{ "duty": "sec.report", "days": 31 }, { "duty": "sec.report", "days": 30 },
            { "duty": "sec.report", "days": 60 }, { "duty": "sec.report", "days": 1 },
            { "duty": "gdpr.authority", "days": 1 }, { "duty": "sec.reprot", "days": 1 }],
    });
    let scope = json!({
        "gpdr": {}, "nis2": { "zone": "Mars", "facts": { "role": "controller" } },
        "dora": { "holidays": [{ "date": "never" }] },
    });
    let errors = ask(&preset(), &facts, &scope, Instant::MIN).expect_err("faults");
    assert_eq!(
        codes(&errors),
        [
            "time.zoneUnknown /facts/zone",
            "calendar.dateInvalid /facts/holidays/0/date",
            "calendar.dateRepeated /facts/holidays/2/date",
            "time.zoneUnknown /scope/nis2/zone",
            "calendar.dateInvalid /scope/dora/holidays/0/date",
            "statute.anchorUnknown /facts/anchors/awarness",
            "statute.regimeUnknown /facts/anchors/gpdr.awareness",
            "statute.anchorContradicts /facts/notYet/0",
            "statute.anchorUnknown /facts/notYet/1",
            "statute.dutyUnknown /facts/submissions/0/duty",
            "statute.factWrong /facts/facts/consumers",
            "statute.factWrong /facts/facts/ongoing",
            "statute.factWrong /facts/facts/risk",
            "statute.factUnknown /facts/facts/rsik",
            "statute.delayTooLong /facts/delays/0/days",
            "statute.delayTooLong /facts/delays/3/days",
            "statute.delayOutOfPlace /facts/delays/4/duty",
            "statute.dutyUnknown /facts/delays/5/duty",
            "statute.regimeUnknown /scope/gpdr",
            "statute.factUnknown /scope/nis2/facts/role",
        ]
    );
    let nearest = |at: usize| errors[at].help().unwrap_or_default();
    assert!(nearest(5).contains("`awareness`"), "{}", nearest(5));
    assert!(nearest(18).contains("`gdpr`"), "{}", nearest(18));
}

#[test]
fn contradictions_are_warnings_and_lose_nothing() {
    let facts = json!({
        "zone": "Europe/Berlin",
        "anchors": { "awareness": "2026-12-04T09:20:00Z",
            "classification": "2026-12-03T00:00:00Z" },
        "submissions": [{ "duty": "gdpr.authority", "at": "2026-12-01T00:00:00Z" },
            { "duty": "dora.intermediate", "at": "2027-01-01T00:00:00Z" }],
    });
    let now = instant("2026-12-05T00:00:00Z");
    let answer = ask(&preset(), &facts, &everything(), now).expect("an answer");
    assert_eq!(
        codes(&answer.warnings),
        [
            "statute.orderOdd /facts/anchors/classification",
            "statute.submittedEarly /facts/submissions/0/at",
            "statute.holidaysUnknown /facts/holidays",
            "statute.holidaysUnknown /facts/holidays",
            "statute.ahead /facts/submissions/1/at",
        ]
    );
    assert_eq!(answer.deadlines.len(), 40);
    let authority = answer.deadlines.iter().find(|one| one.duty == "gdpr.authority");
    assert_eq!(authority.expect("there").status, Status::Met);
}

/// A change of the pack, and what is found about it.
fn refused(pointer: &str, value: Json) -> Vec<String> {
    let mut pack = document_of(&preset());
    let (parent, name) = pointer.rsplit_once('/').expect("a pointer");
    match pack.pointer_mut(parent).expect("a place") {
        Json::Object(members) => {
            members.insert(name.to_owned(), value);
        }
        Json::Array(list) if name == "-" => list.push(value),
        Json::Array(list) => list[name.parse::<usize>().expect("a place")] = value,
        other => panic!("{other}"),
    }
    codes(&Pack::read(&pack.to_string()).err().unwrap_or_default())
}

/// A place, what is put there, and what is found where; `~` is the first duty, `!` its limit.
const FAULTS: &[(&str, &str, &str, &str)] = &[
    ("/version", "2", "statute.packVersion", "/version"),
    ("/id", r#""""#, "id.empty", "/id"),
    ("/asOf", r#""today""#, "calendar.dateInvalid", "/asOf"),
    ("/anchors/-", r#"{"id": "awareness", "meaning": ""}"#, "id.repeated", "/anchors/12/id"),
    ("/anchors/0/notBefore", r#"["x"]"#, "statute.anchorUnknown", "/anchors/0/notBefore/0"),
    ("/regimes/0/id", r#""cra""#, "id.repeated", "/regimes/10/id"),
    ("/regimes/0/appliesFrom", r#""2026-13-01""#, "calendar.dateInvalid", "/regimes/0/appliesFrom"),
    ("/regimes/0/zone", r#""Berlin""#, "time.zoneUnknown", "/regimes/0/zone"),
    ("~/id", r#""cra.users""#, "id.repeated", "/regimes/10/duties/7/id"),
    ("~/after", r#""cra.users""#, "statute.triggerForm", "~"),
    ("~/anchor", r#""aware""#, "statute.anchorUnknown", "~/anchor"),
    ("/regimes/1/duties/3/after", r#""nis2.final""#, "statute.cycle", "/regimes/1/duties/3/after"),
    ("/regimes/1/duties/3/after", r#""nis""#, "statute.dutyUnknown", "/regimes/1/duties/3/after"),
    ("!", r#"{"counting": "eu"}"#, "statute.periodForm", "!"),
    ("!", r#"{"counting": "eu", "days": 1, "hours": 1}"#, "statute.periodForm", "!"),
    ("!", r#"{"counting": "clock", "days": 1}"#, "statute.periodForm", "!"),
    ("!", r#"{"counting": "eu", "months": 1001}"#, "limit.exceeded", "!"),
    ("!/afterYearEnd", "true", "statute.partOutOfPlace", "!/afterYearEnd"),
    ("!/closing", r#"{"time": "9:30", "article": ""}"#, "calendar.timeInvalid", "!/closing/time"),
    ("!/counting", r#""sun""#, "document.wordUnknown", "!/counting"),
    ("~/when", r#"[{"fact": "role"}]"#, "statute.testForm", "~/when/0"),
    ("~/when", r#"[{"fact": "rule", "is": 1}]"#, "statute.factUnknown", "~/when/0/fact"),
    ("~/when", r#"[{"fact": "role", "is": 1}]"#, "statute.factWrong", "~/when/0"),
    ("~/when", r#"[{"fact": "role", "atLeast": 1}]"#, "statute.factWrong", "~/when/0"),
    (
        "~/extension",
        r#"{"time": "25:00", "article": ""}"#,
        "calendar.timeInvalid",
        "~/extension/time",
    ),
    ("~/delays", r#"{"most": [9999], "article": ""}"#, "limit.exceeded", "~/delays/most/0"),
    ("~/deadline", "72", "document.fieldUnknown", "~/deadline"),
];

#[test]
fn packs_with_faults_are_refused_where_they_have_them() {
    let whole = |path: &str| path.replace('!', "~/limits/0").replace('~', "/regimes/0/duties/0");
    for (pointer, value, code, place) in FAULTS {
        let value = serde_json::from_str(value).expect("JSON");
        let found = refused(&whole(pointer), value);
        assert!(found.contains(&format!("{code} {}", whole(place))), "{pointer}: {found:?}");
    }
    for text in ["", "{}", "[]", "null", "{\"version\":1}"] {
        assert!(Pack::read(text).is_err(), "{text}");
    }
}

#[test]
fn a_ring_of_duties_is_found_in_each_of_them() {
    let mut pack = document_of(&preset());
    let duties = pack.pointer_mut("/regimes/2/duties").expect("duties of DORA");
    duties[0].as_object_mut().expect("a duty").remove("anchor");
    duties[0]["after"] = json!("dora.final");
    let found = codes(&Pack::read(&pack.to_string()).expect_err("a ring"));
    let at = |duty: usize| format!("statute.cycle /regimes/2/duties/{duty}/after");
    assert_eq!(found, [at(0), at(1), at(3)]);
}

#[test]
fn another_pack_counts_its_own_way() {
    let mut pack = document_of(&preset());
    let limit = pack.pointer_mut("/regimes/0/duties/0/limits/0").expect("the 72 hours");
    limit["twoWorkingDays"] = json!(true);
    *pack.pointer_mut("/regimes/5/inForce").expect("CIRCIA") = json!(true);
    *pack.pointer_mut("/regimes/0/duties/0/verified").expect("a duty") = json!(true);
    let pack = Pack::read(&pack.to_string()).expect("a pack");
    let facts =
        json!({ "zone": "Europe/Berlin", "anchors": anchors(&pack, "2026-12-04T09:20:00Z") });
    let answer = ask(&pack, &facts, &everything(), Instant::MIN).expect("an answer");
    let due = |duty: &str| {
        let found = answer.deadlines.iter().find(|one| one.duty == duty).expect("there");
        (found.verified, found.statutory.map(|at| at.to_string()).unwrap_or_default())
    };
    // Friday: Monday and Tuesday are the two working days.
    assert_eq!(due("gdpr.authority"), (true, "2026-12-08T23:00:00Z".to_owned()));
    assert_eq!(due("circia.incident"), (false, "2026-12-07T09:20:00Z".to_owned()));
    assert_eq!(due("circia.payment"), (false, "2026-12-05T09:20:00Z".to_owned()));
    assert_ne!(answer.digest, preset().digest());
}

#[test]
fn the_duties_asked_for_are_those_of_the_whole_answer() {
    let facts =
        json!({ "zone": "Europe/Berlin", "anchors": anchors(&preset(), "2026-12-04T09:20:00Z") });
    let request = |only: Json| {
        let request = json!({ "op": "statuteDeadlines", "facts": facts, "scope": everything(),
            "now": "2026-12-05T00:00:00Z", "only": only });
        let answer: Json = serde_json::from_str(&door::secure(&request.to_string())).expect("JSON");
        answer
    };
    let whole = request(json!([]))["value"]["deadlines"].as_array().expect("deadlines").clone();
    for one in &whole {
        assert_eq!(request(json!([one["duty"]]))["value"]["deadlines"], json!([one]));
    }
    let dora = request(json!(["dora"]))["value"]["deadlines"].as_array().expect("four").len();
    assert_eq!(dora, 4);
    let unknown = request(json!(["dora", "dorra", "dora.intial"]));
    let paths: Vec<_> =
        unknown["errors"].as_array().expect("errors").iter().map(|error| &error["path"]).collect();
    assert_eq!(paths, ["/only/1", "/only/2"]);
}

fn zone() -> impl Strategy<Value = String> {
    let names: Vec<String> = Zone::names().map(str::to_owned).collect();
    prop_oneof![
        proptest::sample::select(names),
        proptest::sample::select(vec!["Europe/Berlin".to_owned(), "America/New_York".to_owned()]),
    ]
}

fn moments() -> impl Strategy<Value = i64> {
    let last = Instant::MAX.as_millis();
    prop_oneof![
        0..=last,
        1_767_225_600_000..=2_240_611_200_000_i64,
        0..=100_000_000_i64,
        last - 20_000_000_000..=last,
    ]
}

fn draft_anchors(pack: &Pack, at: &[i64]) -> Json {
    let text = |at: i64| json!(Instant::from_millis(at).expect("an instant").to_string());
    let ids = pack.draft().anchors.iter().map(|anchor| anchor.id.clone());
    Json::Object(ids.zip(at.iter().cycle()).map(|(id, at)| (id, text(*at))).collect())
}

/// The date in UTC.
fn date_of(at: Instant) -> String {
    at.to_string().chars().take(10).collect()
}

fn submissions(pack: &Pack, at: &[i64]) -> Json {
    let duties = pack.draft().regimes.iter().flat_map(|regime| &regime.duties);
    let text = |at: i64| Instant::from_millis(at).expect("an instant").to_string();
    duties.zip(at).map(|(duty, at)| json!({ "duty": duty.id, "at": text(*at) })).collect()
}

/// The pack with every regime in force from the beginning of time.
fn timeless() -> Pack {
    let mut pack = document_of(&preset());
    for regime in pack["regimes"].as_array_mut().expect("regimes") {
        regime["inForce"] = json!(true);
        regime.as_object_mut().expect("a regime").remove("appliesFrom");
    }
    Pack::read(&pack.to_string()).expect("a pack")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn whatever_the_facts_the_instants_are_in_order(
        zone in zone(),
        at in proptest::collection::vec(moments(), 1..12),
        submitted in proptest::collection::vec(moments(), 0..40),
        holidays in proptest::collection::btree_set(0..2_932_896_i64, 0..20),
        now in moments(),
    ) {
        let pack = timeless();
        let date = |day: &i64| {
            json!({ "date": date_of(Instant::from_millis(day * 86_400_000).expect("a date")) })
        };
        let facts = json!({
            "zone": zone,
            "anchors": draft_anchors(&pack, &at),
            "submissions": submissions(&pack, &submitted),
            "holidays": holidays.iter().map(date).collect::<Vec<_>>(),
        });
        let now = Instant::from_millis(now).expect("an instant");
        let answer = ask(&pack, &facts, &everything(), now).expect("an answer");
        prop_assert_eq!(answer.deadlines.len(), 40);
        for one in &answer.deadlines {
            let timed = matches!(
                one.status,
                Status::Running | Status::Due | Status::Overdue | Status::Met | Status::Late
            );
            prop_assert_eq!(one.statutory.is_some(), timed, "{:?}", one);
            prop_assert_eq!(one.conservative.is_some(), timed);
            prop_assert!(one.conservative <= one.statutory, "{:?}", one);
            let filled = one.steps.iter().all(|step| !step.message().contains('{'));
            prop_assert!(filled, "{:?}", one);
        }
    }

    #[test]
    fn a_holiday_more_never_makes_a_deadline_earlier(
        at in 1_767_225_600_000..=2_240_611_200_000_i64,
        ahead in 0..70_i64,
    ) {
        let pack = timeless();
        let mut facts = json!({
            "zone": "Europe/Berlin",
            "anchors": draft_anchors(&pack, &[at]),
            "submissions": submissions(&pack, &[at; 40]),
        });
        let before = ask(&pack, &facts, &everything(), Instant::MIN).expect("an answer");
        let day = Instant::from_millis(at + ahead * 86_400_000).expect("a day");
        facts["holidays"] = json!([{ "date": date_of(day) }]);
        facts["closures"] = facts["holidays"].clone();
        let after = ask(&pack, &facts, &everything(), Instant::MIN).expect("an answer");
        for (one, other) in before.deadlines.iter().zip(&after.deadlines) {
            prop_assert!(one.statutory <= other.statutory, "{:?} {:?}", one, other);
        }
    }

    #[test]
    fn a_duty_goes_from_running_to_due_to_overdue(at in 0..=2_240_611_200_000_i64) {
        let pack = timeless();
        let facts = json!({ "zone": "Europe/Berlin", "anchors": draft_anchors(&pack, &[at]) });
        let standing = |now: Instant, duty: &str| {
            let answer = ask(&pack, &facts, &everything(), now).expect("an answer");
            answer.deadlines.into_iter().find(|one| one.duty == duty).expect("there")
        };
        let first = standing(Instant::MIN, "gdpr.authority");
        let [early, last] = [first.conservative, first.statutory].map(|at| at.expect("a period"));
        let after = |at: Instant| Instant::from_millis(at.as_millis() + 1).expect("an instant");
        for (now, status) in [
            (early, Status::Running),
            (after(early), if early < last { Status::Due } else { Status::Overdue }),
            (last, if early < last { Status::Due } else { Status::Running }),
            (after(last), Status::Overdue),
        ] {
            prop_assert_eq!(standing(now, "gdpr.authority").status, status);
        }
    }
}
