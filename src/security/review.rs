//! Learning from what happened: the review after an incident, without blame (ISO/IEC 27035-1, phase
//! "learn lessons"; the practice of blameless reviews).
//!
//! - [`ReviewRules`] say which tickets need a review and by when; [`Rules::status`] how one stands.
//! - [`timeline()`] puts together what happened out of the ticket's events and what else is known.
//! - [`check()`] finds what a [`Review`] lacks or contradicts, and [`blaming`] the phrases in it
//!   that blame a person.
//! - A review can propose a change of the policy as a JSON Patch; [`apply`] says what the policy
//!   would become. Whether that is a policy is for its check to say.
//! - [`ActionReport`] counts how the actions of many reviews stand.

mod actions;
mod check;
mod draft;
mod patch;
mod rules;
mod timeline;
mod wording;

pub use actions::{ActionCounts, ActionReport, KindCounts, Oldest, OwnerCounts};
pub use check::{Checked, Measure, check, wording};
pub use draft::{
    ActionItem, ActionKind, ActionStatus, DetectedBy, Detection, Factor, FactorKind, Owner,
    Proposal, Release, Review,
};
pub use patch::{Applied, Patch, PatchOp, Written, apply};
pub use rules::{ReviewRule, ReviewRules, ReviewStanding, ReviewStatus, Rules};
pub use timeline::{ActorsBy, Entry, EntryKind, Interval, Phase, Timeline, timeline};
pub use wording::{Blame, Language, blaming};
