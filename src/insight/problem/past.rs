use std::collections::BTreeMap;

use super::history::ProblemHistory;
use super::question::ProblemQuestion;
use crate::insight::similar::{PastTicket, number, place};
use crate::model::Kind;
use crate::time::{Instant, Span};

/// The incidents that are looked at, in the order of time, then of their identifiers.
#[derive(Debug)]
pub(super) struct Past<'a> {
    pub(super) rows: Vec<&'a PastTicket>,
    /// How many were opened after the present.
    pub(super) ahead: u32,
    pub(super) since: Instant,
    pub(super) from: Instant,
    pub(super) now: Instant,
}

impl<'a> Past<'a> {
    pub(super) fn of(history: &'a ProblemHistory, question: &ProblemQuestion) -> Self {
        let (now, from) = (question.now, question.window(history.rules()));
        let earliest = question.earliest(history.rules());
        let incident = |row: &&PastTicket| match row.kind {
            None | Some(Kind::Incident | Kind::SecurityIncident) => true,
            Some(
                Kind::ServiceRequest
                | Kind::Problem
                | Kind::KnownError
                | Kind::ChangeRequest
                | Kind::Event
                | Kind::Alert,
            ) => false,
        };
        let rows = history.rows().filter(incident).filter(|row| row.opened_at >= earliest);
        let (mut rows, ahead): (Vec<_>, Vec<_>) = rows.partition(|row| row.opened_at <= now);
        rows.sort_by(|one, other| (one.opened_at, &one.id).cmp(&(other.opened_at, &other.id)));
        let first = rows.first().map_or(from, |row| row.opened_at);
        let since = question.since.unwrap_or(first);
        Self { rows, ahead: number(ahead.len()), since, from, now }
    }

    pub(super) fn row(&self, row: u32) -> Option<&'a PastTicket> {
        self.rows.get(place(row)).copied()
    }

    /// When an incident was opened.
    pub(super) fn at(&self, row: u32) -> Instant {
        self.row(row).map_or(self.now, |row| row.opened_at)
    }

    /// The text of a fact of an incident; empty if there is none.
    pub(super) fn text(&self, row: u32, fact: &str) -> &'a str {
        self.row(row).map_or("", |row| row.text(fact))
    }

    /// How long the history before the window is.
    pub(super) fn before(&self) -> Span {
        self.from.since(self.since).max(Span::ZERO)
    }

    /// How long all of it is.
    pub(super) fn whole(&self) -> Span {
        self.now.since(self.since)
    }

    /// Which incidents do not name an earlier one as their parent.
    pub(super) fn own(&self) -> Vec<bool> {
        let ids: BTreeMap<&str, u32> =
            self.rows.iter().map(|row| row.id.as_str()).zip(0..).collect();
        let own = |(at, row): (u32, &&PastTicket)| {
            ids.get(row.text("parent")).is_none_or(|parent| *parent >= at)
        };
        (0..).zip(&self.rows).map(own).collect()
    }
}
