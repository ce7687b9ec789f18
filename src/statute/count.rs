use super::date::{DAY, HOUR, at_local, clamped, end_of_year, local, months_later, written};
use super::facts::Place;
use super::pack::{ClosingDraft, Counting, LimitDraft};
use crate::calendar::time_of_day;
use crate::error::{Code, Error};
use crate::time::Instant;

const HOUR_NOT_COUNTED: &str = "Regulation 1182/71, Art. 3(1), first subparagraph";
const DAY_NOT_COUNTED: &str = "Regulation 1182/71, Art. 3(1), second subparagraph";
const HOURS_END: &str = "Regulation 1182/71, Art. 3(2)(a)";
const DAYS_END: &str = "Regulation 1182/71, Art. 3(2)(b)";
const MONTHS_END: &str = "Regulation 1182/71, Art. 3(2)(c)";
const DAYS_OFF: &str = "Regulation 1182/71, Art. 2";
const FEDERAL_HOLIDAYS: &str = "5 USC 6103";
const EXTENDED: &str = "Regulation 1182/71, Art. 3(4)";
const TWO_WORKING_DAYS: &str = "Regulation 1182/71, Art. 3(5)";

/// The length of a period.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Hours(u32),
    Days(u32),
    Months(u32),
}

impl Period {
    /// The period of a limit; a checked one has exactly one.
    pub(super) fn of(limit: &LimitDraft) -> Self {
        match (limit.hours, limit.days, limit.months) {
            (Some(hours), _, _) => Self::Hours(hours),
            (None, Some(days), _) => Self::Days(days),
            (None, None, months) => Self::Months(months.unwrap_or(0)),
        }
    }

    pub(super) fn written(self) -> String {
        let (count, unit) = match self {
            Self::Hours(hours) => (hours, "hour"),
            Self::Days(days) => (days, "day"),
            Self::Months(months) => (months, "month"),
        };
        format!("{count} {unit}{}", if count == 1 { "" } else { "s" })
    }

    /// Whether it is of two days or more, to which Article 3(5) applies.
    fn of_two_days(self) -> bool {
        match self {
            Self::Hours(hours) => hours >= 48,
            Self::Days(days) => days >= 2,
            Self::Months(months) => months >= 1,
        }
    }
}

/// The end of a period, counted in two ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ends {
    /// By plain arithmetic.
    pub(super) conservative: Instant,
    /// As the text counts.
    pub(super) statutory: Instant,
    /// The date on which that lies; midnight belongs to the date that it ends.
    pub(super) last_day: i64,
}

/// Counts a period.
pub(super) struct Count<'a> {
    pub(super) limit: &'a LimitDraft,
    pub(super) place: &'a Place,
    /// Where the period stands in the text.
    pub(super) article: &'a str,
    /// Whether the text has a rule of its own for days off.
    pub(super) own_extension: bool,
    pub(super) steps: &'a mut Vec<Error>,
}

