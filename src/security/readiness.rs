//! Being prepared (ISO/IEC 27035-1, phase "plan and prepare"): an organisation's readiness as a
//! document that can be checked.
//!
//! - [`readiness()`] finds what is missing, old, or contradicts itself, and counts by [`Area`] what
//!   is met and what is not.
//! - [`duties()`] says who is on duty when, and when nobody is: the weekly hours of shifts, the
//!   turns of rotations, overrides and absences, exact across changes of clocks.
//! - [`EXAMPLE`] is a document without a finding, to begin with.
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
    Absence, Channel, Contact, Exercise, ExerciseFinding, ExerciseKind, OutOfBand, Override,
    PlaybookName, Reach, ReadinessDraft, ResponseTeam, Rota, Rotation, Shift, Template, Tool,
};
pub use rota::{Coverage, Duty};

use crate::document::Ids;
use crate::error::{Error, Path};
use crate::time::Instant;

/// A document without a finding on 2026-12-01: twelve hours each in turn, a week long, in Berlin.
pub const EXAMPLE: &str = include_str!("readiness/example.json");

/// Who is on duty in the days ahead that the rota names, and when nobody is.
///
/// # Errors
/// Every finding that makes the rota unsound, at its place in the document.
pub fn duties(draft: &ReadinessDraft, now: Instant) -> Result<Coverage<'_>, Vec<Error>> {
    let mut ids = Ids::default();
    let mut findings = Vec::new();
    for (at, contact) in draft.contacts.iter().enumerate() {
        let path = Path::root().key("contacts").index(at).key("id");
        ids.add(&contact.id, &path, &mut findings);
    }
    let covered = draft.rota.as_ref().map(|rota| rota::coverage(rota, &ids, now));
    match covered.unwrap_or_else(|| Ok(Coverage::default())) {
        Ok(covered) if findings.is_empty() => Ok(covered),
        Ok(_) => Err(findings),
        Err(errors) => {
            findings.extend(crate::error::all_below(errors, &Path::root().key("rota")));
            Err(findings)
        }
    }
}
