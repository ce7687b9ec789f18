use super::index::SimilarIndex;
use super::number;

/// From this length on two letters may be wrong, else one.
const LONG: usize = 8;

impl SimilarIndex {
    /// The term that a misspelt word stands for: the nearest one that some ticket has; of equally
    /// near ones the one of most tickets, then the first one. None if none is near.
    ///
    /// The first letter must be right, and a term with a digit is never meant: `s3` is not `s3a`.
    /// Time is linear in the terms.
    pub(super) fn nearest_term(&self, word: &str) -> Option<u32> {
        let letters: Vec<char> = word.chars().collect();
        let first = *letters.first()?;
        if word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let most: usize = if letters.len() < LONG { 1 } else { 2 };
        let mut best: Option<(u32, u32, u32)> = None;
        let mut rows = Rows::default();
        for term in 0..number(self.terms.len()) {
            let text = self.terms.get(term);
            // Four bytes are the most that a letter may have.
            if !text.starts_with(first)
                || text.len().abs_diff(word.len()) > most.saturating_mul(4)
                || self.holders(term) == 0
                || text.bytes().any(|byte| byte.is_ascii_digit() || byte == b'.')
            {
                continue;
            }
            let distance = rows.distance(&letters, text);
            if distance > number(most) {
                continue;
            }
            let nearer = best.is_none_or(|(than, holders, other)| {
                let key = (distance, u32::MAX.saturating_sub(self.holders(term)), text);
                key < (than, u32::MAX.saturating_sub(holders), self.terms.get(other))
            });
            if nearer {
                best = Some((distance, self.holders(term), term));
            }
        }
        best.map(|(_, _, term)| term)
    }
}

/// Room for the last three rows of the table of distances.
#[derive(Debug, Default)]
struct Rows {
    before: Vec<u32>,
    last: Vec<u32>,
    row: Vec<u32>,
}

impl Rows {
    /// How many letters must be added, removed, changed or swapped with their neighbour to make
    /// one word of the other.
    fn distance(&mut self, one: &[char], other: &str) -> u32 {
        self.last.clear();
        self.last.extend(0..=number(one.len()));
        let mut previous = None;
        for (at, letter) in other.chars().enumerate() {
            self.row.clear();
            self.row.push(number(at).saturating_add(1));
            for (column, own) in one.iter().enumerate() {
                let cell = |row: &[u32], at: usize| row.get(at).copied().unwrap_or(u32::MAX);
                let next = column.saturating_add(1);
                let changed = cell(&self.last, column).saturating_add(u32::from(*own != letter));
                let added = cell(&self.last, next).min(cell(&self.row, column)).saturating_add(1);
                let mut least = changed.min(added);
                if let Some(before) = column.checked_sub(1)
                    && one.get(before) == Some(&letter)
                    && previous == Some(*own)
                {
                    least = least.min(cell(&self.before, before).saturating_add(1));
                }
                self.row.push(least);
            }
            std::mem::swap(&mut self.before, &mut self.last);
            std::mem::swap(&mut self.last, &mut self.row);
            previous = Some(letter);
        }
        self.last.last().copied().unwrap_or(u32::MAX)
    }
}
