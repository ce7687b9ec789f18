//! What must not change the answers of a calendar, and how they must change if something does.
//!
//! No answer is known here beforehand: two ways to the same answer are compared, or a calendar
//! with one that differs from it in one thing.

use incident_core::calendar::{Calendar, CalendarDraft, DatedHours, Holiday, HoursDraft, Pauses};
use incident_core::{Instant, Segment, Span};
use proptest::prelude::*;
use proptest::sample::select;

use crate::clock::config;

const ZONES: [&str; 8] = [
    "Africa/Casablanca",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Etc/UTC",
    "Pacific/Apia",
];
/// Names for the same clocks.
const ALIASES: [[&str; 2]; 6] = [
    ["Etc/UTC", "Zulu"],
    ["Etc/UTC", "GMT"],
    ["America/New_York", "US/Eastern"],
    ["Europe/Berlin", "Arctic/Longyearbyen"],
    ["Asia/Kolkata", "Asia/Calcutta"],
    ["Pacific/Auckland", "Antarctica/McMurdo"],
];
const DAY: i64 = 86_400_000;
/// 2011-12-01, 2018-10-20 and 2026-03-01: a skipped date and changes of clocks lie close behind.
const FIRST: [i64; 3] = [15_309, 17_824, 20_513];
const DAYS: i64 = 50;

/// A time of day as documents write it.
fn time() -> impl Strategy<Value = String> {
    // Many edges lie where clocks change.
    let second = prop_oneof![0..14_400_u32, 0..86_400_u32, (0..96_u32).prop_map(|n| n * 900)];
    second.prop_map(|second| {
        format!("{:02}:{:02}:{:02}", second / 3_600, second / 60 % 60, second % 60)
    })
}

fn hours(most: usize) -> impl Strategy<Value = Vec<HoursDraft>> {
    let to = prop_oneof![9 => time(), 1 => Just("24:00".to_owned())];
    proptest::collection::vec((time(), to).prop_map(|(from, to)| [from, to]), 0..=most)
}

fn date_of(day: i64) -> String {
    instant(day * DAY).to_string().split('T').next().expect("a date").to_owned()
}

fn dated() -> impl Strategy<Value = (i64, Vec<HoursDraft>)> {
    (0..DAYS, hours(2))
}

/// A calendar that is open on at least one weekday, and the day from which dates count.
fn calendar() -> impl Strategy<Value = (CalendarDraft, i64)> {
    let week = proptest::collection::vec(hours(3), 7);
    let holidays = proptest::collection::btree_set(0..DAYS, 0..3);
    let lists = || proptest::collection::vec(dated(), 0..3);
    (select(&ZONES[..]), select(&FIRST[..]), week, holidays, lists(), lists()).prop_map(
        |(zone, first, week, holidays, breaks, mut shifts)| {
            let mut draft = CalendarDraft::in_zone(zone);
            for (day, hours) in days(&mut draft).into_iter().zip(week) {
                *day = hours;
            }
            draft.hours.wed.push(["08:30".to_owned(), "17:00".to_owned()]);
            let list = |(day, intervals)| DatedHours { date: date_of(first + day), intervals };
            let holiday = |day| Holiday { date: date_of(first + day), name: None };
            draft.holidays = holidays.into_iter().map(holiday).collect();
            draft.breaks = breaks.into_iter().map(list).collect();
            shifts.sort_unstable();
            shifts.dedup_by_key(|(day, _)| *day);
            draft.shifts = shifts.into_iter().map(list).collect();
            (draft, first)
        },
    )
}

fn days(draft: &mut CalendarDraft) -> [&mut Vec<HoursDraft>; 7] {
    let week = &mut draft.hours;
    [
        &mut week.mon,
        &mut week.tue,
        &mut week.wed,
        &mut week.thu,
        &mut week.fri,
        &mut week.sat,
        &mut week.sun,
    ]
}

fn checked(draft: &CalendarDraft) -> Calendar {
    Calendar::check(draft).expect("a calendar").0
}

fn instant(milliseconds: i64) -> Instant {
    Instant::from_millis(milliseconds).expect("an instant")
}

fn ms(milliseconds: i64) -> Span {
    Span::from_millis(milliseconds)
}

