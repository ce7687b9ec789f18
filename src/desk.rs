//! The open tickets of a team, ranked: which one is next, and why.
//!
//! A [`Desk`] holds tickets under one policy and keeps them in order while events arrive and time
//! passes. An event moves one ticket, and so does an instant at which a clock changes; nothing is
//! sorted again. The order is exact: at every instant, a past one too, it is what one would get by
//! asking [`Engine::assess`] about every ticket and sorting the answers.
//!
//! # The order
//! 1. **Class**: what a ticket's clocks make of it, of those that have not stopped the most urgent.
//!    `breached` (a target is missed), `atRisk` (a warning of the policy is reached, or the
//!    forecast is at least `riskFrom`), `running`, `paused` (every clock waits), `untimed` (no
//!    clock runs or waits), `resolved` (the same, and the work is done).
//! 2. **Priority**, as the policy's scale has it.
//! 3. **Due**: the decisive target's instant, the earliest first; of paused ones what is left.
//! 4. **Forecast**: how probably a target is missed, if the host has said so by
//!    [`set_forecast`](Desk::set_forecast). It also moves a running ticket into `atRisk`.
//! 5. When it was opened; then its identifier.
//!
//! So what is missed comes before what may be, and what may be before what has time; within each a
//! critical ticket before a low one, and of two alike the one that is due first.
//! [`DeskSettings`] may have another order.
//!
//! A due instant stays where it is while a clock runs, and what is left stays as it is while it
//! waits. That is why the order changes only with events, and where a warning or a breach falls.
//!
//! # Time
//! Every question brings its own `now`, which may be earlier than the last one's: then clocks are
//! those of that time, as in [`Engine::assess`], and all else is as it is known today.
//!
//! # Example
//! ```
//! use std::sync::Arc;
//!
//! use incident_core::desk::{Class, Desk, DeskSettings, QueueFilter};
//! use incident_core::model::{Actor, Command, Context, Open, Sender};
//! use incident_core::{Engine, Instant, Kind, check};
//!
//! let policy = check::policy(check::preset("itil").unwrap_or_default())?.policy;
//! let mut desk = Desk::new(Arc::new(Engine::new(policy)), &DeskSettings::default())?;
//! let at = |text: &str| Instant::parse(text).map_err(|error| vec![error]);
//! let context = Context::at(at("2026-01-09T09:00:00Z")?, Actor::default());
//! for (id, impact) in [("INC-1", "low"), ("INC-2", "high")] {
//!     let facts = [("impact", impact.into()), ("urgency", "medium".into())].into();
//!     let (id, kind, from) = (id.to_owned(), Kind::Incident, Sender::Requester);
//!     desk.decide(None, &Command::Open(Open { id, kind, from, facts }), &context)?;
//! }
//! let queue = desk.queue(&QueueFilter::default(), at("2026-01-09T09:30:00Z")?, 0, 50)?;
//! assert_eq!(queue.iter().map(|row| row.id).collect::<Vec<_>>(), ["INC-2", "INC-1"]);
//! assert_eq!(queue[0].class, Class::Running);
//! # Ok::<(), Vec<incident_core::Error>>(())
//! ```

mod change;
mod filter;
mod held;
mod row;
mod settings;
mod shelf;
mod words;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use change::{Placed, Ticked};
pub use filter::QueueFilter;
pub use row::{Counted, Counts, Row, Tally};
pub use settings::{Class, DeskSettings, OrderBy, Probability};

use crate::engine::Engine;
use crate::error::{Code, Error};
use crate::model::Ticket;
use crate::time::Instant;
use filter::{Conditions, Filter, bit};
use held::{Held, Key};
use settings::Ranking;
use shelf::Shelf;

/// Open tickets under one policy, in order.
///
/// # Memory
/// Each ticket takes its text, as the door writes it, and at most 1 kB beside it, plus what is
/// longer than usual of its words.
///
/// # Time
/// With n tickets: an event takes the time of reading one ticket and its clocks, and the logarithm
/// of n; a question that of the changes of clocks since the last one, and of the rows that it looks
/// at. A filter makes it look at more rows than it answers with.
#[derive(Debug)]
pub struct Desk {
    engine: Arc<Engine>,
    ranking: Ranking,
    shelf: Shelf,
    conditions: Conditions,
    /// The last instant that was asked about.
    now: Instant,
}

