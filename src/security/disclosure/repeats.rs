/// The fewest bytes of a value that is looked for: shorter ones are words like `no`.
const LEAST: usize = 4;
/// How many bytes of a value are looked for, which bounds the time of a look.
const MOST: usize = 64;

/// Values that no text may repeat.
///
/// Sorted, and none begins with another: so of all those that a text could begin with at some
/// place, only the last one that is not greater than the text can be it, and one binary search
/// tells.
#[derive(Debug, Default)]
pub(super) struct Repeats(Vec<Vec<u8>>);

impl Repeats {
    pub(super) fn of(values: &[String]) -> Self {
        let mut values: Vec<Vec<u8>> = values
            .iter()
            .filter(|value| value.len() >= LEAST)
            .map(|value| value.bytes().take(MOST).collect())
            .collect();
        values.sort_unstable();
        values.dedup_by(|next, before| next.starts_with(before));
        Self(values)
    }

    /// Whether a text repeats one of the values.
    pub(super) fn stand_in(&self, text: &str) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let bytes = text.as_bytes();
        (0..bytes.len()).any(|from| {
            let rest = bytes.get(from..).unwrap_or_default();
            let after = self.0.partition_point(|value| value.as_slice() <= rest);
            let before = after.checked_sub(1).and_then(|at| self.0.get(at));
            before.is_some_and(|value| rest.starts_with(value))
        })
    }
}
