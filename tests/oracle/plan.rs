//! Working hours, as the oracle keeps them and as the crate reads them.

use std::collections::BTreeMap;

use incident_core::calendar::{CalendarDraft, DatedHours, Holiday, HoursDraft};

use crate::date::{weekday_of, written};

/// From and to, in seconds after midnight.
pub(crate) type Hours = (i64, i64);

/// Working hours. Days count from 1970-01-01.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) zone: &'static str,
    /// From Monday.
    pub(crate) week: [Vec<Hours>; 7],
    pub(crate) holidays: Vec<i64>,
    pub(crate) breaks: Vec<(i64, Vec<Hours>)>,
    pub(crate) shifts: BTreeMap<i64, Vec<Hours>>,
}

impl Plan {
    /// The hours of a day: its shifts, or else those of its weekday.
    pub(crate) fn hours_of(&self, day: i64) -> &[Hours] {
        let weekday = usize::try_from(weekday_of(day)).expect("from 0 to 6");
        self.shifts.get(&day).unwrap_or(&self.week[weekday])
    }

    /// Whether it has hours at all.
    pub(crate) fn has_hours(&self) -> bool {
        self.week.iter().chain(self.shifts.values()).any(|hours| !hours.is_empty())
    }

    /// The plan as a document of the crate.
    pub(crate) fn draft(&self) -> CalendarDraft {
        let mut draft = CalendarDraft::in_zone(self.zone);
        let week = &mut draft.hours;
        let days = [
            &mut week.mon,
            &mut week.tue,
            &mut week.wed,
            &mut week.thu,
            &mut week.fri,
            &mut week.sat,
            &mut week.sun,
        ];
        for (day, hours) in days.into_iter().zip(&self.week) {
            *day = hours.iter().map(pair).collect();
        }
        let holiday = |day: &i64| Holiday { date: written(*day), name: None };
        draft.holidays = self.holidays.iter().map(holiday).collect();
        draft.breaks = self.breaks.iter().map(|(day, hours)| dated(*day, hours)).collect();
        draft.shifts = self.shifts.iter().map(|(day, hours)| dated(*day, hours)).collect();
        draft
    }
}

fn pair((from, to): &Hours) -> HoursDraft {
    let time = |seconds: i64| match (seconds / 3_600, seconds / 60 % 60, seconds % 60) {
        (hours, minutes, 0) => format!("{hours:02}:{minutes:02}"),
        (hours, minutes, seconds) => format!("{hours:02}:{minutes:02}:{seconds:02}"),
    };
    [time(*from), time(*to)]
}

fn dated(day: i64, hours: &[Hours]) -> DatedHours {
    DatedHours { date: written(day), intervals: hours.iter().map(pair).collect() }
}
