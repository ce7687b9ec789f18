//! What clocks show in a zone, read from the bytes of its file (`TZif`, RFC 9636).

use crate::date::{DAY, date_of};
use crate::posix;

/// The last year for which the changes of the footer's rule are written out.
const LAST_YEAR: i64 = 2_105;

/// A moment at which clocks change. Seconds count from 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Change {
    pub(crate) at: i64,
    /// What clocks were ahead of UTC before it.
    pub(crate) before: i64,
    pub(crate) after: i64,
}

/// The clocks of a zone.
#[derive(Debug)]
pub(crate) struct Clocks {
    /// Ahead of UTC before the first change.
    first: i64,
    /// In order of time.
    pub(crate) changes: Vec<Change>,
}

/// Reads big-endian numbers off the front of a file.
struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn take(&mut self, count: usize) -> &'a [u8] {
        let (head, rest) = self.0.split_at(count);
        self.0 = rest;
        head
    }

    fn number(&mut self, bytes: usize) -> i64 {
        let head = self.take(bytes);
        let sign = if head[0] >= 0x80 { -1 } else { 0 };
        head.iter().fold(sign, |number, byte| (number << 8) | i64::from(*byte))
    }

    fn count(&mut self) -> usize {
        usize::try_from(self.number(4)).expect("a count")
    }

    /// Reads a header: the counts of UT marks, standard marks, leap seconds, changes, types and
    /// letters.
    fn header(&mut self) -> [usize; 6] {
        assert_eq!(self.take(4), b"TZif");
        assert!(self.take(1) >= b"2", "the file has 64-bit times and a footer");
        self.take(15);
        std::array::from_fn(|_| self.count())
    }
}

impl Clocks {
    /// Reads the file of a zone.
    pub(crate) fn read(bytes: &[u8]) -> Self {
        let mut file = Reader(bytes);
        let [ut, standard, leaps, changes, types, letters] = file.header();
        // The same with 32-bit times, for old readers.
        file.take(changes * 5 + types * 6 + letters + leaps * 8 + standard + ut);
        let [ut, standard, leaps, changes, types, letters] = file.header();
        let times: Vec<i64> = (0..changes).map(|_| file.number(8)).collect();
        let indices = file.take(changes);
        let offsets: Vec<i64> = (0..types)
            .map(|_| {
                let offset = file.number(4);
                file.take(2);
                offset
            })
            .collect();
        file.take(letters + leaps * 12 + standard + ut);
        let footer = std::str::from_utf8(file.0).expect("ASCII").trim_matches('\n');

        let mut clocks = Self { first: offsets[0], changes: Vec::new() };
        for (at, index) in times.iter().zip(indices) {
            clocks.change(*at, offsets[usize::from(*index)]);
        }
        let written = times.last().copied().unwrap_or(0);
        let from = date_of(written.div_euclid(DAY)).0;
        for (at, offset) in posix::changes(footer, from..=LAST_YEAR) {
            if at > written {
                clocks.change(at, offset);
            }
        }
        clocks
    }

    fn change(&mut self, at: i64, after: i64) {
        let before = self.changes.last().map_or(self.first, |change| change.after);
        if before != after {
            self.changes.push(Change { at, before, after });
        }
    }

    /// The changes within three days of a second: no zone is further than that from UTC, nor
    /// jumps further.
    fn near(&self, second: i64) -> &[Change] {
        let from = self.changes.partition_point(|change| change.at < second - 3 * DAY);
        let to = self.changes.partition_point(|change| change.at <= second + 3 * DAY);
        &self.changes[from..to]
    }

    /// What clocks are ahead of UTC at a second.
    pub(crate) fn offset(&self, second: i64) -> i64 {
        let passed = self.changes.partition_point(|change| change.at <= second);
        passed.checked_sub(1).map_or(self.first, |at| self.changes[at].after)
    }

    /// The second at which clocks show a local time, which counts as if it were UTC.
    pub(crate) fn resolve(&self, local: i64) -> i64 {
        let passed = self.changes.partition_point(|change| change.at < local - 3 * DAY);
        let mut offset = passed.checked_sub(1).map_or(self.first, |at| self.changes[at].after);
        let mut from = i64::MIN;
        let near = self.near(local);
        // The first stretch of one offset in which clocks show it: of two occurrences the first.
        for to in near.iter().map(|change| Some(*change)).chain([None]) {
            let second = local - offset;
            if from <= second && to.is_none_or(|change| second < change.at) {
                return second;
            }
            if let Some(change) = to {
                (from, offset) = (change.at, change.after);
            }
        }
        let skips = |change: &&Change| {
            change.at + change.before <= local && local < change.at + change.after
        };
        let gap = near.iter().find(skips).expect("what clocks never show, a gap skips");
        // Forward by the length of the gap, and there clocks show the offset after it.
        local + (gap.after - gap.before) - gap.after
    }

    /// Whether clocks ever show a date, counted from 1970-01-01.
    pub(crate) fn have(&self, day: i64) -> bool {
        let (from, to) = (day * DAY, (day + 1) * DAY);
        let skips =
            |change: &Change| change.at + change.before <= from && to <= change.at + change.after;
        !self.near(from).iter().any(skips)
    }
}
