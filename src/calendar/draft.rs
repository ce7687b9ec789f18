use serde::Serialize;

use super::dates::Dates;
use super::{DayHours, Rules};
use crate::document::object;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::{Instant, Zone};

/// Local hours as written: `["09:00", "17:00"]`, with seconds if need be.
///
/// `24:00` is the end of the day. An end at or before the start lies on the next day.
pub type HoursDraft = [String; 2];

/// Working hours as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct CalendarDraft {
    /// What documents name it by; a policy needs it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The IANA name of the zone of every local time in it.
    pub zone: String,
    /// The weekly hours.
    pub hours: WeekDraft,
    /// Dates on which nobody works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holidays: Vec<Holiday>,
    /// Hours of single dates in which nobody works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breaks: Vec<DatedHours>,
    /// Hours of single dates instead of the weekly ones.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shifts: Vec<DatedHours>,
}

object!(CalendarDraft {
    id: optional "id",
    zone: needed "zone",
    hours: needed "hours",
    holidays: or_default "holidays",
    breaks: or_default "breaks",
    shifts: or_default "shifts",
});

/// The weekly hours as written; a day that is left out has none.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct WeekDraft {
    /// Monday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mon: Vec<HoursDraft>,
    /// Tuesday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tue: Vec<HoursDraft>,
    /// Wednesday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wed: Vec<HoursDraft>,
    /// Thursday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub thu: Vec<HoursDraft>,
    /// Friday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fri: Vec<HoursDraft>,
    /// Saturday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sat: Vec<HoursDraft>,
    /// Sunday's hours.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sun: Vec<HoursDraft>,
}

object!(WeekDraft {
    mon: or_default "mon",
    tue: or_default "tue",
    wed: or_default "wed",
    thu: or_default "thu",
    fri: or_default "fri",
    sat: or_default "sat",
    sun: or_default "sun",
});

/// A date on which nobody works, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct Holiday {
    /// The date, `2026-01-01`, from 1970 to 9999.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub date: String,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

object!(Holiday { date: needed "date", name: optional "name" });

/// Hours of a single date, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct DatedHours {
    /// The date, `2026-01-01`, from 1970 to 9999.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$")))]
    pub date: String,
    /// The hours.
    pub intervals: Vec<HoursDraft>,
}

object!(DatedHours { date: needed "date", intervals: needed "intervals" });

const DAY: i64 = 86_400;

impl CalendarDraft {
    /// A calendar without hours in this zone, to be filled in.
    #[must_use]
    pub fn in_zone(zone: &str) -> Self {
        Self {
            id: None,
            zone: zone.to_owned(),
            hours: WeekDraft::default(),
            holidays: Vec::new(),
            breaks: Vec::new(),
            shifts: Vec::new(),
        }
    }

    /// The rules, and every finding; no rules if one of the findings refuses them.
    pub(super) fn rules(&self) -> (Option<Rules>, Vec<Error>) {
        let mut findings = Vec::new();
        let path = Path::root();
        let zone = Zone::named(&self.zone).map_err(|error| {
            findings.push(error.at(path.key("zone")));
        });
        let week = self.week(&path.key("hours"), &mut findings);
        let holidays = self.holidays(&path.key("holidays"), &mut findings);
        let breaks = dated(&self.breaks, &path.key("breaks"), &mut findings, true);
        let shifts = dated(&self.shifts, &path.key("shifts"), &mut findings, false);
        for (at, shift) in self.shifts.iter().enumerate() {
            if read_date(&shift.date).is_some_and(|day| holidays.has(day)) {
                let error = Error::new(Code::CalendarShiftOnHoliday).with("date", &shift.date);
                findings.push(error.at(path.key("shifts").index(at).key("date")));
            }
        }
        let rules = match zone {
            Ok(zone) if !findings.iter().any(|finding| finding.code().refuses()) => {
                Some(Rules { zone, week, holidays, names: self.names(), breaks, shifts })
            }
            Ok(_) | Err(()) => None,
        };
        (rules, findings)
    }

    fn week(&self, path: &Path, findings: &mut Vec<Error>) -> [Vec<DayHours>; 7] {
        let week = &self.hours;
        let days = [
            ("mon", &week.mon),
            ("tue", &week.tue),
            ("wed", &week.wed),
            ("thu", &week.thu),
            ("fri", &week.fri),
            ("sat", &week.sat),
            ("sun", &week.sun),
        ];
        days.map(|(name, hours)| read_hours(hours, &path.key(name), findings))
    }

