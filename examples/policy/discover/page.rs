//! A discovery as a page of text, for those who answer for the service.

use std::fmt::Write;

use incident_core::discovery::{
    Anchor, AutoClose, Counting, Crowd, Discovery, Doubt, HoursFound, MatrixFound, Reading,
    Transition, Verdict, WaitsFrom, Window,
};

/// How many changes of state are listed one by one.
const SHOWN: usize = 40;

pub(crate) fn text(name: &str, discovery: &Discovery) -> String {
    let mut page = format!("{name}: {} rows of {} tickets", discovery.rows, discovery.tickets);
    if discovery.out_of_order > 0 {
        add(&mut page, &format!("{} rows are older than the one before", discovery.out_of_order));
    }
    matrix(&mut page, discovery.matrix.as_ref());
    states(&mut page, discovery);
    head(&mut page, "changes of state");
    transitions(&mut page, &discovery.transitions);
    if !discovery.finer_transitions.is_empty() {
        head(&mut page, "changes of state, the finer ones told apart");
        transitions(&mut page, &discovery.finer_transitions);
    }
    let backward = discovery.backward;
    add(&mut page, &format!("  {backward} took up again what counted as done (marked `back`)"));
    auto_close(&mut page, discovery.auto_close.as_ref());
    match &discovery.hours {
        None => {
            head(&mut page, "hours and targets");
            add(&mut page, "  no closed ticket says whether it was met, so the log cannot tell");
        }
        Some(found) => hours(&mut page, found),
    }
    if !discovery.refused.is_empty() {
        head(&mut page, "the draft is no policy yet");
        for error in &discovery.refused {
            add(&mut page, &format!("  {}  {}", error.path(), error.message()));
        }
    }
    page
}

fn add(page: &mut String, line: &str) {
    let _ = write!(page, "\n{}", line.trim_end());
}

fn head(page: &mut String, title: &str) {
    add(page, &format!("\n{title}"));
}

/// `1994 of 2000 (99.7 %)`.
fn share(count: u64, all: u64) -> String {
    let permille = count.saturating_mul(1_000).checked_div(all).unwrap_or(0);
    let (whole, tenth) = (permille.div_euclid(10), permille.rem_euclid(10));
    format!("{count} of {all} ({whole}.{tenth} %)")
}

fn matrix(page: &mut String, found: Option<&MatrixFound>) {
    head(page, "impact and urgency to priority");
    let Some(found) = found else {
        add(page, "  no row says all three, so the draft lets the priority follow the impact");
        return;
    };
    let agree = found.rows.saturating_sub(found.exceptions);
    add(page, &format!("  {} rows have the priority of their cell", share(agree, found.rows)));
    let mut line = format!("  {:<14}", "");
    for urgency in &found.urgency {
        let _ = write!(line, " {urgency:>24}");
    }
    add(page, &line);
    for impact in &found.impact {
        let mut line = format!("  {impact:<14}");
        for cell in found.cells.iter().filter(|cell| cell.impact == *impact) {
            let text = match (&cell.priority, &cell.filled) {
                (Some(priority), _) => format!("{priority}: {}", cell.support),
                (None, Some(filled)) => format!("({filled}: unseen)"),
                (None, None) => String::new(),
            };
            let _ = write!(line, " {text:>24}");
        }
        add(page, &line);
    }
    for cell in &found.cells {
        for (priority, rows) in &cell.exceptions {
            let (impact, urgency) = (&cell.impact, &cell.urgency);
            add(page, &format!("  exception: {impact}, {urgency} is {priority} in {rows} rows"));
        }
    }
}

fn states(page: &mut String, discovery: &Discovery) {
    head(page, "states");
    let heads = format!("{:<9} {:>8} {:>8} {:>7} {:>7}", "type", "rows", "visits", "begin", "end");
    add(page, &format!("  {:<36} {heads}", ""));
    for state in &discovery.states {
        let name = match &state.detail {
            Some(detail) if *detail != state.state => format!("{} / {detail}", state.state),
            Some(_) | None => state.state.clone(),
        };
        let doubt = match (state.set_apart, state.confirmed) {
            (true, _) => "  set apart: too rare",
            (false, false) => "  by its name only",
            (false, true) => "",
        };
        let (rows, visits, first, last) = (state.rows, state.visits, state.first, state.last);
        let kind = state.state_type.as_str();
        let figures = format!("{kind:<9} {rows:>8} {visits:>8} {first:>7} {last:>7}");
        add(page, &format!("  {name:<36} {figures}{doubt}"));
    }
}

fn transitions(page: &mut String, list: &[Transition]) {
    for one in list.iter().take(SHOWN) {
        let back = if one.backward { "  back" } else { "" };
        add(page, &format!("  {:>8}  {} -> {}{back}", one.count, one.from, one.to));
    }
    if list.len() > SHOWN {
        let rest = list.iter().skip(SHOWN);
        let count = rest.fold(0_u64, |sum, one| sum.saturating_add(one.count));
        let kinds = list.len().saturating_sub(SHOWN);
        add(page, &format!("  {count:>8}  of {kinds} rarer kinds (all of them with --json)"));
    }
}

/// How waits are counted.
fn way(crowd: &Crowd) -> String {
    let counted = match crowd.counting {
        Counting::CalendarTime => "of calendar time",
        Counting::WorkingDays => "of Monday to Friday",
    };
    let from = match crowd.waits_from {
        WaitsFrom::LastEntry => "the last resolution",
        WaitsFrom::LastRow => "the last row that says resolved",
    };
    format!("{counted} after {from}")
}

