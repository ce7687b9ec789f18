#![expect(clippy::float_arithmetic, reason = "how similar two tickets are is a fraction")]

use serde::Serialize;

use super::filter::Sieve;
use super::index::{SimilarIndex, Slot};
use super::place;
use super::postings::Field;
use super::query::{Question, SimilarQuery, Wanted, by_term};
use crate::error::Error;
use crate::insight::Rounded;
use crate::limits;
use crate::time::Instant;

/// The shared terms of a match that are named.
const TERMS: usize = 10;

/// A ticket that says something similar.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Match {
    /// Its identifier.
    pub id: String,
    /// How similar it is: 1 is what a copy of what was searched for reaches.
    pub score: Rounded,
    /// When it was recorded.
    pub opened_at: Instant,
    /// What it shares with what was searched for, at most 10 terms, those first that add most.
    pub terms: Vec<SharedTerm>,
}

/// A term that two tickets share.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SharedTerm {
    /// The term, as the analysis gives it.
    pub term: String,
    /// The fields of the past ticket that have it.
    pub fields: Vec<&'static str>,
    /// Which part of the score it makes.
    pub share: Rounded,
}

/// A slot and how well it fits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ranked<'a> {
    pub(super) slot: &'a Slot,
    /// The sum over the shared terms.
    pub(super) sum: u32,
    pub(super) score: f64,
}

impl SimilarIndex {
    /// The most similar tickets, the best first; of equal ones the one that was opened later, then
    /// the one whose identifier comes first.
    ///
    /// # Errors
    /// `insight.queryEmpty` for a query without a text and a ticket.
    pub fn nearest(&mut self, query: &SimilarQuery) -> Result<Vec<Match>, Vec<Error>> {
        self.turn();
        let question = query.question(self).map_err(|error| vec![error])?;
        let most = query.limit.unwrap_or(10);
        let ranked = self.rank(query, &question, place(most));
        Ok(ranked.iter().map(|one| self.told(one, &question.wanted)).collect())
    }

    pub(super) fn rank(
        &self,
        query: &SimilarQuery,
        question: &Question,
        most: usize,
    ) -> Vec<Ranked<'_>> {
        let mut only = query.only.clone();
        let own_id = query.ticket.as_ref().map(|ticket| ticket.id.as_str());
        if let Some(ticket) = query.ticket.as_ref().filter(|_| query.earlier) {
            let before = only.opened_before.unwrap_or(ticket.opened_at).min(ticket.opened_at);
            only.opened_before = Some(before);
        }
        let Some(sieve) = Sieve::of(self, &only) else { return Vec::new() };
        let most = most.min(place(u32::try_from(limits::NEAREST.maximum).unwrap_or(u32::MAX)));
        let own = libm::sqrt(f64::from(question.own_square.max(1)));
        let unit = f64::from(question.own_sum) / own;
        let mut best: Vec<(Ranked<'_>, f64)> = Vec::new();
        for (slot, sum) in self.slots().iter().zip(self.sums(&question.wanted)) {
            if sum == 0 || most == 0 {
                continue;
            }
            // The square of the score orders as the score does, without a root for each ticket.
            let squared = f64::from(sum) * f64::from(sum) / f64::from(slot.square.max(1));
            let worst = best.last().filter(|_| best.len() >= most);
            if worst.is_some_and(|(_, worst)| squared < *worst) || !sieve.passes(slot) {
                continue;
            }
            if own_id == Some(self.id(slot)) {
                continue;
            }
            let one = (Ranked { slot, sum, score: libm::sqrt(squared) / unit.max(1.0) }, squared);
            let at = best.partition_point(|other| !self.is_before(&one, other));
            best.insert(at, one);
            best.truncate(most);
        }
        best.into_iter().map(|(ranked, _)| ranked).collect()
    }

    fn is_before(&self, (one, squared): &(Ranked<'_>, f64), other: &(Ranked<'_>, f64)) -> bool {
        let (other, than) = other;
        squared
            .total_cmp(than)
            .then_with(|| one.slot.opened_at.cmp(&other.slot.opened_at))
            .then_with(|| self.id(other.slot).cmp(self.id(one.slot)))
            .is_gt()
    }

    /// What the wanted terms add up to in each slot.
    fn sums(&self, wanted: &[Wanted]) -> Vec<u32> {
        let mut sums = vec![0_u32; self.slots().len()];
        for one in wanted {
            for entry in self.tickets(one.term) {
                if let Some(sum) = sums.get_mut(place(entry.term)) {
                    let weight = self.weight(entry.count);
                    *sum = sum.wrapping_add(one.factor.wrapping_mul(weight));
                }
            }
        }
        let fresh = place(self.turned());
        let factors = if fresh < sums.len() { by_term(self, wanted) } else { Vec::new() };
        let slots = self.slots().iter().zip(&mut sums).skip(fresh);
        for (slot, sum) in slots {
            for entry in self.terms_of(slot) {
                let factor = factors.get(place(entry.term)).copied().unwrap_or_default();
                *sum = sum.wrapping_add(factor.wrapping_mul(self.weight(entry.count)));
            }
        }
        sums
    }

    fn told(&self, ranked: &Ranked<'_>, wanted: &[Wanted]) -> Match {
        let mut shared = Vec::new();
        for entry in self.terms_of(ranked.slot) {
            let Ok(at) = wanted.binary_search_by_key(&entry.term, |one| one.term) else { continue };
            let factor = wanted.get(at).map_or(0, |one| one.factor);
            shared.push((factor.saturating_mul(self.weight(entry.count)), entry));
        }
        shared.sort_by(|(one, entry), (other, than)| {
            let text = |term| self.terms.get(term);
            other.cmp(one).then_with(|| text(entry.term).cmp(text(than.term)))
        });
        let terms = shared.iter().take(TERMS).map(|(added, entry)| SharedTerm {
            term: self.terms.get(entry.term).to_owned(),
            fields: Field::ALL
                .into_iter()
                .filter(|field| entry.count.times(*field) > 0)
                .map(Field::fact)
                .collect(),
            share: Rounded::new(f64::from(*added) / f64::from(ranked.sum.max(1))),
        });
        Match {
            id: self.id(ranked.slot).to_owned(),
            score: Rounded::new(ranked.score),
            opened_at: ranked.slot.opened_at,
            terms: terms.collect(),
        }
    }
}
