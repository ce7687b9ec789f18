#![expect(clippy::float_arithmetic, reason = "probabilities")]

use std::collections::{BTreeMap, BTreeSet};

use super::row::SuggestRow;
use crate::insight::text::Analyser;

/// How many tickets that say nothing are added to what was seen.
const DOUBT: f64 = 3.0;
/// What is added to each answer, so that none is impossible.
const FLOOR: f64 = 0.5;

/// How often something was seen, and with which answers.
#[derive(Debug, Default)]
pub(super) struct Seen {
    pub(super) n: u32,
    pub(super) answers: BTreeMap<usize, u32>,
}

/// Past tickets, counted by what each fact and text says.
#[derive(Debug, Default)]
pub(super) struct Counted {
    /// Each answer with its tickets.
    pub(super) answers: Vec<(String, u32)>,
    numbers: BTreeMap<String, usize>,
    pub(super) n: u32,
    /// By voice, then by what it says.
    voices: Vec<BTreeMap<String, Seen>>,
}

/// What each voice says about a ticket: one word of a fact, the terms of a text.
pub(super) fn said(row: &SuggestRow, facts: &[String]) -> Vec<Vec<String>> {
    let fact = |name: &String| Vec::from_iter(row.facts.get(name).cloned());
    let mut said: Vec<_> = facts.iter().map(fact).collect();
    let mut analyser = Analyser::default();
    for text in [&row.title, &row.description] {
        let mut terms = BTreeSet::new();
        if let Some(text) = text {
            analyser.read(text, &mut |term| {
                terms.insert(term.text.to_owned());
            });
        }
        said.push(terms.into_iter().collect());
    }
    said
}

impl Counted {
    pub(super) fn new(voices: usize) -> Self {
        Self { voices: (0..voices).map(|_| BTreeMap::new()).collect(), ..Self::default() }
    }

    pub(super) fn add(&mut self, said: &[Vec<String>], answer: &str) {
        let next = self.answers.len();
        let number = *self.numbers.entry(answer.to_owned()).or_insert(next);
        if number == next {
            self.answers.push((answer.to_owned(), 0));
        }
        if let Some((_, n)) = self.answers.get_mut(number) {
            *n = n.saturating_add(1);
        }
        self.n = self.n.saturating_add(1);
        for (voice, words) in self.voices.iter_mut().zip(said) {
            for word in words {
                let seen = voice.entry(word.clone()).or_default();
                seen.n = seen.n.saturating_add(1);
                let count = seen.answers.entry(number).or_default();
                *count = count.saturating_add(1);
            }
        }
    }

    pub(super) fn number(&self, answer: &str) -> Option<usize> {
        self.numbers.get(answer).copied()
    }

    pub(super) fn seen(&self, voice: usize, word: &str) -> Option<&Seen> {
        self.voices.get(voice)?.get(word)
    }

    /// The share of each answer; without one ticket of `left_out`, if that is given.
    pub(super) fn shares(&self, left_out: Option<usize>) -> Vec<f64> {
        let kinds = count(self.answers.len());
        let n = f64::from(less(self.n, left_out.is_some()));
        let share = |(number, (_, n_of)): (usize, &(String, u32))| {
            let own = f64::from(less(*n_of, left_out == Some(number)));
            (own + FLOOR) / (n + FLOOR * kinds)
        };
        self.answers.iter().enumerate().map(share).collect()
    }

    /// What each voice says about each answer, as logarithms: first the shares, then the lift of
    /// each voice; nothing from one that says nothing known.
    pub(super) fn lifts(&self, said: &[Vec<String>], left_out: Option<usize>) -> Vec<Vec<f64>> {
        let shares = self.shares(left_out);
        let mut all = vec![shares.iter().map(|share| libm::log(*share)).collect::<Vec<f64>>()];
        for (voice, words) in said.iter().enumerate() {
            let mut sums = vec![0.0; shares.len()];
            let (mut base, mut known) = (0.0, 0.0);
            for word in words {
                let Some(seen) = self.seen(voice, word) else { continue };
                let n = less(seen.n, left_out.is_some());
                if n == 0 {
                    continue;
                }
                known += 1.0;
                let n = f64::from(n);
                let never = libm::log(DOUBT / (n + DOUBT));
                base += never;
                for (answer, with) in &seen.answers {
                    let with = f64::from(less(*with, left_out == Some(*answer)));
                    if let (Some(sum), Some(share)) = (sums.get_mut(*answer), shares.get(*answer)) {
                        let lift = (with + DOUBT * share) / ((n + DOUBT) * share);
                        *sum += libm::log(lift) - never;
                    }
                }
            }
            if known > 0.0 {
                let mean = |sum: f64| (sum + base) / known;
                all.push(sums.into_iter().map(mean).collect());
            } else {
                all.push(Vec::new());
            }
        }
        all
    }
}

fn less(n: u32, one: bool) -> u32 {
    n.saturating_sub(u32::from(one))
}

pub(super) fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

/// The probability of each answer, from the weighted sums of what the voices say.
pub(super) fn pooled(lifts: &[Vec<f64>], weights: &[f64]) -> Vec<f64> {
    let mut sums = vec![0.0; lifts.first().map_or(0, Vec::len)];
    for (voice, weight) in lifts.iter().zip(weights) {
        for (sum, lift) in sums.iter_mut().zip(voice) {
            *sum += weight * lift;
        }
    }
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    for sum in &mut sums {
        *sum = libm::exp(*sum - most);
    }
    let whole: f64 = sums.iter().sum();
    sums.iter().map(|sum| sum / whole).collect()
}

/// The weights under which the answers of these tickets are most probable, found in steps that grow
/// smaller (`AdaGrad`: Duchi and others 2011). A weight is not below zero; a voice that was never
/// heard has none.
pub(super) fn weights(tickets: &[(Vec<Vec<f64>>, usize)], voices: usize) -> Vec<f64> {
    const STEPS: u8 = 40;
    let mut weights = vec![0.4; voices.saturating_add(1)];
    if let Some(first) = weights.first_mut() {
        *first = 1.0;
    }
    let mut squares = vec![1e-8; weights.len()];
    for step in 0..STEPS {
        let mut slopes = vec![0.0; weights.len()];
        for (lifts, answer) in tickets {
            let expected = pooled(lifts, &weights);
            for (slope, voice) in slopes.iter_mut().zip(lifts) {
                let mean: f64 = voice.iter().zip(&expected).map(|(lift, one)| lift * one).sum();
                *slope += mean - voice.get(*answer).copied().unwrap_or_default();
            }
        }
        let size = 0.15 / (1.0 + 0.1 * f64::from(step));
        let n = count(tickets.len()).max(1.0);
        for ((weight, square), slope) in weights.iter_mut().zip(&mut squares).zip(&slopes) {
            let slope = slope / n;
            *square += slope * slope;
            *weight = (*weight - size * slope / libm::sqrt(*square)).max(0.0);
        }
    }
    for (voice, weight) in weights.iter_mut().enumerate().skip(1) {
        let heard = |lifts: &[Vec<f64>]| lifts.get(voice).is_some_and(|lifts| !lifts.is_empty());
        if !tickets.iter().any(|(lifts, _)| heard(lifts)) {
            *weight = 0.0;
        }
    }
    weights
}
