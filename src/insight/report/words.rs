//! Figures in words and digits, as a person reads them.

use super::breach::{Why, WhyKind};
use super::trend::{Direction, LongRun, Point, Test, Trend, TrendOf};
use crate::insight::Rounded;
use crate::insight::metrics::{Metric, Percentile};

pub(super) fn none() -> String {
    "–".to_owned()
}

pub(super) fn value(name: Option<&str>) -> String {
    name.filter(|name| !name.is_empty()).map_or_else(|| "(none)".to_owned(), str::to_owned)
}

pub(super) fn percentile(list: &[Percentile], percent: u64) -> Option<u64> {
    list.iter().find(|one| one.percent == percent).and_then(|one| one.ms)
}

/// A share in per cent with one decimal.
pub(super) fn percent(part: u64, whole: u64) -> String {
    let doubled = u128::from(part).saturating_mul(2_000).saturating_add(whole.into());
    let tenths = doubled.checked_div(u128::from(whole).saturating_mul(2));
    tenths.map_or_else(none, |tenths| format!("{}.{} %", tenths / 10, tenths % 10))
}

pub(super) fn share_text(share: Rounded) -> String {
    // At most four decimals, so that with zeros behind they are hundredths of a per cent. Not by a
    // number of decimals: that needs a second way to write fractions, 2 kB of the module.
    let text = share.get().to_string();
    let (whole, rest) = text.split_once('.').unwrap_or((&text, ""));
    let digits: u64 = format!("{whole}{rest:0<4}").parse().unwrap_or(0);
    percent(digits, 10_000)
}

pub(super) fn per_mille(point: &Point) -> Option<u64> {
    let of = point.of.filter(|of| *of > 0)?;
    point.value?.saturating_mul(1_000).saturating_add(of / 2).checked_div(of)
}

const MINUTE: u64 = 60_000;
const DAY: u64 = 24 * 60 * MINUTE;

/// A time on the UTC line, its largest two units.
pub(super) fn real(ms: u64) -> String {
    let hours = ms % DAY / (60 * MINUTE);
    if ms >= 2 * DAY { format!("{} d {hours} h", ms / DAY) } else { working(ms) }
}

pub(super) fn real_sum(ms: u128) -> String {
    real(u64::try_from(ms).unwrap_or(u64::MAX))
}

/// A time without days, since a working day has no fixed length.
pub(super) fn working(ms: u64) -> String {
    let minutes = ms / MINUTE;
    match (minutes / 60, minutes % 60) {
        (0, 0) => format!("{} s", ms / 1_000),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

pub(super) fn p_text(p: Rounded) -> String {
    if p.get() < 0.000_05 { "< 0.0001".to_owned() } else { p.get().to_string() }
}

pub(super) fn arrow(direction: Direction) -> &'static str {
    match direction {
        Direction::Up => "higher",
        Direction::Down => "lower",
        Direction::Level => "the same",
    }
}

pub(super) fn verdict(trend: &Trend) -> String {
    let Some(direction) = trend.direction else { return "no month to compare".to_owned() };
    let mark = match (trend.significant, trend.p_value) {
        (true, _) => ", significant",
        (false, Some(_)) if direction == Direction::Level => "",
        (false, Some(_)) => ", may be chance",
        (false, None) => "",
    };
    format!("{}{mark}", arrow(direction))
}

pub(super) fn long_run(run: LongRun) -> String {
    let way = match run.direction {
        Direction::Up => "rising",
        Direction::Down => "falling",
        Direction::Level => "level",
    };
    format!("{way}, p {}", p_text(run.p_value))
}

pub(super) fn point_text(of: TrendOf, point: &Point) -> String {
    match (of, point.value, point.of) {
        (_, Some(value), Some(of)) => percent(value, of),
        (TrendOf::TimeToResolve, Some(value), None) => real(value),
        (_, Some(value), None) => value.to_string(),
        (_, None, _) => none(),
    }
}

pub(super) fn test_name(test: Test) -> &'static str {
    match test {
        Test::Poisson => "Poisson",
        Test::Fisher => "Fisher",
        Test::MannWhitney => "Mann-Whitney",
    }
}

pub(super) fn trend_name(of: TrendOf) -> &'static str {
    match of {
        TrendOf::Opened => "Opened",
        TrendOf::Done => "Done",
        TrendOf::Backlog => "Open at the end",
        TrendOf::SlaCompliance => "Promises kept",
        TrendOf::FirstContactResolution => "Done at the first contact",
        TrendOf::ReopenRate => "Reopened",
        TrendOf::ReassignmentRate => "Handed over",
        TrendOf::TimeToResolve => "Median time to resolve",
    }
}

pub(super) fn time_name(metric: Metric) -> &'static str {
    let known = [
        (Metric::TimeToDetect, "To detect (MTTD)"),
        (Metric::TimeToAcknowledge, "To acknowledge (MTTA)"),
        (Metric::TimeToRespond, "To respond"),
        (Metric::TimeToRepair, "To repair"),
        (Metric::TimeToRestore, "To restore (MTRS)"),
        (Metric::TimeToResolve, "To resolve"),
        (Metric::TimeToClose, "To close"),
        (Metric::FirstContactResolution, "Done at the first contact"),
        (Metric::ReopenRate, "Reopened"),
        (Metric::ReassignmentRate, "Handed over"),
    ];
    known.iter().find(|(of, _)| *of == metric).map_or(metric.as_str(), |(_, name)| name)
}

pub(super) fn why(why: &Why) -> String {
    let name = why.name.as_deref().unwrap_or_default();
    let took = why.ms.map(real).unwrap_or_default();
    let count = why.count.unwrap_or_default();
    match why.kind {
        WhyKind::Queued => format!("not taken up for {took}"),
        WhyKind::OnHold => format!("on hold, {name}: {took}"),
        WhyKind::Group => format!("with {name}: {took}"),
        WhyKind::Reopened => format!("reopened {}", times(count)),
        WhyKind::HandedOver => format!("handed over {}", times(count)),
    }
}

fn times(count: u64) -> String {
    if count == 1 { "once".to_owned() } else { format!("{count} times") }
}
