#[cfg(feature = "schema")]
use schemars::JsonSchema;
use serde::Serialize;

use super::Operation;
use super::report::{Kept, written};
use crate::document::{self, object};
use crate::door::request::{Nothing, Request};
#[cfg(feature = "schema")]
use crate::door::requests::Arguments;
use crate::door::{Answer, json, text};
use crate::error::{Code, Error, Path, all_below};
use crate::insight::metrics::{
    DEFINITIONS, Figures, MetricLine, MetricRules, MetricSettings, Metrics, State, TicketRequest,
};
use crate::insight::report::ReportDraft;
use crate::limits;

pub(super) const OPERATIONS: &[Operation] = &[
    ("metricDefinitions", definitions),
    ("metricState", state),
    ("metricTickets", tickets),
    ("metrics", metrics),
];

fn definitions(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(DEFINITIONS))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Count {
    settings: MetricSettings,
    #[cfg_attr(feature = "schema", schemars(default))]
    tickets: Vec<MetricLine>,
    #[cfg_attr(feature = "schema", schemars(default))]
    states: Vec<State>,
}

object!(Count {
    settings: needed "settings",
    tickets: or_default "tickets",
    states: or_default "states",
});

impl Count {
    /// Counts everything, or says everything that is wrong.
    fn metrics(&self, lists: bool) -> Result<Metrics, Vec<Error>> {
        let root = Path::root();
        let rules = rules(&self.settings)?;
        let mut metrics = Metrics::new(rules);
        if lists {
            metrics = metrics.with_lists();
        }
        let mut findings = Vec::new();
        for (at, line) in self.tickets.iter().enumerate() {
            if let Err(errors) = metrics.push_line(line) {
                findings.extend(all_below(errors, &root.key("tickets").index(at)));
            }
        }
        for (at, state) in self.states.iter().enumerate() {
            if let Err(errors) = metrics.merge_read(state) {
                findings.extend(all_below(errors, &root.key("states").index(at)));
            }
        }
        limits::FINDINGS.cut(&mut findings);
        if findings.is_empty() { Ok(metrics) } else { Err(findings) }
    }
}

fn rules(settings: &MetricSettings) -> Result<MetricRules, Vec<Error>> {
    MetricRules::check(settings).map_err(|errors| all_below(errors, &Path::root().key("settings")))
}

/// The figures of tickets and of what others counted.
fn metrics(request: &Request) -> Answer {
    Ok(json(&request.read::<Count>()?.metrics(false)?.figures()))
}

/// What was counted, to be put together with more.
fn state(request: &Request) -> Answer {
    Ok(request.read::<Count>()?.metrics(false)?.state())
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct List {
    settings: MetricSettings,
    tickets: Vec<MetricLine>,
    of: TicketRequest,
}

object!(List { settings: needed "settings", tickets: needed "tickets", of: needed "of" });

/// The tickets behind a figure.
fn tickets(request: &Request) -> Answer {
    let List { settings, tickets, of } = request.read()?;
    let metrics = Count { settings, tickets, states: Vec::new() }.metrics(true)?;
    let listed = metrics.list(&of);
    Ok(json(&listed.map_err(|errors| all_below(errors, &Path::root().key("of")))?))
}

/// Tickets on their way into figures, under settings that are checked once.
#[derive(Debug)]
pub struct MetricsSession {
    metrics: Metrics,
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Begin {
    settings: MetricSettings,
    #[cfg_attr(feature = "schema", schemars(default))]
    lists: bool,
}

object!(Begin { settings: needed "settings", lists: or_default "lists" });

/// The figures, and what was wrong with lines.
#[derive(Serialize)]
struct Answered<'a> {
    figures: Figures,
    findings: &'a [Error],
}

impl MetricsSession {
    /// A session that begins with `{"settings": {...}, "lists": true}`. With `lists` it keeps what
    /// it takes in, so that it can list the tickets behind each figure.
    ///
    /// # Errors
    /// Every finding about the settings.
    pub fn new(begin: &str) -> Result<Self, Vec<Error>> {
        let Begin { settings, lists } = document::read(begin, &limits::POLICY_BYTES)?;
        let metrics = Metrics::new(rules(&settings)?);
        Ok(Self { metrics: if lists { metrics.with_lists() } else { metrics } })
    }

    /// The answer to the opening of the session: `null`.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok("null".to_owned()))
    }

    /// Takes in the next bytes of JSON lines, `{"ticket": {...}, "targets": [...]}` or
    /// `{"case": {...}}`; they may be cut anywhere. A line that is refused is noted.
    pub fn push(&mut self, bytes: &[u8]) {
        self.metrics.push(bytes);
    }

    /// Takes in the last line, though its end did not come.
    pub fn finish(&mut self) {
        self.metrics.finish();
    }

    /// Adds what another session counted: `null`, or why it was refused.
    pub fn merge(&mut self, state: &str) -> String {
        text(self.metrics.merge(state).map(|()| "null".to_owned()))
    }

    /// What was counted, as a document that [`merge`](Self::merge) takes: the same bytes however
    /// the tickets were shared out.
    #[must_use]
    pub fn state(&self) -> String {
        self.metrics.state()
    }

    /// The figures, and what was wrong with lines.
    #[must_use]
    pub fn answer(&self) -> String {
        let (figures, findings) = (self.metrics.figures(), self.metrics.findings());
        text(Ok(json(&Answered { figures, findings })))
    }

    /// The tickets behind a figure: `{"metric": "timeToResolve", "part": "open"}`.
    #[must_use]
    pub fn tickets(&self, request: &str) -> String {
        let request = document::read::<TicketRequest>(request, &limits::DESCRIPTION_BYTES);
        text(request.and_then(|request| Ok(json(&self.metrics.list(&request)?))))
    }

    /// The report about a month, out of the tickets that were taken in here:
    /// `{"report": {"month": "2026-03"}, "format": "html"}`. They must be as of its last instant,
    /// or of one within it, if it is not over.
    #[must_use]
    pub fn report(&self, request: &str) -> String {
        let request = document::read::<Kept>(request, &limits::POLICY_BYTES);
        text(request.and_then(|Kept { report, format }| {
            if !self.metrics.keeps_lists() {
                return Err(vec![Error::new(Code::MetricsListsOff)]);
            }
            let report = self.known(report)?;
            written(self.metrics.cases(), &report, format)
        }))
    }

    /// A draft that says as of when the tickets are.
    fn known(&self, mut draft: ReportDraft) -> Result<ReportDraft, Vec<Error>> {
        let (known, end) = (self.metrics.as_of(), draft.known_until()?);
        if known > end {
            let error = Error::new(Code::ReportLater).with("known", known).with("end", end);
            return Err(vec![error.at(Path::root().key("asOf"))]);
        }
        draft.as_of = Some(known);
        Ok(draft)
    }

    /// The metrics themselves.
    #[must_use]
    pub fn metrics(&self) -> &Metrics {
        &self.metrics
    }
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("metricDefinitions", Nothing::json_schema),
    ("metricState", Count::json_schema),
    ("metricTickets", List::json_schema),
    ("metrics", Count::json_schema),
];