impl Count<'_> {
    /// The end of the period that runs from an instant.
    pub(super) fn from(&mut self, at: Instant) -> Ends {
        let period = Period::of(self.limit);
        match (self.limit.counting, period) {
            (Counting::Eu, _) => self.eu(at, period),
            (Counting::FederalBusinessDays, Period::Days(days)) => self.business_days(at, days),
            (Counting::CalendarDays, Period::Days(days)) => self.calendar_days(at, days),
            // A checked pack counts nothing else than hours by the clock.
            (Counting::Clock | Counting::CalendarDays | Counting::FederalBusinessDays, _) => {
                let end = self.raw(at, period);
                Ends { conservative: end, statutory: end, last_day: self.day_before(end) }
            }
        }
    }

    fn step(&mut self, code: Code, of: impl FnOnce(Error) -> Error) {
        self.steps.push(of(Error::new(code)));
    }

    /// The date of the last millisecond before an end.
    fn day_before(&self, end: Instant) -> i64 {
        local(&self.place.zone, clamped(end.as_millis().saturating_sub(1))).0
    }

    /// The end of a date: the first instant that is no longer in it.
    fn end_of(&self, day: i64) -> Instant {
        at_local(&self.place.zone, day.saturating_add(1), 0)
    }

    /// Hours as they pass; days and months to the same local time.
    fn raw(&mut self, at: Instant, period: Period) -> Instant {
        let (day, time) = local(&self.place.zone, at);
        let end = match period {
            Period::Hours(hours) => {
                clamped(at.as_millis().saturating_add(i64::from(hours).saturating_mul(HOUR)))
            }
            Period::Days(days) => at_local(&self.place.zone, day.saturating_add(days.into()), time),
            Period::Months(months) => at_local(&self.place.zone, months_later(day, months).0, time),
        };
        let period = period.written();
        let article = self.article;
        self.step(Code::StatuteRaw, |step| {
            let step = step.with("period", period).with("at", at).with("to", end);
            step.with("article", article)
        });
        end
    }

    fn eu(&mut self, at: Instant, period: Period) -> Ends {
        let conservative = self.raw(at, period);
        let (first, time) = local(&self.place.zone, at);
        let (statutory, last_day) = match period {
            Period::Hours(hours) => {
                let into = time.rem_euclid(HOUR);
                let begin = clamped(at.as_millis().saturating_sub(into).saturating_add(HOUR));
                let length = i64::from(hours).saturating_mul(HOUR);
                let end = clamped(begin.as_millis().saturating_add(length));
                self.step(Code::StatuteHourNotCounted, |step| {
                    step.with("at", at).with("to", begin).with("article", HOUR_NOT_COUNTED)
                });
                self.step(Code::StatuteHoursEnd, |step| {
                    let step = step.with("period", period.written()).with("to", end);
                    step.with("article", HOURS_END)
                });
                (end, self.day_before(end))
            }
            Period::Days(days) => {
                let last = first.saturating_add(days.into());
                let end = self.end_of(last);
                self.day_not_counted(first, DAY_NOT_COUNTED);
                self.days_end(period, last, end, DAYS_END);
                (end, last)
            }
            Period::Months(months) => {
                let (last, short) = months_later(first, months);
                let end = self.end_of(last);
                let code = if short { Code::StatuteMonthShort } else { Code::StatuteMonthsEnd };
                self.day_not_counted(first, DAY_NOT_COUNTED);
                self.step(code, |step| {
                    let step = step.with("period", period.written()).with("date", written(last));
                    step.with("to", end).with("article", MONTHS_END)
                });
                (end, last)
            }
        };
        let ends = Ends { conservative, statutory, last_day };
        if self.own_extension {
            return ends;
        }
        let ends = self.extended(ends, period);
        self.two_working_days(ends, first, period)
    }

    fn day_not_counted(&mut self, day: i64, article: &str) {
        self.step(Code::StatuteDayNotCounted, |step| {
            step.with("date", written(day)).with("article", article)
        });
    }

    fn days_end(&mut self, period: Period, last: i64, end: Instant, article: &str) {
        self.step(Code::StatuteDaysEnd, |step| {
            let step = step.with("period", period.written()).with("date", written(last));
            step.with("to", end).with("article", article)
        });
    }

    /// Article 3(4): to the end of the next working day, if the period is not in hours.
    fn extended(&mut self, ends: Ends, period: Period) -> Ends {
        let Some(name) = self.place.off(ends.last_day).map(str::to_owned) else { return ends };
        self.day_off(ends.last_day, &name, DAYS_OFF);
        if let Period::Hours(_) = period {
            self.step(Code::StatuteHoursStay, |step| {
                step.with("date", written(ends.last_day)).with("article", EXTENDED)
            });
            return ends;
        }
        let last_day = self.place.next_working_day(ends.last_day);
        let statutory = self.end_of(last_day);
        self.step(Code::StatuteExtended, |step| {
            let step = step.with("date", written(ends.last_day)).with("to", statutory);
            step.with("article", EXTENDED)
        });
        Ends { statutory, last_day, ..ends }
    }

    fn day_off(&mut self, day: i64, name: &str, article: &str) {
        self.step(Code::StatuteDayOff, |step| {
            step.with("date", written(day)).with("name", name).with("article", article)
        });
    }

    /// Article 3(5): at least two working days after the day of the event.
    fn two_working_days(&mut self, ends: Ends, first: i64, period: Period) -> Ends {
        let second = self.place.next_working_day(self.place.next_working_day(first));
        let end = self.end_of(second);
        if !period.of_two_days() || end <= ends.statutory {
            return ends;
        }
        let hours = matches!(period, Period::Hours(_));
        let applied = !hours || self.limit.two_working_days;
        let code = if applied { Code::StatuteTwoWorkingDays } else { Code::StatuteTwoDisputed };
        self.step(code, |step| step.with("to", end).with("article", TWO_WORKING_DAYS));
        if applied { Ends { statutory: end, last_day: second, ..ends } } else { ends }
    }

    fn calendar_days(&mut self, at: Instant, days: u32) -> Ends {
        let zone = &self.place.zone;
        let (day, time) = local(zone, at);
        let (first, conservative) = if self.limit.after_year_end {
            let first = end_of_year(day);
            // The year ends at midnight, so the days do.
            (first, None)
        } else {
            (day, Some(at_local(zone, day.saturating_add(days.into()), time)))
        };
        let last = first.saturating_add(days.into());
        let end = self.end_of(last);
        let period = Period::Days(days);
        let article = self.article;
        match conservative {
            Some(to) => {
                self.step(Code::StatuteRaw, |step| {
                    let step = step.with("period", period.written()).with("at", at);
                    step.with("to", to).with("article", article)
                });
                self.day_not_counted(day, article);
            }
            None => self.step(Code::StatuteYearEnd, |step| {
                step.with("date", written(first)).with("article", article)
            }),
        }
        self.days_end(period, last, end, article);
        let ends = if self.limit.closing.is_some() {
            self.close(last)
        } else {
            Ends { conservative: end, statutory: end, last_day: last }
        };
        let conservative = conservative.map_or(ends.statutory, |at| at.min(ends.statutory));
        Ends { conservative, ..ends }
    }

    /// The day of the event is day 0, whether or not it is a business day.
    fn business_days(&mut self, at: Instant, days: u32) -> Ends {
        let (first, time) = local(&self.place.zone, at);
        let article = self.article;
        self.day_not_counted(first, article);
        let mut last = first;
        for number in 1..=days {
            last = self.next_business_day(last);
            self.step(Code::StatuteBusinessDay, |step| {
                let step = step.with("number", number).with("date", written(last));
                step.with("article", article)
            });
        }
        let ends = self.close(last);
        let conservative = at_local(&self.place.zone, last, time).min(ends.statutory);
        Ends { conservative, ..ends }
    }

    fn next_business_day(&mut self, day: i64) -> i64 {
        let mut day = day.saturating_add(1);
        // Closures are few, and no two weeks are without a business day else.
        for _ in 0..20_000 {
            let Some(name) = self.place.closed(day).map(str::to_owned) else { break };
            self.day_off(day, &name, FEDERAL_HOLIDAYS);
            day = day.saturating_add(1);
        }
        day
    }

    /// The end of a business day: its closing, if the text has one.
    fn close(&mut self, day: i64) -> Ends {
        let end = match &self.limit.closing {
            None => self.end_of(day),
            Some(ClosingDraft { time, article }) => {
                let seconds = time_of_day(time).unwrap_or(DAY / 1_000);
                let end = at_local(&self.place.zone, day, seconds.saturating_mul(1_000));
                self.step(Code::StatuteClosing, |step| {
                    step.with("time", time).with("to", end).with("article", article)
                });
                end
            }
        };
        Ends { conservative: end, statutory: end, last_day: day }
    }

    /// The end after delays of so many days each: that date, or the next business day.
    pub(super) fn delayed(&mut self, ends: Ends, days: &[u32], article: &str) -> Ends {
        let mut date = ends.last_day;
        for (days, number) in days.iter().zip(1_u32..) {
            date = date.saturating_add((*days).into());
            self.step(Code::StatuteDelayed, |step| {
                let step = step.with("number", number).with("days", days);
                step.with("date", written(date)).with("article", article)
            });
        }
        let before = (ends.last_day..=date).rev().find(|day| self.place.closed(*day).is_none());
        let conservative = self.quietly_closed(before.unwrap_or(ends.last_day));
        let day = self.next_business_day(date.saturating_sub(1));
        let ends = self.close(day);
        Ends { conservative, ..ends }
    }

    /// The closing of a day, without a step.
    fn quietly_closed(&mut self, day: i64) -> Instant {
        let steps = self.steps.len();
        let ends = self.close(day);
        self.steps.truncate(steps);
        ends.statutory
    }
}
