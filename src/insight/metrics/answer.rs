use serde::Serialize;

use super::cell::{Cell, Failures, Times, Turns};
use super::distribution::Distribution;
use super::measure::{RATES, TIMES};
use super::state::{Body, Table};
use super::sum::Sum;
use super::{Dimension, Metric, MetricRules, Precision};
use crate::document::{self, Map};
use crate::insight::Rounded;
use crate::limits;
use crate::time::Instant;

/// All figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The end of what is known.
    pub as_of: Instant,
    /// The tickets that were looked at, whether in the period or not.
    pub tickets: u64,
    /// Those that were opened after `asOf`, and so do not count.
    pub later: u64,
    /// Those of other kinds than the settings name.
    pub other_kinds: u64,
    /// Those that were refused.
    pub refused: u64,
    /// All tickets together, then the groupings of the settings.
    pub groupings: Vec<Grouping>,
}

/// The cells of one grouping.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Grouping {
    /// What it groups by; nothing for all tickets together.
    pub by: Vec<Dimension>,
    /// Whether there are more cells than `limits` allow, so that none is listed.
    pub overfull: bool,
    /// Its cells, by their values.
    pub cells: Vec<Slice>,
}

/// The figures of tickets that belong together.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Slice {
    /// A value for each dimension; none for tickets that have none.
    pub values: Vec<Option<String>>,
    /// The tickets of the period.
    pub tickets: u64,
    /// Those of them that were given up. They have no part in what follows.
    pub canceled: u64,
    /// Those that are done, canceled ones included.
    pub done: u64,
    /// How often work was taken up again.
    pub reopens: u64,
    /// How often one group handed a ticket to another.
    pub handovers: u64,
    /// Each time from an instant to another.
    pub times: Vec<Duration>,
    /// Each share of tickets.
    pub rates: Vec<Rate>,
    /// Each target of each agreement.
    pub targets: Vec<Compliance>,
    /// The time in states that are new, active or on hold.
    pub open_ms: Sum,
    /// The part of it on hold, by reason.
    pub hold: Vec<Named>,
    /// The time in each state.
    pub states: Vec<Named>,
    /// The time with each group.
    pub groups: Vec<Named>,
    /// How often services fail.
    pub between: Between,
    /// What it cost, if the settings have rates.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Cost>,
    /// The tickets that are open at `asOf`, whatever the period, with their age.
    pub backlog: Age,
    /// What came and went, whatever the period; stretches without anything are left out.
    pub flow: Vec<FlowFigure>,
}

/// How values spread. Without a value, everything but the count and the sum is absent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Age {
    /// How many there are.
    pub count: u64,
    /// Their sum, exact.
    pub sum_ms: Sum,
    /// The sum divided by the count, rounded.
    pub mean_ms: Option<u64>,
    /// The smallest, exact.
    pub least_ms: Option<u64>,
    /// The largest, exact.
    pub most_ms: Option<u64>,
    /// The smallest value that at least so many per cent do not exceed.
    pub percentiles: Vec<Percentile>,
}

/// A percentile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Percentile {
    /// How many per cent.
    pub percent: u64,
    /// The value; none if it is beyond what has been seen.
    pub ms: Option<u64>,
}

/// A time of tickets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Duration {
    /// Which one.
    pub metric: Metric,
    /// Of those that are over.
    pub over: Age,
    /// Of those that are not: how many, and for how long at most.
    pub open: Open,
    /// The percentiles of Kaplan and Meier, in which those that are not over have a part.
    pub survival: Vec<Percentile>,
    /// Those that lack one of the two instants.
    pub unknown: u64,
    /// Those whose end lies before their beginning.
    pub contradictory: u64,
}

/// Times that are not over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Open {
    /// How many there are.
    pub count: u64,
    /// The longest so far.
    pub longest_ms: Option<u64>,
}

/// A share of tickets.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rate {
    /// Which one.
    pub metric: Metric,
    /// Those that count.
    pub numerator: u64,
    /// Those that could.
    pub denominator: u64,
    /// The one divided by the other, from 0 to 1; none without a ticket.
    pub share: Option<Rounded>,
}

