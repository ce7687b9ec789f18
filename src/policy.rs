//! The policy: the document as written, and its checked form.

use std::sync::Arc;

use serde::Serialize;

use crate::calendar::{Calendar, CalendarDraft, Calendars};
use crate::condition::Vocabulary;
use crate::document::object;
use crate::lifecycle::{Lifecycle, LifecycleDraft};
use crate::model::FieldType;
use crate::prioritize::{Matrix, MatrixDraft, ScalesDraft};
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
    /// Fields beside the standard ones.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldDraft>,
    /// The states and moves.
    pub lifecycle: LifecycleDraft,
    /// The working hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub calendars: Vec<CalendarDraft>,
    /// The promises about time.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agreements: Vec<AgreementDraft>,
}

object!(PolicyDraft {
    schema: optional "$schema",
    version: needed "version",
    id: needed "id",
    label: optional "label",
    scales: needed "scales",
    matrix: needed "matrix",
    fields: or_default "fields",
    lifecycle: needed "lifecycle",
    calendars: or_default "calendars",
    agreements: or_default "agreements",
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
    pub(crate) matrix: Matrix,
    pub(crate) lifecycle: Lifecycle,
    pub(crate) calendars: Calendars,
    pub(crate) agreements: Vec<Agreement>,
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

    /// The scales and the matrix.
    #[must_use]
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
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
}
