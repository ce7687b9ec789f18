use super::build::Clocks;
use super::{Calendar, DayHours};
use crate::error::{Code, Error};
use crate::time::{Instant, date_of};

const DAY: i64 = 86_400;
/// How many dates in a row may be without work before it is taken that none follows.
const PATIENCE: i64 = 3_660;

impl Calendar {
    /// The instant so many local dates after `start`, at the same local time or at the end of that
    /// date, whether open or not.
    ///
    /// # Errors
    /// `time.outOfRange`.
    pub fn days_later(&self, start: Instant, days: u32, to_end: bool) -> Result<Instant, Error> {
        let (day, time) = self.local(start);
        let day = day.saturating_add(i64::from(days));
        let time = if to_end { DAY.saturating_mul(1_000) } else { time };
        self.at_local(day, time)
    }

    /// The instant so many working days after the first open instant from `start` on: at the same
    /// local time, or at the last closing of that day's hours.
    ///
    /// A working day is a date that has hours of its own, none of a holiday and not all in breaks;
    /// hours past midnight belong to the date on which they start.
    ///
    /// # Errors
    /// `calendar.noWorkingTime`, `time.outOfRange`.
    pub fn working_days_later(
        &self,
        start: Instant,
        days: u32,
        to_end: bool,
    ) -> Result<Instant, Error> {
        let opening = self.next_open(start).ok_or_else(|| no_days(days))?;
        let (mut day, time) = self.owner(opening);
        for _ in 0..days {
            day = self.working_day_after(day).ok_or_else(|| no_days(days))?;
        }
        if to_end { self.last_closing(day) } else { self.at_local(day, time) }
    }

    /// A local time, in seconds after midnight, on the first working day after the local date of
    /// `start`.
    ///
    /// # Errors
    /// `calendar.noWorkingTime`, `time.outOfRange`.
    pub fn next_working_day_at(&self, start: Instant, seconds: i64) -> Result<Instant, Error> {
        let day = self.working_day_after(self.local(start).0).ok_or_else(|| no_days(1))?;
        self.at_local(day, seconds.saturating_mul(1_000))
    }

    /// The local date of an instant, as a number of days, and the milliseconds after its midnight.
    fn local(&self, at: Instant) -> (i64, i64) {
        let offset = self.rules.zone.offset_at(at).saturating_mul(1_000);
        let local = at.as_millis().saturating_add(offset);
        let day = DAY.saturating_mul(1_000);
        (local.div_euclid(day), local.rem_euclid(day))
    }

    /// As [`local`](Self::local), but of the date to which the hours at an open instant belong.
    fn owner(&self, at: Instant) -> (i64, i64) {
        let (day, time) = self.local(at);
        let before = day.saturating_sub(1);
        let holds = |day: i64| {
            self.hours_of(day).iter().any(|hours| {
                let (from, to) = Clocks::of(&self.rules.zone).stretch(day, *hours);
                (from..to).contains(&at.as_millis())
            })
        };
        if !holds(day) && holds(before) {
            return (before, time.saturating_add(DAY.saturating_mul(1_000)));
        }
        (day, time)
    }

    fn hours_of(&self, day: i64) -> &[DayHours] {
        let weekday = usize::try_from(day.saturating_add(3).rem_euclid(7)).unwrap_or(0);
        let weekly = self.rules.week.get(weekday).map_or(&[][..], Vec::as_slice);
        self.rules.shifts.get(day).map_or(weekly, Vec::as_slice)
    }

    fn works_on(&self, day: i64) -> bool {
        !self.rules.holidays.has(day)
            && self.rules.zone.has_day(day)
            && self.hours_of(day).iter().any(|hours| {
                let (from, to) = Clocks::of(&self.rules.zone).stretch(day, *hours);
                let ends = Instant::from_millis(from).ok().zip(Instant::from_millis(to).ok());
                ends.is_some_and(|(from, to)| self.between(from, to).as_millis() > 0)
            })
    }

    fn working_day_after(&self, day: i64) -> Option<i64> {
        (1..=PATIENCE).map(|ahead| day.saturating_add(ahead)).find(|day| self.works_on(*day))
    }

    fn last_closing(&self, day: i64) -> Result<Instant, Error> {
        let ends = self.hours_of(day).iter().map(|hours| hours.to).max().unwrap_or(DAY);
        let end = self.at_local(day, ends.saturating_mul(1_000))?;
        Ok(self.last_open(end).unwrap_or(end))
    }

    fn at_local(&self, day: i64, milliseconds: i64) -> Result<Instant, Error> {
        let out = || Error::new(Code::TimeOutOfRange).with("value", "the last date");
        date_of(day).ok_or_else(out)?;
        let second = day.saturating_mul(DAY).saturating_add(milliseconds.div_euclid(1_000));
        let (second, _) = self.rules.zone.resolve(second);
        let at = second.saturating_mul(1_000).saturating_add(milliseconds.rem_euclid(1_000));
        Instant::from_millis(at)
    }
}

fn no_days(days: u32) -> Error {
    let span = if days == 1 { "1 working day".to_owned() } else { format!("{days} working days") };
    Error::new(Code::CalendarNoWorkingTime).with("span", span)
}
