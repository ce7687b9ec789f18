//! The deadlines of the law in the crate, in the table of vectors and in the oracle: all the same.

use std::fs;

use incident_core::statute::{Deadline, Pack, Scope, Situation, Status};
use incident_core::{Instant, document, door, limits};
use serde_json::{Value as Json, json};

use crate::date::{DAY, day_of, weekday_of, written};
use crate::draw::Draw;
use crate::random::given;
use crate::statute::{Ends, ZONES, duties, ends, federal_holidays, trigger_of};

/// How many random incidents are drawn unless the environment says otherwise.
const INCIDENTS: u64 = 4_000;

fn table() -> Vec<Json> {
    let path = "tests/vectors/security/statute-cases.json";
    let file = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_str(&fs::read_to_string(file).expect("the table")).expect("JSON")
}

fn instant(text: &Json) -> Option<i64> {
    let text = text.as_str()?;
    Some(Instant::parse(text).expect("an instant").as_millis())
}

/// How a duty stands that has these ends.
fn standing(ends: Ends, submitted: Option<i64>, now: i64) -> &'static str {
    match submitted {
        Some(at) if at <= ends.statutory => "met",
        Some(_) => "late",
        None if now <= ends.conservative => "running",
        None if now <= ends.statutory => "due",
        None => "overdue",
    }
}

#[test]
fn the_table_the_crate_and_the_oracle_agree() {
    let table = table();
    let (mut dated, mut undated) = (0, 0);
    for vector in &table {
        let (name, request) = (&vector["name"], &vector["request"]);
        let answer: Json = serde_json::from_str(&door::secure(&request.to_string())).expect("JSON");
        assert_eq!(answer, vector["answer"], "{name}");
        let found = &answer["value"]["deadlines"][0];
        let duty = request["only"][0].as_str().expect("a duty");
        assert_eq!(found["duty"], duty, "{name}");
        assert!(!found["steps"].as_array().expect("steps").is_empty(), "{name}");
        let conservative = instant(&found["conservative"]);
        let statutory = instant(&found["statutory"]);
        let late = conservative == Some(Instant::MAX.as_millis());
        if duty.starts_with("circia.") || late || !duties().contains(&duty) {
            // Not in force, after the end of time, or without a number.
            assert!(late || statutory.is_none(), "{name}");
            undated += 1;
            continue;
        }
        let oracle = ends(duty, &request["facts"], &request["scope"]);
        assert_eq!(conservative, oracle.map(|ends| ends.conservative), "{name}");
        assert_eq!(statutory, oracle.map(|ends| ends.statutory), "{name}");
        let Some(oracle) = oracle else {
            undated += 1;
            continue;
        };
        let now = instant(&request["now"]).expect("a present");
        let status = standing(oracle, instant(&found["submittedAt"]), now);
        assert_eq!(found["status"], status, "{name}");
        dated += 1;
    }
    println!("oracle: {dated} statutory cases with instants, {undated} without");
    assert!(dated >= 120 && undated >= 60, "{dated} and {undated}");
}

/// The crate's pack with the regime in force that is not.
fn pack() -> Pack {
    let text = serde_json::to_string(Pack::preset().expect("a pack").draft()).expect("JSON");
    let mut pack: Json = serde_json::from_str(&text).expect("JSON");
    for regime in pack["regimes"].as_array_mut().expect("regimes") {
        regime["inForce"] = json!(true);
    }
    Pack::read(&pack.to_string()).expect("a pack")
}

/// A day from 2027 to 2042, often at the end of a month, around a change of clocks or near a
/// holiday.
fn day(draw: &mut Draw) -> i64 {
    let year = draw.range(2027, 2042);
    let month = draw.range(1, 12);
    let anchor = match draw.range(0, 4) {
        0 => day_of(year, month, 1),
        1 => *draw.pick(&federal_holidays(year)),
        2 => {
            let month = *draw.pick(&[3, 10, 11]);
            day_of(year, month, *draw.pick(&[1, 8, 14, 25, 30]))
        }
        3 => day_of(year, 2, 27),
        _ => return day_of(year, month, 1) + draw.range(0, 30),
    };
    anchor + draw.range(-4, 4)
}

