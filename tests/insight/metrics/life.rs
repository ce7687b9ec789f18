//! Lives of tickets, drawn from a seed: the oracle reads them as they are, the library as events.

use incident_core::Ticket;
use incident_core::model::Event;
use serde_json::{Value as Json, json};

pub(crate) const START: i64 = 1_700_000_000_000;
pub(crate) const HOUR: i64 = 3_600_000;

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// State, its type, and the reason to wait.
    State(&'static str, &'static str, Option<&'static str>),
    Group(&'static str),
    Requester,
    Support,
    Restored,
}

#[derive(Debug, Clone)]
pub(crate) struct Life {
    pub(crate) id: String,
    pub(crate) opened: i64,
    pub(crate) priority: &'static str,
    pub(crate) service: &'static str,
    pub(crate) occurred: Option<i64>,
    pub(crate) steps: Vec<(i64, Step)>,
    /// Whether the target was met, missed, breached or is still running.
    pub(crate) stage: &'static str,
    pub(crate) elapsed: i64,
}

/// Numbers that look random and are the same everywhere.
pub(crate) struct Draw(u64);

impl Draw {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, bound: i64) -> i64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        i64::try_from(self.0 >> 2).expect("62 bits") % bound
    }

    fn of<T: Copy>(&mut self, list: &[T]) -> T {
        list[usize::try_from(self.below(i64::try_from(list.len()).expect("short"))).expect("small")]
    }
}

const STATES: [Step; 8] = [
    Step::State("working", "active", None),
    Step::State("working", "active", None),
    Step::State("waiting", "onHold", Some("vendor")),
    Step::State("waiting", "onHold", Some("user")),
    Step::State("parked", "onHold", None),
    Step::State("fixed", "resolved", None),
    Step::State("over", "closed", None),
    Step::State("dropped", "canceled", None),
];

pub(crate) fn lives(seed: u64, count: usize) -> Vec<Life> {
    let mut draw = Draw::new(seed);
    (0..count).map(|number| life(&mut draw, number)).collect()
}

fn life(draw: &mut Draw, number: usize) -> Life {
    let opened = START + draw.below(60 * 24) * HOUR + draw.below(HOUR);
    let mut at = opened;
    let mut steps = Vec::new();
    let mut state = None;
    for _ in 0..draw.below(9) {
        // Some steps fall on one instant.
        at += if draw.below(6) == 0 { 0 } else { draw.below(90 * HOUR) };
        let step = match draw.below(7) {
            0 => Step::Group(draw.of(&["network", "desk", "apps"])),
            1 => Step::Requester,
            2 => Step::Support,
            3 if draw.below(3) == 0 => Step::Restored,
            _ => STATES[usize::try_from(draw.below(8)).expect("small")].clone(),
        };
        if state.as_ref() != Some(&step) {
            if matches!(step, Step::State(..)) {
                state = Some(step.clone());
            }
            steps.push((at, step));
        }
    }
    Life {
        id: format!("INC-{number}"),
        opened,
        priority: draw.of(&["high", "low"]),
        service: draw.of(&["mail", "wifi", "erp"]),
        occurred: (draw.below(2) == 0).then(|| opened - draw.below(5 * HOUR) + 10 * 60_000),
        steps,
        stage: draw.of(&["met", "missed", "breached", "running", "pending"]),
        elapsed: draw.below(100 * HOUR),
    }
}

impl Life {
    pub(crate) fn ticket(&self) -> Ticket {
        let mut facts = json!({"service": self.service, "shortDescription": "no title"});
        if let Some(at) = self.occurred {
            facts["occurredAt"] = at.into();
        }
        let opened = json!({
            "type": "opened", "id": self.id, "kind": "incident", "state": "new",
            "stateType": "new", "facts": facts, "priority": self.priority,
        });
        let mut events = vec![event(1, self.opened, &opened)];
        for (version, (at, step)) in (2..).zip(&self.steps) {
            let fact = |field: &str, to: Json| {
                json!({"type": "factsChanged",
                    "changes": [{"field": field, "from": null, "to": to}]})
            };
            let message = |from: &str| json!({"type": "messageAdded", "from": from});
            let change = match step {
                Step::State(to, state_type, reason) => json!({
                    "type": "stateChanged", "from": "", "to": to, "stateType": state_type,
                    "holdReason": reason,
                }),
                Step::Group(group) => fact("assignmentGroup", (*group).into()),
                Step::Restored => fact("restored", true.into()),
                Step::Requester => message("requester"),
                Step::Support => message("support"),
            };
            events.push(event(version, *at, &change));
        }
        Ticket::fold(events).expect("a history")
    }

    pub(crate) fn targets(&self) -> Json {
        json!([{"agreement": "sla", "target": "resolve", "stage": self.stage,
            "elapsedMs": self.elapsed}])
    }

    /// The line that a session takes.
    pub(crate) fn line(&self) -> String {
        let ticket = serde_json::to_value(self.ticket()).expect("JSON");
        json!({"ticket": ticket, "targets": self.targets()}).to_string() + "\n"
    }
}

fn event(version: u64, at: i64, change: &Json) -> Event {
    let actor = json!({"id": "somebody", "roles": []});
    serde_json::from_value(json!({"version": version, "at": at, "actor": actor, "change": change}))
        .expect("an event")
}
