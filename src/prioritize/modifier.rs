use serde::Serialize;

use super::Level;
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::object;
use crate::error::{Code, Error, Path};

/// What changes a priority that the matrix gives, as written: one effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ModifierDraft {
    /// What answers name it by, for example `vip`.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// When it does: facts and the kind.
    #[serde(rename = "if")]
    pub applies_if: ConditionDraft,
    /// So many levels higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raise: Option<u32>,
    /// So many levels lower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<u32>,
    /// This level, if it would be lower, or unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_least: Option<String>,
    /// This level, if it would be higher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at_most: Option<String>,
    /// This level, whatever it would be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub set: Option<String>,
}

object!(ModifierDraft {
    id: needed "id",
    applies_if: needed "if",
    raise: optional "raise",
    lower: optional "lower",
    at_least: optional "atLeast",
    at_most: optional "atMost",
    set: optional "set",
});

/// What a modifier does to a level, which is counted from the highest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    Raise(u32),
    Lower(u32),
    AtLeast(usize),
    AtMost(usize),
    Set(usize),
}

/// A checked modifier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Modifier {
    /// What answers name it by.
    pub id: String,
    /// When it changes the priority.
    pub applies_if: Condition,
    effect: Effect,
}

impl Modifier {
    /// The level that it makes of one; none where there is none still.
    pub(super) fn apply(&self, level: Option<usize>, lowest: usize) -> Option<usize> {
        let steps = |by: u32| usize::try_from(by).unwrap_or(usize::MAX);
        match self.effect {
            Effect::Raise(by) => level.map(|level| level.saturating_sub(steps(by))),
            Effect::Lower(by) => level.map(|level| level.saturating_add(steps(by)).min(lowest)),
            Effect::AtLeast(least) => Some(level.map_or(least, |level| level.min(least))),
            Effect::AtMost(most) => level.map(|level| level.max(most)),
            Effect::Set(to) => Some(to),
        }
    }
}

impl ModifierDraft {
    pub(super) fn check(
        &self,
        path: &Path,
        levels: &[Level],
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Modifier> {
        let applies_if = self.applies_if.check(&path.key("if"), vocabulary, findings);
        let mut effects = Vec::new();
        effects.extend(self.raise.map(|by| Some(Effect::Raise(by))));
        effects.extend(self.lower.map(|by| Some(Effect::Lower(by))));
        let mut named = |name: &str, level: &Option<String>| {
            let level = level.as_ref()?;
            Some(super::draft::level_named(level, levels, &path.key(name), findings))
        };
        effects.extend(named("atLeast", &self.at_least).map(|at| at.map(Effect::AtLeast)));
        effects.extend(named("atMost", &self.at_most).map(|at| at.map(Effect::AtMost)));
        effects.extend(named("set", &self.set).map(|at| at.map(Effect::Set)));
        let [effect] = effects[..] else {
            findings.push(Error::new(Code::ModifierForm).at(path.clone()));
            return None;
        };
        Some(Modifier { id: self.id.clone(), applies_if: applies_if?, effect: effect? })
    }
}
