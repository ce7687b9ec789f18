//! A made-up audit log in the columns of `ServiceNow`, the same for the same seed.

use std::fs;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use fastrand::Rng;

use crate::Failure;

const COLUMNS: [&str; 16] = [
    "number",
    "incident_state",
    "active",
    "reassignment_count",
    "reopen_count",
    "sys_mod_count",
    "opened_at",
    "sys_updated_at",
    "contact_type",
    "category",
    "impact",
    "urgency",
    "priority",
    "assignment_group",
    "assigned_to",
    "closed_code",
];
const LEVELS: [&str; 3] = ["1 - High", "2 - Medium", "3 - Low"];
const PRIORITIES: [&str; 4] = ["1 - Critical", "2 - High", "3 - Moderate", "4 - Low"];
/// Names with what a CSV file has to quote.
const CATEGORIES: [&str; 5] =
    ["Network", "Mail", "Printing, \"colour\"", "Zugänge", "Desk phone\nand headset"];
const GROUPS: [&str; 6] =
    ["Service desk", "Network", "Messaging", "Workplace", "Identity", "Vendor desk"];
const CHANNELS: [&str; 4] = ["Phone", "Email", "Self service", "Direct opening"];

/// A row, with the instant that it is sorted by.
type Row = (NaiveDateTime, Vec<String>);

/// Writes a log of `tickets` tickets. Three rows are bad on purpose, since real logs have such:
/// the state `-100`, a row that breaks off, and a row out of order.
///
/// # Errors
/// If the file cannot be written.
pub fn write(path: &Path, tickets: usize, seed: u64) -> Result<usize, Failure> {
    let mut chance = Rng::with_seed(seed);
    let mut rows = Vec::new();
    for number in 1..=tickets {
        ticket(number, &mut chance, &mut rows);
    }
    rows.sort_by_key(|(at, _)| *at);
    let mut rows: Vec<Vec<String>> = rows.into_iter().map(|(_, row)| row).collect();
    plant(&mut rows);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut file = csv::WriterBuilder::new().flexible(true).from_path(path)?;
    file.write_record(COLUMNS)?;
    for row in &rows {
        file.write_record(row)?;
    }
    file.flush()?;
    Ok(rows.len())
}

fn start() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 1, 5).unwrap_or_default().and_hms_opt(7, 0, 0).unwrap_or_default()
}

fn plant(rows: &mut [Vec<String>]) {
    let middle = rows.len() / 2;
    if let Some(row) = rows.get_mut(middle / 2) {
        "-100".clone_into(&mut row[1]);
    }
    if let Some(row) = rows.get_mut(middle) {
        row.truncate(5);
    }
    // The last two rows of a ticket change places.
    let last = rows.iter().rposition(|row| row.get(1).is_some_and(|state| state == "Closed"));
    if let Some(last) = last {
        let number = rows[last][0].clone();
        if let Some(before) = rows[..last].iter().rposition(|row| row[0] == number) {
            rows.swap(before, last);
        }
    }
}

/// The states that a ticket may go to next, the usual ones more often.
fn next(state: &str) -> &'static [&'static str] {
    match state {
        "New" => &["Active", "Active", "Active", "Awaiting User Info", "Resolved"],
        "Active" => &["Resolved", "Resolved", "Resolved", "Awaiting User Info", "Awaiting Vendor"],
        "Resolved" => &["Closed", "Closed", "Closed", "Closed", "Closed", "Closed", "Active"],
        _ => &["Active", "Active", "Resolved"],
    }
}

fn ticket(number: usize, chance: &mut Rng, rows: &mut Vec<Row>) {
    let opened = start() + TimeDelta::minutes(chance.i64(0..180 * 24 * 60));
    let (impact, urgency) = (chance.usize(0..3), chance.usize(0..3));
    let priority = (impact + urgency).saturating_sub(usize::from(impact + urgency > 3));
    let category = *chance.choice(&CATEGORIES).unwrap_or(&"");
    let channel = *chance.choice(&CHANNELS).unwrap_or(&"");
    let mut group = *chance.choice(&GROUPS).unwrap_or(&"");
    let (mut at, mut state, mut moves, mut reassigned, mut reopened) = (opened, "New", 0, 0, 0);
    loop {
        let code = format!("code {}", number % 9 + 1);
        rows.push((
            at,
            vec![
                format!("INC{number:07}"),
                state.to_owned(),
                (state != "Closed").to_string(),
                reassigned.to_string(),
                reopened.to_string(),
                moves.to_string(),
                written(opened),
                written(at),
                channel.to_owned(),
                category.to_owned(),
                LEVELS[impact].to_owned(),
                LEVELS[urgency].to_owned(),
                PRIORITIES[priority.min(3)].to_owned(),
                group.to_owned(),
                if state == "New" { "?".to_owned() } else { format!("Resolver {}", number % 40) },
                code,
            ],
        ));
        if state == "Closed" {
            return;
        }
        // Most steps take hours, some take days.
        let hours = if chance.u8(0..5) == 0 { 24 * 6 } else { 6 };
        at += TimeDelta::minutes(chance.i64(5..hours * 60));
        moves += 1;
        if chance.u8(0..4) == 0 && state == "Active" {
            let other = *chance.choice(&GROUPS).unwrap_or(&"");
            reassigned += u32::from(other != group);
            group = other;
            continue;
        }
        let to = *chance.choice(next(state)).unwrap_or(&"Closed");
        reopened += u32::from(state == "Resolved" && to == "Active");
        state = to;
    }
}

fn written(at: NaiveDateTime) -> String {
    at.format("%-d/%-m/%Y %H:%M").to_string()
}
