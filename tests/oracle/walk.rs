//! A stretch of time, second by second, and walks through it.
//!
//! Nothing here knows of sums, of sorted segments or of searching: each second is marked, and each
//! question is answered by going from second to second. A second that a question or a pause cuts
//! is gone through by the millisecond. Instants and spans are milliseconds.

use crate::date::DAY;
use crate::plan::Plan;
use crate::zone::Clocks;

const SECOND: i64 = 1_000;

const CLOSED: u8 = 0;
const OPEN: u8 = 1;
/// Open, and cut by a pause.
const CUT: u8 = 2;

/// A pause: its first instant, and the first one after it.
pub(crate) type Pause = (i64, i64);

/// Every second of a window.
#[derive(Debug, Clone)]
pub(crate) struct Walk {
    /// The number of the first second.
    first: i64,
    marks: Vec<u8>,
    pauses: Vec<Pause>,
}

/// One step: a whole second, or a millisecond.
struct Step {
    at: i64,
    length: i64,
    counts: bool,
}

impl Walk {
    /// Marks `count` seconds as the plan says.
    pub(crate) fn through(plan: &Plan, clocks: &Clocks, first: i64, count: usize) -> Self {
        let mut walk = Self { first, marks: vec![CLOSED; count], pauses: Vec::new() };
        let days = first.div_euclid(DAY) - 3..=(walk.end() / SECOND).div_euclid(DAY) + 3;
        let edge = |day: i64, seconds: i64| clocks.resolve(day * DAY + seconds);
        for day in days.clone().filter(|day| clocks.have(*day)) {
            for (from, to) in plan.hours_of(day) {
                walk.mark(edge(day, *from), edge(day, after(*from, *to)), OPEN);
            }
        }
        for day in plan.holidays.iter().filter(|day| days.contains(day)) {
            walk.mark(edge(*day, 0), edge(*day, DAY), CLOSED);
        }
        for (day, hours) in &plan.breaks {
            // A date that does not exist has no hours to break either.
            if days.contains(day) && clocks.have(*day) {
                for (from, to) in hours {
                    walk.mark(edge(*day, *from), edge(*day, after(*from, *to)), CLOSED);
                }
            }
        }
        walk
    }

    fn mark(&mut self, from: i64, to: i64, value: u8) {
        let (from, to) = (from.max(self.first), to.min(self.end() / SECOND));
        if from < to {
            let seconds = self.index(from * SECOND)..self.index(to * SECOND);
            for mark in &mut self.marks[seconds] {
                *mark = value;
            }
        }
    }

    /// The same time without what lies in pauses.
    pub(crate) fn around(&self, pauses: &[Pause]) -> Self {
        let mut walk = Self { pauses: pauses.to_vec(), ..self.clone() };
        for (from, to) in pauses {
            let (from, to) = ((*from).max(self.start()), (*to).min(self.end()));
            if to <= from {
                continue;
            }
            let first = from.div_euclid(SECOND);
            let seconds = self.index(from)..=self.index(to - 1);
            for (second, mark) in (first..).zip(&mut walk.marks[seconds]) {
                let whole = from <= second * SECOND && (second + 1) * SECOND <= to;
                if *mark != CLOSED {
                    *mark = if whole { CLOSED } else { CUT };
                }
            }
        }
        walk
    }

    /// The first instant of the window.
    pub(crate) fn start(&self) -> i64 {
        self.first * SECOND
    }

    /// The first instant after the window.
    pub(crate) fn end(&self) -> i64 {
        (self.first + i64::try_from(self.marks.len()).expect("a length")) * SECOND
    }

    fn index(&self, at: i64) -> usize {
        usize::try_from(at.div_euclid(SECOND) - self.first).expect("an instant of the window")
    }

    /// Goes from `from` to `to` until a step gives an answer.
    fn forward<T>(&self, from: i64, to: i64, mut step: impl FnMut(Step) -> Option<T>) -> Option<T> {
        let mut at = from;
        while at < to {
            if at % SECOND == 0 {
                for mark in &self.marks[self.index(at)..self.index(to)] {
                    if *mark == CUT {
                        break;
                    }
                    let answer = step(Step { at, length: SECOND, counts: *mark == OPEN });
                    if answer.is_some() {
                        return answer;
                    }
                    at += SECOND;
                }
            }
            let next = ((at.div_euclid(SECOND) + 1) * SECOND).min(to);
            while at < next {
                let answer = step(Step { at, length: 1, counts: self.is_open(at) });
                if answer.is_some() {
                    return answer;
                }
                at += 1;
            }
        }
        None
    }

