//! Promises about time: agreements, their targets, and the clock of each target.
#![doc = include_str!("sla/semantics.md")]

mod carry;
mod check;
mod cycle;
mod draft;
mod hours;
mod judge;
#[cfg(feature = "desk")]
mod live;
#[cfg(feature = "analysis")]
mod proof;
#[cfg(feature = "analysis")]
mod standing;
mod state;
mod terms;
mod track;
mod within;

pub use check::Surroundings;
pub use draft::{AgreementDraft, ExceptionDraft, TargetDraft};
pub use hours::Hours;
#[cfg(feature = "desk")]
pub(crate) use live::{Live, live};
#[cfg(feature = "analysis")]
pub use proof::{Adjustment, Proof, Step, StepReason, Wanted, prove};
#[cfg(feature = "analysis")]
pub(crate) use standing::{Clocks, Standing, standings};
pub use state::{BreachState, ClockState, CycleState, Outcome, Stage, Warned, clocks, strictest};
pub use terms::{
    Agreement, AgreementType, AtDue, Boundary, Carry, OnReopen, Profile, Settings, StandingTime,
    StartFrom, Target, TargetKind, Threshold, Warning,
};
pub use within::{Days, Within};
