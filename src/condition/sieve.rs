use super::Condition;
use crate::model::{Fact, Value};

/// A field of many rows: the values that it has, which each row names by their places.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The field.
    pub field: String,
    /// The values, each once; `Absent` among them is no value.
    pub values: Vec<Value>,
}

/// What rows say of columns: for each column the place of a value, row by row.
#[derive(Debug, Clone)]
pub struct Rows<'a> {
    columns: Vec<&'a [u32]>,
    count: usize,
    first: usize,
}

impl<'a> Rows<'a> {
    /// `codes` holds the first column's code for each of `count` rows, then the second column's;
    /// of columns that it does not reach every code is 0.
    #[must_use]
    pub fn new(codes: &'a [u32], count: usize) -> Self {
        Self { columns: codes.chunks_exact(count.max(1)).collect(), count, first: 0 }
    }

    /// The same rows as the part of a longer list that begins with its row `first`, from 0.
    #[must_use]
    pub fn starting_at(self, first: usize) -> Self {
        Self { first, ..self }
    }

    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.count
    }

    /// What a row says of a column.
    #[must_use]
    pub fn code(&self, column: usize, row: usize) -> usize {
        let code = self.columns.get(column).and_then(|codes| codes.get(row)).copied();
        code.map_or(0, |code| usize::try_from(code).unwrap_or(usize::MAX))
    }

    /// What a row says of a field, by its name.
    pub(crate) fn fact<'c>(
        &self,
        columns: &'c [Column],
        row: usize,
        name: &str,
    ) -> Option<Fact<'c>> {
        let at = columns.iter().position(|column| column.field == name)?;
        Fact::of(columns.get(at)?.values.get(self.code(at, row))?)
    }

    /// The first code that names no value, as the column and the row of the list in which it
    /// stands; `sizes` is how many values each column has.
    #[must_use]
    pub fn unknown(&self, sizes: &[usize]) -> Option<(usize, usize)> {
        let beyond = |(codes, size): (&&[u32], &usize)| {
            codes.iter().position(|code| usize::try_from(*code).map_or(true, |code| code >= *size))
        };
        let mut found = self.columns.iter().zip(sizes).map(beyond).enumerate();
        found.find_map(|(column, row)| row.map(|row| (column, self.first.saturating_add(row))))
    }
}

/// Many conditions at once: which of them hold for a row of codes.
///
/// What a condition asks of one field alone is answered beforehand for each of the field's values,
/// as one bit a condition; a row takes the bits of its codes together. Only what asks for several
/// fields at once is looked at row by row, and only where the bits leave it open. A row costs as
/// many steps as there are columns, times a sixty-fourth of the conditions.
#[derive(Debug)]
pub(crate) struct Sieve {
    /// The conditions that no column is against.
    open: Bits,
    /// The columns that some condition asks for, with the bits of each value in turn.
    masks: Vec<(usize, Vec<u64>)>,
    /// What asks for several fields, by the condition that it is a part of.
    rest: Vec<(usize, Vec<Condition>)>,
}

impl Sieve {
    /// A sieve of conditions, none being one that always holds. A field without a column has the
    /// value that `otherwise` gives.
    pub(crate) fn new<'c, 'f>(
        conditions: impl Iterator<Item = Option<&'c Condition>>,
        columns: &[Column],
        otherwise: &dyn Fn(&str) -> Option<Fact<'f>>,
    ) -> Self {
        let conditions: Vec<_> = conditions.map(|one| parts(one.into_iter().collect())).collect();
        let mut open = Bits::new(conditions.len());
        let mut rest = Vec::new();
        let mut of_columns: Vec<Vec<(usize, &Condition)>> = vec![Vec::new(); columns.len()];
        for (at, parts) in conditions.iter().enumerate() {
            open.set(at);
            let mut several = Vec::new();
            for part in parts {
                let mut fields = Vec::new();
                part.tells_apart(&mut fields);
                let place = |name: &str| columns.iter().position(|column| column.field == name);
                match fields.as_slice() {
                    [] | [_] => match fields.first().and_then(|(name, _)| place(name)) {
                        Some(column) => {
                            of_columns
                                .get_mut(column)
                                .into_iter()
                                .for_each(|of| of.push((at, part)));
                        }
                        None if part.holds_for(otherwise) => {}
                        None => open.clear(at),
                    },
                    _ => several.push((*part).clone()),
                }
            }
            if !several.is_empty() {
                rest.push((at, several));
            }
        }
        let asked = of_columns.iter().zip(columns).enumerate();
        let asked = asked.filter(|(_, (of, _))| !of.is_empty());
        let masks = asked.map(|(at, (of, column))| (at, masks(of, column, conditions.len())));
        Self { masks: masks.collect(), open, rest }
    }

