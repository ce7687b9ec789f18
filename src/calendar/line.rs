use std::sync::{PoisonError, RwLock};

use super::Rules;
use super::known::{Known, LAST, Open, number_of, start_of};
use crate::error::{Code, Error};
use crate::time::{Instant, Segment, Span};

/// The line of open time, known as far as it was needed. Many threads may ask at once.
#[derive(Debug, Default)]
pub(super) struct Line(RwLock<Known>);

impl Line {
    /// Looks at what is known, under one lock for all that `look` asks.
    pub(super) fn look<T>(&self, look: impl FnOnce(&Known) -> T) -> T {
        // A poisoned lock would need a panic inside this file; what it guards is still whole.
        look(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Asks what is known; if that is not enough, makes these stretches known and asks again.
    fn ask<T>(&self, rules: &Rules, stretches: &[i64], ask: impl Fn(&Known) -> Option<T>) -> T
    where
        T: Default,
    {
        if let Some(answer) = self.look(&ask) {
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
        Span::from_millis(self.ask(rules, &stretches, |known| known.between(from, to)))
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
        if let Some(at) = self.look(|known| known.due(start.as_millis(), span.as_millis())) {
            return Instant::from_millis(at);
        }
        let low = number_of(start.as_millis());
        let target = self.position(rules, start.as_millis()).saturating_add(span.as_millis());
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        while known.reaching(low, target).is_none() {
            let next = known.ends().map_or(low, |(_, last)| last);
            if next > LAST || rules.ends_before(start_of(next)) {
                return Err(rules.nothing_left(span));
            }
            known.learn(rules, next);
        }
        if let Some(number) = known.reaching(low, target) {
            known.learn(rules, number);
        }
        Instant::from_millis(known.earliest(low, target).unwrap_or(i64::MAX))
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
                let Some(number) = known.leaving(target) else {
                    return Err(rules.nothing_left(span));
                };
                known.learn(rules, number);
                return Instant::from_millis(known.latest(number, target).unwrap_or(-1));
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
        self.ask(rules, &[number], |known| Some(pick(known.segments(number)?)))
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
        let dates = [self.holidays.last_day(), self.breaks.last_day(), self.shifts.last_day()];
        dates.iter().flatten().any(|last| *last >= day)
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
