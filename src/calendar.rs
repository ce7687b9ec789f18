//! Working hours: when time counts.
//!
//! A calendar becomes a line of open segments in UTC with a running sum of open time, computed on
//! demand in stretches of about a year. Adding, subtracting and measuring are a search in that
//! line, whatever lies between.
//!
//! 1. Segments are half-open: at the closing instant it is closed.
//! 2. A span that is used up exactly at closing ends at closing, not at the next opening.
//! 3. No span changes nothing: `add(t, 0)` is `t`, even when closed.
//! 4. Time that passes counts, not what clocks show, across changes of summer time.
//! 5. An edge that clocks skip moves forward by the gap; of a repeated one the first occurrence
//!    counts. What then overlaps counts once.
//! 6. A date that does not exist has no hours, and no breaks.
//! 7. `00:00` to `24:00` is the whole day, and adjacent segments are one.
//! 8. Hours that end at or before their start belong to the day on which they start.
//! 9. A holiday takes away its local date, also from hours that started the day before.
//! 10. A dated shift replaces the weekly hours of its date; a break cuts out of everything.
//!
//! (Sources: RFC 5545 for rule 5; for the others the majority of eleven libraries that were asked
//! the same questions.)

mod batch;
mod build;
mod dates;
mod days;
mod draft;
#[cfg(feature = "analysis")]
mod explain;
pub(crate) mod known;
mod line;
mod pauses;

use std::sync::{Arc, PoisonError, RwLock};

pub(crate) use draft::time_of_day;
pub use draft::{CalendarDraft, DatedHours, Holiday, HoursDraft, WeekDraft};
#[cfg(feature = "security")]
pub(crate) use draft::{bad_date, read_date};
#[cfg(feature = "analysis")]
pub use explain::Openness;
pub use pauses::Pauses;

use crate::error::{Code, Error};
use crate::time::{Instant, Segment, Span, Zone};
use dates::Dates;
use line::Line;

/// Local hours of a day, as seconds after its midnight; `to` may lie on the next day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct DayHours {
    from: i64,
    to: i64,
}

/// The rules of a calendar, days counted from 1970-01-01.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Rules {
    zone: Zone,
    /// From Monday.
    week: [Vec<DayHours>; 7],
    /// The hours of a holiday are none; only its day counts.
    holidays: Dates,
    /// What holidays are called, those that are called something.
    names: Vec<(i64, String)>,
    breaks: Dates,
    shifts: Dates,
}

/// Checked working hours.
///
/// # Example
/// ```
/// use incident_core::calendar::{Calendar, CalendarDraft};
/// use incident_core::{Instant, Span};
///
/// let hours = [["09:00".to_owned(), "17:00".to_owned()]];
/// let mut draft = CalendarDraft::in_zone("Europe/Berlin");
/// draft.hours.fri = hours.to_vec();
/// draft.hours.mon = hours.to_vec();
/// let (calendar, _) = Calendar::check(&draft)?;
/// let friday = Instant::parse("2026-01-09T15:00:00Z").map_err(|error| vec![error])?;
/// let due = calendar.add(friday, Span::from_hours(2)).map_err(|error| vec![error])?;
/// assert_eq!(due.to_string(), "2026-01-12T09:00:00Z");
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[derive(Debug)]
pub struct Calendar {
    /// As it was written, for whoever has to check what rests on it.
    draft: CalendarDraft,
    rules: Rules,
    line: Line,
}

impl Calendar {
    /// Checks a calendar as written; the second half of the answer are the warnings.
    ///
    /// # Errors
    /// Every finding, warnings included, if at least one of them refuses the calendar.
    pub fn check(draft: &CalendarDraft) -> Result<(Self, Vec<Error>), Vec<Error>> {
        let (rules, mut findings) = draft.rules();
        let Some(rules) = rules else { return Err(findings) };
        if !rules.has_hours() {
            findings.push(Error::new(Code::CalendarNoHours));
            return Err(findings);
        }
        Ok((Self::of(draft.clone(), rules), findings))
    }

    /// As [`check`](Self::check), but accepts a calendar that is never open.
    ///
    /// # Errors
    /// Every finding but `calendar.noHours`.
    pub fn check_even_without_hours(
        draft: &CalendarDraft,
    ) -> Result<(Self, Vec<Error>), Vec<Error>> {
        let (rules, findings) = draft.rules();
        rules.map(|rules| (Self::of(draft.clone(), rules), findings.clone())).ok_or(findings)
    }

