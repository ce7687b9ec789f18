use std::sync::Arc;

use super::request::{PolicySource, Request, engine};
use super::{Answer, json};
use crate::document::object;
use crate::engine::Engine;
use crate::explain;
use crate::model::{Facts, Kind};

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub(super) struct Explain {
    policy: Option<PolicySource>,
    kind: Option<Kind>,
    facts: Facts,
    why_not: Option<String>,
}

object!(Explain {
    policy: optional "policy",
    kind: optional "kind",
    facts: needed "facts",
    why_not: optional "whyNot",
});

/// What a report is about, the priority that it gets, and why it gets no other.
pub(super) fn explain(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Explain { policy, kind, facts, why_not } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    Ok(json(&explain::explain(&engine, *kind, facts, why_not.as_deref())?))
}
