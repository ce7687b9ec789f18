use std::sync::Arc;

use super::request::{PolicySource, Request, engine};
use super::{Answer, json, under};
use crate::document::object;
use crate::engine::{Engine, Supposition};
use crate::model::{Context, Ticket};

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Forecast {
    policy: Option<PolicySource>,
    ticket: Ticket,
    supposition: Supposition,
    context: Context,
}

object!(Forecast {
    policy: optional "policy",
    ticket: needed "ticket",
    supposition: needed "supposition",
    context: needed "context",
});

/// Where a ticket would stand.
pub(super) fn forecast(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Forecast { policy, ticket, supposition, context } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    Ok(under(&engine, json(&engine.forecast(ticket, supposition, context)?)))
}
