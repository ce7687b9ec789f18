use serde::Serialize;

use super::settings::BreachRules;
use crate::document::{Map, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::{Instant, Span};

/// One clock of one ticket, past or running: what there is to learn from, and what is asked about.
///
/// Instants may be after the present that is asked for: they then count as not yet known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
#[serde(rename_all = "camelCase")]
pub struct BreachRow {
    /// The ticket.
    pub ticket: String,
    /// Which of its targets, if it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<String>,
    /// The working hours in which the clock runs, by their name in the settings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<String>,
    /// When the clock started.
    pub started_at: Instant,
    /// The working time that was promised at the start, above zero.
    pub goal: Span,
    /// When the target was met, be it in time or late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met_at: Option<Instant>,
    /// When the clock ended without that: the ticket was canceled, or is seen no longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<Instant>,
    /// What was known at the start, by name: `priority`, `phase`, `group` and others.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub facts: Map<String>,
    /// What changed later, in any order; of one instant the later entry counts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub changes: Vec<Change>,
    /// When the clock stood still.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub pauses: Vec<Pause>,
}

object!(BreachRow {
    ticket: needed "ticket",
    target: optional "target",
    calendar: optional "calendar",
    started_at: needed "startedAt",
    goal: needed "goal",
    met_at: optional "metAt",
    ended_at: optional "endedAt",
    facts: or_default "facts",
    changes: or_default "changes",
    pauses: or_default "pauses",
});

/// What became otherwise with a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Change {
    /// When. Before the start of the clock it counts as known at the start.
    pub at: Instant,
    /// The facts that are otherwise now; the others stay.
    #[serde(skip_serializing_if = "Map::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub facts: Map<String>,
    /// The working time that is promised from now on, counted from the start, above zero.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goal: Option<Span>,
}

object!(Change { at: needed "at", facts: or_default "facts", goal: optional "goal" });

/// A stretch in which a clock stood still.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pause {
    /// When it began.
    pub from: Instant,
    /// When it ended; it goes on if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Instant>,
}

object!(Pause { from: needed "from", to: optional "to" });

impl BreachRow {
    /// Every finding about a row.
    pub(super) fn findings(&self, rules: &BreachRules) -> Vec<Error> {
        let mut findings = Vec::new();
        let at = |name: &str| Path::root().key(name);
        for (name, id) in [("ticket", Some(&self.ticket)), ("target", self.target.as_ref())] {
            let Some(id) = id else { continue };
            if id.is_empty() {
                findings.push(Error::new(Code::IdEmpty).at(at(name)));
            } else if !limits::ID_BYTES.admits(id.len()) {
                findings.push(Error::beyond(&limits::ID_BYTES, id.len()).at(at(name)));
            }
        }
        if let Err(error) = rules.hours(self.calendar.as_deref()) {
            findings.push(error.at(at("calendar")));
        }
        let mut above_zero = |goal: Span, path: Path| {
            if goal <= Span::ZERO {
                findings.push(Error::new(Code::InsightGoalNotPositive).with("goal", goal).at(path));
            }
        };
        above_zero(self.goal, at("goal"));
        for (number, change) in self.changes.iter().enumerate() {
            if let Some(goal) = change.goal {
                above_zero(goal, at("changes").index(number).key("goal"));
            }
        }
        let mut in_order = |from: Instant, to: Option<Instant>, path: Path| {
            if let Some(to) = to.filter(|to| *to < from) {
                let error = Error::new(Code::InsightEndBeforeStart).with("from", from);
                findings.push(error.with("to", to).at(path));
            }
        };
        in_order(self.started_at, self.met_at, at("metAt"));
        in_order(self.started_at, self.ended_at, at("endedAt"));
        for (number, pause) in self.pauses.iter().enumerate() {
            in_order(pause.from, pause.to, at("pauses").index(number).key("to"));
        }
        if self.met_at.is_some() && self.ended_at.is_some() {
            findings.push(Error::new(Code::InsightEndedTwice).at(at("endedAt")));
        }
        limits::FINDINGS.cut(&mut findings);
        findings
    }
}
