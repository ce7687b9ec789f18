use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::document::{Place, Read, deserialize};
use crate::error::{Code, Error};

/// A signed length of time, in whole milliseconds.
///
/// # Documents
/// Written and read as hours, minutes, seconds and milliseconds, largest first: `4h 30m`, `90s`,
/// `250ms`, `0s`, `-2h`. Days are refused (`time.spanDays`): one may be 24 hours, a working day or
/// a calendar day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span(i64);

const UNITS: [(&str, i64); 4] = [("h", 3_600_000), ("m", 60_000), ("s", 1_000), ("ms", 1)];

impl Span {
    /// No time at all.
    pub const ZERO: Self = Self(0);

    /// A span of that many milliseconds.
    #[must_use]
    pub const fn from_millis(milliseconds: i64) -> Self {
        Self(milliseconds)
    }

    /// A span of that many seconds; the longest span if it does not fit.
    #[must_use]
    pub const fn from_secs(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1_000))
    }

    /// A span of that many hours; the longest span if it does not fit.
    #[must_use]
    pub const fn from_hours(hours: i64) -> Self {
        Self(hours.saturating_mul(3_600_000))
    }

    /// The span in milliseconds.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// Both spans together; the longest span if it does not fit.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// What is left of this span without `other`.
    #[must_use]
    pub const fn minus(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }

    /// Reads a span such as `4h 30m`.
    ///
    /// # Errors
    /// `time.spanSyntax`; `time.spanDays` if it counts in days or weeks.
    ///
    /// # Example
    /// ```
    /// use incident_core::Span;
    ///
    /// assert_eq!(Span::parse("4h 30m")?, Span::from_secs(16_200));
    /// # Ok::<(), incident_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        let refuse = |code| Error::new(code).with("value", text);
        let (negative, body) = text.strip_prefix('-').map_or((false, text), |body| (true, body));
        let mut total = 0_i64;
        let mut units = UNITS.iter();
        if body.is_empty() {
            return Err(refuse(Code::TimeSpanSyntax));
        }
        for part in body.split(' ') {
            let digits = part.trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
            let unit = part.strip_prefix(digits).unwrap_or_default();
            if unit == "d" || unit == "w" {
                return Err(refuse(Code::TimeSpanDays));
            }
            let number = digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse());
            let Some(Ok(number)) = number else { return Err(refuse(Code::TimeSpanSyntax)) };
            let number: i64 = number;
            // The units left over are smaller: `30m 4h` and `1h 1h` find none.
            let Some((_, size)) = units.find(|(name, _)| *name == unit) else {
                return Err(refuse(Code::TimeSpanSyntax));
            };
            let sum = number.checked_mul(*size).and_then(|part| total.checked_add(part));
            total = sum.ok_or_else(|| refuse(Code::TimeSpanSyntax))?;
        }
        Ok(Self(if negative { total.saturating_neg() } else { total }))
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.0.unsigned_abs();
        if rest == 0 {
            return f.write_str("0s");
        }
        let mut separator = if self.0 < 0 { "-" } else { "" };
        for (name, size) in UNITS {
            let size = size.unsigned_abs();
            let count = rest.checked_div(size).unwrap_or(0);
            if count > 0 {
                write!(f, "{separator}{count}{name}")?;
                separator = " ";
            }
            rest = rest.saturating_sub(count.saturating_mul(size));
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Span {
    fn blank() -> Self {
        Self::ZERO
    }

    fn read(&mut self, place: Place<'_>) {
        if let Some(text) = place.text("a span of time such as `4h 30m`") {
            place.take(self, Self::parse(text));
        }
    }
}

deserialize!(Span);
