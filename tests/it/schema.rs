//! The schemas and the readers say the same: of documents that are made of a schema, with every
//! member and every alternative in it, and of what becomes of them by one change.

mod sample;

use std::collections::BTreeSet;

use incident_core::calendar::{Calendar, CalendarDraft};
use incident_core::desk::{DeskSettings, QueueFilter};
use incident_core::document::{self, Read};
use incident_core::insight::metrics::{Case as MetricCase, MetricRules};
use incident_core::insight::problem::{KnownError, ProblemRules};
use incident_core::insight::report::ReportDraft;
use incident_core::insight::similar::{PastTicket, SimilarQuery, SimilarSettings};
use incident_core::insight::{BreachRow, BreachRules, SuggestRow, SuggestRules};
use incident_core::model::{Command, Context, Event};
use incident_core::security::assessment::AssessmentPlanDraft;
use incident_core::security::disclosure::DisclosureDraft;
use incident_core::security::plan::PlanDraft;
use incident_core::security::readiness::ReadinessDraft;
use incident_core::security::response::{Case, CaseCommand, CaseContext};
use incident_core::security::review::{Review, ReviewRules};
use incident_core::signal::SignalRules;
use incident_core::sla::Proof;
use incident_core::statute::{Pack, Situation};
use incident_core::table::TableDraft;
use incident_core::{Error, Ticket, check, door, limits, schema};
use jsonschema::Validator;
use sample::{Sample, sample, with};
use serde_json::{Value as Json, json};

fn schema_of(name: &str) -> Json {
    schema::of(name).unwrap_or_else(|| panic!("no schema of {name}"))
}

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema_of(name)).expect("a schema")
}

fn sample_of(name: &str) -> Sample {
    let root = schema_of(name);
    sample(&root, &root)
}

/// Codes of findings about a document's form, which a schema sees as well.
const OF_FORM: [&str; 8] = [
    "condition.form",
    "policy.versionUnknown",
    "sla.withinSyntax",
    "sla.warningSyntax",
    "calendar.dateInvalid",
    "time.spanSyntax",
    "time.syntax",
    "time.outOfRange",
];

fn about_form(errors: &[Error]) -> Vec<Error> {
    let of_form = |error: &&Error| {
        let code = error.code().as_str();
        code.starts_with("document.") || OF_FORM.contains(&code)
    };
    errors.iter().filter(of_form).cloned().collect()
}

fn read<T: Read>(document: &Json) -> Vec<Error> {
    document::read::<T>(&document.to_string(), &limits::POLICY_BYTES).err().unwrap_or_default()
}

/// A policy around a part of it: as little as can be read.
fn around(agreements: &Json, moves: &Json) -> Json {
    json!({
        "version": 1,
        "id": "around",
        "scales": {"impact": [], "urgency": [], "priority": []},
        "matrix": {},
        "lifecycle": {"initial": "new", "states": [], "moves": moves},
        "agreements": agreements,
    })
}

fn policy(document: &Json) -> Vec<Error> {
    about_form(&check::policy(&document.to_string()).err().unwrap_or_default())
}

fn calendar(document: &Json) -> Vec<Error> {
    let read = document::read::<CalendarDraft>(&document.to_string(), &limits::POLICY_BYTES);
    let checked = read.and_then(|draft| Calendar::check(&draft));
    about_form(&checked.err().unwrap_or_default())
}

fn agreement(document: &Json) -> Vec<Error> {
    policy(&around(&json!([document]), &json!([])))
}

fn condition(document: &Json) -> Vec<Error> {
    // There `null` would say that there is none.
    let document = if document.is_null() { &json!(0) } else { document };
    policy(&around(&json!([]), &json!([{"from": ["new"], "to": "new", "onlyIf": document}])))
}

/// The dates of its calendars are looked at by whoever verifies it.
fn proof(document: &Json) -> Vec<Error> {
    let mut errors = read::<Proof>(document);
    if errors.is_empty() {
        let calendars = document["calendars"].as_array().expect("a list");
        errors.extend(calendars.iter().flat_map(calendar));
    }
    errors
}

/// What a check finds about a document's form, which reads parts of it later.
fn checked<T: Read, C>(document: &Json, check: impl Fn(&T) -> Result<C, Vec<Error>>) -> Vec<Error> {
    let read = document::read::<T>(&document.to_string(), &limits::POLICY_BYTES);
    about_form(&read.and_then(|draft| check(&draft)).err().unwrap_or_default())
}