/// A calendar, three instants near its dates in order of time, and a span of up to 90 hours.
#[derive(Debug, Clone)]
struct Case {
    draft: CalendarDraft,
    first: i64,
    at: [Instant; 3],
    span: Span,
    /// Lengths between 0 and twelve hours, for whatever a property needs.
    more: [i64; 3],
}

impl Case {
    fn calendar(&self) -> Calendar {
        checked(&self.draft)
    }

    /// What can be asked, as one comparable value.
    fn answers(&self, calendar: &Calendar) -> (Vec<Option<Instant>>, Vec<Span>) {
        let [a, b, c] = self.at;
        let instants = vec![
            calendar.add(a, self.span).ok(),
            calendar.subtract(c, self.span).ok(),
            calendar.next_open(b),
            calendar.next_close(b),
        ];
        (instants, vec![calendar.between(a, b), calendar.between(b, c)])
    }

    /// Pauses of the lengths in `more` that begin at the three instants.
    fn pauses(&self) -> Vec<Segment> {
        let pair = |(from, length): (Instant, i64)| pause(from, from.plus(ms(length)).unwrap());
        self.at.into_iter().zip(self.more).filter_map(pair).collect()
    }
}

fn pause(from: Instant, to: Instant) -> Option<Segment> {
    Segment::new(from, to)
}

