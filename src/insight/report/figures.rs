use std::collections::BTreeMap;

use serde::Serialize;

use super::breach::{self, Breach};
use super::draft::{Month, OverdueAction, PolicyFinding, ReportDraft, ReportedProblem};
use super::significance::{holm, poisson};
use super::trend::{Basis, Trend, trends};
use crate::error::Error;
use crate::insight::Rounded;
use crate::insight::metrics::{
    Case, Dimension, Figures, FlowBy, FlowFigure, MetricRules, MetricSettings, Metrics, Period,
    SelectBy, Slice,
};
use crate::time::{Instant, Zone};

/// The report about a month.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Report {
    /// The month, for example `2026-03`.
    pub month: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The zone of its days.
    pub zone: &'static str,
    /// The last instant that is known.
    pub as_of: Instant,
    /// What came and went.
    pub volumes: Volumes,
    /// The figures of the tickets resolved in the month, without their flow; none if there is none.
    pub resolved: Option<Slice>,
    /// The same by priority.
    pub by_priority: Vec<Slice>,
    /// The months up to this one.
    pub trends: Vec<Trend>,
    /// What the tickets opened in the month are about.
    pub categories: Vec<Top>,
    /// Which services they are about.
    pub services: Vec<Top>,
    /// The groups that have them.
    pub groups: Vec<Top>,
    /// The promises missed by most.
    pub breaches: Vec<Breach>,
    /// What came and went on each day.
    pub days: Vec<FlowFigure>,
    /// Problem candidates.
    pub problems: Vec<ReportedProblem>,
    /// Actions that should be done already, the longest overdue first.
    pub actions: Vec<OverdueAction>,
    /// What a check of the policy found.
    pub findings: Vec<PolicyFinding>,
}

/// What came and went in the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Volumes {
    /// Tickets opened.
    pub opened: u64,
    /// Tickets done, canceled ones included, each time counted.
    pub done: u64,
    /// Tickets taken up again.
    pub reopened: u64,
    /// Tickets open at its end.
    pub backlog: u64,
    /// Tickets open at the end of the month before.
    pub backlog_before: u64,
}

/// How many tickets opened in the month have a value, beside the months before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Top {
    /// The category, the service or the group; none for tickets that have none.
    pub name: Option<String>,
    /// The tickets opened in the month.
    pub count: u64,
    /// Those opened in the months before.
    pub earlier: u64,
    /// The days of the months before.
    pub earlier_days: u64,
    /// How likely a difference at least as large is by chance alone: two Poisson rates, exact.
    pub p_value: Option<Rounded>,
    /// Whether it is significant at 5 %, all rows of the list together.
    pub significant: bool,
}

/// How many months a report looks back.
const EARLIER: usize = 12;
const ROWS: u64 = 10;

pub(super) fn figures(
    cases: &[Case],
    draft: &ReportDraft,
    (month, zone, as_of): (&Month, &Zone, Instant),
) -> Result<Report, Vec<Error>> {
    let known: Vec<&Case> = cases
        .iter()
        .filter(|case| case.opened_at <= as_of)
        .filter(|case| draft.kinds.is_empty() || draft.kinds.contains(&case.kind))
        .collect();
    let months = months(&known, month, zone);
    let all = counted(&known, &settings(draft, as_of, None))?;
    let own = counted(&known, &settings(draft, as_of, Some(month)))?;
    let flow = all.groupings.first().and_then(|all| all.cells.first());
    let flow = flow.map(|cell| cell.flow.as_slice()).unwrap_or_default();
    let by_month = all.groupings.get(1).map(|all| all.cells.as_slice()).unwrap_or_default();
    let basis = Basis { months: &months, slices: by_month, flow, cases: &known, as_of };
    let rows = draft.rows.unwrap_or(ROWS).min(crate::limits::METRIC_TICKETS.maximum);
    let rows = usize::try_from(rows).unwrap_or(usize::MAX);
    let mut whole = own.groupings.first().and_then(|all| all.cells.first()).cloned();
    // The days are told once, and only those of the month.
    let days = whole.as_mut().map(|cell| std::mem::take(&mut cell.flow)).unwrap_or_default();
    let mut by_priority = own.groupings.into_iter().nth(1).map(|all| all.cells).unwrap_or_default();
    for cell in &mut by_priority {
        cell.flow.clear();
    }
    let mut actions = draft.actions.clone();
    actions.sort_by(|one, other| (one.due_at, &one.action).cmp(&(other.due_at, &other.action)));
    Ok(Report {
        month: month.name.clone(),
        title: draft.title.clone(),
        zone: zone.name(),
        as_of,
        volumes: volumes(flow, month),
        resolved: whole.filter(|cell| cell.tickets > 0),
        by_priority,
        trends: trends(&basis),
        categories: top(&basis, &|case| case.category.as_deref(), rows),
        services: top(&basis, &|case| case.service.as_deref(), rows),
        groups: top(&basis, &|case| case.group.as_deref(), rows),
        breaches: breach::worst(&known, month, rows),
        days: days_of(&days, month),
        problems: draft.problems.clone(),
        actions,
        findings: draft.findings.clone(),
    })
}

