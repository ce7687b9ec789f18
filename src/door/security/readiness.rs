#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::Operation;
use crate::document::{self, Node, object};
use crate::door::request::{Nothing, Request};
use crate::door::{Answer, json};
use crate::error::{Path, all_below};
use crate::limits;
use crate::security::readiness::{EXAMPLE, ReadinessDraft, duties, readiness};
use crate::time::Instant;

pub(super) const OPERATIONS: &[Operation] =
    &[("duties", on_duty), ("readiness", judge), ("readinessExample", example)];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Judge {
    document: ReadinessDraft,
    categories: Option<Vec<String>>,
    now: Instant,
}

object!(Judge {
    document: needed "document",
    categories: optional "categories",
    now: needed "now",
});

/// What an organisation lacks to be ready.
fn judge(request: &Request) -> Answer {
    let Judge { document, categories, now } = &request.read()?;
    let mut judged = readiness(document, categories.as_deref(), *now);
    let path = Path::root().key("document");
    for one in &mut judged.findings {
        one.finding = one.finding.clone().below(&path);
    }
    Ok(json(&judged))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct OnDuty {
    document: ReadinessDraft,
    now: Instant,
}

object!(OnDuty { document: needed "document", now: needed "now" });

/// Who is on duty in the days ahead, and when nobody is.
fn on_duty(request: &Request) -> Answer {
    let OnDuty { document, now } = &request.read()?;
    let covered = duties(document, *now);
    Ok(json(&covered.map_err(|errors| all_below(errors, &Path::root().key("document")))?))
}

/// A document to begin with.
fn example(request: &Request) -> Answer {
    let Nothing {} = request.read()?;
    let example: Node = document::parse(EXAMPLE, &limits::POLICY_BYTES)?;
    Ok(json(&example))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("duties", OnDuty::json_schema),
    ("readiness", Judge::json_schema),
    ("readinessExample", Nothing::json_schema),
];
