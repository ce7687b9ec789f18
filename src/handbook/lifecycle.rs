//! The lifecycle in tables and in a chart.

use super::agreement::span;
use super::condition::{field_name, state, words};
use super::page::{Page, listed, name, plain};
use crate::lifecycle::{Allowed, FieldRule, Format, Lifecycle, State};
use crate::model::StateType;
use crate::policy::Policy;

pub(super) fn all(page: &mut Page, policy: &Policy) {
    let lifecycle = policy.lifecycle();
    page.heading(2, "Lifecycle");
    let start = lifecycle.initial().map_or(String::new(), |state| plain(&state.label));
    page.text_of(&format!("A new ticket is in the state **{start}**."));
    page.code("mermaid", &lifecycle.export(Format::Mermaid));
    states(page, lifecycle);
    moves(page, policy);
    hold_reasons(page, lifecycle);
    timers(page, policy);
}

fn states(page: &mut Page, lifecycle: &Lifecycle) {
    page.heading(3, "States");
    let row = |state: &State| {
        let aliases: Vec<String> = state.aliases.iter().map(|alias| plain(alias)).collect();
        vec![
            format!("**{}**", plain(&state.label)),
            name(&state.id),
            meaning(state.state_type).to_owned(),
            aliases.join(", "),
        ]
    };
    let rows: Vec<Vec<String>> = lifecycle.states().iter().map(row).collect();
    page.table(&["State", "Identifier", "Meaning", "Elsewhere called"], &rows);
}

fn meaning(state_type: StateType) -> &'static str {
    match state_type {
        StateType::New => "new: nobody has taken it up",
        StateType::Active => "active: somebody works on it",
        StateType::OnHold => "on hold: work waits for somebody or something else",
        StateType::Resolved => "resolved: service is restored, the requester may still object",
        StateType::Closed => "closed: ended",
        StateType::Canceled => "canceled: ended without having been worked on to the end",
    }
}

/// Moves with the same end and the same guards.
struct Row<'a> {
    from: Vec<String>,
    to: &'a State,
    guards: &'a Allowed,
}

fn moves(page: &mut Page, policy: &Policy) {
    page.heading(3, "Moves");
    page.text_of("What is not listed is refused.");
    let mut rows: Vec<Row<'_>> = Vec::new();
    for (from, to, guards) in policy.lifecycle().moves() {
        let from = plain(&from.label);
        match rows.iter_mut().find(|row| row.to.id == to.id && row.guards.asks_as(guards)) {
            Some(row) => row.from.push(from),
            None => rows.push(Row { from: vec![from], to, guards }),
        }
    }
    let cells = |row: &Row<'_>| {
        let roles: Vec<String> = row.guards.roles().iter().map(|role| plain(role)).collect();
        let who = if roles.is_empty() { "anybody".to_owned() } else { listed(&roles, "or") };
        vec![
            row.from.join(", "),
            format!("**{}**", plain(&row.to.label)),
            who,
            needs(row),
            row.guards.only_if().map_or(String::new(), |condition| words(condition, policy)),
        ]
    };
    let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
    page.table(&["From", "To", "By", "Needs", "Only if"], &cells);
}

/// The fields that a move needs: its own, and those of the state that it reaches.
fn needs(row: &Row<'_>) -> String {
    let mut fields: Vec<&str> = row.guards.requires().iter().map(String::as_str).collect();
    for (field, rule) in row.to.fields.iter() {
        if *rule == FieldRule::Required && !fields.contains(&field) {
            fields.push(field);
        }
    }
    let fields: Vec<String> = fields.into_iter().map(field_name).collect();
    listed(&fields, "and")
}

fn hold_reasons(page: &mut Page, lifecycle: &Lifecycle) {
    if lifecycle.hold_reasons().is_empty() {
        return;
    }
    page.heading(3, "Reasons to wait");
    page.text_of("A ticket on hold has one of these reasons.");
    for reason in lifecycle.hold_reasons() {
        let aliases: Vec<String> = reason.aliases.iter().map(|alias| plain(alias)).collect();
        let elsewhere = if aliases.is_empty() {
            String::new()
        } else {
            format!(", elsewhere called {}", listed(&aliases, "or"))
        };
        page.item(&format!("{} ({}){elsewhere}", plain(&reason.label), name(&reason.id)));
    }
    page.end_list();
}

fn timers(page: &mut Page, policy: &Policy) {
    if policy.lifecycle().timers().is_empty() {
        return;
    }
    page.heading(3, "Timers");
    page.text_of(
        "Time moves a ticket by itself, but waits for the conditions and fields of the same move \
         made by hand.",
    );
    for timer in policy.lifecycle().timers() {
        let hours = match &timer.calendar {
            Some(calendar) => format!("only the working hours of {} count", name(calendar)),
            None => "day and night".to_owned(),
        };
        page.item(&format!(
            "{}: after {} in the state {} ({hours}), to {}.",
            name(&timer.id),
            span(timer.after),
            state(&timer.state, policy),
            state(&timer.to, policy),
        ));
    }
    page.end_list();
}
