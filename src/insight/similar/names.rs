use super::{number, place};

/// A row of the table that holds nothing.
const EMPTY: u32 = u32::MAX;

/// Texts, each kept once and known by its number, in the order in which they came.
#[derive(Debug, Default, Clone)]
pub(in crate::insight) struct Names {
    text: String,
    /// Where each text ends.
    ends: Vec<u32>,
    /// The numbers, each at the first free row from its text's hash on; its length is a power of
    /// two.
    table: Vec<u32>,
}

impl Names {
    pub(in crate::insight) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The text of a number.
    pub(in crate::insight) fn get(&self, name: u32) -> &str {
        let at = place(name);
        let end = self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        self.text.get(place(start.unwrap_or_default())..place(end)).unwrap_or_default()
    }

    /// The number of a text that came before.
    pub(super) fn find(&self, text: &str) -> Option<u32> {
        self.row(text).ok()
    }

    /// The number of a text, a new one if it never came before.
    pub(in crate::insight) fn add(&mut self, text: &str) -> u32 {
        if self.len().saturating_add(1).saturating_mul(2) > self.table.len() {
            self.grow();
        }
        match self.row(text) {
            Ok(name) => name,
            Err(row) => {
                let name = number(self.len());
                self.text.push_str(text);
                self.ends.push(number(self.text.len()));
                if let Some(free) = self.table.get_mut(row) {
                    *free = name;
                }
                name
            }
        }
    }

    /// The number of the text, or the row where it would stand.
    fn row(&self, text: &str) -> Result<u32, usize> {
        let mask = self.table.len().wrapping_sub(1);
        let mut row = place(hash(text)) & mask;
        loop {
            match self.table.get(row) {
                None | Some(&EMPTY) => return Err(row),
                Some(name) if self.get(*name) == text => return Ok(*name),
                Some(_) => row = row.wrapping_add(1) & mask,
            }
        }
    }

    fn grow(&mut self) {
        let rows = self.table.len().saturating_mul(2).max(64);
        self.table = vec![EMPTY; rows];
        let mask = rows.wrapping_sub(1);
        for name in 0..number(self.len()) {
            let mut row = place(hash(self.get(name))) & mask;
            while self.table.get(row).is_some_and(|taken| *taken != EMPTY) {
                row = row.wrapping_add(1) & mask;
            }
            if let Some(free) = self.table.get_mut(row) {
                *free = name;
            }
        }
    }

    /// The bytes of memory it takes.
    pub(super) fn size(&self) -> usize {
        let numbers = self.ends.capacity().saturating_add(self.table.capacity());
        self.text.capacity().saturating_add(numbers.saturating_mul(4))
    }
}

/// FNV-1a, its upper half folded in: the table only looks at the lower bits.
fn hash(text: &str) -> u32 {
    let hash = text
        .bytes()
        .fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 15)
}
