//! What the report says and shows, in the order in which it is read; Markdown and HTML both come
//! from here, so that they say the same.

use super::breach::Breach;
use super::chart::{Chart, Series, Shape};
use super::figures::{Report, Top};
use super::trend::{Trend, TrendOf, kept};
use super::words::{
    long_run, none, p_text, per_mille, percent, percentile, point_text, real, real_sum, share_text,
    test_name, time_name, trend_name, value, verdict, why, working,
};
use crate::insight::metrics::{Duration, FlowFigure, Metric, Slice};

/// The incidents of a problem candidate that are named; the data names all.
const TICKETS: usize = 8;

/// One part of the page. Its texts are plain: whoever writes them out escapes them.
#[derive(Debug)]
pub(super) enum Block {
    Heading(&'static str),
    Text(String),
    Figures(Vec<(&'static str, String, String)>),
    Chart(Chart),
    Table(Table),
}

/// Rows under a head. Columns from `numbers` on are aligned as numbers.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) caption: &'static str,
    pub(super) head: Vec<&'static str>,
    pub(super) numbers: usize,
    pub(super) rows: Vec<Vec<String>>,
}

#[derive(Debug)]
pub(super) struct Page {
    pub(super) title: String,
    pub(super) blocks: Vec<Block>,
}

pub(super) fn page(report: &Report) -> Page {
    let name = report.title.as_deref().unwrap_or("Service desk");
    let mut blocks = vec![Block::Text(format!(
        "Month {} in the zone {}, as known at {}.",
        report.month, report.zone, report.as_of
    ))];
    blocks.push(Block::Figures(headline(report)));
    volumes(report, &mut blocks);
    promises(report, &mut blocks);
    trends(report, &mut blocks);
    times(report, &mut blocks);
    breaches(report, &mut blocks);
    subjects(report, &mut blocks);
    to_do(report, &mut blocks);
    Page { title: format!("{name}: {}", report.month), blocks }
}

fn headline(report: &Report) -> Vec<(&'static str, String, String)> {
    let volumes = report.volumes;
    let change = |of: TrendOf| {
        let trend = report.trends.iter().find(|trend| trend.of == of);
        trend.map(verdict).unwrap_or_default()
    };
    let before = format!("{} a month before", volumes.backlog_before);
    let mut figures = vec![
        ("Opened", volumes.opened.to_string(), change(TrendOf::Opened)),
        ("Done", volumes.done.to_string(), change(TrendOf::Done)),
        ("Open at the end", volumes.backlog.to_string(), before),
    ];
    if let Some(slice) = &report.resolved {
        let (met, judged) = kept(slice);
        if judged > 0 {
            let change = change(TrendOf::SlaCompliance);
            figures.push(("Promises kept", percent(met, judged), change));
        }
        let resolve = slice.times.iter().find(|time| time.metric == Metric::TimeToResolve);
        if let Some(median) = resolve.and_then(|time| percentile(&time.over.percentiles, 50)) {
            figures.push(("Median to resolve", real(median), change(TrendOf::TimeToResolve)));
        }
        if let Some(cost) = slice.cost {
            let tickets = format!("{} tickets, in smallest units", cost.tickets);
            figures.push(("Cost of delay", cost.total.to_string(), tickets));
        }
    }
    figures
}

fn volumes(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("What came and went"));
    let days = || report.days.iter();
    let label = |at: &str| at.rsplit('-').next().unwrap_or_default().to_owned();
    let labels: Vec<_> = days().map(|day| label(&day.at)).collect();
    let some = |value: u64| Some(value);
    blocks.push(Block::Chart(Chart {
        title: "Tickets opened and done on each day",
        shape: Shape::Columns,
        percent: false,
        labels: labels.clone(),
        series: vec![
            Series::new("opened", days().map(|day| some(day.opened)).collect()),
            Series::new("done", days().map(|day| some(day.done)).collect()),
        ],
    }));
    blocks.push(Block::Chart(Chart {
        title: "Tickets open at the end of each day",
        shape: Shape::Line,
        percent: false,
        labels,
        series: vec![Series::new("open", days().map(|day| some(day.backlog)).collect())],
    }));
    let row = |day: &FlowFigure| {
        let counts = [day.opened, day.done, day.reopened, day.backlog];
        let mut row = vec![day.at.clone()];
        row.extend(counts.iter().map(u64::to_string));
        row
    };
    blocks.push(Block::Table(Table {
        caption: "Each day with a ticket",
        head: vec!["Day", "Opened", "Done", "Reopened", "Open at its end"],
        numbers: 1,
        rows: days()
            .filter(|day| day.opened > 0 || day.done > 0 || day.reopened > 0)
            .map(row)
            .collect(),
    }));
}

fn promises(report: &Report, blocks: &mut Vec<Block>) {
    let mut rows = Vec::new();
    let mut add = |name: String, slice: &Slice| {
        for target in &slice.targets {
            let missed = target.missed.saturating_add(target.breached);
            let judged = target.met.saturating_add(missed);
            rows.push(vec![
                format!("{} / {}", target.agreement, target.target),
                name.clone(),
                target.met.to_string(),
                missed.to_string(),
                percent(target.met, judged),
                percentile(&target.elapsed.percentiles, 90).map_or_else(none, working),
            ]);
        }
    };
    if let Some(slice) = &report.resolved {
        add("all".to_owned(), slice);
    }
    for slice in &report.by_priority {
        add(value(slice.values.first().and_then(Option::as_deref)), slice);
    }
    blocks.push(Block::Heading("Promises"));
    if rows.is_empty() {
        return blocks.push(Block::Text("No promise was judged in this month.".to_owned()));
    }
    let kept = report.trends.iter().find(|trend| trend.of == TrendOf::SlaCompliance);
    if let Some(trend) = kept.filter(|trend| trend.months.len() > 1) {
        blocks.push(Block::Chart(Chart {
            title: "Promises kept by month, in per cent",
            shape: Shape::Line,
            percent: true,
            labels: trend.months.iter().map(|point| point.month.clone()).collect(),
            series: vec![Series::new("kept", trend.months.iter().map(per_mille).collect())],
        }));
    }
    blocks.push(Block::Table(Table {
        caption: "Promises of the tickets resolved in the month",
        head: vec!["Target", "Priority", "Met", "Missed", "Kept", "90 % within"],
        numbers: 2,
        rows,
    }));
}

fn trends(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Trends"));
    let months = |of: TrendOf| {
        let trend = report.trends.iter().find(|trend| trend.of == of);
        trend.map(|trend| trend.months.as_slice()).unwrap_or_default()
    };
    let opened = months(TrendOf::Opened);
    if opened.len() > 1 {
        let values = |of| months(of).iter().map(|point| point.value).collect();
        blocks.push(Block::Chart(Chart {
            title: "Tickets opened and done by month",
            shape: Shape::Columns,
            percent: false,
            labels: opened.iter().map(|point| point.month.clone()).collect(),
            series: vec![
                Series::new("opened", values(TrendOf::Opened)),
                Series::new("done", values(TrendOf::Done)),
            ],
        }));
    }
    let row = |trend: &Trend| {
        let at = |back: usize| trend.months.iter().rev().nth(back);
        vec![
            trend_name(trend.of).to_owned(),
            at(0).map_or_else(none, |point| point_text(trend.of, point)),
            at(1).map_or_else(none, |point| point_text(trend.of, point)),
            verdict(trend),
            trend.p_value.map_or_else(none, p_text),
            trend.test.map_or("none", test_name).to_owned(),
            trend.long_run.map_or_else(none, long_run),
        ]
    };
    let before = match opened.len().saturating_sub(1) {
        0 => {
            let text = "There is no whole month before this one to compare it with.";
            return blocks.push(Block::Text(text.to_owned()));
        }
        1 => "whole month before it".to_owned(),
        before => format!("{before} whole months before it together"),
    };
    blocks.push(Block::Text(format!(
        "The month is compared with the {before}. \
         A difference counts as significant if it stays so at 5 % after Holm's correction for all \
         rows. The p-value says how likely a difference at least as large is by chance alone."
    )));
    blocks.push(Block::Table(Table {
        caption: "The month beside those before",
        head: vec!["Figure", "Month", "Month before", "Against before", "p", "Test", "Long run"],
        numbers: 1,
        rows: report.trends.iter().map(row).collect(),
    }));
}

fn times(report: &Report, blocks: &mut Vec<Block>) {
    let Some(slice) = &report.resolved else { return };
    blocks.push(Block::Heading("Times and rates"));
    let row = |time: &Duration| {
        let at = |percent| percentile(&time.over.percentiles, percent).map_or_else(none, real);
        vec![
            time_name(time.metric).to_owned(),
            time.over.count.to_string(),
            time.over.mean_ms.map_or_else(none, real),
            at(50),
            at(90),
            at(95),
        ]
    };
    blocks.push(Block::Table(Table {
        caption: "Times of the tickets resolved in the month",
        head: vec!["Time", "Tickets", "Mean", "50 %", "90 %", "95 %"],
        numbers: 1,
        rows: slice.times.iter().filter(|time| time.over.count > 0).map(row).collect(),
    }));
    let mut rows: Vec<_> = slice
        .rates
        .iter()
        .map(|rate| {
            let share = percent(rate.numerator, rate.denominator);
            let of = format!("{} of {}", rate.numerator, rate.denominator);
            vec![time_name(rate.metric).to_owned(), of, share]
        })
        .collect();
    for hold in &slice.hold {
        let share = hold.share.map_or_else(none, share_text);
        rows.push(vec![format!("On hold: {}", hold.name), real_sum(hold.time.sum_ms.0), share]);
    }
    blocks.push(Block::Table(Table {
        caption: "Rates, and the share of open time on hold",
        head: vec!["Figure", "Of what", "Share"],
        numbers: 1,
        rows,
    }));
}

fn breaches(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("Worst breaches"));
    if report.breaches.is_empty() {
        return blocks.push(Block::Text("No promise was missed.".to_owned()));
    }
    let row = |breach: &Breach| {
        let title = breach.title.as_deref().unwrap_or_default();
        let open = if breach.open { " (open)" } else { "" };
        vec![
            if title.is_empty() { breach.id.clone() } else { format!("{} {title}", breach.id) },
            format!("{} / {}{open}", breach.agreement, breach.target),
            value(breach.priority.as_deref()),
            breach.why.iter().map(why).collect::<Vec<_>>().join("; "),
            breach.within_ms.map_or_else(none, working),
            breach.over_ms.map_or_else(none, working),
        ]
    };
    blocks.push(Block::Table(Table {
        caption: "Targets missed by most, in working time; where the time went, open or not",
        head: vec!["Ticket", "Target", "Priority", "Why", "Allowed", "Over by"],
        numbers: 4,
        rows: report.breaches.iter().map(row).collect(),
    }));
}

