use std::cmp::Ordering;

use serde::Serialize;

use super::draft::Month;
use super::significance::{fisher, holm, mann_kendall, mann_whitney, poisson, quotient};
use crate::insight::Rounded;
use crate::insight::metrics::{Case, FlowFigure, Metric, Slice, measure};
use crate::time::Instant;

/// What goes up or down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TrendOf {
    /// Tickets opened.
    Opened,
    /// Tickets done.
    Done,
    /// Tickets open at the end of the month.
    Backlog,
    /// Promises kept, of all targets together.
    SlaCompliance,
    /// Done at the first contact.
    FirstContactResolution,
    /// Taken up again.
    ReopenRate,
    /// Handed over.
    ReassignmentRate,
    /// The median time to resolve.
    TimeToResolve,
}

/// The test that compares the month with those before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// Two Poisson rates, exact.
    Poisson,
    /// Fisher's exact test.
    Fisher,
    /// Mann and Whitney.
    MannWhitney,
}

/// Which way something goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// More than before.
    Up,
    /// Less than before.
    Down,
    /// As before.
    Level,
}

/// A month of a series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// The month.
    pub month: String,
    /// The count, the numerator or the milliseconds; none where there is no ticket.
    pub value: Option<u64>,
    /// The denominator of a share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub of: Option<u64>,
}

/// A series of months, and whether the last differs from the others by more than chance.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trend {
    /// What it is about.
    pub of: TrendOf,
    /// The months, the reported one last.
    pub months: Vec<Point>,
    /// Where the month lies compared with all before together; none without any.
    pub direction: Option<Direction>,
    /// The test, if one can be made.
    pub test: Option<Test>,
    /// How likely a difference at least as large is by chance alone.
    pub p_value: Option<Rounded>,
    /// Whether it is significant at 5 %, all comparisons of the report together.
    pub significant: bool,
    /// Which way the months go, if there are enough.
    pub long_run: Option<LongRun>,
}

/// Which way months go.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LongRun {
    /// Up or down.
    pub direction: Direction,
    /// How likely an order at least as strict is by chance alone: Mann and Kendall.
    pub p_value: Rounded,
}

/// What a series is before it is judged.
struct Series {
    of: TrendOf,
    points: Vec<Point>,
    test: Option<Test>,
    p: Option<f64>,
    direction: Option<Direction>,
}

/// What the trends are made of: the months, oldest first and the reported one last, and of each
/// what was resolved in it.
pub(super) struct Basis<'a> {
    pub(super) months: &'a [Month],
    pub(super) slices: &'a [Slice],
    pub(super) flow: &'a [FlowFigure],
    pub(super) cases: &'a [&'a Case],
    pub(super) as_of: Instant,
}

pub(super) fn trends(basis: &Basis<'_>) -> Vec<Trend> {
    let series = [
        basis.counts(TrendOf::Opened, &|flow| flow.opened),
        basis.counts(TrendOf::Done, &|flow| flow.done),
        basis.backlog(),
        basis.shares(TrendOf::SlaCompliance, &kept),
        basis.shares(TrendOf::FirstContactResolution, &rate(Metric::FirstContactResolution)),
        basis.shares(TrendOf::ReopenRate, &rate(Metric::ReopenRate)),
        basis.shares(TrendOf::ReassignmentRate, &rate(Metric::ReassignmentRate)),
        basis.times(),
    ];
    let significant = holm(&series.each_ref().map(|series| series.p));
    let over = basis.months.last().is_some_and(|month| month.last() <= basis.as_of);
    let judged = |(series, holds): (Series, bool)| series.judged(holds, over);
    series.into_iter().zip(significant).map(judged).collect()
}

impl Series {
    /// Counts of a month that is not over would go down in any case.
    fn judged(self, significant: bool, over: bool) -> Trend {
        let values = self.points.iter().map(|point| match (point.value, point.of) {
            (Some(value), Some(of)) => Some(quotient(value, of)).filter(|_| of > 0),
            (Some(value), None) => Some(quotient(value, 1)),
            (None, _) => None,
        });
        let mut values: Vec<f64> = values.flatten().collect();
        if !over && self.test == Some(Test::Poisson) {
            values.pop();
        }
        Trend {
            of: self.of,
            months: self.points,
            direction: self.direction,
            test: self.test.filter(|_| self.p.is_some()),
            p_value: self.p.map(Rounded::new),
            significant,
            long_run: mann_kendall(&values).map(|(p, order)| LongRun {
                direction: direction(order),
                p_value: Rounded::new(p),
            }),
        }
    }
}

fn direction(order: Ordering) -> Direction {
    match order {
        Ordering::Greater => Direction::Up,
        Ordering::Less => Direction::Down,
        Ordering::Equal => Direction::Level,
    }
}

/// A numerator and its denominator.
type Share = (u64, u64);

