//! Priority in words: matrices, what changes what they give, who may overrule them, and which
//! incidents are major.

use super::agreement::span;
use super::condition::words;
use super::page::{Page, anybody_of, name, plain};
use crate::policy::{Policy, PolicyDraft};
use crate::prioritize::{Level, Matrix, ModifierDraft};

pub(super) fn all(page: &mut Page, draft: &PolicyDraft, policy: &Policy) {
    let priorities = policy.priorities();
    page.heading(2, "Priority");
    page.text_of(if priorities.modifiers().is_empty() {
        "Priority follows from impact (how much of the business is affected) and urgency (how soon \
         it hurts). While one of the two is unknown, a ticket has no priority."
    } else {
        "Priority follows from impact (how much of the business is affected) and urgency (how soon \
         it hurts), and from what then changes it. While one of the two is unknown, a ticket has \
         no priority but one that such a change gives."
    });
    cells(page, policy.matrix());
    let levels = policy.matrix().priority();
    let labels: Vec<String> = levels.iter().map(|level| plain(&level.label)).collect();
    page.text_of(&format!("The priorities, highest first: {}.", labels.join(", ")));
    for (at, (id, applies_if, matrix)) in priorities.cases().iter().enumerate() {
        page.heading(3, &format!("Matrix {}", name(id)));
        let before = if at == 0 { "" } else { ", if no other one above does" };
        let condition = words(applies_if, policy);
        page.text_of(&format!("It counts instead for tickets of which {condition}{before}."));
        cells(page, matrix);
    }
    modifiers(page, draft, policy);
    overrides(page, policy);
    major_incidents(page, policy);
}

fn cells(page: &mut Page, matrix: &Matrix) {
    let urgency = matrix.urgency().iter().map(|level| format!("Urgency {}", plain(&level.label)));
    let heads: Vec<String> = ["Impact".to_owned()].into_iter().chain(urgency).collect();
    let row = |impact: &Level| {
        let cells = matrix.urgency().iter().map(|urgency| {
            let cell = matrix.cell(&impact.id, &urgency.id).unwrap_or_default();
            label(matrix.priority(), cell)
        });
        [format!("**{}**", plain(&impact.label))].into_iter().chain(cells).collect()
    };
    let rows: Vec<Vec<String>> = matrix.impact().iter().map(row).collect();
    page.table(&heads, &rows);
}

fn label(levels: &[Level], id: &str) -> String {
    let found = levels.iter().find(|level| level.id == id);
    found.map_or_else(|| plain(id), |level| plain(&level.label))
}

fn modifiers(page: &mut Page, draft: &PolicyDraft, policy: &Policy) {
    let modifiers = policy.priorities().modifiers();
    if modifiers.is_empty() {
        return;
    }
    page.heading(3, "What changes it");
    page.text_of("In this order, each on top of those before it:");
    // Each that is written was checked.
    for (written, modifier) in draft.modifiers.iter().zip(modifiers) {
        let effect = effect(written, policy.matrix().priority());
        let condition = words(&modifier.applies_if, policy);
        page.item(&format!("{}: {effect} if {condition}.", name(&written.id)));
    }
    page.end_list();
}

fn effect(written: &ModifierDraft, levels: &[Level]) -> String {
    let by = |count: u32, where_to: &str| {
        let plural = if count == 1 { "" } else { "s" };
        format!("{count} level{plural} {where_to}")
    };
    let ModifierDraft { id: _, applies_if: _, raise, lower, at_least, at_most, set } = written;
    let named = |level: &Option<String>| level.as_deref().map(|id| label(levels, id));
    let effects = [
        raise.map(|count| by(count, "higher")),
        lower.map(|count| by(count, "lower")),
        named(at_least).map(|level| format!("at least {level}, also where there was none,")),
        named(at_most).map(|level| format!("at most {level}")),
        named(set).map(|level| format!("{level}, whatever it was,")),
    ];
    effects.into_iter().flatten().collect()
}

fn overrides(page: &mut Page, policy: &Policy) {
    let Some(rule) = policy.priority_override() else {
        return page.text_of("Nobody may give a ticket another priority than that.");
    };
    let who = anybody_of(&rule.roles);
    let end = match rule.lasts {
        Some(lasts) => format!("for at most {}, after which the rules decide again", span(lasts)),
        None => {
            "until somebody leaves it to the rules again, or for as long as they say".to_owned()
        }
    };
    page.text_of(&format!(
        "Another priority may be given by {who}, {end}. Whoever does it says why."
    ));
}

fn major_incidents(page: &mut Page, policy: &Policy) {
    let Some(roles) = policy.major_incident() else { return };
    page.heading(3, "Major incidents");
    page.text_of(&format!(
        "Anybody may propose a ticket as a major incident. To accept or reject the proposal, to \
         promote a ticket that nobody has proposed, and to demote one again, is up to {}.",
        anybody_of(roles)
    ));
    page.text_of(&match policy.priorities().candidate_if() {
        Some(condition) => format!(
            "A ticket is proposed without anybody doing so if {}, unless its status as a major \
             incident was spoken about before.",
            words(condition, policy)
        ),
        None => "No ticket is proposed without somebody doing so.".to_owned(),
    });
}
