use serde::Serialize;

use super::answer::{AfterChange, Outage, ProblemCandidate, Recurring, Rise};
use crate::document;
use crate::insight::Rounded;
use crate::time::Span;

/// A candidate in a few words, as the report of a month takes it under `problems`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ProblemInWords {
    /// What it is about.
    pub title: String,
    /// The incidents, the latest first; at most `limits::CANDIDATE_INCIDENTS`.
    pub tickets: Vec<String>,
    /// What speaks for it, a sentence for each kind of candidate that it is.
    pub evidence: Vec<String>,
}

impl ProblemCandidate {
    /// The candidate in a few words, under its title if it has one.
    pub(super) fn in_words(&self, title: String) -> ProblemInWords {
        let known = self.known.as_ref();
        let sentences =
            self.outages
                .iter()
                .map(outage)
                .chain(self.recurring.as_ref().map(recurring))
                .chain(self.rise.as_ref().map(rise))
                .chain(self.after_change.as_ref().map(after_change))
                .chain(known.map(|known| {
                    format!("{} of them linked to {}", known.incidents, known.problem)
                }));
        ProblemInWords {
            title: if title.is_empty() { self.key.clone() } else { title },
            tickets: self.incidents.clone(),
            evidence: sentences.collect(),
        }
    }
}

fn chance(probability: Rounded) -> String {
    let or_less = if probability.get() <= 0.000_1 { " or less" } else { "" };
    format!("probability by chance {}{or_less}", document::text(&probability))
}

fn outage(outage: &Outage) -> String {
    let Outage { parent, reports, from, to, .. } = outage;
    format!("{reports} reports of one outage, from {from} to {to}; the first is {parent}")
}

fn recurring(recurring: &Recurring) -> String {
    let Recurring { days, median_interval } = recurring;
    // Nobody reads seconds beside hours.
    let minutes = median_interval.as_millis().div_euclid(60_000);
    let between = Span::from_millis(minutes.saturating_mul(60_000));
    format!("on {days} different days, the median between two is {between}")
}

fn rise(rise: &Rise) -> String {
    let Rise { occurrences, expected, probability, .. } = rise;
    let chance = chance(*probability);
    format!("{occurrences} where {} were to be expected; {chance}", document::text(expected))
}

fn after_change(after: &AfterChange) -> String {
    let AfterChange { occurrences, of, followed, share_of_time, probability, .. } = after;
    let (share, chance) = (document::text(share_of_time), chance(*probability));
    let only = format!("though only {share} of the time lies after one");
    format!("{occurrences} of {of} follow {followed} changes, {only}; {chance}")
}
