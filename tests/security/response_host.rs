//! A host that keeps a ticket and its case, for the tests of the response.

use incident_core::model::{Actor, Command, Context, Ticket};
use incident_core::security::plan::{self, Plan};
use incident_core::security::response::{
    Case, CaseCommand, CaseContext, CaseEvent, CaseStatus, Due, Standing,
};
use incident_core::{Engine, Error, Instant};
use serde_json::{Value as Json, json};

use crate::{codes, engine_of, preset};

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

pub(crate) fn minutes(count: i64) -> Instant {
    let start = at("2026-03-02T08:00:00Z").as_millis();
    Instant::from_millis(start + 60_000 * count).expect("an instant")
}

pub(crate) fn plan_of(document: &Json) -> Result<(Plan, Vec<Error>), Vec<Error>> {
    plan::read(&document.to_string())
}

pub(crate) fn plan_document() -> Json {
    serde_json::from_str(plan::preset("iso27035").expect("a preset")).expect("JSON")
}

pub(crate) fn actor(id: &str, roles: &[&str]) -> Actor {
    Actor { id: id.to_owned(), roles: roles.iter().map(|role| (*role).to_owned()).collect() }
}

/// A host that keeps a ticket and its case.
pub(crate) struct Host {
    engine: Engine,
    pub(crate) plan: Plan,
    pub(crate) ticket: Option<Ticket>,
    pub(crate) case: Option<Case>,
    pub(crate) now: Instant,
    pub(crate) actor: Actor,
}

impl Host {
    pub(crate) fn new(plan: Plan) -> Self {
        let mut policy = preset("iso27035");
        let fields = policy["fields"].as_array_mut().expect("fields");
        for name in ["personalDataAffected", "customersAffected"] {
            fields.push(json!({ "name": name, "holds": "flag" }));
        }
        let roles = ["incidentResponseTeam", "incidentCoordinator", "pointOfContact"];
        Self {
            engine: engine_of(&policy),
            plan,
            ticket: None,
            case: None,
            now: minutes(0),
            actor: actor("ada", &roles),
        }
    }

    /// The preset's plan, with a ticket in the phase of assessment and a case beside it.
    pub(crate) fn ransomware() -> Self {
        let mut host = Self::new(plan_of(&plan_document()).expect("a plan").0);
        host.of_ticket(json!({ "type": "open", "id": "SEC-7", "kind": "securityIncident",
            "facts": { "shortDescription": "files have other names", "tlp": "TLP:AMBER+STRICT",
                "disposition": "confirmed", "evidence": "CASE-7",
                "category": "ransomware", "impact": "high", "urgency": "high",
                "affectedUsers": 40 } }));
        host.of_ticket(json!({ "type": "move", "to": "assessment" }));
        host.does(json!({ "type": "open", "id": "CASE-7", "ticket": "SEC-7" }));
        host
    }

    pub(crate) fn of_ticket(&mut self, command: Json) {
        let command: Command = serde_json::from_value(command).expect("a command");
        let context = Context::at(self.now, self.actor.clone());
        let events =
            self.engine.decide(self.ticket.as_ref(), &command, &context).expect("accepted");
        match &mut self.ticket {
            Some(ticket) => {
                for event in events {
                    ticket.evolve(event);
                }
            }
            None => self.ticket = Ticket::fold(events),
        }
    }

    pub(crate) fn context(&self) -> CaseContext {
        CaseContext {
            now: self.now,
            actor: self.actor.clone(),
            seen_version: self.case.as_ref().map(|case| case.version),
            ticket: self.ticket.clone(),
        }
    }

    pub(crate) fn tries(&self, command: Json) -> Result<Vec<CaseEvent>, Vec<Error>> {
        let command: CaseCommand = serde_json::from_value(command).expect("a command");
        Case::decide(&self.plan, self.case.as_ref(), &command, &self.context())
    }

    pub(crate) fn does(&mut self, command: Json) {
        let shown = command.to_string();
        let events = self.tries(command).unwrap_or_else(|errors| panic!("{shown}: {errors:#?}"));
        match &mut self.case {
            Some(case) => {
                for event in events {
                    case.evolve(event);
                }
            }
            None => self.case = Case::fold(events),
        }
    }

    pub(crate) fn refused(&self, command: Json) -> Vec<String> {
        codes(&self.tries(command).expect_err("refused"))
    }

    pub(crate) fn as_role(&mut self, id: &str, roles: &[&str]) {
        self.actor = actor(id, roles);
    }

    pub(crate) fn status(&self) -> CaseStatus {
        self.case.as_ref().expect("a case").status(&self.plan, &self.context()).expect("its own")
    }

    pub(crate) fn gate(&self, from: &str, to: &str) -> Vec<String> {
        let case = self.case.as_ref().expect("a case");
        let open = case.gate(&self.plan, self.ticket.as_ref(), from, to).expect("its own");
        open.into_iter().map(|task| task.task).collect()
    }

    pub(crate) fn task(&self, id: &str) -> (Standing, bool, Vec<String>) {
        let status = self.status();
        let found = status.tasks.into_iter().find(|one| one.task.task == id).expect("a task");
        (found.standing, found.offered, codes(&found.needs))
    }

    /// What is due: whom, what, in how many minutes from the start, and whether it is overdue.
    pub(crate) fn dues(&self) -> Vec<(String, String, i64, bool)> {
        let minute = |at: Instant| at.since(minutes(0)).as_millis() / 60_000;
        let due =
            |due: Due| (due.audience, due.content, due.due_at.map_or(-1, minute), due.overdue);
        self.status().communications.into_iter().map(due).collect()
    }
}