fn auto_close(page: &mut String, found: Option<&AutoClose>) {
    head(page, "from resolved to closed");
    let Some(found) = found else {
        add(page, "  no ticket is resolved first and closed an hour or more later");
        return;
    };
    let best = &found.best;
    let (delay, tickets) = (found.delay, found.tickets);
    let crowd = format!("{} to {} {}", best.from, best.to, way(best));
    add(page, &format!("  {} tickets wait {crowd}", share(best.count, tickets)));
    let verdict = if found.clear {
        format!("the draft closes them after {delay}")
    } else {
        format!("that is less than half, so the draft has no timer; it would be {delay}")
    };
    add(page, &format!("  {verdict}; {} wait less, {} longer", found.earlier, found.later));
    let [p5, p25, p50, p75, p95] = found.percentiles;
    let of = "of 5, 25, 50, 75, 95 %";
    add(page, &format!("  the waits {of} are below {p5}, {p25}, {p50}, {p75}, {p95}"));
    for reading in &found.readings {
        let (stretch, way) = (reading.stretch, way(reading));
        add(page, &format!("    {:>6} within {stretch} {way}", reading.count));
    }
    for (what, list) in [("shortest", &found.earliest), ("longest", &found.latest)] {
        let each: Vec<_> =
            list.iter().map(|one| format!("{} {}", one.ticket, one.waited)).collect();
        if !each.is_empty() {
            add(page, &format!("  {what}: {}", each.join(", ")));
        }
    }
}

fn hours(page: &mut String, found: &HoursFound) {
    head(page, "hours and targets");
    let (train, test) = (found.train, found.test);
    add(page, &format!("  sought on the first {train} tickets, tried on the {test} after them"));
    for one in &found.anchors {
        let what = if one.anchor == Anchor::Resolved { "resolved" } else { "closed" };
        let (errors, ties) = (one.train_errors, one.ties);
        add(page, &format!("  from opened to {what}: at best {errors} errors, by {ties} hours"));
    }
    let verdict = match found.verdict {
        Verdict::HoursIdentified => "hoursIdentified: the draft has the hours in the middle",
        Verdict::HoursNotIdentifiable => "hoursNotIdentifiable: the draft has plain hours",
    };
    add(page, &format!("  {verdict}"));
    for doubt in &found.doubts {
        let why = match doubt {
            Doubt::PlainHoursTie => "plain hours explain the first tickets as well as any",
            Doubt::NothingToTestOn => "no ticket was left to try hours on",
            Doubt::NotConfirmed => {
                "on the tickets after them they make more than half of the errors of plain hours"
            }
        };
        add(page, &format!("    {why}"));
    }
    let range = &found.tied_test_errors;
    let (ties, step) = (found.ties.len(), found.step);
    add(
        page,
        &format!("  {ties} hours tie, in steps of {step} minutes; on the tickets after them"),
    );
    let (min, median, max) = (range.min, range.median, range.max);
    add(page, &format!("  they make {min} to {max} errors, {median} in the middle"));
    tied(page, found);
    reading(page, "the tie in the middle", &found.chosen);
    reading(page, "plain hours", &found.plain);
}

/// The ties, one line for each start; ends that follow each other as one range.
fn tied(page: &mut String, found: &HoursFound) {
    let mut ranges: Vec<(Window, Window, u64, u64)> = Vec::new();
    for tie in &found.ties {
        let (window, errors) = (tie.window, tie.test_errors);
        let next =
            |last: &Window| Window { length: last.length.saturating_add(found.step), ..*last };
        match ranges.last_mut().filter(|(_, last, _, _)| next(last) == window) {
            Some((_, last, min, max)) => {
                (*last, *min, *max) = (window, errors.min(*min), errors.max(*max));
            }
            None => ranges.push((window, window, errors, errors)),
        }
    }
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for (first, last, min, max) in ranges {
        let split = |window: Window| {
            let text = window.to_string();
            let (start, end) = text.rsplit_once('-').unwrap_or((&text, ""));
            (start.to_owned(), end.to_owned())
        };
        let ((start, end), (_, to)) = (split(first), split(last));
        let errors = if min == max { min.to_string() } else { format!("{min} to {max}") };
        let ends = if first == last {
            format!("{end} ({errors})")
        } else {
            format!("{end}..{to} ({errors})")
        };
        match lines.last_mut().filter(|(before, _)| *before == start) {
            Some((_, list)) => list.push(ends),
            None => lines.push((start, vec![ends])),
        }
    }
    add(page, "  each start with the ends that tie, and the errors on the tickets after:");
    for (start, ends) in lines {
        add(page, &format!("    {start} to {}", ends.join(", ")));
    }
}

fn reading(page: &mut String, title: &str, reading: &Reading) {
    let Reading { window, train_errors, test_errors, .. } = reading;
    let window: &Window = window;
    let errors = format!("{train_errors} errors on the first tickets, {test_errors} after them");
    add(page, &format!("  {title}: {window}, {errors}"));
    for target in &reading.targets {
        let to = target.to.map_or("without end".to_owned(), |to| format!("to below {to}"));
        let doubt = if target.barely_identified { "; barely identified" } else { "" };
        let ties = format!("ties from {} {to}", target.from);
        let counts = format!("{} met, {} missed", target.met, target.missed);
        let (priority, within) = (&target.priority, target.within);
        add(page, &format!("    {priority:<16} {within:<10} {ties}; {counts}{doubt}"));
    }
    if !reading.exceptions.is_empty() {
        add(page, &format!("    explained wrongly: {}", reading.exceptions.join(", ")));
    }
}
