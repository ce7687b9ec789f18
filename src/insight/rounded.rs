#![expect(clippy::float_arithmetic, reason = "it is what numbers with a fraction leave through")]

use serde::{Serialize, Serializer};

/// How far from zero a number may be: so far four decimals are exact.
const MOST: f64 = 1e11;

/// A number with at most four decimals, as it leaves in an answer: never NaN, never infinite, and
/// at most a hundred thousand million from zero.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Rounded(f64);

impl Rounded {
    /// The number rounded half away from zero; what lies too far from it is cut. What is no number,
    /// or infinite, becomes 0: whoever computes sees to it that there is none.
    #[must_use]
    pub fn new(number: f64) -> Self {
        if !number.is_finite() {
            return Self(0.0);
        }
        let rounded = libm::round(number.clamp(-MOST, MOST) * 10_000.0) / 10_000.0;
        // Not -0, which JSON writes otherwise.
        Self(if rounded == 0.0 { 0.0 } else { rounded })
    }

    /// A part of a whole, rounded half up to four decimals in whole numbers; none of nothing. What
    /// is more than 400,000 times the whole leaves as that.
    #[must_use]
    pub fn share(part: u128, whole: u128) -> Option<Self> {
        let doubled = part.saturating_mul(20_000).saturating_add(whole);
        let parts = doubled.checked_div(whole.saturating_mul(2))?;
        let parts = u32::try_from(parts).unwrap_or(4_000_000_000);
        Some(Self(f64::from(parts) / 10_000.0))
    }

    /// The number.
    #[must_use]
    pub fn get(self) -> f64 {
        self.0
    }
}

impl Serialize for Rounded {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_f64(self.0)
    }
}
