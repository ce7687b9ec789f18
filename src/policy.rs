//! The policy: the document as written, and its checked form.

use std::sync::Arc;

use serde::Serialize;

use crate::action::{ActionDraft, ActionRule};
use crate::calendar::{Calendar, CalendarDraft, Calendars};
use crate::classify::{Classification, ClassificationDraft};
use crate::condition::Vocabulary;
use crate::document::object;
use crate::lifecycle::{Lifecycle, LifecycleDraft};
use crate::model::FieldType;
use crate::prioritize::{
    CaseMatrixDraft, MajorIncidentDraft, Matrix, MatrixDraft, ModifierDraft, OverrideDraft,
    Priorities, ScalesDraft,
};
use crate::sla::{Agreement, AgreementDraft};

/// The version of the document's form that this crate writes and reads.
pub const DOCUMENT_VERSION: u64 = 1;

/// A policy as written: one JSON document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PolicyDraft {
    /// The address of the JSON Schema, for editors.
    #[serde(rename = "$schema", skip_serializing_if = "Option::is_none")]
    pub schema: Option<String>,
    /// The version of the document's form: [`DOCUMENT_VERSION`].
    pub version: u64,
    /// What it is named by.
    pub id: String,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// The levels of impact, urgency and priority.
    pub scales: ScalesDraft,
    /// Impact, then urgency, to priority.
    pub matrix: MatrixDraft,
    /// The same for some tickets, by kind or service: the first that applies counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub matrices: Vec<CaseMatrixDraft>,
    /// What changes the matrix's priority, in this order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<ModifierDraft>,
    /// Who may give another priority than all that; nobody if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority_override: Option<OverrideDraft>,
    /// What makes a major incident; if absent, the field `majorIncident` is one as any other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub major_incident: Option<MajorIncidentDraft>,
    /// Fields beside the standard ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDraft>,
    /// From a report to what it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub classification: Option<ClassificationDraft>,
    /// The states and moves.
    pub lifecycle: LifecycleDraft,
    /// The working hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarDraft>,
    /// The promises about time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<AgreementDraft>,
    /// What the host is asked to do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
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
