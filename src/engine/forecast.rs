use serde::Serialize;

use super::{Engine, Strictest};
use crate::document::{object, union};
use crate::error::{Code, Error, Path};
use crate::model::{
    Change, Command, Context, Event, FactChange, FactsChanged, PriorityChanged, StateChanged,
    StateType, Ticket, Value,
};
use crate::sla::{ClockState, clocks};
use crate::time::{Instant, Span};

/// What is supposed to happen, in an object with the name under `type`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(tag = "type", rename_all = "camelCase")
)]
pub enum Supposition {
    /// The ticket waits for so long from now on, and then goes on as before.
    Pause(Pause),
    /// It has another priority from now on.
    Priority(Priority),
    /// A group has it from now on.
    Assigned(Assigned),
    /// A command is given now.
    Command(Given),
}

union!(Supposition {
    Pause: "pause",
    Priority: "priority",
    Assigned: "assigned",
    Command: "command",
});

/// The ticket waits for so long from now on, and then goes on as before.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename_all = "camelCase"))]
pub struct Pause {
    /// For how long, whether open or not.
    pub lasts: Span,
    /// Why; a target may wait for some reasons and not for others.
    pub hold_reason: Option<String>,
}

object!(Pause { lasts: needed "lasts", hold_reason: optional "holdReason" });

/// It has another priority from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Priority {
    /// The level of the policy's scale.
    pub level: String,
}

object!(Priority { level: needed "level" });

/// A group has it from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Assigned {
    /// The group.
    pub group: String,
}

object!(Assigned { group: needed "group" });

/// A command is given now.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Given {
    /// The command.
    pub command: Command,
}

object!(Given { command: needed "command" });

/// What would be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Forecast {
    /// The instant that it is about: now, or the end of the supposed pause.
    pub at: Instant,
    /// The state that the ticket would be in.
    pub state: String,
    /// The priority that it would have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Every clock as it would stand.
    pub clocks: Vec<ClockState>,
    /// The clock that would be due first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strictest: Option<Strictest>,
}

pub(super) fn forecast(
    engine: &Engine,
    ticket: &Ticket,
    supposition: &Supposition,
    context: &Context,
) -> Result<Forecast, Vec<Error>> {
    let mut supposed = ticket.clone();
    let mut at = context.now;
    let path = Path::root().key("supposition");
    let events = match supposition {
        Supposition::Command(given) => {
            engine.decide(Some(ticket), &given.command, context).map_err(|errors| {
                errors.into_iter().map(|error| error.below(&path)).collect::<Vec<_>>()
            })?
        }
        Supposition::Pause(pause) => {
            let (changes, end) = wait(engine, ticket, pause, at)?;
            at = end;
            numbered(ticket, changes, context)
        }
        Supposition::Priority(priority) => {
            let path = path.key("level");
            let vocabulary = engine.policy().vocabulary();
            vocabulary.admits_word("priority", &priority.level, &path).map_err(|e| vec![e])?;
            let to = Some(priority.level.clone());
            let change = PriorityChanged { from: ticket.priority.clone(), to };
            numbered(ticket, vec![(at, Change::PriorityChanged(change))], context)
        }
        Supposition::Assigned(assigned) => {
            let field = "assignmentGroup";
            let from = ticket.facts.get(field).cloned().unwrap_or(Value::Absent);
            let to = Value::Text(assigned.group.clone());
            let reassigns = from != to;
            let changes = vec![FactChange { field: field.to_owned(), from, to }];
            let change = Change::FactsChanged(FactsChanged { changes, reassigns });
            numbered(ticket, vec![(at, change)], context)
        }
    };
    for event in events {
        supposed.evolve(event);
    }
    let policy = engine.policy();
    let clocks = clocks(&supposed, policy.agreements(), policy.calendars(), at);
    Ok(Forecast {
        at,
        state: supposed.state,
        priority: supposed.priority,
        strictest: Strictest::of(&clocks),
        clocks,
    })
}

/// Changes with the instants at which they take effect.
type Dated = Vec<(Instant, Change)>;

/// Into a state on hold, and back into the present one.
fn wait(
    engine: &Engine,
    ticket: &Ticket,
    pause: &Pause,
    now: Instant,
) -> Result<(Dated, Instant), Vec<Error>> {
    let path = Path::root().key("supposition");
    let mut refusals = Vec::new();
    if pause.lasts <= Span::ZERO {
        let error = Error::new(Code::SpanNotPositive).with("value", pause.lasts);
        refusals.push(error.at(path.key("lasts")));
    }
    let lifecycle = engine.policy().lifecycle();
    let hold = lifecycle.states().iter().find(|state| state.state_type == StateType::OnHold);
    let Some(hold) = hold else {
        refusals.push(Error::new(Code::ForecastWithoutHold).at(path));
        return Err(refusals);
    };
    if let Some(reason) = &pause.hold_reason {
        let vocabulary = engine.policy().vocabulary();
        refusals
            .extend(vocabulary.admits_word("holdReason", reason, &path.key("holdReason")).err());
    }
    let end = now.plus(pause.lasts).map_err(|error| {
        refusals.push(error.at(path.key("lasts")));
    });
    let (Ok(end), true) = (end, refusals.is_empty()) else { return Err(refusals) };
    let change = |from: &str, to: &str, state_type, hold_reason: Option<String>| {
        Change::StateChanged(StateChanged {
            from: from.to_owned(),
            to: to.to_owned(),
            state_type,
            hold_reason,
            reopens: false,
            timer: None,
            observed: false,
        })
    };
    let waits = change(&ticket.state, &hold.id, hold.state_type, pause.hold_reason.clone());
    let goes_on = change(&hold.id, &ticket.state, ticket.state_type, ticket.hold_reason.clone());
    Ok((vec![(now, waits), (end, goes_on)], end))
}

fn numbered(ticket: &Ticket, changes: Dated, context: &Context) -> Vec<Event> {
    let versions = ticket.version.saturating_add(1)..;
    let event = |(version, (at, change))| Event {
        version,
        at,
        recorded_at: None,
        actor: context.actor.clone(),
        change,
    };
    versions.zip(changes).map(event).collect()
}
