use std::fmt::Write;

use super::summary::{Outcome, Summary, largest_first};
use crate::engine::Engine;

/// How many rows a table of the report has at most.
const ROWS: usize = 10;

#[derive(Clone, Default)]
struct Tally {
    tickets: u64,
    met: u64,
    missed: u64,
}

/// The figures as a page of text. Writing to a string cannot fail, so the results are dropped.
pub(super) fn text(
    engine: &Engine,
    outcomes: &[Outcome<'_>],
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
    priorities(&mut page, engine, outcomes);
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
    slowest(&mut page, outcomes);
    let mut also = Vec::new();
    for (state, count) in &summary.unknown_states {
        also.push(format!("rows in the unknown state `{state}`: {count}"));
    }
    if summary.matrix_mismatches > 0 {
        also.push(format!("rows with another priority: {}", summary.matrix_mismatches));
    }
    if findings > 0 {
        also.push(format!("findings about rows: {findings}"));
    }
    if !also.is_empty() {
        let _ = writeln!(page, "\nAlso: {}", also.join(", "));
    }
    page
}

fn priorities(page: &mut String, engine: &Engine, outcomes: &[Outcome<'_>]) {
    let levels = engine.policy().matrix().priority();
    // The last one counts the tickets without a priority.
    let mut tallies = vec![Tally::default(); levels.len().saturating_add(1)];
    for outcome in outcomes {
        let level = outcome.priority.as_ref();
        let place = level.and_then(|id| levels.iter().position(|level| level.id == *id));
        let Some(tally) = tallies.get_mut(place.unwrap_or(levels.len())) else { continue };
        tally.tickets = tally.tickets.saturating_add(1);
        let verdict = outcome.verdict();
        tally.met = tally.met.saturating_add(u64::from(verdict == Some(true)));
        tally.missed = tally.missed.saturating_add(u64::from(verdict == Some(false)));
    }
    let heads = ["Priority", "incidents", "SLA met", "missed"];
    let _ = writeln!(page, "{:<20} {:>10} {:>10} {:>10}", heads[0], heads[1], heads[2], heads[3]);
    let labels = levels.iter().map(|level| level.label.as_str()).chain(["none"]);
    for (label, Tally { tickets, met, missed }) in labels.zip(&tallies) {
        if *tickets == 0 {
            continue;
        }
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

fn slowest(page: &mut String, outcomes: &[Outcome<'_>]) {
    let clocks: Vec<_> = outcomes
        .iter()
        .flat_map(|outcome| outcome.clocks.iter().map(move |clock| (outcome, clock)))
        .filter(|(_, clock)| clock.promised)
        .collect();
    let order = largest_first(clocks.iter().map(|(_, clock)| clock.elapsed.as_millis()));
    let _ = writeln!(page, "\nSlowest, in the time that counts");
    for (outcome, clock) in order.iter().take(5).filter_map(|at| clocks.get(*at)) {
        let _ = writeln!(
            page,
            "  {:<16} {:<12} {:<12} {:>14}",
            outcome.id,
            clock.priority.as_deref().unwrap_or("none"),
            clock.target,
            clock.elapsed.to_string()
        );
    }
}
