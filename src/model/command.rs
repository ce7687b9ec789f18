use serde::Serialize;

use super::{Facts, Kind, MajorIncidentAction, PriorityOverride, Sender};
use crate::document::{object, union};
use crate::time::Instant;

/// What somebody wants to happen to a ticket.
///
/// In documents an object with the name under `type`: `{"type": "move", "to": "resolved"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "type", rename_all = "camelCase")]
pub enum Command {
    /// Record a new ticket.
    Open(Open),
    /// Bring it into another state.
    Move(Move),
    /// Change facts.
    ChangeFacts(ChangeFacts),
    /// Give it to a group or a person.
    Assign(Assign),
    /// Write to the other side, or a note for the support alone.
    AddMessage(AddMessage),
    /// Give it another priority than the rules, or leave it to the rules again.
    OverridePriority(PriorityOverride),
    /// Propose, accept, reject, promote or demote it as a major incident.
    MajorIncident(MajorIncident),
    /// Approve a move, or take the approval back.
    Approve(Approve),
    /// Say that an earlier event took effect at another time, or not at all.
    Correct(Correct),
    /// Let happen what time alone causes: warnings, breaches, and moves by timer.
    Tick(Tick),
}

/// Record a new ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Open {
    /// The host's identifier of the ticket.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// Who reported it: what the requester reports waits for an answer.
    #[serde(default, skip_serializing_if = "Sender::is_requester")]
    pub from: Sender,
    /// What is known.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

object!(Open {
    id: needed "id",
    kind: needed "kind",
    from: or_default "from",
    facts: or_default "facts",
});

/// Bring it into another state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Move {
    /// The state to reach.
    pub to: String,
    /// Why work waits; needed where the policy lists reasons and the state is on hold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<String>,
    /// Facts that come with the move, for example the resolution code.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

object!(Move {
    to: needed "to",
    hold_reason: optional "holdReason",
    facts: or_default "facts",
});

/// Change facts; `null` removes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ChangeFacts {
    /// The new values by field name.
    pub facts: Facts,
}

object!(ChangeFacts { facts: needed "facts" });

/// Give it to a group or a person; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Assign {
    /// The group that takes over. Another group than before counts as a reassignment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The person that takes over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
}

object!(Assign { group: optional "group", assignee: optional "assignee" });

/// Write to the other side, or a note for the support alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AddMessage {
    /// Who writes.
    pub from: Sender,
    /// Whether only the support sees it, so that it answers nothing.
    #[serde(default)]
    pub internal: bool,
    /// What is written, if the history should keep it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

object!(AddMessage {
    from: needed "from",
    internal: or_default "internal",
    text: optional "text",
});

/// Propose, accept, reject, promote or demote it as a major incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MajorIncident {
    /// What is done.
    pub action: MajorIncidentAction,
}

object!(MajorIncident { action: needed "action" });

/// Approve a move, or take the approval back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Approve {
    /// The state that the move reaches.
    pub to: String,
    /// Whether it is approved.
    pub granted: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

object!(Approve { to: needed "to", granted: needed "granted", reason: optional "reason" });

/// Say that an earlier event took effect at another time, or not at all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Correct {
    /// The version of the event; not of one that follows from others.
    pub version: u64,
    /// When it took effect in truth; none if it never did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub took_effect_at: Option<Instant>,
    /// Why, for whoever reads the history.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

object!(Correct {
    version: needed "version",
    took_effect_at: optional "tookEffectAt",
    reason: optional "reason",
});

/// Let happen what time alone causes, up to the context's `now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tick {}

object!(Tick {});

union!(Command {
    Open: "open",
    Move: "move",
    ChangeFacts: "changeFacts",
    Assign: "assign",
    AddMessage: "addMessage",
    OverridePriority: "overridePriority",
    MajorIncident: "majorIncident",
    Approve: "approve",
    Correct: "correct",
    Tick: "tick",
});