/// How a target was kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Compliance {
    /// The agreement's identifier.
    pub agreement: String,
    /// The target's identifier.
    pub target: String,
    /// Stopped in time.
    pub met: u64,
    /// Stopped too late.
    pub missed: u64,
    /// Not stopped, and missed already.
    pub breached: u64,
    /// Not stopped, and still to be met.
    pub open: u64,
    /// Not started, or canceled.
    pub apart: u64,
    /// Those met, divided by those met, missed and breached; none without one.
    pub share: Option<Rounded>,
    /// The working time of those that stopped.
    pub elapsed: Age,
    /// The working time so far of those that did not.
    pub running: Open,
}

/// A part of the time, by name.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Named {
    /// The state, the group or the reason.
    pub name: String,
    /// What part it is of all open time; of a state, what part of the time in all states that do
    /// not end a ticket.
    pub share: Option<Rounded>,
    /// The time of each ticket that has some.
    pub time: Age,
}

/// How often services fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Between {
    /// The services that failed.
    pub services: u64,
    /// The failures.
    pub failures: u64,
    /// The times between two failures of a service: the denominator of both means.
    pub gaps: u64,
    /// From start to start, all together.
    pub start_to_start_ms: Sum,
    /// MTBSI; none without a gap.
    pub time_between_incidents_ms: Option<u64>,
    /// The same without the time that services were not back.
    pub up_ms: Sum,
    /// MTBF; none without a gap.
    pub time_between_failures_ms: Option<u64>,
}

/// What delay cost, in smallest units of the currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Cost {
    /// The tickets that have a rate.
    pub tickets: u64,
    /// All together, rounded once.
    pub total: Sum,
    /// The total of a ticket; none without one.
    pub mean: Option<u64>,
}

/// What came and went in a month or on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FlowFigure {
    /// The month or the day, for example `2026-03`.
    pub at: String,
    /// Tickets opened.
    pub opened: u64,
    /// Tickets done, each time counted.
    pub done: u64,
    /// Tickets taken up again.
    pub reopened: u64,
    /// Tickets open at its end.
    pub backlog: u64,
}

pub(super) fn figures(body: &Body, rules: &MetricRules) -> Figures {
    let all: &[Dimension] = &[];
    let by = std::iter::once(all).chain(rules.settings.group_by.iter().map(Vec::as_slice));
    let groupings = by.zip(&body.groupings).map(|(by, table)| grouping(by, table, rules));
    Figures {
        as_of: rules.settings.as_of,
        tickets: body.tickets,
        later: body.later,
        other_kinds: body.other_kinds,
        refused: body.refused,
        groupings: groupings.collect(),
    }
}

fn grouping(by: &[Dimension], table: &Table, rules: &MetricRules) -> Grouping {
    let cells = table.cells.iter().map(|(key, cell)| slice(key, cell, rules)).collect();
    Grouping { by: by.to_vec(), overfull: table.overfull, cells }
}

/// The values of which a key was made.
pub(super) fn values(key: &str) -> Vec<Option<String>> {
    document::read(key, &limits::REQUEST_BYTES).unwrap_or_default()
}

fn slice(key: &str, cell: &Cell, rules: &MetricRules) -> Slice {
    let precision = rules.settings.precision;
    let spread = |values: &Distribution| age(values, rules);
    let in_states =
        cell.states.iter().fold(0_u128, |sum, (_, time)| sum.saturating_add(time.sum.0));
    let named = |map: &Map<Distribution>, whole: u128| {
        let one = |(name, time): (&str, &Distribution)| Named {
            name: name.to_owned(),
            share: Rounded::share(time.sum.0, whole),
            time: spread(time),
        };
        map.iter().map(one).collect::<Vec<_>>()
    };
    let time = |(metric, times): (Metric, &Times)| Duration {
        metric,
        over: spread(&times.over),
        open: open(&times.open),
        survival: percentiles(rules, |percent| {
            times.over.survival(&times.open, percent, precision)
        }),
        unknown: times.unknown,
        contradictory: times.contradictory,
    };
    let rates = RATES.into_iter().zip(&cell.rates).map(|(metric, share)| Rate {
        metric,
        numerator: share.some,
        denominator: share.all,
        share: Rounded::share(share.some.into(), share.all.into()),
    });
    Slice {
        values: values(key),
        tickets: cell.tickets,
        canceled: cell.canceled,
        done: cell.done,
        reopens: cell.reopens,
        handovers: cell.handovers,
        times: TIMES.into_iter().zip(&cell.times).map(time).collect(),
        rates: rates.collect(),
        targets: compliance(cell, rules),
        open_ms: cell.open,
        hold: named(&cell.holds, cell.open.0),
        states: named(&cell.states, in_states),
        groups: named(&cell.groups, cell.open.0),
        between: between(&cell.failures),
        cost: (!rules.settings.costs.is_empty()).then(|| cost(cell)),
        backlog: spread(&cell.ages),
        flow: flow(&cell.flow),
    }
}

