use crate::calendar::Calendar;
use crate::error::Error;
use crate::time::{Instant, Span};

/// The time that counts: all of it, or the working time of a calendar.
#[derive(Debug, Clone, Copy)]
pub enum Hours<'a> {
    /// Every second of every day.
    Always,
    /// The working time of this calendar.
    Working(&'a Calendar),
}

impl Hours<'_> {
    /// The earliest instant by which `span` of this time has passed since `start`.
    ///
    /// # Errors
    /// `time.outOfRange`, `calendar.noWorkingTime`.
    pub fn add(self, start: Instant, span: Span) -> Result<Instant, Error> {
        match self {
            Self::Always => start.plus(span),
            Self::Working(calendar) => calendar.add(start, span),
        }
    }

    /// How much of this time lies between two instants; negative if `to` is the earlier one.
    #[must_use]
    pub fn between(self, from: Instant, to: Instant) -> Span {
        match self {
            Self::Always => to.since(from),
            Self::Working(calendar) => calendar.between(from, to),
        }
    }
}
