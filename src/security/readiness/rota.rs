//! Who is on duty when, and when nobody is.
//!
//! The weekly hours of a shift are a calendar in its zone, with all that calendars say of clocks
//! that are moved. Turns begin at a local time of a date in the same zone. What a rotation gives to
//! somebody, an override takes away for its time and gives to another; who is absent has nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::dates::date;
use super::draft::{Rota, Shift};
use crate::calendar::{Calendar, CalendarDraft, time_of_day};
use crate::document::Ids;
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::time::{Instant, Segment, Span, Zone};

const HORIZON_DAYS: u32 = 90;
const DAYS_MOST: u32 = 400;
const DAY: i64 = 86_400;

/// Somebody on duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Duty<'a> {
    /// Who.
    pub contact: &'a str,
    /// From when.
    pub from: Instant,
    /// Until when, this instant not included.
    pub to: Instant,
    /// The shift.
    pub shift: &'a str,
}

impl Duty<'_> {
    fn segment(self) -> Segment {
        Segment { from: self.from, to: self.to }
    }
}

/// What a rota says of the time ahead.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Coverage<'a> {
    /// The time that was looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Segment>,
    /// Every duty, sorted by shift as written, then by time.
    pub duties: Vec<Duty<'a>>,
    /// When nobody is on duty.
    pub gaps: Vec<Segment>,
    /// When somebody has two shifts at once: the duty of which one, sorted by contact and time.
    pub double: Vec<Duty<'a>>,
    /// When somebody is on duty for longer than they may be, sorted by contact and time. Its shift
    /// is that of the first duty.
    pub too_long: Vec<Duty<'a>>,
}

/// A turn, or another time that belongs to somebody.
type Turn<'a> = (Segment, &'a str);

/// Looks at the days ahead of an instant. `contacts` are those that there are.
///
/// Time grows with the shifts times the days, and n log n with the duties; there may be
/// `rotaDuties` of them.
///
/// # Errors
/// Every finding about the rota, at its place in it.
pub(super) fn coverage<'a>(
    rota: &'a Rota,
    contacts: &Ids<'_>,
    now: Instant,
) -> Result<Coverage<'a>, Vec<Error>> {
    let mut findings = Vec::new();
    let checked = Checked::of(rota, contacts, &mut findings);
    let days = between(rota.horizon_days.unwrap_or(HORIZON_DAYS), "horizonDays", &mut findings);
    let span = Span::from_hours(i64::from(days).saturating_mul(24));
    let range = Segment::new(now, now.plus(span).unwrap_or(Instant::MAX));
    let mut duties: Vec<Duty<'a>> = Vec::new();
    for (at, shift) in rota.shifts.iter().enumerate() {
        let path = Path::root().key("shifts").index(at);
        let before = findings.len();
        let planned = planned(rota, shift, contacts, &path, &mut findings);
        let (Some(range), Some((calendar, start))) = (range, planned) else { continue };
        if findings.len() > before {
            continue;
        }
        let turns = turns(shift, calendar.zone(), start, range);
        let held = replaced(turns, checked.overrides.get(shift.id.as_str()));
        let left = limits::ROTA_DUTIES.maximum.saturating_sub(duties.len().try_into().unwrap_or(0));
        let most = usize::try_from(left).unwrap_or(usize::MAX).saturating_add(1);
        let open = calendar.open_segments(range, most);
        duties.extend(present(shift, &open, &held, &checked.absences));
        if !limits::ROTA_DUTIES.admits(duties.len()) || open.len() >= most {
            let error = Error::beyond(&limits::ROTA_DUTIES, duties.len().max(most));
            findings.push(error.at(Path::root().key("shifts")));
            break;
        }
    }
    if !findings.is_empty() {
        return Err(findings);
    }
    let (double, too_long) = overloads(&duties, rota.longest);
    let gaps = range.map(|range| gaps(&duties, range)).unwrap_or_default();
    Ok(Coverage { range, duties, gaps, double, too_long })
}

/// What stands beside the rotations, by whom and by shift, in the order of time.
struct Checked<'a> {
    absences: BTreeMap<&'a str, Vec<Segment>>,
    overrides: BTreeMap<&'a str, Vec<Turn<'a>>>,
}

