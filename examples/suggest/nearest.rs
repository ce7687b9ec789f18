//! The vote of the nearest tickets, by two usual measures: what ours is compared with.

use std::collections::BTreeMap;

use incident_core::insight::SuggestRow;
use incident_core::insight::text::terms;

const NEAREST: usize = 10;
/// The usual constants of BM25 (Robertson and Zaragoza 2009).
const K1: f64 = 1.2;
const B: f64 = 0.75;

#[derive(Clone, Copy)]
pub(crate) enum Weighing {
    TfIdf,
    Bm25,
}

/// The terms of a ticket with how often each stands there.
type Words = BTreeMap<String, f64>;

pub(crate) struct Nearest<'a> {
    answers: Vec<&'a str>,
    /// By term: the tickets it stands in, with what it adds to their nearness.
    weights: BTreeMap<String, Vec<(usize, f64)>>,
    /// What a term of a question counts.
    rarity: BTreeMap<String, f64>,
}

fn words(row: &SuggestRow) -> Words {
    let mut words = Words::new();
    for (name, value) in row.facts.iter() {
        *words.entry(format!("{name}={value}")).or_default() += 1.0;
    }
    for text in row.title.iter().chain(&row.description) {
        for term in terms(text) {
            *words.entry(term).or_default() += 1.0;
        }
    }
    words
}

/// The answers, the most frequent first, with their shares.
pub(crate) fn usual<'a>(rows: &[&'a SuggestRow]) -> Vec<(&'a str, f64)> {
    let mut counts: BTreeMap<&str, f64> = BTreeMap::new();
    for answer in rows.iter().filter_map(|row| row.answer.as_deref()) {
        *counts.entry(answer).or_default() += 1.0 / rows.len() as f64;
    }
    ranked(counts)
}

fn ranked(counts: BTreeMap<&str, f64>) -> Vec<(&str, f64)> {
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    ranked
}

impl<'a> Nearest<'a> {
    pub(crate) fn new(rows: &[&'a SuggestRow], weighing: Weighing) -> Self {
        let all: Vec<Words> = rows.iter().map(|row| words(row)).collect();
        let n = all.len() as f64;
        let mut within: BTreeMap<&String, f64> = BTreeMap::new();
        for word in all.iter().flat_map(BTreeMap::keys) {
            *within.entry(word).or_default() += 1.0;
        }
        let rarity = |count: f64| match weighing {
            Weighing::TfIdf => libm::log((1.0 + n) / (1.0 + count)) + 1.0,
            Weighing::Bm25 => libm::log(1.0 + (n - count + 0.5) / (count + 0.5)),
        };
        let rarity: BTreeMap<String, f64> =
            within.into_iter().map(|(word, count)| (word.clone(), rarity(count))).collect();
        let length = |words: &Words| words.values().sum::<f64>();
        let mean = all.iter().map(length).sum::<f64>() / n.max(1.0);
        let mut weights: BTreeMap<String, Vec<(usize, f64)>> = BTreeMap::new();
        for (at, words) in all.iter().enumerate() {
            let norm = words.iter().map(|(word, often)| {
                let one = often * rarity[word];
                one * one
            });
            let norm = libm::sqrt(norm.sum::<f64>());
            for (word, often) in words {
                let weight = match weighing {
                    Weighing::TfIdf => often * rarity[word] / norm,
                    Weighing::Bm25 => {
                        let long = 1.0 - B + B * length(words) / mean;
                        often * (K1 + 1.0) / (often + K1 * long)
                    }
                };
                weights.entry(word.clone()).or_default().push((at, weight));
            }
        }
        let answers = rows.iter().map(|row| row.answer.as_deref().unwrap_or_default()).collect();
        Self { answers, weights, rarity }
    }

    /// The answers by the votes of the nearest tickets, then those that had none.
    pub(crate) fn answers(
        &self,
        row: &SuggestRow,
        usual: &[(&'a str, f64)],
    ) -> Vec<(&'a str, f64)> {
        let mut near: BTreeMap<usize, f64> = BTreeMap::new();
        for (word, often) in words(row) {
            let Some(rarity) = self.rarity.get(&word) else { continue };
            for (at, weight) in &self.weights[&word] {
                *near.entry(*at).or_default() += often * rarity * weight;
            }
        }
        let mut near: Vec<_> = near.into_iter().collect();
        near.sort_by(|one, other| other.1.total_cmp(&one.1));
        near.truncate(NEAREST);
        let whole: f64 = near.iter().map(|(_, score)| score).sum();
        let mut votes: BTreeMap<&str, f64> = BTreeMap::new();
        for (at, score) in near {
            *votes.entry(self.answers[at]).or_default() += score / whole;
        }
        let others = usual.iter().filter(|(answer, _)| !votes.contains_key(answer));
        let others: Vec<_> = others.map(|(answer, _)| (*answer, 0.0)).collect();
        ranked(votes).into_iter().chain(others).collect()
    }
}
