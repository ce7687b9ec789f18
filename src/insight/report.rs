//! The month in one call: volumes, promises, trends with their significance, the worst breaches
//! and why, what it was about, and what is left to do; as data, Markdown or one file of HTML.
//!
//! Figures about resolution, promises and times are those of tickets resolved in the month, by the
//! [definitions](super::metrics::DEFINITIONS) of the metrics. Volumes count what was opened, done
//! and reopened in it. What had not happened by its end is not known; of a month that is not over,
//! the days that have begun count.
//!
//! # Significance
//! The month is compared with up to twelve whole months before it. Counts: the exact test for two
//! Poisson rates, by the days of the months. Shares: Fisher's exact test. Times: Mann and Whitney.
//! Over the months, from eight on: Mann and Kendall, without counts of a month that is not over.
//! `significant` is what stays so at 5 % after
//! Holm's correction for all that is compared. Incidents often come in clusters, so that counts
//! differ more than those tests suppose: a significant count deserves a look, not a conclusion.

mod breach;
mod chart;
mod draft;
mod figures;
mod html;
mod markdown;
mod page;
mod significance;
mod trend;
mod words;

pub use breach::{Breach, Why, WhyKind};
pub use draft::{OverdueAction, PolicyFinding, ReportDraft, ReportFormat, ReportedProblem};
pub use figures::{Report, Top, Volumes};
pub use trend::{Direction, LongRun, Point, Test, Trend, TrendOf};

use crate::error::{Code, Error, Path};
use crate::insight::metrics::Case;

/// The report about a month, out of the cases of all tickets: also those of the months before, and
/// those that were open then. They must be as of [`ReportDraft::known_until`]: a case that changed
/// later does not say how it stood then.
///
/// # Errors
/// `report.month`, `report.asOf`, `report.later` for a case with a later turn, `time.zoneUnknown`.
///
/// # Example
/// ```
/// use incident_core::insight::report::{ReportDraft, report};
///
/// let report = report(&[], &ReportDraft::new("2026-03")).unwrap();
/// assert_eq!(report.days.len(), 31);
/// assert!(report.html().starts_with("<!doctype html>"));
/// ```
pub fn report(cases: &[Case], draft: &ReportDraft) -> Result<Report, Vec<Error>> {
    let (month, zone, as_of) = draft.check()?;
    for (at, case) in cases.iter().enumerate() {
        // A ticket that was opened later is no part of the month.
        let known = case.opened_at <= as_of;
        if let Some(turn) = case.turns.iter().find(|turn| known && **turn > as_of) {
            let error = Error::new(Code::ReportLater).with("known", turn).with("end", as_of);
            return Err(vec![error.at(Path::root().key("cases").index(at))]);
        }
    }
    figures::figures(cases, draft, (&month, &zone, as_of))
}

impl Report {
    /// The report as Markdown; what tickets say is escaped.
    #[must_use]
    pub fn markdown(&self) -> String {
        markdown::text(&page::page(self))
    }

    /// The report as one file of HTML without scripts: charts inside, light and dark, made for A4.
    /// What tickets say is escaped.
    #[must_use]
    pub fn html(&self) -> String {
        html::text(&page::page(self))
    }
}
