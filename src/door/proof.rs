use std::sync::Arc;

use serde::Serialize;

use super::request::{PolicySource, Request, engine};
use super::{Answer, json};
use crate::document::object;
use crate::engine::Engine;
use crate::error::{Error, Path, all_below};
use crate::model::Ticket;
use crate::sla::Proof;
use crate::time::Instant;

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Prove {
    policy: Option<PolicySource>,
    ticket: Ticket,
    agreement: String,
    target: String,
    now: Instant,
}

object!(Prove {
    policy: optional "policy",
    ticket: needed "ticket",
    agreement: needed "agreement",
    target: needed "target",
    now: needed "now",
});

/// A proof, and what it says line by line.
#[derive(Serialize)]
struct Proven<'a> {
    proof: &'a Proof,
    reading: Vec<Error>,
}

/// The proof of a clock.
pub(super) fn prove(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Prove { policy, ticket, agreement, target, now } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    let proof = engine.prove(ticket, agreement, target, *now).map_err(|error| vec![error])?;
    Ok(json(&Proven { proof: &proof, reading: proof.reading() }))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Verify {
    policy: Option<PolicySource>,
    ticket: Option<Ticket>,
    proof: Proof,
}

object!(Verify {
    policy: optional "policy",
    ticket: optional "ticket",
    proof: needed "proof",
});

/// `true`, or why a proof is none; with a ticket also whether it is that ticket's.
pub(super) fn verify(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Verify { policy, ticket, proof } = &request.read()?;
    let path = Path::root().key("proof");
    let verified = match ticket {
        Some(ticket) => engine(policy.as_ref(), session)?.verify(ticket, proof),
        None => proof.verify(),
    };
    verified.map_err(|errors| all_below(errors, &path))?;
    Ok(json(&true))
}
