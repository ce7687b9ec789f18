use serde::Serialize;

use crate::document::words;

/// What a ticket is about, in the words of ITIL 4 and ISO/IEC 27035.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// An unplanned interruption of a service, or a reduction of its quality.
    Incident,
    /// A user's request for something that is part of normal delivery.
    ServiceRequest,
    /// A cause, or potential cause, of one or more incidents.
    Problem,
    /// A problem that has been analysed and is not resolved.
    KnownError,
    /// A request to add, change or remove something that could affect services.
    ChangeRequest,
    /// A change of state that matters for the management of a service.
    Event,
    /// A notification that a threshold was reached or something has failed.
    Alert,
    /// One or more unwanted events that threaten information security.
    SecurityIncident,
}

words!(Kind {
    Incident: "incident",
    ServiceRequest: "serviceRequest",
    Problem: "problem",
    KnownError: "knownError",
    ChangeRequest: "changeRequest",
    Event: "event",
    Alert: "alert",
    SecurityIncident: "securityIncident",
});

impl Kind {
    /// Every kind, in the order above.
    pub const ALL: [Self; 8] = [
        Self::Incident,
        Self::ServiceRequest,
        Self::Problem,
        Self::KnownError,
        Self::ChangeRequest,
        Self::Event,
        Self::Alert,
        Self::SecurityIncident,
    ];

    /// The kind with this word.
    #[must_use]
    pub fn named(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// The word that documents use, for example `serviceRequest`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::ServiceRequest => "serviceRequest",
            Self::Problem => "problem",
            Self::KnownError => "knownError",
            Self::ChangeRequest => "changeRequest",
            Self::Event => "event",
            Self::Alert => "alert",
            Self::SecurityIncident => "securityIncident",
        }
    }
}

/// What a state means, whatever a policy calls it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum StateType {
    /// Recorded; nobody has taken it up.
    New,
    /// Somebody works on it.
    Active,
    /// Work waits for somebody or something else.
    OnHold,
    /// Service is restored; the caller may still object.
    Resolved,
    /// Ended.
    Closed,
    /// Ended without having been worked on to the end.
    Canceled,
}

words!(StateType {
    New: "new",
    Active: "active",
    OnHold: "onHold",
    Resolved: "resolved",
    Closed: "closed",
    Canceled: "canceled",
});

impl StateType {
    /// Every type, in the order above.
    pub const ALL: [Self; 6] =
        [Self::New, Self::Active, Self::OnHold, Self::Resolved, Self::Closed, Self::Canceled];

    /// The word that documents use, for example `onHold`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::Active => "active",
            Self::OnHold => "onHold",
            Self::Resolved => "resolved",
            Self::Closed => "closed",
            Self::Canceled => "canceled",
        }
    }

    /// Whether the work counts as done or given up, so that leaving it is a reopening.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Resolved | Self::Closed | Self::Canceled)
    }
}
