//! A ticket's life as a product's own tests tell it: the policy that the product would have, the
//! commands that the events are, and the clocks after each.

use std::collections::BTreeSet;

use incident_core::calendar::CalendarDraft;
use incident_core::model::{
    Actor, AddMessage, ChangeFacts, Command, Context, Facts, Move, Open, Sender, Value,
};
use incident_core::sla::{ClockState, Stage};
use incident_core::{Engine, Instant, Kind, Ticket, check};
use serde_json::{Value as Json, json};

/// The targets of the vectors: what they are called there, and when their clocks run.
const TARGETS: [&str; 5] = ["first_response", "response", "update", "keep_in_loop", "resolution"];

/// What a product answers otherwise: its name in a source, and the profile that stands for it.
const PRODUCTS: [(&str, Option<&str>); 5] = [
    ("zammad/", Some("zammad")),
    ("bestpractical/rt", Some("rt")),
    ("frappe/", Some("frappe")),
    ("glpi-project/", Some("glpi")),
    ("Combodo/", Some("itop")),
];

/// Whether the ticket of a vector goes as it expects.
pub(crate) fn run(vector: &Json, draft: CalendarDraft) -> Result<Option<Json>, String> {
    let wanted = match vector["expect_steps"].as_array() {
        Some(steps) => steps.clone(),
        None => vec![vector["expect"].clone()],
    };
    let mut life = Life::new(vector, draft)?;
    let mut wrong = Vec::new();
    let events = vector["timeline"].as_array().ok_or("no timeline")?;
    for (at, event) in events.iter().enumerate() {
        life.take(event)?;
        let last = at + 1 == events.len();
        let due = |step: &&Json| step["after"].as_u64().map_or(last, |after| after == at as u64);
        for step in wanted.iter().filter(due) {
            for (name, expected) in step.as_object().ok_or("no expectation")? {
                let got = if name == "after" { expected.clone() } else { life.ask(name)? };
                if !same(&got, expected) {
                    wrong.push(json!({ "after": at, "asked": name, "got": got }));
                }
            }
        }
    }
    Ok((!wrong.is_empty()).then_some(json!(wrong)))
}

fn same(got: &Json, expected: &Json) -> bool {
    match (got.as_str(), expected.as_str()) {
        (Some(got), Some(expected)) => Instant::parse(got).ok() == Instant::parse(expected).ok(),
        _ => got == expected,
    }
}

struct Life {
    engine: Engine,
    ticket: Option<Ticket>,
    now: Instant,
    /// How often the agreement has become another one.
    level: usize,
}

impl Life {
    fn new(vector: &Json, draft: CalendarDraft) -> Result<Self, String> {
        let policy = policy(vector, draft)?.to_string();
        let checked = check::policy(&policy).map_err(|errors| {
            errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
        })?;
        let engine = Engine::new(checked.policy);
        Ok(Self { engine, ticket: None, now: Instant::MIN, level: 0 })
    }

    fn take(&mut self, event: &Json) -> Result<(), String> {
        let at = event["at"].as_str().ok_or("an event without an instant")?;
        self.now = Instant::parse(at).map_err(|error| error.to_string())?;
        let by = |name: &str| match event[name].as_str() {
            Some("customer") => Sender::Requester,
            _ => Sender::Support,
        };
        let message = |from| Command::AddMessage(AddMessage { from, internal: false, text: None });
        match event["event"].as_str().unwrap_or_default() {
            "created" => self.open(event["state"].as_str(), by("by"))?,
            "state" => {
                if event["first_response"] == true {
                    self.give(&message(Sender::Support))?;
                }
                self.go(event["to"].as_str().unwrap_or_default())?;
            }
            "resolved" => self.go("resolved")?,
            "closed" => self.go("closed")?,
            "customer_message" => self.give(&message(Sender::Requester))?,
            "agent_message" => self.give(&message(Sender::Support))?,
            "reply" => self.give(&message(by("by")))?,
            "first_response" => self.set("answered", Value::Flag(true))?,
            "hold_time_set" | "sla_changed" | "sla_removed" => {
                self.level += 1;
                self.set("agreement", Value::Text(format!("a{}", self.level)))?;
            }
            other => return Err(format!("no such event: {other}")),
        }
        Ok(())
    }

    fn open(&mut self, state: Option<&str>, from: Sender) -> Result<(), String> {
        let facts = [
            ("impact", Value::from("any")),
            ("urgency", Value::from("any")),
            ("agreement", Value::from("a0")),
        ];
        let open = Open { id: "T".to_owned(), kind: Kind::Incident, from, facts: facts.into() };
        self.give(&Command::Open(open))?;
        match state {
            Some(state) => self.go(state),
            None => Ok(()),
        }
    }

