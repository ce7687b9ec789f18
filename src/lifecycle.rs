//! States, moves and what each move needs; what time alone moves.

mod draft;
#[cfg(feature = "analysis")]
mod export;
mod field_rule;
mod shape;

use serde::Serialize;

pub use draft::{HoldReasonDraft, LifecycleDraft, MoveDraft, StateDraft, TimerDraft};
#[cfg(feature = "analysis")]
pub use export::Format;
pub use field_rule::FieldRule;

use crate::condition::Condition;
use crate::document::{Map, nearest};
use crate::error::{Code, Error, Path};
use crate::model::{Facts, StateChanged, StateType, Ticket, Value};
use crate::time::Span;

/// A state of the chart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// What documents name it by.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What it means.
    #[serde(rename = "type")]
    pub state_type: StateType,
    /// What other systems call it.
    pub aliases: Vec<String>,
    /// What becomes of fields while a ticket is in it.
    pub fields: Map<FieldRule>,
}

/// Why work may wait.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HoldReason {
    /// What documents name it by.
    pub id: String,
    /// What people call it.
    pub label: String,
    /// What other systems call it, or the state in which they keep it.
    pub aliases: Vec<String>,
}

/// A move of the chart, with its guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    from: usize,
    to: usize,
    roles: Vec<String>,
    requires: Vec<String>,
    only_if: Option<Condition>,
}

/// A move that time causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// What documents name it by.
    pub id: String,
    /// The state in which it runs.
    pub state: String,
    /// How long a ticket stays in that state.
    pub after: Span,
    /// The calendar whose working time counts; all time if none.
    pub calendar: Option<String>,
    /// The state that the ticket then reaches.
    pub to: String,
}

/// A checked lifecycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lifecycle {
    initial: usize,
    states: Vec<State>,
    moves: Vec<Allowed>,
    hold_reasons: Vec<HoldReason>,
    timers: Vec<Timer>,
}

/// What somebody asks for: the state, why work waits, the facts that come along, and their roles.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// The state to reach.
    pub to: &'a str,
    /// Why work waits.
    pub hold_reason: Option<&'a str>,
    /// The facts that come with the move.
    pub facts: &'a Facts,
    /// The roles of who asks.
    pub roles: &'a [String],
}

impl Lifecycle {
    /// The state that a new ticket starts in.
    #[must_use]
    pub fn initial(&self) -> Option<&State> {
        self.states.get(self.initial)
    }

    /// Every state, in written order.
    #[must_use]
    pub fn states(&self) -> &[State] {
        &self.states
    }

    /// Every reason to wait, in written order.
    #[must_use]
    pub fn hold_reasons(&self) -> &[HoldReason] {
        &self.hold_reasons
    }

    /// Every timer, in written order.
    #[must_use]
    pub fn timers(&self) -> &[Timer] {
        &self.timers
    }

