use std::cmp::Ordering;

use chrono::NaiveDate;
use serde::Serialize;

use super::answer::values;
use super::measure::{self, Measured, RATES, TIMES};
use super::{Case, Dimension, FlowBy, Metric, MetricRules};
use crate::document::{object, words};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::Instant;

/// Which of the tickets behind a figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Part {
    /// Those that are counted: whose time is over, or that are in the numerator.
    #[default]
    Counted,
    /// Those of the denominator that are not in the numerator.
    Rest,
    /// Those whose time is not over, or whose target is still open.
    Open,
    /// Those that lack an instant.
    Unknown,
    /// Those whose instants contradict each other.
    Contradictory,
}

words!(Part {
    Counted: "counted",
    Rest: "rest",
    Open: "open",
    Unknown: "unknown",
    Contradictory: "contradictory",
});

/// What happened to a ticket, or how it stood, in a stretch of the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Turn {
    /// It was opened.
    Opened,
    /// It was done, each time counted.
    Done,
    /// It was taken up again, each time counted.
    Reopened,
    /// It was open at the end.
    Backlog,
}

words!(Turn { Opened: "opened", Done: "done", Reopened: "reopened", Backlog: "backlog" });

/// Which tickets are asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub struct TicketRequest {
    /// The metric.
    pub metric: Metric,
    /// Which of its tickets; those that are counted where it is absent.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub part: Part,
    /// The dimensions of the cell; none for all tickets together.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub by: Vec<Dimension>,
    /// The cell's value for each of them.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub values: Vec<Option<String>>,
    /// For metrics by name: the state, the group, the reason or the service.
    pub name: Option<String>,
    /// For `slaCompliance` and `targetElapsed`: the agreement.
    pub agreement: Option<String>,
    /// For `slaCompliance` and `targetElapsed`: the target.
    pub target: Option<String>,
    /// For `flow`: which of its figures.
    pub turn: Option<Turn>,
    /// For `flow`: the month or the day, `2026-03` or `2026-03-01`; all that is known where it is
    /// absent.
    pub at: Option<String>,
    /// How many of them to leave out at the beginning.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub skip: u64,
    /// How many to list at most; as many as `limits` allow where it is absent.
    pub most: Option<u64>,
}

object!(TicketRequest {
    metric: needed "metric",
    part: or_default "part",
    by: or_default "by",
    values: or_default "values",
    name: optional "name",
    agreement: optional "agreement",
    target: optional "target",
    turn: optional "turn",
    at: optional "at",
    skip: or_default "skip",
    most: optional "most",
});

impl TicketRequest {
    /// The tickets that a metric counts, of all tickets.
    #[must_use]
    pub const fn new(metric: Metric) -> Self {
        Self {
            metric,
            part: Part::Counted,
            by: Vec::new(),
            values: Vec::new(),
            name: None,
            agreement: None,
            target: None,
            turn: None,
            at: None,
            skip: 0,
            most: None,
        }
    }
}

/// Tickets behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listing {
    /// How many there are, listed or not.
    pub count: u64,
    /// For `flow`: how often it happened to them, which is the figure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// Those that are listed: the longest first, then by identifier.
    pub tickets: Vec<Listed>,
}

/// A ticket behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Listed {
    /// Its identifier.
    pub id: String,
    /// What it adds to the figure, in milliseconds; none where tickets are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// For `flow`: how often it happened to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
}

/// A ticket's part in a figure, and what it adds.
type Found = Option<(Part, Option<u64>)>;

pub(super) fn list(
    cases: &[Case],
    request: &TicketRequest,
    rules: &MetricRules,
) -> Result<Listing, Vec<Error>> {
    let form = |key| vec![Error::new(Code::MetricsListForm).at(Path::root().key(key))];
    if request.values.len() != request.by.len() {
        return Err(form("values"));
    }
    let targets = matches!(request.metric, Metric::SlaCompliance | Metric::TargetElapsed);
    if targets && (request.agreement.is_none() || request.target.is_none()) {
        return Err(form("target"));
    }
    let belongs = |case: &&Case| values(&rules.key(&request.by, case)) == request.values;
    if request.metric == Metric::Flow {
        let flow = Flow::of(request, rules)?;
        let own = cases.iter().filter(belongs).map(|case| (case, flow.times(case)));
        let found: Vec<_> = own.filter(|(_, times)| *times > 0).collect();
        let times = found.iter().fold(0_u64, |sum, (_, times)| sum.saturating_add(*times));
        let rows = found.into_iter().map(|(case, times)| (case, None, Some(times)));
        return Ok(listing(rows.collect(), request, Some(times)));
    }
    let whole_backlog = request.metric == Metric::BacklogAge;
    let selected = cases.iter().filter(|case| whole_backlog || rules.selects(case));
    let found = selected.filter(belongs).filter_map(|case| {
        let (part, ms) = part(case, request, rules)?;
        (part == request.part).then_some((case, ms, None))
    });
    Ok(listing(found.collect(), request, None))
}

/// A ticket, its milliseconds, and how often it counts.
type Row<'a> = (&'a Case, Option<u64>, Option<u64>);

