//! What is known of the line of open time: the stretches that were asked for, and the sums of all
//! between them. Every search begins in a table, so that it takes the same time whatever the span.

use super::Rules;
use crate::limits;
use crate::time::Instant;

/// A stretch of the line is 2^35 ms, about 398 days, so that its number is a shift away.
const BITS: u32 = 35;
/// A slot is 2^26 ms, about 19 hours.
const SLOT_BITS: u32 = 26;
const SLOTS: i64 = 1 << (BITS - SLOT_BITS);

/// The number of the last stretch.
pub(super) const LAST: i64 = Instant::MAX.as_millis() >> BITS;

pub(super) fn number_of(at: i64) -> i64 {
    at >> BITS
}

pub(super) fn start_of(number: i64) -> i64 {
    number << BITS
}

/// An open segment of a stretch.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    pub(super) from: i64,
    pub(super) to: i64,
    /// What an instant inside is ahead of the open time in its stretch up to it.
    ahead: i64,
}

// Invariant: instants and sums of open time lie in 0..=Instant::MAX, so that none of this wraps.
impl Open {
    /// The open time in its stretch up to an instant inside.
    fn position(&self, at: i64) -> i64 {
        at.wrapping_sub(self.ahead)
    }

    /// The instant inside by which so much open time of its stretch has passed.
    fn at(&self, position: i64) -> i64 {
        position.wrapping_add(self.ahead)
    }

    /// The open time in its stretch up to its end.
    fn end(&self) -> i64 {
        self.position(self.to)
    }
}

/// The open segments of a stretch, and their sum.
#[derive(Debug, Default)]
struct Stretch {
    segments: Vec<Open>,
    sum: i64,
    /// How many segments begin before each slot of time: most searches end there.
    begun: Vec<usize>,
    /// How many segments end within as many slots of open time.
    ended: Vec<usize>,
    /// A slot of open time is 2^`bits` ms: so many that there are about as many as of time.
    bits: u32,
}

impl Stretch {
    fn of(rules: &Rules, number: i64) -> Self {
        let mut stretch = Self::default();
        let end = start_of(number.saturating_add(1)).min(Instant::MAX.as_millis());
        for (from, to) in rules.open(start_of(number), end) {
            let open = Open { from, to, ahead: from.saturating_sub(stretch.sum) };
            stretch.sum = open.end();
            stretch.segments.push(open);
        }
        while stretch.sum >> stretch.bits >= SLOTS {
            stretch.bits = stretch.bits.saturating_add(1);
        }
        stretch.begun = slots(&stretch.segments, |open| open.from, start_of(number), SLOT_BITS);
        // What ends with a slot has ended in it.
        stretch.ended = slots(&stretch.segments, Open::end, 1, stretch.bits);
        stretch
    }

    /// How many segments `is` holds for, if it holds up to one in this slot and for none after it.
    fn count(&self, slots: &[usize], slot: i64, is: impl Fn(&Open) -> bool) -> Option<usize> {
        let [before, after] = *slots.get(usize::try_from(slot).ok()?..)?.first_chunk()?;
        // Most slots have one segment or none; no processor can guess which, so that this is a sum
        // and not a choice.
        let within = if after.wrapping_sub(before) > 1 {
            self.segments.get(before..after)?.partition_point(is)
        } else {
            usize::from(self.segments.get(before).is_some_and(is))
        };
        before.checked_add(within)
    }

    /// Open time from the start of the stretch to `at`, which lies in it.
    fn until(&self, at: i64) -> i64 {
        let slot = (at >> SLOT_BITS) & (SLOTS - 1);
        let begun = self.count(&self.begun, slot, |open| open.from <= at).unwrap_or(0);
        let last = self.segments.get(begun.wrapping_sub(1));
        last.map_or(0, |open| open.position(at.min(open.to)))
    }

    /// The earliest instant by which `open` has passed; `open` lies in 1..=sum.
    fn earliest(&self, open: i64) -> Option<i64> {
        let slot = open.wrapping_sub(1) >> self.bits;
        let ended = self.count(&self.ended, slot, |one| one.end() < open)?;
        Some(self.segments.get(ended)?.at(open))
    }

    /// The latest instant by which only `open` has passed; `open` lies in 0..sum.
    fn latest(&self, open: i64) -> Option<i64> {
        let ended = self.count(&self.ended, open >> self.bits, |one| one.end() <= open)?;
        Some(self.segments.get(ended)?.at(open))
    }
}

/// How many segments have their edge before each slot of 2^`bits` ms from `start` on, and before
/// the end of the last one.
fn slots(segments: &[Open], edge: fn(&Open) -> i64, start: i64, bits: u32) -> Vec<usize> {
    let mut count = 0_usize;
    let mut counts = Vec::new();
    for slot in 0..=SLOTS {
        let start = start.saturating_add(slot << bits);
        while segments.get(count).is_some_and(|open| edge(open) < start) {
            count = count.saturating_add(1);
        }
        counts.push(count);
    }
    counts
}

/// A stretch of the line, if it is kept, and the open time up to its start.
#[derive(Debug)]
struct Part {
    /// From the start of the stretch that was asked for first; negative before it.
    sum: i64,
    stretch: Option<Box<Stretch>>,
}

/// What is known of the line.
#[derive(Debug, Default)]
pub(crate) struct Known {
    /// The number of the first part.
    first: i64,
    /// One for each stretch, without a gap. The last one stands for the end of the one before.
    parts: Vec<Part>,
    /// How many stretches are kept.
    kept: usize,
}