    /// Every role that a guard names, each once.
    #[must_use]
    pub fn roles(&self) -> Vec<String> {
        let mut roles = Vec::new();
        for role in self.moves.iter().flat_map(|allowed| &allowed.roles) {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
        roles
    }

    /// What moves ask of a ticket.
    #[cfg(feature = "analysis")]
    pub(crate) fn guards(&self) -> impl Iterator<Item = &Condition> {
        self.moves.iter().filter_map(|allowed| allowed.only_if.as_ref())
    }

    /// The fields that moves and states require, some more than once.
    #[cfg(feature = "analysis")]
    pub(crate) fn required_fields(&self) -> impl Iterator<Item = &str> {
        let of_moves = self.moves.iter().flat_map(|allowed| &allowed.requires).map(String::as_str);
        let of_states = self.states.iter().flat_map(|state| state.fields.iter());
        let required = of_states.filter(|(_, rule)| **rule == FieldRule::Required);
        of_moves.chain(required.map(|(field, _)| field))
    }

    /// The state with this identifier.
    ///
    /// # Errors
    /// `lifecycle.stateUnknown`, with the nearest identifier.
    pub fn state(&self, id: &str) -> Result<&State, Error> {
        self.states.iter().find(|state| state.id == id).ok_or_else(|| {
            let error = Error::new(Code::StateUnknown).with("state", id);
            match nearest(id, self.states.iter().map(|state| state.id.as_str())) {
                Some(nearest) => error.with("nearest", nearest),
                None => error,
            }
        })
    }

    /// The states that the chart lets a ticket reach from `from`, guards aside, in written order.
    pub fn reachable<'a>(&'a self, from: &'a str) -> impl Iterator<Item = &'a State> {
        self.moves
            .iter()
            .filter(move |allowed| self.states.get(allowed.from).is_some_and(|s| s.id == from))
            .filter_map(|allowed| self.states.get(allowed.to))
    }

    /// Every reason against a move; none means that it is allowed.
    #[must_use]
    pub fn refusals(&self, ticket: &Ticket, request: &Request<'_>) -> Vec<Error> {
        let to = match self.state(request.to) {
            Ok(to) => to,
            Err(error) => return vec![error.at(Path::root().key("to"))],
        };
        let allowed = self.allowed(&ticket.state, request.to);
        let Some(allowed) = allowed else { return vec![self.not_a_move(ticket, to)] };
        let mut refusals = Vec::new();
        if !allowed.roles.is_empty() && !allowed.roles.iter().any(|r| request.roles.contains(r)) {
            let roles = allowed.roles.join(", ");
            refusals.push(Error::new(Code::RoleMissing).with("roles", roles));
        }
        refusals.extend(self.locked(ticket, request.facts));
        refusals.extend(unmet(ticket, Some(allowed), to, request.facts));
        refusals.extend(self.hold_refusal(to, request.hold_reason));
        refusals
    }

    /// The facts that the state of a new ticket requires and that are not known.
    #[must_use]
    pub fn opening_refusals(&self, facts: &Facts) -> Vec<Error> {
        let rules = self.initial().map(|state| state.fields.iter());
        rules
            .into_iter()
            .flatten()
            .filter(|(field, rule)| {
                let known = !matches!(facts.get(field), None | Some(Value::Absent));
                **rule == FieldRule::Required && !known
            })
            .map(|(field, _)| missing(field))
            .collect()
    }

    /// Every reason against a change of facts while the ticket stays in its state.
    #[must_use]
    pub fn fact_refusals(&self, ticket: &Ticket, facts: &Facts) -> Vec<Error> {
        let mut refusals = self.locked(ticket, facts);
        let Ok(state) = self.state(&ticket.state) else { return refusals };
        for (field, value) in facts.iter() {
            let required = state.fields.get(field) == Some(&FieldRule::Required);
            if required && *value == Value::Absent {
                refusals.push(missing(field));
            }
        }
        refusals
    }

    /// The fields that the ticket's state keeps from being changed.
    fn locked(&self, ticket: &Ticket, facts: &Facts) -> Vec<Error> {
        let Ok(state) = self.state(&ticket.state) else { return Vec::new() };
        let changed = facts
            .iter()
            .filter(|(field, value)| *ticket.facts.get(field).unwrap_or(&Value::Absent) != **value);
        let locked =
            changed.filter(|(field, _)| state.fields.get(field).is_some_and(|r| r.locks()));
        locked
            .map(|(field, _)| {
                let error = Error::new(Code::FieldReadOnly).with("field", field);
                error.with("state", &state.id).at(Path::root().key("facts").key(field))
            })
            .collect()
    }

    /// The move that a timer makes; none while the guards of that move are not met. Time has every
    /// role and brings no facts.
    #[must_use]
    pub fn timed(&self, ticket: &Ticket, timer: &Timer) -> Option<StateChanged> {
        let to = self.state(&timer.to).ok()?;
        let allowed = self.allowed(&ticket.state, &to.id);
        unmet(ticket, allowed, to, &Facts::new()).is_empty().then(|| StateChanged {
            from: ticket.state.clone(),
            to: to.id.clone(),
            state_type: to.state_type,
            hold_reason: None,
            reopens: ticket.state_type.is_done() && !to.state_type.is_done(),
            timer: Some(timer.id.clone()),
            observed: false,
        })
    }

    fn allowed(&self, from: &str, to: &str) -> Option<&Allowed> {
        let names = |at: usize, id: &str| self.states.get(at).is_some_and(|state| state.id == id);
        self.moves.iter().find(|allowed| names(allowed.from, from) && names(allowed.to, to))
    }

    fn not_a_move(&self, ticket: &Ticket, to: &State) -> Error {
        let known: Vec<_> = self.reachable(&ticket.state).map(|state| state.id.as_str()).collect();
        let error = Error::new(Code::MoveNotAllowed).with("from", &ticket.state).with("to", &to.id);
        let error = if known.is_empty() { error } else { error.with("known", known.join(", ")) };
        error.at(Path::root().key("to"))
    }

    fn hold_refusal(&self, to: &State, given: Option<&str>) -> Option<Error> {
        let path = Path::root().key("holdReason");
        let known = || {
            let ids = self.hold_reasons.iter().map(|reason| reason.id.as_str());
            ids.collect::<Vec<_>>().join(", ")
        };
        let code = match given {
            Some(_) if to.state_type != StateType::OnHold => Code::HoldReasonOutOfPlace,
            Some(id) if !self.hold_reasons.iter().any(|reason| reason.id == id) => {
                Code::HoldReasonUnknown
            }
            None if to.state_type == StateType::OnHold && !self.hold_reasons.is_empty() => {
                Code::HoldReasonMissing
            }
            Some(_) | None => return None,
        };
        let error = Error::new(code).with("known", known()).with("state", &to.id);
        Some(error.with("reason", given.unwrap_or_default()).at(path))
    }
}

/// The guards of a move, roles aside, that are not met, with the facts that come along.
fn unmet(ticket: &Ticket, allowed: Option<&Allowed>, to: &State, facts: &Facts) -> Vec<Error> {
    let mut refusals = Vec::new();
    if allowed.and_then(|one| one.only_if.as_ref()).is_some_and(|only_if| !only_if.holds(ticket)) {
        let error = Error::new(Code::GuardFails);
        refusals.push(error.with("from", &ticket.state).with("to", &to.id));
    }
    let of_move = allowed.map_or(&[][..], |allowed| &allowed.requires).iter().map(String::as_str);
    let of_state = to.fields.iter().filter(|(_, rule)| **rule == FieldRule::Required);
    let mut seen = Vec::new();
    for field in of_move.chain(of_state.map(|(field, _)| field)) {
        let given = facts.get(field).or_else(|| ticket.facts.get(field));
        if matches!(given, None | Some(Value::Absent)) && !seen.contains(&field) {
            refusals.push(missing(field));
            seen.push(field);
        }
    }
    refusals
}

fn missing(field: &str) -> Error {
    let path = Path::root().key("facts").key(field);
    Error::new(Code::FactMissing).with("field", field).at(path)
}