impl<'a> Checked<'a> {
    fn of(rota: &'a Rota, contacts: &Ids<'_>, findings: &mut Vec<Error>) -> Self {
        let mut ids = Ids::default();
        for (at, shift) in rota.shifts.iter().enumerate() {
            let path = Path::root().key("shifts").index(at).key("id");
            ids.add(&shift.id, &path, findings);
        }
        let (mut absences, mut overrides) = (BTreeMap::new(), BTreeMap::new());
        for (at, absence) in rota.absences.iter().enumerate() {
            let path = Path::root().key("absences").index(at);
            known(&absence.contact, contacts, &path.key("contact"), findings);
            if let Some(time) = time(absence.from, absence.to, &path, findings) {
                let list: &mut Vec<Segment> = absences.entry(absence.contact.as_str()).or_default();
                list.push(time);
            }
        }
        let absences = absences.into_iter().map(|(contact, list)| (contact, joined(list)));
        for (at, one) in rota.overrides.iter().enumerate() {
            let path = Path::root().key("overrides").index(at);
            known(&one.contact, contacts, &path.key("contact"), findings);
            if !ids.contains(&one.shift) {
                let error = Error::new(Code::RotaShiftUnknown).with("shift", &one.shift);
                findings.push(error.at(path.key("shift")));
            }
            if let Some(time) = time(one.from, one.to, &path, findings) {
                let list: &mut Vec<(Turn<'a>, usize)> =
                    overrides.entry(one.shift.as_str()).or_default();
                list.push(((time, one.contact.as_str()), at));
            }
        }
        let overrides =
            overrides.into_iter().map(|(shift, list)| (shift, in_order(list, findings)));
        Self { absences: absences.collect(), overrides: overrides.collect() }
    }
}

/// The same times in their order, without overlaps.
fn joined(mut times: Vec<Segment>) -> Vec<Segment> {
    times.sort_unstable();
    let mut joined: Vec<Segment> = Vec::new();
    for time in times {
        match joined.last_mut().filter(|last| time.from <= last.to) {
            Some(last) => last.to = last.to.max(time.to),
            None => joined.push(time),
        }
    }
    joined
}

/// The overrides of a shift in the order of time; two at once contradict each other.
fn in_order<'a>(mut list: Vec<(Turn<'a>, usize)>, findings: &mut Vec<Error>) -> Vec<Turn<'a>> {
    list.sort_unstable();
    let mut until = Instant::MIN;
    for ((time, _), at) in &list {
        if time.from < until {
            let path = Path::root().key("overrides").index(*at);
            findings.push(Error::new(Code::RotaOverridesOverlap).with("until", until).at(path));
        }
        until = until.max(time.to);
    }
    list.into_iter().map(|(turn, _)| turn).collect()
}

fn time(from: Instant, to: Instant, path: &Path, findings: &mut Vec<Error>) -> Option<Segment> {
    let time = Segment::new(from, to);
    if time.is_none() {
        findings.push(Error::new(Code::RotaTimeTurned).at(path.key("to")));
    }
    time
}

fn known(id: &str, contacts: &Ids<'_>, path: &Path, findings: &mut Vec<Error>) {
    if !contacts.contains(id) {
        let error = Error::new(Code::ReadinessContactUnknown).with("contact", id);
        findings.push(error.at(path.clone()));
    }
}

/// A number of days within its bounds; else a finding, and some that is.
fn between(days: u32, name: &str, findings: &mut Vec<Error>) -> u32 {
    if days == 0 || days > DAYS_MOST {
        let error = Error::new(Code::DocumentNumberOutOfRange).with("number", days);
        let error = error.with("least", 1).with("most", DAYS_MOST);
        findings.push(error.at(Path::root().key(name)));
    }
    days.clamp(1, DAYS_MOST)
}

/// The calendar of a shift's hours, and the local second at which its first turn begins.
fn planned(
    rota: &Rota,
    shift: &Shift,
    contacts: &Ids<'_>,
    path: &Path,
    findings: &mut Vec<Error>,
) -> Option<(Calendar, i64)> {
    let zone = shift.zone.as_ref().unwrap_or(&rota.zone);
    let hours = CalendarDraft { hours: shift.hours.clone(), ..CalendarDraft::in_zone(zone) };
    let calendar = match Calendar::check(&hours) {
        Ok((calendar, _)) => Some(calendar),
        Err(errors) => {
            let refusing = errors.into_iter().filter(|error| error.code().refuses());
            // The zone of a rota is said once, whatever the number of its shifts.
            let of_rota = |error: &Error| shift.zone.is_none() && error.path().as_str() == "/zone";
            let refusing =
                refusing.map(|error| if of_rota(&error) { error } else { error.below(path) });
            for error in refusing {
                if !findings.contains(&error) {
                    findings.push(error);
                }
            }
            None
        }
    };
    let rotation = &shift.rotation;
    let path = path.key("rotation");
    let mut inside = Vec::new();
    between(rotation.days, "days", &mut inside);
    if rotation.contacts.is_empty() {
        inside.push(Error::new(Code::RotaNobody).at(Path::root().key("contacts")));
    }
    for (at, contact) in rotation.contacts.iter().enumerate() {
        known(contact, contacts, &Path::root().key("contacts").index(at), &mut inside);
    }
    let day = date(&rotation.start, &Path::root().key("start"), &mut inside);
    let handover = rotation.handover.as_deref().unwrap_or("00:00");
    let handover = time_of_day(handover).map_err(|error| {
        inside.push(error.at(Path::root().key("handover")));
    });
    findings.extend(all_below(inside, &path));
    let start = day?.saturating_mul(DAY).saturating_add(handover.ok()?);
    Some((calendar?, start))
}