fn subjects(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("What it was about"));
    let lists = [
        ("Category", "Categories of the tickets opened in the month", &report.categories),
        ("Service", "Services of the tickets opened in the month", &report.services),
        ("Group", "Groups that have the tickets opened in the month", &report.groups),
    ];
    for (head, caption, list) in lists {
        if list.iter().all(|top| top.name.is_none()) {
            continue;
        }
        blocks.push(Block::Chart(Chart {
            title: caption,
            shape: Shape::Bars,
            percent: false,
            labels: list.iter().map(|top| value(top.name.as_deref())).collect(),
            series: vec![Series::new("opened", list.iter().map(|top| Some(top.count)).collect())],
        }));
        let compared = list.iter().any(|top| top.earlier_days > 0);
        let mut columns = vec![head, "Opened"];
        if compared {
            columns.extend(["Usual in 30 days", "p", "Difference"]);
        }
        blocks.push(Block::Table(Table {
            caption,
            numbers: 1,
            rows: list.iter().map(|top| subject(top, compared)).collect(),
            head: columns,
        }));
    }
}

fn subject(top: &Top, compared: bool) -> Vec<String> {
    let mut row = vec![value(top.name.as_deref()), top.count.to_string()];
    if compared {
        // As many as a month of 30 days would have had, in tenths.
        let usual = u128::from(top.earlier).saturating_mul(300);
        let usual = usual.checked_div(top.earlier_days.into());
        row.push(usual.map_or_else(none, |tenths| format!("{}.{}", tenths / 10, tenths % 10)));
        row.push(top.p_value.map_or_else(none, p_text));
        row.push(if top.significant { "significant" } else { "" }.to_owned());
    }
    row
}

