use std::collections::BTreeMap;

use serde::{Serialize, Serializer};

use super::Precision;
use super::sum::Sum;
use crate::document::{Place, Read, object};
use crate::error::{Code, Error};

/// Counts by value, or by the stretch between fixed boundaries in which a value lies.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Counts(
    #[cfg_attr(feature = "schema", schemars(with = "Vec<String>"))] BTreeMap<u64, u64>,
);

/// Values of which counts, sum and extremes are kept, and how often each occurs. Putting two
/// together gives the same in any order and grouping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Distribution {
    pub(super) count: u64,
    pub(super) sum: Sum,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) least: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) most: Option<u64>,
    pub(super) counts: Counts,
}

object!(Distribution {
    count: needed "count",
    sum: needed "sum",
    least: optional "least",
    most: optional "most",
    counts: needed "counts",
});

/// Values below this have a stretch of their own; above, each doubling has half as many stretches.
/// So a stretch is at most a 64th of its values wide, and its middle at most a 128th away from any.
const FINE: u64 = 128;

impl Precision {
    /// The key under which a value is counted.
    pub(super) fn key(self, value: u64) -> u64 {
        if self == Self::Exact || value < FINE {
            return value;
        }
        // Invariant: the value has at least 8 bits, so both shifts are from 1 to 57.
        let shift = value.ilog2().saturating_sub(6);
        u64::from(shift).saturating_mul(FINE / 2).saturating_add(value >> shift)
    }

    /// A value that stands for all those under a key: itself, or the middle of the stretch.
    pub(super) fn value(self, key: u64) -> u64 {
        if self == Self::Exact || key < FINE {
            return key;
        }
        let shift = (key / (FINE / 2)).saturating_sub(1);
        let mantissa = key.saturating_sub(shift.saturating_mul(FINE / 2));
        let shift = u32::try_from(shift).unwrap_or(u32::MAX);
        let least = mantissa.checked_shl(shift).unwrap_or(u64::MAX);
        let width = 1_u64.checked_shl(shift).unwrap_or(u64::MAX);
        least.saturating_add(width.saturating_sub(1) / 2)
    }
}

impl Distribution {
    pub(super) fn add(&mut self, value: u64, precision: Precision) {
        self.count = self.count.saturating_add(1);
        self.sum.add(value);
        self.least = Some(self.least.map_or(value, |least| least.min(value)));
        self.most = self.most.max(Some(value));
        let count = self.counts.0.entry(precision.key(value)).or_insert(0);
        *count = count.saturating_add(1);
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.count = self.count.saturating_add(other.count);
        self.sum.add(other.sum.0);
        self.least = match (self.least, other.least) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        };
        self.most = self.most.max(other.most);
        for (key, more) in &other.counts.0 {
            let count = self.counts.0.entry(*key).or_insert(0);
            *count = count.saturating_add(*more);
        }
    }

    /// The smallest value that at least so many per cent of the values do not exceed.
    pub(super) fn percentile(&self, percent: u64, precision: Precision) -> Option<u64> {
        let wanted = u128::from(self.count).saturating_mul(percent.into()).div_ceil(100).max(1);
        let mut seen = 0_u128;
        let at = self.counts.0.iter().find(|(_, count)| {
            seen = seen.saturating_add(u128::from(**count));
            seen >= wanted
        });
        at.map(|(key, _)| self.within(precision.value(*key)))
    }

    /// The middle of a stretch may lie beyond the extremes, which are exact.
    fn within(&self, value: u64) -> u64 {
        value.max(self.least.unwrap_or(0)).min(self.most.unwrap_or(u64::MAX))
    }

    /// The same percentile when those that are not over yet count as well: the smallest time by
    /// which, after Kaplan and Meier, at least so many per cent are over. None if it lies beyond
    /// what has been seen.
    ///
    /// In whole numbers of 18 decimals, each step rounded down.
    pub(super) fn survival(&self, open: &Self, percent: u64, precision: Precision) -> Option<u64> {
        const WHOLE: u128 = 1_000_000_000_000_000_000;
        let wanted = WHOLE / 100 * u128::from(100_u64.saturating_sub(percent));
        let mut left = u128::from(self.count).saturating_add(open.count.into());
        let mut surviving = WHOLE;
        let mut opens = open.counts.0.iter().peekable();
        for (key, over) in &self.counts.0 {
            // Who was censored before this time is no longer at risk; who was at it, still is.
            while let Some((_, count)) = opens.next_if(|(at, _)| *at < key) {
                left = left.saturating_sub(u128::from(*count));
            }
            let over = u128::from(*over);
            let remain = left.saturating_sub(over);
            surviving = surviving.saturating_mul(remain).checked_div(left)?;
            left = remain;
            if surviving <= wanted {
                return Some(self.within(precision.value(*key)));
            }
        }
        None
    }

    /// Whether the counts belong together.
    pub(super) fn is_sound(&self) -> bool {
        let all = self.counts.0.values().fold(0_u64, |sum, count| sum.saturating_add(*count));
        all == self.count && (self.count > 0) == self.least.is_some() && self.least <= self.most
    }
}

/// How many counts stand in one string.
const CHUNK: usize = 100;

/// Strings of a hundred counts each, `value` or `valuexcount`, by ascending value: a twentieth of
/// what lists of pairs would take.
impl Serialize for Counts {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let word = |(value, count): (&u64, &u64)| {
            if *count == 1 { value.to_string() } else { format!("{value}x{count}") }
        };
        let words: Vec<_> = self.0.iter().map(word).collect();
        let chunks: Vec<_> = words.chunks(CHUNK).map(|chunk| chunk.join(" ")).collect();
        chunks.serialize(serializer)
    }
}

impl Read for Counts {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, place: Place<'_>) {
        let chunks: Vec<String> = Read::at(place);
        let mut last = None;
        for word in chunks.iter().flat_map(|chunk| chunk.split(' ')) {
            let (value, count) = word.split_once('x').unwrap_or((word, "1"));
            let (Ok(value), Ok(count)) = (value.parse::<u64>(), count.parse::<u64>()) else {
                return place.note(Error::new(Code::MetricsStateMalformed));
            };
            if count == 0 || last >= Some(value) {
                return place.note(Error::new(Code::MetricsStateMalformed));
            }
            last = Some(value);
            self.0.insert(value, count);
        }
    }
}
