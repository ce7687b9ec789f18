//! A ticket under a policy of the test's own, for tests that read like a ticket's life.

use incident_core::model::{
    Actor, AddMessage, Assign, ChangeFacts, Command, Context, Correct, Event, Facts, Move, Open,
    Sender, Tick, Value,
};
use incident_core::sla::{ClockState, Proof};
use incident_core::{Engine, Error, Instant, Kind, Policy, Ticket, check};
use serde_json::{Value as Json, json};

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// Monday to Friday, 09:00 to 17:00, in Berlin; New Year's Day is a holiday.
pub(crate) fn office() -> Json {
    hours("office", "Europe/Berlin", &[["09:00", "17:00"]])
}

pub(crate) fn hours(id: &str, zone: &str, day: &[[&str; 2]]) -> Json {
    json!({
        "id": id,
        "zone": zone,
        "hours": { "mon": day, "tue": day, "wed": day, "thu": day, "fri": day },
        "holidays": [{ "date": "2026-01-01", "name": "New Year" }],
    })
}

/// An agreement over office hours with these targets.
#[expect(clippy::needless_pass_by_value, reason = "a document is written in place")]
pub(crate) fn agreement(targets: Json) -> Json {
    json!({ "id": "sla", "type": "sla", "calendar": "office", "targets": targets })
}

/// A target of this kind with hours for the priorities critical, high and moderate.
pub(crate) fn target(kind: &str, within: [&str; 3]) -> Json {
    json!({
        "kind": kind,
        "within": {
            "critical": within[0],
            "high": within[1],
            "moderate": within[2],
            "low": within[2],
            "planning": within[2],
        },
    })
}

/// The same target with further members.
#[expect(clippy::needless_pass_by_value, reason = "a document is written in place")]
pub(crate) fn with(mut target: Json, members: Json) -> Json {
    for (name, value) in members.as_object().expect("members") {
        target[name] = value.clone();
    }
    target
}

/// While work is on hold.
pub(crate) fn on_hold() -> Json {
    json!({ "field": "stateType", "is": "onHold" })
}

/// The preset with these calendars and agreements, and a chart in which every move is free.
pub(crate) fn document(calendars: Json, agreements: Json) -> Json {
    let mut policy: Json =
        serde_json::from_str(check::preset("itil").expect("a preset")).expect("JSON");
    policy["calendars"] = calendars;
    policy["agreements"] = agreements;
    let states = ["new", "inProgress", "onHold", "resolved", "closed", "canceled"];
    let moves = states.iter().map(|to| {
        let from: Vec<_> = states.iter().filter(|from| *from != to).collect();
        json!({ "from": from, "to": to })
    });
    policy["lifecycle"]["moves"] = moves.collect();
    for state in policy["lifecycle"]["states"].as_array_mut().expect("states") {
        state.as_object_mut().expect("a state").remove("fields");
    }
    policy["lifecycle"]["holdReasons"] = json!([]);
    policy
}

pub(crate) fn findings(calendars: Json, agreements: Json) -> Vec<(String, String)> {
    let found = match check::policy(&document(calendars, agreements).to_string()) {
        Ok(checked) => checked.warnings,
        Err(errors) => errors,
    };
    found.iter().map(|e| (e.code().as_str().to_owned(), e.path().to_string())).collect()
}

pub(crate) struct Desk {
    pub(crate) engine: Engine,
    pub(crate) ticket: Option<Ticket>,
}

/// An engine under a policy document.
pub(crate) fn engine_of(document: &Json) -> Engine {
    Engine::new(check::policy(&document.to_string()).expect("accepted").policy)
}

/// Code and path of everything that is found in a policy document.
pub(crate) fn findings_of(document: &Json) -> Vec<String> {
    match check::policy(&document.to_string()) {
        Ok(checked) => codes(&checked.warnings),
        Err(errors) => codes(&errors),
    }
}

pub(crate) fn codes(errors: &[Error]) -> Vec<String> {
    errors.iter().map(|error| format!("{} {}", error.code().as_str(), error.path())).collect()
}

/// Code and path of every reason against a command; empty if it is accepted.
pub(crate) fn refused(decided: Result<Vec<Event>, Vec<Error>>) -> Vec<String> {
    decided.map_or_else(|errors| codes(&errors), |_| Vec::new())
}

pub(crate) fn who(id: &str, roles: &[&str]) -> Actor {
    Actor { id: id.to_owned(), roles: roles.iter().map(|role| (*role).to_owned()).collect() }
}

