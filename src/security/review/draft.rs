use serde::Serialize;

use super::patch::Patch;
use super::timeline::Entry;
use crate::document::{object, words};
use crate::security::marking::Tlp;
use crate::time::Instant;

/// A post-incident review as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// The host's identifier of the review.
    pub id: String,
    /// The ticket that it is about.
    pub ticket: String,
    /// Under which label it is published.
    pub tlp: Tlp,
    /// Who agreed to publish it under a wider label than the ticket's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub release: Option<Release>,
    /// When those who were there met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_at: Option<Instant>,
    /// When it was published; until then it is a draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_at: Option<Instant>,
    /// What happened, in a few sentences.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What happened when.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Entry>,
    /// What contributed. There is no single cause, so there is a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
    /// How it was noticed, and what should have noticed it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detection: Option<Detection>,
    /// What went well and should stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub went_well: Vec<String>,
    /// Where it was luck that it was not worse.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lucky: Vec<String>,
    /// What is done about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionItem>,
    /// Which changes of the policy it proposes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Proposal>,
}

object!(Review {
    id: needed "id",
    ticket: needed "ticket",
    tlp: needed "tlp",
    release: optional "release",
    held_at: optional "heldAt",
    published_at: optional "publishedAt",
    description: or_default "description",
    timeline: or_default "timeline",
    factors: or_default "factors",
    detection: optional "detection",
    went_well: or_default "wentWell",
    lucky: or_default "lucky",
    actions: or_default "actions",
    proposals: or_default "proposals",
});

/// An agreement to publish under a wider label than the ticket's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Release {
    /// Who agreed: a role, or the host's identifier of a person.
    pub by: String,
    /// When.
    pub at: Instant,
}

object!(Release { by: needed "by", at: needed "at" });

/// Something that contributed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Factor {
    /// Of which kind it is.
    pub kind: FactorKind,
    /// What it was, and how it contributed.
    pub description: String,
}

object!(Factor { kind: needed "kind", description: needed "description" });

/// The kinds of what contributes: a short list of our own, after the layers that ISO/IEC 27035 and
/// the reviews of aviation and medicine look at. A person is none of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum FactorKind {
    /// Hardware, software, data, or how they are set up.
    Technical,
    /// A procedure that is missing, wrong, or does not fit the work.
    Process,
    /// What people see and operate: alarms, names, buttons, defaults.
    Interface,
    /// What was said, to whom, how and when.
    Communication,
    /// What nobody could know: training, documents, experience.
    Knowledge,
    /// Too few people, too little time, too much at once.
    Workload,
    /// What others do: suppliers, attackers, the weather.
    External,
}

words!(FactorKind {
    Technical: "technical",
    Process: "process",
    Interface: "interface",
    Communication: "communication",
    Knowledge: "knowledge",
    Workload: "workload",
    External: "external",
});

/// How it was noticed, and what should have noticed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Detection {
    /// Who or what noticed it first.
    pub by: DetectedBy,
    /// What should have noticed it; needed where it was noticed late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// Why that did not notice it; needed where it was noticed late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

object!(Detection { by: needed "by", expected: optional "expected", reason: optional "reason" });

/// Who or what noticed something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum DetectedBy {
    /// An alert or another tool of one's own.
    Monitoring,
    /// Somebody of the organisation.
    Staff,
    /// Somebody who uses the service.
    User,
    /// Anybody else: an authority, a researcher, the press, the attacker.
    Outsider,
}

words!(DetectedBy { Monitoring: "monitoring", Staff: "staff", User: "user", Outsider: "outsider" });

/// Something that is done about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ActionItem {
    /// What the review knows it by.
    pub id: String,
    /// What is to be done.
    pub description: String,
    /// What it is for.
    pub kind: ActionKind,
    /// Whose it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<Owner>,
    /// When it was agreed; if absent, when the review was held, else published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreed_at: Option<Instant>,
    /// Until when; at this instant it is still in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due: Option<Instant>,
    /// How far it is.
    pub status: ActionStatus,
    /// When it was done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done_at: Option<Instant>,
    /// Why it was dropped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Where the work on it is kept, for example the number of a change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tracked_in: Option<String>,
}

object!(ActionItem {
    id: needed "id",
    description: needed "description",
    kind: needed "kind",
    owner: optional "owner",
    agreed_at: optional "agreedAt",
    due: optional "due",
    status: needed "status",
    done_at: optional "doneAt",
    reason: optional "reason",
    tracked_in: optional "trackedIn",
});

/// Whose something is: a role, or a person.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Owner {
    /// A role, which somebody has at any time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The host's identifier of a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
}

object!(Owner { role: optional "role", person: optional "person" });

impl Owner {
    /// Whether it names a role or a person, and not both.
    #[must_use]
    pub fn is_one(&self) -> bool {
        let named = |name: &Option<String>| name.as_deref().is_some_and(|name| !name.is_empty());
        named(&self.role) != named(&self.person) && self.role.is_some() != self.person.is_some()
    }
}

/// What an action is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ActionKind {
    /// That it does not happen again.
    Prevent,
    /// That it is noticed earlier.
    Detect,
    /// That it does less harm.
    Mitigate,
    /// That the answer is better.
    Respond,
    /// That more is known.
    Learn,
}

words!(ActionKind {
    Prevent: "prevent",
    Detect: "detect",
    Mitigate: "mitigate",
    Respond: "respond",
    Learn: "learn",
});

impl ActionKind {
    /// Every kind, in the order above.
    pub const ALL: [Self; 5] =
        [Self::Prevent, Self::Detect, Self::Mitigate, Self::Respond, Self::Learn];
}

/// How far an action is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum ActionStatus {
    /// It is to be done.
    Open,
    /// It is done.
    Done,
    /// It will not be done, for a reason.
    Dropped,
}

words!(ActionStatus { Open: "open", Done: "done", Dropped: "dropped" });

/// A change of the policy that a review proposes. Nothing is changed by it: whoever owns the
/// policy checks what it would become, and decides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Proposal {
    /// What the review knows it by.
    pub id: String,
    /// Why.
    pub description: String,
    /// The digest of the policy that it was drafted for; if given, it applies to no other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// The action that brings it about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<String>,
    /// The change, as a JSON Patch (RFC 6902).
    pub patch: Vec<Patch>,
}

object!(Proposal {
    id: needed "id",
    description: needed "description",
    policy: optional "policy",
    action: optional "action",
    patch: needed "patch",
});
