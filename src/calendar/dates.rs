use std::ops::RangeInclusive;

use super::DayHours;

/// Hours by date, sorted by it. A date is the number of its day after 1970-01-01.
///
/// Dates are mostly written in their order, and then a sorted list is as fast as a tree and much
/// smaller: finding takes logarithmic time, adding one out of order linear time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Dates(Vec<(i64, Vec<DayHours>)>);

impl Dates {
    fn find(&self, day: i64) -> Result<usize, usize> {
        self.0.binary_search_by_key(&day, |(other, _)| *other)
    }

    /// Whether the date has hours, be they none.
    pub(super) fn has(&self, day: i64) -> bool {
        self.find(day).is_ok()
    }

    /// The hours of a date.
    pub(super) fn get(&self, day: i64) -> Option<&Vec<DayHours>> {
        self.0.get(self.find(day).ok()?).map(|(_, hours)| hours)
    }

    /// Adds hours to those of a date.
    pub(super) fn add(&mut self, day: i64, hours: Vec<DayHours>) {
        match self.find(day) {
            Ok(at) => {
                if let Some((_, known)) = self.0.get_mut(at) {
                    known.extend(hours);
                }
            }
            Err(at) => self.0.insert(at, (day, hours)),
        }
    }

    /// The dates in a range, with their hours.
    pub(super) fn within(&self, days: RangeInclusive<i64>) -> &[(i64, Vec<DayHours>)] {
        let from = self.0.partition_point(|(day, _)| day < days.start());
        let to = self.0.partition_point(|(day, _)| day <= days.end());
        self.0.get(from..to).unwrap_or_default()
    }

    /// Every date with its hours.
    pub(super) fn all(&self) -> &[(i64, Vec<DayHours>)] {
        &self.0
    }

    /// The last date that has hours.
    pub(super) fn last_day(&self) -> Option<i64> {
        self.0.last().map(|(day, _)| *day)
    }
}
