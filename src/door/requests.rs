use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value as Json, json};

use super::request::Nothing;
use super::{analysis, calendar, clock, explain, insight, policy, proof, rebase, security, ticket};

/// The schema of an operation's arguments, by the operation's name.
pub(super) type Arguments = (&'static str, fn(&mut SchemaGenerator) -> Schema);

const POLICY: &[Arguments] = &[
    ("add", calendar::Add::json_schema),
    ("assess", ticket::Assess::json_schema),
    ("between", calendar::Between::json_schema),
    ("checkModel", analysis::CheckModel::json_schema),
    ("checkPolicy", policy::Check::json_schema),
    ("classify", ticket::Reported::json_schema),
    ("decide", ticket::Decide::json_schema),
    ("evolve", ticket::Evolve::json_schema),
    ("explain", explain::Explain::json_schema),
    ("export", analysis::Export::json_schema),
    ("forecast", clock::Forecast::json_schema),
    ("isOpen", calendar::At::json_schema),
    ("limits", Nothing::json_schema),
    ("lint", analysis::Lint::json_schema),
    ("messages", Nothing::json_schema),
    ("nextClose", calendar::At::json_schema),
    ("nextOpen", calendar::At::json_schema),
    ("openSegments", calendar::Range::json_schema),
    ("preset", policy::Preset::json_schema),
    ("prioritize", ticket::Reported::json_schema),
    ("prove", proof::Prove::json_schema),
    ("rebase", rebase::Rebase::json_schema),
    ("replayDecisions", analysis::ReplayDecisions::json_schema),
    ("subtract", calendar::Subtract::json_schema),
    ("verify", proof::Verify::json_schema),
    ("versions", Nothing::json_schema),
];

/// A request to the door, for its schema: the operation under `op`, and its arguments beside it.
pub(crate) enum PolicyRequest {}

impl JsonSchema for PolicyRequest {
    fn schema_name() -> Cow<'static, str> {
        "Request".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(POLICY, generator)
    }
}

/// A request to the modules of security, likewise.
pub(crate) enum SecurityRequest {}

impl JsonSchema for SecurityRequest {
    fn schema_name() -> Cow<'static, str> {
        "SecurityRequest".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(&security::requests(), generator)
    }
}

/// A request to the modules about past tickets, likewise.
pub(crate) enum InsightRequest {}

impl JsonSchema for InsightRequest {
    fn schema_name() -> Cow<'static, str> {
        "InsightRequest".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        any_of(&insight::requests(), generator)
    }
}

/// The arguments of the operations of these subjects, and of those that every door has, sorted by
/// name.
pub(super) fn of_subjects(subjects: &[&[Arguments]]) -> Vec<Arguments> {
    let own: &[Arguments] =
        &[("messages", Nothing::json_schema), ("versions", Nothing::json_schema)];
    let mut all = [own, &subjects.concat()].concat();
    all.sort_unstable_by_key(|(op, _)| *op);
    all
}

/// One of the operations with its arguments.
fn any_of(requests: &[Arguments], generator: &mut SchemaGenerator) -> Schema {
    let each = requests.iter().map(|(op, arguments)| named(op, arguments(generator)));
    let each: Vec<Json> = each.collect();
    json_schema!({
        "description": "A request to the door: the operation under `op`, and its arguments.",
        "oneOf": each,
    })
}

/// The arguments with the operation's name before them.
fn named(op: &str, mut arguments: Schema) -> Json {
    let mut properties = Map::new();
    properties.insert("op".to_owned(), json!({"const": op}));
    if let Some(Json::Object(own)) = arguments.remove("properties") {
        properties.extend(own);
    }
    let mut required = vec![Json::from("op")];
    if let Some(Json::Array(own)) = arguments.remove("required") {
        required.extend(own);
    }
    arguments.insert("properties".to_owned(), properties.into());
    arguments.insert("required".to_owned(), required.into());
    arguments.into()
}
