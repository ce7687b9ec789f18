//! The desk answers as if every ticket were assessed anew and all of them sorted.

use std::collections::BTreeMap;
use std::sync::Arc;

use incident_core::desk::{Class, Desk, DeskSettings, OrderBy, Probability, QueueFilter, Row};
use incident_core::model::{Actor, Command, Context, StateType};
use incident_core::{Engine, Instant, Kind, Ticket};
use proptest::prelude::*;
use proptest::test_runner::{Config, FileFailurePersistence};
use serde_json::json;

use crate::life::{Draw, GROUPS, PEOPLE, command, engine_of, instant, opening, policy};
use crate::naive::{Naive, Seen};

fn config() -> Config {
    let cases = std::env::var("INCIDENT_CORE_CASES").ok().and_then(|text| text.parse().ok());
    Config {
        cases: cases.unwrap_or(20),
        failure_persistence: Some(Box::new(FileFailurePersistence::Off)),
        // A seed is not smaller for being a smaller number.
        max_shrink_iters: 0,
        ..Config::default()
    }
}

fn seen(row: &Row<'_>) -> Seen {
    Seen {
        id: row.id.to_owned(),
        class: row.class,
        target: row.agreement.zip(row.target).map(|(a, t)| (a.to_owned(), t.to_owned())),
        due_at: row.due_at,
        remaining_ms: row.remaining_ms,
        priority: row.priority.map(str::to_owned),
    }
}

fn filter(engine: &Engine, draw: &mut Draw) -> QueueFilter {
    let mut filter = QueueFilter::default();
    match draw.below(12) {
        0 => filter.class = Some(*draw.one_of(&Class::ALL)),
        1 => filter.kind = Some(*draw.one_of(&[Kind::Incident, Kind::ServiceRequest])),
        2 => filter.state_type = Some(*draw.one_of(&StateType::ALL)),
        3 => {
            let words = engine.policy().vocabulary().words("state").expect("states");
            filter.state = Some(draw.one_of(words).clone());
        }
        4 => {
            let words = engine.policy().vocabulary().words("priority").expect("levels");
            filter.priority = Some(draw.one_of(words).clone());
        }
        5 => filter.group = Some((*draw.one_of(&GROUPS)).to_owned()),
        6 => {
            filter.assignee = Some((*draw.one_of(&PEOPLE)).to_owned());
            filter.service = Some("payroll".to_owned());
        }
        7..=9 => {
            // More conditions than a desk remembers.
            let condition = json!({ "field": "affectedUsers", "atLeast": draw.below(60) });
            filter.condition = Some(serde_json::from_value(condition).expect("a condition"));
        }
        _ => {}
    }
    filter
}

fn settings(draw: &mut Draw) -> DeskSettings {
    let mut order = Vec::new();
    if draw.below(2) == 0 {
        let mut all = vec![
            OrderBy::Class,
            OrderBy::Priority,
            OrderBy::Due,
            OrderBy::Forecast,
            OrderBy::Opened,
        ];
        for _ in 0..=draw.below(4) {
            let at = usize::try_from(draw.below(all.len() as u64)).expect("a place");
            order.push(all.remove(at));
        }
    }
    let risk_from = u32::try_from(draw.below(1_000_001)).expect("few");
    DeskSettings { order, risk_from: Probability::from_millionths(risk_from) }
}

/// A desk beside tickets in a map, to both of which the same happens.
struct Both<'a> {
    desk: Desk,
    naive: Naive<'a>,
    now: Instant,
}

