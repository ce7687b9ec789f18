use serde::Serialize;
use serde::ser::{SerializeStruct, Serializer};

use super::Engine;
use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::model::{Actor, Change, Command, Context, Event, Facts, Ticket, Value};
use crate::time::Instant;

/// A command that was given offline.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pending {
    /// The command.
    pub command: Command,
    /// Who gave it.
    pub actor: Actor,
}

object!(Pending { command: needed "command", actor: needed "actor" });

/// What became of a command that was given offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It causes these events; none if it had nothing left to change.
    Accepted(Vec<Event>),
    /// Every reason against it.
    Refused(Vec<Error>),
}

impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Verdict", 2)?;
        match self {
            Self::Accepted(events) => {
                out.serialize_field("accepted", &true)?;
                out.serialize_field("events", events)?;
            }
            Self::Refused(errors) => {
                out.serialize_field("accepted", &false)?;
                out.serialize_field("errors", errors)?;
            }
        }
        out.end()
    }
}

/// Commands on top of what happened meanwhile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rebased {
    /// The ticket after all that was accepted; none if nothing records it.
    pub ticket: Option<Ticket>,
    /// What became of each command, in their order.
    pub verdicts: Vec<Verdict>,
}

pub(super) fn rebase(
    engine: &Engine,
    ticket: Option<&Ticket>,
    events: &[Event],
    pending: &[Pending],
    now: Instant,
) -> Rebased {
    let mut present = match ticket {
        Some(ticket) => {
            let new = events.iter().filter(|event| event.version > ticket.version);
            let mut ticket = ticket.clone();
            new.for_each(|event| ticket.evolve(event.clone()));
            Some(ticket)
        }
        None => Ticket::fold(events.to_vec()),
    };
    let mut verdicts = Vec::new();
    for (at, pending) in pending.iter().enumerate() {
        let path = Path::root().key("pending").index(at);
        let verdict = one(engine, present.as_ref(), events, pending, now);
        let verdict = verdict.map_err(|errors| {
            errors.into_iter().map(|error| error.below(&path)).collect::<Vec<_>>()
        });
        verdicts.push(match verdict {
            Ok(events) => {
                match &mut present {
                    Some(ticket) => events.iter().for_each(|event| ticket.evolve(event.clone())),
                    None => present = Ticket::fold(events.clone()),
                }
                Verdict::Accepted(events)
            }
            Err(errors) => Verdict::Refused(errors),
        });
    }
    Rebased { ticket: present, verdicts }
}

fn one(
    engine: &Engine,
    present: Option<&Ticket>,
    meanwhile: &[Event],
    pending: &Pending,
    now: Instant,
) -> Result<Vec<Event>, Vec<Error>> {
    let context = Context::at(now, pending.actor.clone());
    if let (Command::Move(wanted), Some(ticket)) = (&pending.command, present)
        && wanted.to == ticket.state
        && wanted.hold_reason == ticket.hold_reason
        && meanwhile.iter().any(|event| matches!(event.change, Change::StateChanged(_)))
    {
        return Ok(Vec::new());
    }
    let mut refusals = changed_meanwhile(&pending.command, meanwhile);
    match engine.decide(present, &pending.command, &context) {
        Ok(events) if refusals.is_empty() => Ok(events),
        Ok(_) => Err(refusals),
        Err(more) => {
            refusals.extend(more);
            Err(refusals)
        }
    }
}

/// The facts that a command sets and somebody else has set otherwise meanwhile.
fn changed_meanwhile(command: &Command, meanwhile: &[Event]) -> Vec<Error> {
    let text = |text: &Option<String>| text.clone().map_or(Value::Absent, Value::Text);
    let mut set = Facts::new();
    let facts = match command {
        Command::ChangeFacts(wanted) => &wanted.facts,
        Command::Move(wanted) => &wanted.facts,
        Command::Assign(wanted) => {
            for (field, id) in [("assignmentGroup", &wanted.group), ("assignee", &wanted.assignee)]
            {
                if id.is_some() {
                    set.insert(field, text(id));
                }
            }
            &set
        }
        Command::OverridePriority(wanted) => {
            set.insert("priority", text(&wanted.level));
            &set
        }
        Command::Open(_)
        | Command::AddMessage(_)
        | Command::MajorIncident(_)
        | Command::Approve(_)
        | Command::Correct(_)
        | Command::Tick(_) => {
            return Vec::new();
        }
    };
    let of = |event: &Event, field: &str| match &event.change {
        Change::FactsChanged(changed) => {
            let change = changed.changes.iter().find(|change| change.field == field)?;
            Some(change.to.clone())
        }
        Change::PriorityOverridden(given) => (field == "priority").then(|| text(&given.level)),
        Change::Opened(_)
        | Change::StateChanged(_)
        | Change::MessageAdded(_)
        | Change::PriorityChanged(_)
        | Change::TargetWarned(_)
        | Change::TargetBreached(_)
        | Change::ActionRequested(_)
        | Change::Approved(_)
        | Change::Corrected(_) => None,
    };
    let last =
        |field: &str| meanwhile.iter().rev().find_map(|event| Some((event, of(event, field)?)));
    let mut refusals = Vec::new();
    for (field, wanted) in facts.iter() {
        let Some((event, value)) = last(field).filter(|(_, value)| value != wanted) else {
            continue;
        };
        let error = Error::new(Code::FactChangedMeanwhile)
            .with("field", field)
            .with("value", value)
            .with("actor", &event.actor.id)
            .with("version", event.version);
        let path = Path::root().key("command");
        let of_override = matches!(command, Command::OverridePriority(_));
        let path = if of_override { path.key("level") } else { path.key("facts").key(field) };
        refusals.push(error.at(path));
    }
    refusals
}