    fn go(&mut self, state: &str) -> Result<(), String> {
        if self.ticket.as_ref().is_some_and(|ticket| ticket.state == state) {
            return Ok(());
        }
        let to = state.to_owned();
        self.give(&Command::Move(Move { to, hold_reason: None, facts: Facts::new() }))
    }

    fn set(&mut self, field: &str, value: Value) -> Result<(), String> {
        self.give(&Command::ChangeFacts(ChangeFacts { facts: [(field, value)].into() }))
    }

    fn give(&mut self, command: &Command) -> Result<(), String> {
        let context = Context::at(self.now, Actor::default());
        let events = self
            .engine
            .decide(self.ticket.as_ref(), command, &context)
            .map_err(|errors| errors.iter().map(ToString::to_string).collect::<String>())?;
        match &mut self.ticket {
            Some(ticket) => events.into_iter().for_each(|event| ticket.evolve(event)),
            None => self.ticket = Ticket::fold(events),
        }
        Ok(())
    }

    fn clocks(&self) -> Vec<ClockState> {
        let context = Context::at(self.now, Actor::default());
        let ticket = self.ticket.as_ref();
        ticket.map_or_else(Vec::new, |ticket| self.engine.assess(ticket, &context).clocks)
    }

    fn ask(&self, name: &str) -> Result<Json, String> {
        let clocks = self.clocks();
        let live = |clock: &&ClockState| matches!(clock.stage, Stage::Running | Stage::Breached);
        let due = |clock: &ClockState| clock.due_at.filter(|_| live(&clock));
        let first = || clocks.iter().filter_map(due).min().map(|at| at.to_string());
        if name == "due" || name == "next_due" {
            return Ok(json!(first()));
        }
        if name == "hold_s" {
            let clock = clocks.iter().find(|clock| clock.target == "resolution");
            return Ok(json!(clock.map(|clock| clock.paused_ms / 1_000)));
        }
        let target = TARGETS.iter().find(|target| name.starts_with(&format!("{target}_")));
        let target = target.ok_or_else(|| format!("no such question: {name}"))?;
        // Of an agreement that no longer applies only the past is left.
        let clock = clocks.iter().find(|clock| clock.target == *target);
        let what = name.strip_prefix(target).unwrap_or_default();
        Ok(match (what, clock) {
            ("_due", clock) => json!(clock.and_then(due).map(|at| at.to_string())),
            (_, None) => Json::Null,
            ("_worked_s", Some(clock)) => json!(longest(clock).map(|worked| worked / 1_000)),
            ("_left_s", Some(clock)) => {
                let left = clock.within_ms.zip(longest(clock)).map(|(all, worked)| all - worked);
                json!(left.map(|left| left / 1_000))
            }
            _ => return Err(format!("no such question: {name}")),
        })
    }
}

/// What products keep of a target: how long it took once it was reached, and of one that comes
/// again the longest.
fn longest(clock: &ClockState) -> Option<i64> {
    let over = clock.cycles.iter().map(|cycle| cycle.elapsed_ms);
    let present = clock.stopped_at.map(|_| clock.elapsed_ms);
    over.chain(present).max()
}

/// The policy under which the product of a vector works.
fn policy(vector: &Json, calendar: CalendarDraft) -> Result<Json, String> {
    let level = json!([{ "id": "any" }]);
    let (states, pausing) = states(vector);
    let names: Vec<&str> = states.iter().map(String::as_str).collect();
    let typed: Vec<Json> = states.iter().map(|name| typed(name)).collect();
    let moves: Vec<Json> = states
        .iter()
        .map(|to| {
            let from: Vec<&str> = names.iter().copied().filter(|from| from != to).collect();
            json!({ "from": from, "to": to })
        })
        .collect();
    let mut levels = vec![(targets_of(&vector["targets"]), calendar)];
    for event in vector["timeline"].as_array().into_iter().flatten() {
        let (targets, calendar) = levels.last().cloned().ok_or("no targets")?;
        match event["event"].as_str() {
            Some("sla_removed") => levels.push((Vec::new(), calendar)),
            Some("sla_changed") => {
                let calendar = match event.get("calendar") {
                    Some(other) => super::draft(other)?,
                    None => calendar,
                };
                let changed = event.get("targets").map_or(targets, targets_of);
                levels.push((changed, calendar));
            }
            Some("hold_time_set") => {
                // The product adds what was waited to the target, and counts from the start again.
                let (first, calendar) = &levels[0];
                let hold = event["hold_s"].as_i64().unwrap_or(0);
                let add = |(name, span): &(String, i64)| {
                    (name.clone(), if name == "resolution" { span + hold } else { *span })
                };
                levels.push((first.iter().map(add).collect(), calendar.clone()));
            }
            _ => {}
        }
    }
    let mut calendars = Vec::new();
    let mut agreements = Vec::new();
    for (at, (targets, calendar)) in levels.into_iter().enumerate() {
        let id = format!("a{at}");
        calendars.push(CalendarDraft { id: Some(id.clone()), ..calendar });
        if !targets.is_empty() {
            agreements.push(agreement(vector, &id, &targets, &pausing));
        }
    }
    Ok(json!({
        "version": 1,
        "id": "vector",
        "scales": { "impact": level, "urgency": level, "priority": level },
        "matrix": { "any": { "any": "any" } },
        "fields": [
            { "name": "answered", "holds": "flag" },
            { "name": "agreement", "holds": "text" },
        ],
        "lifecycle": { "initial": "created", "states": typed, "moves": moves },
        "calendars": calendars,
        "agreements": agreements,
    }))
}

