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
use crate::desk::{DeskSettings, QueueFilter};
use crate::door;
use crate::insight::metrics::{Case as MetricCase, MetricSettings};
use crate::insight::problem::{KnownError, ProblemSettings};
use crate::insight::report::ReportDraft;
use crate::insight::similar::{PastTicket, SimilarQuery, SimilarSettings};
use crate::insight::{BreachRow, BreachSettings, SuggestRow, SuggestSettings};
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
pub const DOCUMENTS: [&str; 39] = [
    "agreement",
    "assessmentPlan",
    "breachRow",
    "breachSettings",
    "calendar",
    "case",
    "caseCommand",
    "caseContext",
    "command",
    "condition",
    "context",
    "deskSettings",
    "disclosure",
    "event",
    "insightRequest",
    "knownError",
    "metricCase",
    "metricSettings",
    "pastTicket",
    "policy",
    "problemSettings",
    "proof",
    "queueFilter",
    "readiness",
    "report",
    "request",
    "responsePlan",
    "review",
    "reviewRules",
    "securityRequest",
    "signalSettings",
    "similarQuery",
    "similarSettings",
    "situation",
    "statutePack",
    "suggestRow",
    "suggestSettings",
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
        "breachRow" => schema::<BreachRow>(),
        "breachSettings" => schema::<BreachSettings>(),
        "calendar" => schema::<CalendarDraft>(),
        "case" => schema::<Case>(),
        "caseCommand" => schema::<CaseCommand>(),
        "caseContext" => schema::<CaseContext>(),
        "command" => schema::<Command>(),
        "condition" => schema::<ConditionDraft>(),
        "context" => schema::<Context>(),
        "deskSettings" => schema::<DeskSettings>(),
        "disclosure" => schema::<DisclosureDraft>(),
        "event" => schema::<Event>(),
        "insightRequest" => schema::<door::InsightRequest>(),
        "knownError" => schema::<KnownError>(),
        "metricCase" => schema::<MetricCase>(),
        "metricSettings" => schema::<MetricSettings>(),
        "pastTicket" => schema::<PastTicket>(),
        "policy" => schema::<PolicyDraft>(),
        "problemSettings" => schema::<ProblemSettings>(),
        "proof" => schema::<Proof>(),
        "queueFilter" => schema::<QueueFilter>(),
        "readiness" => schema::<ReadinessDraft>(),
        "report" => schema::<ReportDraft>(),
        "request" => schema::<door::PolicyRequest>(),
        "responsePlan" => schema::<PlanDraft>(),
        "review" => schema::<Review>(),
        "reviewRules" => schema::<ReviewRules>(),
        "securityRequest" => schema::<door::SecurityRequest>(),
        "signalSettings" => schema::<SignalSettings>(),
        "similarQuery" => schema::<SimilarQuery>(),
        "similarSettings" => schema::<SimilarSettings>(),
        "situation" => schema::<Situation>(),
        "statutePack" => schema::<PackDraft>(),
        "suggestRow" => schema::<SuggestRow>(),
        "suggestSettings" => schema::<SuggestSettings>(),
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
