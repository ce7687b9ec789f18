use serde::Serialize;

use super::{Change, Sender};
use crate::document::words;

/// What an event was about, as conditions ask for it under `lastEvent`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EventType {
    /// The ticket was recorded.
    Opened,
    /// It reached another state.
    StateChanged,
    /// Facts got other values.
    FactsChanged,
    /// The requester wrote.
    RequesterMessage,
    /// The support wrote to the requester.
    SupportMessage,
    /// Somebody wrote what only the support sees.
    InternalNote,
    /// Its priority became another one.
    PriorityChanged,
    /// Somebody gave it another priority than the rules.
    PriorityOverridden,
    /// A target came near its end.
    TargetWarned,
    /// The time of a target ran out.
    TargetBreached,
    /// Somebody approved a move, or refused to.
    Approved,
    /// An earlier event was corrected.
    Corrected,
}

words!(EventType {
    Opened: "opened",
    StateChanged: "stateChanged",
    FactsChanged: "factsChanged",
    RequesterMessage: "requesterMessage",
    SupportMessage: "supportMessage",
    InternalNote: "internalNote",
    PriorityChanged: "priorityChanged",
    PriorityOverridden: "priorityOverridden",
    TargetWarned: "targetWarned",
    TargetBreached: "targetBreached",
    Approved: "approved",
    Corrected: "corrected",
});

impl EventType {
    /// Every type, in the order above.
    pub const ALL: [Self; 12] = [
        Self::Opened,
        Self::StateChanged,
        Self::FactsChanged,
        Self::RequesterMessage,
        Self::SupportMessage,
        Self::InternalNote,
        Self::PriorityChanged,
        Self::PriorityOverridden,
        Self::TargetWarned,
        Self::TargetBreached,
        Self::Approved,
        Self::Corrected,
    ];

    /// The type of a change; a request to the host is none, so that what a clock waits for stays.
    #[must_use]
    pub fn of(change: &Change) -> Option<Self> {
        Some(match change {
            Change::Opened(_) => Self::Opened,
            Change::StateChanged(_) => Self::StateChanged,
            Change::FactsChanged(_) => Self::FactsChanged,
            Change::MessageAdded(message) if message.internal => Self::InternalNote,
            Change::MessageAdded(message) => match message.from {
                Sender::Requester => Self::RequesterMessage,
                Sender::Support => Self::SupportMessage,
            },
            Change::PriorityChanged(_) => Self::PriorityChanged,
            Change::PriorityOverridden(_) => Self::PriorityOverridden,
            Change::TargetWarned(_) => Self::TargetWarned,
            Change::TargetBreached(_) => Self::TargetBreached,
            Change::Approved(_) => Self::Approved,
            Change::Corrected(_) => Self::Corrected,
            Change::ActionRequested(_) => return None,
        })
    }

    /// The word that documents use, for example `supportMessage`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Opened => "opened",
            Self::StateChanged => "stateChanged",
            Self::FactsChanged => "factsChanged",
            Self::RequesterMessage => "requesterMessage",
            Self::SupportMessage => "supportMessage",
            Self::InternalNote => "internalNote",
            Self::PriorityChanged => "priorityChanged",
            Self::PriorityOverridden => "priorityOverridden",
            Self::TargetWarned => "targetWarned",
            Self::TargetBreached => "targetBreached",
            Self::Approved => "approved",
            Self::Corrected => "corrected",
        }
    }
}
