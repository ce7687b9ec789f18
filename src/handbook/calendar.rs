//! Calendars in words.

use super::page::{Page, listed, name, plain};
use crate::calendar::{CalendarDraft, DatedHours, HoursDraft};
use crate::policy::Policy;

pub(super) fn all(page: &mut Page, policy: &Policy) {
    page.heading(2, "Working hours");
    let mut none = true;
    for id in policy.calendars().ids() {
        none = false;
        if let Some(calendar) = policy.calendar(id) {
            one(page, id, calendar.draft());
        }
    }
    if none {
        page.text_of("There are none: all time counts.");
    }
}

fn one(page: &mut Page, id: &str, draft: &CalendarDraft) {
    page.heading(3, &format!("Calendar {}", name(id)));
    page.text_of(&format!("On the clocks of {}, each week:", name(&draft.zone)));
    for (days, hours) in week(draft) {
        page.item(&format!("{days}: {}", intervals(hours)));
    }
    page.end_list();
    if draft.holidays.is_empty() {
        page.text_of("It has no holidays.");
    } else {
        page.text_of("Nobody works on these holidays:");
        for holiday in &draft.holidays {
            let called = holiday.name.as_deref().map(|text| format!(", {}", plain(text)));
            page.item(&format!("{}{}", holiday.date, called.unwrap_or_default()));
        }
        page.end_list();
    }
    dated(page, "On these dates other hours count instead of the weekly ones:", &draft.shifts);
    dated(page, "In these hours nobody works:", &draft.breaks);
}

fn dated(page: &mut Page, title: &str, list: &[DatedHours]) {
    if list.is_empty() {
        return;
    }
    page.text_of(title);
    for one in list {
        page.item(&format!("{}: {}", one.date, intervals(&one.intervals)));
    }
    page.end_list();
}

/// The days of the week with their hours; days that follow each other with the same ones together.
fn week(draft: &CalendarDraft) -> Vec<(String, &[HoursDraft])> {
    let hours = &draft.hours;
    let days = [
        ("Monday", &hours.mon),
        ("Tuesday", &hours.tue),
        ("Wednesday", &hours.wed),
        ("Thursday", &hours.thu),
        ("Friday", &hours.fri),
        ("Saturday", &hours.sat),
        ("Sunday", &hours.sun),
    ];
    let mut runs: Vec<(Vec<&str>, &[HoursDraft])> = Vec::new();
    for (day, hours) in days {
        match runs.last_mut() {
            Some((run, same)) if *same == hours.as_slice() => run.push(day),
            Some(_) | None => runs.push((vec![day], hours)),
        }
    }
    runs.into_iter().map(|(run, hours)| (span_of(&run), hours)).collect()
}

fn span_of(days: &[&str]) -> String {
    match days {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first, last] => format!("{first} and {last}"),
        [first, .., last] => format!("{first} to {last}"),
    }
}

fn intervals(hours: &[HoursDraft]) -> String {
    let each = |[from, to]: &HoursDraft| match (from.as_str(), to.as_str()) {
        ("00:00" | "00:00:00", "24:00" | "24:00:00") => "all day".to_owned(),
        (from, to) if to <= from => format!("{from} to {to} of the next day"),
        (from, to) => format!("{from} to {to}"),
    };
    let each: Vec<String> = hours.iter().map(each).collect();
    if each.is_empty() { "closed".to_owned() } else { listed(&each, "and") }
}
