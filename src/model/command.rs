use serde::de::{Deserialize, Deserializer};
use serde::{Deserialize as Read, Serialize};

use super::{Facts, Kind};
use crate::document::{Tagged, tagged};

/// What somebody wants to happen to a ticket.
///
/// In documents an object with the name under `type`: `{"type": "move", "to": "resolved"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// Let happen what time alone causes: breaches, and moves by timer.
    Tick(Tick),
}

/// Record a new ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Open {
    /// The host's identifier of the ticket.
    pub id: String,
    /// What it is about.
    pub kind: Kind,
    /// What is known.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// Bring it into another state.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Move {
    /// The state to reach.
    pub to: String,
    /// Why work waits; needed where the policy lists reasons and the state is on hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hold_reason: Option<String>,
    /// Facts that come with the move, for example the resolution code.
    #[serde(default, skip_serializing_if = "Facts::is_empty")]
    pub facts: Facts,
}

/// Change facts; `null` removes one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChangeFacts {
    /// The new values by field name.
    pub facts: Facts,
}

/// Give it to a group or a person; what is left out stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Read)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Assign {
    /// The group that takes over. Another group than before counts as a reassignment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The person that takes over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignee: Option<String>,
}

/// Let happen what time alone causes, up to the context's `now`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Read)]
#[serde(deny_unknown_fields)]
pub struct Tick {}

impl Tagged for Command {
    const NAMES: &'static [&'static str] = &["open", "move", "changeFacts", "assign", "tick"];

    fn payload<'de, D: Deserializer<'de>>(name: &str, members: D) -> Result<Self, D::Error> {
        match name {
            "open" => Open::deserialize(members).map(Self::Open),
            "move" => Move::deserialize(members).map(Self::Move),
            "changeFacts" => ChangeFacts::deserialize(members).map(Self::ChangeFacts),
            "assign" => Assign::deserialize(members).map(Self::Assign),
            _ => Tick::deserialize(members).map(Self::Tick),
        }
    }
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        tagged(deserializer)
    }
}
