//! The schemas and the readers say the same: of documents that are made of a schema, with every
//! member and every alternative in it, and of what becomes of them by one change.

use std::collections::BTreeSet;

use incident_core::calendar::{Calendar, CalendarDraft};
use incident_core::document::{self, Read};
use incident_core::model::{Command, Context, Event};
use incident_core::sla::Proof;
use incident_core::table::TableDraft;
use incident_core::{Error, Ticket, check, door, limits, schema};
use jsonschema::Validator;
use serde_json::{Map, Value as Json, json};

fn schema_of(name: &str) -> Json {
    schema::of(name).unwrap_or_else(|| panic!("no schema of {name}"))
}

fn validator(name: &str) -> Validator {
    jsonschema::draft202012::new(&schema_of(name)).expect("a schema")
}

/// A document with every member of its schema, and what else the schema lets stand in a place.
struct Sample {
    base: Json,
    others: Vec<(String, Json)>,
}

impl Sample {
    fn only(base: Json) -> Self {
        Self { base, others: Vec::new() }
    }

    /// Takes in what may stand at `place` instead.
    fn add(&mut self, place: &str, others: Vec<(String, Json)>) {
        self.others.extend(others.into_iter().map(|(path, json)| (format!("{place}{path}"), json)));
    }

    /// Each whole document that the sample stands for.
    fn wholes(self) -> Vec<Json> {
        let mut wholes = vec![self.base.clone()];
        wholes.extend(self.others.iter().map(|(place, json)| with(&self.base, place, json)));
        wholes
    }
}

fn with(base: &Json, place: &str, value: &Json) -> Json {
    let mut changed = base.clone();
    *changed.pointer_mut(place).expect("a place") = value.clone();
    changed
}

struct Maker {
    root: Json,
    /// The references that lead to what is being made.
    trail: Vec<String>,
}

impl Maker {
    fn make(&mut self, schema: &Json) -> Sample {
        if let Some(reference) = schema["$ref"].as_str() {
            return self.follow(reference);
        }
        if let Some(value) = schema.get("const") {
            return Sample::only(value.clone());
        }
        if let Some(forms) = schema.get("oneOf").filter(|_| schema.get("properties").is_some()) {
            return self.form(schema, forms);
        }
        if let Some(several) = schema.get("oneOf").or(schema.get("anyOf")) {
            let several = several.as_array().expect("a list").clone();
            let wholes = several.iter().flat_map(|one| self.make(one).wholes()).collect();
            return choice(wholes);
        }
        match &schema["type"] {
            Json::String(kind) => self.of_type(kind, schema),
            Json::Array(kinds) => {
                let kinds = kinds.iter().map(|kind| kind.as_str().expect("a name"));
                let wholes = kinds.flat_map(|kind| self.of_type(kind, schema).wholes()).collect();
                choice(wholes)
            }
            other => panic!("what is {other}? {schema}"),
        }
    }

    fn follow(&mut self, reference: &str) -> Sample {
        let pointer = reference.strip_prefix('#').expect("a reference inside");
        let schema = self.root.pointer(pointer).expect("a definition").clone();
        self.trail.push(reference.to_owned());
        let mut sample = self.make(&schema);
        self.trail.pop();
        if self.trail.iter().any(|outer| outer == reference) {
            sample.others.clear();
        }
        sample
    }

    /// One of several forms, each with some of the members: first one that holds no other.
    fn form(&mut self, schema: &Json, forms: &Json) -> Sample {
        let flat = ["field", "is"].map(Json::from);
        let lists = forms.as_array().expect("a list").iter().map(|form| &form["required"]);
        let mut lists: Vec<Vec<Json>> =
            lists.map(|list| list.as_array().expect("a list").clone()).collect();
        lists.sort_by_key(|list| *list != flat);
        let here = self.trail.last().cloned().unwrap_or_default();
        if self.trail.iter().filter(|outer| **outer == here).count() > 1 {
            lists.truncate(1);
        }
        let mut wholes = Vec::new();
        for list in lists {
            let mut members = Map::new();
            for name in list.iter().filter_map(Json::as_str) {
                let made = self.make(&schema["properties"][name]).base;
                members.insert(name.to_owned(), made);
            }
            wholes.push(members.into());
        }
        choice(wholes)
    }

    fn of_type(&mut self, kind: &str, schema: &Json) -> Sample {
        match kind {
            "null" => Sample::only(Json::Null),
            "boolean" => choice(vec![json!(true), json!(false)]),
            "string" => Sample::only(text(schema).into()),
            "integer" => {
                choice(vec![json!(1), schema["minimum"].clone(), schema["maximum"].clone()])
            }
            "array" => {
                let count = schema["minItems"].as_u64().unwrap_or(1);
                let each = self.make(&schema["items"]);
                let list = vec![each.base; usize::try_from(count).expect("small")];
                let mut sample = Sample::only(list.into());
                sample.add("/0", each.others);
                sample
            }
            "object" => self.object(schema),
            other => panic!("what is {other}?"),
        }
    }

