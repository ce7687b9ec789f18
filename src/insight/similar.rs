//! Past tickets that say the same as the one at hand, and how they were resolved.
//!
//! A ticket is a vector with a weight for each of its terms: `f / (f + saturation)`, where `f` is
//! how often each field has the term, times the field's weight. That is how BM25F counts
//! (Robertson and others, 2004); long texts are held back not by their length but by the norm of
//! the vector, so that a weight depends on nothing but its ticket. Two tickets are as similar as
//! their vectors point the same way, each term counting by its rarity,
//! `log((N + 1) / (n + 1/2))` of N tickets of which n have the term, to the power of 3/4. Not by
//! the square of it, as the cosine of TF-IDF does: then one rare word that is shared by chance
//! outweighs several that are not.
//!
//! All of it is whole numbers in a fixed order. So an index that grew ticket by ticket, one that
//! was stored and loaded and one that was built at once answer alike.

mod bytes;
mod filter;
mod fix;
mod index;
mod names;
mod postings;
mod query;
mod rank;
mod store;
mod ticket;
mod typo;

pub use filter::TicketFilter;
pub use fix::{Fix, FixTicket};
pub use index::SimilarIndex;
pub(super) use names::Names;
pub use query::SimilarQuery;
pub use rank::{Match, SharedTerm};
pub use store::FORM_VERSION;
pub use ticket::{FieldWeights, PastTicket, SimilarSettings};

/// A number as a place in memory.
pub(super) fn place(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

/// A place in memory as a number; there are fewer than 2^32 of anything.
pub(super) fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}
