//! Promises about time: agreements, their targets, and the clock of each target.

mod clock;
mod draft;
mod hours;

use serde::Serialize;

pub use clock::{ClockState, Stage, clocks};
pub use draft::{AgreementDraft, TargetDraft};
pub use hours::Hours;

use crate::condition::Condition;
use crate::document::words;
use crate::time::Span;

/// Who promises what to whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AgreementType {
    /// The provider to the customer: a service level agreement.
    Sla,
    /// One part of the provider to another: an operational level agreement.
    Ola,
    /// A supplier to the provider: an underpinning contract.
    UnderpinningContract,
}

words!(AgreementType { Sla: "sla", Ola: "ola", UnderpinningContract: "underpinningContract" });

/// What a clock does when its target becomes another one, since the priority did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TargetChange {
    /// What has elapsed stays elapsed, and a target that was missed stays missed.
    #[default]
    CarryElapsed,
    /// The clock is judged as if the present target had been its only one.
    Retroactive,
}

words!(TargetChange { CarryElapsed: "carryElapsed", Retroactive: "retroactive" });

/// A checked agreement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// What documents name it by.
    pub id: String,
    /// Who promises what to whom.
    pub agreement_type: AgreementType,
    /// The calendar whose working time counts; all time if none.
    pub calendar: Option<String>,
    /// The tickets that it is about; all if none.
    pub applies_if: Option<Condition>,
    /// What it promises.
    pub targets: Vec<Target>,
}

/// A checked target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// What documents name it by.
    pub id: String,
    /// When its clock starts; with the ticket if none.
    pub start: Option<Condition>,
    /// When its clock stops.
    pub stop: Condition,
    /// While what its clock waits.
    pub pause: Option<Condition>,
    /// What its clock does when the priority changes.
    pub on_target_change: TargetChange,
    /// How long it may take, by priority.
    pub within: Vec<(String, Span)>,
}

impl Target {
    /// How long it may take at this priority; none if nothing is promised for it.
    #[must_use]
    pub fn within(&self, priority: Option<&str>) -> Option<Span> {
        let priority = priority?;
        self.within.iter().find(|(level, _)| level == priority).map(|(_, within)| *within)
    }
}