/// The promises kept of those that were judged, of all targets together.
pub(super) fn kept(slice: &Slice) -> Share {
    slice.targets.iter().fold((0, 0), |(met, judged), target| {
        let missed = target.missed.saturating_add(target.breached);
        let own = target.met.saturating_add(missed);
        (target.met.saturating_add(met), own.saturating_add(judged))
    })
}

fn rate(metric: Metric) -> impl Fn(&Slice) -> Share {
    move |slice| {
        let found = slice.rates.iter().find(|rate| rate.metric == metric);
        found.map_or((0, 0), |rate| (rate.numerator, rate.denominator))
    }
}

/// How two quotients stand to each other, without dividing.
fn compared((a, b): Share, (c, d): Share) -> Ordering {
    let product = |one: u64, other: u64| u128::from(one).saturating_mul(other.into());
    product(a, d).cmp(&product(c, b))
}

fn sum(values: impl Iterator<Item = u64>) -> u64 {
    values.fold(0, u64::saturating_add)
}

impl Basis<'_> {
    fn point(month: &Month, value: Option<u64>, of: Option<u64>) -> Point {
        Point { month: month.name.clone(), value, of }
    }

    fn counts(&self, of: TrendOf, count: &dyn Fn(&FlowFigure) -> u64) -> Series {
        let counted =
            |month: &Month| self.flow.iter().find(|flow| flow.at == month.name).map_or(0, count);
        let point = |month: &Month| Self::point(month, Some(counted(month)), None);
        let points = self.months.iter().map(point).collect();
        let (mut p, mut way) = (None, None);
        if let Some((now, before)) = self.months.split_last() {
            let earlier = sum(before.iter().map(counted));
            let days = sum(before.iter().map(|month| month.days));
            p = poisson(counted(now), now.days, earlier, days);
            let order = compared((counted(now), now.days), (earlier, days));
            way = (days > 0).then(|| direction(order));
        }
        Series { of, points, test: Some(Test::Poisson), p, direction: way }
    }

    fn backlog(&self) -> Series {
        let at = |month: &Month| {
            let known = self.flow.iter().take_while(|flow| flow.at <= month.name);
            known.last().map_or(0, |flow| flow.backlog)
        };
        let points =
            self.months.iter().map(|month| Self::point(month, Some(at(month)), None)).collect();
        let way = match self.months {
            [.., before, now] => Some(direction(at(now).cmp(&at(before)))),
            _ => None,
        };
        Series { of: TrendOf::Backlog, points, test: None, p: None, direction: way }
    }

    fn shares(&self, of: TrendOf, share: &dyn Fn(&Slice) -> Share) -> Series {
        let counted = |month: &Month| {
            let slice = self.slices.iter().find(|slice| {
                slice.values.first().is_some_and(|name| name.as_deref() == Some(&month.name))
            });
            slice.map_or((0, 0), share)
        };
        let point = |month: &Month| {
            let (value, of) = counted(month);
            Self::point(month, Some(value), Some(of))
        };
        let points = self.months.iter().map(point).collect();
        let (mut p, mut way) = (None, None);
        if let Some((now, before)) = self.months.split_last() {
            let earlier = before.iter().map(counted).fold((0_u64, 0_u64), |sum, one| {
                (sum.0.saturating_add(one.0), sum.1.saturating_add(one.1))
            });
            let now = counted(now);
            p = fisher(now.into(), earlier.into());
            way = p.map(|_| direction(compared(now, earlier)));
        }
        Series { of, points, test: Some(Test::Fisher), p, direction: way }
    }

    fn times(&self) -> Series {
        let values = |month: &Month| -> Vec<u64> {
            let own = self
                .cases
                .iter()
                .filter(|case| case.done_at().is_some_and(|at| month.from <= at && at < month.to));
            let spent = own.filter_map(|case| {
                match measure::time(Metric::TimeToResolve, case, self.as_of) {
                    measure::Measured::Over(ms) => Some(ms),
                    measure::Measured::Open(_)
                    | measure::Measured::Unknown
                    | measure::Measured::Contradictory
                    | measure::Measured::Apart => None,
                }
            });
            let mut spent: Vec<u64> = spent.collect();
            spent.sort_unstable();
            spent
        };
        let all: Vec<Vec<u64>> = self.months.iter().map(values).collect();
        let point = |(month, values): (&Month, &Vec<u64>)| Self::point(month, median(values), None);
        let points = self.months.iter().zip(&all).map(point).collect();
        let (mut p, mut way) = (None, None);
        if let Some((now, before)) = all.split_last() {
            let mut earlier: Vec<u64> = before.iter().flatten().copied().collect();
            earlier.sort_unstable();
            p = mann_whitney(now, &earlier);
            let pair = median(now).zip(median(&earlier));
            way = pair.map(|(now, earlier)| direction(now.cmp(&earlier)));
        }
        let of = TrendOf::TimeToResolve;
        Series { of, points, test: Some(Test::MannWhitney), p, direction: way }
    }
}

/// The smallest of sorted values that at least half of them do not exceed.
fn median(values: &[u64]) -> Option<u64> {
    values.get(values.len().checked_sub(1)? / 2).copied()
}
