//! What is wrong with a document is said all at once, with its place.

use incident_core::error::Severity;
use incident_core::{Code, Error, check, digest, door};
use serde_json::{Value as Json, json};

fn itil() -> Json {
    serde_json::from_str(check::preset("itil").expect("a preset")).expect("JSON")
}

fn findings(policy: &Json) -> Vec<(String, String)> {
    match check::policy(&policy.to_string()) {
        Ok(checked) => places(&checked.warnings),
        Err(errors) => places(&errors),
    }
}

fn places(errors: &[Error]) -> Vec<(String, String)> {
    let place = |error: &Error| (error.code().as_str().to_owned(), error.path().to_string());
    errors.iter().map(place).collect()
}

fn found(policy: &Json, code: &str, path: &str) {
    let all = findings(policy);
    assert!(all.contains(&(code.to_owned(), path.to_owned())), "{code} {path}: {all:#?}");
}

#[test]
fn the_presets_are_without_a_finding() {
    for &name in check::PRESETS {
        let checked = check::policy(check::preset(name).expect("a preset")).expect("accepted");
        assert_eq!(checked.warnings, [], "{name}");
    }
    let uci = include_str!("../../examples/policies/uci.json");
    assert_eq!(check::policy(uci).expect("accepted").warnings, []);
}

type Mutation = fn(&mut Json);

/// What is done to the preset, and the finding that it must make, with its place.
const MUTATIONS: [(Mutation, &str, &str); 22] = [
    (|p| p["matrx"] = json!({}), "document.fieldUnknown", "/matrx"),
    (|p| p["id"] = json!(7), "document.typeWrong", "/id"),
    (|p| p["scales"] = json!([]), "document.typeWrong", "/scales"),
    (
        |p| {
            p.as_object_mut().expect("object").remove("matrix");
        },
        "document.fieldMissing",
        "",
    ),
    (|p| p["version"] = json!(2), "policy.versionUnknown", "/version"),
    (|p| p["version"] = json!(1.5), "document.numberNotInteger", "/version"),
    (
        |p| {
            p["matrix"]["low"].as_object_mut().expect("object").remove("low");
        },
        "matrix.cellMissing",
        "/matrix/low/low",
    ),
    (|p| p["matrix"]["low"]["low"] = json!("critical"), "matrix.falls", "/matrix/low/low"),
    (|p| p["matrix"]["low"]["low"] = json!("urgent"), "scale.levelUnknown", "/matrix/low/low"),
    (|p| p["lifecycle"]["states"][1]["id"] = json!("new"), "id.repeated", "/lifecycle/states/1/id"),
    (
        |p| p["lifecycle"]["states"][1]["id"] = json!("a".repeat(129)),
        "limit.exceeded",
        "/lifecycle/states/1/id",
    ),
    (
        |p| p["lifecycle"]["states"][0]["type"] = json!("newish"),
        "document.wordUnknown",
        "/lifecycle/states/0/type",
    ),
    (|p| p["lifecycle"]["initial"] = json!("nwe"), "lifecycle.stateUnknown", "/lifecycle/initial"),
    (
        |p| p["lifecycle"]["moves"][0]["from"] = json!([]),
        "lifecycle.moveFromNowhere",
        "/lifecycle/moves/0/from",
    ),
    (
        |p| p["lifecycle"]["moves"][2]["requires"] = json!(["resolutionCod"]),
        "field.unknown",
        "/lifecycle/moves/2/requires/0",
    ),
    (
        |p| p["lifecycle"]["timers"][0]["after"] = json!("5d"),
        "time.spanDays",
        "/lifecycle/timers/0/after",
    ),
    (|p| p["calendars"][0]["zone"] = json!("Etc/UCT2"), "time.zoneUnknown", "/calendars/0/zone"),
    (|p| p["calendars"][0]["hours"] = json!({}), "calendar.noHours", "/calendars/0"),
    (
        |p| p["calendars"][0]["hours"]["mon"] = json!([["09:00", "17:00"], ["16:00", "18:00"]]),
        "calendar.hoursOverlap",
        "/calendars/0/hours/mon/1",
    ),
    (
        |p| p["calendars"][0]["holidays"] = json!([{"date": "2026-02-30"}]),
        "calendar.dateInvalid",
        "/calendars/0/holidays/0/date",
    ),
    (
        |p| p["agreements"][0]["calendar"] = json!("busnessHours"),
        "calendar.unknown",
        "/agreements/0/calendar",
    ),
    (
        |p| p["agreements"][0]["targets"][0]["within"]["critical"] = json!("0s"),
        "time.spanNotPositive",
        "/agreements/0/targets/0/within/critical",
    ),
];

