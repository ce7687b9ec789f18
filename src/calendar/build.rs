use std::ops::Range;

use super::{DayHours, Rules};
use crate::time::{Instant, Zone, day_of};

/// Milliseconds on the UTC line, half-open; unlike a `Segment` it may begin before 1970.
pub(super) type Stretch = (i64, i64);

const DAY: i64 = 86_400;

impl Rules {
    pub(super) fn has_hours(&self) -> bool {
        self.week.iter().any(|hours| !hours.is_empty())
            || self.shifts.all().iter().any(|(_, hours)| !hours.is_empty())
    }

    /// The last day that can have hours, if the weekly ones do not go on for ever.
    pub(super) fn last_day(&self) -> Option<i64> {
        if self.week.iter().any(|hours| !hours.is_empty()) {
            return None;
        }
        Some(self.shifts.last_day().unwrap_or(i64::MIN))
    }

    pub(super) fn on_holiday(&self, at: Instant) -> bool {
        self.zone.date_at(at).is_some_and(|date| self.holidays.has(day_of(date)))
    }

    pub(super) fn on_break(&self, at: Instant) -> bool {
        let Some(day) = self.zone.date_at(at).map(day_of) else { return false };
        let days = day.saturating_sub(1)..=day.saturating_add(1);
        let breaks = self.breaks.within(days).iter();
        breaks.filter(|(day, _)| self.zone.has_day(*day)).any(|(day, hours)| {
            let (from, to) = (at.as_millis(), at.as_millis());
            hours.iter().any(|hours| {
                let stretch = Clocks::of(&self.zone).stretch(*day, *hours);
                stretch.0 <= from && to < stretch.1
            })
        })
    }

    /// The open stretches between two instants, sorted, merged, and cut to them.
    pub(super) fn open(&self, from: i64, to: i64) -> Vec<Stretch> {
        // Hours reach at most a day and a gap beyond their own date.
        let day = |milliseconds: i64| milliseconds.div_euclid(DAY.saturating_mul(1_000));
        let days = day(from).saturating_sub(3)..=day(to).saturating_add(3);
        let mut open = Vec::new();
        let mut cuts = Vec::new();
        let mut clocks = Clocks::of(&self.zone);
        for day in days.clone() {
            let weekday = usize::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or(0);
            let weekly = self.week.get(weekday).map_or(&[][..], Vec::as_slice);
            let hours = self.shifts.get(day).map_or(weekly, Vec::as_slice);
            if !hours.is_empty() && clocks.has_day(day) {
                open.extend(hours.iter().map(|hours| clocks.stretch(day, *hours)));
            }
        }
        for (day, _) in self.holidays.within(days.clone()) {
            cuts.push(clocks.stretch(*day, DayHours { from: 0, to: DAY }));
        }
        // A date that does not exist has no hours to break either.
        let breaks = self.breaks.within(days).iter().filter(|(day, _)| self.zone.has_day(*day));
        for (day, hours) in breaks {
            cuts.extend(hours.iter().map(|hours| clocks.stretch(*day, *hours)));
        }
        let left = subtract(&merge(open), &merge(cuts));
        let cut = left.into_iter().map(|(start, end)| (start.max(from), end.min(to)));
        cut.filter(|(start, end)| start < end).collect()
    }
}

/// The clocks of a zone, read for many local times near each other. Between two changes, and two
/// days away from both, a local time is an instant by subtraction alone.
pub(super) struct Clocks<'a> {
    zone: &'a Zone,
    /// The seconds in which the offset is known to be this one.
    steady: Range<i64>,
    offset: i64,
}

impl<'a> Clocks<'a> {
    pub(super) fn of(zone: &'a Zone) -> Self {
        Self { zone, steady: 0..0, offset: 0 }
    }

    fn quick(&mut self, local: i64) -> Option<i64> {
        let second = local.saturating_sub(self.offset);
        if !self.steady.contains(&second) {
            self.offset = self.zone.offset(second);
            self.steady = second..self.zone.steady_until(second);
            return None;
        }
        let near = DAY.saturating_mul(2);
        let around = [second.saturating_sub(near), second.saturating_add(near)];
        around.iter().all(|second| self.steady.contains(second)).then_some(second)
    }

    fn second(&mut self, local: i64) -> i64 {
        self.quick(local).unwrap_or_else(|| self.zone.resolve(local).0)
    }

    fn has_day(&mut self, day: i64) -> bool {
        self.quick(day.saturating_mul(DAY)).is_some() || self.zone.has_day(day)
    }

    pub(super) fn stretch(&mut self, day: i64, hours: DayHours) -> Stretch {
        let mut edge = |seconds: i64| {
            let local = day.saturating_mul(DAY).saturating_add(seconds);
            self.second(local).saturating_mul(1_000)
        };
        (edge(hours.from), edge(hours.to))
    }
}

/// Sorts, drops what a change of clocks turned round, and joins what touches.
pub(super) fn merge(mut stretches: Vec<Stretch>) -> Vec<Stretch> {
    stretches.retain(|(from, to)| from < to);
    stretches.sort_unstable();
    let mut merged: Vec<Stretch> = Vec::with_capacity(stretches.len());
    for (from, to) in stretches {
        match merged.last_mut().filter(|last| from <= last.1) {
            Some(last) => last.1 = last.1.max(to),
            None => merged.push((from, to)),
        }
    }
    merged
}

/// What is left of sorted stretches without sorted cuts.
fn subtract(stretches: &[Stretch], cuts: &[Stretch]) -> Vec<Stretch> {
    let mut left = Vec::with_capacity(stretches.len());
    let mut first = 0_usize;
    for (from, to) in stretches {
        let mut from = *from;
        let rest = cuts.get(first..).unwrap_or_default();
        first = first.saturating_add(rest.iter().take_while(|cut| cut.1 <= from).count());
        for (start, end) in cuts.get(first..).unwrap_or_default() {
            if start >= to {
                break;
            }
            if from < *start {
                left.push((from, *start));
            }
            from = from.max(*end);
        }
        if from < *to {
            left.push((from, *to));
        }
    }
    left
}