impl Known {
    fn index(&self, number: i64) -> Option<usize> {
        usize::try_from(number.wrapping_sub(self.first)).ok()
    }

    fn part(&self, number: i64) -> Option<&Part> {
        self.parts.get(self.index(number)?)
    }

    /// The open segments of a stretch.
    pub(super) fn segments(&self, number: i64) -> Option<&[Open]> {
        Some(&self.part(number)?.stretch.as_ref()?.segments)
    }

    /// The numbers of the first stretch and of the one after the last.
    pub(super) fn ends(&self) -> Option<(i64, i64)> {
        let last = i64::try_from(self.parts.len()).ok()?.checked_sub(1)?;
        (last >= 0).then_some((self.first, self.first.checked_add(last)?))
    }

    /// Open time up to the start of a stretch.
    pub(super) fn sum(&self, number: i64) -> Option<i64> {
        Some(self.part(number)?.sum)
    }

    /// Open time up to `at`.
    pub(super) fn position(&self, at: i64) -> Option<i64> {
        let part = self.part(number_of(at))?;
        part.sum.checked_add(part.stretch.as_ref()?.until(at))
    }

    /// Open time between two instants, if the stretches of both are known.
    pub(crate) fn between(&self, from: i64, to: i64) -> Option<i64> {
        self.position(to)?.checked_sub(self.position(from)?)
    }

    /// The earliest instant by which `span` of open time, more than none, has passed since
    /// `start`, if that much is known.
    pub(crate) fn due(&self, start: i64, span: i64) -> Option<i64> {
        let number = number_of(start);
        let part = self.part(number)?;
        let stretch = part.stretch.as_ref()?;
        let open = stretch.until(start).saturating_add(span);
        // Most spans end in the stretch in which they began.
        if open <= stretch.sum {
            return stretch.earliest(open);
        }
        self.earliest(number, part.sum.saturating_add(open))
    }

    /// The first stretch from `low` on at whose end at least `position` has passed.
    pub(super) fn reaching(&self, low: i64, position: i64) -> Option<i64> {
        let after = self.parts.get(self.index(low)?.checked_add(1)?..)?;
        let short = after.partition_point(|part| part.sum < position);
        (short < after.len()).then_some(low.checked_add(i64::try_from(short).ok()?)?)
    }

    /// The earliest instant by which `position` has passed, if it is known, looked for from a
    /// stretch on.
    pub(super) fn earliest(&self, low: i64, position: i64) -> Option<i64> {
        let part = self.part(self.reaching(low, position)?)?;
        part.stretch.as_ref()?.earliest(position.checked_sub(part.sum)?)
    }

    /// The last stretch at whose start at most `position` has passed and at whose end more.
    pub(super) fn leaving(&self, position: i64) -> Option<i64> {
        let passed = self.parts.partition_point(|part| part.sum <= position);
        let inside = passed > 0 && passed < self.parts.len();
        self.first.checked_add(i64::try_from(passed).ok().filter(|_| inside)?.checked_sub(1)?)
    }

    /// The latest instant by which only `position` has passed, in a stretch that [`leaving`]
    /// found.
    ///
    /// [`leaving`]: Self::leaving
    pub(super) fn latest(&self, number: i64, position: i64) -> Option<i64> {
        let part = self.part(number)?;
        part.stretch.as_ref()?.latest(position.checked_sub(part.sum)?)
    }

    /// Makes a stretch known, with the sums up to it and to its end.
    pub(super) fn learn(&mut self, rules: &Rules, number: i64) {
        if self.parts.is_empty() {
            self.first = number;
            self.parts.push(Part { sum: 0, stretch: None });
        }
        while let Some((_, end)) = self.ends().filter(|(_, end)| *end <= number) {
            let stretch = Stretch::of(rules, end);
            let sum = self.sum(end).unwrap_or(0).saturating_add(stretch.sum);
            self.keep(end, stretch);
            self.parts.push(Part { sum, stretch: None });
        }
        if number < self.first {
            self.learn_back(rules, number);
        }
        if self.part(number).is_some_and(|part| part.stretch.is_none()) {
            self.keep(number, Stretch::of(rules, number));
        }
    }

    /// All parts before the first one, down to a number. Only the last of their stretches is kept:
    /// no other has been asked for.
    fn learn_back(&mut self, rules: &Rules, number: i64) {
        let mut farthest = Stretch::default();
        self.parts.reverse();
        while number < self.first {
            self.first = self.first.saturating_sub(1);
            farthest = Stretch::of(rules, self.first);
            let after = self.parts.last().map_or(0, |part| part.sum);
            self.parts.push(Part { sum: after.saturating_sub(farthest.sum), stretch: None });
        }
        self.parts.reverse();
        self.keep(number, farthest);
    }

    /// Keeps a stretch. When there are too many, all go: the sums, which stay, are what a long
    /// span needs, and a stretch is computed again in about a tenth of a millisecond.
    fn keep(&mut self, number: i64, stretch: Stretch) {
        if !limits::STRETCHES.admits(self.kept.saturating_add(1)) {
            self.parts.iter_mut().for_each(|part| part.stretch = None);
            self.kept = 0;
        }
        let index = self.index(number);
        if let Some(part) = index.and_then(|index| self.parts.get_mut(index)) {
            part.stretch = Some(Box::new(stretch));
            self.kept = self.kept.saturating_add(1);
        }
    }
}