    fn object(&mut self, schema: &Json) -> Sample {
        let mut sample = Sample::only(json!({}));
        let mut named = schema["properties"].as_object().cloned().unwrap_or_default();
        if schema["additionalProperties"].is_object() {
            named.insert("x".to_owned(), schema["additionalProperties"].clone());
        }
        for (name, schema) in named {
            let member = self.make(&schema);
            sample.base[&name] = member.base;
            sample.add(&format!("/{name}"), member.others);
        }
        sample
    }
}

fn choice(mut wholes: Vec<Json>) -> Sample {
    let base = wholes.remove(0);
    let others = wholes.into_iter().map(|whole| (String::new(), whole)).collect();
    Sample { base, others }
}

/// A text that fits the pattern, if there is one.
fn text(schema: &Json) -> &'static str {
    let Some(pattern) = schema["pattern"].as_str() else { return "x" };
    let known = ["2026-01-09T16:00:00Z", "2026-01-09", "1h", "75%"];
    let fits = |text: &&&str| jsonschema::is_valid(&json!({"pattern": pattern}), &json!(**text));
    known.iter().find(fits).unwrap_or_else(|| panic!("a text for {pattern}"))
}

fn sample(name: &str) -> Sample {
    let root = schema_of(name);
    Maker { root: root.clone(), trail: Vec::new() }.make(&root)
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

type Reader = fn(&Json) -> Vec<Error>;

const READERS: [(&str, Reader); 10] = [
    ("agreement", agreement),
    ("calendar", calendar),
    ("command", read::<Command>),
    ("condition", condition),
    ("context", read::<Context>),
    ("event", read::<Event>),
    ("policy", policy),
    ("proof", proof),
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
        let Sample { base, others } = sample(name);
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
        for document in sample(name).wholes() {
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

/// Every vector of the door, with its answer.
fn vectors() -> Vec<Json> {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors");
    let folders = ["door", "analysis"].map(|name| std::fs::read_dir(folder.join(name)));
    let files = folders.into_iter().flat_map(|folder| folder.expect("a folder"));
    let mut vectors = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(file.expect("an entry").path()).expect("a file");
        let list: Vec<Json> = serde_json::from_str(&text).expect("vectors");
        vectors.extend(list);
    }
    vectors
}

#[test]
fn the_requests_of_the_vectors_are_valid_where_they_are_well_formed() {
    let validator = validator("request");
    let (mut valid, mut refused) = (0, 0);
    for vector in vectors() {
        let request = &vector["request"];
        let errors = vector["answer"]["errors"].as_array().cloned().unwrap_or_default();
        let code = |error: &Json| error["code"].as_str().unwrap_or_default().to_owned();
        let codes: Vec<String> = errors.iter().map(code).collect();
        let of_form = |code: &String| {
            code.starts_with("document.")
                || code == "condition.form"
                || code == "policy.versionUnknown"
        };
        if errors.is_empty() {
            valid += 1;
            assert!(validator.is_valid(request), "{}: {request:#}", vector["name"]);
        } else if request.is_object() && codes.iter().any(of_form) {
            // A number that is not whole in its digits only is one to a schema.
            let lenient = codes.iter().all(|code| code == "document.numberNotInteger");
            refused += 1;
            assert!(lenient || !validator.is_valid(request), "{}: {codes:?}", vector["name"]);
        }
    }
    assert!(valid > 500 && refused > 10, "{valid} valid, {refused} refused");
}

#[test]
fn every_operation_has_a_schema_of_its_requests() {
    let schema = schema_of("request");
    let each = schema["oneOf"].as_array().expect("a list").iter();
    let ops: Vec<_> = each.filter_map(|one| one["properties"]["op"]["const"].as_str()).collect();
    let mut known = [&door::OPERATIONS[..], &door::ANALYSES].concat();
    known.sort_unstable();
    assert_eq!(ops, known);
}

/// The arguments of each operation; what stands inside them has schemas of its own.
#[test]
fn requests_and_their_schema_agree() {
    let validator = validator("request");
    let mut refused = 0;
    let agree = |request: &Json| {
        let answer: Json =
            serde_json::from_str(&door::analyse(&request.to_string())).expect("JSON");
        let errors = answer["errors"].as_array().cloned().unwrap_or_default();
        let code = |error: &Json| error["code"].as_str().unwrap_or_default().to_owned();
        let of_form = |code: String| {
            let form = code.starts_with("document.") || OF_FORM.contains(&code.as_str());
            form || code == "door.operationUnknown"
        };
        let well_formed = !errors.iter().map(code).any(of_form);
        assert_eq!(well_formed, validator.is_valid(request), "{request:#}\n{answer:#}");
        well_formed
    };
    for request in requests() {
        assert!(agree(&request), "{request:#}");
        let members = request.as_object().expect("an object").keys();
        let places = [String::new()].into_iter().chain(members.map(|name| format!("/{name}")));
        for mutation in places.flat_map(|place| mutations(&request, &place)) {
            refused += usize::from(!agree(&mutation));
        }
    }
    assert!(refused > 500, "{refused} refused");
}

/// One request of each operation, with every argument.
fn requests() -> Vec<Json> {
    let root = schema_of("request");
    let each = root["oneOf"].as_array().expect("a list");
    each.iter().map(|one| Maker { root: root.clone(), trail: Vec::new() }.make(one).base).collect()
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
