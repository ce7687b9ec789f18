use std::sync::Arc;

use super::request::{PolicySource, Request, engine};
use super::{Answer, json, under};
use crate::document::object;
use crate::engine::{Engine, Pending};
use crate::model::{Event, Ticket};
use crate::time::Instant;

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Rebase {
    policy: Option<PolicySource>,
    ticket: Option<Ticket>,
    events: Vec<Event>,
    pending: Vec<Pending>,
    now: Instant,
}

object!(Rebase {
    policy: optional "policy",
    ticket: optional "ticket",
    events: needed "events",
    pending: needed "pending",
    now: needed "now",
});

/// Commands given offline, on top of what happened meanwhile.
pub(super) fn rebase(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Rebase { policy, ticket, events, pending, now } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    Ok(under(&engine, json(&engine.rebase(ticket.as_ref(), events, pending, *now))))
}
