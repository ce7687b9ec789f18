use std::collections::BTreeSet;

use super::answer::{self, Figures};
use super::cell::Cell;
use super::listing::{self, Listing, TicketRequest};
use super::state::{Body, State};
use super::{Case, Dimension, MetricRules, TargetStanding};
use crate::document::{self, Cut, Lines, object};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::model::Ticket;
use crate::time::Instant;

/// A line about one ticket: the ticket with its history, or what the metrics ask of it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricLine {
    /// The ticket.
    pub ticket: Option<Ticket>,
    /// Instead of it, what the metrics ask.
    pub case: Option<Case>,
    /// How the ticket's targets stand at `asOf`, if a policy is at hand. A case has its own.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub targets: Vec<TargetStanding>,
}

object!(MetricLine {
    ticket: optional "ticket",
    case: optional "case",
    targets: or_default "targets",
});

/// Tickets on their way into figures.
///
/// # Memory
/// That of the cells: with [`Precision::Histogram`](super::Precision::Histogram) a few kilobytes
/// each, with exact percentiles a few bytes for each different value. Beside them the identifiers,
/// and with [`with_lists`](Self::with_lists) every case.
///
/// # Example
/// ```
/// use incident_core::insight::metrics::{Case, MetricRules, MetricSettings, Metrics};
/// use incident_core::{Instant, document, limits};
///
/// let settings = MetricSettings::new(Instant::parse("2026-02-01T00:00:00Z").unwrap());
/// let rules = MetricRules::check(&settings).unwrap();
/// let case: Case = document::read(r#"{"id": "INC-1", "kind": "incident",
///     "openedAt": "2026-01-09T10:00:00Z", "resolvedAt": "2026-01-09T12:00:00Z",
///     "turns": ["2026-01-09T12:00:00Z"]}"#, &limits::TICKET_BYTES).unwrap();
/// let mut metrics = Metrics::new(rules.clone());
/// metrics.push_case(&case).unwrap();
/// let resolve = &metrics.figures().groupings[0].cells[0].times[5].over;
/// assert_eq!((resolve.count, resolve.mean_ms), (1, Some(7_200_000)));
///
/// let mut other = Metrics::new(rules);
/// other.merge(&metrics.state()).unwrap();
/// assert_eq!(other.state(), metrics.state());
/// ```
#[derive(Debug, Clone)]
pub struct Metrics {
    rules: MetricRules,
    body: Body,
    ids: BTreeSet<String>,
    /// Every case, if lists of tickets are wanted.
    cases: Option<Vec<Case>>,
    lines: Lines,
    findings: Vec<Error>,
}

impl Metrics {
    /// No ticket yet.
    #[must_use]
    pub fn new(rules: MetricRules) -> Self {
        let groupings = rules.settings.group_by.len().saturating_add(1);
        Self {
            rules,
            body: Body::new(groupings),
            ids: BTreeSet::new(),
            cases: None,
            lines: Lines::new(&limits::TICKET_BYTES),
            findings: Vec::new(),
        }
    }

    /// The same, which also keeps what it takes in, so that [`list`](Self::list) can name the
    /// tickets behind each figure. To be said before the first ticket.
    #[must_use]
    pub fn with_lists(mut self) -> Self {
        self.cases = Some(Vec::new());
        self
    }

    /// Takes in the next bytes of JSON lines, one [`MetricLine`] each; they may be cut anywhere. A
    /// line that is refused is noted with its number and left out.
    pub fn push(&mut self, bytes: &[u8]) {
        let mut lines = std::mem::replace(&mut self.lines, Lines::new(&limits::TICKET_BYTES));
        lines.feed(bytes, &mut |number, line| self.take(number, line));
        self.lines = lines;
    }

    /// Takes in the last line, though its end did not come.
    pub fn finish(&mut self) {
        let lines = std::mem::replace(&mut self.lines, Lines::new(&limits::TICKET_BYTES));
        if let Some((number, line)) = lines.unfinished() {
            self.take(number, line);
        }
    }

    fn take(&mut self, number: u64, line: Cut<'_>) {
        let read = line.map_err(|error| vec![error]);
        let read = read.and_then(|line| document::read(line, &limits::TICKET_BYTES));
        let taken = match read {
            Ok(line) => self.push_line(&line),
            Err(errors) => self.refuse(errors),
        };
        for error in taken.err().unwrap_or_default() {
            if limits::FINDINGS.admits(self.findings.len().saturating_add(1)) {
                self.findings.push(error.with("line", number));
            }
        }
    }

    /// Takes in a line that was read.
    ///
    /// # Errors
    /// `metrics.lineForm`, `ticket.history`, and those of [`push_case`](Self::push_case). What is
    /// refused is counted, and has no other trace.
    pub fn push_line(&mut self, line: &MetricLine) -> Result<(), Vec<Error>> {
        match (&line.ticket, &line.case) {
            (Some(ticket), None) => self
                .push_ticket(ticket, &line.targets)
                .map_err(|errors| all_below(errors, &Path::root().key("ticket"))),
            (None, Some(case)) if line.targets.is_empty() => {
                self.push_case(case).map_err(|errors| all_below(errors, &Path::root().key("case")))
            }
            _ => self.refuse(vec![Error::new(Code::MetricsLineForm)]),
        }
    }

