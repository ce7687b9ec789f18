use serde::Serialize;

use super::settings::{Class, OrderBy};
use crate::error::{Code, Error};
use crate::model::{Kind, StateType};
use crate::time::Instant;

/// A ticket in a queue, and why it stands where it does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Row<'a> {
    /// Its place, from 1, among those that were asked for.
    pub rank: usize,
    /// The ticket.
    pub id: &'a str,
    /// Its version.
    pub version: u64,
    /// How urgent its clocks make it.
    pub class: Class,
    /// Why: the code of [`reason`](Self::reason).
    #[serde(rename = "reason", serialize_with = "code_word")]
    pub code: Code,
    /// By what it comes behind the ticket before it; none of the first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behind: Option<OrderBy>,
    /// The agreement of the decisive target.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<&'a str>,
    /// The decisive target: of those that run or wait the one with the most urgent class, and of
    /// these the one that is due first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<&'a str>,
    /// When it is due, or was; none while it waits with time left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// What is left of it in milliseconds of the agreement's time; negative once it is too late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remaining_ms: Option<i64>,
    /// How probably a target will be missed, in millionths, if the host has said so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forecast: Option<u32>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<&'a str>,
    /// What it is about.
    pub kind: Kind,
    /// Its state.
    pub state: &'a str,
    /// What that state means.
    pub state_type: StateType,
    /// The group that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<&'a str>,
    /// Who has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignee: Option<&'a str>,
    /// The service that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<&'a str>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde calls it")]
fn code_word<S: serde::Serializer>(code: &Code, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code.as_str())
}

impl Row<'_> {
    /// Why it stands there, with the facts: a line for a person, and what a translation needs.
    #[must_use]
    pub fn reason(&self) -> Error {
        let mut reason = Error::new(self.code);
        for (name, value) in [("agreement", self.agreement), ("target", self.target)] {
            reason = value.into_iter().fold(reason, |reason, value| reason.with(name, value));
        }
        let reason = self.due_at.into_iter().fold(reason, |reason, due| reason.with("due", due));
        let left = self.remaining_ms.into_iter();
        let reason = left.fold(reason, |reason, left| reason.with("remaining", left));
        self.forecast.into_iter().fold(reason, |reason, odds| reason.with("forecast", odds))
    }
}

/// How many tickets there are of each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// All.
    pub total: u64,
    /// Of [`Class::Breached`].
    pub breached: u64,
    /// Of [`Class::AtRisk`].
    pub at_risk: u64,
    /// Of [`Class::Running`].
    pub running: u64,
    /// Of [`Class::Paused`].
    pub paused: u64,
    /// Of [`Class::Untimed`].
    pub untimed: u64,
    /// Of [`Class::Resolved`].
    pub resolved: u64,
}

impl Tally {
    pub(super) fn count(&mut self, class: Class) {
        let of_class = match class {
            Class::Breached => &mut self.breached,
            Class::AtRisk => &mut self.at_risk,
            Class::Running => &mut self.running,
            Class::Paused => &mut self.paused,
            Class::Untimed => &mut self.untimed,
            Class::Resolved => &mut self.resolved,
        };
        *of_class = of_class.saturating_add(1);
        self.total = self.total.saturating_add(1);
    }
}

/// The tickets that have one thing in common.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted<'a> {
    /// The group, or the priority; none of the tickets without one.
    pub of: Option<&'a str>,
    /// How many there are.
    pub tally: Tally,
}

/// What is on a desk at an instant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts<'a> {
    /// All tickets.
    pub all: Tally,
    /// By group, sorted; those without one first.
    pub groups: Vec<Counted<'a>>,
    /// By priority, in the order of the scale; then those without one, then other words.
    pub priorities: Vec<Counted<'a>>,
}
