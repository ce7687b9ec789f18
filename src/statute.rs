//! The law's clocks: who must tell whom by when, and how that is counted.
#![doc = include_str!("statute/semantics.md")]

mod check;
mod count;
mod date;
mod deadline;
mod duty;
mod facts;
mod pack;

pub use deadline::{Deadline, Deadlines, Status};
pub use facts::{Declared, Delay, Scope, Situation, Submission};
pub use pack::{
    AnchorDraft, ClosingDraft, Counting, DelaysDraft, DutyDraft, ExtensionDraft, FactDraft,
    FactType, LapseDraft, LimitDraft, PACK_VERSION, Pack, PackDraft, RegimeDraft, Take, TestDraft,
};
