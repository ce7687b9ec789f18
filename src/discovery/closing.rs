use serde::Serialize;

use super::gather::{Gathered, Ticket};
use super::states::States;
use super::threshold::roundest;
use super::window::{Clocks, HOUR, MINUTE, Open, Window};
use crate::model::StateType;
use crate::time::{Instant, Span};

/// How long a stretch may be to which waits are said to crowd. A batch that closes by the hour, and
/// clocks that are read to the minute, need a little more than an hour; one that closes by the day
/// needs a day, which counts only if the shorter one does not hold half of the waits.
const STRETCHES: [i64; 2] = [2 * HOUR, 25 * HOUR];
/// Tickets that wait less are closed by people, or at once.
const SHORTEST: i64 = HOUR;
/// The share of the waits, out of a thousand, from which on they are said to have one delay.
const CLEAR: u64 = 500;
/// What is tried, the plainest first.
const READINGS: [(Counting, WaitsFrom); 4] = [
    (Counting::CalendarTime, WaitsFrom::LastEntry),
    (Counting::CalendarTime, WaitsFrom::LastRow),
    (Counting::WorkingDays, WaitsFrom::LastEntry),
    (Counting::WorkingDays, WaitsFrom::LastRow),
];
/// How many tickets are named at either end.
const NAMED: usize = 5;

/// From when on a ticket waits to be closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WaitsFrom {
    /// From when it last came into the state.
    LastEntry,
    /// From its last row in the state, be it only a note.
    LastRow,
}

/// Which time counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Counting {
    /// All time.
    CalendarTime,
    /// Monday to Friday.
    WorkingDays,
}

/// A ticket, and how long it waited.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Waited {
    /// The ticket.
    pub ticket: String,
    /// How long.
    pub waited: Span,
}

/// How well one reading of the waits explains them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Crowd {
    /// From when on they are counted.
    pub waits_from: WaitsFrom,
    /// Which time counts.
    pub counting: Counting,
    /// How long a stretch was looked for.
    pub stretch: Span,
    /// Where the fullest one begins, at the first wait in it.
    pub from: Span,
    /// The last wait in it.
    pub to: Span,
    /// The tickets in it.
    pub count: u64,
    /// The same out of a thousand.
    pub permille: u64,
}

/// How long resolved tickets wait before they are closed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AutoClose {
    /// The tickets that were resolved and then closed.
    pub tickets: u64,
    /// The delay that the draft has: the roundest one that is not
    /// earlier than the beginning of the crowd by more than half of the stretch.
    pub delay: Span,
    /// Whether at least half of the tickets are in the crowd: only then the draft has a timer.
    pub clear: bool,
    /// The reading that crowds the most tickets; of equal ones calendar time, then the last entry.
    pub best: Crowd,
    /// Every reading: calendar time and working days, from the last entry and the last row, and by
    /// the shorter stretch and, if no reading is clear by it, the longer one.
    pub readings: Vec<Crowd>,
    /// By the best reading, the waits below which 5, 25, 50, 75 and 95 of a hundred lie.
    pub percentiles: [Span; 5],
    /// The tickets that wait less than the crowd.
    pub earlier: u64,
    /// Those that wait longer.
    pub later: u64,
    /// The tickets that wait shortest, of those that wait less.
    pub earliest: Vec<Waited>,
    /// The tickets that wait longest, of those that wait longer.
    pub latest: Vec<Waited>,
}

/// When a ticket was last resolved, by both readings, and when it was then closed.
struct Wait<'a> {
    ticket: &'a Ticket,
    entered: Instant,
    last: Instant,
    closed: Instant,
}

fn wait<'a>(ticket: &'a Ticket, states: &States) -> Option<Wait<'a>> {
    let closed = states.state_type(ticket.state) == Some(StateType::Closed);
    let end = ticket.stays.iter().find(|stay| closed && stay.state == ticket.state)?;
    let resolved = ticket
        .stays
        .iter()
        .filter(|stay| states.state_type(stay.state) == Some(StateType::Resolved))
        .max_by_key(|stay| stay.entered)?;
    let closed = ticket.closed.unwrap_or(end.entered);
    Some(Wait { ticket, entered: resolved.entered, last: resolved.last, closed })
}

