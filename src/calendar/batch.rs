//! The same questions for many instants at once.

use super::Calendar;
use super::known::Known;
use crate::error::Error;
use crate::time::{Instant, Span};

impl Calendar {
    /// As [`add`](Self::add) for many starts: an answer for each, in their order.
    ///
    /// # Example
    /// ```
    /// use incident_core::calendar::{Calendar, CalendarDraft};
    /// use incident_core::{Instant, Span};
    ///
    /// let mut draft = CalendarDraft::in_zone("Europe/Berlin");
    /// draft.hours.fri = vec![["09:00".to_owned(), "17:00".to_owned()]];
    /// let (calendar, _) = Calendar::check(&draft)?;
    /// let friday = Instant::parse("2026-01-09T10:00:00Z").map_err(|error| vec![error])?;
    /// let due = calendar.add_all(&[friday, Instant::MAX], Span::from_hours(2));
    /// assert_eq!(due[0], calendar.add(friday, Span::from_hours(2)));
    /// assert!(due[1].is_err(), "a bad one spoils no other");
    /// # Ok::<(), Vec<incident_core::Error>>(())
    /// ```
    #[must_use]
    pub fn add_all(&self, starts: &[Instant], span: Span) -> Vec<Result<Instant, Error>> {
        let quick = |known: &Known, start: &Instant| {
            let forward = span > Span::ZERO;
            let due = forward.then(|| known.due(start.as_millis(), span.as_millis()))??;
            Some(Instant::from_millis(due))
        };
        self.all(starts, quick, |start| self.add(*start, span))
    }

    /// As [`between`](Self::between) for many pairs, each of an instant and another.
    #[must_use]
    pub fn between_all(&self, pairs: &[(Instant, Instant)]) -> Vec<Span> {
        let quick = |known: &Known, (from, to): &(Instant, Instant)| {
            known.between(from.as_millis(), to.as_millis()).map(Span::from_millis)
        };
        self.all(pairs, quick, |(from, to)| self.between(*from, *to))
    }

    /// The open time from each start to `now`; negative from one that is later.
    #[must_use]
    pub fn elapsed_all(&self, starts: &[Instant], now: Instant) -> Vec<Span> {
        let quick = |known: &Known, start: &Instant| {
            known.between(start.as_millis(), now.as_millis()).map(Span::from_millis)
        };
        self.all(starts, quick, |start| self.between(*start, now))
    }

    /// What is left at `now` of a span that begins at each start; negative if it is overdue.
    #[must_use]
    pub fn remaining_all(&self, starts: &[Instant], span: Span, now: Instant) -> Vec<Span> {
        let quick = |known: &Known, start: &Instant| {
            let elapsed = known.between(start.as_millis(), now.as_millis())?;
            Some(span.minus(Span::from_millis(elapsed)))
        };
        self.all(starts, quick, |start| span.minus(self.between(*start, now)))
    }

    /// Asks what is known, under one lock for as long as it is enough; else asks for one alone,
    /// which makes more known.
    pub(crate) fn all<Q, A>(
        &self,
        questions: &[Q],
        quick: impl Fn(&Known, &Q) -> Option<A>,
        alone: impl Fn(&Q) -> A,
    ) -> Vec<A> {
        let mut answers = Vec::with_capacity(questions.len());
        while let Some(rest) = questions.get(answers.len()..) {
            let unknown = self.line.look(|known| {
                for question in rest {
                    let Some(answer) = quick(known, question) else { return Some(question) };
                    answers.push(answer);
                }
                None
            });
            let Some(question) = unknown else { break };
            answers.push(alone(question));
        }
        answers
    }
}
