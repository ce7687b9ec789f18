use std::sync::Arc;

use super::Boundary;
use crate::calendar::Calendar;
use crate::error::Error;
use crate::time::{Instant, Span};

/// The time that counts: all of it, or the working time of a calendar.
#[derive(Debug, Clone)]
pub enum Hours {
    /// Every second of every day.
    Always,
    /// The working time of this calendar.
    Working(Arc<Calendar>),
}

impl Hours {
    /// Whether the same time counts in both.
    pub(super) fn count_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Always, Self::Always) => true,
            (Self::Working(one), Self::Working(other)) => one.draft() == other.draft(),
            (Self::Always, Self::Working(_)) | (Self::Working(_), Self::Always) => false,
        }
    }

    /// The earliest instant by which `span` of this time has passed since `start`.
    ///
    /// # Errors
    /// `time.outOfRange`, `calendar.noWorkingTime`.
    pub fn add(&self, start: Instant, span: Span) -> Result<Instant, Error> {
        match self {
            Self::Always => start.plus(span),
            Self::Working(calendar) => calendar.add(start, span),
        }
    }

    /// How much of this time lies between two instants; negative if `to` is the earlier one.
    #[must_use]
    pub fn between(&self, from: Instant, to: Instant) -> Span {
        match self {
            Self::Always => to.since(from),
            Self::Working(calendar) => calendar.between(from, to),
        }
    }

    /// As [`add`](Self::add), and then where the boundary puts what is used up at a closing.
    pub(super) fn due(
        &self,
        start: Instant,
        span: Span,
        boundary: Boundary,
    ) -> Result<Instant, Error> {
        let due = self.add(start, span)?;
        let Self::Working(calendar) = self else { return Ok(due) };
        if boundary == Boundary::Closing || calendar.is_open(due) {
            return Ok(due);
        }
        let Some(opening) = calendar.next_open(due) else { return Ok(due) };
        let same_day = calendar.zone().date_at(due) == calendar.zone().date_at(opening);
        let stays = boundary == Boundary::NextWorkingDay && same_day;
        Ok(if stays { due } else { opening })
    }

    /// Whether both are the same working time.
    pub(super) fn same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Always, Self::Always) => true,
            (Self::Working(one), Self::Working(two)) => Arc::ptr_eq(one, two),
            (Self::Always, Self::Working(_)) | (Self::Working(_), Self::Always) => false,
        }
    }
}
