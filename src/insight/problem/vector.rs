#![expect(clippy::float_arithmetic, reason = "how much a term says is a fraction")]

use std::cmp::Ordering;

use super::settings;
use crate::insight::significance::real;
use crate::insight::similar::{Names, PastTicket, place};
use crate::insight::text::{Analyser, TermKind};

/// How many occurrences of a term are worth half of endlessly many, in tenths.
const SATURATION: u32 = 30;
/// How much an occurrence counts in the title, or as the item or the code of the cause, in tenths.
const TITLE: u32 = 30;
/// And in the description, where everybody tells something else beside.
const TEXT: u32 = 5;
/// How many terms of an incident are counted at most, those that occur most.
const COUNTED: usize = 256;
/// And of how many its vector is made, those that say most.
const KEPT: usize = 48;

/// Terms by their numbers, each with its weight, sorted by number.
pub(super) type Vector = Vec<(u32, f64)>;

/// What incidents say: vectors of length one, or empty ones.
#[derive(Debug, Default)]
pub(super) struct Texts {
    terms: Names,
    pub(super) vectors: Vec<Vector>,
}

impl Texts {
    /// Reads incidents in their order.
    pub(super) fn of(rows: &[&PastTicket]) -> Self {
        let mut terms = Names::default();
        let mut analyser = Analyser::default();
        let counted: Vec<_> =
            rows.iter().map(|row| counted(row, &mut analyser, &mut terms)).collect();
        // By days, so that an outage does not make its own words common.
        let mut said = vec![(0_u64, None); terms.len()];
        let mut all = (0_u64, None);
        for (row, counts) in rows.iter().zip(&counted) {
            let day = Some(row.opened_at.as_millis().div_euclid(settings::days(1).as_millis()));
            note(&mut all, day);
            for (term, _) in counts {
                if let Some(said) = said.get_mut(place(*term)) {
                    note(said, day);
                }
            }
        }
        let all = real(all.0);
        // One more, so that in a small history what all say still counts beside what few do.
        let rarity = |(days, _): &(u64, _)| 1.0 + libm::log((all + 1.0) / (real(*days) + 0.5));
        let rarity: Vec<f64> = said.iter().map(rarity).collect();
        let vectors = counted.into_iter().map(|counts| vector(counts, &rarity)).collect();
        Self { terms, vectors }
    }

    /// The term of a number; a fact stands behind its name and `=`.
    pub(super) fn term(&self, term: u32) -> &str {
        self.terms.get(term)
    }

    pub(super) fn vector(&self, row: u32) -> &[(u32, f64)] {
        self.vectors.get(place(row)).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Counts a day that was not counted before; they come in their order.
fn note((days, last): &mut (u64, Option<i64>), day: Option<i64>) {
    if *last != day {
        *last = day;
        *days = days.saturating_add(1);
    }
}

/// The terms of an incident with how much they occur, in tenths.
fn counted(row: &PastTicket, analyser: &mut Analyser, terms: &mut Names) -> Vec<(u32, u32)> {
    let mut counts: Vec<(u32, u32)> = Vec::new();
    for (text, weight) in [(row.text("shortDescription"), TITLE), (row.text("description"), TEXT)] {
        analyser.read(text, &mut |term| {
            // A number is rather of this incident than of its cause.
            let number = term.kind == TermKind::Number;
            let weight = if number { weight.div_euclid(3) } else { weight };
            counts.push((terms.add(term.text), weight));
        });
    }
    for fact in ["configurationItem", "causeCode"] {
        let value = row.text(fact);
        if !value.is_empty() {
            counts.push((terms.add(&[fact, value].join("=")), TITLE));
        }
    }
    counts.sort_unstable();
    let mut counts: Vec<_> = counts
        .chunk_by(|(one, _), (other, _)| one == other)
        .filter_map(|same| {
            let sum = same.iter().fold(0_u32, |sum, (_, weight)| sum.saturating_add(*weight));
            same.first().map(|(term, _)| (*term, sum))
        })
        .collect();
    if counts.len() > COUNTED {
        counts.sort_unstable_by(|(term, sum), (other, than)| than.cmp(sum).then(term.cmp(other)));
        counts.truncate(COUNTED);
        counts.shrink_to_fit();
    }
    counts
}

fn vector(counts: Vec<(u32, u32)>, rarity: &[f64]) -> Vector {
    let weight = |(term, sum): (u32, u32)| {
        let rarity = rarity.get(place(term)).copied().unwrap_or_default();
        let share = f64::from(sum) / f64::from(sum.saturating_add(SATURATION));
        (term, share * rarity)
    };
    let mut vector: Vector = counts.into_iter().map(weight).collect();
    heaviest(&mut vector, KEPT);
    let length = length(&vector);
    for (_, weight) in &mut vector {
        *weight /= length;
    }
    vector
}

/// Leaves the terms that weigh most.
pub(super) fn heaviest(vector: &mut Vector, most: usize) {
    by_weight(vector);
    vector.truncate(most);
    vector.sort_unstable_by_key(|(term, _)| *term);
}

/// Puts the terms that weigh most first.
pub(super) fn by_weight(vector: &mut [(u32, f64)]) {
    vector.sort_unstable_by(heavier);
}

/// The order in which what weighs more comes first, of equal ones that with the lower number.
pub(super) fn heavier((one, weight): &(u32, f64), (other, than): &(u32, f64)) -> Ordering {
    than.total_cmp(weight).then(one.cmp(other))
}

/// The length of a vector; one of an empty one.
pub(super) fn length(vector: &[(u32, f64)]) -> f64 {
    let square = vector.iter().fold(0.0, |sum, (_, weight)| sum + weight * weight);
    if square > 0.0 { libm::sqrt(square) } else { 1.0 }
}

/// What two vectors have in common.
pub(super) fn product(one: &[(u32, f64)], other: &[(u32, f64)]) -> f64 {
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let mut sum = 0.0;
    for (term, weight) in short {
        if let Ok(at) = long.binary_search_by_key(term, |(term, _)| *term) {
            sum += weight * long.get(at).map_or(0.0, |(_, weight)| *weight);
        }
    }
    sum
}