    fn of(draft: CalendarDraft, rules: Rules) -> Self {
        Self { draft, line: Line::default(), rules }
    }

    /// The document that it was made of.
    #[must_use]
    pub fn draft(&self) -> &CalendarDraft {
        &self.draft
    }

    /// The same hours, holidays and all, on the clocks of another zone.
    #[must_use]
    pub fn in_zone(&self, zone: Zone) -> Self {
        let draft = CalendarDraft { zone: zone.name().to_owned(), ..self.draft.clone() };
        Self::of(draft, Rules { zone, ..self.rules.clone() })
    }

    /// The zone of its local times.
    #[must_use]
    pub fn zone(&self) -> &Zone {
        &self.rules.zone
    }

    /// The earliest instant by which `span` of open time has passed since `start`; for a negative
    /// span as [`subtract`](Self::subtract).
    ///
    /// # Errors
    /// `calendar.noWorkingTime` if it is never open again; `time.outOfRange` if the answer lies
    /// beyond 9999.
    pub fn add(&self, start: Instant, span: Span) -> Result<Instant, Error> {
        if span < Span::ZERO {
            return self.subtract(start, Span::ZERO.minus(span));
        }
        self.line.forward(&self.rules, start, span)
    }

    /// The latest instant from which `span` of open time passes until `end`.
    ///
    /// # Errors
    /// `calendar.noWorkingTime` if it was never open before; `time.outOfRange` if the answer lies
    /// before 1970.
    pub fn subtract(&self, end: Instant, span: Span) -> Result<Instant, Error> {
        if span < Span::ZERO {
            return self.add(end, Span::ZERO.minus(span));
        }
        self.line.backward(&self.rules, end, span)
    }

    /// The open time between two instants; negative if `to` is the earlier one.
    #[must_use]
    pub fn between(&self, from: Instant, to: Instant) -> Span {
        self.line.between(&self.rules, from, to)
    }

    /// Whether it is open at `at`.
    #[must_use]
    pub fn is_open(&self, at: Instant) -> bool {
        self.line.segment_from(&self.rules, at, at).is_some_and(|segment| segment.from <= at)
    }

    /// The earliest instant, `at` itself included, at which it is open.
    #[must_use]
    pub fn next_open(&self, at: Instant) -> Option<Instant> {
        self.line.segment_from(&self.rules, at, at).map(|segment| segment.from.max(at))
    }

    /// The next instant at which it closes. None if it never closes again before the year 10000.
    #[must_use]
    pub fn next_close(&self, at: Instant) -> Option<Instant> {
        let segment = self.line.segment_from(&self.rules, at, Instant::MAX)?;
        (segment.to < Instant::MAX).then_some(segment.to)
    }

    /// The latest instant, `at` itself included, that is open or the closing of an open segment.
    #[must_use]
    pub fn last_open(&self, at: Instant) -> Option<Instant> {
        self.line.segment_until(&self.rules, at).map(|segment| segment.to.min(at))
    }

    /// The open segments within a range, earliest first, at most `most` of them. Their first and
    /// last are cut to the range.
    #[must_use]
    pub fn open_segments(&self, range: Segment, most: usize) -> Vec<Segment> {
        let mut found = Vec::new();
        let mut at = range.from;
        while found.len() < most
            && let Some(segment) = self.line.segment_from(&self.rules, at, range.to)
            && let Some(inside) = segment.overlap(range)
        {
            found.push(inside);
            at = segment.to;
        }
        found
    }

    /// The last `most` open segments up to `end`, latest first. The first one is cut at `end`.
    #[must_use]
    pub fn open_segments_before(&self, end: Instant, most: usize) -> Vec<Segment> {
        let mut found = Vec::new();
        let mut at = end;
        while found.len() < most
            && let Some(segment) = self.line.segment_until(&self.rules, at)
        {
            found.extend(Segment::new(segment.from, segment.to.min(at)));
            at = segment.from;
        }
        found
    }

    /// Whether the local date at `at` is a holiday.
    #[must_use]
    pub fn on_holiday(&self, at: Instant) -> bool {
        self.rules.on_holiday(at)
    }

