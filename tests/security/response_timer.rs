//! One timer suffices: between two events a status changes at the instants that it names, and at
//! no others.

use incident_core::Instant;
use proptest::prelude::*;
use serde_json::json;

use crate::response_host::{Host, minutes, plan_document, plan_of};

const AUDIENCES: [&str; 3] = ["responseTeam", "coordinator", "topManagement"];
const PHASES: [&str; 2] = ["assessment", "containment"];

/// When something was due and what was sent after, as simply as it can be said: the team and the
/// coordinator hear every hour or two in containment, and nothing before that but the alarm.
fn naive(last: Option<i64>, audience: usize, contained: bool, emergency: bool) -> Option<i64> {
    let Some(last) = last else {
        return match (audience, emergency) {
            (0 | 1, _) => Some(15),
            (_, true) => Some(60),
            (_, false) => Some(240),
        };
    };
    let every = match (audience, emergency) {
        (0 | 1, true) => 60,
        (0 | 1, false) => 120,
        (_, true) => 240,
        (_, false) => 1_440,
    };
    contained.then(|| last + every)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None,
        ..ProptestConfig::default() })]

    #[test]
    fn a_status_changes_when_it_says(
        sends in prop::collection::vec((0_usize..3, 1_i64..90), 0..8),
        emergency in any::<bool>(),
        contained in any::<bool>(),
        probe in 1_i64..10_000,
    ) {
        let mut host = Host::new(plan_of(&plan_document()).expect("a plan").0);
        let urgency = if emergency { "high" } else { "medium" };
        host.of_ticket(json!({ "type": "open", "id": "SEC-7", "kind": "securityIncident",
            "facts": { "shortDescription": "files have other names", "tlp": "TLP:RED",
                "disposition": "confirmed", "category": "ransomware", "impact": "high",
                "urgency": urgency } }));
        for phase in &PHASES[..=usize::from(contained)] {
            host.of_ticket(json!({ "type": "move", "to": phase }));
        }
        host.does(json!({ "type": "open", "id": "CASE-7", "ticket": "SEC-7" }));
        host.does(json!({ "type": "startPlaybook", "playbook": "ransomware" }));
        let (mut minute, mut last) = (0, [None; 3]);
        for (who, after) in sends {
            minute += after;
            host.now = minutes(minute);
            host.does(json!({ "type": "sendNotice", "audience": AUDIENCES[who],
                "content": "situation" }));
            last[who] = Some(minute);
        }
        let expected: Vec<_> = (0..3)
            .filter_map(|who| {
                let due = naive(last[who], who, contained, emergency)?;
                Some((AUDIENCES[who], minutes(due)))
            })
            .collect();
        let mut told: Vec<_> = host.status().communications.iter()
            .map(|due| (due.audience.clone(), due.due_at.expect("an instant")))
            .collect();
        told.sort_by_key(|(who, _)| AUDIENCES.iter().position(|one| one == who));
        let told: Vec<_> = told.iter().map(|(who, at)| (who.as_str(), *at)).collect();
        prop_assert_eq!(told, expected);

        // From change to change until nothing changes any more.
        let mut changes = 0;
        loop {
            let status = host.status();
            let Some(next) = status.next_change_at else { break };
            prop_assert!(next > host.now);
            let before = next.as_millis() - 1;
            let between = host.now.as_millis() + (before - host.now.as_millis()) * probe / 10_000;
            for at in [between, before] {
                host.now = Instant::from_millis(at).expect("an instant");
                prop_assert_eq!(&host.status(), &status);
            }
            host.now = next;
            prop_assert_ne!(&host.status(), &status);
            changes += 1;
        }
        prop_assert!(changes > 0);
        host.now = Instant::MAX;
        let end = host.status();
        prop_assert!(end.communications.iter().all(|due| due.overdue));
    }
}
