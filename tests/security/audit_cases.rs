//! Decisions on case files, on the same record as those on their ticket.

use std::iter;

use incident_core::model::{Actor, Command, Context, Ticket};
use incident_core::security::audit::{
    Chain, DecidedBy, Decision, Recorded, replay, verify, verify_extends,
};
use incident_core::security::plan::{self, Plan};
use incident_core::security::response::{
    Case, CaseCommand, CaseContext, CaseDecidedBy, CaseDecision, replay_cases,
};
use incident_core::{Engine, Error, Instant, digest};
use serde_json::{Value as Json, json};

use crate::audit::sorted;
use crate::{codes, engine_of, preset};

/// A plan whose phases are states of the policy `itil`: what may be done hangs on the ticket.
fn document() -> Json {
    json!({ "version": 1, "id": "small", "roles": [{ "id": "responder" }],
        "phases": [{ "id": "inProgress" }, { "id": "resolved" }],
        "playbooks": [{ "id": "any", "tasks": [
            { "id": "contain", "phases": ["inProgress"] },
            { "id": "look", "phases": ["inProgress", "resolved"], "optional": true },
        ] }] })
}

fn plan_of(document: &Json) -> Plan {
    plan::read(&document.to_string()).expect("a plan").0
}

/// A host that decides on a ticket and its cases, and puts both on record.
struct Host {
    engine: Engine,
    plan: Plan,
    chain: Chain,
    lines: Vec<String>,
    ticket: Option<Ticket>,
    case: Option<Case>,
    minute: i64,
}

impl Host {
    fn new() -> Self {
        let chain = Chain::new("INC-1");
        let (engine, plan) = (engine_of(&preset("itil")), plan_of(&document()));
        Self { engine, plan, chain, lines: Vec::new(), ticket: None, case: None, minute: 0 }
    }

    fn now(&mut self) -> Instant {
        self.minute += 1;
        let start = Instant::parse("2026-01-05T09:00:00Z").expect("an instant").as_millis();
        Instant::from_millis(start + 60_000 * self.minute).expect("an instant")
    }

    fn ticket(&mut self, command: &Json) {
        let command: Command = serde_json::from_value(command.clone()).expect("a command");
        let context = Context::at(self.now(), actor());
        let events =
            self.engine.decide(self.ticket.as_ref(), &command, &context).expect("accepted");
        match &mut self.ticket {
            Some(ticket) => events.iter().for_each(|event| ticket.evolve(event.clone())),
            None => self.ticket = Ticket::fold(events.clone()),
        }
        let decided_by = DecidedBy::engine(&self.engine);
        let decision = Decision { command, context, events, decided_by };
        self.lines.push(self.chain.append(&decision).expect("a line"));
    }

    /// Decides on the case, with a ticket if there is one.
    fn decided(&mut self, command: &Json, ticket: Option<Ticket>) -> CaseDecision {
        let command: CaseCommand = serde_json::from_value(command.clone()).expect("a command");
        let seen_version = self.case.as_ref().map(|case| case.version);
        let context = CaseContext { now: self.now(), actor: actor(), seen_version, ticket };
        let events =
            Case::decide(&self.plan, self.case.as_ref(), &command, &context).expect("accepted");
        match &mut self.case {
            Some(case) => events.iter().for_each(|event| case.evolve(event.clone())),
            None => self.case = Case::fold(events.clone()),
        }
        CaseDecision {
            case: self.case.as_ref().expect("a case").id.clone(),
            command,
            context: (&context).into(),
            events,
            decided_by: CaseDecidedBy::plan(&self.plan),
        }
    }

    fn case(&mut self, command: &Json) {
        let decision = self.decided(command, self.ticket.clone());
        self.lines.push(self.chain.append(&decision).expect("a line"));
    }

    /// Puts something else on record.
    fn put(&mut self, line: Json) {
        self.lines.push(self.chain.append(&Any(line)).expect("a line"));
    }

    fn record(&self) -> String {
        self.lines.concat()
    }

    fn told(&self) -> Vec<String> {
        codes(&replay_cases(&self.record(), &self.plan).expect_err("refused"))
    }
}

/// What somebody who can write the record may put there.
struct Any(Json);