impl Desk {
    /// A desk without a ticket.
    ///
    /// # Errors
    /// `desk.orderRepeated`.
    pub fn new(engine: Arc<Engine>, settings: &DeskSettings) -> Result<Self, Vec<Error>> {
        let ranking = Ranking::of(settings)?;
        let (shelf, conditions) = (Shelf::default(), Conditions::default());
        Ok(Self { engine, ranking, shelf, conditions, now: Instant::MIN })
    }

    /// How many tickets it holds.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shelf.len()
    }

    /// Whether it holds none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes of the tickets' own texts.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.shelf.bytes
    }

    /// A ticket with all its events.
    #[must_use]
    pub fn ticket(&self, id: &str) -> Option<Ticket> {
        self.shelf.get(id)?.text.ticket()
    }

    /// A ticket's text: the document that [`ticket`](Self::ticket) reads.
    #[must_use]
    pub fn text(&self, id: &str) -> Option<&str> {
        Some(self.shelf.get(id)?.text.as_str())
    }

    /// The first `limit` tickets of those that the filter admits, `offset` passed over, as they
    /// stand at `now`.
    ///
    /// # Errors
    /// Findings about the filter: `field.*`, `condition.*`.
    pub fn queue(
        &mut self,
        filter: &QueueFilter,
        now: Instant,
        offset: usize,
        limit: usize,
    ) -> Result<Vec<Row<'_>>, Vec<Error>> {
        let mut filter = Filter::of(filter, self.engine.policy())?;
        self.move_to(now);
        let place = filter.condition.take().map(|condition| self.place(condition));
        let mut found = Vec::new();
        let most = offset.saturating_add(limit);
        let mut passed = 0_usize;
        // The tickets are looked at one by one, since a condition may have to be tried on each.
        let mut last = None;
        while found.len() < limit && passed < most {
            let Some((key, slot)) = self.next_admitted(&filter, place, last.as_ref()) else {
                break;
            };
            passed = passed.saturating_add(1);
            if passed > offset {
                found.push((slot, passed, last.take()));
            }
            last = Some(key);
        }
        let rows = found.into_iter().filter_map(|(slot, rank, before)| {
            let held = self.shelf.at(slot)?;
            let behind = before.as_ref().map(|before| held.key.behind(before, &self.ranking));
            Some(self.row(held, rank, behind, now))
        });
        Ok(rows.collect())
    }

    /// What there is at `now`, by class, group and priority.
    ///
    /// Time grows linearly with the tickets.
    pub fn counts(&mut self, now: Instant) -> Counts<'_> {
        self.move_to(now);
        let mut all = Tally::default();
        let mut groups: BTreeMap<Option<&str>, Tally> = BTreeMap::new();
        let mut levels: BTreeMap<(u64, Option<&str>), Tally> = BTreeMap::new();
        for held in self.shelf.all() {
            let class = held.class(&self.ranking);
            all.count(class);
            groups.entry(held.group.as_deref()).or_default().count(class);
            let priority = held.priority.as_deref();
            let place = if priority.is_some() { held.level } else { u64::MAX };
            levels.entry((place, priority)).or_default().count(class);
        }
        let counted = |(of, tally)| Counted { of, tally };
        let priorities = levels.into_iter().map(|((_, of), tally)| (of, tally));
        Counts {
            all,
            groups: groups.into_iter().map(counted).collect(),
            priorities: priorities.map(counted).collect(),
        }
    }

    /// The instant after `now` at which an answer next becomes another one if nothing happens but
    /// time: the order, a class, or what is [`due`](Self::due). One timer is enough.
    pub fn next_change_at(&mut self, now: Instant) -> Option<Instant> {
        self.move_to(now);
        self.make_sure(now);
        let sooner = |desk: &Self| {
            let sure = desk.shelf.next_stir(now);
            let end = [desk.shelf.next_end(), sure].into_iter().flatten().min();
            let unsure = desk.shelf.first_unsure();
            (end, unsure.filter(|(at, _)| end.is_none_or(|end| *at < end)))
        };
        loop {
            match sooner(self) {
                (_, Some((at, slot))) => self.be_sure(slot, at),
                (end, None) => return end,
            }
        }
    }

    /// Brings every ticket to an instant: those of which something else is true by then.
    fn move_to(&mut self, now: Instant) {
        self.now = now;
        while let Some(slot) = self.shelf.elsewhere(now) {
            self.look_again(slot, now);
        }
    }

    /// Finds the place of a ticket at an instant anew.
    fn look_again(&mut self, slot: u32, now: Instant) {
        let Self { engine, ranking, shelf, .. } = self;
        shelf.change(slot, |held| {
            if !held.covers(now)
                && let Some(ticket) = held.text.ticket()
            {
                held.look(engine.policy(), &ticket, now);
            }
            held.standing = held.stand(now);
            held.rank(ranking);
        });
    }

    /// The place of a condition among those that are remembered.
    fn place(&mut self, condition: crate::condition::Condition) -> usize {
        let (place, new) = self.conditions.place(condition);
        if new {
            self.shelf.forget(bit(place));
        }
        place
    }

    /// The ticket next in order behind a key that the filter admits.
    fn next_admitted(
        &mut self,
        filter: &Filter<'_>,
        condition: Option<usize>,
        last: Option<&Key>,
    ) -> Option<(Key, u32)> {
        let Self { shelf, conditions, ranking, .. } = self;
        let mut tried: Vec<(u32, bool)> = Vec::new();
        let found = shelf.behind(last).find(|key| {
            let Some(held) = shelf.at(key.slot) else { return false };
            let class = filter.class().is_none_or(|class| held.class(ranking) == class);
            if !class || !filter.admits(held) {
                return false;
            }
            let Some(place) = condition else { return true };
            if held.known & bit(place) != 0 {
                return held.holds & bit(place) != 0;
            }
            let ticket = held.text.without_history();
            let holds = conditions.get(place).zip(ticket).is_some_and(|(one, t)| one.holds(&t));
            tried.push((key.slot, holds));
            holds
        });
        let found = found.map(|key| (key.clone(), key.slot));
        for (slot, holds) in tried {
            shelf.learn(slot, bit(condition.unwrap_or_default()), holds);
        }
        found
    }

    fn row<'a>(
        &'a self,
        held: &'a Held,
        rank: usize,
        behind: Option<OrderBy>,
        now: Instant,
    ) -> Row<'a> {
        let lead = held.lead();
        let agreement = lead.and_then(|lead| {
            self.engine.policy().agreements().get(usize::try_from(lead.agreement).ok()?)
        });
        let target = agreement.zip(lead).and_then(|(agreement, lead)| {
            agreement.targets.get(usize::try_from(lead.target).ok()?)
        });
        let due_at = lead.and_then(crate::sla::Live::due_at);
        let class = held.class(&self.ranking);
        let code = match class {
            Class::Breached => Code::DeskBreached,
            Class::AtRisk if held.is_feared(&self.ranking) => Code::DeskForecast,
            Class::AtRisk => Code::DeskWarned,
            Class::Running if due_at.is_none() => Code::DeskNeverDue,
            Class::Running => Code::DeskRunning,
            Class::Paused => Code::DeskPaused,
            Class::Untimed => Code::DeskUntimed,
            Class::Resolved => Code::DeskResolved,
        };
        Row {
            rank,
            id: &held.id,
            version: held.version,
            class,
            code,
            behind,
            agreement: agreement.map(|agreement| agreement.id.as_str()),
            target: target.map(|target| target.id.as_str()),
            due_at,
            remaining_ms: held.remaining(now),
            forecast: held.forecast,
            priority: held.priority.as_deref(),
            kind: held.kind,
            state: &held.state,
            state_type: held.state_type,
            group: held.group.as_deref(),
            assignee: held.assignee.as_deref(),
            service: held.service.as_deref(),
        }
    }
}
