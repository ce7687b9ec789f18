use super::bytes::{Bytes, put};
use super::{number, place};

/// A term of a ticket: its number, and how often each field has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry {
    pub(super) term: u32,
    pub(super) count: Count,
}

/// How often each field of a ticket has a term, in one byte: up to 3 times in the title, 15 in the
/// text, and whether in the category and in the service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Count(pub(super) u8);

/// A field whose terms are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Title,
    Text,
    Category,
    Service,
}

impl Field {
    pub(super) const ALL: [Self; 4] = [Self::Title, Self::Text, Self::Category, Self::Service];

    pub(super) const fn fact(self) -> &'static str {
        match self {
            Self::Title => "shortDescription",
            Self::Text => "description",
            Self::Category => "category",
            Self::Service => "service",
        }
    }
}

impl Count {
    /// One more in a field, unless there is no room for more.
    pub(super) fn more(&mut self, field: Field) {
        self.0 = match field {
            Field::Title if self.times(field) < 3 => self.0.saturating_add(0b01_0000),
            Field::Text if self.times(field) < 15 => self.0.saturating_add(1),
            Field::Category => self.0 | 0b0100_0000,
            Field::Service => self.0 | 0b1000_0000,
            Field::Title | Field::Text => self.0,
        };
    }

    pub(super) const fn times(self, field: Field) -> u8 {
        match field {
            Field::Title => self.0 >> 4 & 0b11,
            Field::Text => self.0 & 0b1111,
            Field::Category => self.0 >> 6 & 1,
            Field::Service => self.0 >> 7,
        }
    }
}

/// Adds the entries of a ticket, which stand sorted by term.
pub(super) fn put_entries(bytes: &mut Vec<u8>, entries: impl Iterator<Item = Entry>) {
    let mut last = 0_u32;
    for Entry { term, count } in entries {
        put(bytes, u64::from(term.wrapping_sub(last)));
        bytes.push(count.0);
        last = term;
    }
}

/// What stands at differences to the one before, each with its count: the terms of a ticket, or
/// the tickets of a term.
#[derive(Debug, Clone)]
pub(super) struct Steps<'a> {
    bytes: Bytes<'a>,
    last: u32,
}

impl<'a> Steps<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { bytes: Bytes(bytes), last: 0 }
    }
}

impl Iterator for Steps<'_> {
    type Item = Entry;

    #[inline]
    fn next(&mut self) -> Option<Entry> {
        self.last = self.last.wrapping_add(self.bytes.small()?);
        Some(Entry { term: self.last, count: Count(self.bytes.byte()?) })
    }
}

/// The tickets of each term.
#[derive(Debug, Default)]
pub(super) struct Postings {
    bytes: Vec<u8>,
    /// Where those of each term end.
    ends: Vec<u32>,
}

impl Postings {
    /// Turns the terms of tickets around.
    pub(super) fn of<'a, I>(terms: usize, tickets: impl Fn() -> I) -> Self
    where
        I: Iterator<Item = (u32, Steps<'a>)>,
    {
        let mut last = vec![0_u32; terms];
        let mut ends = vec![0_u32; terms];
        for (slot, steps) in tickets() {
            for entry in steps {
                let at = place(entry.term);
                let (Some(last), Some(end)) = (last.get_mut(at), ends.get_mut(at)) else {
                    continue;
                };
                *end = end.saturating_add(length(slot.wrapping_sub(*last))).saturating_add(1);
                *last = slot;
            }
        }
        let mut whole = 0_u32;
        for end in &mut ends {
            // First where those of the term begin; writing them moves it to their end.
            (whole, *end) = (whole.saturating_add(*end), whole);
        }
        last.fill(0);
        let mut bytes = vec![0; place(whole)];
        for (slot, steps) in tickets() {
            for entry in steps {
                let at = place(entry.term);
                let (Some(last), Some(end)) = (last.get_mut(at), ends.get_mut(at)) else {
                    continue;
                };
                let free = bytes.get_mut(place(*end)..).unwrap_or_default();
                let written = write(free, slot.wrapping_sub(*last), entry.count);
                *end = end.saturating_add(written);
                *last = slot;
            }
        }
        Self { bytes, ends }
    }

    /// The tickets of a term.
    pub(super) fn tickets(&self, term: u32) -> Steps<'_> {
        let at = place(term);
        let end = self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied();
        let start = start.unwrap_or_default();
        Steps::new(self.bytes.get(place(start)..place(end)).unwrap_or_default())
    }

    pub(super) fn size(&self) -> usize {
        self.bytes.capacity().saturating_add(self.ends.capacity().saturating_mul(4))
    }
}

/// The bytes of a number in groups of seven bits.
fn length(number: u32) -> u32 {
    let bits = u32::BITS.saturating_sub(number.leading_zeros()).max(1);
    bits.div_ceil(7)
}

fn write(free: &mut [u8], mut step: u32, count: Count) -> u32 {
    let length = length(step);
    for (at, byte) in free.iter_mut().take(place(length)).enumerate() {
        let more = if number(at).saturating_add(1) < length { 0x80 } else { 0 };
        *byte = u8::try_from(step & 0x7f).unwrap_or_default() | more;
        step >>= 7;
    }
    if let Some(byte) = free.get_mut(place(length)) {
        *byte = count.0;
    }
    length.saturating_add(1)
}
