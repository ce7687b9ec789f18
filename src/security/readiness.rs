//! Being prepared (ISO/IEC 27035-1, phase "plan and prepare"): an organisation's readiness as a
//! document that can be checked together with its [plan](super::plan). The plan says whom there is,
//! in which role, and what is done in which case; the document says who is on duty when, what was
//! exercised, and what else has to be there.
//!
//! - [`readiness()`] finds what is missing, old, or contradicts itself, and counts by [`Area`] what
//!   is met and what is not.
//! - [`duties()`] says who is on duty when, and when nobody is: the weekly hours of shifts, the
//!   turns of rotations, overrides and absences, exact across changes of clocks.
//! - [`EXAMPLE`] is a document without a finding under its plan, to begin with.
//!
//! Areas name a clause of ISO/IEC 27035-2:2023, by its published table of contents, and a category
//! of the CSF 2.0, which NIST SP 800-61r3 is written by. The texts were not at hand, so none of it
//! is verified against them, and what an area requires is our own.

mod areas;
mod check;
mod dates;
mod draft;
mod rota;

pub use areas::{Area, AreaStanding};
pub use check::{Readiness, ReadinessFinding, readiness};
pub use draft::{
    Absence, Exercise, ExerciseFinding, ExerciseKind, OutOfBand, Override, ReadinessDraft, Rota,
    Rotation, Shift, Template, Tool,
};
pub use rota::{Coverage, Duty};

use crate::document;
use crate::error::{Error, Path, all_below};
use crate::limits;
use crate::security::plan::{self, PlanDraft};
use crate::time::Instant;

/// A document without a finding on 2026-12-01: twelve hours each in turn, a week long, in Berlin.
pub const EXAMPLE: &str = include_str!("readiness/example.json");

/// The plan of the [`EXAMPLE`]: `iso27035` with contacts, under a name of its own.
///
/// # Errors
/// None that is known: both documents come with the crate.
pub fn example_plan() -> Result<PlanDraft, Vec<Error>> {
    let preset = plan::preset("iso27035").unwrap_or_default();
    let written: PlanDraft = document::read(preset, &limits::POLICY_BYTES)?;
    let contacts = document::read(include_str!("readiness/contacts.json"), &limits::POLICY_BYTES)?;
    Ok(PlanDraft { id: "example".to_owned(), label: None, contacts, ..written })
}

/// Who is on duty in the days ahead that the rota names, and when nobody is. Of the plan only its
/// contacts are looked at.
///
/// # Errors
/// Every finding that makes the rota unsound, at its place below `document`.
pub fn duties<'a>(
    draft: &'a ReadinessDraft,
    plan: &PlanDraft,
    now: Instant,
) -> Result<Coverage<'a>, Vec<Error>> {
    let Some(rota) = &draft.rota else { return Ok(Coverage::default()) };
    let path = Path::root().key("document").key("rota");
    rota::coverage(rota, &check::people(plan), now).map_err(|errors| all_below(errors, &path))
}
