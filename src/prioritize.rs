//! Impact and urgency to priority, by a matrix of any size.
//!
//! The matrix is the policy's, never a formula: `ServiceNow`'s 3x3, GLPI's 5x5 and iTop's 3x4
//! contradict each other in cells where no formula could tell who is right.

//!
//! A policy may have several matrices, for kinds or services; modifiers change in written order
//! what a matrix gives; and who has the right to may override all that for a time.

#[cfg(feature = "analysis")]
mod coded;
mod draft;
mod modifier;
mod rules;

use serde::Serialize;

#[cfg(feature = "analysis")]
pub(crate) use coded::Coded;
pub use draft::{LevelDraft, MatrixDraft, ScalesDraft};
pub use modifier::{Modifier, ModifierDraft};
pub(crate) use rules::Written;
pub use rules::{
    CaseMatrixDraft, MajorIncidentDraft, Modified, OverrideDraft, Priorities, Prioritized, Subject,
};

use crate::model::Facts;

/// A level of a scale: its identifier, and what people call it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Level {
    /// What documents and facts name it by.
    pub id: String,
    /// What people call it.
    pub label: String,
}

/// The checked scales and matrix of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matrix {
    impact: Vec<Level>,
    urgency: Vec<Level>,
    priority: Vec<Level>,
    /// Invariant: one entry for each pair, urgency running fastest, each an index of `priority`.
    cells: Vec<usize>,
}

/// A priority, or its absence, with what decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "rule", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Reason {
    /// A cell of the matrix.
    Matrix {
        /// Which one, if not that of the tickets for which no other is written.
        #[serde(skip_serializing_if = "Option::is_none")]
        matrix: Option<String>,
        /// The level of impact.
        impact: String,
        /// The level of urgency.
        urgency: String,
    },
    /// A fact that the matrix needs is not known.
    FactMissing {
        /// The names of the missing fields.
        fields: Vec<&'static str>,
    },
}

impl Matrix {
    /// The levels of impact, highest first.
    #[must_use]
    pub fn impact(&self) -> &[Level] {
        &self.impact
    }

    /// The levels of urgency, highest first.
    #[must_use]
    pub fn urgency(&self) -> &[Level] {
        &self.urgency
    }

    /// The levels of priority, highest first.
    #[must_use]
    pub fn priority(&self) -> &[Level] {
        &self.priority
    }

    /// The priority of a pair of levels; none if one of them is no level of its scale.
    #[must_use]
    pub fn cell(&self, impact: &str, urgency: &str) -> Option<&str> {
        let level = self.priority.get(self.cell_at(impact, urgency)?)?;
        Some(&level.id)
    }

    fn cell_at(&self, impact: &str, urgency: &str) -> Option<usize> {
        let row = self.impact.iter().position(|level| level.id == impact)?;
        let column = self.urgency.iter().position(|level| level.id == urgency)?;
        self.at(row, column)
    }

    /// What the cell in a row and a column says.
    fn at(&self, row: usize, column: usize) -> Option<usize> {
        let at = row.checked_mul(self.urgency.len())?.checked_add(column)?;
        self.cells.get(at).copied()
    }

    /// The priority that facts give, counted from the highest, and why.
    fn prioritize(&self, facts: &Facts, matrix: Option<String>) -> (Option<usize>, Reason) {
        let level = |field: &str| facts.get(field).and_then(|value| value.as_text());
        let (impact, urgency) = (level("impact"), level("urgency"));
        if let (Some(impact), Some(urgency)) = (impact, urgency) {
            let (high, soon) = (impact.to_owned(), urgency.to_owned());
            let reason = Reason::Matrix { matrix, impact: high, urgency: soon };
            return (self.cell_at(impact, urgency), reason);
        }
        let missing = [("impact", impact), ("urgency", urgency)];
        let fields = missing.iter().filter(|(_, level)| level.is_none()).map(|(name, _)| *name);
        (None, Reason::FactMissing { fields: fields.collect() })
    }
}