impl Desk {
    pub(crate) fn under(document: &Json) -> Self {
        Self { engine: engine_of(document), ticket: None }
    }

    pub(crate) fn of(calendars: Json, agreements: Json) -> Self {
        let text = document(calendars, agreements).to_string();
        let policy: Policy = check::policy(&text).expect("accepted").policy;
        Self { engine: Engine::new(policy), ticket: None }
    }

    /// A desk in the office with one agreement.
    pub(crate) fn with_targets(targets: Json) -> Self {
        Self::of(json!([office()]), json!([agreement(targets)]))
    }

    pub(crate) fn ticket(&self) -> &Ticket {
        self.ticket.as_ref().expect("a ticket")
    }

    pub(crate) fn decide(&self, now: &str, command: &Command) -> Result<Vec<Event>, Vec<Error>> {
        let context = Context::at(at(now), Actor::default());
        self.engine.decide(self.ticket.as_ref(), command, &context)
    }

    pub(crate) fn take(&mut self, events: Vec<Event>) {
        match &mut self.ticket {
            Some(ticket) => events.into_iter().for_each(|event| ticket.evolve(event)),
            None => self.ticket = Ticket::fold(events),
        }
    }

    pub(crate) fn give(&mut self, now: &str, command: &Command) {
        let events = self.decide(now, command).expect("accepted");
        self.take(events);
    }

    /// As [`give`](Self::give), but of something that took effect earlier.
    pub(crate) fn give_late(&mut self, now: &str, took_effect: &str, command: &Command) {
        let context = Context {
            took_effect_at: Some(at(took_effect)),
            ..Context::at(at(now), Actor::default())
        };
        let events = self.engine.decide(self.ticket.as_ref(), command, &context).expect("accepted");
        self.take(events);
    }

    pub(crate) fn open(&mut self, now: &str, urgency: &str) {
        self.give(now, &opening(urgency));
    }

    pub(crate) fn go(&mut self, now: &str, to: &str) {
        self.give(now, &go(to));
    }

    pub(crate) fn urgency(&mut self, now: &str, level: &str) {
        self.give(now, &set("urgency", Value::from(level)));
    }

    pub(crate) fn message(&mut self, now: &str, from: Sender) {
        self.give(now, &message(from));
    }

    pub(crate) fn assign(&mut self, now: &str, group: &str) {
        let assign = Assign { group: Some(group.to_owned()), assignee: None };
        self.give(now, &Command::Assign(assign));
    }

    pub(crate) fn tick(&mut self, now: &str) {
        self.give(now, &Command::Tick(Tick {}));
    }

    pub(crate) fn clocks(&self, now: &str) -> Vec<ClockState> {
        let context = Context::at(at(now), Actor::default());
        self.engine.assess(self.ticket(), &context).clocks
    }

    /// The clock of a target.
    pub(crate) fn clock(&self, now: &str, target: &str) -> ClockState {
        let clocks = self.clocks(now);
        clocks.into_iter().find(|clock| clock.target == target).expect("the clock")
    }

    /// When the target is due, as it looks at an instant.
    pub(crate) fn due(&self, now: &str, target: &str) -> Option<String> {
        self.clock(now, target).due_at.map(|due| due.to_string())
    }

    pub(crate) fn prove(&self, now: &str, target: &str) -> Proof {
        self.engine.prove(self.ticket(), "sla", target, at(now)).expect("a proof")
    }
}

pub(crate) fn opening(urgency: &str) -> Command {
    let facts = [("impact", Value::from("high")), ("urgency", Value::from(urgency))];
    Command::Open(Open {
        id: "INC-1".to_owned(),
        kind: Kind::Incident,
        from: Sender::Requester,
        facts: facts.into(),
    })
}

pub(crate) fn go(to: &str) -> Command {
    Command::Move(Move { to: to.to_owned(), hold_reason: None, facts: Facts::new() })
}

pub(crate) fn set(field: &str, value: Value) -> Command {
    Command::ChangeFacts(ChangeFacts { facts: [(field, value)].into() })
}

pub(crate) fn message(from: Sender) -> Command {
    Command::AddMessage(AddMessage { from, internal: false, text: None })
}

pub(crate) fn correct(version: u64, took_effect_at: Option<&str>) -> Command {
    let took_effect_at = took_effect_at.map(at);
    Command::Correct(Correct { version, took_effect_at, reason: None })
}
