use std::sync::{PoisonError, RwLock};

use super::Rules;
use crate::error::{Code, Error};
use crate::limits;
use crate::time::{Instant, Segment, Span};

/// A stretch of the line is 2^35 ms, about 398 days, so that its number is a shift away.
const BITS: u32 = 35;
const LAST: i64 = Instant::MAX.as_millis() >> BITS;

fn number_of(at: i64) -> i64 {
    at >> BITS
}

fn start_of(number: i64) -> i64 {
    number << BITS
}

/// An open segment, and the open time before it in its stretch.
#[derive(Debug, Clone, Copy)]
struct Open {
    from: i64,
    to: i64,
    before: i64,
}

/// The open segments of a stretch, and their sum.
#[derive(Debug, Default)]
struct Stretch {
    segments: Vec<Open>,
    sum: i64,
    /// How many segments begin before each slot of about 19 hours: most searches end there.
    begun: Vec<usize>,
}

/// A slot is 2^26 ms.
const SLOT_BITS: u32 = 26;
const SLOTS: i64 = 1 << (BITS - SLOT_BITS);

impl Stretch {
    fn of(rules: &Rules, number: i64) -> Self {
        let mut stretch = Self::default();
        let end = start_of(number.saturating_add(1)).min(Instant::MAX.as_millis());
        for (from, to) in rules.open(start_of(number), end) {
            stretch.segments.push(Open { from, to, before: stretch.sum });
            stretch.sum = stretch.sum.saturating_add(to.saturating_sub(from));
        }
        for slot in 0..=SLOTS {
            let start = start_of(number).saturating_add(slot << SLOT_BITS);
            stretch.begun.push(stretch.segments.partition_point(|open| open.from < start));
        }
        stretch
    }

    /// How many segments have begun at `at`, which lies in this stretch.
    fn begun(&self, at: i64) -> Option<usize> {
        let slot = usize::try_from((at >> SLOT_BITS) & (SLOTS - 1)).ok()?;
        let [before, after] = *self.begun.get(slot..)?.first_chunk()?;
        let within = self.segments.get(before..after)?;
        before.checked_add(within.partition_point(|open| open.from <= at))
    }

    /// Open time from the start of the stretch to `at`.
    fn until(&self, at: i64) -> i64 {
        let last = self.begun(at).and_then(|begun| begun.checked_sub(1));
        match last.and_then(|last| self.segments.get(last)) {
            Some(open) => open.before.saturating_add(at.min(open.to).saturating_sub(open.from)),
            None => 0,
        }
    }

    /// The earliest instant by which `open` has passed; `open` lies in 1..=sum.
    fn earliest(&self, open: i64) -> Option<i64> {
        let ends = |one: &Open| one.before.saturating_add(one.to.saturating_sub(one.from));
        let at = self.segments.partition_point(|one| ends(one) < open);
        let one = self.segments.get(at)?;
        one.from.checked_add(open.checked_sub(one.before)?)
    }

    /// The latest instant by which only `open` has passed; `open` lies in 0..sum.
    fn latest(&self, open: i64) -> Option<i64> {
        let passed = self.segments.partition_point(|one| one.before <= open);
        let one = self.segments.get(passed.checked_sub(1)?)?;
        one.from.checked_add(open.checked_sub(one.before)?)
    }
}

/// What is known of the line: stretches that were asked for, and the sums of all between them.
#[derive(Debug, Default)]
struct Known {
    /// The number of the stretch from whose start the sums count.
    base: Option<i64>,
    /// Open time from the base to the start of the base, of the stretch after it, and so on.
    after: Vec<i64>,
    /// Open time from the start of the stretch before the base to the base, and so on.
    before: Vec<i64>,
    /// By number, sorted.
    kept: Vec<(i64, Stretch)>,
}

impl Known {
    /// Open time from the base to the start of a stretch.
    fn sum(&self, number: i64) -> Option<i64> {
        let distance = number.checked_sub(self.base?)?;
        if let Ok(ahead) = usize::try_from(distance) {
            return self.after.get(ahead).copied();
        }
        let behind = usize::try_from(distance.checked_neg()?.checked_sub(1)?).ok()?;
        self.before.get(behind).and_then(|sum| sum.checked_neg())
    }

    /// Open time from the base to `at`.
    fn position(&self, at: i64) -> Option<i64> {
        let number = number_of(at);
        self.sum(number)?.checked_add(self.kept(number)?.until(at))
    }

    /// The numbers of the first and of the last stretch whose start has a sum.
    fn ends(&self) -> Option<(i64, i64)> {
        let back = i64::try_from(self.before.len()).ok()?;
        let ahead = i64::try_from(self.after.len()).ok()?.checked_sub(1)?;
        Some((self.base?.checked_sub(back)?, self.base?.checked_add(ahead)?))
    }