    fn holidays(&self, path: &Path, findings: &mut Vec<Error>) -> Dates {
        let mut days = Dates::default();
        within(self.holidays.len(), path, findings);
        for (at, holiday) in self.holidays.iter().enumerate() {
            let path = path.index(at).key("date");
            match read_date(&holiday.date) {
                None => findings.push(bad_date(&holiday.date).at(path)),
                Some(day) if days.has(day) => {
                    let error = Error::new(Code::CalendarDateRepeated).with("date", &holiday.date);
                    findings.push(error.at(path));
                }
                Some(day) => days.add(day, Vec::new()),
            }
        }
        days
    }

    fn names(&self) -> Vec<(i64, String)> {
        let named = |holiday: &Holiday| read_date(&holiday.date).zip(holiday.name.clone());
        self.holidays.iter().filter_map(named).collect()
    }
}

fn within(count: usize, path: &Path, findings: &mut Vec<Error>) {
    if !limits::ENTRIES.admits(count) {
        findings.push(Error::beyond(&limits::ENTRIES, count).at(path.clone()));
    }
}

/// Reads dated hours. Breaks of one date add up; a second list of shifts would contradict the
/// first.
fn dated(list: &[DatedHours], path: &Path, findings: &mut Vec<Error>, adds_up: bool) -> Dates {
    let mut days = Dates::default();
    within(list.len(), path, findings);
    for (at, dated) in list.iter().enumerate() {
        let path = path.index(at);
        let hours = read_hours(&dated.intervals, &path.key("intervals"), findings);
        let Some(day) = read_date(&dated.date) else {
            findings.push(bad_date(&dated.date).at(path.key("date")));
            continue;
        };
        if days.has(day) && !adds_up {
            let error = Error::new(Code::CalendarShiftRepeated).with("date", &dated.date);
            findings.push(error.at(path.key("date")));
        }
        days.add(day, hours);
    }
    days
}

pub(crate) fn bad_date(text: &str) -> Error {
    Error::new(Code::CalendarDateInvalid).with("date", text)
}

/// A date as the number of days after 1970-01-01.
pub(crate) fn read_date(text: &str) -> Option<i64> {
    let midnight = Instant::parse(&format!("{text}T00:00:00Z")).ok()?;
    Some(midnight.as_millis().div_euclid(DAY.saturating_mul(1_000)))
}

fn read_hours(list: &[HoursDraft], path: &Path, findings: &mut Vec<Error>) -> Vec<DayHours> {
    let mut read: Vec<DayHours> = Vec::new();
    within(list.len(), path, findings);
    for (at, [from, to]) in list.iter().enumerate() {
        let path = path.index(at);
        let (start, end) = (read_time(from), read_time(to));
        for (time, text, place) in [(start, from, 0), (end, to, 1)] {
            if time.is_none() || (place == 0 && time == Some(DAY)) {
                let error = Error::new(Code::CalendarTimeInvalid).with("time", text);
                findings.push(error.at(path.index(place)));
            }
        }
        let (Some(start), Some(end)) = (start, end) else { continue };
        let mut warn = |code: Code| {
            findings.push(Error::new(code).with("from", from).with("to", to).at(path.clone()));
        };
        if start == end {
            warn(Code::CalendarWholeDay);
        }
        if end == DAY.saturating_sub(60) || end == DAY.saturating_sub(1) {
            warn(Code::CalendarLastMinute);
        }
        let end = if end <= start { end.saturating_add(DAY) } else { end };
        if read.iter().any(|other| other.from < end && start < other.to) {
            warn(Code::CalendarHoursOverlap);
        }
        read.push(DayHours { from: start, to: end });
    }
    read
}

/// Seconds after midnight of a local time as calendars write it.
///
/// # Errors
/// `calendar.timeInvalid`.
pub(crate) fn time_of_day(text: &str) -> Result<i64, Error> {
    read_time(text).ok_or_else(|| Error::new(Code::CalendarTimeInvalid).with("time", text))
}

/// Seconds after midnight of `HH:MM` or `HH:MM:SS`, up to `24:00`.
fn read_time(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').collect();
    let numbers: Option<Vec<i64>> = parts
        .iter()
        .map(|part| {
            let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
            digits.then(|| part.parse().ok()).flatten()
        })
        .collect();
    let (hours, minutes, seconds) = match numbers?.as_slice() {
        [hours, minutes] => (*hours, *minutes, 0),
        [hours, minutes, seconds] => (*hours, *minutes, *seconds),
        _ => return None,
    };
    let time = hours.checked_mul(3_600)?.checked_add(minutes.checked_mul(60)?)?;
    let time = time.checked_add(seconds)?;
    (minutes < 60 && seconds < 60 && time <= DAY).then_some(time)
}
