use serde::Serialize;

use super::{
    Change, Event, EventType, Fact, Facts, Kind, MessageAdded, Opened, PriorityOverride, Sender,
    StateChanged, StateType, Value, timeline,
};
use crate::document::object;
use crate::time::Instant;

/// An approval of a move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approval {
    /// Who approved.
    pub by: String,
    /// The state that the move reaches.
    pub to: String,
}

object!(Approval { by: needed "by", to: needed "to" });

/// A ticket as its events have made it.
///
/// Everything but the history can be made again from the history: [`Ticket::fold`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The priority that somebody gave it instead of the rules.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_override: Option<PriorityOverride>,
    /// The approvals of moves out of its state that stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approvals: Vec<Approval>,
    /// What is known, by field name.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
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
    /// Since when the requester waits for an answer: their first message that has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unanswered_since: Option<Instant>,
    /// When the support first answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub responded_at: Option<Instant>,
    /// What its last event was about.
    pub last_event: EventType,
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
    priority_override: optional "priorityOverride",
    approvals: or_default "approvals",
    facts: or_default "facts",
    opened_at: needed "openedAt",
    updated_at: needed "updatedAt",
    resolved_at: optional "resolvedAt",
    closed_at: optional "closedAt",
    unanswered_since: optional "unansweredSince",
    responded_at: optional "respondedAt",
    last_event: needed "lastEvent",
    reassignments: needed "reassignments",
    reopens: needed "reopens",
    history: needed "history",
});

impl Ticket {
    /// The ticket that an `opened` event made at an instant, without its history.
    pub(crate) fn opened(at: Instant, version: u64, opened: &Opened) -> Self {
        let mut ticket = Self {
            id: opened.id.clone(),
            version,
            kind: opened.kind,
            state: opened.state.clone(),
            state_type: opened.state_type,
            state_since: at,
            hold_reason: None,
            priority: opened.priority.clone(),
            priority_override: None,
            approvals: Vec::new(),
            facts: opened.facts.clone(),
            opened_at: at,
            updated_at: at,
            resolved_at: None,
            closed_at: None,
            unanswered_since: opened.from.is_requester().then_some(at),
            responded_at: None,
            last_event: EventType::Opened,
            reassignments: 0,
            reopens: 0,
            history: Vec::new(),
        };
        ticket.facts.retain(|_, value| *value != Value::Absent);
        ticket.note_done(opened.state_type, at);
        ticket
    }

    /// The ticket that a whole history makes; none if it does not begin with `opened`.
    ///
    /// Events count in the order in which they took effect, so one that was recorded late, or
    /// corrected, makes the same ticket as if it had been known in time.
    #[must_use]
    pub fn fold(history: impl IntoIterator<Item = Event>) -> Option<Self> {
        let history: Vec<Event> = history.into_iter().collect();
        let effects = timeline(&history);
        let (first, rest) = effects.split_first()?;
        let Change::Opened(opened) = &first.event.change else { return None };
        let mut ticket = Self::opened(first.at, first.event.version, opened);
        for effect in rest {
            ticket.apply(effect.at, effect.event);
        }
        ticket.version = history.last().map_or(ticket.version, |last| last.version);
        ticket.history = history;
        Some(ticket)
    }

    /// Applies one event. It cannot fail: what was decided has happened.
    pub fn evolve(&mut self, event: Event) {
        if event.at < self.updated_at || matches!(event.change, Change::Corrected(_)) {
            let mut history = std::mem::take(&mut self.history);
            history.push(event);
            // A history that no longer begins with `opened` was none before; it is kept as it is.
            match Self::fold(history.clone()) {
                Some(ticket) => *self = ticket,
                None => self.history = history,
            }
            return;
        }
        self.apply(event.at, &event);
        self.history.push(event);
    }

    /// The events in the order in which they took effect, each with the instant of that: what is
    /// withdrawn is left out, requests to the host too, and corrections are worked in.
    pub fn effective(&self) -> impl Iterator<Item = Event> {
        timeline(&self.history)
            .into_iter()
            .map(|effect| Event { at: effect.at, ..effect.event.clone() })
    }

    /// When its last event was recorded.
    #[must_use]
    pub fn recorded_at(&self) -> Instant {
        self.history.last().map_or(self.updated_at, Event::recorded)
    }

    /// Applies one event without keeping it; what a clock uses to look back.
    pub(crate) fn apply(&mut self, at: Instant, event: &Event) {
        self.version = event.version;
        self.updated_at = at;
        self.last_event = EventType::of(&event.change).unwrap_or(self.last_event);
        match &event.change {
            // A ticket is recorded once; a second recording has nothing to add.
            Change::Opened(_)
            | Change::TargetWarned(_)
            | Change::TargetBreached(_)
            | Change::ActionRequested(_)
            | Change::Corrected(_) => {}
            Change::StateChanged(changed) => self.enter(changed, at),
            Change::Approved(approved) => {
                let by = &event.actor.id;
                self.approvals.retain(|one| one.by != *by || one.to != approved.to);
                if approved.granted {
                    self.approvals.push(Approval { by: by.clone(), to: approved.to.clone() });
                }
            }
            Change::FactsChanged(changed) => {
                for change in &changed.changes {
                    self.set(&change.field, change.to.clone());
                }
                self.reassignments =
                    self.reassignments.saturating_add(u64::from(changed.reassigns));
            }
            Change::MessageAdded(message) => self.hear(message, at),
            Change::PriorityChanged(changed) => self.priority.clone_from(&changed.to),
            Change::PriorityOverridden(given) => {
                self.priority_override = given.level.is_some().then(|| given.clone());
            }
        }
    }

    /// The value of a field, of the ticket's facts or of those that follow from its events:
    /// `state`, `stateType`, `holdReason`, `priority`, `kind`, `unanswered`, `responded`,
    /// `lastEvent`.
    #[must_use]
    pub fn fact(&self, field: &str) -> Option<Fact<'_>> {
        match field {
            "state" => Some(Fact::Text(&self.state)),
            "stateType" => Some(Fact::Text(self.state_type.as_str())),
            "kind" => Some(Fact::Text(self.kind.as_str())),
            "holdReason" => self.hold_reason.as_deref().map(Fact::Text),
            "priority" => self.priority.as_deref().map(Fact::Text),
            "unanswered" => Some(Fact::Flag(self.unanswered_since.is_some())),
            "responded" => Some(Fact::Flag(self.responded_at.is_some())),
            "lastEvent" => Some(Fact::Text(self.last_event.as_str())),
            _ => self.facts.get(field).and_then(Fact::of),
        }
    }

    fn set(&mut self, field: &str, value: Value) {
        if value == Value::Absent {
            self.facts.remove(field);
        } else {
            self.facts.insert(field, value);
        }
    }

    fn hear(&mut self, message: &MessageAdded, at: Instant) {
        match message.from {
            _ if message.internal => {}
            Sender::Requester => {
                self.unanswered_since.get_or_insert(at);
            }
            Sender::Support => {
                self.unanswered_since = None;
                self.responded_at.get_or_insert(at);
            }
        }
    }

    fn enter(&mut self, changed: &StateChanged, at: Instant) {
        // Not the event's own word: an event that was recorded late may have changed what it left.
        let reopens = self.state_type.is_done() && !changed.state_type.is_done();
        self.reopens = self.reopens.saturating_add(u64::from(reopens));
        self.state.clone_from(&changed.to);
        self.approvals.clear();
        self.state_type = changed.state_type;
        self.state_since = at;
        self.hold_reason.clone_from(&changed.hold_reason);
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