/// Whole months before the reported one in which there can have been tickets, and that one: the
/// month of the first ticket counts only if that was opened on its first day.
fn months(cases: &[&Case], month: &Month, zone: &Zone) -> Vec<Month> {
    let mut months = vec![month.clone()];
    let first = cases.iter().map(|case| case.opened_at).min();
    while let Some(before) = months.last().and_then(|last| last.before(zone)) {
        let day = Instant::from_millis(before.from.as_millis().saturating_add(86_400_000));
        let whole = first.is_some_and(|first| day.is_ok_and(|day| first < day));
        if !whole || months.len() > EARLIER {
            break;
        }
        months.push(before);
    }
    months.reverse();
    months
}

/// Of all months, or of the tickets resolved in one.
fn settings(draft: &ReportDraft, as_of: Instant, month: Option<&Month>) -> MetricSettings {
    MetricSettings {
        zone: draft.zone.clone(),
        period: month.map(|month| Period { from: month.from, to: month.to }),
        select_by: SelectBy::Resolved,
        group_by: vec![vec![month.map_or(Dimension::Month, |_| Dimension::Priority)]],
        flow_by: month.map_or(FlowBy::Month, |_| FlowBy::Day),
        costs: draft.costs.clone(),
        ..MetricSettings::new(as_of)
    }
}

/// The figures of the cases; what is contradictory about them was said when they were taken in.
fn counted(cases: &[&Case], settings: &MetricSettings) -> Result<Figures, Vec<Error>> {
    let mut metrics = Metrics::new(MetricRules::check(settings)?);
    for case in cases {
        // Refused cases are counted.
        let _ = metrics.push_case(case);
    }
    let mut figures = metrics.figures();
    for grouping in &mut figures.groupings {
        // Cells are there for the backlog too.
        if !grouping.by.is_empty() {
            grouping.cells.retain(|cell| cell.tickets > 0);
        }
    }
    Ok(figures)
}

fn volumes(flow: &[FlowFigure], month: &Month) -> Volumes {
    let mut volumes = Volumes::default();
    for one in flow.iter().take_while(|one| one.at <= month.name) {
        if one.at == month.name {
            volumes = Volumes { opened: one.opened, done: one.done, ..volumes };
            volumes.reopened = one.reopened;
        } else {
            volumes.backlog_before = one.backlog;
        }
        volumes.backlog = one.backlog;
    }
    volumes
}

/// Every day of the month that has begun, with what came and went.
fn days_of(flow: &[FlowFigure], month: &Month) -> Vec<FlowFigure> {
    let before = flow.iter().take_while(|one| one.at < month.name).last();
    let mut backlog = before.map_or(0, |one| one.backlog);
    let mut days = Vec::new();
    for day in 1..=month.days {
        let at = format!("{}-{day:02}", month.name);
        let known = flow.iter().find(|one| one.at == at);
        backlog = known.map_or(backlog, |one| one.backlog);
        let none = FlowFigure { at, opened: 0, done: 0, reopened: 0, backlog };
        days.push(known.cloned().unwrap_or(none));
    }
    days
}

/// The values that most tickets opened in the month have.
fn top<'a>(
    basis: &Basis<'a>,
    value: &dyn Fn(&'a Case) -> Option<&'a str>,
    rows: usize,
) -> Vec<Top> {
    let Some((month, before)) = basis.months.split_last() else { return Vec::new() };
    let from = before.first().map_or(month.from, |first| first.from);
    let mut counts: BTreeMap<Option<&str>, (u64, u64)> = BTreeMap::new();
    for case in basis.cases {
        let at = case.opened_at;
        if at < from || at >= month.to {
            continue;
        }
        let (now, earlier) = counts.entry(value(case)).or_insert((0, 0));
        let count = if at >= month.from { now } else { earlier };
        *count = count.saturating_add(1);
    }
    let days = before.iter().fold(0_u64, |sum, month| sum.saturating_add(month.days));
    let mut order: Vec<_> = counts.into_iter().filter(|(_, (now, _))| *now > 0).collect();
    // Sorting is stable, so that equal counts stay in the order of their names.
    order.sort_by(|(_, (one, _)), (_, (other, _))| other.cmp(one));
    order.truncate(rows);
    let p = |(_, (now, earlier)): &(Option<&str>, (u64, u64))| {
        poisson(*now, month.days, *earlier, days)
    };
    let values: Vec<_> = order.iter().map(p).collect();
    let significant = holm(&values);
    let rows = order.into_iter().zip(values).zip(significant);
    rows.map(|(((name, (count, earlier)), p), significant)| Top {
        name: name.map(str::to_owned),
        count,
        earlier,
        earlier_days: days,
        p_value: p.map(Rounded::new),
        significant,
    })
    .collect()
}
