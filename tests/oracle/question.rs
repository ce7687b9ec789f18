//! Questions about a calendar, and what the crate and the oracle say to them.

use incident_core::calendar::{Calendar, CalendarDraft, Pauses};
use incident_core::{Instant, Segment, Span};
use serde_json::{Value, json};

use crate::draw::Draw;
use crate::walk::{Pause, Walk};

/// A question. Instants and spans are milliseconds.
#[derive(Debug, Clone)]
pub(crate) enum Question {
    Add { start: i64, span: i64, pauses: Vec<Pause> },
    Subtract { end: i64, span: i64 },
    Between { from: i64, to: i64, pauses: Vec<Pause> },
    IsOpen(i64),
    NextOpen(i64),
    NextClose(i64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    At(i64),
    Span(i64),
    Flag(bool),
    /// The oracle saw it nowhere in its window; the crate found none at all.
    Nowhere,
}

pub(crate) fn instant(at: i64) -> Instant {
    Instant::from_millis(at).expect("an instant")
}

fn at(found: Option<Instant>) -> Answer {
    found.map_or(Answer::Nowhere, |found| Answer::At(found.as_millis()))
}

impl Question {
    /// What the crate says.
    pub(crate) fn ask(&self, calendar: &Calendar) -> Answer {
        match self {
            Self::Add { start, span, pauses } => {
                let (start, span) = (instant(*start), Span::from_millis(*span));
                at(if pauses.is_empty() {
                    calendar.add(start, span).ok()
                } else {
                    calendar.add_around(start, span, &joined(pauses)).ok()
                })
            }
            Self::Subtract { end, span } => {
                at(calendar.subtract(instant(*end), Span::from_millis(*span)).ok())
            }
            Self::Between { from, to, pauses } => {
                let (from, to) = (instant(*from), instant(*to));
                let span = if pauses.is_empty() {
                    calendar.between(from, to)
                } else {
                    calendar.between_around(from, to, &joined(pauses))
                };
                Answer::Span(span.as_millis())
            }
            Self::IsOpen(at) => Answer::Flag(calendar.is_open(instant(*at))),
            Self::NextOpen(from) => at(calendar.next_open(instant(*from))),
            Self::NextClose(from) => at(calendar.next_close(instant(*from))),
        }
    }

    /// What the oracle sees.
    pub(crate) fn walk(&self, walk: &Walk) -> Answer {
        let found = |at: Option<i64>| at.map_or(Answer::Nowhere, Answer::At);
        match self {
            Self::Add { start, span, pauses } if pauses.is_empty() => {
                found(walk.add(*start, *span))
            }
            Self::Add { start, span, pauses } => found(walk.around(pauses).add(*start, *span)),
            Self::Subtract { end, span } => found(walk.subtract(*end, *span)),
            Self::Between { from, to, pauses } if pauses.is_empty() => {
                Answer::Span(walk.between(*from, *to))
            }
            Self::Between { from, to, pauses } => {
                Answer::Span(walk.around(pauses).between(*from, *to))
            }
            Self::IsOpen(at) => Answer::Flag(walk.is_open(*at)),
            Self::NextOpen(at) => found(walk.next_open(*at)),
            Self::NextClose(at) => found(walk.next_close(*at)),
        }
    }

    /// The question as a request at the door.
    pub(crate) fn request(&self, calendar: &CalendarDraft) -> Value {
        let at = |at: &i64| instant(*at).to_string();
        let span = |span: &i64| Span::from_millis(*span).to_string();
        let pauses = |pauses: &[Pause]| -> Vec<Value> {
            pauses.iter().map(|(from, to)| json!({"from": at(from), "to": at(to)})).collect()
        };
        let mut request = match self {
            Self::Add { start, span: length, pauses: list } => json!({
                "op": "add", "start": at(start), "span": span(length), "pauses": pauses(list),
            }),
            Self::Subtract { end, span: length } => {
                json!({"op": "subtract", "end": at(end), "span": span(length)})
            }
            Self::Between { from, to, pauses: list } => json!({
                "op": "between", "from": at(from), "to": at(to), "pauses": pauses(list),
            }),
            Self::IsOpen(moment) => json!({"op": "isOpen", "at": at(moment)}),
            Self::NextOpen(moment) => json!({"op": "nextOpen", "at": at(moment)}),
            Self::NextClose(moment) => json!({"op": "nextClose", "at": at(moment)}),
        };
        request["calendar"] = json!(calendar);
        request
    }

