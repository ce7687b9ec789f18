use serde::Serialize;

use crate::document::words;

/// What is done about a ticket as a major incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum MajorIncidentAction {
    /// Somebody thinks that it is one.
    Propose,
    /// The proposal is accepted.
    Accept,
    /// The proposal is rejected.
    Reject,
    /// It is one, whether proposed or not.
    Promote,
    /// It is one no longer.
    Demote,
}

words!(MajorIncidentAction {
    Propose: "propose",
    Accept: "accept",
    Reject: "reject",
    Promote: "promote",
    Demote: "demote",
});

impl MajorIncidentAction {
    /// Every action, in the order above.
    pub const ALL: [Self; 5] =
        [Self::Propose, Self::Accept, Self::Reject, Self::Promote, Self::Demote];

    /// The word that documents use, for example `propose`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Propose => "propose",
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::Promote => "promote",
            Self::Demote => "demote",
        }
    }

    /// The status after it, where one follows from the status before; none means that it is out of
    /// place. A ticket that nobody has spoken about has no status.
    #[must_use]
    pub fn leads_to(self, status: Option<&str>) -> Option<&'static str> {
        let accepted = status == Some("accepted");
        let proposed = status == Some("candidate");
        match self {
            Self::Propose => (!accepted && !proposed).then_some("candidate"),
            Self::Accept => proposed.then_some("accepted"),
            Self::Reject => proposed.then_some("rejected"),
            Self::Promote => (!accepted).then_some("accepted"),
            Self::Demote => accepted.then_some("demoted"),
        }
    }
}

/// What the field `majorIncidentStatus` may hold.
pub const MAJOR_INCIDENT_STATUS: [&str; 4] = ["candidate", "accepted", "rejected", "demoted"];
