//! What time does, and when.

use incident_core::Span;
use incident_core::model::{Actor, Change, Command, Context, Tick};
use proptest::prelude::*;

use super::{end, give, instant, life, lived, plain, settings};
use crate::clock::config;
use crate::desk::Desk;

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_tick_does_something_when_it_is_due_and_nothing_before(
        settings in settings(),
        life in life(),
        wait in 0..9_000_i64,
    ) {
        let life = plain(&life);
        let desk = lived(&settings, &life);
        let at = |now| Context::at(now, Actor::default());
        let tick = |now| {
            let events = desk.engine.decide(Some(desk.ticket()), &Command::Tick(Tick {}), &at(now));
            events.unwrap().len()
        };
        let now = instant(end(&life) + wait);
        match desk.engine.tick_at(desk.ticket(), &at(now)) {
            Some(due) if due == now => prop_assert!(tick(now) > 0),
            Some(due) => {
                prop_assert_eq!(tick(due.plus(Span::from_millis(-1)).unwrap()), 0);
                prop_assert!(due > now && tick(due) > 0);
            }
            None => prop_assert_eq!(tick(instant(end(&life) + 10_000_000)), 0),
        }
    }

    #[test]
    fn ticks_note_each_thing_once_however_often(settings in settings(), life in life()) {
        let life = plain(&life);
        let mut once = lived(&settings, &life);
        let now = end(&life) + 20_000;
        let mut often = lived(&settings, &life);
        give(&mut once, now, &Command::Tick(Tick {}));
        for step in 0..=20 {
            let at = end(&life) + step * 1_000;
            give(&mut often, at, &Command::Tick(Tick {}));
        }
        let noted = |desk: &Desk| -> Vec<Change> {
            let derived = desk.ticket().history.iter().filter(|event| event.is_derived());
            let mut all: Vec<Change> = derived.map(|event| event.change.clone()).collect();
            all.sort_by_key(|change| format!("{change:?}"));
            all
        };
        prop_assert_eq!(noted(&once), noted(&often));
        let before = once.ticket().version;
        give(&mut once, now, &Command::Tick(Tick {}));
        prop_assert_eq!(once.ticket().version, before);
    }
}