    /// A question about this window, whose answer mostly lies at most `reach` away.
    pub(crate) fn drawn(draw: &mut Draw, walk: &Walk, known: &Known, reach: i64) -> Self {
        let far = draw.range(0, reach + 1);
        let near = draw.range(walk.start(), walk.end() - far);
        let from = known.moment(draw, walk, near);
        let to = (from + far).min(walk.end() - 1);
        match draw.range(0, 100) {
            kind @ 0..40 => {
                let pauses =
                    if kind < 15 { known.pauses(draw, walk, from, to) } else { Vec::new() };
                let sign = if draw.chance(10) { -1 } else { 1 };
                let start = if sign < 0 { to } else { from };
                let open = known.span(draw, walk, (from, to), &pauses);
                Self::Add { start, span: sign * open, pauses }
            }
            40..58 => {
                let sign = if draw.chance(5) { -1 } else { 1 };
                let end = if sign < 0 { from } else { to };
                Self::Subtract { end, span: sign * known.span(draw, walk, (from, to), &[]) }
            }
            kind @ 58..86 => {
                let pauses =
                    if kind < 68 { known.pauses(draw, walk, from, to) } else { Vec::new() };
                let to = if draw.chance(30) { known.moment(draw, walk, to) } else { to };
                let turned = draw.chance(15);
                let (from, to) = if turned { (to, from) } else { (from, to) };
                Self::Between { from, to, pauses }
            }
            86..91 => Self::IsOpen(from),
            91..96 => Self::NextOpen(from),
            _ => Self::NextClose(from),
        }
    }
}

fn joined(pauses: &[Pause]) -> Pauses {
    let segments: Vec<Segment> =
        pauses.iter().filter_map(|(from, to)| Segment::new(instant(*from), instant(*to))).collect();
    Pauses::new(&segments)
}

impl Answer {
    /// Whether the crate's answer is this one of the oracle's; what the oracle saw nowhere must
    /// lie outside its window.
    pub(crate) fn admits(self, crates: Self, walk: &Walk) -> bool {
        match (self, crates) {
            (Self::Nowhere, Self::At(at)) => at <= walk.start() || walk.end() <= at,
            _ => self == crates,
        }
    }

    pub(crate) fn json(self) -> Value {
        match self {
            Self::At(at) => json!(instant(at).to_string()),
            Self::Span(span) => json!(span),
            Self::Flag(flag) => json!(flag),
            Self::Nowhere => Value::Null,
        }
    }
}

/// What helps to draw questions at which answers are likely to differ.
pub(crate) struct Known {
    edges: Vec<i64>,
    /// The share of open time, in parts of a thousand.
    share: i64,
}

impl Known {
    pub(crate) fn of(walk: &Walk) -> Self {
        let open = walk.between(walk.start(), walk.end());
        Self { edges: walk.edges(), share: 1_000 * open / (walk.end() - walk.start()) }
    }

    /// An instant, or one close to where it opens or closes.
    fn moment(&self, draw: &mut Draw, walk: &Walk, instant: i64) -> i64 {
        if self.edges.is_empty() || draw.chance(65) {
            return instant;
        }
        let away = match draw.range(0, 4) {
            0 => 0,
            1 => draw.range(-1, 2),
            2 => draw.range(-1_001, 1_002),
            _ => draw.range(-7_200_000, 7_200_001),
        };
        (draw.pick(&self.edges) + away).clamp(walk.start(), walk.end() - 1)
    }

    /// A span of open time, about as much as there is between two instants.
    fn span(&self, draw: &mut Draw, walk: &Walk, reach: (i64, i64), pauses: &[Pause]) -> i64 {
        let (from, to) = reach;
        let later: Vec<i64> = self.edges.iter().filter(|at| from < **at).copied().collect();
        match draw.range(0, 20) {
            0 => 0,
            1 => draw.range(0, 3_000),
            // Used up exactly at an edge, or just not.
            2..8 if !later.is_empty() => {
                let edge = (*draw.pick(&later)).min(to).max(from);
                let exactly = if pauses.is_empty() {
                    walk.between(from, edge)
                } else {
                    walk.around(pauses).between(from, edge)
                };
                (exactly + *draw.pick(&[0, 0, 0, -1, 1])).max(0)
            }
            _ => draw.range(0, 1 + (to - from) / 1_000 * self.share),
        }
    }

    fn pauses(&self, draw: &mut Draw, walk: &Walk, from: i64, to: i64) -> Vec<Pause> {
        let mut pauses: Vec<Pause> = Vec::new();
        for _ in 0..draw.range(1, 7) {
            let near = draw.range((from - 43_200_000).max(walk.start()), to + 1);
            let begin = match pauses.last() {
                Some((_, end)) if draw.chance(15) => *end,
                _ => self.moment(draw, walk, near),
            };
            let length = match draw.range(0, 20) {
                0 => 0,
                1..4 => draw.range(0, 2_500),
                4..10 => draw.range(0, 3_600_000),
                10..16 => draw.range(0, 43_200_000),
                _ => draw.range(0, 1 + (to - from) / 2),
            };
            pauses.push((begin, begin + length));
        }
        pauses
    }
}