    /// Whether `at` lies in a dated break.
    #[must_use]
    pub fn on_break(&self, at: Instant) -> bool {
        self.rules.on_break(at)
    }

    /// As [`add`](Self::add), but open time within the pauses does not count, also when a negative
    /// span leads back.
    ///
    /// A pause that begins at the very moment the span is used up does not move the answer.
    ///
    /// # Errors
    /// As [`add`](Self::add).
    pub fn add_around(
        &self,
        start: Instant,
        span: Span,
        pauses: &Pauses,
    ) -> Result<Instant, Error> {
        let (mut at, mut left) = (start, span);
        if span < Span::ZERO {
            return self.subtract_around(start, Span::ZERO.minus(span), pauses);
        }
        for pause in pauses.segments().iter().filter(|pause| pause.to > start) {
            let worked = self.between(at, pause.from.max(at));
            if worked >= left {
                break;
            }
            left = left.minus(worked);
            at = pause.to;
        }
        self.add(at, left)
    }

    fn subtract_around(&self, end: Instant, span: Span, pauses: &Pauses) -> Result<Instant, Error> {
        let (mut at, mut left) = (end, span);
        for pause in pauses.segments().iter().rev().filter(|pause| pause.from < end) {
            let worked = self.between(pause.to.min(at), at);
            if worked >= left {
                break;
            }
            left = left.minus(worked);
            at = pause.from;
        }
        self.subtract(at, left)
    }

    /// As [`between`](Self::between), but open time within the pauses does not count.
    #[must_use]
    pub fn between_around(&self, from: Instant, to: Instant, pauses: &Pauses) -> Span {
        let Some(range) = Segment::new(from.min(to), from.max(to)) else { return Span::ZERO };
        let inside = pauses
            .segments()
            .iter()
            .filter_map(|pause| pause.overlap(range))
            .map(|pause| self.between(pause.from, pause.to))
            .fold(Span::ZERO, Span::plus);
        let worked = self.between(range.from, range.to).minus(inside);
        if from <= to { worked } else { Span::ZERO.minus(worked) }
    }
}

/// Calendars by the identifiers that a policy gives them.
#[derive(Debug, Default)]
pub struct Calendars {
    list: Vec<(String, Arc<Calendar>)>,
    /// Those that were asked for in another zone.
    in_zones: RwLock<Vec<InZone>>,
}

/// A calendar by identifier and zone; none if there is no such zone.
type InZone = (String, String, Option<Arc<Calendar>>);

/// How many calendars in other zones are kept; when there are more, all go and are made again.
const IN_ZONES: usize = 64;

impl Calendars {
    /// Adds a calendar.
    pub(crate) fn insert(&mut self, id: &str, calendar: Calendar) {
        self.list.push((id.to_owned(), Arc::new(calendar)));
    }

    /// The calendar with this identifier.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Arc<Calendar>> {
        self.list.iter().find(|(other, _)| other == id).map(|(_, calendar)| calendar)
    }

    /// The calendar with this identifier on the clocks of a zone; none if there is no such zone.
    #[must_use]
    pub fn get_in(&self, id: &str, zone: &str) -> Option<Arc<Calendar>> {
        let own = self.get(id)?;
        if own.zone().name() == zone {
            return Some(Arc::clone(own));
        }
        let find = |known: &[InZone]| {
            let made = known.iter().find(|(other, name, _)| other == id && name == zone);
            made.map(|(_, _, calendar)| calendar.clone())
        };
        let known = self.in_zones.read().unwrap_or_else(PoisonError::into_inner);
        if let Some(made) = find(&known) {
            return made;
        }
        drop(known);
        let made = Zone::named(zone).ok().map(|zone| Arc::new(own.in_zone(zone)));
        let mut known = self.in_zones.write().unwrap_or_else(PoisonError::into_inner);
        // Another thread may have been first; then its calendar is the one.
        if let Some(first) = find(&known) {
            return first;
        }
        if known.len() >= IN_ZONES {
            known.clear();
        }
        known.push((id.to_owned(), zone.to_owned(), made.clone()));
        made
    }

    /// The calendar that was written at this place, counted from 0.
    #[must_use]
    pub fn at(&self, index: usize) -> Option<&Calendar> {
        self.list.get(index).map(|(_, calendar)| calendar.as_ref())
    }

    /// Every identifier, in written order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|(id, _)| id.as_str())
    }
}
