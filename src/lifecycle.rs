//! States, moves and what each move needs; what time alone moves.

mod draft;
#[cfg(feature = "analysis")]
mod export;
mod field_rule;
mod guards;
mod shape;

use std::sync::Arc;

use serde::Serialize;

pub use draft::{HoldReasonDraft, LifecycleDraft, MoveDraft, StateDraft, TimerDraft};
#[cfg(feature = "analysis")]
pub use export::Format;
pub use field_rule::FieldRule;
#[cfg(feature = "analysis")]
pub(crate) use guards::Linking;
pub use guards::{ApprovalDraft, LinkedDraft, Moment};
use guards::{Guards, unmet};

use crate::document::{Map, with_nearest};
use crate::error::{Code, Error, Path};
use crate::model::{Facts, Kind, StateChanged, StateType, Ticket, Value};
use crate::time::{Instant, Span};

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
    /// The kinds of ticket that can be in it; all if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
}

impl State {
    /// The fields that must have a value in it.
    pub(crate) fn required(&self) -> impl Iterator<Item = &str> {
        let required = self.fields.iter().filter(|(_, rule)| **rule == FieldRule::Required);
        required.map(|(field, _)| field)
    }

    /// Whether a ticket of this kind can be in it.
    pub(crate) fn is_for(&self, kind: Kind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }
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
    /// The fields that must have a value, before or with the move.
    #[serde(skip)]
    pub requires: Vec<String>,
}

/// A move of the chart, with its guards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    from: usize,
    to: usize,
    guards: Arc<Guards>,
}

#[cfg(feature = "analysis")]
impl Allowed {
    /// Who may make it; everybody if none.
    pub(crate) fn roles(&self) -> &[String] {
        &self.guards.roles
    }

    /// The fields that must have a value for it and in the state that it reaches, each once.
    pub(crate) fn needed<'a>(&'a self, to: &'a State) -> Vec<&'a str> {
        guards::needed(Some(&self.guards), to)
    }

    /// What must be true of the ticket.
    pub(crate) fn only_if(&self) -> Option<&crate::condition::Condition> {
        self.guards.only_if.as_ref()
    }

    /// What linked tickets must be like.
    pub(crate) fn linked(&self) -> &[Linking] {
        &self.guards.linked
    }

    /// For how long after the ticket reached the state it is possible.
    pub(crate) fn within(&self) -> Option<Span> {
        self.guards.within
    }

    /// Who must have approved it.
    pub(crate) fn approval(&self) -> Option<&ApprovalDraft> {
        self.guards.approval.as_ref()
    }

    /// Whether another move has the same guards.
    pub(crate) fn asks_as(&self, other: &Self) -> bool {
        self.guards == other.guards
    }
}

/// A move that time causes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timer {
    /// What documents name it by.
    pub id: String,
    /// The state in which it runs.
    pub state: String,
    /// The reason to wait for which it runs; any if none.
    pub hold_reason: Option<String>,
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
    initial_of: Vec<(Kind, usize)>,
    states: Vec<State>,
    /// The number of each state by its identifier.
    index: Map<usize>,
    moves: Vec<Allowed>,
    /// The numbers of the moves that leave each state.
    #[cfg(feature = "analysis")]
    leaving: Vec<Vec<usize>>,
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
    /// When, and what is known beside the ticket.
    pub moment: Moment<'a>,
}

impl Timer {
    /// Whether it runs while a ticket is as it is.
    #[must_use]
    pub fn runs(&self, ticket: &Ticket) -> bool {
        let waits = self.hold_reason.is_none() || self.hold_reason == ticket.hold_reason;
        self.state == ticket.state && waits
    }
}

impl Lifecycle {
    /// The state that a new ticket starts in.
    #[must_use]
    pub fn initial(&self) -> Option<&State> {
        self.states.get(self.initial)
    }