impl Both<'_> {
    fn keep(&mut self, ticket: Ticket) {
        if matches!(ticket.state_type, StateType::Closed | StateType::Canceled) {
            self.naive.tickets.remove(&ticket.id);
            self.naive.forecasts.remove(&ticket.id);
        } else {
            self.naive.tickets.insert(ticket.id.clone(), ticket);
        }
    }

    fn happen(&mut self, policy: &serde_json::Value, draw: &mut Draw) {
        let ids: Vec<String> = self.naive.tickets.keys().cloned().collect();
        let id = format!("T{}", draw.below(12));
        let Some(ticket) = self.naive.tickets.get(&id).cloned() else {
            let open = opening(self.naive.engine, &id, draw);
            let context = Context::at(self.now, Actor::default());
            let expected = self.naive.engine.decide(None, &open, &context);
            assert_eq!(self.desk.decide(None, &open, &context), expected);
            // Some policies want facts that are missing here.
            if let Ok(events) = expected {
                self.keep(Ticket::fold(events).expect("a ticket"));
            }
            return;
        };
        let (command, past) = command(self.naive.engine, policy, &ticket, self.now, draw);
        let context = Context { took_effect_at: past, ..Context::at(self.now, Actor::default()) };
        let expected = self.naive.engine.decide(Some(&ticket), &command, &context);
        let mut after = ticket.clone();
        for event in expected.iter().flatten() {
            after.evolve(event.clone());
        }
        match draw.below(3) {
            0 => {
                let events = expected.unwrap_or_default();
                self.desk.apply(&id, events).expect("applied");
            }
            1 if expected.is_ok() => {
                self.desk.put(after.clone()).expect("put");
            }
            _ => assert_eq!(self.desk.decide(Some(&id), &command, &context), expected),
        }
        self.keep(after);
        if draw.below(6) == 0 {
            let odds = u32::try_from(draw.below(1_000_001)).expect("few");
            let id = draw.one_of(&ids);
            let known = self.naive.tickets.contains_key(id);
            let set = self.desk.set_forecast(id, Probability::from_millionths(odds));
            assert_eq!(set.is_ok(), known);
            if known {
                self.naive.forecasts.insert(id.clone(), odds);
            }
        }
        if draw.below(20) == 0 {
            let id = draw.one_of(&ids).clone();
            assert_eq!(self.desk.remove(&id), self.naive.tickets.remove(&id).is_some());
            self.naive.forecasts.remove(&id);
        }
    }

    /// Every answer at an instant.
    fn compare(&mut self, now: Instant, draw: &mut Draw) {
        let filter = filter(self.naive.engine, draw);
        let expected = self.naive.queue(&filter, now);
        let (offset, limit) = match draw.below(3) {
            0 => (0, usize::MAX),
            1 => (0, 3),
            _ => (2, 2),
        };
        let rows = self.desk.queue(&filter, now, offset, limit).expect("a queue");
        let ranks: Vec<usize> = rows.iter().map(|row| row.rank - 1).collect();
        let found: Vec<Seen> = rows.iter().map(seen).collect();
        let end = offset.saturating_add(limit).min(expected.len());
        let start = offset.min(end);
        assert_eq!(found, expected[start..end], "{filter:?} at {now}");
        assert_eq!(ranks, (start..end).collect::<Vec<_>>());

        let mut due: Vec<String> = self.desk.due(now).into_iter().map(str::to_owned).collect();
        due.sort_unstable();
        assert_eq!(due, self.naive.due(now), "due at {now}");

        let all = QueueFilter::default();
        let mut classes: BTreeMap<Class, u64> = BTreeMap::new();
        for seen in self.naive.queue(&all, now) {
            *classes.entry(seen.class).or_default() += 1;
        }
        let counts = self.desk.counts(now);
        let of = |class: Class| classes.get(&class).copied().unwrap_or_default();
        assert_eq!(counts.all.breached, of(Class::Breached));
        assert_eq!(counts.all.at_risk, of(Class::AtRisk));
        assert_eq!(counts.all.paused, of(Class::Paused));
        assert_eq!(counts.all.total, self.naive.tickets.len() as u64);
        let total = |list: &[incident_core::desk::Counted<'_>]| -> u64 {
            list.iter().map(|one| one.tally.total).sum()
        };
        assert_eq!(total(&counts.groups), counts.all.total);
        assert_eq!(total(&counts.priorities), counts.all.total);
    }

    /// Nothing becomes otherwise before the instant that the desk names.
    fn nothing_before_the_next_change(&mut self, now: Instant) {
        let next = self.desk.next_change_at(now);
        let last = next.map_or(Instant::MAX.as_millis(), |next| next.as_millis() - 1);
        let still = |seen: Vec<Seen>| -> Vec<_> {
            let what = |seen: Seen| (seen.id, seen.class, seen.target, seen.due_at);
            seen.into_iter().map(what).collect()
        };
        let all = QueueFilter::default();
        let before = still(self.naive.queue(&all, now));
        let until = instant(last.max(now.as_millis()));
        assert_eq!(before, still(self.naive.queue(&all, until)), "from {now} to {until}");
        assert_eq!(self.naive.due(now), self.naive.due(until), "from {now} to {until}");
        assert!(next.is_none_or(|next| next > now));
    }
}

