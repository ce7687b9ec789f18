//! Against a memory that is as simple as can be: lists, searched from end to end.

use incident_core::signal::OutcomeKind;
use proptest::prelude::*;
use serde_json::json;

use super::{kind, plain, signals};

/// What a memory of few alarms should do: the one changed last stands at the end.
struct Model {
    most: usize,
    alarms: Vec<Known>,
}

#[derive(Clone)]
struct Known {
    print: u16,
    firing: bool,
    started: i64,
    cleared: i64,
}

impl Model {
    fn room(&mut self, firing: bool) -> bool {
        if self.alarms.len() < self.most {
            return true;
        }
        let settled = self.alarms.iter().position(|known| !known.firing);
        match (settled, firing) {
            (Some(at), _) => {
                self.alarms.remove(at);
            }
            (None, true) => {
                self.alarms.remove(0);
            }
            (None, false) => return false,
        }
        true
    }

    fn take(&mut self, print: u16, started: i64, ended: Option<i64>) -> OutcomeKind {
        let firing = ended.is_none();
        let at = self.alarms.iter().position(|known| known.print == print);
        let cleared = ended.unwrap_or(i64::MIN);
        let Some(at) = at else {
            if self.room(firing) {
                self.alarms.push(Known { print, firing, started, cleared });
            }
            return if firing { OutcomeKind::Opened } else { OutcomeKind::Resolved };
        };
        let known = self.alarms[at].clone();
        let same = started == known.started;
        let over = !known.firing && started < known.cleared;
        let (kind, next) = match (known.firing, ended) {
            (true, None) if same => (OutcomeKind::Duplicate, None),
            (false, None) if same || over => (OutcomeKind::Outdated, None),
            (true, _) | (false, Some(_)) if started < known.started => {
                (OutcomeKind::Outdated, None)
            }
            (true, None) => (OutcomeKind::Worsened, Some(Known { started, ..known })),
            (false, None) => (OutcomeKind::Opened, Some(Known { firing, started, ..known })),
            (true, Some(_)) => (OutcomeKind::Resolved, Some(Known { firing, cleared, ..known })),
            (false, Some(_)) if same => (OutcomeKind::Duplicate, None),
            (false, Some(_)) => {
                // Only noted: nothing that goes on changed.
                self.alarms[at] = Known { started, cleared, ..known };
                return OutcomeKind::Resolved;
            }
        };
        if let Some(next) = next {
            self.alarms.remove(at);
            self.alarms.push(next);
        }
        kind
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn few_places_are_used_as_the_simplest_memory_would(
        most in 1_usize..12,
        news in prop::collection::vec((0_u16..40, 0_i64..300, prop::option::of(0_i64..50)), 1..300),
    ) {
        let beside = json!({
            "capacity": { "alarms": most, "candidates": 100 },
            // Each alarm for itself, and none flaps.
            "groupBy": ["alone"], "window": "8000h", "quiet": "8000h",
            "quietAfterEviction": "8000h",
            "flapping": { "window": "1s", "enter": 32, "leave": 1 },
        });
        let mut signals = signals(beside);
        let mut model = Model { most, alarms: Vec::new() };
        for (now, (print, started, length)) in (1_000..).zip(news) {
            let ended = length.map(|length| started + length);
            let expected = model.take(print, started, ended);
            let alert = plain(&format!("{print}"), started, ended);
            let alert = super::with(alert, "labels", json!({ "alone": print.to_string() }));
            let mut found = kind(&mut signals, &alert, now);
            if found == OutcomeKind::Joined {
                found = OutcomeKind::Opened;
            }
            // An end that is older than what went on before is both, and the same to everybody.
            let alike = [OutcomeKind::Outdated, OutcomeKind::Duplicate];
            if !(alike.contains(&found) && alike.contains(&expected)) {
                prop_assert_eq!(found, expected, "{} {} {:?}", print, started, ended);
            }
            let mut known: Vec<_> = model.alarms.iter().map(|known| known.print).collect();
            known.sort_unstable();
            let remembered: Vec<_> = (0..40)
                .filter(|print| signals.state("plain", &print.to_string()).is_some())
                .collect();
            prop_assert_eq!(remembered, known);
        }
    }
}