fn to_do(report: &Report, blocks: &mut Vec<Block>) {
    blocks.push(Block::Heading("What is left to do"));
    let text = |text: &Option<String>| text.clone().unwrap_or_else(none);
    let tables = [
        Table {
            caption: "Problem candidates",
            head: vec!["Candidate", "Evidence", "Incidents"],
            numbers: 3,
            rows: report
                .problems
                .iter()
                .map(|one| {
                    let named = one.tickets.get(..TICKETS).unwrap_or(&one.tickets);
                    let more = if named.len() < one.tickets.len() { ", …" } else { "" };
                    let count = format!("{}: {}{more}", one.tickets.len(), named.join(", "));
                    vec![one.title.clone(), one.evidence.join("; "), count]
                })
                .collect(),
        },
        Table {
            caption: "Actions overdue",
            head: vec!["Action", "Review", "Owner", "Due"],
            numbers: 4,
            rows: report
                .actions
                .iter()
                .map(|one| {
                    let due = one.due_at.to_string();
                    vec![one.action.clone(), text(&one.review), text(&one.owner), due]
                })
                .collect(),
        },
        Table {
            caption: "Findings about the policy",
            head: vec!["Code", "Where", "What"],
            numbers: 3,
            rows: report
                .findings
                .iter()
                .map(|one| vec![one.code.clone(), text(&one.path), one.message.clone()])
                .collect(),
        },
    ];
    for table in tables {
        if table.rows.is_empty() {
            blocks.push(Block::Text(format!("{}: none handed over.", table.caption)));
        } else {
            blocks.push(Block::Table(table));
        }
    }
}