/// The dates of its calendars are looked at by whoever judges it.
fn readiness(document: &Json) -> Vec<Error> {
    let mut errors = read::<ReadinessDraft>(document);
    if errors.is_empty() {
        let calendars = document["calendars"].as_array().into_iter().flatten();
        errors.extend(calendars.flat_map(calendar));
    }
    errors
}

/// Its condition is read under a policy.
fn queue_filter(document: &Json) -> Vec<Error> {
    let mut errors = read::<QueueFilter>(document);
    if errors.is_empty() && !document["condition"].is_null() {
        errors = condition(&document["condition"]);
    }
    errors
}

/// Its dates are those of a calendar.
fn situation(document: &Json) -> Vec<Error> {
    let mut errors = read::<Situation>(document);
    if errors.is_empty() {
        for dates in [&document["holidays"], &document["closures"]] {
            let dates = dates.as_array().cloned().unwrap_or_default();
            errors.extend(calendar(
                &json!({"id": "x", "zone": "Etc/UTC", "hours": {}, "holidays": dates}),
            ));
        }
    }
    errors
}

fn pack(document: &Json) -> Vec<Error> {
    about_form(&Pack::read(&document.to_string()).err().unwrap_or_default())
}

type Reader = fn(&Json) -> Vec<Error>;

const READERS: [(&str, Reader); 36] = [
    ("agreement", agreement),
    ("assessmentPlan", |document| checked(document, AssessmentPlanDraft::check)),
    ("breachRow", read::<BreachRow>),
    ("breachSettings", |document| checked(document, BreachRules::check)),
    ("calendar", calendar),
    ("case", read::<Case>),
    ("caseCommand", read::<CaseCommand>),
    ("caseContext", read::<CaseContext>),
    ("command", read::<Command>),
    ("condition", condition),
    ("context", read::<Context>),
    ("deskSettings", read::<DeskSettings>),
    ("disclosure", |document| checked(document, DisclosureDraft::check)),
    ("event", read::<Event>),
    ("knownError", read::<KnownError>),
    ("metricCase", read::<MetricCase>),
    ("metricSettings", |document| checked(document, MetricRules::check)),
    ("pastTicket", read::<PastTicket>),
    ("policy", policy),
    ("problemSettings", |document| checked(document, ProblemRules::check)),
    ("proof", proof),
    ("queueFilter", queue_filter),
    ("readiness", readiness),
    ("report", read::<ReportDraft>),
    ("responsePlan", |document| checked(document, PlanDraft::check)),
    ("review", read::<Review>),
    ("reviewRules", |document| checked(document, ReviewRules::check)),
    ("signalSettings", |document| checked(document, SignalRules::check)),
    ("similarQuery", read::<SimilarQuery>),
    ("similarSettings", |document| checked(document, SimilarSettings::check)),
    ("situation", situation),
    ("statutePack", pack),
    ("suggestRow", read::<SuggestRow>),
    ("suggestSettings", |document| checked(document, SuggestRules::check)),
    ("table", read::<TableDraft>),
    ("ticket", read::<Ticket>),
];

