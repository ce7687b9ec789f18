use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fmt::Write;

use super::case::Case;
use super::summary::{Summary, clocks_of, verdict};
use crate::engine::Engine;
use crate::time::Span;

/// How many rows a table of the report has at most.
const ROWS: usize = 10;

#[derive(Default)]
struct Tally {
    tickets: u64,
    met: u64,
    missed: u64,
}

/// The figures as a page of text. Writing to a string cannot fail, so the results are dropped.
pub(super) fn text(
    engine: &Engine,
    cases: &BTreeMap<String, Case>,
    summary: &Summary,
    findings: usize,
) -> String {
    let mut page = String::new();
    let _ = writeln!(
        page,
        "{} incidents, {} events under the policy `{}`\n",
        summary.incidents,
        summary.events,
        engine.policy().id()
    );
    priorities(&mut page, engine, cases);
    let _ = writeln!(page, "\nTransitions");
    for (name, count) in summary.transitions.iter().take(ROWS) {
        let _ = writeln!(page, "  {name:<42} {count:>7}");
    }
    let others = summary.transitions.iter().skip(ROWS).map(|(_, count)| count);
    let others = others.fold(0_u64, |sum, count| sum.saturating_add(*count));
    if others > 0 {
        let _ = writeln!(page, "  {:<42} {others:>7}", "others");
    }
    let _ = writeln!(page, "  {:<42} {:>7}", "of these reopened", summary.reopens);
    refusals(&mut page, summary);
    slowest(&mut page, engine, cases);
    let mut also = Vec::new();
    for (state, count) in &summary.unknown_states {
        also.push(format!("unknown state `{state}` on {count} rows"));
    }
    if summary.matrix_mismatches > 0 {
        also.push(format!("{} rows with another priority", summary.matrix_mismatches));
    }
    if findings > 0 {
        also.push(format!("{findings} findings about rows"));
    }
    if !also.is_empty() {
        let _ = writeln!(page, "\nAlso: {}", also.join(", "));
    }
    page
}

fn priorities(page: &mut String, engine: &Engine, cases: &BTreeMap<String, Case>) {
    let mut tallies: BTreeMap<Option<&str>, Tally> = BTreeMap::new();
    for case in cases.values() {
        let tally = tallies.entry(case.ticket.priority.as_deref()).or_default();
        tally.tickets = tally.tickets.saturating_add(1);
        let verdict = verdict(&clocks_of(engine, case));
        tally.met = tally.met.saturating_add(u64::from(verdict == Some(true)));
        tally.missed = tally.missed.saturating_add(u64::from(verdict == Some(false)));
    }
    let heads = ["Priority", "incidents", "SLA met", "missed"];
    let _ = writeln!(page, "{:<20} {:>10} {:>10} {:>10}", heads[0], heads[1], heads[2], heads[3]);
    let levels = engine.policy().matrix().priority().iter();
    let rows = levels.map(|level| (Some(level.id.as_str()), level.label.as_str()));
    for (level, label) in rows.chain([(None, "none")]) {
        let Some(tally) = tallies.get(&level) else { continue };
        let Tally { tickets, met, missed } = tally;
        let _ = writeln!(page, "  {label:<18} {tickets:>10} {met:>10} {missed:>10}");
    }
}

fn refusals(page: &mut String, summary: &Summary) {
    if summary.refusals.is_empty() {
        return;
    }
    let _ = writeln!(page, "\nMoves that the policy refuses");
    for refusal in &summary.refusals {
        let name = format!("{} -> {}", refusal.from, refusal.to);
        let _ = writeln!(page, "  {name:<42} {:>7}  {}", refusal.count, refusal.message);
    }
}

fn slowest(page: &mut String, engine: &Engine, cases: &BTreeMap<String, Case>) {
    let mut slow: Vec<_> = cases
        .values()
        .flat_map(|case| clocks_of(engine, case).into_iter().map(move |clock| (case, clock)))
        .filter(|(_, clock)| clock.within_ms.is_some())
        .map(|(case, clock)| (clock.elapsed_ms, case, clock))
        .collect();
    slow.sort_by_key(|(elapsed, _, _)| Reverse(*elapsed));
    let _ = writeln!(page, "\nSlowest, in the time that counts");
    for (elapsed, case, clock) in slow.iter().take(5) {
        let _ = writeln!(
            page,
            "  {:<16} {:<12} {:<12} {:>14}",
            case.ticket.id,
            clock.priority.as_deref().unwrap_or("none"),
            clock.target,
            Span::from_millis(*elapsed).to_string()
        );
    }
}