#[test]
fn each_mutation_of_a_policy_is_found_at_its_place() {
    for (mutate, code, path) in MUTATIONS {
        let mut policy = itil();
        mutate(&mut policy);
        found(&policy, code, path);
    }
}

/// What is said of a document's version, and what is to be done.
fn version(version: &Json) -> Vec<(String, Option<String>)> {
    let mut policy = itil();
    policy["version"] = version.clone();
    policy["promises"] = json!([]);
    let errors = check::policy(&policy.to_string()).expect_err("refused");
    let about = errors.iter().filter(|error| error.path().as_str() == "/version");
    about.map(|error| (error.message(), error.help())).collect()
}

#[test]
fn a_document_of_another_version_says_so_before_anything_else() {
    assert_eq!(version(&json!(1)), []);
    for number in [0, 2] {
        let message = format!("the document has version {number}, known is 1");
        assert_eq!(version(&json!(number)), [(message, None)]);
    }
    assert_eq!(version(&json!("1")).len(), 1);
    assert_eq!(version(&json!(-1)).len(), 1);
    let mut policy = itil();
    policy["version"] = json!(2);
    policy["promises"] = json!([]);
    policy["id"] = json!(7);
    let codes: Vec<_> = findings(&policy).into_iter().map(|(code, _)| code).collect();
    let expected = ["policy.versionUnknown", "document.typeWrong", "document.fieldUnknown"];
    assert_eq!(codes, expected);
    policy.as_object_mut().expect("object").remove("version");
    assert_eq!(findings(&policy)[0].0, "document.fieldMissing");
}

#[test]
fn two_hundred_findings_come_at_once() {
    let mut policy = itil();
    for at in 0..200 {
        let wrong = json!({"from": ["new"], "to": format!("nowhere{at}")});
        policy["lifecycle"]["moves"].as_array_mut().expect("moves").push(wrong);
    }
    let all = findings(&policy);
    let unknown = all.iter().filter(|(code, _)| code == "lifecycle.stateUnknown").count();
    assert_eq!(unknown, 200);
}

#[test]
fn wrong_types_and_unknown_fields_come_at_once() {
    let mut policy = itil();
    policy["id"] = json!(1);
    policy["colour"] = json!("red");
    policy["lifecycle"]["states"][0]["lable"] = json!("New");
    policy["lifecycle"]["states"][3] = json!("closed");
    policy["agreements"][0]["targets"][0]["within"]["high"] = json!(30);
    policy["calendars"][0]["hours"]["mon"] = json!([["09:00"]]);
    let all = findings(&policy);
    for path in [
        "/id",
        "/colour",
        "/lifecycle/states/0/lable",
        "/lifecycle/states/3",
        "/agreements/0/targets/0/within/high",
        "/calendars/0/hours/mon/0",
    ] {
        assert!(all.iter().any(|(_, place)| place == path), "{path}: {all:#?}");
    }
    assert_eq!(all.len(), 6, "{all:#?}");
}

