//! The terms that this handbook uses, in plain words.

use super::page::Page;

/// A term, and what it means.
type Term = (&'static str, &'static str);

const TERMS: [Term; 19] = [
    ("alert", "A notice that a threshold was reached or something has failed."),
    ("calendar", "Working hours in a time zone, with holidays. Outside them a clock stands."),
    ("change request", "A wish to add, change or remove something on which services rest."),
    ("clock", "What counts the time of one target of one ticket."),
    ("event", "Something that happened to a ticket. Events are kept, and none is changed."),
    ("impact", "How much of the business is affected."),
    ("incident", "A service has failed, or is worse than it should be, and nobody planned it."),
    ("known error", "A problem whose cause has been found and not yet removed."),
    ("major incident", "An incident so grave that it is dealt with by rules of its own."),
    ("operational level agreement", "What one part of the provider promises another."),
    ("priority", "In which order tickets are dealt with."),
    ("problem", "The cause, known or not, of one or more incidents."),
    ("security incident", "Something unwanted that endangers information."),
    ("service level agreement", "What the provider promises the customer."),
    ("service request", "A wish for something that is part of normal delivery."),
    ("target", "What is promised: how long something may take."),
    ("ticket", "The record of an incident, a request or another matter, with its history."),
    ("underpinning contract", "What a supplier promises the provider."),
    ("urgency", "How soon it hurts."),
];

/// Lists the terms that the page has used so far.
pub(super) fn all(page: &mut Page) {
    let used: Vec<&Term> = TERMS.iter().filter(|(term, _)| page.says(term)).collect();
    page.heading(2, "Glossary");
    for (term, meaning) in used {
        page.item(&format!("**{term}**: {meaning}"));
    }
    page.end_list();
}
