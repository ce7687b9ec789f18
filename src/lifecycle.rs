//! States, moves and what each move needs; what time alone moves.

mod draft;
mod shape;

use serde::Serialize;

pub use draft::{HoldReasonDraft, LifecycleDraft, MoveDraft, StateDraft, TimerDraft};

use crate::condition::Condition;
use crate::document::nearest;
use crate::error::{Code, Error, Path};
use crate::model::{Facts, StateType, Ticket, Value};
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
        let allowed = self.moves.iter().find(|allowed| {
            let names = |at: usize, id: &str| self.states.get(at).is_some_and(|s| s.id == id);
            names(allowed.from, &ticket.state) && names(allowed.to, request.to)
        });
        let Some(allowed) = allowed else { return vec![self.not_a_move(ticket, to)] };
        let mut refusals = Vec::new();
        if !allowed.roles.is_empty() && !allowed.roles.iter().any(|r| request.roles.contains(r)) {
            let roles = allowed.roles.join(", ");
            refusals.push(Error::new(Code::RoleMissing).with("roles", roles));
        }
        if allowed.only_if.as_ref().is_some_and(|condition| !condition.holds(ticket)) {
            let error = Error::new(Code::GuardFails);
            refusals.push(error.with("from", &ticket.state).with("to", &to.id));
        }
        for field in &allowed.requires {
            let given = request.facts.get(field).or_else(|| ticket.facts.get(field));
            if matches!(given, None | Some(Value::Absent)) {
                let path = Path::root().key("facts").key(field);
                refusals.push(Error::new(Code::FactMissing).with("field", field).at(path));
            }
        }
        refusals.extend(self.hold_refusal(to, request.hold_reason));
        refusals
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