#[test]
fn a_repeated_member_is_refused() {
    let errors = check::policy(r#"{"id": "a", "id": "b"}"#).expect_err("refused");
    assert!(places(&errors).contains(&("document.fieldRepeated".to_owned(), "/id".to_owned())));
}

#[test]
fn limits_hold_at_the_bound_and_one_beyond() {
    let list =
        |count: usize| format!(r#"{{"op":"versions","x":[{}]}}"#, vec!["1"; count].join(","));
    assert!(!door::answer(&list(10_000)).contains("limit.exceeded"));
    assert!(door::answer(&list(10_001)).contains(r#""limit":"entries""#));
    let deep = |depth: usize| {
        format!(r#"{{"op":"versions","x":{}{}}}"#, "[".repeat(depth - 1), "]".repeat(depth - 1))
    };
    assert!(!door::answer(&deep(32)).contains("limit.exceeded"));
    assert!(door::answer(&deep(33)).contains(r#""limit":"depth""#));
    assert!(door::answer(&deep(20_000)).contains(r#""limit":"depth""#));
    let long = |bytes: usize| format!(r#"{{"op":"versions","x":"{}"}}"#, "a".repeat(bytes));
    assert!(!door::answer(&long(4_096)).contains("limit.exceeded"));
    assert!(door::answer(&long(4_097)).contains(r#""limit":"stringBytes""#));
    let ticket = |bytes: usize| {
        let text = "b".repeat(4_096);
        let list = vec![format!("\"{text}\""); bytes / 4_099];
        format!(r#"{{"op":"evolve","events":[],"ticket":[{}]}}"#, list.join(","))
    };
    assert!(!door::answer(&ticket(1_000_000)).contains("limit.exceeded"));
    assert!(door::answer(&ticket(1_060_000)).contains(r#""limit":"ticketBytes""#));
}

#[test]
fn every_code_has_its_own_text() {
    let mut seen = std::collections::BTreeSet::new();
    for code in Code::ALL {
        assert!(seen.insert(code.as_str()), "{} stands twice", code.as_str());
        assert_eq!(Code::named(code.as_str()), Some(*code));
        let message = code.message();
        assert!(!message.is_empty() && !message.ends_with('.'), "{message}");
        assert_eq!(code.refuses(), code.severity() == Severity::Error);
    }
}

#[test]
fn hostile_texts_get_an_answer() {
    for text in
        ["", "null", "[]", "7", "\"op\"", "{", "{\"op\":7}", "{\"op\":\"\\ud800\"}", "\u{0}"]
    {
        let answer: Json = serde_json::from_str(&door::answer(text)).expect("JSON");
        assert_eq!(answer["ok"], json!(false), "{text}");
        assert!(answer["errors"][0]["code"].is_string(), "{text}");
    }
}

/// Every shape that serde knows, save fractions and bytes.
#[derive(serde::Serialize)]
#[serde(rename_all = "camelCase")]
enum Shape {
    Unit,
    Newtype(Option<bool>),
    Tuple(u8, i8, char),
    Object { empty: [u8; 0], numbers: (i64, u64, u32, i16), inner: Vec<Self> },
    Texts(Vec<String>, std::collections::BTreeMap<String, Option<()>>),
    Structs(UnitStruct, NewtypeStruct, TupleStruct),
}

#[derive(serde::Serialize)]
struct UnitStruct;

#[derive(serde::Serialize)]
struct NewtypeStruct(i32);

#[derive(serde::Serialize)]
struct TupleStruct(u16, String);

#[test]
fn a_document_is_written_as_serde_json_writes_it() {
    let letters = (0..0x300).chain([0x2028, 0xffff, 0x1_f600]).filter_map(char::from_u32);
    let texts: Vec<String> = letters.map(|letter| format!("a{letter}{letter}b{letter}")).collect();
    let keys = texts.iter().map(|text| (text.clone(), None)).collect();
    let inner = vec![
        Shape::Unit,
        Shape::Newtype(None),
        Shape::Newtype(Some(true)),
        Shape::Tuple(255, -128, '"'),
        Shape::Texts(texts, keys),
        Shape::Structs(UnitStruct, NewtypeStruct(-7), TupleStruct(7, "[{".to_owned())),
    ];
    let shape = Shape::Object { empty: [], numbers: (i64::MIN, u64::MAX, 0, -1), inner };
    let expected = serde_json::to_vec(&shape).expect("JSON");
    assert_eq!(digest::of(&shape), digest::of_bytes(&expected));
}
