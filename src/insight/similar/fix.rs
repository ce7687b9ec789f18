#![expect(clippy::float_arithmetic, reason = "how much a resolution counts is a fraction")]

use serde::Serialize;

use super::index::{SimilarIndex, Slot};
use super::query::SimilarQuery;
use super::rank::Ranked;
use crate::error::Error;
use crate::insight::Rounded;
use crate::insight::text::Analyser;
use crate::time::{Instant, Span};

/// The nearest resolved tickets whose resolutions are weighed.
const WEIGHED: usize = 20;
/// The nearest tickets that are looked at for them.
const LOOKED_AT: usize = 100;

/// A resolution that helped with similar tickets.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fix {
    /// The code of the resolution.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution_code: Option<String>,
    /// What was done, in the words of the ticket that counts most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolution_notes: Option<String>,
    /// How to live with it, in the words of the ticket that counts most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workaround: Option<String>,
    /// Its part of what all resolutions of similar tickets count.
    pub share: Rounded,
    /// The tickets that were resolved so, those first that count most.
    pub tickets: Vec<FixTicket>,
}

/// A ticket that a resolution helped with.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FixTicket {
    /// Its identifier.
    pub id: String,
    /// How similar it is, as [`Match::score`](super::Match::score).
    pub score: Rounded,
    /// How often it was taken up again.
    pub reopens: u64,
    /// How much it counts.
    pub weight: Rounded,
}

struct Group<'a> {
    /// The code, and the terms of notes and workaround.
    key: (u32, Vec<String>),
    /// The ticket that counts most, and how much.
    best: (&'a Slot, f64),
    weight: f64,
    tickets: Vec<FixTicket>,
}

impl SimilarIndex {
    /// The resolutions of similar tickets, the most promising first.
    ///
    /// Of the 20 nearest tickets with a resolution each counts the square of its similarity,
    /// divided by one more than it was reopened, and half for each `half_life` since it was
    /// resolved. Those whose code is equal and whose notes and workaround say the same, but for
    /// small words and endings, are one resolution.
    ///
    /// # Errors
    /// As [`nearest`](Self::nearest).
    pub fn suggest(
        &mut self,
        query: &SimilarQuery,
        half_life: Span,
        now: Instant,
    ) -> Result<Vec<Fix>, Vec<Error>> {
        self.turn();
        let question = query.question(self).map_err(|error| vec![error])?;
        let ranked = self.rank(query, &question, LOOKED_AT);
        let resolved = ranked.into_iter().filter(|one| self.is_resolved(one.slot)).take(WEIGHED);
        let mut analyser = Analyser::default();
        let mut groups: Vec<Group<'_>> = Vec::new();
        let mut whole = 0.0;
        for Ranked { slot, score, .. } in resolved {
            let weight = weight(slot, score, half_life, now);
            whole += weight;
            let ticket = FixTicket {
                id: self.id(slot).to_owned(),
                score: Rounded::new(score),
                reopens: slot.reopens,
                weight: Rounded::new(weight),
            };
            let key = self.key(slot, &mut analyser);
            match groups.iter_mut().find(|group| group.key == key) {
                Some(group) => {
                    group.weight += weight;
                    if weight > group.best.1 {
                        group.best = (slot, weight);
                    }
                    group.tickets.push(ticket);
                }
                None => {
                    groups.push(Group { key, best: (slot, weight), weight, tickets: vec![ticket] });
                }
            }
        }
        // Stable: of equal ones that of the nearest ticket.
        groups.sort_by(|one, other| other.weight.total_cmp(&one.weight));
        groups.truncate(usize::try_from(query.limit.unwrap_or(5)).unwrap_or(usize::MAX));
        Ok(groups.into_iter().map(|group| self.fix(group, whole)).collect())
    }

    fn is_resolved(&self, slot: &Slot) -> bool {
        let [_, _, _, _, _, code, notes, workaround] = slot.says;
        [code, notes, workaround].into_iter().any(|name| !self.names.get(name).is_empty())
    }

    fn key(&self, slot: &Slot, analyser: &mut Analyser) -> (u32, Vec<String>) {
        let [_, _, _, _, _, code, notes, workaround] = slot.says;
        let mut terms = Vec::new();
        for text in [notes, workaround] {
            analyser.read(self.names.get(text), &mut |term| terms.push(term.text.to_owned()));
            // What was done is not how to live with it.
            terms.push(String::new());
        }
        (code, terms)
    }

    fn fix(&self, mut group: Group<'_>, whole: f64) -> Fix {
        let by_weight =
            |one: &FixTicket, other: &FixTicket| other.weight.get().total_cmp(&one.weight.get());
        group.tickets.sort_by(by_weight);
        let [_, _, _, _, _, code, notes, workaround] = group.best.0.says;
        let said = |name| Some(self.names.get(name)).filter(|text| !text.is_empty());
        Fix {
            resolution_code: said(code).map(str::to_owned),
            resolution_notes: said(notes).map(str::to_owned),
            workaround: said(workaround).map(str::to_owned),
            share: Rounded::new(if whole > 0.0 { group.weight / whole } else { 0.0 }),
            tickets: group.tickets,
        }
    }
}

fn weight(slot: &Slot, score: f64, half_life: Span, now: Instant) -> f64 {
    let age = now.since(slot.resolved_at.unwrap_or(slot.opened_at)).as_millis().max(0);
    let lives = millis(age) / millis(half_life.as_millis().max(1));
    let reopens = u32::try_from(slot.reopens).unwrap_or(u32::MAX);
    score * score * libm::exp2(-lives) / (1.0 + f64::from(reopens))
}

/// Milliseconds as a number with a fraction: of those that an instant can differ by, exactly.
fn millis(span: i64) -> f64 {
    let high = i32::try_from(span >> 31).unwrap_or(i32::MAX);
    let low = u32::try_from(span & 0x7fff_ffff).unwrap_or_default();
    f64::from(high) * 2_147_483_648.0 + f64::from(low)
}
