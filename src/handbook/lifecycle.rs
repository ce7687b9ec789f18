//! The lifecycle in tables and in a chart.

use super::agreement::span;
use super::condition::{field_name, state, words};
use super::page::{Page, anybody_of, listed, name, plain, spaced};
use crate::lifecycle::{Allowed, Format, Lifecycle, Linking, State};
use crate::model::{Kind, StateType};
use crate::policy::Policy;

pub(super) fn all(page: &mut Page, policy: &Policy) {
    let lifecycle = policy.lifecycle();
    page.heading(2, "Lifecycle");
    let start = lifecycle.initial().map_or(String::new(), |state| plain(&state.label));
    page.text_of(&format!("A new ticket is in the state **{start}**."));
    starts(page, lifecycle);
    page.code("mermaid", &lifecycle.export(Format::Mermaid));
    states(page, lifecycle);
    moves(page, policy);
    hold_reasons(page, lifecycle);
    timers(page, policy);
}

/// The kinds of ticket that begin elsewhere.
fn starts(page: &mut Page, lifecycle: &Lifecycle) {
    let mut said = false;
    for (kind, state) in Kind::ALL.map(|kind| (kind, lifecycle.initial_of(kind))) {
        let other = state.filter(|_| state != lifecycle.initial());
        if let Some(state) = other {
            let kind = spaced(kind.as_str());
            page.item(&format!(
                "Of the kind {kind}, it is in **{}** instead.",
                plain(&state.label)
            ));
            said = true;
        }
    }
    if said {
        page.end_list();
    }
}

fn states(page: &mut Page, lifecycle: &Lifecycle) {
    page.heading(3, "States");
    let limited = lifecycle.states().iter().any(|state| !state.kinds.is_empty());
    let row = |state: &State| {
        let aliases: Vec<String> = state.aliases.iter().map(|alias| plain(alias)).collect();
        let kinds: Vec<String> = state.kinds.iter().map(|kind| spaced(kind.as_str())).collect();
        let cells = [
            format!("**{}**", plain(&state.label)),
            name(&state.id),
            meaning(state.state_type).to_owned(),
            aliases.join(", "),
        ];
        cells.into_iter().chain(limited.then(|| kinds.join(", "))).collect()
    };
    let rows: Vec<Vec<String>> = lifecycle.states().iter().map(row).collect();
    let mut heads = vec!["State", "Identifier", "Meaning", "Elsewhere called"];
    heads.extend(limited.then_some("Only for"));
    page.table(&heads, &rows);
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
        vec![
            row.from.join(", "),
            format!("**{}**", plain(&row.to.label)),
            anybody_of(row.guards.roles()),
            needs(row),
            only_if(row.guards, policy),
        ]
    };
    let cells: Vec<Vec<String>> = rows.iter().map(cells).collect();
    page.table(&["From", "To", "By", "Needs", "Only if"], &cells);
}

/// What must be so for a move.
fn only_if(guards: &Allowed, policy: &Policy) -> String {
    let mut parts = Vec::from_iter(guards.only_if().map(|condition| words(condition, policy)));
    for linked in guards.linked() {
        parts.extend(of_linked(linked, policy));
    }
    if let Some(within) = guards.within() {
        parts.push(format!("the state was reached no more than {} ago", span(within)));
    }
    parts.join("; ")
}

fn of_linked(linked: &Linking, policy: &Policy) -> Vec<String> {
    let relation = name(&linked.relation);
    let every = linked.every.as_ref().map(|condition| {
        format!("of every ticket linked as {relation}, {}", words(condition, policy))
    });
    let some = linked.some.as_ref().map(|condition| {
        format!("of at least one ticket linked as {relation}, {}", words(condition, policy))
    });
    if every.is_none() && some.is_none() {
        return vec![format!("there is a ticket linked as {relation}")];
    }
    every.into_iter().chain(some).collect()
}

/// What a move needs: fields of its own, those of the state that it reaches, and approvals.
fn needs(row: &Row<'_>) -> String {
    let fields = row.guards.needed(row.to);
    let mut needs: Vec<String> = fields.into_iter().map(field_name).collect();
    needs.extend(row.guards.approval().map(|approval| {
        let who = anybody_of(&approval.roles);
        match approval.count.unwrap_or(1) {
            1 => format!("the approval of {who}"),
            count => format!("{count} approvals, each of {who}"),
        }
    }));
    listed(&needs, "and")
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
        let fields: Vec<String> = reason.requires.iter().map(|field| field_name(field)).collect();
        let needs = if fields.is_empty() {
            String::new()
        } else {
            format!("; it needs {}", listed(&fields, "and"))
        };
        let label = plain(&reason.label);
        page.item(&format!("{label} ({}){elsewhere}{needs}", name(&reason.id)));
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
        let reason = timer.hold_reason.as_deref().map_or(String::new(), |id| {
            let known = policy.lifecycle().hold_reasons().iter().find(|reason| reason.id == id);
            format!(" for the reason {}", known.map_or_else(|| plain(id), |one| plain(&one.label)))
        });
        page.item(&format!(
            "{}: after {} in the state {}{reason} ({hours}), to {}.",
            name(&timer.id),
            span(timer.after),
            state(&timer.state, policy),
            state(&timer.to, policy),
        ));
    }
    page.end_list();
}