    /// Takes in a ticket, and how its targets stand at `asOf`.
    ///
    /// # Errors
    /// As [`push_line`](Self::push_line).
    pub fn push_ticket(
        &mut self,
        ticket: &Ticket,
        targets: &[TargetStanding],
    ) -> Result<(), Vec<Error>> {
        let settings = &self.rules.settings;
        match Case::of(ticket, targets, &settings.facts, settings.as_of) {
            Ok(Some(case)) => self.push_case(&case),
            Ok(None) => self.add_id(&ticket.id).map(|()| step(&mut self.body.later)),
            Err(error) => self.refuse(vec![error]),
        }
    }

    /// Takes in what the metrics ask of a ticket.
    ///
    /// # Errors
    /// `metrics.ticketRepeated`, `metrics.contradict`, `id.empty`, `limit.exceeded`.
    pub fn push_case(&mut self, case: &Case) -> Result<(), Vec<Error>> {
        let as_of = self.rules.settings.as_of;
        if case.opened_at > as_of {
            return self.add_id(&case.id).map(|()| step(&mut self.body.later));
        }
        let findings = case.check(as_of);
        if !findings.is_empty() {
            return self.refuse(findings);
        }
        self.add_id(&case.id)?;
        if !self.rules.looks_at(case) {
            step(&mut self.body.other_kinds);
            return Ok(());
        }
        step(&mut self.body.tickets);
        let all: &[Dimension] = &[];
        let groupings = self.rules.settings.group_by.iter().map(Vec::as_slice);
        let groupings = std::iter::once(all).chain(groupings);
        for (grouping, table) in groupings.zip(&mut self.body.groupings) {
            let key = self.rules.key(grouping, case);
            table.with(&key, |cell: &mut Cell| cell.add(case, &self.rules));
        }
        if let Some(cases) = &mut self.cases {
            cases.push(case.clone());
        }
        Ok(())
    }

    fn add_id(&mut self, id: &str) -> Result<(), Vec<Error>> {
        if self.ids.insert(id.to_owned()) {
            return Ok(());
        }
        let error = Error::new(Code::MetricsTicketRepeated).with("id", id);
        self.refuse(vec![error.at(Path::root().key("id"))])
    }

    fn refuse(&mut self, errors: Vec<Error>) -> Result<(), Vec<Error>> {
        step(&mut self.body.refused);
        Err(errors)
    }

    /// Everything that was counted, as text: the same bytes however the tickets were shared out.
    #[must_use]
    pub fn state(&self) -> String {
        self.body.text(&self.rules)
    }

    /// Adds what another one counted under the same settings.
    ///
    /// # Errors
    /// `metrics.stateMalformed`, `metrics.stateVersion`, `metrics.settingsDiffer`, `document.*`,
    /// `limit.exceeded`. What is refused leaves no trace.
    pub fn merge(&mut self, state: &str) -> Result<(), Vec<Error>> {
        let body = Body::read(&document::read(state, &limits::REQUEST_BYTES)?, &self.rules)?;
        self.body.merge(&body);
        Ok(())
    }

    pub(crate) fn merge_read(&mut self, state: &State) -> Result<(), Vec<Error>> {
        self.body.merge(&Body::read(state, &self.rules)?);
        Ok(())
    }

    /// The figures of what was counted so far.
    #[must_use]
    pub fn figures(&self) -> Figures {
        answer::figures(&self.body, &self.rules)
    }

    /// The tickets behind a figure, of those that were taken in here: those of a state that was
    /// added are listed where they were taken in.
    ///
    /// # Errors
    /// `metrics.listsOff` without [`with_lists`](Self::with_lists), `metrics.listForm`.
    pub fn list(&self, request: &TicketRequest) -> Result<Listing, Vec<Error>> {
        let cases = self.cases.as_deref().ok_or_else(|| vec![Error::new(Code::MetricsListsOff)])?;
        listing::list(cases, request, &self.rules)
    }

    /// As of when the tickets are.
    pub(crate) fn as_of(&self) -> Instant {
        self.rules.settings.as_of
    }

    /// Whether it keeps what it takes in.
    pub(crate) fn keeps_lists(&self) -> bool {
        self.cases.is_some()
    }

    /// The cases that were taken in, in their order; none without [`with_lists`](Self::with_lists).
    #[must_use]
    pub fn cases(&self) -> &[Case] {
        self.cases.as_deref().unwrap_or_default()
    }

    /// What was wrong with lines, in their order; at most `limits::FINDINGS`.
    #[must_use]
    pub fn findings(&self) -> &[Error] {
        &self.findings
    }
}

fn step(count: &mut u64) {
    *count = count.saturating_add(1);
}