fn percentiles(rules: &MetricRules, of: impl Fn(u64) -> Option<u64>) -> Vec<Percentile> {
    let one = |percent: &u64| Percentile { percent: *percent, ms: of(*percent) };
    rules.percentiles.iter().map(one).collect()
}

fn age(values: &Distribution, rules: &MetricRules) -> Age {
    let precision: Precision = rules.settings.precision;
    Age {
        count: values.count,
        sum_ms: values.sum,
        mean_ms: values.sum.mean(values.count),
        least_ms: values.least,
        most_ms: values.most,
        percentiles: percentiles(rules, |percent| values.percentile(percent, precision)),
    }
}

fn open(values: &Distribution) -> Open {
    Open { count: values.count, longest_ms: values.most }
}

fn compliance(cell: &Cell, rules: &MetricRules) -> Vec<Compliance> {
    let mut rows = Vec::new();
    for (agreement, targets) in cell.targets.iter() {
        for (target, counts) in targets.iter() {
            let judged = counts.met.saturating_add(counts.missed).saturating_add(counts.breached);
            rows.push(Compliance {
                agreement: agreement.to_owned(),
                target: target.to_owned(),
                met: counts.met,
                missed: counts.missed,
                breached: counts.breached,
                open: counts.open,
                apart: counts.apart,
                share: Rounded::share(counts.met.into(), judged.into()),
                elapsed: age(&counts.elapsed, rules),
                running: open(&counts.running),
            });
        }
    }
    rows
}

fn between(failures: &Map<Failures>) -> Between {
    let (mut services, mut count, mut gaps) = (0_u64, 0_u64, 0_u64);
    let (mut starts, mut up) = (Sum::default(), Sum::default());
    for (_, service) in failures.iter() {
        services = services.saturating_add(1);
        count = count.saturating_add(service.count);
        gaps = gaps.saturating_add(service.count.saturating_sub(1));
        let apart = service.last.since(service.first).as_millis();
        let apart = u128::from(u64::try_from(apart).unwrap_or(0));
        starts.add(apart);
        let down = service.down.0.saturating_sub(service.last_down.into());
        up.add(apart.saturating_sub(down));
    }
    Between {
        services,
        failures: count,
        gaps,
        start_to_start_ms: starts,
        time_between_incidents_ms: starts.mean(gaps),
        up_ms: up,
        time_between_failures_ms: up.mean(gaps),
    }
}

const HOUR: u128 = 3_600_000;

fn cost(cell: &Cell) -> Cost {
    let total = Sum(cell.cost.0.saturating_add(HOUR / 2) / HOUR);
    Cost { tickets: cell.costed, total, mean: total.mean(cell.costed) }
}

fn flow(flow: &Map<Turns>) -> Vec<FlowFigure> {
    let mut backlog = 0_u64;
    let one = |(at, turns): (&str, &Turns)| {
        backlog = backlog
            .saturating_add(turns.opened)
            .saturating_add(turns.reopened)
            .saturating_sub(turns.done);
        let Turns { opened, done, reopened } = *turns;
        FlowFigure { at: at.to_owned(), opened, done, reopened, backlog }
    };
    flow.iter().map(one).collect()
}
