use serde::Serialize;

use super::{AgreementType, AtDue, Boundary, Carry, OnReopen, Profile, StandingTime, TargetKind};
use crate::condition::ConditionDraft;
use crate::document::{Map, object};
use crate::time::Instant;

/// An agreement as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AgreementDraft {
    /// What documents name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub id: String,
    /// Who promises what to whom.
    #[serde(rename = "type")]
    pub agreement_type: AgreementType,
    /// The calendar whose working time counts; all time if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// The field of the ticket that names the zone in which the calendar is read, for example
    /// `requesterZone`; the calendar's own counts if absent, or while the field has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_field: Option<String>,
    /// The tickets that it is about; all if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_if: Option<ConditionDraft>,
    /// A name of a choice: of the agreements with the same one, the first that applies counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub one_of: Option<String>,
    /// The first instant at which a ticket may be recorded that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Instant>,
    /// The first instant at which no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<Instant>,
    /// Another system's answers to what systems treat differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub profile: Option<Profile>,
    /// What it promises.
    pub targets: Vec<TargetDraft>,
}

object!(AgreementDraft {
    id: needed "id",
    agreement_type: needed "type",
    calendar: optional "calendar",
    zone_field: optional "zoneField",
    applies_if: optional "appliesIf",
    one_of: optional "oneOf",
    valid_from: optional "validFrom",
    valid_to: optional "validTo",
    profile: optional "profile",
    targets: needed "targets",
});

/// A target as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct TargetDraft {
    /// What documents name it by; the kind if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub id: Option<String>,
    /// What it is about; brings conditions for what is left out here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<TargetKind>,
    /// When its clock starts; with the ticket if neither this nor the kind says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<ConditionDraft>,
    /// From when the clock then counts: `openedAt`, or a field with an instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_from: Option<String>,
    /// When its clock stops; needed without a kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stop: Option<ConditionDraft>,
    /// While what its clock waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pause: Option<ConditionDraft>,
    /// What ends a wait; the end of what began it if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resume: Option<ConditionDraft>,
    /// What ends a cycle and begins the next one, at each event after which it is true.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reset: Option<ConditionDraft>,
    /// While what nothing is promised.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancel: Option<ConditionDraft>,
    /// When the time it may take becomes another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_target_change: Option<Carry>,
    /// When another calendar or zone becomes the one that counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_calendar_change: Option<Carry>,
    /// When work that counted as done is taken up again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_reopen: Option<OnReopen>,
    /// Whether the time between stop and reopening counts afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_time: Option<StandingTime>,
    /// Whether paused time counts afterwards.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub paused_time: Option<StandingTime>,
    /// Where a target ends that is used up at a closing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub boundary: Option<Boundary>,
    /// Whether the due instant itself is in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_due: Option<AtDue>,
    /// How long it may take if a condition is true; the first that is counts before `within`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub exceptions: Vec<ExceptionDraft>,
    /// How long it may take by priority, for example `{"critical": "4h"}`; see
    /// [`Within`](super::Within).
    #[serde(default)]
    #[cfg_attr(feature = "schema", schemars(with = "Map<super::Within>"))]
    pub within: Map<String>,
    /// When to warn: `75%` of the target used, or `30m left`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<super::Threshold>"))]
    pub warnings: Vec<String>,
}

object!(TargetDraft {
    id: optional "id",
    kind: optional "kind",
    start: optional "start",
    start_from: optional "startFrom",
    stop: optional "stop",
    pause: optional "pause",
    resume: optional "resume",
    reset: optional "reset",
    cancel: optional "cancel",
    on_target_change: optional "onTargetChange",
    on_calendar_change: optional "onCalendarChange",
    on_reopen: optional "onReopen",
    resolved_time: optional "resolvedTime",
    paused_time: optional "pausedTime",
    boundary: optional "boundary",
    at_due: optional "atDue",
    exceptions: or_default "exceptions",
    within: or_default "within",
    warnings: or_default "warnings",
});

/// How long it may take if a condition is true, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ExceptionDraft {
    /// What must be true of the ticket.
    #[serde(rename = "if")]
    pub condition: ConditionDraft,
    /// How long it may take then.
    #[cfg_attr(feature = "schema", schemars(with = "super::Within"))]
    pub within: String,
}

object!(ExceptionDraft { condition: needed "if", within: needed "within" });
