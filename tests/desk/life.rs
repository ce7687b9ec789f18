//! Policies with all that clocks may do, and what may happen to tickets under them.

use incident_core::model::{
    Actor, AddMessage, Assign, ChangeFacts, Command, Context, Correct, Facts, Move, Open,
    PriorityOverride, Sender, Tick, Value,
};
use incident_core::{Engine, Instant, Kind, Ticket, check};
use serde_json::{Value as Json, json};

/// Numbers that look as if they were drawn.
pub(crate) struct Draw(pub(crate) u64);

impl Draw {
    pub(crate) fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % most
    }

    pub(crate) fn one_of<'a, T>(&mut self, list: &'a [T]) -> &'a T {
        let at = self.below(list.len() as u64);
        &list[usize::try_from(at).expect("a place")]
    }
}

pub(crate) fn instant(millis: i64) -> Instant {
    Instant::from_millis(millis).expect("an instant")
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).expect("an instant")
}

/// A preset, with warnings and other answers to what systems treat differently, and sometimes with
/// more targets than a desk keeps of a ticket.
pub(crate) fn policy(draw: &mut Draw) -> Json {
    let name = draw.one_of(check::PRESETS);
    let text = check::preset(name).expect("a preset");
    let mut policy: Json = serde_json::from_str(text).expect("JSON");
    let levels: Vec<String> = policy["scales"]["priority"]
        .as_array()
        .expect("levels")
        .iter()
        .map(|level| level["id"].as_str().expect("an id").to_owned())
        .collect();
    policy["priorityOverride"] = json!({ "lasts": "6h" });
    let agreement = &mut policy["agreements"][0];
    let more = [0, 0, 2, 6][usize::try_from(draw.below(4)).expect("a place")];
    for number in 0..more {
        let hours = levels.iter().map(|level| (level.clone(), json!(format!("{}h", number + 2))));
        let target = json!({
            "id": format!("more{number}"),
            "stop": { "field": "stateType", "in": ["closed", "canceled"] },
            "pause": { "field": "stateType", "in": ["onHold", "resolved"] },
            "within": hours.collect::<serde_json::Map<_, _>>(),
        });
        agreement["targets"].as_array_mut().expect("targets").push(target);
    }
    for target in agreement["targets"].as_array_mut().expect("targets") {
        if draw.below(2) == 0 {
            target["warnings"] = json!(["50%", "30m left"]);
        }
        let answers = [
            ("atDue", ["met", "missed"]),
            ("boundary", ["closing", "nextOpening"]),
            ("onReopen", ["resume", "newCycle"]),
            ("onTargetChange", ["carryElapsed", "restart"]),
        ];
        for (name, words) in answers {
            if draw.below(3) == 0 {
                target[name] = json!(draw.one_of(&words));
            }
        }
    }
    policy
}

pub(crate) fn engine_of(policy: &Json) -> Engine {
    Engine::new(check::policy(&policy.to_string()).expect("accepted").policy)
}

pub(crate) const GROUPS: [&str; 3] = ["network", "desk", "mail"];
pub(crate) const PEOPLE: [&str; 2] = ["ada", "ben"];

fn level(engine: &Engine, field: &str, draw: &mut Draw) -> Value {
    let words = engine.policy().vocabulary().words(field).expect("words");
    Value::Text(draw.one_of(words).clone())
}

/// A new ticket.
pub(crate) fn opening(engine: &Engine, id: &str, draw: &mut Draw) -> Command {
    let mut facts = Facts::new();
    for field in ["impact", "urgency"] {
        if draw.below(8) > 0 {
            facts.insert(field, level(engine, field, draw));
        }
    }
    if draw.below(2) == 0 {
        facts.insert("service", Value::from("payroll"));
    }
    facts.insert("affectedUsers", Value::Number(i64::try_from(draw.below(200)).expect("few")));
    let kinds = [Kind::Incident, Kind::Incident, Kind::ServiceRequest, Kind::SecurityIncident];
    let kind = *draw.one_of(&kinds);
    Command::Open(Open { id: id.to_owned(), kind, from: Sender::Requester, facts })
}

/// What somebody may do to a ticket, and when it took effect if it is told late.
pub(crate) fn command(
    engine: &Engine,
    policy: &Json,
    ticket: &Ticket,
    now: Instant,
    draw: &mut Draw,
) -> (Command, Option<Instant>) {
    let late = draw.below(6) == 0;
    let span = u64::try_from(now.since(ticket.opened_at).as_millis()).unwrap_or_default();
    let back = i64::try_from(draw.below(span + 1)).expect("a span");
    let past = late.then(|| instant(now.as_millis() - back));
    let one = |field: &str, value: Value| [(field, value)].into_iter().collect::<Facts>();
    let command = match draw.below(14) {
        0..=5 => {
            let offered = engine.assess(ticket, &Context::at(now, Actor::default())).moves;
            let states: Vec<_> = offered.into_iter().map(|offered| offered.to).collect();
            let reasons = policy["lifecycle"]["holdReasons"].as_array();
            let reasons = reasons.map(Vec::as_slice).unwrap_or_default();
            let to =
                if states.is_empty() { "nowhere".to_owned() } else { draw.one_of(&states).clone() };
            let held = to.to_lowercase().contains("hold") || to == "3";
            let reason = (held && !reasons.is_empty()).then(|| draw.one_of(reasons)["id"].clone());
            let hold_reason = reason.and_then(|id| id.as_str().map(str::to_owned));
            let facts = one("resolutionCode", Value::from("solved"));
            let facts = if draw.below(2) == 0 { facts } else { Facts::new() };
            Command::Move(Move { to, hold_reason, facts })
        }
        6 | 7 => {
            let field = *draw.one_of(&["impact", "urgency"]);
            Command::ChangeFacts(ChangeFacts { facts: one(field, level(engine, field, draw)) })
        }
        8 => Command::AddMessage(AddMessage {
            from: *draw.one_of(&[Sender::Requester, Sender::Support]),
            internal: false,
            text: None,
        }),
        9 | 10 => {
            let group = Some((*draw.one_of(&GROUPS)).to_owned());
            let assignee = Some((*draw.one_of(&PEOPLE)).to_owned());
            Command::Assign(Assign { group, assignee })
        }
        11 => {
            let level = level(engine, "priority", draw).as_text().map(str::to_owned);
            let (reason, until) = ("so be it".to_owned(), None);
            Command::OverridePriority(PriorityOverride { level, reason, until })
        }
        12 => {
            let version = 1 + draw.below(ticket.version);
            let took_effect_at = (draw.below(2) == 0).then_some(instant(now.as_millis() - back));
            Command::Correct(Correct { version, took_effect_at, reason: None })
        }
        _ => Command::Tick(Tick {}),
    };
    let timely = matches!(command, Command::Correct(_) | Command::Tick(_));
    (command, past.filter(|_| !timely))
}