/// The waits between resolution and closing; none if no ticket has one.
pub(super) fn find(gathered: &Gathered, states: &States, clocks: &Clocks) -> Option<AutoClose> {
    let waits: Vec<_> = gathered.tickets.iter().filter_map(|one| wait(one, states)).collect();
    let mut best: Option<(Crowd, Vec<(i64, &str)>)> = None;
    let mut readings = Vec::new();
    for stretch in STRETCHES {
        for (counting, waits_from) in READINGS {
            let spans = spans(&waits, waits_from, counting, clocks);
            let Some(found) = fullest(&spans, stretch) else { continue };
            let crowd = Crowd { waits_from, counting, ..found };
            readings.push(crowd);
            if best.as_ref().is_none_or(|(best, _)| best.count < crowd.count) {
                best = Some((crowd, spans));
            }
        }
        if best.as_ref().is_some_and(|(best, _)| best.permille >= CLEAR) {
            break;
        }
    }
    let (best, spans) = best?;
    let (from, to) = (best.from.as_millis(), best.to.as_millis());
    let earlier = spans.partition_point(|(span, _)| *span < from);
    let not_later = spans.partition_point(|(span, _)| *span <= to);
    let named = |(span, ticket): &(i64, &str)| Waited {
        ticket: (*ticket).to_owned(),
        waited: Span::from_millis(*span),
    };
    let at = |percent: usize| {
        let at = spans.len().saturating_sub(1).saturating_mul(percent).div_euclid(100);
        Span::from_millis(spans.get(at).map_or(0, |(span, _)| *span))
    };
    // A batch closes later than agreed, and clocks that are read to the minute make it earlier.
    let before = from.saturating_sub(best.stretch.as_millis().div_euclid(2));
    let near = roundest(before, Some(from.saturating_add(5 * MINUTE)));
    Some(AutoClose {
        tickets: count(spans.len()),
        delay: Span::from_millis(near),
        clear: best.permille >= CLEAR,
        best,
        readings,
        percentiles: [5, 25, 50, 75, 95].map(at),
        earlier: count(earlier),
        later: count(spans.len().saturating_sub(not_later)),
        earliest: spans.iter().take(earlier.min(NAMED)).map(named).collect(),
        latest: spans.iter().skip(not_later).rev().take(NAMED).map(named).collect(),
    })
}

fn count(length: usize) -> u64 {
    u64::try_from(length).unwrap_or(u64::MAX)
}

/// The waits with their tickets, the shortest first.
fn spans<'a>(
    waits: &[Wait<'a>],
    waits_from: WaitsFrom,
    counting: Counting,
    clocks: &Clocks,
) -> Vec<(i64, &'a str)> {
    let window = match counting {
        Counting::CalendarTime => Window::ALWAYS,
        Counting::WorkingDays => Window::PLAIN,
    };
    let open = Open::new(window, clocks);
    let span = |wait: &Wait<'a>| {
        let from = match waits_from {
            WaitsFrom::LastEntry => wait.entered,
            WaitsFrom::LastRow => wait.last,
        };
        let span = open.between(clocks.show(from), clocks.show(wait.closed));
        (span, wait.ticket.number.as_str())
    };
    let mut spans: Vec<_> = waits.iter().map(span).collect();
    spans.sort_unstable();
    spans
}

/// The fullest stretch of so much time; the first of several. What it is a reading of is left for
/// the caller to say.
fn fullest(spans: &[(i64, &str)], stretch: i64) -> Option<Crowd> {
    let mut end = 0_usize;
    let mut best: Option<(usize, i64, i64)> = None;
    for (at, (from, _)) in spans.iter().enumerate() {
        let to = from.saturating_add(stretch);
        while let Some((span, _)) = spans.get(end)
            && *span <= to
        {
            end = end.saturating_add(1);
        }
        let size = end.saturating_sub(at);
        if *from >= SHORTEST && best.is_none_or(|(best, _, _)| best < size) {
            let last = end.checked_sub(1).and_then(|last| spans.get(last));
            best = Some((size, *from, last.map_or(*from, |(span, _)| *span)));
        }
    }
    let (size, from, to) = best?;
    let (count, all) = (count(size), count(spans.len()));
    let (counting, waits_from) = (Counting::CalendarTime, WaitsFrom::LastEntry);
    Some(Crowd {
        waits_from,
        counting,
        stretch: Span::from_millis(stretch),
        from: Span::from_millis(from),
        to: Span::from_millis(to),
        count,
        permille: count.saturating_mul(1_000).checked_div(all).unwrap_or(0),
    })
}
