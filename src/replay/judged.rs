use std::collections::BTreeMap;

use super::history::History;
use super::summary::{Counts, Outcome};
use crate::engine::Engine;
use crate::error::Error;
use crate::lifecycle::{Lifecycle, Moment, Request};
use crate::model::{Change, Effect, Event, Facts, Links, Opened, StateChanged, Ticket, timeline};
use crate::sla::Clocks;

/// Goes through histories again under a policy, and counts what they say.
#[derive(Debug)]
pub(super) struct Judge<'a> {
    engine: &'a Engine,
    pub(super) counts: Counts,
    /// The changes of state, from and to; as texts only once all are counted.
    moves: BTreeMap<String, BTreeMap<String, usize>>,
}

impl<'a> Judge<'a> {
    pub(super) fn new(engine: &'a Engine) -> Self {
        Self { engine, counts: Counts::default(), moves: BTreeMap::new() }
    }

    /// Follows a ticket through its life, in the order in which things took effect.
    pub(super) fn follow(&mut self, history: &'a History) -> Option<Outcome<'a>> {
        let policy = self.engine.policy();
        self.counts.add_rows(history.events.len());
        let effects = timeline(&history.events);
        let (first, rest) = effects.split_first()?;
        let Change::Opened(opened) = &first.event.change else { return None };
        let mut ticket = Ticket::opened(first.at, first.event.version, opened);
        self.note_opened(opened, &ticket);
        let mut clocks = Clocks::new(policy.agreements(), policy.calendars());
        clocks.step(&ticket);
        for (at, effect) in (1_usize..).zip(rest) {
            if let Change::StateChanged(changed) = &effect.event.change {
                self.note_move(&ticket, changed, effects.get(..=at).unwrap_or_default());
            }
            ticket.apply(effect.at, effect.event);
            if matches!(effect.event.change, Change::PriorityChanged(_)) {
                self.note_priority(&ticket);
            }
            clocks.step(&ticket);
        }
        Some(Outcome {
            id: &history.id,
            clocks: clocks.standings(ticket.updated_at),
            priority: ticket.priority,
            reopens: ticket.reopens,
            reassignments: ticket.reassignments,
            made_sla: None,
        })
    }

    fn note_opened(&mut self, opened: &Opened, ticket: &Ticket) {
        if !knows(self.engine.policy().lifecycle(), &opened.state) {
            self.counts.note_unknown_state(&opened.state);
        }
        self.note_priority(ticket);
    }

    /// Compares a priority that the rules gave with the policy's matrix.
    fn note_priority(&mut self, ticket: &Ticket) {
        if let (Some(priority), None) = (&ticket.priority, &ticket.priority_override) {
            self.counts.note_level(self.engine.policy(), &ticket.facts, priority);
        }
    }

    /// Counts a change of state, the last of these effects, and what the policy has against it.
    fn note_move(&mut self, ticket: &Ticket, changed: &StateChanged, effects: &[Effect<'_>]) {
        let lifecycle = self.engine.policy().lifecycle();
        let known = knows(lifecycle, &changed.to);
        if !known {
            self.counts.note_unknown_state(&changed.to);
        }
        if ticket.state == changed.to && ticket.hold_reason == changed.hold_reason {
            return;
        }
        count(&mut self.moves, &ticket.state, &changed.to);
        // A timer needs no leave; and of a state that is not its own the policy can say nothing.
        if changed.timer.is_some() || !known || !knows(lifecycle, &ticket.state) {
            return;
        }
        let refusals = refusals(lifecycle, ticket, changed, effects);
        if !refusals.is_empty() {
            self.counts.note_refusals(&ticket.state, &changed.to, &refusals);
        }
    }

    /// What was counted.
    pub(super) fn counted(mut self) -> Counts {
        for (from, reached) in &self.moves {
            for (to, times) in reached {
                self.counts.add_transitions(from, to, *times);
            }
        }
        self.counts
    }
}

pub(super) fn knows(lifecycle: &Lifecycle, state: &str) -> bool {
    lifecycle.states().iter().any(|known| known.id == state)
}

fn count(moves: &mut BTreeMap<String, BTreeMap<String, usize>>, from: &str, to: &str) {
    if let Some(times) = moves.get_mut(from).and_then(|reached| reached.get_mut(to)) {
        *times = times.saturating_add(1);
        return;
    }
    moves.entry(from.to_owned()).or_default().insert(to.to_owned(), 1);
}

/// Every reason of the policy against a recorded move, the last of these effects.
fn refusals(
    lifecycle: &Lifecycle,
    ticket: &Ticket,
    changed: &StateChanged,
    effects: &[Effect<'_>],
) -> Vec<Error> {
    let Some((moved, before)) = effects.split_last() else { return Vec::new() };
    let asked = |ticket: &Ticket, facts: &Facts| {
        let request = Request {
            to: &changed.to,
            hold_reason: changed.hold_reason.as_deref(),
            facts,
            roles: &moved.event.actor.roles,
            moment: Moment { at: moved.at, links: &Links::Unknown },
        };
        lifecycle.refusals(ticket, &request)
    };
    let refusals = asked(ticket, &Facts::new());
    if refusals.is_empty() || changed.observed {
        return refusals;
    }
    // Facts that came along with the move are events of their own before it, and what guards ask
    // they ask of the ticket before them.
    let Some((ticket, facts)) = with_facts(moved.event, before) else { return refusals };
    let others = asked(&ticket, &facts);
    if others.is_empty() { others } else { refusals }
}

/// The ticket before the facts that came along with a move, and those facts.
fn with_facts(moved: &Event, before: &[Effect<'_>]) -> Option<(Ticket, Facts)> {
    let mut facts = Facts::new();
    let mut rest = before;
    let mut next = moved;
    while let Some((effect, earlier)) = rest.split_last() {
        let event = effect.event;
        let along = event.version.checked_add(1) == Some(next.version)
            && effect.at == event.at
            && (event.at, &event.actor, event.recorded_at)
                == (moved.at, &moved.actor, moved.recorded_at);
        if !along {
            break;
        }
        if let Change::FactsChanged(changed) = &event.change {
            for change in &changed.changes {
                facts.insert(&change.field, change.to.clone());
            }
            rest = earlier;
            break;
        }
        if !matches!(event.change, Change::PriorityChanged(_)) {
            break;
        }
        (rest, next) = (earlier, event);
    }
    let (first, rest) = rest.split_first().filter(|_| !facts.is_empty())?;
    let Change::Opened(opened) = &first.event.change else { return None };
    let mut ticket = Ticket::opened(first.at, first.event.version, opened);
    for effect in rest {
        ticket.apply(effect.at, effect.event);
    }
    Some((ticket, facts))
}
