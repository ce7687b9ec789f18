//! A desk without a thought for time: every ticket is assessed, and all answers sorted.

use std::collections::BTreeMap;

use incident_core::desk::{Class, OrderBy, QueueFilter};
use incident_core::model::{Actor, Command, Context, StateType, Tick};
use incident_core::sla::{ClockState, Stage};
use incident_core::{Engine, Instant, Ticket};

/// What a row says, as far as it follows from the assessment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) id: String,
    pub(crate) class: Class,
    pub(crate) target: Option<(String, String)>,
    pub(crate) due_at: Option<Instant>,
    pub(crate) remaining_ms: Option<i64>,
    pub(crate) priority: Option<String>,
}

/// What is sorted by: smaller is earlier.
type Sorts = Vec<i128>;

pub(crate) struct Naive<'a> {
    pub(crate) engine: &'a Engine,
    pub(crate) tickets: BTreeMap<String, Ticket>,
    pub(crate) forecasts: BTreeMap<String, u32>,
    pub(crate) order: Vec<OrderBy>,
    pub(crate) risk_from: u32,
}

const ABOVE_INSTANTS: i128 = 1 << 80;

/// Class, and when it is due: an instant, or what is left, or nothing.
fn judged(clock: &ClockState) -> Option<(Class, i128, Option<Instant>)> {
    let class = match clock.stage {
        Stage::Breached => Class::Breached,
        Stage::Running if clock.warned.is_empty() => Class::Running,
        Stage::Running => Class::AtRisk,
        Stage::Paused => Class::Paused,
        Stage::Pending | Stage::Met | Stage::Missed | Stage::Canceled => return None,
    };
    let breach = || {
        let of_now = clock.breaches.iter().filter(|breach| breach.cycle == clock.cycle);
        let mut of_now = of_now.filter(|breach| Some(breach.at) == clock.breached_at);
        of_now.next_back().map(|breach| breach.due_at)
    };
    let due = clock.due_at.or_else(breach);
    let left = clock.remaining_ms.filter(|_| class == Class::Paused);
    let sort = match (due, left) {
        (Some(due), _) => i128::from(due.as_millis()),
        (None, Some(left)) => ABOVE_INSTANTS + i128::from(left),
        (None, None) => ABOVE_INSTANTS * 2,
    };
    Some((class, sort, due))
}

impl Naive<'_> {
    fn seen(&self, ticket: &Ticket, now: Instant) -> (Sorts, Seen) {
        let clocks = self.engine.assess(ticket, &Context::at(now, Actor::default())).clocks;
        let mut live: Vec<_> =
            clocks.iter().filter_map(|clock| Some((judged(clock)?, clock))).collect();
        live.sort_by_key(|((class, due, _), _)| (*class, *due));
        let first = live.first();
        let mut class = match first {
            Some(((class, ..), _)) => *class,
            None if ticket.state_type == StateType::Resolved => Class::Resolved,
            None => Class::Untimed,
        };
        let forecast = self.forecasts.get(&ticket.id).copied();
        if class == Class::Running && forecast.is_some_and(|odds| odds >= self.risk_from) {
            class = Class::AtRisk;
        }
        let scale = self.engine.policy().vocabulary().words("priority").expect("a scale");
        let level = scale.iter().position(|level| Some(level) == ticket.priority.as_ref());
        let mut order = self.order.clone();
        if order.is_empty() {
            order = vec![OrderBy::Class, OrderBy::Priority, OrderBy::Due, OrderBy::Forecast];
        }
        order.push(OrderBy::Opened);
        let sorts = order.iter().map(|by| match by {
            OrderBy::Class => i128::from(class as u8),
            OrderBy::Priority => level.map_or(i128::MAX, |level| level as i128),
            OrderBy::Due => first.map_or(ABOVE_INSTANTS * 2, |((_, due, _), _)| *due),
            OrderBy::Forecast => forecast.map_or(1, |odds| -i128::from(odds)),
            OrderBy::Opened => i128::from(ticket.opened_at.as_millis()),
            // It cannot be asked for.
            OrderBy::Id => 0,
        });
        let clock = first.map(|(_, clock)| *clock);
        let seen = Seen {
            id: ticket.id.clone(),
            class,
            target: clock.map(|clock| (clock.agreement.clone(), clock.target.clone())),
            due_at: first.and_then(|((.., due), _)| *due),
            remaining_ms: clock.and_then(|clock| clock.remaining_ms),
            priority: ticket.priority.clone(),
        };
        (sorts.collect(), seen)
    }

    /// Every ticket that the filter admits, in order.
    pub(crate) fn queue(&self, filter: &QueueFilter, now: Instant) -> Vec<Seen> {
        let vocabulary = self.engine.policy().vocabulary();
        let condition = filter.condition.as_ref().map(|draft| {
            let root = incident_core::Path::root();
            draft.check(&root, vocabulary, &mut Vec::new()).expect("a condition")
        });
        let text = |ticket: &Ticket, field: &str| {
            ticket.facts.get(field).and_then(|value| value.as_text().map(str::to_owned))
        };
        let is =
            |wanted: &Option<String>, actual: Option<String>| wanted.is_none() || *wanted == actual;
        let mut all: Vec<_> = self
            .tickets
            .values()
            .filter(|ticket| {
                filter.kind.is_none_or(|kind| kind == ticket.kind)
                    && filter.state_type.is_none_or(|state| state == ticket.state_type)
                    && is(&filter.state, Some(ticket.state.clone()))
                    && is(&filter.priority, ticket.priority.clone())
                    && is(&filter.group, text(ticket, "assignmentGroup"))
                    && is(&filter.assignee, text(ticket, "assignee"))
                    && is(&filter.service, text(ticket, "service"))
                    && condition.as_ref().is_none_or(|condition| condition.holds(ticket))
            })
            .map(|ticket| self.seen(ticket, now))
            .filter(|(_, seen)| filter.class.is_none_or(|class| class == seen.class))
            .collect();
        all.sort_by(|(one, a), (two, b)| one.cmp(two).then_with(|| a.id.cmp(&b.id)));
        all.into_iter().map(|(_, seen)| seen).collect()
    }

    /// The tickets of which a tick would cause something.
    pub(crate) fn due(&self, now: Instant) -> Vec<String> {
        let context = Context::at(now, Actor::default());
        let due = |ticket: &&Ticket| {
            self.engine
                .decide(Some(ticket), &Command::Tick(Tick {}), &context)
                .is_ok_and(|events| !events.is_empty())
        };
        self.tickets.values().filter(due).map(|ticket| ticket.id.clone()).collect()
    }
}
