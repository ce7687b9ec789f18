//! Agreements in words.

use super::condition::{field_name, words};
use super::page::{Page, listed, name, plain, spaced};
use super::settings;
use crate::condition::Condition;
use crate::policy::Policy;
use crate::prioritize::Level;
use crate::sla::{
    Agreement, AgreementType, Days, StandingTime, StartFrom, Target, TargetKind, Threshold, Within,
};
use crate::time::Span;

pub(super) fn all(page: &mut Page, policy: &Policy) {
    page.heading(2, "Agreements");
    if policy.agreements().is_empty() {
        page.text_of("Nothing is promised.");
    } else {
        page.text_of(
            "Each target has a clock for each ticket. All that apply are kept; where there is room \
             for one, the strictest is shown. A target that was missed stays missed, whatever \
             happens afterwards.",
        );
    }
    for agreement in policy.agreements() {
        one(page, agreement, policy);
    }
}

fn one(page: &mut Page, agreement: &Agreement, policy: &Policy) {
    page.heading(3, &format!("Agreement {}", name(&agreement.id)));
    let about = match agreement.agreement_type {
        AgreementType::Sla => {
            "A service level agreement: the provider promises it to the customer."
        }
        AgreementType::Ola => {
            "An operational level agreement: one part of the provider promises it to another."
        }
        AgreementType::UnderpinningContract => {
            "An underpinning contract: a supplier promises it to the provider."
        }
    };
    page.text_of(about);
    page.item(&match &agreement.applies_if {
        Some(condition) => format!("It is about tickets of which {}.", words(condition, policy)),
        None => "It is about every ticket.".to_owned(),
    });
    match (agreement.valid_from, agreement.valid_to) {
        (Some(from), Some(to)) => {
            page.item(&format!("It is about tickets recorded from {from} on and before {to}."));
        }
        (Some(from), None) => page.item(&format!("It is about tickets recorded from {from} on.")),
        (None, Some(to)) => page.item(&format!("It is about tickets recorded before {to}.")),
        (None, None) => {}
    }
    if let Some(others) = agreement.one_of.as_ref().and_then(|choice| others(choice, policy)) {
        page.item(&format!("Of {others} only the first that is about a ticket counts for it."));
    }
    page.item(&hours(agreement));
    page.end_list();
    for target in &agreement.targets {
        self::target(page, target, policy);
    }
    settings::of(page, agreement);
}

/// The agreements of a choice in their order, if there are several.
fn others(choice: &str, policy: &Policy) -> Option<String> {
    let same = policy.agreements().iter().filter(|one| one.one_of.as_deref() == Some(choice));
    let names: Vec<String> = same.map(|one| name(&one.id)).collect();
    (names.len() > 1).then(|| listed(&names, "and"))
}

fn hours(agreement: &Agreement) -> String {
    let Some(calendar) = &agreement.calendar else {
        return "All time counts, day and night.".to_owned();
    };
    let calendar = format!("Only the working hours of {} count", name(calendar));
    match &agreement.zone_field {
        Some(field) => format!(
            "{calendar}, on the clocks of the zone that {} names, or of the calendar's own.",
            field_name(field)
        ),
        None => format!("{calendar}."),
    }
}

fn target(page: &mut Page, target: &Target, policy: &Policy) {
    let kind = target.kind.map(TargetKind::as_str).filter(|kind| *kind != target.id);
    let kind =
        kind.map(spaced).map_or(String::new(), |kind| format!(", a target of the kind “{kind}”"));
    page.heading(4, &format!("Target {}{kind}", name(&target.id)));
    for (at, (condition, within)) in (1_u64..).zip(&target.exceptions) {
        let turn = if at == 1 { "If" } else { "Else, if" };
        page.item(&format!("{turn} {}: {}.", words(condition, policy), time(*within)));
    }
    if !target.exceptions.is_empty() {
        page.end_list();
        page.text_of("Otherwise:");
    }
    let row = |level: &Level| {
        let within = target.within.iter().find(|(id, _)| *id == level.id);
        let within = within.map_or_else(|| "no promise".to_owned(), |(_, within)| time(*within));
        vec![plain(&level.label), within]
    };
    let rows: Vec<Vec<String>> = policy.matrix().priority().iter().map(row).collect();
    page.table(&["Priority", "Within"], &rows);
    clock(page, target, policy);
}

fn clock(page: &mut Page, target: &Target, policy: &Policy) {
    let say = |page: &mut Page, before: &str, condition: &Condition| {
        page.item(&format!("{before} {}.", words(condition, policy)));
    };
    match &target.start {
        Some(start) => say(page, "The clock starts when", start),
        None => page.item("The clock starts when the ticket is recorded."),
    }
    match &target.start_from {
        Some(StartFrom::Opening) => page.item("It then counts from the recording of the ticket."),
        Some(StartFrom::Field(field)) => {
            page.item(&format!("It then counts from the instant in {}.", field_name(field)));
        }
        None => {}
    }
    say(page, "It stops when", &target.stop);
    page.item(&match (&target.pause, target.settings.paused_time) {
        (None, _) => "It never waits.".to_owned(),
        (Some(pause), StandingTime::GivenBack) => {
            format!("It waits while {}; that time does not count.", words(pause, policy))
        }
        (Some(pause), StandingTime::Counts) => {
            let pause = words(pause, policy);
            format!("It waits while {pause}; that time counts as soon as it runs again.")
        }
    });
    let optional = [
        ("Once it waits, it goes on when", &target.resume),
        ("It ends, and the next one begins, when", &target.reset),
        ("Nothing is promised while", &target.cancel),
    ];
    for (before, condition) in optional {
        if let Some(condition) = condition {
            say(page, before, condition);
        }
    }
    let warning = |threshold: &Threshold| match threshold {
        Threshold::Percent(percent) => format!("{percent}% of the time is used"),
        Threshold::Left(left) => format!("{} are left", span(*left)),
    };
    let warnings: Vec<String> = target.warnings.iter().map(|one| warning(&one.threshold)).collect();
    if !warnings.is_empty() {
        page.item(&format!("It warns when {}.", listed(&warnings, "and when")));
    }
    page.end_list();
}

/// How long something may take.
fn time(within: Within) -> String {
    let days = |days: Days, kind: &str| {
        let plural = if days.count == 1 { "" } else { "s" };
        let end = if days.to_end { ", to the end of the day" } else { "" };
        format!("{} {kind} day{plural}{end}", days.count)
    };
    match within {
        Within::Working(time) => span(time),
        Within::Elapsed(time) => format!("{}, open or not", span(time)),
        Within::WorkingDays(count) => days(count, "working"),
        Within::CalendarDays(count) => days(count, "calendar"),
        Within::NextWorkingDay(_) => {
            let text = within.to_string();
            let clock = text.strip_prefix("next working day ").unwrap_or(&text);
            format!("until {clock} of the next working day")
        }
    }
}

/// A length of time with its units spelled out.
pub(super) fn span(span: Span) -> String {
    let part = |part: &str| {
        let number = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        let unit = match part.strip_prefix(number) {
            Some("h") => "hour",
            Some("m") => "minute",
            Some("s") => "second",
            Some(_) | None => "millisecond",
        };
        let plural = if number == "1" { "" } else { "s" };
        format!("{number} {unit}{plural}")
    };
    span.to_string().split(' ').map(part).collect::<Vec<_>>().join(" ")
}