    /// The first stretch from `low` on at whose end more than `position` has passed, or, if
    /// `exactly` is enough, at least that. None if it is not known.
    fn reaching(&self, low: i64, position: i64, exactly: bool) -> Option<i64> {
        let passed = |number: i64| {
            let sum = self.sum(number)?;
            Some(if exactly { sum >= position } else { sum > position })
        };
        let (_, mut high) = self.ends()?;
        if !passed(high)? {
            return None;
        }
        let mut low = low;
        // Invariant: not passed at the start of `low`, passed at the start of `high`.
        while high.checked_sub(low)? > 1 {
            let middle = low.checked_add(high.checked_sub(low)? / 2)?;
            if passed(middle)? { high = middle } else { low = middle }
        }
        Some(low)
    }

    /// Makes a stretch known, with the sums up to it and to its end.
    fn learn(&mut self, rules: &Rules, number: i64) {
        let base = *self.base.get_or_insert(number);
        if self.after.is_empty() {
            self.after.push(0);
        }
        while self.sum(number.saturating_add(1)).is_none() && number >= base {
            let next = i64::try_from(self.after.len()).unwrap_or(LAST).saturating_sub(1);
            let stretch = Stretch::of(rules, base.saturating_add(next));
            let sum = self.after.last().map_or(0, |sum| sum.saturating_add(stretch.sum));
            self.after.push(sum);
            self.keep(base.saturating_add(next), stretch);
        }
        while self.sum(number).is_none() && number < base {
            let next = i64::try_from(self.before.len()).unwrap_or(LAST).saturating_add(1);
            let stretch = Stretch::of(rules, base.saturating_sub(next));
            let sum = self.before.last().map_or(0, |sum| *sum).saturating_add(stretch.sum);
            self.before.push(sum);
            self.keep(base.saturating_sub(next), stretch);
        }
        if self.kept(number).is_none() {
            self.keep(number, Stretch::of(rules, number));
        }
    }

    /// Keeps a stretch. When there are too many, all go: the sums, which stay, are what a long
    /// span needs, and a stretch is computed again in about a tenth of a millisecond.
    fn keep(&mut self, number: i64, stretch: Stretch) {
        if !limits::STRETCHES.admits(self.kept.len().saturating_add(1)) {
            self.kept.clear();
        }
        let at = self.kept.partition_point(|(other, _)| *other < number);
        self.kept.insert(at, (number, stretch));
    }

    fn kept(&self, number: i64) -> Option<&Stretch> {
        let at = self.kept.partition_point(|(other, _)| *other < number);
        self.kept.get(at).filter(|(other, _)| *other == number).map(|(_, stretch)| stretch)
    }
}

/// The line of open time, known as far as it was needed. Many threads may ask at once.
#[derive(Debug, Default)]
pub(super) struct Line(RwLock<Known>);

