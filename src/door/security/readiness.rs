#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

#[cfg(feature = "schema")]
use super::Arguments;
use super::response::{below, measure};
use super::{Operation, Source};
use crate::document::{self, Node, object};
use crate::door::request::{Nothing, Request};
use crate::door::{Answer, json};
use crate::limits;
use crate::security::plan::PlanDraft;
use crate::security::readiness::{EXAMPLE, ReadinessDraft, duties, example_plan, readiness};
use crate::time::Instant;

pub(super) const OPERATIONS: &[Operation] =
    &[("duties", on_duty), ("readiness", judge), ("readinessExample", example)];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Judge {
    document: ReadinessDraft,
    plan: Source<PlanDraft>,
    categories: Option<Vec<String>>,
    now: Instant,
}

object!(Judge {
    document: needed "document",
    plan: needed "plan",
    categories: optional "categories",
    now: needed "now",
});

/// What an organisation lacks to be ready.
fn judge(request: &Request) -> Answer {
    measure(request)?;
    let Judge { document, plan, categories, now } = request.read()?;
    Ok(json(&readiness(&document, &plan.draft().map_err(below)?, categories.as_deref(), now)))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OnDuty {
    document: ReadinessDraft,
    plan: Source<PlanDraft>,
    now: Instant,
}

object!(OnDuty { document: needed "document", plan: needed "plan", now: needed "now" });

/// Who is on duty in the days ahead, and when nobody is.
fn on_duty(request: &Request) -> Answer {
    measure(request)?;
    let OnDuty { document, plan, now } = request.read()?;
    Ok(json(&duties(&document, &plan.draft().map_err(below)?, now)?))
}

/// What is to be asked about.
#[derive(Serialize)]
struct Example {
    document: Node,
    plan: PlanDraft,
}

/// A document to begin with, and its plan.
fn example(request: &Request) -> Answer {
    let Nothing {} = request.read()?;
    let document = document::parse(EXAMPLE, &limits::POLICY_BYTES)?;
    Ok(json(&Example { document, plan: example_plan()? }))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("duties", OnDuty::json_schema),
    ("readiness", Judge::json_schema),
    ("readinessExample", Nothing::json_schema),
];