/// Every place of a document.
fn places(document: &Json, here: &str, found: &mut Vec<String>) {
    found.push(here.to_owned());
    match document {
        Json::Array(list) => {
            for (at, inner) in list.iter().enumerate() {
                places(inner, &format!("{here}/{at}"), found);
            }
        }
        Json::Object(members) => {
            for (name, inner) in members {
                places(inner, &format!("{here}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// The document after each change that can be made to one place of it.
fn mutations(document: &Json, place: &str) -> Vec<Json> {
    let retyped = [json!(null), json!(true), json!(7), json!(-1), json!("y"), json!([]), json!({})];
    let mut changed: Vec<Json> = retyped.iter().map(|new| with(document, place, new)).collect();
    if let Some(members) = document.pointer(place).and_then(Json::as_object) {
        for name in members.keys() {
            let mut without = members.clone();
            without.shift_remove(name);
            changed.push(with(document, place, &without.into()));
        }
        let mut more = members.clone();
        more.insert("nobodyKnows".to_owned(), json!(1));
        changed.push(with(document, place, &more.into()));
    }
    changed
}

/// Both take what is made of the schema, and of each change to it they think alike.
#[test]
fn schemas_and_readers_agree() {
    for (name, reader) in READERS {
        let validator = validator(name);
        let agree = |document: &Json| {
            let (errors, valid) = (reader(document), validator.is_valid(document));
            assert_eq!(errors.is_empty(), valid, "{name}: {errors:#?}\n{document:#}");
            valid
        };
        let Sample { base, others } = sample_of(name);
        assert!(agree(&base), "{name}: {base:#}");
        let mut inside = vec![(base.clone(), String::new())];
        for (place, other) in others {
            let changed = with(&base, &place, &other);
            assert!(agree(&changed), "{name} {place}: {other}");
            inside.push((changed, place));
        }
        let (mut made, mut refused) = (0, 0);
        for (document, top) in inside {
            let mut found = Vec::new();
            places(document.pointer(&top).expect("a place"), &top, &mut found);
            for mutation in found.iter().flat_map(|place| mutations(&document, place)) {
                made += 1;
                refused += usize::from(!agree(&mutation));
            }
        }
        assert!(refused * 2 > made, "{name}: {refused} of {made} refused");
        println!("{name}: {made} mutations, {refused} refused by both");
    }
}

/// A member that is not in the schema would be in no sample; the readers name all that they know.
#[test]
fn schemas_have_every_member_that_readers_know() {
    for (name, reader) in READERS {
        for document in sample_of(name).wholes() {
            let mut found = Vec::new();
            places(&document, "", &mut found);
            for place in found {
                let Some(members) = document.pointer(&place).and_then(Json::as_object) else {
                    continue;
                };
                // Of a condition each form has other members.
                let partial =
                    ["all", "any", "not", "field"].iter().any(|n| members.contains_key(*n));
                let mut more = members.clone();
                more.insert("nobodyKnows".to_owned(), json!(1));
                let errors = reader(&with(&document, &place, &more.clone().into()));
                let known =
                    errors.iter().flat_map(Error::params).filter(|(name, _)| *name == "known");
                for (_, known) in known.filter(|_| !partial) {
                    let known: BTreeSet<&str> = known.split(", ").collect();
                    let here: BTreeSet<&str> = members.keys().map(String::as_str).collect();
                    assert_eq!(here, known, "{name} {place}");
                }
            }
        }
    }
}

/// Who takes the requests that a schema is of, and where their vectors are.
struct Door {
    schema: &'static str,
    folders: &'static [&'static str],
    answer: fn(&str) -> String,
    operations: fn() -> Vec<&'static str>,
}

const DOORS: [Door; 3] = [
    Door {
        schema: "request",
        folders: &["door", "analysis"],
        answer: door::analyse,
        operations: || [&door::OPERATIONS[..], &door::ANALYSES].concat(),
    },
    Door {
        schema: "securityRequest",
        folders: &["security"],
        answer: door::secure,
        operations: door::security_operations,
    },
    Door {
        schema: "insightRequest",
        folders: &["insight"],
        answer: door::insight,
        operations: door::insight_operations,
    },
];

/// Every vector of these folders, with its answer.
fn vectors(folders: &[&str]) -> Vec<Json> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folders = folders.iter().map(|name| std::fs::read_dir(folder.join(name)));
    let files = folders.flat_map(|folder| folder.expect("a folder"));
    let mut vectors = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file.expect("an entry").path()).expect("a file");
        let list: Vec<Json> = serde_json::from_str(&text).expect("vectors");
        vectors.extend(list);
    }
    vectors
}

/// The codes of an answer's errors. What is wrong inside a line of a record no schema sees: the
/// record is one text; it stands as `text`.
fn codes(answer: &Json) -> Vec<String> {
    let errors = answer["errors"].as_array().cloned().unwrap_or_default();
    let code = |error: &Json| {
        let inside = error["path"].as_str().is_some_and(|path| path.starts_with("/record/"));
        if inside { "text" } else { error["code"].as_str().unwrap_or_default() }.to_owned()
    };
    errors.iter().map(code).collect()
}

#[test]
fn the_requests_of_the_vectors_are_valid_where_they_are_well_formed() {
    for door in DOORS {
        let validator = validator(door.schema);
        let (mut valid, mut refused, mut findings) = (0, 0, Vec::new());
        for vector in vectors(door.folders) {
            let (request, codes) = (&vector["request"], codes(&vector["answer"]));
            let of_form = |code: &String| {
                // What a schema never sees: it is about a body inside the request.
                let of_text = ["document.syntax", "document.fieldRepeated"].contains(&&**code);
                code.starts_with("document.") && !of_text
                    || code == "condition.form"
                    || code == "policy.versionUnknown"
            };
            if codes.is_empty() {
                valid += 1;
                if !validator.is_valid(request) {
                    findings.push(format!("{} is refused: {request:#}", vector["name"]));
                }
            } else if request.is_object() && codes.iter().any(of_form) {
                // A number that is not whole in its digits only is one to a schema; and that a
                // patch needs a value only where it puts one is beyond it.
                let lenient = codes.iter().all(|code| code == "document.numberNotInteger")
                    || codes.iter().any(|code| code.starts_with("patch."));
                refused += 1;
                if !lenient && validator.is_valid(request) {
                    findings.push(format!("{}: {codes:?}", vector["name"]));
                }
            }
        }
        assert!(findings.is_empty(), "{findings:#?}");
        let operations = (door.operations)().len();
        let enough = valid >= 2 * operations && refused > 5;
        assert!(enough, "{}: {valid} valid, {refused} refused", door.schema);
    }
}

#[test]
fn every_operation_has_a_schema_of_its_requests() {
    for door in DOORS {
        let schema = schema_of(door.schema);
        let each = schema["oneOf"].as_array().expect("a list").iter();
        let ops: Vec<_> =
            each.filter_map(|one| one["properties"]["op"]["const"].as_str()).collect();
        let mut known = (door.operations)();
        known.sort_unstable();
        assert_eq!(ops, known);
    }
}

/// The arguments of each operation; what stands inside them has schemas of its own.
#[test]
fn requests_and_their_schema_agree() {
    for door in DOORS {
        let validator = validator(door.schema);
        let mut refused = 0;
        let agree = |request: &Json| {
            let answer: Json =
                serde_json::from_str(&(door.answer)(&request.to_string())).expect("JSON");
            let of_form = |code: &String| {
                let form = code.starts_with("document.") || OF_FORM.contains(&code.as_str());
                form || code == "door.operationUnknown"
            };
            let mut codes = codes(&answer);
            if request["op"] == "duties" {
                // The first day of a rota, which readiness judges and does not refuse.
                codes.retain(|code| code != "calendar.dateInvalid");
            }
            let well_formed = !codes.iter().any(of_form);
            assert_eq!(well_formed, validator.is_valid(request), "{request:#}\n{answer:#}");
            well_formed
        };
        for request in requests(door.schema) {
            assert!(agree(&request), "{request:#}");
            let members = request.as_object().expect("an object").keys();
            let places = [String::new()].into_iter().chain(members.map(|name| format!("/{name}")));
            for mutation in places.flat_map(|place| mutations(&request, &place)) {
                refused += usize::from(!agree(&mutation));
            }
        }
        assert!(refused > 15 * (door.operations)().len(), "{}: {refused} refused", door.schema);
    }
}

/// One request of each operation, with every argument.
fn requests(schema: &str) -> Vec<Json> {
    let root = schema_of(schema);
    let each = root["oneOf"].as_array().expect("a list");
    each.iter().map(|one| sample(&root, one).base).collect()
}

#[test]
fn presets_and_examples_are_valid_and_may_name_their_schema() {
    let validator = validator("policy");
    let uci = include_str!("../../examples/policies/uci.json");
    for text in check::PRESETS.iter().filter_map(|name| check::preset(name)).chain([uci]) {
        let mut document: Json = serde_json::from_str(text).expect("JSON");
        assert!(validator.is_valid(&document));
        document["$schema"] = json!("./node_modules/incident-core/schema/policy.json");
        assert!(validator.is_valid(&document) && policy(&document).is_empty());
    }
}

#[test]
fn schemas_are_named_explained_and_draft_2020_12() {
    for name in schema::DOCUMENTS {
        let schema = schema_of(name);
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$id"], json!(format!("urn:incident-core:schema:{name}")));
        assert!(schema["description"].is_string(), "{name}");
        let mut found = Vec::new();
        places(&schema, "", &mut found);
        for place in found {
            let part = schema.pointer(&place).expect("a place");
            let text = part["description"].as_str().unwrap_or_default();
            assert!(!text.contains("[`") && !text.contains("]("), "{name} {place}: {text}");
        }
    }
    let policy = schema_of("policy");
    for definition in policy["$defs"].as_object().expect("definitions").values() {
        let members = definition["properties"].as_object();
        for (member, schema) in members.into_iter().flatten() {
            assert!(schema["description"].is_string(), "{member} is not explained");
        }
    }
    assert_eq!(schema::of("polcy"), None);
}
