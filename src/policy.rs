//! The policy: the document as written, and its checked form.

use std::sync::Arc;

use serde::Serialize;

use crate::action::{ActionDraft, ActionRule};
use crate::calendar::{Calendar, CalendarDraft, Calendars};
use crate::classify::{Classification, ClassificationDraft};
use crate::condition::Vocabulary;
use crate::document::{Place, Read, object};
use crate::error::{Code, Error};
use crate::lifecycle::{Lifecycle, LifecycleDraft};
use crate::model::FieldType;
use crate::prioritize::{
    CaseMatrixDraft, MajorIncidentDraft, Matrix, MatrixDraft, ModifierDraft, OverrideDraft,
    Priorities, ScalesDraft,
};
use crate::sla::{Agreement, AgreementDraft};

/// The version of the document's form that this crate writes and reads.
pub const DOCUMENT_VERSION: u64 = 1;

/// The version of a document's form, which is known: what another one means, nobody could say.
///
/// It is read before the other members, so that of a document of another version this is the first
/// finding, whatever else it has that this crate does not know.
///
/// Version 1 is the only one so far. When there is another, a document of an older one is brought
/// up to it between [`document::parse`](crate::document::parse) and the reading of its members, by
/// one function from a [`Node`](crate::document::Node) to a `Node` for each version, in order; each
/// says what it changed. Their place is `policy/upgrade.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct DocumentVersion(u64);

impl DocumentVersion {
    /// The version that this crate writes and reads: [`DOCUMENT_VERSION`].
    pub const KNOWN: Self = Self(DOCUMENT_VERSION);
}

impl Read for DocumentVersion {
    fn blank() -> Self {
        Self::KNOWN
    }

    fn read(&mut self, place: Place<'_>) {
        let Some(version) = place.number(0, i64::MAX).map(i64::unsigned_abs) else { return };
        if version != DOCUMENT_VERSION {
            let error = Error::new(Code::PolicyVersionUnknown).with("version", version);
            place.note(error.with("known", DOCUMENT_VERSION));
        }
    }
}

/// A policy as written: one JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct PolicyDraft {
    /// The address of the JSON Schema, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the document's form: [`DOCUMENT_VERSION`].
    #[cfg_attr(
        feature = "schema",
        schemars(with = "u64", extend("const" = DOCUMENT_VERSION))
    )]
    pub version: DocumentVersion,
    /// What it is named by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub id: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The levels of impact, urgency and priority.
    pub scales: ScalesDraft,
    /// Impact, then urgency, to priority.
    pub matrix: MatrixDraft,
    /// The same for some tickets, by kind or service: the first that applies counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrices: Vec<CaseMatrixDraft>,
    /// What changes the matrix's priority, in this order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<ModifierDraft>,
    /// Who may give another priority than all that; nobody if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_override: Option<OverrideDraft>,
    /// What makes a major incident; if absent, the field `majorIncident` is one as any other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub major_incident: Option<MajorIncidentDraft>,
    /// Fields beside the standard ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDraft>,
    /// From a report to what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<ClassificationDraft>,
    /// The states and moves.
    pub lifecycle: LifecycleDraft,
    /// The working hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarDraft>,
    /// The promises about time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<AgreementDraft>,
    /// What the host is asked to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<ActionDraft>,
}

object!(PolicyDraft {
    schema: optional "$schema",
    version: needed "version",
    id: needed "id",
    label: optional "label",
    scales: needed "scales",
    matrix: needed "matrix",
    matrices: or_default "matrices",
    modifiers: or_default "modifiers",
    priority_override: optional "priorityOverride",
    major_incident: optional "majorIncident",
    fields: or_default "fields",
    classification: optional "classification",
    lifecycle: needed "lifecycle",
    calendars: or_default "calendars",
    agreements: or_default "agreements",
    actions: or_default "actions",
});

/// A field beside the standard ones, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct FieldDraft {
    /// What facts name it by.
    pub name: String,
    /// What it holds.
    pub holds: FieldType,
}

object!(FieldDraft { name: needed "name", holds: needed "holds" });

/// A checked policy. Only [`check`](crate::check) makes one, so every part fits every other.
#[derive(Debug)]
pub struct Policy {
    pub(crate) id: String,
    pub(crate) digest: String,
    pub(crate) vocabulary: Vocabulary,
    pub(crate) priorities: Priorities,
    pub(crate) priority_override: Option<OverrideDraft>,
    /// The roles that decide about major incidents, where the policy has a rule for them.
    pub(crate) major_incident: Option<Vec<String>>,
    pub(crate) classification: Classification,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) calendars: Calendars,
    pub(crate) agreements: Vec<Agreement>,
    pub(crate) actions: Vec<ActionRule>,
}

impl Policy {
    /// What it is named by.
    #[must_use]
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The SHA-256 of the document: two policies with the same digest decide alike.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The fields, and the words that they are limited to.
    #[must_use]
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The rules of priority.
    #[must_use]
    pub fn priorities(&self) -> &Priorities {
        &self.priorities
    }

    /// The scales and the matrix of the tickets for which no other is written.
    #[must_use]
    pub fn matrix(&self) -> &Matrix {
        self.priorities.matrix()
    }

    /// Who may override a priority, and for how long.
    #[must_use]
    pub fn priority_override(&self) -> Option<&OverrideDraft> {
        self.priority_override.as_ref()
    }

    /// Who decides about major incidents, where the policy has a rule for them.
    #[must_use]
    pub fn major_incident(&self) -> Option<&[String]> {
        self.major_incident.as_deref()
    }

    /// The rules that tell what a report is about.
    #[must_use]
    pub fn classification(&self) -> &Classification {
        &self.classification
    }

    /// The states and moves.
    #[must_use]
    pub fn lifecycle(&self) -> &Lifecycle {
        &self.lifecycle
    }

    /// The calendar with this identifier.
    #[must_use]
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.get(id).map(Arc::as_ref)
    }

    /// Every calendar, by its identifier.
    #[must_use]
    pub fn calendars(&self) -> &Calendars {
        &self.calendars
    }

    /// The promises about time.
    #[must_use]
    pub fn agreements(&self) -> &[Agreement] {
        &self.agreements
    }

    /// What the host is asked to do.
    #[must_use]
    pub fn actions(&self) -> &[ActionRule] {
        &self.actions
    }
}
