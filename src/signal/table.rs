//! Places by key: open addressing, so that finding one takes a few steps and no allocation.

/// Stands for no place.
const NONE: u32 = u32::MAX;

/// Places by 64-bit keys that are hashes themselves.
///
/// At most half of the cells are taken. What is removed leaves no trace: those behind it move up.
#[derive(Debug, Default)]
pub(super) struct Table {
    cells: Vec<(u64, u32)>,
    taken: usize,
}

/// Spreads a hash whose low bits may be alike.
const fn spread(key: u64) -> u64 {
    let mixed = (key ^ (key >> 32)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ (mixed >> 29)
}

impl Table {
    fn mask(&self) -> usize {
        self.cells.len().saturating_sub(1)
    }

    /// The cell where the search for a key begins.
    fn home(&self, key: u64) -> usize {
        let mask = u64::try_from(self.mask()).unwrap_or_default();
        usize::try_from(spread(key) & mask).unwrap_or_default()
    }

    const fn next(cell: usize, mask: usize) -> usize {
        cell.wrapping_add(1) & mask
    }

    /// The cell of a key, or the free one where it would be.
    fn cell(&self, key: u64) -> usize {
        let (mut at, mask) = (self.home(key), self.mask());
        while let Some((other, place)) = self.cells.get(at) {
            if *place == NONE || *other == key {
                break;
            }
            at = Self::next(at, mask);
        }
        at
    }

    /// The place of a key.
    pub(super) fn get(&self, key: u64) -> Option<u32> {
        let (_, place) = self.cells.get(self.cell(key))?;
        (*place != NONE).then_some(*place)
    }

    /// Sets the place of a key.
    pub(super) fn insert(&mut self, key: u64, place: u32) {
        if self.taken.saturating_mul(2) >= self.cells.len() {
            self.grow();
        }
        let at = self.cell(key);
        if let Some(cell) = self.cells.get_mut(at) {
            if cell.1 == NONE {
                self.taken = self.taken.saturating_add(1);
            }
            *cell = (key, place);
        }
    }

    fn grow(&mut self) {
        let size = self.cells.len().saturating_mul(2).max(16);
        let old = std::mem::replace(&mut self.cells, vec![(0, NONE); size]);
        for (key, place) in old {
            let at = self.cell(key);
            if let Some(cell) = self.cells.get_mut(at).filter(|_| place != NONE) {
                *cell = (key, place);
            }
        }
    }

    /// Removes a key.
    pub(super) fn remove(&mut self, key: u64) {
        let mask = self.mask();
        let mut hole = self.cell(key);
        if self.cells.get(hole).is_none_or(|(_, place)| *place == NONE) {
            return;
        }
        self.taken = self.taken.saturating_sub(1);
        let mut at = Self::next(hole, mask);
        while let Some((key, place)) = self.cells.get(at).copied().filter(|cell| cell.1 != NONE) {
            // It may move up if its home is not between the hole and where it is.
            let gone = at.wrapping_sub(self.home(key)) & mask;
            if gone >= (at.wrapping_sub(hole) & mask) {
                self.set(hole, (key, place));
                hole = at;
            }
            at = Self::next(at, mask);
        }
        self.set(hole, (0, NONE));
    }

    fn set(&mut self, at: usize, cell: (u64, u32)) {
        if let Some(old) = self.cells.get_mut(at) {
            *old = cell;
        }
    }
}
