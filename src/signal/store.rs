//! What is remembered, in the order in which it was last changed.

/// Stands for no slot.
const NONE: u32 = u32::MAX;

/// What of it is given up first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// What is over.
    Settled,
    /// What goes on.
    Active,
}

#[derive(Debug, Clone, Copy)]
struct Queue {
    first: u32,
    last: u32,
}

#[derive(Debug)]
struct Slot<T> {
    value: Option<T>,
    rank: Rank,
    before: u32,
    after: u32,
}

/// Values in slots that stay where they are; of each rank the one that was changed longest ago is
/// found at once.
#[derive(Debug)]
pub(super) struct Store<T> {
    slots: Vec<Slot<T>>,
    free: Vec<u32>,
    settled: Queue,
    active: Queue,
    count: usize,
}

impl<T> Default for Store<T> {
    fn default() -> Self {
        let empty = Queue { first: NONE, last: NONE };
        Self { slots: Vec::new(), free: Vec::new(), settled: empty, active: empty, count: 0 }
    }
}

impl<T> Store<T> {
    pub(super) const fn len(&self) -> usize {
        self.count
    }

    fn slot(&self, at: u32) -> Option<&Slot<T>> {
        self.slots.get(usize::try_from(at).ok()?)
    }

    fn slot_mut(&mut self, at: u32) -> Option<&mut Slot<T>> {
        self.slots.get_mut(usize::try_from(at).ok()?)
    }

    pub(super) fn get(&self, at: u32) -> Option<&T> {
        self.slot(at)?.value.as_ref()
    }

    pub(super) fn get_mut(&mut self, at: u32) -> Option<&mut T> {
        self.slot_mut(at)?.value.as_mut()
    }

    /// Takes in a value, as the one that was changed last.
    pub(super) fn add(&mut self, value: T, rank: Rank) -> u32 {
        let slot = Slot { value: Some(value), rank, before: NONE, after: NONE };
        let at = if let Some(at) = self.free.pop() {
            if let Some(old) = self.slot_mut(at) {
                *old = slot;
            }
            at
        } else {
            self.slots.push(slot);
            u32::try_from(self.slots.len().saturating_sub(1)).unwrap_or(NONE)
        };
        self.count = self.count.saturating_add(1);
        self.append(at, rank);
        at
    }

    /// Gives up a value.
    pub(super) fn remove(&mut self, at: u32) -> Option<T> {
        let value = self.slot_mut(at)?.value.take()?;
        self.unlink(at);
        self.free.push(at);
        self.count = self.count.saturating_sub(1);
        Some(value)
    }

    /// Makes it the one that was changed last.
    pub(super) fn touch(&mut self, at: u32, rank: Rank) {
        if self.get(at).is_some() {
            self.unlink(at);
            self.append(at, rank);
        }
    }

    /// The one to give up: settled before active, and then the one changed longest ago.
    pub(super) const fn oldest(&self) -> Option<u32> {
        match (self.settled.first, self.active.first) {
            (NONE, NONE) => None,
            (NONE, first) | (first, _) => Some(first),
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (u32, &T)> {
        (0_u32..).zip(&self.slots).filter_map(|(at, slot)| Some((at, slot.value.as_ref()?)))
    }

    fn queue(&mut self, rank: Rank) -> &mut Queue {
        match rank {
            Rank::Settled => &mut self.settled,
            Rank::Active => &mut self.active,
        }
    }

    fn append(&mut self, at: u32, rank: Rank) {
        let queue = self.queue(rank);
        let last = std::mem::replace(&mut queue.last, at);
        if last == NONE {
            queue.first = at;
        }
        if let Some(before) = self.slot_mut(last) {
            before.after = at;
        }
        if let Some(slot) = self.slot_mut(at) {
            (slot.rank, slot.before, slot.after) = (rank, last, NONE);
        }
    }

    fn unlink(&mut self, at: u32) {
        let Some((rank, before, after)) = self.slot(at).map(|s| (s.rank, s.before, s.after)) else {
            return;
        };
        match self.slot_mut(before) {
            Some(slot) => slot.after = after,
            None => self.queue(rank).first = after,
        }
        match self.slot_mut(after) {
            Some(slot) => slot.before = before,
            None => self.queue(rank).last = before,
        }
    }
}
