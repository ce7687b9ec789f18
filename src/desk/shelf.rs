//! Where the tickets of a desk are, and in which orders.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::Arc;

use super::held::{Held, Key, Standing};
use super::words::Words;
use crate::time::Instant;

/// Tickets by the instant of something.
type ByInstant = BTreeSet<(Instant, u32)>;

/// The tickets, each in a slot, and the orders that lead to them.
#[derive(Debug, Default)]
pub(super) struct Shelf {
    slots: Vec<Option<Box<Held>>>,
    free: Vec<u32>,
    by_id: BTreeMap<Arc<str>, u32>,
    order: BTreeSet<Key>,
    /// From when on they stand elsewhere.
    ends: ByInstant,
    /// Before when they stood elsewhere.
    begins: ByInstant,
    /// From when on time causes something.
    stirs: ByInstant,
    /// Before when time causes nothing, and then perhaps something.
    may_stir: ByInstant,
    pub(super) words: Words,
    /// Of their texts.
    pub(super) bytes: usize,
}

impl Shelf {
    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }

    pub(super) fn slot(&self, id: &str) -> Option<u32> {
        self.by_id.get(id).copied()
    }

    pub(super) fn at(&self, slot: u32) -> Option<&Held> {
        self.slots.get(usize::try_from(slot).ok()?)?.as_deref()
    }

    fn at_mut(&mut self, slot: u32) -> Option<&mut Held> {
        self.slots.get_mut(usize::try_from(slot).ok()?)?.as_deref_mut()
    }

    pub(super) fn get(&self, id: &str) -> Option<&Held> {
        self.at(self.slot(id)?)
    }

    pub(super) fn all(&self) -> impl Iterator<Item = &Held> {
        self.slots.iter().filter_map(|held| held.as_deref())
    }

    /// The places in the order behind one, or all of them.
    pub(super) fn behind(&self, last: Option<&Key>) -> impl Iterator<Item = &Key> {
        let from = last.map_or(Bound::Unbounded, Bound::Excluded);
        self.order.range((from, Bound::Unbounded))
    }

    /// Takes in a ticket that stands somewhere.
    pub(super) fn insert(&mut self, mut held: Held) {
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            // Invariant: a desk holds fewer tickets than there are numbers.
            u32::try_from(self.slots.len().saturating_sub(1)).unwrap_or(u32::MAX)
        });
        held.key.slot = slot;
        self.by_id.insert(Arc::clone(&held.id), slot);
        self.bytes = self.bytes.saturating_add(held.text.as_str().len());
        self.order.insert(held.key.clone());
        self.note(slot, held.standing);
        self.note_stirs(slot, held.stirs);
        let place = usize::try_from(slot).ok().and_then(|slot| self.slots.get_mut(slot));
        if let Some(place) = place {
            *place = Some(Box::new(held));
        }
    }

    /// Gives a ticket away; what it was ranked by is lost.
    pub(super) fn remove(&mut self, slot: u32) -> Option<()> {
        let held = *self.slots.get_mut(usize::try_from(slot).ok()?)?.take()?;
        self.free.push(slot);
        self.by_id.remove(&held.id);
        self.bytes = self.bytes.saturating_sub(held.text.as_str().len());
        self.order.remove(&held.key);
        self.unnote(slot, held.standing);
        self.unnote_stirs(slot, held.stirs);
        for word in held.into_words() {
            self.words.give_back(&word);
        }
        Some(())
    }

    /// Changes where a ticket stands.
    pub(super) fn change(&mut self, slot: u32, change: impl FnOnce(&mut Held)) {
        let Some(held) = self.at_mut(slot) else { return };
        let (before, key) = (held.standing, held.key.clone());
        change(held);
        let (after, new) = (held.standing, held.key.clone());
        if key != new {
            self.order.remove(&key);
            self.order.insert(new);
        }
        if (before.from, before.until) != (after.from, after.until) {
            self.unnote(slot, before);
            self.note(slot, after);
        }
    }

    fn note(&mut self, slot: u32, standing: Standing) {
        if standing.from > Instant::MIN {
            self.begins.insert((standing.from, slot));
        }
        if let Some(until) = standing.until {
            self.ends.insert((until, slot));
        }
    }

    fn unnote(&mut self, slot: u32, standing: Standing) {
        self.begins.remove(&(standing.from, slot));
        if let Some(until) = standing.until {
            self.ends.remove(&(until, slot));
        }
    }

    /// A ticket that stands elsewhere at an instant than is known.
    pub(super) fn elsewhere(&self, now: Instant) -> Option<u32> {
        let ended = self.ends.first().filter(|(until, _)| *until <= now);
        let (_, slot) = ended.or_else(|| self.begins.last().filter(|(from, _)| *from > now))?;
        Some(*slot)
    }

    /// When a ticket next stands elsewhere.
    pub(super) fn next_end(&self) -> Option<Instant> {
        self.ends.first().map(|(until, _)| *until)
    }

    /// Says from when on time causes something, and whether that is sure.
    pub(super) fn set_stirs(&mut self, slot: u32, stirs: Option<(Instant, bool)>) {
        let Some(held) = self.at_mut(slot) else { return };
        let before = std::mem::replace(&mut held.stirs, stirs);
        self.unnote_stirs(slot, before);
        self.note_stirs(slot, stirs);
    }

    fn note_stirs(&mut self, slot: u32, stirs: Option<(Instant, bool)>) {
        let Some((at, sure)) = stirs else { return };
        let set = if sure { &mut self.stirs } else { &mut self.may_stir };
        set.insert((at, slot));
    }

    fn unnote_stirs(&mut self, slot: u32, stirs: Option<(Instant, bool)>) {
        let Some((at, sure)) = stirs else { return };
        let set = if sure { &mut self.stirs } else { &mut self.may_stir };
        set.remove(&(at, slot));
    }

    /// The first ticket of which it must be found out whether time causes something up to `now`.
    pub(super) fn first_unsure(&self) -> Option<(Instant, u32)> {
        self.may_stir.first().copied()
    }

    /// The tickets of which time causes something up to `now`, by when it does so.
    pub(super) fn stirred(&self, now: Instant) -> impl Iterator<Item = &Held> {
        let until = self.stirs.iter().take_while(move |(at, _)| *at <= now);
        until.filter_map(|(_, slot)| self.at(*slot))
    }

    /// When time next causes something for sure after `now`.
    pub(super) fn next_stir(&self, now: Instant) -> Option<Instant> {
        let after = (Bound::Excluded((now, u32::MAX)), Bound::Unbounded);
        self.stirs.range(after).next().map(|(at, _)| *at)
    }

    /// Remembers whether a condition holds of a ticket.
    pub(super) fn learn(&mut self, slot: u32, bit: u32, holds: bool) {
        let Some(held) = self.at_mut(slot) else { return };
        held.known |= bit;
        held.holds = if holds { held.holds | bit } else { held.holds & !bit };
    }

    /// Forgets of which tickets a condition holds.
    pub(super) fn forget(&mut self, bit: u32) {
        for held in self.slots.iter_mut().flatten() {
            held.known &= !bit;
        }
    }
}
