use std::borrow::Cow;

use serde::Serialize;

use super::{Change, Event, Facts, Kind, Opened, StateChanged, StateType, Value};
use crate::document::object;
use crate::time::Instant;

/// A ticket as its events have made it.
///
/// Everything but the history can be made again from the history: [`Ticket::fold`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ticket {
    /// The host's identifier.
    pub id: String,
    /// How many events it has had; a command names the version that its author saw.
    pub version: u64,
    /// What it is about.
    pub kind: Kind,
    /// The state, by its identifier in the policy.
    pub state: String,
    /// What that state means.
    pub state_type: StateType,
    /// When it reached that state.
    pub state_since: Instant,
    /// Why work waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<String>,
    /// The level of the policy's priority scale.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// What is known, by field name.
    #[serde(skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
    /// When it was recorded.
    pub opened_at: Instant,
    /// When its last event took effect.
    pub updated_at: Instant,
    /// When it was last resolved; gone again once it is reopened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<Instant>,
    /// When it was last closed or canceled; gone again once it is reopened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Instant>,
    /// How often the group became another one after the ticket was recorded, none included.
    pub reassignments: u64,
    /// How often work that counted as done was taken up again.
    pub reopens: u64,
    /// Every event, oldest first.
    pub history: Vec<Event>,
}

object!(Ticket {
    id: needed "id",
    version: needed "version",
    kind: needed "kind",
    state: needed "state",
    state_type: needed "stateType",
    state_since: needed "stateSince",
    hold_reason: optional "holdReason",
    priority: optional "priority",
    facts: or_default "facts",
    opened_at: needed "openedAt",
    updated_at: needed "updatedAt",
    resolved_at: optional "resolvedAt",
    closed_at: optional "closedAt",
    reassignments: needed "reassignments",
    reopens: needed "reopens",
    history: needed "history",
});

impl Ticket {
    /// The ticket that an `opened` event records.
    #[must_use]
    pub fn opened(event: Event, opened: &Opened) -> Self {
        let mut ticket = Self {
            id: opened.id.clone(),
            version: event.version,
            kind: opened.kind,
            state: opened.state.clone(),
            state_type: opened.state_type,
            state_since: event.at,
            hold_reason: None,
            priority: opened.priority.clone(),
            facts: opened.facts.clone(),
            opened_at: event.at,
            updated_at: event.at,
            resolved_at: None,
            closed_at: None,
            reassignments: 0,
            reopens: 0,
            history: Vec::new(),
        };
        ticket.facts.retain(|_, value| *value != Value::Absent);
        ticket.note_done(opened.state_type, event.at);
        ticket.history.push(event);
        ticket
    }

    /// The ticket that a whole history makes; none if it does not begin with `opened`.
    #[must_use]
    pub fn fold(history: impl IntoIterator<Item = Event>) -> Option<Self> {
        let mut events = history.into_iter();
        let first = events.next()?;
        let Change::Opened(opened) = first.change.clone() else { return None };
        let mut ticket = Self::opened(first, &opened);
        for event in events {
            ticket.evolve(event);
        }
        Some(ticket)
    }

    /// Applies one event. It cannot fail: what was decided has happened.
    pub fn evolve(&mut self, event: Event) {
        self.apply(&event);
        self.history.push(event);
    }

    /// Applies one event without keeping it; what a clock uses to look back.
    pub(crate) fn apply(&mut self, event: &Event) {
        self.version = event.version;
        self.updated_at = event.at;
        match &event.change {
            // A ticket is recorded once; a second recording has nothing to add.
            Change::Opened(_) | Change::TargetBreached(_) => {}
            Change::StateChanged(changed) => self.enter(changed, event.at),
            Change::FactsChanged(changed) => {
                for change in &changed.changes {
                    self.set(&change.field, change.to.clone());
                }
                self.reassignments =
                    self.reassignments.saturating_add(u64::from(changed.reassigns));
            }
            Change::PriorityChanged(changed) => self.priority.clone_from(&changed.to),
        }
    }

    /// The value of a field, of the ticket's facts or of `state`, `stateType`, `holdReason`,
    /// `priority`, `kind`.
    #[must_use]
    pub fn fact(&self, field: &str) -> Option<Cow<'_, Value>> {
        let text = |text: &str| Some(Cow::Owned(Value::from(text)));
        match field {
            "state" => text(&self.state),
            "stateType" => text(self.state_type.as_str()),
            "kind" => text(self.kind.as_str()),
            "holdReason" => self.hold_reason.as_deref().and_then(text),
            "priority" => self.priority.as_deref().and_then(text),
            _ => self.facts.get(field).map(Cow::Borrowed),
        }
    }

    fn set(&mut self, field: &str, value: Value) {
        if value == Value::Absent {
            self.facts.remove(field);
        } else {
            self.facts.insert(field, value);
        }
    }

    fn enter(&mut self, changed: &StateChanged, at: Instant) {
        self.state.clone_from(&changed.to);
        self.state_type = changed.state_type;
        self.state_since = at;
        self.hold_reason.clone_from(&changed.hold_reason);
        self.reopens = self.reopens.saturating_add(u64::from(changed.reopens));
        if !changed.state_type.is_done() {
            self.resolved_at = None;
            self.closed_at = None;
        }
        self.note_done(changed.state_type, at);
    }

    fn note_done(&mut self, state_type: StateType, at: Instant) {
        match state_type {
            StateType::Resolved => {
                self.resolved_at = Some(at);
                self.closed_at = None;
            }
            StateType::Closed | StateType::Canceled => self.closed_at = Some(at),
            StateType::New | StateType::Active | StateType::OnHold => {}
        }
    }
}
