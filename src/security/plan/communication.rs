mod check;

use serde::Serialize;

use crate::condition::{Condition, ConditionDraft};
use crate::document::{object, words};
use crate::security::marking::Tlp;
use crate::time::Span;

/// From when on the time to a first notice counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Anchor {
    /// The case was opened: an incident was declared.
    CaseOpened,
    /// The ticket was recorded.
    TicketOpened,
    /// The ticket first entered a phase.
    PhaseEntered,
    /// The ticket first had one of the priorities of the rule.
    PriorityReached,
}

words!(Anchor {
    CaseOpened: "caseOpened",
    TicketOpened: "ticketOpened",
    PhaseEntered: "phaseEntered",
    PriorityReached: "priorityReached",
});

/// Who is told what, and when, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CommunicationDraft {
    /// What notices may say.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contents: Vec<ContentDraft>,
    /// Who is told.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub audiences: Vec<AudienceDraft>,
}

object!(CommunicationDraft { contents: or_default "contents", audiences: or_default "audiences" });

impl CommunicationDraft {
    /// Whether nobody is told anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.contents.is_empty() && self.audiences.is_empty()
    }
}

/// What a notice says, as written: which facts, not in which words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ContentDraft {
    /// What documents, and the host's templates, name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// The fields of the ticket that it states.
    pub fields: Vec<String>,
}

object!(ContentDraft { id: needed "id", fields: needed "fields" });

/// Who is told, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AudienceDraft {
    /// What documents name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The role that it is, if it is one of the plan's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The contact to reach it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// The strictest label of the Traffic Light Protocol that it may get.
    pub tlp: Tlp,
    /// The tickets that it is told about; all if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<ConditionDraft>,
    /// The calendar whose working time counts; all time if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// Who approves a notice before it is sent; nobody needs to if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub approval: Vec<String>,
    /// When it is told first: the earliest of those that apply.
    pub first: Vec<FirstDraft>,
    /// How often it is told what is new: the first that applies, in written order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub updates: Vec<UpdateDraft>,
}

object!(AudienceDraft {
    id: needed "id",
    label: optional "label",
    role: optional "role",
    contact: optional "contact",
    tlp: needed "tlp",
    applies_if: optional "appliesIf",
    calendar: optional "calendar",
    approval: or_default "approval",
    first: needed "first",
    updates: or_default "updates",
});

/// When an audience is told first, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FirstDraft {
    /// From when on the time counts.
    pub from: Anchor,
    /// The phase, where one is entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// The priorities at which it applies; any if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<String>,
    /// How soon.
    pub within: Span,
    /// What the notice says.
    pub content: String,
}

object!(FirstDraft {
    from: needed "from",
    phase: optional "phase",
    priorities: or_default "priorities",
    within: needed "within",
    content: needed "content",
});

/// How often an audience is told what is new, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct UpdateDraft {
    /// The phases in which it applies; any if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<String>,
    /// The priorities at which it applies; any if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<String>,
    /// How long after the last notice.
    pub every: Span,
    /// What the notice says.
    pub content: String,
}

object!(UpdateDraft {
    phases: or_default "phases",
    priorities: or_default "priorities",
    every: needed "every",
    content: needed "content",
});

/// Who is told what, and when, checked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Communication {
    /// What notices may say.
    pub contents: Vec<ContentDraft>,
    /// Who is told, in written order.
    pub audiences: Vec<Audience>,
}

impl Communication {
    /// The audience with this identifier.
    #[must_use]
    pub fn audience(&self, id: &str) -> Option<&Audience> {
        self.audiences.iter().find(|audience| audience.written.id == id)
    }

    /// What a notice with this content states.
    #[must_use]
    pub fn content(&self, id: &str) -> Option<&ContentDraft> {
        self.contents.iter().find(|content| content.id == id)
    }
}

/// Who is told, checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// As it was written.
    pub written: AudienceDraft,
    /// The tickets that it is told about.
    pub applies_if: Option<Condition>,
}

impl Audience {
    /// What people call it.
    #[must_use]
    pub fn label(&self) -> &str {
        self.written.label.as_deref().unwrap_or(&self.written.id)
    }
}