fn typed(state: &str) -> Json {
    let kind = match state {
        "closed" | "Closed" | "merged" | "removed" => "closed",
        "resolved" | "Resolved" => "resolved",
        _ => "active",
    };
    json!({ "id": state, "type": kind })
}

/// Every state that a vector names, and those in which its clocks wait.
fn states(vector: &Json) -> (Vec<String>, Vec<String>) {
    let mut states: BTreeSet<String> =
        ["created", "resolved", "closed"].iter().map(|name| (*name).to_owned()).collect();
    let listed = vector["pause_states"].as_array().into_iter().flatten();
    let mut pausing: BTreeSet<String> =
        listed.filter_map(|name| name.as_str().map(str::to_owned)).collect();
    for event in vector["timeline"].as_array().into_iter().flatten() {
        for name in [&event["state"], &event["to"]].iter().filter_map(|name| name.as_str()) {
            states.insert(name.to_owned());
            if event["pauses"] == true {
                pausing.insert(name.to_owned());
            }
        }
    }
    states.extend(pausing.iter().cloned());
    (states.into_iter().collect(), pausing.into_iter().collect())
}

/// The targets with their seconds, without those that are switched off by a zero.
fn targets_of(targets: &Json) -> Vec<(String, i64)> {
    TARGETS
        .iter()
        .filter_map(|name| {
            let seconds = targets[format!("{name}_s")].as_i64().filter(|seconds| *seconds > 0)?;
            Some(((*name).to_owned(), seconds))
        })
        .collect()
}

fn agreement(vector: &Json, id: &str, targets: &[(String, i64)], pausing: &[String]) -> Json {
    let source = vector["source"].as_str().unwrap_or_default();
    let product = PRODUCTS.iter().find(|(name, _)| source.contains(name));
    let profile = product.and_then(|(_, profile)| *profile);
    let given_back = vector["settings"]["paused_time"].as_str();
    let targets: Vec<Json> = targets
        .iter()
        .map(|(name, seconds)| {
            let mut target = conditions(name, profile);
            target["id"] = json!(name);
            target["within"] = json!({ "any": format!("{seconds}s") });
            // Of Frappe's clocks only that of the resolution waits.
            let waits = profile != Some("frappe") || name == "resolution";
            if !pausing.is_empty() && waits {
                target["pause"] = json!({ "field": "state", "in": pausing });
            }
            match given_back {
                Some("counts") => target["pausedTime"] = json!("counts"),
                Some("given_back") => target["pausedTime"] = json!("givenBack"),
                _ => {}
            }
            target
        })
        .collect();
    let mut agreement = json!({
        "id": id,
        "type": "sla",
        "calendar": id,
        "oneOf": "the one",
        "appliesIf": { "field": "agreement", "is": id },
        "targets": targets,
    });
    if let Some(profile) = profile {
        agreement["profile"] = json!(profile);
    }
    agreement
}

/// When the clock of a target starts and stops.
fn conditions(name: &str, profile: Option<&str>) -> Json {
    let flag = |field: &str, is: bool| json!({ "field": field, "is": is });
    let done = json!({ "field": "stateType", "in": ["resolved", "closed"] });
    match name {
        "first_response" => {
            json!({ "stop": { "any": [flag("responded", true), flag("answered", true)] } })
        }
        "response" | "update" => json!({
            "start": flag("unanswered", true),
            "stop": flag("unanswered", false),
            "onReopen": "newCycle",
        }),
        "keep_in_loop" => json!({
            "start": { "all": [flag("responded", true), flag("unanswered", false)] },
            "stop": flag("unanswered", true),
            "reset": { "field": "lastEvent", "is": "supportMessage" },
            "onReopen": "newCycle",
        }),
        // Zammad knows only the first closing.
        _ if profile == Some("zammad") => json!({ "stop": done, "onReopen": "ignore" }),
        _ => json!({ "stop": done }),
    }
}
