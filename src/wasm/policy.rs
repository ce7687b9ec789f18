use js_sys::Float64Array;
#[cfg(feature = "analysis")]
use serde::Serialize;
#[cfg(feature = "analysis")]
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use super::number::{instant, number, whole};
use crate::calendar::Calendar;
use crate::calendar::known::Known;
use crate::door::{self, Session};
use crate::time::{Instant, Span};

/// Answers one request that brings its own policy, if it needs one.
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn answer(request: &str) -> String {
    #[cfg(not(feature = "analysis"))]
    let answer = door::answer;
    #[cfg(feature = "analysis")]
    let answer = door::analyse;
    answer(request)
}

/// The version numbers as an object: of a fixed shape, so it needs no text in between.
#[cfg(feature = "analysis")]
#[wasm_bindgen(skip_typescript)]
#[must_use]
pub fn versions() -> JsValue {
    let plain = serde_wasm_bindgen::Serializer::json_compatible();
    door::Versions::default().serialize(&plain).unwrap_or(JsValue::UNDEFINED)
}

/// A policy that answers requests about it, or why there is none.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Policy {
    pub(super) session: Result<Session, String>,
}

#[wasm_bindgen]
impl Policy {
    /// Reads and checks a policy document. Ask [`opened`](Self::opened) before anything else.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self { session: Session::new(text).map_err(|errors| door::refusal(&errors)) }
    }

    /// The answer to the opening: the digest of the policy and its warnings, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.session {
            Ok(session) => session.opened(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Answers one request under this policy.
    #[must_use]
    pub fn answer(&self, request: &str) -> String {
        match &self.session {
            #[cfg(not(feature = "analysis"))]
            Ok(session) => session.answer(request),
            #[cfg(feature = "analysis")]
            Ok(session) => session.analyse(request),
            Err(refusal) => refusal.clone(),
        }
    }

    /// The number of a calendar, by which it is asked below: text is slow to bring in. None if
    /// the policy has no such calendar; a number that stands for none answers NaN.
    #[must_use]
    pub fn calendar(&self, id: &str) -> Option<usize> {
        self.session.as_ref().ok()?.engine().policy().calendars().ids().position(|one| one == id)
    }

    /// The instant in milliseconds at which `span` milliseconds of open time have passed since
    /// `start`; NaN if there is none. The entry has checked that `span` is whole.
    #[must_use]
    pub fn add(&self, calendar: usize, start: f64, span: f64) -> f64 {
        let span = Span::from_millis(whole(span));
        answered(self.numbered(calendar), start, &|calendar, start| due(calendar, start, span))
    }

    /// As [`add`](Self::add), for many starts at once.
    #[must_use]
    pub fn add_all(&self, calendar: usize, starts: &[f64], span: f64) -> Float64Array {
        let span = whole(span);
        self.each(
            calendar,
            starts,
            |known, start| if span > 0 { known.due(start, span) } else { None },
            |calendar, start| due(calendar, start, Span::from_millis(span)),
        )
    }

    /// The open time between two instants; NaN if one is out of range.
    #[must_use]
    pub fn between(&self, calendar: usize, from: f64, to: f64) -> f64 {
        answered(self.numbered(calendar), from, &|calendar, from| between(calendar, from, to))
    }

    /// As [`between`](Self::between), for as many `froms` as there are `tos`.
    #[must_use]
    pub fn between_all(&self, calendar: usize, mut froms: Vec<f64>, tos: &[f64]) -> Float64Array {
        let calendar = self.numbered(calendar);
        for (from, to) in froms.iter_mut().zip(tos) {
            *from = answered(calendar, *from, &|calendar, from| between(calendar, from, *to));
        }
        Float64Array::from(froms.as_slice())
    }

    /// What is left of `span` at `now`, from each start; of no span, what has passed, negated.
    #[must_use]
    pub fn remaining_all(
        &self,
        calendar: usize,
        starts: &[f64],
        span: f64,
        now: f64,
    ) -> Float64Array {
        let (to, span) = (instant(now).map(Instant::as_millis), whole(span));
        self.each(
            calendar,
            starts,
            |known, start| known.between(start, to?).map(|elapsed| span.saturating_sub(elapsed)),
            |calendar, start| {
                between(calendar, start, now).map(|elapsed| span.saturating_sub(elapsed))
            },
        )
    }

    /// The earliest instant from `at` on at which it is open; NaN if it never is again.
    #[must_use]
    pub fn next_open(&self, calendar: usize, at: f64) -> f64 {
        answered(self.numbered(calendar), at, &|calendar, at| {
            calendar.next_open(at).map(Instant::as_millis)
        })
    }

    /// The next instant at which it closes; NaN if it never does again.
    #[must_use]
    pub fn next_close(&self, calendar: usize, at: f64) -> f64 {
        answered(self.numbered(calendar), at, &|calendar, at| {
            calendar.next_close(at).map(Instant::as_millis)
        })
    }

    fn numbered(&self, calendar: usize) -> Option<&Calendar> {
        self.session.as_ref().ok()?.engine().policy().calendars().at(calendar)
    }

    fn each(
        &self,
        calendar: usize,
        instants: &[f64],
        quick: impl Fn(&Known, i64) -> Option<i64>,
        alone: impl Fn(&Calendar, Instant) -> Option<i64>,
    ) -> Float64Array {
        let answers = match self.numbered(calendar) {
            None => vec![f64::NAN; instants.len()],
            Some(calendar) => calendar.all(
                instants,
                |known, at| match instant(*at) {
                    Some(at) => quick(known, at.as_millis()).map(number),
                    None => Some(f64::NAN),
                },
                |at| answered(Some(calendar), *at, &alone),
            ),
        };
        Float64Array::from(answers.as_slice())
    }
}

/// A question about an instant that is answered in whole milliseconds.
type Ask<'a> = &'a dyn Fn(&Calendar, Instant) -> Option<i64>;

fn answered(calendar: Option<&Calendar>, at: f64, ask: Ask<'_>) -> f64 {
    let answer = || ask(calendar?, instant(at)?);
    answer().map_or(f64::NAN, number)
}

fn due(calendar: &Calendar, start: Instant, span: Span) -> Option<i64> {
    calendar.add(start, span).ok().map(Instant::as_millis)
}

fn between(calendar: &Calendar, from: Instant, to: f64) -> Option<i64> {
    Some(calendar.between(from, instant(to)?).as_millis())
}
