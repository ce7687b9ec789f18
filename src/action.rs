//! What rules ask the host to do: to assign, notify, escalate or run something. The crate only says
//! so; the host does it.

use serde::Serialize;

use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::object;
use crate::error::{Error, Path};
use crate::model::{Action, ActionRequested, Ticket};

/// A rule that asks for something, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ActionDraft {
    /// What events name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// It asks when an event makes this true; where it is about `lastEvent`, at each event of which
    /// it is true.
    #[serde(rename = "if")]
    pub applies_if: ConditionDraft,
    /// What it asks for.
    pub action: Action,
    /// Who or what it is about: a group, a role, a script.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
}

object!(ActionDraft {
    id: needed "id",
    applies_if: needed "if",
    action: needed "action",
    target: optional "target",
});

/// A checked rule that asks for something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRule {
    /// When it asks.
    pub applies_if: Condition,
    request: ActionRequested,
    each_event: bool,
}

impl ActionDraft {
    /// The checked rule; findings about it go to `findings`.
    pub(crate) fn check(
        &self,
        path: &Path,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<ActionRule> {
        let applies_if = self.applies_if.check(&path.key("if"), vocabulary, findings)?;
        let (rule, target) = (self.id.clone(), self.target.clone());
        Some(ActionRule {
            each_event: applies_if.asks("lastEvent"),
            request: ActionRequested { rule, action: self.action, target },
            applies_if,
        })
    }
}

impl ActionRule {
    /// Whether it asks at each event at which its condition is true, and not only at the first.
    #[cfg(feature = "analysis")]
    pub(crate) fn asks_at_each_event(&self) -> bool {
        self.each_event
    }

    /// Whether it has asked already, so that the next event of a ticket does not make it ask.
    #[must_use]
    pub fn has_asked(&self, ticket: &Ticket) -> bool {
        !self.each_event && self.applies_if.holds(ticket)
    }

    /// What it asks for when an event that it has not asked at before has made a ticket so.
    #[must_use]
    pub fn requested(&self, ticket: &Ticket) -> Option<&ActionRequested> {
        self.applies_if.holds(ticket).then_some(&self.request)
    }
}
