use serde::Serialize;

use super::answer::values;
use super::measure::{self, Measured, RATES, TIMES};
use super::{Case, Dimension, Metric, MetricRules};
use crate::document::{object, words};
use crate::error::{Code, Error, Path};
use crate::limits;

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
    if request.metric == Metric::Flow {
        return Err(form("metric"));
    }
    let whole_backlog = request.metric == Metric::BacklogAge;
    let mut found: Vec<_> = cases
        .iter()
        .filter(|case| whole_backlog || rules.selects(case))
        .filter(|case| values(&rules.key(&request.by, case)) == request.values)
        .filter_map(|case| {
            let (part, ms) = part(case, request, rules)?;
            (part == request.part).then_some((case, ms))
        })
        .collect();
    found.sort_by(|(one, ms), (other, of)| of.cmp(ms).then_with(|| one.id.cmp(&other.id)));
    let count = u64::try_from(found.len()).unwrap_or(u64::MAX);
    let most = request.most.unwrap_or(u64::MAX).min(limits::METRIC_TICKETS.maximum);
    let size = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let listed = found.into_iter().skip(size(request.skip)).take(size(most));
    let tickets = listed.map(|(case, ms)| Listed { id: case.id.clone(), ms }).collect();
    Ok(Listing { count, tickets })
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
