use serde::Serialize;

use super::{Level, Matrix};
use crate::document::{Ids, Map, object, with_nearest};
use crate::error::{Code, Error, Path};

/// A level as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct LevelDraft {
    /// What documents and facts name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// What people call it; the identifier if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
}

object!(LevelDraft { id: needed "id", label: optional "label" });

/// The scales as written, the highest level first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ScalesDraft {
    /// How much of the business is affected.
    pub impact: Vec<LevelDraft>,
    /// How soon it hurts.
    pub urgency: Vec<LevelDraft>,
    /// What follows from both.
    pub priority: Vec<LevelDraft>,
}

object!(ScalesDraft {
    impact: needed "impact",
    urgency: needed "urgency",
    priority: needed "priority",
});

/// The matrix as written: impact, then urgency, to priority.
pub type MatrixDraft = Map<Map<String>>;

impl ScalesDraft {
    /// The checked matrix; findings about scales and matrix go to `findings`.
    pub fn check(
        &self,
        matrix: &MatrixDraft,
        path: &Path,
        findings: &mut Vec<Error>,
    ) -> Option<Matrix> {
        let before = refusals(findings);
        let scales = Path::root().key("scales");
        let impact = check_scale(&self.impact, &scales.key("impact"), findings);
        let urgency = check_scale(&self.urgency, &scales.key("urgency"), findings);
        let priority = check_scale(&self.priority, &scales.key("priority"), findings);
        let sound = refusals(findings) == before;
        let scales = Matrix { impact, urgency, priority, cells: Vec::new() };
        scales.with_cells(matrix, path, findings).filter(|_| sound)
    }
}

fn refusals(findings: &[Error]) -> usize {
    findings.iter().filter(|finding| finding.code().refuses()).count()
}

impl Matrix {
    /// A matrix over the same scales; findings about its cells go to `findings`.
    pub(super) fn with_cells(
        &self,
        matrix: &MatrixDraft,
        path: &Path,
        findings: &mut Vec<Error>,
    ) -> Option<Self> {
        let before = refusals(findings);
        find_unknown(matrix.keys(), &self.impact, path, findings);
        let mut cells = Vec::new();
        for high in &self.impact {
            let row = matrix.get(&high.id);
            let path = path.key(&high.id);
            if let Some(row) = row {
                find_unknown(row.keys(), &self.urgency, &path, findings);
            }
            for soon in &self.urgency {
                let cell = row.and_then(|row| row.get(&soon.id));
                let path = path.key(&soon.id);
                let index = if let Some(cell) = cell {
                    level_named(cell, &self.priority, &path, findings)
                } else {
                    findings.push(Error::new(Code::MatrixCellMissing).at(path));
                    None
                };
                cells.push(index.unwrap_or(0));
            }
        }
        let checked = Self { cells, ..self.clone() };
        if refusals(findings) > before {
            return None;
        }
        warn_falls(&checked, path, findings);
        Some(checked)
    }
}

fn check_scale(drafts: &[LevelDraft], path: &Path, findings: &mut Vec<Error>) -> Vec<Level> {
    let mut ids = Ids::default();
    let mut levels = Vec::new();
    if drafts.is_empty() {
        findings.push(Error::new(Code::ScaleEmpty).at(path.clone()));
    }
    for (at, draft) in drafts.iter().enumerate() {
        let path = path.index(at).key("id");
        let repeated = ids.contains(&draft.id);
        ids.add(&draft.id, &path, findings);
        if repeated {
            continue;
        }
        let label = draft.label.clone().unwrap_or_else(|| draft.id.clone());
        levels.push(Level { id: draft.id.clone(), label });
    }
    levels
}

fn find_unknown<'a>(
    keys: impl Iterator<Item = &'a str>,
    levels: &[Level],
    path: &Path,
    findings: &mut Vec<Error>,
) {
    for key in keys {
        if !levels.iter().any(|level| level.id == key) {
            findings.push(unknown_level(key, levels).at(path.key(key)));
        }
    }
}

fn unknown_level(word: &str, levels: &[Level]) -> Error {
    let error = Error::new(Code::LevelUnknown).with("level", word);
    let names = levels.iter().map(|level| level.id.as_str());
    with_nearest(error, word, names.clone()).with("known", names.collect::<Vec<_>>().join(", "))
}

/// Which level of the scale a word names.
pub(super) fn level_named(
    word: &str,
    levels: &[Level],
    path: &Path,
    findings: &mut Vec<Error>,
) -> Option<usize> {
    let index = levels.iter().position(|level| level.id == word);
    if index.is_none() {
        findings.push(unknown_level(word, levels).at(path.clone()));
    }
    index
}

/// Warns where more impact, or more urgency, lowers the priority.
fn warn_falls(matrix: &Matrix, path: &Path, findings: &mut Vec<Error>) {
    let width = matrix.urgency.len();
    let ids = |levels: &[Level]| levels.iter().map(|level| level.id.clone()).collect::<Vec<_>>();
    let (impact, urgency) = (ids(&matrix.impact), ids(&matrix.urgency));
    for (row, high) in impact.iter().enumerate() {
        for (column, soon) in urgency.iter().enumerate() {
            let rank = |row: usize, column: usize| {
                row.checked_mul(width)
                    .and_then(|at| at.checked_add(column))
                    .and_then(|at| matrix.cells.get(at))
            };
            let here = rank(row, column);
            let above = row.checked_sub(1).and_then(|row| rank(row, column));
            let left = column.checked_sub(1).and_then(|column| rank(row, column));
            if here < above.max(left) {
                findings.push(Error::new(Code::MatrixFalls).at(path.key(high).key(soon)));
            }
        }
    }
}
