//! JSON Schemas (draft 2020-12) of every document: for editors, which then explain each member
//! while a policy is written, and for whoever has to check documents in another language.
//!
//! They are made of the types that read the documents, and a test holds the two together. A schema
//! says less than the [`check`](crate::check): not which names belong together, how deep a
//! document may be, or what is wrong with a text such as `5d`. And to it `1.0` is a whole number.

mod polish;
mod values;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, json_schema};
use serde_json::Value as Json;

use crate::calendar::CalendarDraft;
use crate::condition::ConditionDraft;
use crate::door;
use crate::model::{Command, Context, Event, Ticket};
use crate::policy::PolicyDraft;
use crate::security::assessment::AssessmentPlanDraft;
use crate::security::disclosure::DisclosureDraft;
use crate::security::plan::PlanDraft;
use crate::security::readiness::ReadinessDraft;
use crate::security::response::{Case, CaseCommand, CaseContext};
use crate::security::review::{Review, ReviewRules};
use crate::signal::SignalSettings;
use crate::sla::{AgreementDraft, Proof};
use crate::statute::{PackDraft, Situation};
use crate::table::TableDraft;

/// The documents that there is a schema of.
pub const DOCUMENTS: [&str; 24] = [
    "agreement",
    "assessmentPlan",
    "calendar",
    "case",
    "caseCommand",
    "caseContext",
    "command",
    "condition",
    "context",
    "disclosure",
    "event",
    "policy",
    "proof",
    "readiness",
    "request",
    "responsePlan",
    "review",
    "reviewRules",
    "securityRequest",
    "signalSettings",
    "situation",
    "statutePack",
    "table",
    "ticket",
];

/// The schema of a document; its `$id` is `urn:incident-core:schema:` with the name.
///
/// # Example
/// ```
/// use incident_core::schema;
///
/// let policy = schema::of("policy").unwrap_or_default();
/// assert_eq!(policy["required"][1], "id");
/// assert_eq!(policy["properties"]["matrix"]["description"], "Impact, then urgency, to priority.");
/// ```
#[must_use]
pub fn of(document: &str) -> Option<Json> {
    let schema = match document {
        "agreement" => schema::<AgreementDraft>(),
        "assessmentPlan" => schema::<AssessmentPlanDraft>(),
        "calendar" => schema::<CalendarDraft>(),
        "case" => schema::<Case>(),
        "caseCommand" => schema::<CaseCommand>(),
        "caseContext" => schema::<CaseContext>(),
        "command" => schema::<Command>(),
        "condition" => schema::<ConditionDraft>(),
        "context" => schema::<Context>(),
        "disclosure" => schema::<DisclosureDraft>(),
        "event" => schema::<Event>(),
        "policy" => schema::<PolicyDraft>(),
        "proof" => schema::<Proof>(),
        "readiness" => schema::<ReadinessDraft>(),
        "request" => schema::<door::PolicyRequest>(),
        "responsePlan" => schema::<PlanDraft>(),
        "review" => schema::<Review>(),
        "reviewRules" => schema::<ReviewRules>(),
        "securityRequest" => schema::<door::SecurityRequest>(),
        "signalSettings" => schema::<SignalSettings>(),
        "situation" => schema::<Situation>(),
        "statutePack" => schema::<PackDraft>(),
        "table" => schema::<TableDraft>(),
        "ticket" => schema::<Ticket>(),
        _ => return None,
    };
    let id = format!("urn:incident-core:schema:{document}");
    let mut named = json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "title": document,
    });
    named.ensure_object().extend(schema.as_object().cloned().unwrap_or_default());
    named.insert("title".to_owned(), document.into());
    Some(named.to_value())
}

fn schema<T: JsonSchema>() -> Schema {
    let mut schema = SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>();
    polish::polish(&mut schema);
    schema
}