fn moment(draw: &mut Draw) -> i64 {
    let time = match draw.range(0, 3) {
        0 => draw.range(0, 23) * 3_600_000,
        1 => draw.range(0, 5) * 1_800_000 - draw.range(0, 1),
        _ => draw.range(0, DAY * 1_000 - 1),
    };
    day(draw) * DAY * 1_000 + time
}

fn text(at: i64) -> Json {
    Instant::from_millis(at).expect("an instant").to_string().into()
}

fn holidays(draw: &mut Draw, around: i64) -> Json {
    let base = around.div_euclid(DAY * 1_000);
    let days = (0..draw.range(0, 12)).map(|_| base + draw.range(0, 70)).collect::<Vec<_>>();
    let mut days: Vec<i64> = days.into_iter().flat_map(|day| [day, day + 1]).collect();
    days.sort_unstable();
    days.dedup();
    days.into_iter().map(|day| json!({ "date": written(day) })).collect()
}

/// Facts with which each duty may apply and may not.
fn facts(draw: &mut Draw) -> Json {
    let number = |draw: &mut Draw| *draw.pick(&[0, 1, 499, 500, 501, 10_000]);
    let mut facts = json!({});
    for (name, words) in [
        ("risk", &["unlikely", "likely", "high"][..]),
        ("entityType", &["creditInstitution", "tradingVenue", "other", "other", "other"]),
        ("about", &["vulnerability", "incident"]),
    ] {
        if draw.chance(90) {
            facts[name] = json!(draw.pick(words));
        }
    }
    for name in ["trustService", "ongoing", "nis2Entity", "extensionDisapplied", "paymentMade"] {
        if draw.chance(90) {
            facts[name] = json!(draw.chance(25));
        }
    }
    for name in ["residentsOfOneState", "affectedIndividuals", "consumers"] {
        if draw.chance(90) {
            facts[name] = json!(number(draw));
        }
    }
    facts
}

struct Incident {
    facts: Json,
    scope: Json,
    now: i64,
}

fn incident(draw: &mut Draw, duty: &str) -> Incident {
    let at = moment(draw);
    let mut anchors = json!({});
    let mut submissions = Vec::new();
    let trigger = trigger_of(duty);
    if trigger.contains('.') {
        for _ in 0..draw.range(0, 3) {
            submissions
                .push(json!({ "duty": trigger, "at": text(at + draw.range(0, 900_000_000)) }));
        }
    } else if draw.chance(95) {
        anchors[trigger] = text(at);
    }
    if duty == "dora.initial" && draw.chance(90) {
        // Mostly a little before the classification, or about a day.
        let before = *draw.pick(&[3_600_000, 86_400_000, 90_000_000, 82_000_000]);
        anchors["awareness"] = text(at - before + draw.range(-3_600_000, 3_600_000));
    }
    if draw.chance(50) {
        submissions.push(json!({ "duty": duty, "at": text(at + draw.range(0, 6_000_000_000)) }));
    }
    let mut delays = Vec::new();
    if duty == "sec.report" && draw.chance(40) {
        for most in [30, 30, 60].into_iter().take(usize::try_from(draw.range(1, 3)).expect("few")) {
            delays.push(json!({ "duty": duty, "days": draw.range(1, most) }));
        }
    }
    let role = match duty.split('.').next() {
        Some("gdpr") => json!({ "role": draw.pick(&["controller", "controller", "processor"]) }),
        Some("hipaa") => json!({ "role": draw.pick(&["coveredEntity", "businessAssociate"]) }),
        Some("usBanks") => json!({ "role": "bankingOrganization" }),
        _ => json!({}),
    };
    let regime = duty.split('.').next().expect("a regime");
    let facts = json!({
        "zone": draw.pick(&ZONES),
        "holidays": holidays(draw, at),
        "closures": if draw.chance(30) { holidays(draw, at) } else { json!([]) },
        "anchors": anchors,
        "submissions": submissions,
        "facts": facts(draw),
        "delays": delays,
    });
    Incident {
        facts,
        scope: json!({ regime: { "facts": role } }),
        now: at + draw.range(0, 6_000_000_000),
    }
}

fn asked(pack: &Pack, duty: &str, incident: &Incident) -> Deadline {
    let read = |json: &Json| json.to_string();
    let facts: Situation =
        document::read(&read(&incident.facts), &limits::TICKET_BYTES).expect("facts");
    let scope: Scope =
        document::read(&read(&incident.scope), &limits::TICKET_BYTES).expect("scope");
    let now = Instant::from_millis(incident.now).expect("an instant");
    let only = [duty.to_owned()];
    let answer = pack.deadlines(&facts, &scope, now, &only);
    let mut answer =
        answer.unwrap_or_else(|errors| panic!("{duty} {}: {errors:?}", incident.facts));
    answer.deadlines.remove(0)
}