    /// The state that a new ticket of a kind starts in.
    #[must_use]
    pub fn initial_of(&self, kind: Kind) -> Option<&State> {
        let own = self.initial_of.iter().find(|(of, _)| *of == kind);
        self.states.get(own.map_or(self.initial, |(_, at)| *at))
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

    /// Every move, in written order: the state that it leaves, the one that it reaches, its guards.
    #[cfg(feature = "analysis")]
    pub(crate) fn moves(&self) -> impl Iterator<Item = (&State, &State, &Allowed)> {
        self.moves
            .iter()
            .filter_map(|one| Some((self.states.get(one.from)?, self.states.get(one.to)?, one)))
    }

    /// Every role that a guard names, each once.
    #[must_use]
    pub fn roles(&self) -> Vec<String> {
        let mut roles = Vec::new();
        for role in self.moves.iter().flat_map(|allowed| allowed.guards.named_roles()) {
            if !roles.contains(role) {
                roles.push(role.clone());
            }
        }
        roles
    }

    /// What moves ask of a ticket.
    #[cfg(feature = "analysis")]
    pub(crate) fn guards(&self) -> impl Iterator<Item = &crate::condition::Condition> {
        self.moves.iter().filter_map(|allowed| allowed.guards.only_if.as_ref())
    }

    /// The fields that moves and states require, some more than once.
    #[cfg(feature = "analysis")]
    pub(crate) fn required_fields(&self) -> impl Iterator<Item = &str> {
        let of_moves = self.moves.iter().flat_map(|allowed| &allowed.guards.requires);
        let of_reasons = self.hold_reasons.iter().flat_map(|reason| &reason.requires);
        let of_states = self.states.iter().flat_map(State::required);
        of_moves.chain(of_reasons).map(String::as_str).chain(of_states)
    }

    /// The state with this identifier.
    ///
    /// # Errors
    /// `lifecycle.stateUnknown`, with the nearest identifier.
    pub fn state(&self, id: &str) -> Result<&State, Error> {
        self.find(id).ok_or_else(|| {
            let error = Error::new(Code::StateUnknown).with("state", id);
            with_nearest(error, id, self.states.iter().map(|state| state.id.as_str()))
        })
    }

    fn find(&self, id: &str) -> Option<&State> {
        self.states.get(*self.index.get(id)?)
    }

    /// The moves that leave a state, in written order.
    fn leaving(&self, from: &str) -> impl Iterator<Item = &Allowed> {
        let from = self.index.get(from);
        // Who follows every life of a ticket asks too often for going through all moves.
        #[cfg(feature = "analysis")]
        let moves = {
            let numbers = from.and_then(|at| self.leaving.get(*at)).into_iter().flatten();
            numbers.filter_map(|at| self.moves.get(*at))
        };
        #[cfg(not(feature = "analysis"))]
        let moves = self.moves.iter().filter(move |allowed| Some(&allowed.from) == from);
        moves
    }

    /// The states that the chart lets a ticket reach from `from`, guards aside, in written order.
    pub fn reachable<'a>(&'a self, from: &'a str) -> impl Iterator<Item = &'a State> {
        self.leaving(from).filter_map(|allowed| self.states.get(allowed.to))
    }

    /// Those of them that tickets of its kind can be in.
    pub fn offered<'a>(&'a self, ticket: &'a Ticket) -> impl Iterator<Item = &'a State> {
        self.reachable(&ticket.state).filter(|state| state.is_for(ticket.kind))
    }

    /// The last instants at which moves out of a ticket's state are possible.
    pub fn closing(&self, ticket: &Ticket) -> impl Iterator<Item = Instant> {
        self.leaving(&ticket.state).filter_map(|allowed| allowed.guards.until(ticket))
    }

    /// How many approvals a move needs; 0 if none.
    #[cfg(feature = "analysis")]
    pub(crate) fn approvals(&self, from: &str, to: &str) -> usize {
        self.allowed(from, to).map_or(0, |allowed| allowed.guards.approvals())
    }

    /// Whether a move is possible for a time only.
    #[cfg(feature = "analysis")]
    pub(crate) fn is_limited(&self, from: &str, to: &str) -> bool {
        self.allowed(from, to).is_some_and(|allowed| allowed.guards.within.is_some())
    }

    /// Whether tickets of two kinds start alike and can be in the same states.
    #[cfg(feature = "analysis")]
    pub(crate) fn takes_alike(&self, one: Kind, other: Kind) -> bool {
        self.initial_of(one).map(|state| &state.id) == self.initial_of(other).map(|state| &state.id)
            && self.states.iter().all(|state| state.is_for(one) == state.is_for(other))
    }

    /// Whether it matters for moves and timers why a ticket waits: of what reasons require, the
    /// fields that count.
    #[cfg(feature = "analysis")]
    pub(crate) fn tells_reasons_apart(&self, counts: &dyn Fn(&str) -> bool) -> bool {
        let asks = |reason: &HoldReason| reason.requires.iter().any(|field| counts(field));
        self.hold_reasons.iter().any(asks) || self.timers.iter().any(|t| t.hold_reason.is_some())
    }

    /// Whatever keeps somebody from approving a move.
    #[must_use]
    pub fn approval_refusal(&self, ticket: &Ticket, to: &str, roles: &[String]) -> Option<Error> {
        let allowed = self.allowed(&ticket.state, to);
        match allowed.and_then(|allowed| allowed.guards.approval.as_ref()) {
            Some(approval) => role_missing(&approval.roles, roles),
            None => Some(Error::new(Code::ApprovalOutOfPlace).with("to", to)),
        }
    }

    /// Every reason against a move; none means that it is allowed.
    #[must_use]
    pub fn refusals(&self, ticket: &Ticket, request: &Request<'_>) -> Vec<Error> {
        let to = match self.state(request.to) {
            Ok(to) => to,
            Err(error) => return vec![error.at(Path::root().key("to"))],
        };
        let allowed = self.allowed(&ticket.state, request.to);
        let Some(allowed) = allowed.filter(|_| to.is_for(ticket.kind)) else {
            return vec![self.not_a_move(ticket, to)];
        };
        let mut refusals = Vec::new();
        let guards = &allowed.guards;
        refusals.extend(role_missing(&guards.roles, request.roles));
        refusals.extend(self.locked(ticket, request.facts));
        refusals.extend(unmet(ticket, Some(guards), to, request.facts, request.moment));
        refusals.extend(self.hold_refusal(to, request.hold_reason));
        let reason =
            self.hold_reasons.iter().find(|one| Some(one.id.as_str()) == request.hold_reason);
        let fields = reason.map_or(&[][..], |reason| &reason.requires).iter().map(String::as_str);
        refusals.extend(lacking(fields.collect(), request.facts, &ticket.facts));
        refusals
    }

    /// The facts that the state of a new ticket requires and that are not known.
    #[must_use]
    pub fn opening_refusals(&self, kind: Kind, facts: &Facts) -> Vec<Error> {
        let fields = self.initial_of(kind).map(|state| guards::needed(None, state));
        lacking(fields.unwrap_or_default(), facts, facts)
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
    pub fn timed(
        &self,
        ticket: &Ticket,
        timer: &Timer,
        moment: Moment<'_>,
    ) -> Option<StateChanged> {
        let to = self.state(&timer.to).ok().filter(|to| to.is_for(ticket.kind))?;
        let guards = self.allowed(&ticket.state, &to.id).map(|allowed| &*allowed.guards);
        let unmet = unmet(ticket, guards, to, &Facts::new(), moment);
        unmet.is_empty().then(|| StateChanged {
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
        let to = *self.index.get(to)?;
        self.leaving(from).find(|allowed| allowed.to == to)
    }

    fn not_a_move(&self, ticket: &Ticket, to: &State) -> Error {
        let known: Vec<_> = self.offered(ticket).map(|state| state.id.as_str()).collect();
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

/// What refuses somebody who has none of the roles.
pub(crate) fn role_missing(roles: &[String], has: &[String]) -> Option<Error> {
    let may = roles.is_empty() || roles.iter().any(|role| has.contains(role));
    (!may).then(|| Error::new(Code::RoleMissing).with("roles", roles.join(", ")))
}

/// The fields that have a value neither among the facts that come along nor among those known.
fn lacking(fields: Vec<&str>, along: &Facts, known: &Facts) -> Vec<Error> {
    let value = |field: &str| along.get(field).or_else(|| known.get(field));
    let absent = |field: &&str| matches!(value(field), None | Some(Value::Absent));
    fields.into_iter().filter(absent).map(missing).collect()
}

fn missing(field: &str) -> Error {
    let path = Path::root().key("facts").key(field);
    Error::new(Code::FactMissing).with("field", field).at(path)
}
