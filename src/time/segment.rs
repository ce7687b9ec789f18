use serde::Serialize;

use super::{Instant, Span};

/// A half-open stretch of time: `from` belongs to it, `to` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Segment {
    /// The first instant inside.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

impl Segment {
    /// The stretch from `from` to `to`, or none if it would be empty or turned round.
    #[must_use]
    pub fn new(from: Instant, to: Instant) -> Option<Self> {
        (from < to).then_some(Self { from, to })
    }

    /// How long it lasts.
    #[must_use]
    pub const fn span(self) -> Span {
        self.to.since(self.from)
    }

    /// Whether `instant` lies inside.
    #[must_use]
    pub fn contains(self, instant: Instant) -> bool {
        self.from <= instant && instant < self.to
    }

    /// The part that both have, if any.
    #[must_use]
    pub fn overlap(self, other: Self) -> Option<Self> {
        Self::new(self.from.max(other.from), self.to.min(other.to))
    }
}
