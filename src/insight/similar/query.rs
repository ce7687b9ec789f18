use std::collections::BTreeMap;

use serde::Serialize;

use super::filter::TicketFilter;
use super::index::SimilarIndex;
use super::postings::{Count, Field};
use super::ticket::PastTicket;
use super::{number, place};
use crate::document::object;
use crate::error::{Code, Error};
use crate::insight::text::{Analyser, TermKind};

/// What is searched for: a ticket, words, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SimilarQuery {
    /// Words, which count as a title does. A word that no ticket has stands for the nearest one,
    /// here and, if it is a long one, in the ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// A ticket, which may be in the index itself; it is never found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ticket: Option<PastTicket>,
    /// Whether only tickets are searched that were opened before that ticket.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub earlier: bool,
    /// Which tickets are searched.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub only: TicketFilter,
    /// How many tickets are wanted at most: 10 unless it is said, never more than 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
}

object!(SimilarQuery {
    text: optional "text",
    ticket: optional "ticket",
    earlier: or_default "earlier",
    only: or_default "only",
    limit: optional "limit",
});

/// A term that is searched for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    pub(super) term: u32,
    /// Its weight in what is searched for, with its rarity: what each weight is taken by.
    pub(super) factor: u32,
}

/// What all factors of a query add up to at most: times a weight, they fit 32 bits.
const FACTORS: u64 = 1 << 22;
/// The letters of the shortest words that are mended: of those that are typed for the search, and
/// of those of a ticket, which has words enough, and some that no other one has.
const TYPED: usize = 4;
const WRITTEN: usize = 6;
/// How many words of a query may stand for others, so that searching them stays short.
const MISSPELT: usize = 8;

/// What is searched for in the numbers of an index.
#[derive(Debug, Default)]
pub(super) struct Question {
    /// The terms that some ticket has, sorted.
    pub(super) wanted: Vec<Wanted>,
    /// What a copy of what is searched for would add up to, also for terms that no ticket has.
    pub(super) own_sum: u32,
    /// The square of the norm of such a copy.
    pub(super) own_square: u32,
}

impl SimilarQuery {
    pub(super) fn question(&self, index: &SimilarIndex) -> Result<Question, Error> {
        if self.text.is_none() && self.ticket.is_none() {
            return Err(Error::new(Code::InsightQueryEmpty));
        }
        let mut found: BTreeMap<u32, Count> = BTreeMap::new();
        // What is typed for the search is mended first.
        let mut strange: BTreeMap<(bool, String), (Count, Option<Field>)> = BTreeMap::new();
        let mut analyser = Analyser::default();
        let mut read = |text: &str, field: Field, shortest: usize| {
            analyser.read(text, &mut |term| match index.terms.find(term.text) {
                Some(number) if index.holders(number) > 0 => {
                    found.entry(number).or_default().more(field);
                }
                _ => {
                    let long = term.text.chars().count() >= shortest;
                    let mend = (long && term.kind == TermKind::Word).then_some(field);
                    let new = || (Count::default(), mend);
                    let mut word = (false, term.text.to_owned());
                    word.0 = shortest > TYPED && !strange.contains_key(&word);
                    strange.entry(word).or_insert_with(new).0.more(field);
                }
            });
        };
        read(self.text.as_deref().unwrap_or_default(), Field::Title, TYPED);
        if let Some(ticket) = &self.ticket {
            for field in Field::ALL {
                read(ticket.text(field.fact()), field, WRITTEN);
            }
        }
        let mut mended = 0;
        let mut unknown = Vec::new();
        for ((_, word), (count, mend)) in strange {
            mended = usize::saturating_add(mended, usize::from(mend.is_some()));
            let field = mend.filter(|_| mended <= MISSPELT);
            match field.and_then(|field| Some((field, index.nearest_term(&word)?))) {
                Some((field, term)) => found.entry(term).or_default().more(field),
                None => unknown.push(count),
            }
        }
        Ok(weighed(index, &found, &unknown))
    }
}

fn weighed(index: &SimilarIndex, found: &BTreeMap<u32, Count>, unknown: &[Count]) -> Question {
    let all = number(index.len());
    let raised = |holders: u32, weight: u32| rarity(all, holders).saturating_mul(weight.into());
    let known = found.iter().map(|(term, count)| (Some(*term), index.holders(*term), *count));
    let strange = unknown.iter().map(|count| (None, 0, *count));
    let raw: Vec<(Option<u32>, u32, u64)> = known
        .chain(strange)
        .map(|(term, holders, count)| {
            let weight = index.weight(count);
            (term, weight, raised(holders, weight))
        })
        .collect();
    // At most 2^26 each; so many of them that they overflow do not fit a query.
    let whole = raw.iter().fold(0_u64, |sum, (_, _, raw)| sum.saturating_add(*raw)).max(1);
    let mut shift = 0_u32;
    while whole >> shift > u64::MAX / FACTORS {
        shift = shift.saturating_add(1);
    }
    let mut question = Question::default();
    for (term, weight, raw) in raw {
        let part = (raw >> shift).saturating_mul(FACTORS).checked_div(whole >> shift);
        let factor = u32::try_from(part.unwrap_or_default()).unwrap_or_default();
        question.wanted.extend(term.map(|term| Wanted { term, factor }));
        question.own_sum = question.own_sum.saturating_add(factor.saturating_mul(weight));
        let square = weight.saturating_mul(weight);
        question.own_square = question.own_square.saturating_add(square);
    }
    question
}

/// How much a term says that so many of all tickets have: the binary logarithm of
/// `(N + 1) / (n + 1/2)`, in 65,536ths, to the power of 3/4, in 4,096ths.
#[expect(
    clippy::as_conversions,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::float_arithmetic,
    reason = "a root is the same everywhere, and of less than 2^22 it fits"
)]
fn rarity(all: u32, holders: u32) -> u64 {
    let doubled = |count: u32, more: u64| u64::from(count).saturating_mul(2).saturating_add(more);
    let logarithm = log2(doubled(all, 2)).saturating_sub(log2(doubled(holders, 1)));
    let root = libm::sqrt(f64::from(u32::try_from(logarithm).unwrap_or(u32::MAX)));
    (root * libm::sqrt(root)) as u64
}

/// The binary logarithm of a number, in 65,536ths, rounded down.
fn log2(number: u64) -> u64 {
    let whole = number.checked_ilog2().unwrap_or_default();
    // The number as 1.x, with 31 bits behind the point; squaring it brings out bit after bit.
    let mut rest = if whole > 31 {
        number >> whole.saturating_sub(31)
    } else {
        number << 31_u32.saturating_sub(whole)
    };
    let mut bits = u64::from(whole);
    for _ in 0..16 {
        rest = rest.saturating_mul(rest) >> 31;
        let over = u64::from(rest >> 32 > 0);
        rest >>= over;
        bits = bits << 1 | over;
    }
    bits
}

/// Every term's factor by its number, for tickets that are looked at one by one.
pub(super) fn by_term(index: &SimilarIndex, wanted: &[Wanted]) -> Vec<u32> {
    let mut factors = vec![0; index.terms.len()];
    for one in wanted {
        if let Some(factor) = factors.get_mut(place(one.term)) {
            *factor = one.factor;
        }
    }
    factors
}