    /// Goes from `from` back to `to` until a step gives an answer. A step's instant is its first.
    fn backward<T>(
        &self,
        from: i64,
        to: i64,
        mut step: impl FnMut(Step) -> Option<T>,
    ) -> Option<T> {
        let mut at = from;
        while at > to {
            if at % SECOND == 0 {
                let whole = self.index(to + SECOND - 1)..self.index(at);
                for mark in self.marks[whole].iter().rev() {
                    if *mark == CUT {
                        break;
                    }
                    at -= SECOND;
                    let answer = step(Step { at, length: SECOND, counts: *mark == OPEN });
                    if answer.is_some() {
                        return answer;
                    }
                }
            }
            let next = ((at - 1).div_euclid(SECOND) * SECOND).max(to);
            while at > next {
                at -= 1;
                let answer = step(Step { at, length: 1, counts: self.is_open(at) });
                if answer.is_some() {
                    return answer;
                }
            }
        }
        None
    }

    pub(crate) fn is_open(&self, at: i64) -> bool {
        let paused = || self.pauses.iter().any(|(from, to)| *from <= at && at < *to);
        match self.marks[self.index(at)] {
            CLOSED => false,
            OPEN => true,
            _ => !paused(),
        }
    }

    /// The open time between two instants, which may stand in either order.
    pub(crate) fn between(&self, from: i64, to: i64) -> i64 {
        if to < from {
            return -self.between(to, from);
        }
        let by_millisecond = |from: i64, to: i64| {
            let open = (from..to).filter(|at| self.is_open(*at)).count();
            i64::try_from(open).expect("a count")
        };
        let first = (from + SECOND - 1).div_euclid(SECOND) * SECOND;
        let last = to.div_euclid(SECOND) * SECOND;
        if last < first {
            return by_millisecond(from, to);
        }
        let seconds = &self.marks[self.index(first)..self.index(last)];
        // A window has too few seconds for an overflow, and to look for one takes most of the time.
        let open = |sum: i64, mark: &u8| sum.wrapping_add(i64::from(*mark == OPEN));
        let mut sum = seconds.iter().fold(0, open) * SECOND;
        if !self.pauses.is_empty() {
            for (second, _) in
                (first..).step_by(1_000).zip(seconds).filter(|(_, mark)| **mark == CUT)
            {
                sum += by_millisecond(second, second + SECOND);
            }
        }
        by_millisecond(from, first) + sum + by_millisecond(last, to)
    }

    /// The earliest instant by which `span` has passed, if it lies in the window.
    pub(crate) fn add(&self, start: i64, span: i64) -> Option<i64> {
        if span < 0 {
            return self.subtract(start, -span);
        }
        let mut left = span;
        if left == 0 {
            return Some(start);
        }
        self.forward(start, self.end(), |step| {
            if step.counts && left <= step.length {
                return Some(step.at + left);
            }
            left -= if step.counts { step.length } else { 0 };
            None
        })
    }

    /// The latest instant from which `span` passes until `end`, if it lies in the window.
    pub(crate) fn subtract(&self, end: i64, span: i64) -> Option<i64> {
        if span < 0 {
            return self.add(end, -span);
        }
        let mut left = span;
        if left == 0 {
            return Some(end);
        }
        self.backward(end, self.start(), |step| {
            if step.counts && left <= step.length {
                return Some(step.at + step.length - left);
            }
            left -= if step.counts { step.length } else { 0 };
            None
        })
    }

    /// The first open instant from `at` on, if it lies in the window.
    pub(crate) fn next_open(&self, at: i64) -> Option<i64> {
        self.forward(at, self.end(), |step| step.counts.then_some(step.at))
    }

    /// The first instant after `at` that is closed after an open one, if it lies in the window.
    pub(crate) fn next_close(&self, at: i64) -> Option<i64> {
        let mut open = false;
        self.forward(at, self.end(), |step| {
            let closes = open && !step.counts;
            open = step.counts;
            closes.then_some(step.at)
        })
    }

    /// Every instant at which it opens or closes.
    pub(crate) fn edges(&self) -> Vec<i64> {
        let seconds = (self.first + 1..).zip(self.marks.windows(2));
        let edges = seconds.filter(|(_, pair)| pair[0] != pair[1]);
        edges.map(|(second, _)| second * SECOND).collect()
    }
}

/// Hours that end at or before their start end on the next day.
fn after(from: i64, to: i64) -> i64 {
    if to <= from { to + DAY } else { to }
}
