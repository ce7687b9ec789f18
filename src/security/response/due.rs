use std::cmp::Ordering;

use serde::Serialize;

use super::{Case, Told};
use crate::document::Map;
use crate::error::Error;
use crate::model::{Change, StateType, Ticket, timeline};
use crate::security::marking::Tlp;
use crate::security::plan::{Anchor, Audience, FirstDraft, Plan, UpdateDraft};
use crate::time::{Instant, Span};

/// Whether an audience hears of an incident for the first time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Notice {
    /// For the first time.
    First,
    /// It is told what is new.
    Update,
}

/// What an audience is owed next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Due {
    /// The audience.
    pub audience: String,
    /// What people call it.
    pub label: String,
    /// The contact to reach it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact: Option<String>,
    /// Whether it hears of it for the first time.
    pub notice: Notice,
    /// What the notice says, by the plan's contents.
    pub content: String,
    /// The fields of the ticket that this states.
    pub fields: Vec<String>,
    /// The strictest label that the audience may get.
    pub tlp: Tlp,
    /// When it is due; none if the calendar has no time left for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub due_at: Option<Instant>,
    /// Why there is no such instant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub problem: Option<Error>,
    /// Whether that instant has come and nobody has told it.
    pub overdue: bool,
    /// Who may approve the notice; nobody needs to if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub approval: Vec<String>,
    /// Who has approved it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved_by: Option<String>,
    /// What it was told so far.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub told: Option<Told>,
}

/// When a ticket first was in each state, and first had each priority.
#[derive(Default)]
struct Past {
    states: Map<Instant>,
    priorities: Map<Instant>,
}

impl Past {
    /// Out of its history; a ticket that comes without one says when it reached its state.
    fn of(ticket: &Ticket) -> Self {
        let mut past = Self::default();
        for effect in timeline(&ticket.history) {
            match &effect.event.change {
                Change::Opened(opened) => {
                    note(&mut past.states, Some(&opened.state), effect.at);
                    note(&mut past.priorities, opened.priority.as_ref(), effect.at);
                }
                Change::StateChanged(changed) => {
                    note(&mut past.states, Some(&changed.to), effect.at);
                }
                Change::PriorityChanged(changed) => {
                    note(&mut past.priorities, changed.to.as_ref(), effect.at);
                }
                Change::FactsChanged(_)
                | Change::MessageAdded(_)
                | Change::PriorityOverridden(_)
                | Change::TargetWarned(_)
                | Change::TargetBreached(_)
                | Change::Approved(_)
                | Change::ActionRequested(_)
                | Change::Corrected(_) => {}
            }
        }
        note(&mut past.states, Some(&ticket.state), ticket.state_since);
        note(&mut past.priorities, ticket.priority.as_ref(), ticket.updated_at);
        past
    }
}

/// Keeps the first instant of a name.
fn note(firsts: &mut Map<Instant>, name: Option<&String>, at: Instant) {
    if let Some(name) = name.filter(|name| firsts.get(name).is_none()) {
        firsts.insert(name, at);
    }
}

/// What decides when somebody is told.
pub(super) struct Clock<'a> {
    plan: &'a Plan,
    case: &'a Case,
    ticket: Option<&'a Ticket>,
    past: Past,
}

/// When something is due, and what is said then.
struct Next<'a> {
    at: Result<Instant, Error>,
    notice: Notice,
    content: &'a str,
}

impl<'a> Clock<'a> {
    pub(super) fn new(plan: &'a Plan, case: &'a Case, ticket: Option<&'a Ticket>) -> Self {
        Self { plan, case, ticket, past: ticket.map(Past::of).unwrap_or_default() }
    }

    /// Whether nobody is owed anything any more.
    fn is_silent(&self) -> bool {
        let over = |ticket: &Ticket| match ticket.state_type {
            StateType::Closed | StateType::Canceled => true,
            StateType::New | StateType::Active | StateType::OnHold | StateType::Resolved => false,
        };
        self.case.closed_at.is_some() || self.ticket.is_some_and(over)
    }

    /// Whether the ticket has one of these priorities; any will do if none is named.
    fn has(&self, priorities: &[String]) -> bool {
        let priority = self.ticket.and_then(|ticket| ticket.priority.as_ref());
        priorities.is_empty() || priority.is_some_and(|one| priorities.contains(one))
    }

