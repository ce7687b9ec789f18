use std::sync::Arc;

use serde::Serialize;

use super::request::{PolicySource, Request, engine};
use super::{Answer, json, under};
use crate::classify::Report;
use crate::document::object;
use crate::engine::{Difference, Engine};
use crate::error::{Code, Error, Path};
use crate::model::{Command, Context, Event, Facts, Kind, Ticket};
use crate::prioritize::Subject;
use crate::time::Instant;

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Decide {
    policy: Option<PolicySource>,
    ticket: Option<Ticket>,
    command: Command,
    context: Context,
}

object!(Decide {
    policy: optional "policy",
    ticket: optional "ticket",
    command: needed "command",
    context: needed "context",
});

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Decision {
    events: Vec<Event>,
    ticket: Option<Ticket>,
    /// What became otherwise in the past, after a late event or a correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    differences: Option<Vec<Difference>>,
    /// When to give the command `tick` next.
    #[serde(skip_serializing_if = "Option::is_none")]
    tick_at: Option<Instant>,
}

/// The events that a command causes, and the ticket that they make.
pub(super) fn decide(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Decide { policy, ticket, command, context } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    let events = engine.decide(ticket.as_ref(), command, context)?;
    let mut differences = None;
    let ticket = match ticket {
        None => Ticket::fold(events.clone()),
        Some(before) => {
            let mut after = before.clone();
            for event in &events {
                after.evolve(event.clone());
            }
            let late = matches!(command, Command::Correct(_)) || context.took_effect_at.is_some();
            if late {
                differences = Some(engine.differences(before, &after, context.now));
            }
            Some(after)
        }
    };
    let tick_at = ticket.as_ref().and_then(|ticket| engine.tick_at(ticket, context));
    Ok(under(&engine, json(&Decision { events, ticket, differences, tick_at })))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Evolve {
    ticket: Option<Ticket>,
    events: Vec<Event>,
}

object!(Evolve { ticket: optional "ticket", events: needed "events" });

/// The ticket that events make, on top of another or from nothing.
pub(super) fn evolve(request: &Request) -> Answer {
    let Evolve { ticket, events } = request.read()?;
    let first = ticket.as_ref().map_or(0, |ticket| ticket.version);
    let path = Path::root().key("events");
    let mut expected = first;
    for (at, event) in events.iter().enumerate() {
        expected = expected.saturating_add(1);
        if event.version != expected {
            let path = path.index(at).key("version");
            return Err(vec![Error::new(Code::TicketHistory).at(path)]);
        }
    }
    let ticket = match ticket {
        None => {
            Ticket::fold(events).ok_or_else(|| vec![Error::new(Code::TicketHistory).at(path)])?
        }
        Some(mut ticket) => {
            for event in events {
                ticket.evolve(event);
            }
            ticket
        }
    };
    Ok(json(&ticket))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Assess {
    policy: Option<PolicySource>,
    ticket: Ticket,
    context: Context,
}

object!(Assess {
    policy: optional "policy",
    ticket: needed "ticket",
    context: needed "context",
});

/// Where a ticket stands.
pub(super) fn assess(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Assess { policy, ticket, context } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    Ok(json(&engine.assess(ticket, context)))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Reported {
    policy: Option<PolicySource>,
    kind: Option<Kind>,
    facts: Facts,
}

object!(Reported { policy: optional "policy", kind: optional "kind", facts: needed "facts" });

/// What a report is about, and why.
pub(super) fn classify(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Reported { policy, kind, facts } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    admit(&engine, facts)?;
    Ok(under(&engine, json(&engine.classify(&Report { kind: *kind, facts }))))
}

/// Refuses facts that the policy does not know.
fn admit(engine: &Engine, facts: &Facts) -> Result<(), Vec<Error>> {
    let refused = engine.policy().vocabulary().refused(facts);
    if refused.is_empty() { Ok(()) } else { Err(refused) }
}

/// The priority of facts about an incident, or another kind of ticket, and why.
pub(super) fn prioritize(request: &Request, session: Option<&Arc<Engine>>) -> Answer {
    let Reported { policy, kind, facts } = &request.read()?;
    let engine = engine(policy.as_ref(), session)?;
    admit(&engine, facts)?;
    let kind = kind.unwrap_or(Kind::Incident);
    let subject = Subject { kind, facts, overridden: None, at: Instant::MIN };
    Ok(under(&engine, json(&engine.policy().priorities().prioritize(&subject))))
}