/// The turns of a rotation that touch a range.
fn turns<'a>(shift: &'a Shift, zone: &Zone, start: i64, range: Segment) -> Vec<Turn<'a>> {
    let length = i64::from(shift.rotation.days.clamp(1, DAYS_MOST)).saturating_mul(DAY);
    let contacts = &shift.rotation.contacts;
    let second = range.from.as_millis().div_euclid(1_000);
    let local = second.saturating_add(zone.offset_at(range.from));
    // One turn earlier, since clocks may have been moved in between.
    let passed = local.saturating_sub(start).div_euclid(length).saturating_sub(1);
    let begins = |number: i64| {
        let (second, _) = zone.resolve(start.saturating_add(number.saturating_mul(length)));
        let millis = second.saturating_mul(1_000).clamp(0, Instant::MAX.as_millis());
        Instant::checked(millis).unwrap_or(Instant::MAX)
    };
    let mut turns = Vec::new();
    let mut number = passed.max(0);
    loop {
        let (from, to) = (begins(number), begins(number.saturating_add(1)));
        if from >= range.to {
            return turns;
        }
        let count = i64::try_from(contacts.len()).unwrap_or(i64::MAX);
        let at = number.checked_rem(count).and_then(|at| usize::try_from(at).ok());
        let time = Segment::new(from, to).and_then(|turn| turn.overlap(range));
        if let (Some(time), Some(contact)) = (time, at.and_then(|at| contacts.get(at))) {
            turns.push((time, contact.as_str()));
        }
        number = number.saturating_add(1);
    }
}

/// The turns with others in the place of those whose time is overridden.
fn replaced<'a>(turns: Vec<Turn<'a>>, overrides: Option<&Vec<Turn<'a>>>) -> Vec<Turn<'a>> {
    let Some(overrides) = overrides else { return turns };
    let times: Vec<Segment> = overrides.iter().map(|(time, _)| *time).collect();
    let mut left = Vec::new();
    let mut first = 0_usize;
    for (turn, contact) in turns {
        let rest = times.get(first..).unwrap_or_default();
        first = first.saturating_add(rest.iter().take_while(|time| time.to <= turn.from).count());
        let rest = times.get(first..).unwrap_or_default();
        left.extend(without(turn, rest).into_iter().map(|time| (time, contact)));
    }
    left.extend(overrides.iter().copied());
    left.sort_unstable();
    left
}

/// What is left of a time without others, which are in order and end behind its start.
fn without(time: Segment, others: &[Segment]) -> Vec<Segment> {
    let mut left = Vec::new();
    let mut from = time.from;
    for other in others.iter().take_while(|other| other.from < time.to) {
        left.extend(Segment::new(from, other.from));
        from = from.max(other.to);
    }
    left.extend(Segment::new(from, time.to));
    left
}

/// The duties of a shift: where its hours and somebody's time meet, without those who are absent.
fn present<'a>(
    shift: &'a Shift,
    open: &[Segment],
    held: &[Turn<'a>],
    absences: &BTreeMap<&'a str, Vec<Segment>>,
) -> Vec<Duty<'a>> {
    let mut duties = Vec::new();
    let (mut hours, mut turns) = (open.iter().peekable(), held.iter().peekable());
    while let (Some(time), Some((turn, contact))) = (hours.peek(), turns.peek()) {
        if let Some(both) = time.overlap(*turn) {
            let away = absences.get(contact).map(Vec::as_slice).unwrap_or_default();
            let passed = away.partition_point(|one| one.to <= both.from);
            let away = away.get(passed..).unwrap_or_default();
            for Segment { from, to } in without(both, away) {
                duties.push(Duty { contact, from, to, shift: &shift.id });
            }
        }
        if time.to <= turn.to {
            hours.next().map(drop)
        } else {
            turns.next().map(drop)
        };
    }
    duties
}

/// When nobody is on duty.
fn gaps(duties: &[Duty<'_>], range: Segment) -> Vec<Segment> {
    let mut times: Vec<Segment> = duties.iter().map(|duty| duty.segment()).collect();
    times.sort_unstable();
    without(range, &times)
}

/// When somebody has two shifts at once, and when they have them for longer than they may.
fn overloads<'a>(duties: &[Duty<'a>], longest: Option<Span>) -> (Vec<Duty<'a>>, Vec<Duty<'a>>) {
    let mut sorted = duties.to_vec();
    sorted.sort_unstable();
    let (mut double, mut too_long) = (Vec::new(), Vec::new());
    let mut running: Option<Duty<'a>> = None;
    let mut end = |duty: Option<Duty<'a>>| {
        let over = |duty: &Duty<'a>| longest.is_some_and(|most| duty.segment().span() > most);
        too_long.extend(duty.filter(over));
    };
    for duty in sorted {
        match &mut running {
            Some(before) if before.contact == duty.contact && duty.from <= before.to => {
                if let Some(both) = before.segment().overlap(duty.segment()) {
                    double.push(Duty { from: both.from, to: both.to, ..duty });
                }
                before.to = before.to.max(duty.to);
            }
            _ => end(running.replace(duty)),
        }
    }
    end(running);
    (double, too_long)
}
