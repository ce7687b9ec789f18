//! A log of another system, gone through under a policy: what it says, what the policy would have
//! refused, and which promises were kept.
//!
//! A log is facts. What a policy refuses is counted with its reason and then taken over as it
//! happened, so that one refused move does not make all that follows look wrong.

mod canonical;
mod case;
mod comparison;
mod history;
mod judged;
mod line;
mod mapping;
mod noted;
mod record;
mod report;
mod servicenow;
mod summary;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use sha2::{Digest, Sha256};

pub use comparison::{Breach, Comparison, Flip, Proofs, RefusedMove, Tally, Totals};
pub use line::RecordLine;
pub use record::{Record, RecordFigures};
pub use servicenow::{AuditRow, ServiceNow};
pub(crate) use servicenow::{about_line, cell_invalid, cells_by_name, columns, local_instant};
pub use summary::{Reassignments, Refusal, SlaCount, Summary};

use crate::digest;
use crate::document;
use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::model::{Event, Facts};
use case::{Case, Guide};
use mapping::Mapping;
pub(crate) use noted::Noted;
use summary::{Counts, Outcome};

/// A log on its way through a policy, row by row.
///
/// Rows of one ticket come in their order; the rows of several tickets may be mixed. Time and
/// memory grow linearly with the rows.
#[derive(Debug)]
pub struct Replay {
    engine: Arc<Engine>,
    mapping: Mapping,
    cases: Vec<Case>,
    /// The place of each ticket among them, by its number.
    places: BTreeMap<String, usize>,
    counts: Counts,
    findings: Noted,
    lines: Sha256,
}

/// An event with the ticket that it happened to: one line of the decisions' record.
#[derive(Debug, Serialize)]
struct Line<'a> {
    ticket: &'a str,
    event: &'a Event,
}

impl Replay {
    /// A replay under the engine's policy, without a row yet.
    #[must_use]
    pub fn new(engine: Arc<Engine>) -> Self {
        Self {
            mapping: Mapping::of(engine.policy()),
            engine,
            cases: Vec::new(),
            places: BTreeMap::new(),
            counts: Counts::default(),
            findings: Noted::default(),
            lines: Sha256::new(),
        }
    }

    /// Takes in the next row and adds the events that it makes to `record`, one JSON line each.
    pub fn push(&mut self, row: &AuditRow, record: &mut String) {
        self.counts.rows = self.counts.rows.saturating_add(1);
        let mut findings = Vec::new();
        let facts = self.mapping.facts(row, &mut findings);
        self.counts.note_priority(self.engine.policy(), &facts);
        let target = self.mapping.state(&row.state);
        if target.is_none() {
            self.counts.note_unknown_state(&row.state);
            findings.push(row.finding(Code::ReplayStateUnknown).with("state", &row.state));
        }
        let place = match self.place(row, &facts) {
            Ok(place) => place,
            Err(errors) => {
                findings.extend(errors.into_iter().map(|error| row.about(error)));
                return self.findings.note_all(findings);
            }
        };
        let Some(case) = self.cases.get_mut(place) else { return };
        let before = case.written;
        let mut guide = Guide { engine: &self.engine, counts: &mut self.counts, findings };
        case.follow(&mut guide, row, facts, target);
        let findings = guide.findings;
        for event in case.ticket.history.get(before..).unwrap_or_default() {
            let text = document::text(&Line { ticket: &row.number, event });
            self.lines.update(text.as_bytes());
            self.lines.update(b"\n");
            record.push_str(&text);
            record.push('\n');
        }
        case.written = case.ticket.history.len();
        self.findings.note_all(findings);
    }

    /// The place of the row's ticket, which its first row opens.
    fn place(&mut self, row: &AuditRow, facts: &Facts) -> Result<usize, Vec<Error>> {
        if let Some(place) = self.places.get(&row.number) {
            return Ok(*place);
        }
        let place = self.cases.len();
        self.cases.push(Case::open(&self.engine, row, facts)?);
        self.places.insert(row.number.clone(), place);
        Ok(place)
    }

    /// Takes note of a row that could not be read; the replay goes on.
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

    /// The figures so far.
    #[must_use]
    pub fn summary(&self) -> Summary {
        summary::summarize(&self.outcomes(), &self.counts)
    }

    fn outcomes(&self) -> Vec<Outcome<'_>> {
        self.cases.iter().map(|case| Outcome::of(&self.engine, case)).collect()
    }

    /// The figures so far as a page of text for a person.
    #[must_use]
    pub fn report(&self) -> String {
        let outcomes = self.outcomes();
        let summary = summary::summarize(&outcomes, &self.counts);
        report::text(&self.engine, &outcomes, &summary, self.findings_count())
    }

    /// The SHA-256 of every line recorded so far: two replays that decided alike have the same.
    #[must_use]
    pub fn digest(&self) -> String {
        digest::hex(&self.lines.clone().finalize())
    }
}
