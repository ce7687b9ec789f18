use std::fmt;

#[cfg(feature = "analysis")]
use chrono::NaiveDate;
use chrono::{DateTime, SecondsFormat, Timelike, Utc};
use serde::ser::{Serialize, Serializer};

use super::Span;
use crate::document::{Node, Place, Read, deserialize};
use crate::error::{Code, Error};

/// A point on the UTC line, in whole milliseconds.
///
/// # Boundaries
/// From 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z; outside is `time.outOfRange`. Leap
/// seconds are refused, since the UTC line of POSIX does not have them.
///
/// # Documents
/// Written as RFC 3339 with `Z`, milliseconds only where they are not zero. Read as RFC 3339 with
/// any offset, or as whole milliseconds since 1970; digits below the millisecond are cut off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const MIN: Self = Self(0);
    /// 9999-12-31T23:59:59.999Z.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// The instant `milliseconds` after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    /// `time.outOfRange`.
    pub fn from_millis(milliseconds: i64) -> Result<Self, Error> {
        let refuse = || Error::new(Code::TimeOutOfRange).with("value", milliseconds);
        Self::checked(milliseconds).ok_or_else(refuse)
    }

    /// As [`from_millis`](Self::from_millis), for callers that need no reason.
    pub(crate) fn checked(milliseconds: i64) -> Option<Self> {
        Some(Self(milliseconds)).filter(|instant| (Self::MIN..=Self::MAX).contains(instant))
    }

    /// Reads RFC 3339, for example `2026-01-09T18:00:00+01:00`.
    ///
    /// # Errors
    /// `time.syntax`, `time.leapSecond`, `time.outOfRange`.
    ///
    /// # Example
    /// ```
    /// use incident_core::Instant;
    ///
    /// let instant = Instant::parse("2026-01-09T18:00:00.250+01:00")?;
    /// assert_eq!(instant.to_string(), "2026-01-09T17:00:00.250Z");
    /// # Ok::<(), incident_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |code| Error::new(code).with("value", text);
        // chrono also takes a space for the `T`; RFC 3339 leaves that to agreement, we make none.
        let separated =
            text.as_bytes().get(10).is_some_and(|byte| byte.eq_ignore_ascii_case(&b't'));
        let Some(read) = DateTime::parse_from_rfc3339(text).ok().filter(|_| separated) else {
            return Err(refuse(Code::TimeSyntax));
        };
        if read.nanosecond() >= 1_000_000_000 {
            return Err(refuse(Code::TimeLeapSecond));
        }
        Self::from_millis(read.timestamp_millis()).map_err(|_| refuse(Code::TimeOutOfRange))
    }

    /// As [`parse`](Self::parse), but only for the form in which instants are written here: quick,
    /// and none for any other text.
    #[cfg(feature = "analysis")]
    pub(crate) fn written(text: &str) -> Option<Self> {
        let [
            y1,
            y2,
            y3,
            y4,
            b'-',
            m1,
            m2,
            b'-',
            d1,
            d2,
            b'T',
            h1,
            h2,
            b':',
            n1,
            n2,
            b':',
            s1,
            s2,
            rest @ ..,
        ] = text.as_bytes()
        else {
            return None;
        };
        let millis = match rest {
            [b'Z'] => 0,
            [b'.', one, two, three, b'Z'] => digits(&[*one, *two, *three])?,
            _ => return None,
        };
        let year = i32::try_from(digits(&[*y1, *y2, *y3, *y4])?).ok()?;
        let date = NaiveDate::from_ymd_opt(year, digits(&[*m1, *m2])?, digits(&[*d1, *d2])?)?;
        let (hour, minute) = (digits(&[*h1, *h2])?, digits(&[*n1, *n2])?);
        let time = date.and_hms_opt(hour, minute, digits(&[*s1, *s2])?)?;
        let whole = time.and_utc().timestamp_millis();
        Self::checked(whole.saturating_add(millis.into()))
    }

    /// Milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// The span from `earlier` to this instant; negative if `earlier` is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Span {
        // Invariant: both lie within 0..=MAX, so the difference cannot overflow.
        Span::from_millis(self.0.saturating_sub(earlier.0))
    }

    /// This instant moved by `span`, on the UTC line.
    ///
    /// # Errors
    /// `time.outOfRange`.
    pub fn plus(self, span: Span) -> Result<Self, Error> {
        Self::from_millis(self.0.saturating_add(span.as_millis()))
    }
}

/// The number that a few digits write.
#[cfg(feature = "analysis")]
fn digits(digits: &[u8]) -> Option<u32> {
    digits.iter().try_fold(0_u32, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        Some(number.saturating_mul(10).saturating_add(digit.into()))
    })
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = if self.0 % 1_000 == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
        match DateTime::<Utc>::from_timestamp_millis(self.0) {
            Some(date_time) => f.write_str(&date_time.to_rfc3339_opts(form, true)),
            None => write!(f, "{} ms", self.0),
        }
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A string, or a number of milliseconds since 1970.
impl Read for Instant {
    fn blank() -> Self {
        Self::MIN
    }

    fn read(&mut self, place: Place<'_>) {
        if let Node::Number(milliseconds) = *place.node() {
            place.take(self, Self::from_millis(milliseconds));
        } else if let Some(text) = place.text("an instant") {
            place.take(self, Self::parse(text));
        }
    }
}

deserialize!(Instant);