    fn is_in(&self, phases: &[String]) -> bool {
        let state = self.ticket.map(|ticket| &ticket.state);
        phases.is_empty() || state.is_some_and(|one| phases.contains(one))
    }

    fn anchor(&self, rule: &FirstDraft) -> Option<Instant> {
        match rule.from {
            Anchor::CaseOpened => Some(self.case.opened_at),
            Anchor::TicketOpened => self.ticket.map(|ticket| ticket.opened_at),
            Anchor::PhaseEntered => self.past.states.get(rule.phase.as_deref()?).copied(),
            Anchor::PriorityReached => {
                let firsts = rule.priorities.iter().filter_map(|one| self.past.priorities.get(one));
                firsts.min().copied()
            }
        }
    }

    fn next(&self, audience: &'a Audience) -> Option<Next<'a>> {
        let applies = audience
            .applies_if
            .as_ref()
            .is_none_or(|condition| self.ticket.is_some_and(|ticket| condition.holds(ticket)));
        if self.is_silent() || !applies {
            return None;
        }
        let written = &audience.written;
        let calendar = written.calendar.as_deref();
        if let Some(told) = self.case.told.get(&written.id) {
            let applies =
                |rule: &&UpdateDraft| self.is_in(&rule.phases) && self.has(&rule.priorities);
            let rule = written.updates.iter().find(applies)?;
            let at = after(self.plan, calendar, told.last_at, rule.every);
            return Some(Next { at, notice: Notice::Update, content: &rule.content });
        }
        let rules = written.first.iter().filter(|rule| self.has(&rule.priorities));
        let next = rules.filter_map(|rule| {
            let at = after(self.plan, calendar, self.anchor(rule)?, rule.within);
            Some(Next { at, notice: Notice::First, content: &rule.content })
        });
        next.min_by(|one, other| earlier(one.at.as_ref().ok(), other.at.as_ref().ok()))
    }

    /// What each audience is owed, the earliest first.
    pub(super) fn dues(&self, now: Instant) -> Vec<Due> {
        let communication = self.plan.communication();
        let mut dues: Vec<Due> = communication
            .audiences
            .iter()
            .filter_map(|audience| Some(self.due(audience, self.next(audience)?, now)))
            .collect();
        dues.sort_by(|one, other| earlier(one.due_at.as_ref(), other.due_at.as_ref()));
        dues
    }

    fn due(&self, audience: &Audience, next: Next<'_>, now: Instant) -> Due {
        let written = &audience.written;
        let content = self.plan.communication().content(next.content);
        let (due_at, problem) = match next.at {
            Ok(at) => (Some(at), None),
            Err(error) => (None, Some(error)),
        };
        Due {
            audience: written.id.clone(),
            label: audience.label().to_owned(),
            contact: written.contact.clone(),
            notice: next.notice,
            content: next.content.to_owned(),
            fields: content.map(|content| content.fields.clone()).unwrap_or_default(),
            tlp: written.tlp,
            due_at,
            problem,
            overdue: due_at.is_some_and(|at| at <= now),
            approval: written.approval.clone(),
            approved_by: self.case.approvals.get(&written.id).cloned(),
            told: self.case.told.get(&written.id).cloned(),
        }
    }
}

/// What is due at no instant comes last; of two at one instant the order stays.
fn earlier(one: Option<&Instant>, other: Option<&Instant>) -> Ordering {
    match (one, other) {
        (Some(one), Some(other)) => one.cmp(other),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}

/// The instant at which a span of working time, or of all time, is used up.
pub(super) fn after(
    plan: &Plan,
    calendar: Option<&str>,
    from: Instant,
    span: Span,
) -> Result<Instant, Error> {
    match calendar.and_then(|id| plan.calendars().get(id)) {
        Some(calendar) => calendar.add(from, span),
        None => from.plus(span),
    }
}

/// When the next notice to an audience is due, if one is.
pub(super) fn due_at(
    plan: &Plan,
    case: &Case,
    ticket: Option<&Ticket>,
    audience: &Audience,
) -> Option<Instant> {
    Clock::new(plan, case, ticket).next(audience)?.at.ok()
}