    /// The conditions that hold for a row. `fact` answers for the row too, by names.
    pub(crate) fn holding<'f>(
        &self,
        rows: &Rows<'_>,
        row: usize,
        fact: &dyn Fn(&str) -> Option<Fact<'f>>,
        held: &mut Bits,
    ) {
        held.clone_from(&self.open);
        for (column, masks) in &self.masks {
            held.keep(masks, rows.code(*column, row));
        }
        for (at, parts) in &self.rest {
            if held.has(*at) && !parts.iter().all(|part| part.holds_for(fact)) {
                held.clear(*at);
            }
        }
    }
}

/// What must hold together, each taken apart as far as it goes.
fn parts(mut whole: Vec<&Condition>) -> Vec<&Condition> {
    let mut parts = Vec::new();
    while let Some(one) = whole.pop() {
        if let Condition::All(inner) = one {
            whole.extend(inner);
        } else {
            parts.push(one);
        }
    }
    parts
}

/// For each value of a column the conditions that it is not against.
fn masks(asking: &[(usize, &Condition)], column: &Column, conditions: usize) -> Vec<u64> {
    let mut masks = Vec::new();
    for value in &column.values {
        let mut bits = Bits::full(conditions);
        for (at, part) in asking {
            if !part.holds_for(&|_| Fact::of(value)) {
                bits.clear(*at);
            }
        }
        masks.extend(bits.0);
    }
    masks
}

/// A set of small numbers.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Bits(Vec<u64>);

impl Clone for Bits {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }

    // Into the memory that it has: this is done for every row.
    fn clone_from(&mut self, other: &Self) {
        self.0.clone_from(&other.0);
    }
}

impl Bits {
    /// The empty set of numbers below `size`.
    pub(crate) fn new(size: usize) -> Self {
        Self(vec![0; size.div_ceil(64)])
    }

    fn full(size: usize) -> Self {
        Self(vec![u64::MAX; size.div_ceil(64)])
    }

    /// The words of sets of this size that stand one behind the other.
    pub(crate) fn words(self) -> Vec<u64> {
        self.0
    }

    pub(crate) fn set(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number >> 6) {
            *word |= 1_u64.wrapping_shl(low(number));
        }
    }

    fn clear(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number >> 6) {
            *word &= !1_u64.wrapping_shl(low(number));
        }
    }

    fn has(&self, number: usize) -> bool {
        self.0.get(number >> 6).is_some_and(|word| word.wrapping_shr(low(number)) & 1 == 1)
    }

    /// Keeps what is in the set number `at` of those that stand one behind the other.
    pub(crate) fn keep(&mut self, sets: &[u64], at: usize) {
        let other = set(sets, self.0.len(), at);
        for (word, other) in self.0.iter_mut().zip(other) {
            *word &= other;
        }
    }

    /// Keeps what is in another set.
    pub(crate) fn keep_all(&mut self, other: &Self) {
        self.keep(&other.0, 0);
    }

    /// Adds what is in the set number `at` of those that stand one behind the other.
    pub(crate) fn add(&mut self, sets: &[u64], at: usize) {
        let other = set(sets, self.0.len(), at);
        for (word, other) in self.0.iter_mut().zip(other) {
            *word |= other;
        }
    }

    /// The numbers in it, the smallest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = usize> {
        self.0.iter().enumerate().flat_map(|(at, word)| {
            let mut left = *word;
            std::iter::from_fn(move || {
                let bit = usize::try_from(left.trailing_zeros()).ok().filter(|bit| *bit < 64)?;
                left &= left.wrapping_sub(1);
                Some(at << 6 | bit)
            })
        })
    }
}

/// Where a number stands in its word.
fn low(number: usize) -> u32 {
    u32::try_from(number & 63).unwrap_or(0)
}

fn set(sets: &[u64], words: usize, at: usize) -> &[u64] {
    sets.chunks_exact(words.max(1)).nth(at).unwrap_or_default()
}
