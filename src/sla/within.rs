use std::fmt;

use serde::ser::{Serialize, Serializer};

use super::Hours;
use crate::error::{Code, Error};
use crate::time::{Instant, Span};

/// How long something may take, as a target writes it.
///
/// | text | meaning |
/// |---|---|
/// | `4h 30m` | so much of the agreement's time: working time if it has a calendar |
/// | `4h 30m elapsed` | so much time, open or not |
/// | `3 working days` | until the same local time on the third working day after |
/// | `3 working days end of day` | until that day's last closing |
/// | `2 calendar days` | until the same local time two dates later, open or not |
/// | `2 calendar days end of day` | until the end of that date |
/// | `next working day 16:00` | until that local time on the first working day after this date |
///
/// Days are turned into time once, when a cycle starts: what is then waited is given back as
/// working time, like that of any other target. An instant outside working hours is reached when
/// the working time before it is used up, at the closing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Within {
    /// Time of the agreement's calendar, or all time if it has none.
    Working(Span),
    /// All time, whatever the calendar.
    Elapsed(Span),
    /// Days on which the calendar is open.
    WorkingDays(Days),
    /// Dates of the calendar's zone.
    CalendarDays(Days),
    /// A local time, in seconds after midnight, on the next day on which the calendar is open.
    NextWorkingDay(i64),
}

/// So many days, to the same time of the day or to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// How many, from 1 to 3,650.
    pub count: u32,
    /// Whether the last one counts to its end.
    pub to_end: bool,
}

const DAYS_MOST: u32 = 3_650;

impl Within {
    /// Reads one of the forms above.
    ///
    /// # Errors
    /// `sla.withinSyntax`, `time.spanNotPositive`, and those of [`Span::parse`].
    ///
    /// # Example
    /// ```
    /// use incident_core::sla::Within;
    ///
    /// assert_eq!(Within::parse("3 working days")?.to_string(), "3 working days");
    /// assert!(Within::parse("soon").is_err());
    /// # Ok::<(), incident_core::Error>(())
    /// ```
    pub fn parse(text: &str) -> Result<Self, Error> {
        if let Some(time) = text.strip_prefix("next working day ") {
            return crate::calendar::time_of_day(time)
                .map(Self::NextWorkingDay)
                .map_err(|_| syntax(text));
        }
        let (body, to_end) =
            text.strip_suffix(" end of day").map_or((text, false), |body| (body, true));
        if body.contains("day") {
            let working = || days(body, "working", to_end).map(Self::WorkingDays);
            let calendar = || days(body, "calendar", to_end).map(Self::CalendarDays);
            return working().or_else(calendar).ok_or_else(|| syntax(text));
        }
        let (body, all) = text.strip_suffix(" elapsed").map_or((text, false), |body| (body, true));
        let span = Span::parse(body).map_err(|error| {
            if error.code() == Code::TimeSpanSyntax { syntax(text) } else { error }
        })?;
        if span <= Span::ZERO {
            return Err(Error::new(Code::SpanNotPositive).with("value", text));
        }
        Ok(if all { Self::Elapsed(span) } else { Self::Working(span) })
    }

    /// Whether it can only be counted on a calendar.
    pub(super) fn needs_calendar(self) -> bool {
        !matches!(self, Self::Working(_) | Self::Elapsed(_))
    }

    /// Whether it counts all time, whatever the calendar.
    pub(super) fn counts_all_time(self) -> bool {
        matches!(self, Self::Elapsed(_) | Self::CalendarDays(_))
    }

    /// The time that a clock gets which starts at an instant.
    pub(super) fn budget(self, start: Instant, hours: &Hours) -> Result<Span, Error> {
        let (Self::Working(span) | Self::Elapsed(span)) = self else {
            let Hours::Working(calendar) = hours else {
                return Err(Error::new(Code::WithinNeedsCalendar).with("within", self));
            };
            return match self {
                Self::CalendarDays(days) => {
                    let due = calendar.days_later(start, days.count, days.to_end)?;
                    Ok(due.since(start))
                }
                Self::NextWorkingDay(time) => {
                    let due = calendar.next_working_day_at(start, time)?;
                    Ok(calendar.between(start, due))
                }
                Self::WorkingDays(days) => {
                    let due = calendar.working_days_later(start, days.count, days.to_end)?;
                    Ok(calendar.between(start, due))
                }
                Self::Working(span) | Self::Elapsed(span) => Ok(span),
            };
        };
        Ok(span)
    }
}

fn syntax(text: &str) -> Error {
    Error::new(Code::WithinSyntax).with("value", text)
}

/// The days of this kind that a text counts.
fn days(text: &str, kind: &str, to_end: bool) -> Option<Days> {
    let (digits, unit) = text.split_once(' ')?;
    let whole = digits.bytes().all(|byte| byte.is_ascii_digit());
    let count = digits.parse().ok().filter(|count| whole && (1..=DAYS_MOST).contains(count))?;
    let fits = match unit.strip_prefix(kind)? {
        " day" => count == 1,
        " days" => true,
        _ => false,
    };
    fits.then_some(Days { count, to_end })
}

impl fmt::Display for Within {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut days = |days: Days, kind: &str| {
            let plural = if days.count == 1 { "" } else { "s" };
            let end = if days.to_end { " end of day" } else { "" };
            write!(f, "{} {kind} day{plural}{end}", days.count)
        };
        match *self {
            Self::WorkingDays(count) => days(count, "working"),
            Self::CalendarDays(count) => days(count, "calendar"),
            Self::Working(span) => span.fmt(f),
            Self::Elapsed(span) => write!(f, "{span} elapsed"),
            Self::NextWorkingDay(time) => {
                let (hours, rest) = (time.div_euclid(3_600), time.rem_euclid(3_600));
                let (minutes, seconds) = (rest.div_euclid(60), rest.rem_euclid(60));
                write!(f, "next working day {hours:02}:{minutes:02}")?;
                if seconds > 0 { write!(f, ":{seconds:02}") } else { Ok(()) }
            }
        }
    }
}

impl Serialize for Within {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
