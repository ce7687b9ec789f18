//! From a log to a draft of a policy: the matrix that it obeys, the moves that happen, where work
//! waits, how long resolved tickets wait to be closed, and the hours and targets that best explain
//! which promises were kept. Each comes with its support and its exceptions.
//!
//! A log is what people and systems did, not what was agreed. What it does not tell apart is said
//! to tie, and all ties are listed; what it cannot tell is said to be not identifiable.

mod closing;
mod draft;
mod gather;
mod hours;
mod matrix;
mod row;
mod states;
mod threshold;
mod window;

use serde::Serialize;

pub use closing::{AutoClose, Counting, Crowd, Waited, WaitsFrom};
pub use hours::{
    Anchor, AnchorFound, Doubt, HoursFound, Range, Reading, TargetFound, TiedWindow, Verdict,
};
pub use matrix::{Cell, MatrixFound};
pub use row::{Columns, LogRow, Reader};
pub use states::{StateFound, Transition};
pub use window::{Days, Window};

use crate::error::Error;
use crate::policy::PolicyDraft;
use crate::replay::Noted;
use crate::time::{Instant, Zone};
use draft::Found;
use gather::Gathered;
use matrix::Scales;
use states::States;
use window::Clocks;

/// What was found in a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Discovery {
    /// The rows that could be read.
    pub rows: u64,
    /// The tickets.
    pub tickets: u64,
    /// The rows that are older than one before them of the same ticket. Their order was kept.
    pub out_of_order: u64,
    /// The matrix; none if no row says impact, urgency and priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub matrix: Option<MatrixFound>,
    /// The states, as work goes through them.
    pub states: Vec<StateFound>,
    /// The changes between states, the most frequent first.
    pub transitions: Vec<Transition>,
    /// The same with finer states told apart, if there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub finer_transitions: Vec<Transition>,
    /// How often what counted as done was taken up again.
    pub backward: u64,
    /// How long resolved tickets wait to be closed; none if no ticket does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_close: Option<AutoClose>,
    /// The hours and targets; none if no closed ticket says whether it was met.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<HoursFound>,
    /// The policy that all this makes.
    pub draft: PolicyDraft,
    /// Why the draft is refused by the check, if it is: a log without rows has no states.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub refused: Vec<Error>,
}

/// A log that is being read for what it obeys.
///
/// Rows of one ticket come in their order; the rows of several tickets may be mixed, and their
/// order changes nothing. Memory grows with the tickets, not with their rows; time grows linearly
/// with the rows while they are read, and at the end linearly with the tickets for each of about
/// two thousand readings of the hours.
///
/// # Example
/// ```
/// use incident_core::discovery::{Observation, Reader};
/// use incident_core::time::Zone;
///
/// let zone = Zone::named("Etc/UTC").map_err(|error| vec![error])?;
/// let header = ["number", "incident_state", "sys_updated_at", "opened_at"].map(str::to_owned);
/// let reader = Reader::new(&header, zone.clone(), None)?;
/// let mut observation = Observation::new(zone);
/// for (line, state, at) in [(2, "New", "9/1/2026 09:00"), (3, "Closed", "9/1/2026 17:00")] {
///     let cells = ["INC1", state, at, "9/1/2026 09:00"].map(str::to_owned);
///     observation.push(&reader.row(line, &cells)?);
/// }
/// let discovery = observation.finish(None);
/// assert_eq!(discovery.transitions[0].to, "Closed");
/// assert_eq!(discovery.draft.lifecycle.initial, "new");
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug)]
pub struct Observation {
    gathered: Gathered,
    zone: Zone,
    findings: Noted,
}

impl Observation {
    /// An observation without a row yet, of a log whose hours are those of a zone.
    #[must_use]
    pub fn new(zone: Zone) -> Self {
        Self { gathered: Gathered::new(), zone, findings: Noted::default() }
    }

    /// Takes in the next row.
    pub fn push(&mut self, row: &LogRow) {
        let mut findings = Vec::new();
        self.gathered.push(row, &mut findings);
        self.findings.note_all(findings);
    }

    /// Takes note of a row that could not be read; the observation goes on.
    pub fn note(&mut self, finding: Error) {
        self.findings.note(finding);
    }

    /// What was wrong with rows, in their order; at most `limits::FINDINGS`.
    #[must_use]
    pub fn findings(&self) -> &[Error] {
        self.findings.listed()
    }

    /// How many findings there are, those beyond the limit included.
    #[must_use]
    pub fn findings_count(&self) -> usize {
        self.findings.count()
    }

    /// What was found so far. Hours and targets are sought on the tickets that were opened first,
    /// so many of them or three quarters, and tried on the rest.
    #[must_use]
    pub fn finish(&self, train: Option<u64>) -> Discovery {
        let gathered = &self.gathered;
        let states = States::of(gathered);
        let scales = Scales::of(gathered);
        let clocks = self.clocks();
        let matrix = matrix::find(gathered, &scales);
        let auto_close = closing::find(gathered, &states, &clocks);
        let hours = hours::find(gathered, &states, &scales, &clocks, train);
        let draft = draft::policy(&Found {
            gathered,
            states: &states,
            scales: &scales,
            matrix: matrix.as_ref(),
            auto_close: auto_close.as_ref(),
            hours: hours.as_ref(),
            zone: &self.zone,
        });
        let transitions = states.transitions(gathered, false);
        let finer = states.found.iter().any(|state| state.detail.is_some());
        let mut listed = states.found.clone();
        listed.sort_by_key(draft::as_work_goes);
        Discovery {
            rows: gathered.rows,
            tickets: u64::try_from(gathered.tickets.len()).unwrap_or(u64::MAX),
            out_of_order: gathered.out_of_order,
            matrix,
            states: listed,
            transitions,
            finer_transitions: if finer { states.transitions(gathered, true) } else { Vec::new() },
            backward: states.backward(gathered),
            auto_close,
            hours,
            refused: draft::findings(&draft),
            draft,
        }
    }

    /// The clocks of the zone, from the first to the last instant that anything is measured at.
    fn clocks(&self) -> Clocks {
        let of = |ticket: &gather::Ticket| {
            let stays = ticket.stays.iter().flat_map(|stay| [stay.entered, stay.last]);
            let ends = ticket.resolved.into_iter().chain(ticket.closed);
            stays.chain(ends).chain([ticket.opened]).collect::<Vec<_>>()
        };
        let all = || self.gathered.tickets.iter().flat_map(of);
        let first = all().min().unwrap_or(Instant::MIN);
        Clocks::new(&self.zone, first, all().max().unwrap_or(first))
    }
}