impl serde::Serialize for Any {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl Recorded for Any {
    fn refused(&self, _: &str) -> Option<Error> {
        None
    }
}

fn actor() -> Actor {
    Actor { id: "ada".to_owned(), roles: vec!["responder".to_owned()] }
}

fn opened() -> Json {
    json!({ "type": "open", "id": "INC-1", "kind": "incident", "facts": { "impact": "high" } })
}

fn open_case(id: &str) -> Json {
    json!({ "type": "open", "id": id, "ticket": "INC-1" })
}

/// A ticket and its case to the end, six lines each in turn.
fn life() -> Host {
    let mut host = Host::new();
    host.ticket(&opened());
    host.case(&open_case("CASE-1"));
    host.case(&json!({ "type": "startPlaybook", "playbook": "any" }));
    host.ticket(&json!({ "type": "move", "to": "inProgress" }));
    host.case(&json!({ "type": "completeTask", "playbook": "any", "task": "contain" }));
    host.case(&json!({ "type": "addEvidence", "id": "E1", "what": "The log.", "kind": "log",
        "gathering": "collection", "by": "ada", "place": "safe", "sha256": "0".repeat(64) }));
    host.ticket(&json!({ "type": "addMessage", "from": "support" }));
    host.case(&json!({ "type": "verifyEvidence", "id": "E1", "by": "ada",
        "sha256": "1".repeat(64) }));
    host.case(&json!({ "type": "mark", "tlp": "TLP:AMBER" }));
    host
}

#[test]
fn both_stand_on_one_record_and_are_proved_again() {
    let host = life();
    let record = host.record();
    assert_eq!(verify(&record).expect("sound"), host.chain.head());
    for (at, _) in host.lines.iter().enumerate() {
        let before = verify(&host.lines[..=at].concat()).expect("sound");
        assert_eq!(verify_extends(&record, &before).expect("sound"), host.chain.head());
    }
    assert_eq!(replay(&record, &host.engine).ok(), host.ticket);
    let cases = replay_cases(&record, &host.plan).expect("the same");
    assert_eq!(Some(cases), host.case.map(|case| vec![case]));
}

#[test]
fn a_record_without_a_case_makes_none() {
    let mut host = Host::new();
    host.ticket(&opened());
    assert_eq!(replay_cases(&host.record(), &host.plan), Ok(Vec::new()));
    assert_eq!(codes(&replay_cases("", &host.plan).expect_err("empty")), ["audit.empty "]);
}

#[test]
fn a_line_says_what_was_decided_and_by_what() {
    let host = life();
    let line: Json = serde_json::from_str(&host.lines[4]).expect("JSON");
    let known = json!({ "now": "2026-01-05T09:05:00Z", "seenVersion": 2, "ticketVersion":
        (host.ticket.as_ref().expect("a ticket").version - 1),
        "actor": { "id": "ada", "roles": ["responder"] } });
    assert_eq!(line["context"], known);
    assert_eq!(line["case"], "CASE-1");
    assert_eq!(line["command"]["type"], "completeTask");
    assert_eq!(line["events"][1]["change"]["type"], "taskCompleted");
    assert_eq!(line["decidedBy"]["plan"], host.plan.digest());
    let mut content = line.clone();
    let told = content.as_object_mut().expect("members").remove("digest");
    let bytes: Vec<u8> = iter::once(2).chain(sorted(&content).bytes()).collect();
    assert_eq!(told, Some(digest::of_bytes(&bytes).into()));
}

#[test]
fn every_changed_bit_and_every_line_away_is_found() {
    let host = life();
    let (record, head) = (host.record(), host.chain.head());
    for bit in (0..record.len() * 8).step_by(41) {
        let mut bytes = record.clone().into_bytes();
        bytes[bit / 8] ^= 1 << (bit % 8);
        let Ok(changed) = String::from_utf8(bytes) else { continue };
        assert!(verify_extends(&changed, &head).is_err(), "bit {bit}");
        assert!(replay_cases(&changed, &host.plan).is_err(), "bit {bit}");
    }
    for away in 0..host.lines.len() {
        let mut lines = host.lines.clone();
        lines.remove(away);
        assert!(verify_extends(&lines.concat(), &head).is_err(), "line {away}");
    }
}

#[test]
fn what_did_not_follow_from_a_command_is_found() {
    let mut host = Host::new();
    host.ticket(&opened());
    host.case(&open_case("CASE-1"));
    let mark = json!({ "type": "mark", "tlp": "TLP:AMBER" });
    let mut forged = host.decided(&mark, None);
    forged.events[0].actor.id = "eve".to_owned();
    host.put(serde_json::to_value(&forged).expect("JSON"));
    // A task that is for a later phase than the ticket was in.
    let start = json!({ "type": "startPlaybook", "playbook": "any" });
    let started = host.decided(&start, None);
    host.put(serde_json::to_value(&started).expect("JSON"));
    let before = host.ticket.clone();
    host.ticket(&json!({ "type": "move", "to": "inProgress" }));
    let done = json!({ "type": "completeTask", "playbook": "any", "task": "contain" });
    let mut early = host.decided(&done, host.ticket.clone());
    early.context.ticket_version = before.map(|ticket| ticket.version);
    host.put(serde_json::to_value(&early).expect("JSON"));
    assert_eq!(host.told(), ["audit.decidedOtherwise /lines/3", "audit.decidedOtherwise /lines/6"]);
}

#[test]
fn a_case_may_have_seen_an_earlier_ticket_and_none_that_is_not_on_record() {
    let mut host = Host::new();
    host.ticket(&opened());
    let early = host.ticket.clone();
    host.ticket(&json!({ "type": "move", "to": "inProgress" }));
    let decision = host.decided(&open_case("CASE-1"), early);
    host.lines.push(host.chain.append(&decision).expect("a line"));
    let cases = replay_cases(&host.record(), &host.plan).expect("the same");
    assert_eq!(cases.first(), host.case.as_ref());
    let mut ahead = host.decided(&json!({ "type": "mark", "pap": "PAP:RED" }), None);
    let mut line = |version: u64| {
        ahead.context.ticket_version = Some(version);
        serde_json::to_value(&ahead).expect("JSON")
    };
    let (none, far, last) = (line(0), line(99), line(u64::MAX >> 1));
    for line in [none, far, last] {
        host.put(line);
    }
    let told = host.told();
    assert_eq!(
        told,
        [
            "audit.ticketVersion /lines/4",
            "audit.ticketVersion /lines/5",
            "audit.ticketVersion /lines/6"
        ]
    );
    let mut alone = Host::new();
    let decision = host.decided(&json!({ "type": "close" }), host.ticket.clone());
    alone.put(serde_json::to_value(&decision).expect("JSON"));
    assert_eq!(alone.told(), ["audit.ticketVersion /lines/1"]);
}

#[test]
fn what_belongs_elsewhere_is_not_put_on_record_nor_accepted_from_it() {
    let mut host = Host::new();
    let good = host.decided(&open_case("CASE-1"), None);
    let before = host.chain.head();
    let mut other = good.clone();
    other.case = "CASE-2".to_owned();
    let refused = host.chain.append(&other).expect_err("another case");
    assert_eq!(codes(&refused), ["audit.otherCase "]);
    let mut elsewhere = Chain::new("INC-2");
    let refused = elsewhere.append(&good).expect_err("another ticket");
    assert_eq!(codes(&refused), ["audit.otherTicket "]);
    assert_eq!((host.chain.head(), elsewhere.head()), (before, Chain::new("INC-2").head()));
    host.put(serde_json::to_value(&other).expect("JSON"));
    let mut foreign = serde_json::to_value(&good).expect("JSON");
    foreign["command"]["ticket"] = json!("INC-9");
    host.put(foreign);
    assert_eq!(host.told(), ["audit.otherCase /lines/1", "audit.otherTicket /lines/2"]);
}

#[test]
fn a_decision_on_the_ticket_does_not_hide_behind_a_case() {
    let mut host = Host::new();
    host.ticket(&opened());
    let mut hidden: Json = serde_json::from_str(&host.lines[0]).expect("JSON");
    let members = hidden.as_object_mut().expect("members");
    for seal in ["digest", "number", "previous", "ticket"] {
        members.remove(seal).expect("a seal");
    }
    members.insert("case".to_owned(), json!("CASE-1"));
    host.put(hidden);
    let mut unknown = json!({ "case": "CASE-1" });
    unknown["command"] = json!({ "type": "explode" });
    host.put(unknown);
    verify(&host.record()).expect("sound by itself");
    assert_eq!(replay(&host.record(), &host.engine).ok(), host.ticket);
    let told = host.told();
    assert!(told.iter().any(|one| one.starts_with("document.") && one.contains("/lines/2")));
    assert!(told.contains(&"document.wordUnknown /lines/3/command/type".to_owned()), "{told:#?}");
}

#[test]
fn another_plan_does_not_decide() {
    let host = life();
    let mut document = document();
    document["label"] = json!("another");
    let told = replay_cases(&host.record(), &plan_of(&document)).expect_err("another plan");
    assert_eq!(told.len(), 6);
    assert!(codes(&told).iter().all(|one| one.starts_with("audit.otherPlan /lines/")));
}

#[test]
fn a_ticket_may_have_several_cases() {
    let mut host = Host::new();
    host.ticket(&opened());
    host.case(&open_case("CASE-2"));
    let first = host.case.take();
    host.case(&open_case("CASE-1"));
    host.case(&json!({ "type": "mark", "tlp": "TLP:RED" }));
    let cases = replay_cases(&host.record(), &host.plan).expect("the same");
    assert_eq!(cases, host.case.into_iter().chain(first).collect::<Vec<_>>());
}

#[test]
fn a_plan_has_one_digest_however_it_is_laid_out() {
    let plain = plan_of(&document());
    let mut spelled = document();
    spelled["contacts"] = json!([]);
    spelled["playbooks"][0]["tasks"][0]["optional"] = json!(false);
    let spelled = serde_json::to_string_pretty(&spelled).expect("JSON");
    assert_eq!(plan::read(&spelled).expect("a plan").0.digest(), plain.digest());
    let mut changed = document();
    changed["playbooks"][0]["tasks"][0]["optional"] = json!(true);
    assert_ne!(plan_of(&changed).digest(), plain.digest());
}