fn run(seed: u64) {
    let mut draw = Draw(seed);
    let document = policy(&mut draw);
    let engine = Arc::new(engine_of(&document));
    let settings = settings(&mut draw);
    let naive = Naive {
        engine: &engine,
        tickets: BTreeMap::new(),
        forecasts: BTreeMap::new(),
        order: settings.order.clone(),
        risk_from: settings.risk_from.map_or(500_000, Probability::millionths),
    };
    let desk = Desk::new(Arc::clone(&engine), &settings).expect("a desk");
    // A Thursday.
    let mut both = Both { desk, naive, now: instant(1_767_888_000_000) };
    for _ in 0..50 {
        let span = *draw.one_of(&[1, 60_000, 3_600_000, 40_000_000]);
        let later = i64::try_from(draw.below(span)).expect("a span");
        both.now = instant(both.now.as_millis() + later);
        both.happen(&document, &mut draw);
        both.compare(both.now, &mut draw);
        match draw.below(4) {
            // A glance into the future, or the past, before anything was recorded.
            0 => {
                let away = i64::try_from(draw.below(400_000_000)).expect("a span") - 200_000_000;
                both.compare(instant(both.now.as_millis() + away), &mut draw);
            }
            1 => both.nothing_before_the_next_change(both.now),
            // The very instant of a change, and the one before it.
            2 => {
                if let Some(next) = both.desk.next_change_at(both.now) {
                    both.compare(instant(next.as_millis() - 1), &mut draw);
                    both.compare(next, &mut draw);
                }
            }
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_desk_agrees_with_sorting_every_assessment(seed in any::<u64>()) {
        run(seed);
    }
}

#[test]
fn a_tick_of_all_leaves_nothing_due() {
    for seed in 0..6 {
        let mut draw = Draw(seed);
        let document = policy(&mut draw);
        let engine = Arc::new(engine_of(&document));
        let mut desk = Desk::new(Arc::clone(&engine), &DeskSettings::default()).expect("a desk");
        let begun = instant(1_767_888_000_000);
        let context = Context::at(begun, Actor::default());
        for number in 0..20 {
            let open = opening(&engine, &format!("T{number}"), &mut draw);
            let _ = desk.decide(None, &open, &context);
        }
        let later = instant(begun.as_millis() + 30 * 86_400_000);
        let due: Vec<String> = desk.due(later).into_iter().map(str::to_owned).collect();
        assert!(!due.is_empty());
        let first = desk.tick(later, &Actor::default(), 1);
        assert_eq!(first.iter().map(|one| &one.id).collect::<Vec<_>>(), [&due[0]]);
        let others = desk.tick(later, &Actor::default(), usize::MAX);
        assert_eq!(
            others.iter().map(|one| &one.id).collect::<Vec<_>>(),
            due[1..].iter().collect::<Vec<_>>()
        );
        for one in first.iter().chain(&others) {
            assert!(!one.events.is_empty() && one.errors.is_empty());
            let ticket = desk.ticket(&one.id).expect("held");
            assert!(ticket.history.ends_with(&one.events));
        }
        assert_eq!(desk.due(later), Vec::<&str>::new());
        let again = Command::Tick(incident_core::model::Tick {});
        let context = Context::at(later, Actor::default());
        assert_eq!(desk.decide(Some(&due[0]), &again, &context), Ok(Vec::new()));
    }
}