fn listing(mut found: Vec<Row<'_>>, request: &TicketRequest, times: Option<u64>) -> Listing {
    found.sort_by(|(one, ms, times), (other, of, often)| {
        (of, often).cmp(&(ms, times)).then_with(|| one.id.cmp(&other.id))
    });
    let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let most = request.most.unwrap_or(u64::MAX).min(limits::METRIC_TICKETS.maximum);
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let listed = found.into_iter().skip(size(request.skip)).take(size(most));
    let one = |(case, ms, times): Row<'_>| Listed { id: case.id.clone(), ms, times };
    Listing { count, times, tickets: listed.map(one).collect() }
}

/// A date of three numbers; the parser of the library would bring 4 kB with it.
fn date(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
    let mut next = || parts.next()?.ok();
    let (year, month, day) = (next()?, next()?, next()?);
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

/// What of the flow is asked for.
struct Flow<'a> {
    turn: Turn,
    /// The name of the stretch, and what it is one of.
    at: Option<(&'a str, FlowBy)>,
    rules: &'a MetricRules,
}

impl<'a> Flow<'a> {
    fn of(request: &'a TicketRequest, rules: &'a MetricRules) -> Result<Self, Vec<Error>> {
        let form = |key| vec![Error::new(Code::MetricsListForm).at(Path::root().key(key))];
        let turn = request.turn.ok_or_else(|| form("turn"))?;
        let at = match request.at.as_deref() {
            None => None,
            // As names of stretches are written, which are compared as text.
            Some(name) => {
                let day = if name.len() == 7 { format!("{name}-01") } else { name.to_owned() };
                let by = if name.len() == 7 { FlowBy::Month } else { FlowBy::Day };
                date(&day).filter(|date| date.to_string() == day).ok_or_else(|| form("at"))?;
                Some((name, by))
            }
        };
        Ok(Self { turn, at, rules })
    }

    /// Where an instant lies, seen from the stretch; within it, if there is none.
    fn place(&self, at: Instant) -> Ordering {
        let Some((name, by)) = self.at else { return Ordering::Equal };
        self.rules.stretch(at, by).map_or(Ordering::Greater, |own| own.as_str().cmp(name))
    }

    /// How often the ticket counts.
    fn times(&self, case: &Case) -> u64 {
        let within = |at: &Instant| self.place(*at) == Ordering::Equal;
        let every_other = |first: usize| {
            let turns = case.turns.iter().skip(first).step_by(2);
            u64::try_from(turns.filter(|turn| within(turn)).count()).unwrap_or(u64::MAX)
        };
        let known = |at: &Instant| self.place(*at) != Ordering::Greater;
        match self.turn {
            Turn::Opened => u64::from(within(&case.opened_at)),
            Turn::Done => every_other(0),
            Turn::Reopened => every_other(1),
            Turn::Backlog => {
                let turns = case.turns.iter().take_while(|turn| known(turn)).count();
                u64::from(known(&case.opened_at) && turns % 2 == 0)
            }
        }
    }
}

fn part(case: &Case, request: &TicketRequest, rules: &MetricRules) -> Found {
    let as_of = rules.settings.as_of;
    let metric = request.metric;
    if metric == Metric::BacklogAge {
        return measure::age(case, as_of).map(|age| (Part::Counted, Some(age)));
    }
    if case.canceled {
        return None;
    }
    if TIMES.contains(&metric) {
        return match measure::time(metric, case, as_of) {
            Measured::Over(ms) => Some((Part::Counted, Some(ms))),
            Measured::Open(ms) => Some((Part::Open, Some(ms))),
            Measured::Unknown => Some((Part::Unknown, None)),
            Measured::Contradictory => Some((Part::Contradictory, None)),
            Measured::Apart => None,
        };
    }
    if RATES.contains(&metric) {
        let counts = measure::rate(metric, case)?;
        return Some((if counts { Part::Counted } else { Part::Rest }, None));
    }
    if matches!(metric, Metric::SlaCompliance | Metric::TargetElapsed) {
        return target(case, request);
    }
    let name = request.name.as_deref();
    if matches!(metric, Metric::TimeBetweenFailures | Metric::TimeBetweenIncidents) {
        let (service, _, down) = measure::failure(case, as_of)?;
        return name.is_none_or(|name| name == service).then_some((Part::Counted, Some(down)));
    }
    if metric == Metric::CostOfDelay {
        return rules.per_hour(case).map(|_| (Part::Counted, Some(case.open_ms)));
    }
    let maps = [
        (Metric::HoldShare, &case.hold_ms),
        (Metric::TimeInState, &case.state_ms),
        (Metric::TimeInGroup, &case.group_ms),
    ];
    let (_, map) = maps.into_iter().find(|(of, _)| *of == metric)?;
    let spent = match name {
        Some(name) => map.get(name).copied(),
        None => (!map.is_empty())
            .then(|| map.iter().fold(0_u64, |sum, (_, spent)| sum.saturating_add(*spent))),
    };
    spent.map(|spent| (Part::Counted, Some(spent)))
}

/// The part of a ticket in the figures of one target; one that has several such clocks counts by
/// the first.
fn target(case: &Case, request: &TicketRequest) -> Found {
    let standing = case.targets.iter().find(|standing| {
        Some(&standing.agreement) == request.agreement.as_ref()
            && Some(&standing.target) == request.target.as_ref()
    })?;
    let part = match measure::kept(standing.stage) {
        Some(true) => Part::Counted,
        Some(false) => Part::Rest,
        None => Part::Open,
    };
    Some((part, standing.elapsed_ms))
}