#[test]
fn random_incidents_agree() {
    let pack = pack();
    let duties = duties();
    // Whoever asks for so many questions about the clock waits as long for a tenth of these.
    let count = given("INCIDENT_CORE_CASES").map_or(INCIDENTS, |cases| cases / 10);
    let seed = given("INCIDENT_CORE_SEED").unwrap_or(0);
    let mut dated = 0_u64;
    for number in 0..count {
        let mut draw = Draw::seeded(seed + number);
        let duty = *draw.pick(&duties);
        let incident = incident(&mut draw, duty);
        let found = asked(&pack, duty, &incident);
        let oracle = ends(duty, &incident.facts, &incident.scope);
        let shown =
            || format!("seed {}, {duty}: {} {:?}", seed + number, incident.facts, found.steps);
        let millis = |at: Option<Instant>| at.map(Instant::as_millis);
        assert_eq!(millis(found.conservative), oracle.map(|ends| ends.conservative), "{}", shown());
        assert_eq!(millis(found.statutory), oracle.map(|ends| ends.statutory), "{}", shown());
        if let Some(ends) = oracle {
            assert!(ends.conservative <= ends.statutory, "{}", shown());
            let submitted = millis(found.submitted_at);
            let status = standing(ends, submitted, incident.now);
            assert_eq!(json!(found.status), status, "{}", shown());
            dated += 1;
        } else {
            let none = [Status::NotApplicable, Status::FactMissing, Status::AnchorMissing];
            assert!(
                none.contains(&found.status) || found.status == Status::NotStarted,
                "{}",
                shown()
            );
        }
    }
    println!("oracle: {count} random statutory incidents, {dated} with instants, 0 mismatches");
    assert!(dated * 2 > count, "only {dated} have instants");
}

/// Packs that differ from the crate's by one number of one limit.
fn altered() -> Vec<(String, Pack)> {
    let text = serde_json::to_string(Pack::preset().expect("a pack").draft()).expect("JSON");
    let whole: Json = serde_json::from_str(&text).expect("JSON");
    let mut packs = Vec::new();
    for (at, regime) in whole["regimes"].as_array().expect("regimes").iter().enumerate() {
        for (number, duty) in regime["duties"].as_array().expect("duties").iter().enumerate() {
            let limits = duty["limits"].as_array().into_iter().flatten().enumerate();
            for (place, limit) in limits {
                for unit in ["hours", "days", "months"] {
                    let Some(count) = limit[unit].as_u64() else { continue };
                    let mut pack = whole.clone();
                    let pointer = format!("/regimes/{at}/duties/{number}/limits/{place}/{unit}");
                    *pack.pointer_mut(&pointer).expect("a number") = json!(count + 1);
                    let pack = Pack::read(&pack.to_string()).expect("a pack");
                    packs.push((duty["id"].as_str().expect("a name").to_owned(), pack));
                }
            }
        }
    }
    packs
}

#[test]
fn every_number_of_the_pack_is_held_by_the_table() {
    let table = table();
    let altered = altered();
    assert_eq!(altered.len(), 32);
    for (duty, pack) in altered.iter().filter(|(duty, _)| !duty.starts_with("circia.")) {
        let differs = table.iter().filter(|vector| vector["request"]["only"] == json!([duty])).any(
            |vector| {
                let request = &vector["request"];
                let now = instant(&request["now"]).expect("a present");
                let (facts, scope) = (request["facts"].clone(), request["scope"].clone());
                let found = asked(pack, duty, &Incident { facts, scope, now });
                let before = &vector["answer"]["value"]["deadlines"][0]["statutory"];
                json!(found.statutory) != *before
            },
        );
        assert!(differs, "a unit more for {duty} changes no case of the table");
    }
}

#[test]
fn each_year_has_its_eleven_federal_holidays() {
    for year in 2022..2200 {
        let days = federal_holidays(year);
        assert_eq!(days.len(), 11, "{year}");
        assert!(days.iter().all(|day| weekday_of(*day) < 5), "{year}");
    }
}
