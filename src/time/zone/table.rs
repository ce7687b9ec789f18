//! The packed table, made by `cargo xtask tzdata`. Numbers are in base 128, low digits first, the
//! high bit set on all digits but the last; signed ones are folded (0, -1, 1, -2, ...).
//!
//! ```text
//! version   length, letters
//! names     count, each: length, letters, rules (index)
//! offsets   count, each a signed number of seconds
//! steps     count, each a number of seconds between two changes, the most frequent first
//! futures   count, each: standard (index of offsets), 0 | 1 and then: summer (index), two days,
//!           each month, week, weekday, signed seconds
//! rules     count, each: number of bytes, first offset (index), future (index), number of
//!           changes, if any the first one's second, then the further ones' steps (index), then
//!           the offset of each (index)
//! ```

use super::Rules;
use super::posix::{Day, Posix, Summer};

static TABLE: &[u8] = include_bytes!("table.bin");

/// A name of the table.
pub(super) struct Entry {
    pub(super) name: &'static str,
    pub(super) rules: usize,
}

/// Reads the table from front to back. Past its end there are only zeros, so a damaged table
/// gives wrong rules but neither a panic nor a loop; the tests compare every rule.
struct Reader(&'static [u8]);

impl Reader {
    fn number(&mut self) -> i64 {
        let mut number = 0_i64;
        let mut shift = 0_u32;
        while let Some((byte, rest)) = self.0.split_first() {
            self.0 = rest;
            number |= i64::from(byte & 127).checked_shl(shift).unwrap_or(0);
            shift = shift.saturating_add(7);
            if *byte < 128 {
                break;
            }
        }
        number
    }

    fn signed(&mut self) -> i64 {
        let folded = self.number();
        if folded & 1 == 1 { !(folded >> 1) } else { folded >> 1 }
    }

    fn size(&mut self) -> usize {
        usize::try_from(self.number()).unwrap_or(0)
    }

    fn small(&mut self) -> u32 {
        u32::try_from(self.number()).unwrap_or(0)
    }

    fn letters(&mut self, length: usize) -> &'static str {
        let (letters, rest) = self.0.split_at_checked(length).unwrap_or((&[], &[]));
        self.0 = rest;
        std::str::from_utf8(letters).unwrap_or_default()
    }

    fn entry(&mut self) -> Entry {
        let length = self.size();
        Entry { name: self.letters(length), rules: self.size() }
    }

    fn pass(&mut self, bytes: usize) {
        self.0 = self.0.get(bytes..).unwrap_or_default();
    }

    fn list<T>(&mut self, read: impl Fn(&mut Self) -> T) -> Vec<T> {
        let count = self.size().min(self.0.len());
        (0..count).map(|_| read(self)).collect()
    }

    fn day(&mut self) -> Day {
        Day {
            month: self.small(),
            week: self.small(),
            weekday: self.small(),
            seconds: self.signed(),
        }
    }
}

pub(super) fn version() -> &'static str {
    let mut reader = Reader(TABLE);
    let length = reader.size();
    reader.letters(length)
}

/// Every name, in alphabetical order.
pub(super) fn entries() -> impl Iterator<Item = Entry> {
    let mut reader = Reader(TABLE);
    let length = reader.size();
    reader.letters(length);
    let count = reader.size();
    (0..count).map_while(move |_| (!reader.0.is_empty()).then(|| reader.entry()))
}

/// The rules with this index.
pub(super) fn rules(index: usize) -> Rules {
    let mut reader = Reader(TABLE);
    let length = reader.size();
    reader.letters(length);
    reader.list(Reader::entry);
    let offsets = reader.list(Reader::signed);
    let steps = reader.list(Reader::number);
    let offset = |index: usize| offsets.get(index).copied().unwrap_or(0);
    let futures = reader.list(|reader| {
        let standard = offset(reader.size());
        let summer = (reader.number() == 1).then(|| Summer {
            offset: offset(reader.size()),
            starts: reader.day(),
            ends: reader.day(),
        });
        Posix { standard, summer }
    });
    reader.size();
    for _ in 0..index {
        let bytes = reader.size();
        reader.pass(bytes);
    }
    reader.size();
    let first = offset(reader.size());
    let future = futures.get(reader.size()).copied();
    let count = reader.size().min(reader.0.len());
    let mut times = Vec::new();
    let mut time = 0_i64;
    for at in 0..count {
        let step =
            if at == 0 { reader.number() } else { steps.get(reader.size()).copied().unwrap_or(0) };
        time = time.saturating_add(step);
        times.push(time);
    }
    let changes = times.into_iter().map(|time| (time, offset(reader.size()))).collect();
    Rules { first, changes, future: future.unwrap_or(Posix { standard: first, summer: None }) }
}
