use std::fmt;

use serde::{Serialize, Serializer};

use crate::document::{Place, Read};
use crate::error::{Code, Error};

/// A sum of whole numbers that is exact far beyond 64 bits. In documents its digits are a string,
/// since few readers of JSON keep so many.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Sum(pub u128);

impl Sum {
    pub(super) fn add(&mut self, more: impl Into<u128>) {
        self.0 = self.0.saturating_add(more.into());
    }

    /// The sum divided by a count, rounded half up; none by 0.
    #[must_use]
    pub fn mean(self, count: u64) -> Option<u64> {
        let count = u128::from(count);
        let half = count / 2;
        let mean = self.0.saturating_add(half).checked_div(count)?;
        Some(u64::try_from(mean).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for Sum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Sum {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl Read for Sum {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, place: Place<'_>) {
        let Some(text) = place.text("a sum") else { return };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let read = text.parse().ok().filter(|_| digits).map(Self);
        place.take(self, read.ok_or_else(|| Error::new(Code::MetricsStateMalformed)));
    }
}