impl Line {
    /// Asks what is known; if that is not enough, makes these stretches known and asks again.
    fn ask<T>(&self, rules: &Rules, stretches: &[i64], ask: impl Fn(&Known) -> Option<T>) -> T
    where
        T: Default,
    {
        // A poisoned lock would need a panic inside this file; what it guards is still whole.
        if let Some(answer) = ask(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return answer;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        for number in stretches {
            known.learn(rules, *number);
        }
        if let Some(answer) = ask(&known) {
            return answer;
        }
        // Learning the later ones may have crowded out the first one.
        for number in stretches.iter().rev() {
            known.learn(rules, *number);
        }
        ask(&known).unwrap_or_default()
    }

    pub(super) fn between(&self, rules: &Rules, from: Instant, to: Instant) -> Span {
        let (from, to) = (from.as_millis(), to.as_millis());
        let stretches = [number_of(from), number_of(to)];
        Span::from_millis(
            self.ask(rules, &stretches, |known| {
                known.position(to)?.checked_sub(known.position(from)?)
            }),
        )
    }

    fn position(&self, rules: &Rules, at: i64) -> i64 {
        self.ask(rules, &[number_of(at)], |known| known.position(at))
    }

    pub(super) fn forward(
        &self,
        rules: &Rules,
        start: Instant,
        span: Span,
    ) -> Result<Instant, Error> {
        if span == Span::ZERO {
            return Ok(start);
        }
        let low = number_of(start.as_millis());
        let target = self.position(rules, start.as_millis()).saturating_add(span.as_millis());
        let quick = |known: &Known| {
            let number = known.reaching(low, target, true)?;
            known.kept(number)?.earliest(target.checked_sub(known.sum(number)?)?)
        };
        if let Some(at) = quick(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return Instant::from_millis(at);
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        while known.reaching(low, target, true).is_none() {
            let next = known.ends().map_or(low, |(_, last)| last);
            if next > LAST || rules.ends_before(start_of(next)) {
                return Err(rules.nothing_left(span));
            }
            known.learn(rules, next);
        }
        if let Some(number) = known.reaching(low, target, true) {
            known.learn(rules, number);
        }
        Instant::from_millis(quick(&known).unwrap_or(i64::MAX))
    }

    pub(super) fn backward(
        &self,
        rules: &Rules,
        end: Instant,
        span: Span,
    ) -> Result<Instant, Error> {
        if span == Span::ZERO {
            return Ok(end);
        }
        let target = self.position(rules, end.as_millis()).saturating_sub(span.as_millis());
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        loop {
            let Some((first, _)) = known.ends() else { return Err(rules.nothing_left(span)) };
            if known.sum(first).is_some_and(|sum| sum <= target) {
                let found = known.reaching(first, target, false);
                let Some(number) = found else { return Err(rules.nothing_left(span)) };
                known.learn(rules, number);
                let open = target.saturating_sub(known.sum(number).unwrap_or(target));
                let at = known.kept(number).and_then(|stretch| stretch.latest(open));
                return Instant::from_millis(at.unwrap_or(-1));
            }
            if first == 0 {
                return Err(rules.nothing_left(span));
            }
            known.learn(rules, first.saturating_sub(1));
        }
    }

    /// The segments of a stretch that `pick` takes, made known first.
    fn within<T: Default>(
        &self,
        rules: &Rules,
        number: i64,
        pick: impl Fn(&[Open]) -> Option<T>,
    ) -> Option<T> {
        self.ask(rules, &[number], |known| Some(pick(&known.kept(number)?.segments)))
    }

    /// The open segment around `at`, or else the next one. Its start may be that of a stretch; its
    /// end is the real one if it lies before `until`, and else the end of a stretch.
    pub(super) fn segment_from(
        &self,
        rules: &Rules,
        at: Instant,
        until: Instant,
    ) -> Option<Segment> {
        let at = at.as_millis();
        let mut number = number_of(at);
        let (from, mut to) = loop {
            let found = self.within(rules, number, |segments| {
                let at = segments.partition_point(|open| open.to <= at);
                segments.get(at).map(|open| (open.from, open.to))
            });
            if let Some(found) = found {
                break found;
            }
            number = number.saturating_add(1);
            if number > LAST || rules.ends_before(start_of(number)) {
                return None;
            }
        };
        // A segment that reaches the end of a stretch may go on in the next.
        while number < LAST && to == start_of(number.saturating_add(1)) && to < until.as_millis() {
            let whole = from <= start_of(number) && rules.repeats_from(start_of(number));
            if whole || rules.never_closes_after(to) {
                to = Instant::MAX.as_millis();
                break;
            }
            number = number.saturating_add(1);
            let start = to;
            let more = self.within(rules, number, |segments| {
                segments.first().filter(|open| open.from == start).map(|open| open.to)
            });
            let Some(more) = more else { break };
            to = more;
        }
        Segment::new(Instant::from_millis(from).ok()?, Instant::from_millis(to).ok()?)
    }

    /// The open segment around `at`, or else the one before; its end may be that of a stretch.
    pub(super) fn segment_until(&self, rules: &Rules, at: Instant) -> Option<Segment> {
        let at = at.as_millis();
        let mut number = number_of(at);
        let (mut from, to) = loop {
            let found = self.within(rules, number, |segments| {
                let passed = segments.partition_point(|open| open.from < at);
                segments.get(passed.checked_sub(1)?).map(|open| (open.from, open.to))
            });
            if let Some(found) = found {
                break found;
            }
            number = number.checked_sub(1).filter(|number| *number >= 0)?;
        };
        while number > 0 && from == start_of(number) {
            number = number.saturating_sub(1);
            let end = from;
            let more = self.within(rules, number, |segments| {
                segments.last().filter(|open| open.to == end).map(|open| open.from)
            });
            let Some(more) = more else { break };
            from = more;
        }
        Segment::new(Instant::from_millis(from).ok()?, Instant::from_millis(to).ok()?)
    }
}

impl Rules {
    /// Whether no hours can lie at or after an instant.
    fn ends_before(&self, at: i64) -> bool {
        let day = at.div_euclid(86_400_000);
        self.last_day().is_some_and(|last| last.saturating_add(3) < day)
    }

    fn nothing_left(&self, span: Span) -> Error {
        if self.last_day().is_some() {
            return Error::new(Code::CalendarNoWorkingTime).with("span", span);
        }
        Error::new(Code::TimeOutOfRange).with("value", span)
    }

    /// Whether a stretch from `at` on shows all that is still to come. It is longer than a year, so
    /// that behind the last recorded change of clocks and the last date of the document it has
    /// every weekday, and every weekday at which clocks change.
    fn repeats_from(&self, at: i64) -> bool {
        let day = at.div_euclid(86_400_000).saturating_sub(3);
        self.zone.ruled_from() < day.saturating_mul(86_400) && !self.has_dates_from(day)
    }

    fn has_dates_from(&self, day: i64) -> bool {
        self.holidays.range(day..).next().is_some()
            || [&self.breaks, &self.shifts].iter().any(|days| days.range(day..).next().is_some())
    }

    /// Whether it stays open without end from an instant on: every weekday is whole, and nothing
    /// dated follows.
    fn never_closes_after(&self, at: i64) -> bool {
        let day = at.div_euclid(86_400_000).saturating_sub(3);
        let whole = |hours: &Vec<super::DayHours>| {
            hours.iter().any(|hours| hours.from == 0 && hours.to >= 86_400)
        };
        self.week.iter().all(whole) && !self.has_dates_from(day)
    }
}