fn case() -> impl Strategy<Value = Case> {
    let span = prop_oneof![1..4_000_i64, 1..324_000_000_i64];
    let at = proptest::array::uniform3(0..DAYS * DAY);
    let more = proptest::array::uniform3(0..DAY / 2);
    (calendar(), at, span, more).prop_map(|((draft, first), mut at, span, more)| {
        at.sort_unstable();
        let at = at.map(|at| instant(first * DAY + at));
        Case { draft, first, at, span: ms(span), more }
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn no_span_changes_nothing(case in case()) {
        let calendar = case.calendar();
        for at in case.at {
            prop_assert_eq!(calendar.add(at, Span::ZERO), Ok(at));
            prop_assert_eq!(calendar.subtract(at, Span::ZERO), Ok(at));
            prop_assert_eq!(calendar.between(at, at), Span::ZERO);
        }
    }

    #[test]
    fn a_batch_answers_as_one_by_one(case in case()) {
        // One calendar knows nothing yet when it is asked, and the batch must make it known.
        let (batch, single) = (case.calendar(), case.calendar());
        let [a, b, c] = case.at;
        let starts = [c, a, b, b.plus(ms(800 * DAY)).unwrap(), a];
        for span in [case.span, Span::ZERO, ms(-case.span.as_millis())] {
            let added: Vec<_> = starts.map(|start| single.add(start, span)).into();
            prop_assert_eq!(batch.add_all(&starts, span), added);
            let left: Vec<_> = starts.map(|start| span.minus(single.between(start, b))).into();
            prop_assert_eq!(batch.remaining_all(&starts, span, b), left);
        }
        let elapsed: Vec<_> = starts.map(|start| single.between(start, b)).into();
        prop_assert_eq!(batch.elapsed_all(&starts, b), elapsed);
        let pairs = [(c, a), (a, c), (b, b), (a, b)];
        let between: Vec<_> = pairs.map(|(from, to)| single.between(from, to)).into();
        prop_assert_eq!(batch.between_all(&pairs), between);
        prop_assert!(batch.add_all(&[], case.span).is_empty());
    }

    #[test]
    fn what_was_added_is_measured(case in case()) {
        let calendar = case.calendar();
        let due = calendar.add(case.at[0], case.span).unwrap();
        prop_assert_eq!(calendar.between(case.at[0], due), case.span);
        // The earliest such instant: the millisecond before it still counts.
        prop_assert!(calendar.is_open(due.plus(ms(-1)).unwrap()));
    }

    #[test]
    fn what_was_subtracted_is_measured(case in case()) {
        let calendar = case.calendar();
        let start = calendar.subtract(case.at[2], case.span).unwrap();
        prop_assert_eq!(calendar.between(start, case.at[2]), case.span);
        prop_assert!(calendar.is_open(start), "the latest such instant");
    }

    #[test]
    fn a_span_may_be_split(case in case()) {
        let calendar = case.calendar();
        let part = ms(case.more[0] % case.span.as_millis());
        let rest = case.span.minus(part);
        let halfway = calendar.add(case.at[0], part).unwrap();
        prop_assert_eq!(calendar.add(halfway, rest), calendar.add(case.at[0], case.span));
        let halfway = calendar.subtract(case.at[2], part).unwrap();
        prop_assert_eq!(calendar.subtract(halfway, rest), calendar.subtract(case.at[2], case.span));
    }

    #[test]
    fn a_negative_span_leads_the_other_way(case in case()) {
        let calendar = case.calendar();
        let negative = Span::ZERO.minus(case.span);
        let at = case.at[1];
        prop_assert_eq!(calendar.add(at, negative), calendar.subtract(at, case.span));
        prop_assert_eq!(calendar.subtract(at, negative), calendar.add(at, case.span));
    }

    #[test]
    fn measures_add_up(case in case()) {
        let calendar = case.calendar();
        let [a, b, c] = case.at;
        let parts = calendar.between(a, b).plus(calendar.between(b, c));
        prop_assert_eq!(parts, calendar.between(a, c));
        let detour = calendar.between(a, c).plus(calendar.between(c, b));
        prop_assert_eq!(detour, calendar.between(a, b));
    }

    #[test]
    fn measured_backwards_it_is_negative(case in case()) {
        let calendar = case.calendar();
        let [a, _, c] = case.at;
        prop_assert_eq!(calendar.between(c, a), Span::ZERO.minus(calendar.between(a, c)));
        prop_assert!(Span::ZERO <= calendar.between(a, c) && calendar.between(a, c) <= c.since(a));
    }

    #[test]
    fn a_later_start_is_never_due_earlier(case in case()) {
        let calendar = case.calendar();
        let [a, b, c] = case.at.map(|at| calendar.add(at, case.span).unwrap());
        prop_assert!(a <= b && b <= c);
    }

    #[test]
    fn a_longer_span_is_never_due_earlier(case in case()) {
        let calendar = case.calendar();
        let longer = case.span.plus(ms(case.more[0] + 1));
        let [due, later] = [case.span, longer].map(|span| calendar.add(case.at[0], span).unwrap());
        prop_assert!(due < later);
    }

    #[test]
    fn it_is_open_if_the_next_millisecond_counts(case in case()) {
        let calendar = case.calendar();
        let edges = case.at.into_iter().flat_map(|at| [calendar.next_close(at), Some(at)]);
        for at in edges.flatten() {
            let next = calendar.between(at, at.plus(ms(1)).unwrap());
            prop_assert_eq!(calendar.is_open(at), next == ms(1));
        }
    }

    #[test]
    fn the_next_opening_is_the_first_open_instant(case in case()) {
        let calendar = case.calendar();
        for at in case.at {
            let open = calendar.next_open(at).unwrap();
            prop_assert!(calendar.is_open(open));
            prop_assert_eq!(calendar.next_open(open), Some(open));
            prop_assert_eq!(calendar.between(at, open), Span::ZERO);
        }
    }

    #[test]
    fn from_opening_to_closing_all_time_counts(case in case()) {
        let calendar = case.calendar();
        for at in case.at {
            let open = calendar.next_open(at).unwrap();
            let Some(close) = calendar.next_close(at) else { continue };
            prop_assert!(at < close && !calendar.is_open(close));
            prop_assert_eq!(calendar.between(open, close), close.since(open));
            prop_assert_eq!(calendar.add(open, close.since(open)), Ok(close));
        }
    }

    #[test]
    fn no_pause_changes_nothing(case in case()) {
        let calendar = case.calendar();
        let [a, _, c] = case.at;
        for pauses in [Pauses::default(), Pauses::new(pause(a, a).as_slice())] {
            let due = calendar.add_around(a, case.span, &pauses);
            prop_assert_eq!(due, calendar.add(a, case.span));
            prop_assert_eq!(calendar.between_around(a, c, &pauses), calendar.between(a, c));
        }
    }

    #[test]
    fn a_pause_may_be_split_and_told_in_any_order(case in case()) {
        let calendar = case.calendar();
        let [a, b, c] = case.at;
        let whole = Pauses::new(&case.pauses());
        let mut parts = Vec::new();
        for one in case.pauses() {
            let middle = one.from.plus(ms(one.span().as_millis() / 3)).unwrap();
            // The second part overlaps the first, and what overlaps counts once.
            parts.extend([pause(middle, one.to), pause(one.from, middle), pause(one.from, one.to)]);
        }
        let parts: Vec<Segment> = parts.into_iter().flatten().rev().collect();
        let parts = Pauses::new(&parts);
        let due = |pauses| calendar.add_around(a, case.span, pauses);
        prop_assert_eq!(due(&whole), due(&parts));
        let worked = |pauses| calendar.between_around(b, c, pauses);
        prop_assert_eq!(worked(&whole), worked(&parts));
    }

    #[test]
    fn a_pause_outside_hours_changes_nothing(case in case()) {
        let calendar = case.calendar();
        let [a, _, c] = case.at;
        let close = calendar.next_close(a).unwrap_or(c);
        let open = calendar.next_open(close).unwrap();
        let idle = Pauses::new(pause(close, open).as_slice());
        prop_assert_eq!(calendar.add_around(a, case.span, &idle), calendar.add(a, case.span));
        prop_assert_eq!(calendar.between_around(a, c, &idle), calendar.between(a, c));
    }

    #[test]
    fn what_was_added_around_pauses_is_measured_around_them(case in case()) {
        let calendar = case.calendar();
        let pauses = Pauses::new(&case.pauses());
        let due = calendar.add_around(case.at[0], case.span, &pauses).unwrap();
        prop_assert_eq!(calendar.between_around(case.at[0], due, &pauses), case.span);
        prop_assert!(calendar.add(case.at[0], case.span).unwrap() <= due, "never earlier");
        let back = Span::ZERO.minus(case.span);
        let start = calendar.add_around(case.at[2], back, &pauses).unwrap();
        prop_assert_eq!(calendar.between_around(start, case.at[2], &pauses), case.span);
    }

    #[test]
    fn a_pause_takes_what_was_open_in_it(case in case()) {
        let calendar = case.calendar();
        let [a, b, c] = case.at;
        let Some(one) = pause(a, b) else { return Ok(()) };
        let worked = calendar.between_around(a, c, &Pauses::new(&[one]));
        prop_assert_eq!(worked, calendar.between(a, c).minus(calendar.between(a, b)));
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_was_asked_before_changes_nothing(case in case(), years in 1..60_i64) {
        let asked = case.calendar();
        let away = case.at[0].plus(ms(years * 365 * DAY)).unwrap();
        let _ = asked.between(case.at[0], away);
        let _ = asked.subtract(case.at[0], ms(years * 365 * DAY / 4));
        prop_assert_eq!(case.answers(&asked), case.answers(&case.calendar()));
        prop_assert_eq!(case.answers(&asked), case.answers(&asked));
    }

    #[test]
    fn the_order_of_lists_changes_nothing(case in case()) {
        let mut turned = case.draft.clone();
        for day in days(&mut turned) {
            day.reverse();
        }
        turned.holidays.reverse();
        turned.breaks.reverse();
        turned.shifts.reverse();
        for dated in turned.breaks.iter_mut().chain(&mut turned.shifts) {
            dated.intervals.reverse();
        }
        prop_assert_eq!(case.answers(&checked(&turned)), case.answers(&case.calendar()));
    }

    #[test]
    fn hours_may_be_split(case in case()) {
        // An edge that clocks skip moves forward, so that it is no edge within any more.
        let mut whole = case.draft.clone();
        whole.zone = "Etc/UTC".to_owned();
        let mut split = whole.clone();
        for day in days(&mut split) {
            let halves = day.iter().flat_map(|[from, to]| {
                let noon = if from.as_str() < "12" && "13" <= to.as_str() { "12:00" } else { to };
                let rest = (noon != to).then(|| [noon.to_owned(), to.clone()]);
                [Some([from.clone(), noon.to_owned()]), rest]
            });
            *day = halves.flatten().collect();
        }
        prop_assert_ne!(&split, &whole);
        prop_assert_eq!(case.answers(&checked(&split)), case.answers(&checked(&whole)));
    }

    #[test]
    fn a_further_holiday_brings_nothing_forward(case in case(), day in 0..DAYS) {
        let mut further = case.draft.clone();
        further.holidays.push(Holiday { date: date_of(case.first + day), name: None });
        let (before, after) = (case.calendar(), checked(&further));
        let [a, _, c] = case.at;
        prop_assert!(before.add(a, case.span).unwrap() <= after.add(a, case.span).unwrap());
        prop_assert!(after.between(a, c) <= before.between(a, c));
    }

    #[test]
    fn without_a_break_nothing_is_due_later(case in case()) {
        let mut fewer = case.draft.clone();
        fewer.breaks.pop();
        let (before, after) = (case.calendar(), checked(&fewer));
        let [a, _, c] = case.at;
        prop_assert!(after.add(a, case.span).unwrap() <= before.add(a, case.span).unwrap());
        prop_assert!(before.between(a, c) <= after.between(a, c));
    }

    #[test]
    fn with_further_hours_nothing_is_due_later(case in case(), more in hours(2)) {
        let mut longer = case.draft.clone();
        for day in days(&mut longer) {
            day.extend(more.clone());
        }
        let (before, after) = (case.calendar(), checked(&longer));
        let [a, _, c] = case.at;
        prop_assert!(after.add(a, case.span).unwrap() <= before.add(a, case.span).unwrap());
        prop_assert!(before.between(a, c) <= after.between(a, c));
    }

    #[test]
    fn a_holiday_is_a_break_of_a_whole_date(case in case()) {
        let mut broken = case.draft.clone();
        let whole = vec![["00:00".to_owned(), "24:00".to_owned()]];
        let instead = |Holiday { date, .. }| DatedHours { date, intervals: whole.clone() };
        broken.breaks.extend(std::mem::take(&mut broken.holidays).into_iter().map(instead));
        prop_assert_eq!(case.answers(&checked(&broken)), case.answers(&case.calendar()));
    }

    #[test]
    fn a_shift_of_its_weekday_changes_nothing(case in case(), day in 0..DAYS) {
        let mut shifted = case.draft.clone();
        let date = date_of(case.first + day);
        prop_assume!(shifted.shifts.iter().all(|shift| shift.date != date));
        let weekday = usize::try_from((case.first + day + 3) % 7).unwrap();
        let intervals = days(&mut shifted)[weekday].clone();
        shifted.shifts.push(DatedHours { date, intervals });
        prop_assert_eq!(case.answers(&checked(&shifted)), case.answers(&case.calendar()));
    }

    #[test]
    fn another_name_of_the_zone_changes_nothing(case in case(), names in select(&ALIASES[..])) {
        let [one, other] = names.map(|name| {
            let calendar = checked(&CalendarDraft { zone: name.to_owned(), ..case.draft.clone() });
            case.answers(&calendar)
        });
        prop_assert_eq!(one, other);
    }

    #[test]
    fn a_pause_counts_like_a_break(case in case(), day in 0..DAYS, from in 0..12_i64) {
        let mut draft = case.draft.clone();
        draft.zone = "Etc/UTC".to_owned();
        let midnight = instant((case.first + day) * DAY);
        let hour = |hour: i64| midnight.plus(Span::from_hours(hour)).unwrap();
        let pauses = Pauses::new(pause(hour(from), hour(from + 9)).as_slice());
        let paused = checked(&draft);
        let intervals = vec![[format!("{from:02}:00"), format!("{:02}:00", from + 9)]];
        draft.breaks.push(DatedHours { date: date_of(case.first + day), intervals });
        let broken = checked(&draft);
        let [a, _, c] = case.at;
        let due = paused.add_around(a, case.span, &pauses);
        prop_assert_eq!(due, broken.add(a, case.span));
        prop_assert_eq!(paused.between_around(a, c, &pauses), broken.between(a, c));
    }

    #[test]
    fn a_week_later_everything_is_a_week_later(case in case()) {
        let mut draft = case.draft.clone();
        draft.zone = "Etc/UTC".to_owned();
        (draft.holidays, draft.breaks, draft.shifts) = <_>::default();
        let calendar = checked(&draft);
        let later = |at: Instant| at.plus(ms(7 * DAY)).unwrap();
        let moved = Case { at: case.at.map(later), ..case.clone() };
        let (instants, spans) = case.answers(&calendar);
        let instants: Vec<_> = instants.into_iter().map(|at| at.map(later)).collect();
        prop_assert_eq!(moved.answers(&calendar), (instants, spans));
    }
}
