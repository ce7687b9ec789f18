//! Priorities by matrices and modifiers, and overrides.

use incident_core::engine::{Pending, Verdict};
use incident_core::model::{
    Actor, Change, Command, Context, Correct, Event, Facts, PriorityOverride, Ticket, Value,
};
use incident_core::prioritize::{Prioritized, Reason, Subject};
use incident_core::{Engine, Instant, Kind};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, at, codes, correct, engine_of, findings_of, refused, set, who};
use crate::lint::broken;

fn prioritize(engine: &Engine, kind: Kind, facts: &[(&str, Value)]) -> Prioritized {
    let facts: Facts = facts.iter().cloned().collect();
    let subject = Subject { kind, facts: &facts, overridden: None, at: Instant::MIN };
    engine.policy().priorities().prioritize(&subject)
}

fn level(engine: &Engine, kind: Kind, facts: &[(&str, Value)]) -> Option<String> {
    prioritize(engine, kind, facts).level
}

fn pair(impact: &str, urgency: &str) -> [(&'static str, Value); 2] {
    [("impact", impact.into()), ("urgency", urgency.into())]
}

fn flat(level: &str) -> Json {
    let row = json!({ "high": level, "medium": level, "low": level });
    json!({ "high": row, "medium": row, "low": row })
}

#[test]
fn the_first_matrix_that_applies_counts_and_else_the_general_one() {
    let requests = json!({ "field": "kind", "in": ["serviceRequest", "changeRequest"] });
    let payroll = json!({ "field": "service", "is": "payroll" });
    let engine = engine_of(&broken(
        "itil",
        &[(
            "/matrices",
            json!([
                { "id": "requests", "if": requests, "matrix": flat("planning") },
                { "id": "payroll", "if": payroll, "matrix": flat("critical") },
            ]),
        )],
    ));
    let low = pair("low", "low");
    let payroll = [low[0].clone(), low[1].clone(), ("service", "payroll".into())];
    for (kind, facts, level, matrix) in [
        (Kind::Incident, &low[..], "planning", None),
        (Kind::ServiceRequest, &low, "planning", Some("requests")),
        (Kind::ServiceRequest, &pair("high", "high"), "planning", Some("requests")),
        (Kind::ServiceRequest, &payroll, "planning", Some("requests")),
        (Kind::Incident, &payroll, "critical", Some("payroll")),
        (Kind::Incident, &pair("high", "high"), "critical", None),
    ] {
        let got = prioritize(&engine, kind, facts);
        assert_eq!(got.level.as_deref(), Some(level));
        let Reason::Matrix { matrix: by, .. } = &got.reason else { panic!("{:?}", got.reason) };
        assert_eq!(by.as_deref(), matrix);
    }
    let unknown = prioritize(&engine, Kind::ServiceRequest, &[]);
    assert_eq!(unknown.reason, Reason::FactMissing { fields: vec!["impact", "urgency"] });
}

fn always() -> Json {
    json!({ "all": [] })
}

fn modifying(effects: &[Json]) -> Engine {
    let modifier = |(at, effect): (usize, &Json)| {
        let mut modifier = effect.clone();
        modifier["id"] = json!(format!("m{at}"));
        modifier["if"] = always();
        modifier
    };
    let modifiers: Vec<_> = effects.iter().enumerate().map(modifier).collect();
    engine_of(&broken("itil", &[("/modifiers", json!(modifiers))]))
}

#[test]
fn each_effect_of_a_modifier_stays_on_the_scale() {
    for (effect, critical, moderate, planning, unknown) in [
        (json!({ "raise": 1 }), "critical", "high", "low", None),
        (json!({ "raise": 0 }), "critical", "moderate", "planning", None),
        (json!({ "raise": 9 }), "critical", "critical", "critical", None),
        (json!({ "raise": u32::MAX }), "critical", "critical", "critical", None),
        (json!({ "lower": 1 }), "high", "low", "planning", None),
        (json!({ "lower": u32::MAX }), "planning", "planning", "planning", None),
        (json!({ "atLeast": "high" }), "critical", "high", "high", Some("high")),
        (json!({ "atMost": "high" }), "high", "moderate", "planning", None),
        (json!({ "set": "low" }), "low", "low", "low", Some("low")),
    ] {
        let engine = modifying(std::slice::from_ref(&effect));
        for (facts, expected) in [
            (&pair("high", "high")[..], Some(critical)),
            (&pair("medium", "medium"), Some(moderate)),
            (&pair("low", "low"), Some(planning)),
            (&pair("high", "low")[..1], unknown),
            (&[], unknown),
        ] {
            let got = level(&engine, Kind::Incident, facts);
            assert_eq!(got.as_deref(), expected, "{effect} of {facts:?}");
        }
    }
}

#[test]
fn modifiers_change_what_those_before_them_left() {
    let (raise, lower) = (json!({ "raise": 2 }), json!({ "lower": 2 }));
    let least = json!({ "atLeast": "moderate" });
    // The matrix gives `high`, one below the top.
    for (effects, expected, changed) in [
        (&[raise.clone(), lower.clone()][..], "moderate", "m0 m1"),
        (&[lower.clone(), raise.clone()], "high", "m0 m1"),
        (&[least.clone(), lower.clone()], "low", "m1"),
        (&[lower, least], "moderate", "m0 m1"),
        (&[raise.clone(), raise.clone(), raise], "critical", "m0"),
    ] {
        let got = prioritize(&modifying(effects), Kind::Incident, &pair("high", "medium"));
        assert_eq!(got.level.as_deref(), Some(expected), "{effects:?}");
        let ids: Vec<_> = got.modifiers.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids.join(" "), changed, "{effects:?}");
    }
}

#[test]
fn what_a_modifier_did_is_told_and_one_whose_condition_fails_does_nothing() {
    let vip = json!({ "field": "vip", "is": true });
    let modifiers = json!([
        { "id": "vip", "if": vip, "raise": 1 },
        { "id": "alert", "if": { "field": "kind", "is": "alert" }, "lower": 1 },
    ]);
    let engine = engine_of(&broken("itil", &[("/modifiers", modifiers)]));
    let mut facts = pair("medium", "medium").to_vec();
    assert_eq!(prioritize(&engine, Kind::Incident, &facts).modifiers, []);
    facts.push(("vip", Value::Flag(true)));
    let got = prioritize(&engine, Kind::Incident, &facts);
    let told: Vec<_> = got
        .modifiers
        .iter()
        .map(|one| (one.id.as_str(), one.from.as_deref(), one.to.as_deref()))
        .collect();
    assert_eq!(told, [("vip", Some("moderate"), Some("high"))]);
    let got = prioritize(&engine, Kind::Alert, &facts);
    assert_eq!(got.level.as_deref(), Some("moderate"));
    let mut desk = Desk::under(&broken(
        "itil",
        &[("/modifiers", json!([{ "id": "vip", "if": vip, "raise": 1 }]))],
    ));
    desk.open("2026-01-09T08:00:00Z", "medium");
    desk.give("2026-01-09T09:00:00Z", &set("vip", Value::Flag(true)));
    assert_eq!(desk.ticket().priority.as_deref(), Some("critical"), "a fact that is asked counts");
}

#[test]
fn rules_of_priority_that_cannot_be_are_refused() {
    let modifier = |edit: Json| {
        let mut one = json!({ "id": "m", "if": always() });
        for (name, value) in edit.as_object().expect("members") {
            one[name] = value.clone();
        }
        findings_of(&broken("itil", &[("/modifiers", json!([one]))]))
    };
    for (edit, finding) in [
        (json!({}), "priority.modifierForm "),
        (json!({ "raise": 1, "set": "low" }), "priority.modifierForm "),
        (json!({ "raise": -1 }), "document.numberOutOfRange /raise"),
        (json!({ "set": "urgent" }), "scale.levelUnknown /set"),
        (
            json!({ "raise": 1, "if": { "field": "state", "is": "new" } }),
            "field.notReported /if/field",
        ),
        (json!({ "raise": 1, "id": "" }), "id.empty /id"),
    ] {
        let (code, path) = finding.split_once(' ').expect("two parts");
        assert_eq!(modifier(edit.clone()), [format!("{code} /modifiers/0{path}")], "{edit}");
    }
    let mut holed = flat("low");
    holed["low"].as_object_mut().expect("a row").remove("low");
    let case = |matrix: Json| json!([{ "id": "c", "if": always(), "matrix": matrix }]);
    let found = findings_of(&broken("itil", &[("/matrices", case(holed))]));
    assert_eq!(found, ["matrix.cellMissing /matrices/0/matrix/low/low"]);
    let found = findings_of(&broken("itil", &[("/matrices", case(flat("none")))]));
    assert!(found.contains(&"scale.levelUnknown /matrices/0/matrix/high/high".to_owned()));
    let twice = json!([case(flat("low"))[0], case(flat("low"))[0]]);
    let found = findings_of(&broken("itil", &[("/matrices", twice)]));
    assert_eq!(found, ["id.repeated /matrices/1/id"]);
}

fn overriding(rule: Json) -> Desk {
    let mut desk = Desk::under(&broken("itil", &[("/priorityOverride", rule)]));
    desk.open("2026-01-09T08:00:00Z", "low");
    assert_eq!(desk.ticket().priority.as_deref(), Some("moderate"));
    desk
}

fn give(level: Option<&str>, reason: &str, until: Option<&str>) -> Command {
    Command::OverridePriority(PriorityOverride {
        level: level.map(str::to_owned),
        reason: reason.to_owned(),
        until: until.map(at),
    })
}

fn critical(until: Option<&str>) -> Command {
    give(Some("critical"), "the board meets", until)
}

fn priority(desk: &Desk) -> Option<&str> {
    desk.ticket().priority.as_deref()
}

const NINE: &str = "2026-01-09T09:00:00Z";
const TEN: &str = "2026-01-09T10:00:00Z";
const NOON: &str = "2026-01-09T12:00:00Z";

#[test]
fn an_override_needs_the_right_a_reason_a_level_and_an_end_that_is_allowed() {
    let desk = overriding(json!({ "roles": ["lead"], "lasts": "4h" }));
    let off = {
        let mut desk = Desk::under(&broken("itil", &[]));
        desk.open("2026-01-09T08:00:00Z", "low");
        desk
    };
    assert_eq!(refused(off.decide(NINE, &critical(None))), ["priority.overrideOff /command"]);
    let lead = who("ada", &["lead"]);
    let by = |actor: &Actor, command: &Command| {
        let context = Context::at(at(NINE), actor.clone());
        refused(desk.engine.decide(desk.ticket.as_ref(), command, &context))
    };
    assert_eq!(by(&who("ada", &["agent"]), &critical(None)), ["lifecycle.roleMissing /command"]);
    for (command, finding) in [
        (give(Some("critical"), " ", None), "lifecycle.factMissing /command/reason"),
        (give(Some("urgent"), "why", None), "field.wordUnknown /command/level"),
        (critical(Some(NINE)), "priority.overrideUntil /command/until"),
        (critical(Some("2026-01-09T13:00:00.001Z")), "priority.overrideUntil /command/until"),
    ] {
        assert_eq!(by(&lead, &command), [finding]);
    }
    let long = give(Some("critical"), &"r".repeat(4_097), None);
    assert_eq!(by(&lead, &long), ["limit.exceeded /command/reason"]);
    for command in [critical(Some("2026-01-09T13:00:00Z")), critical(None)] {
        assert_eq!(by(&lead, &command), [""; 0], "{command:?}");
    }
    assert_eq!(by(&who("ada", &[]), &give(None, "", None)).len(), 2, "all reasons at once");
}

#[test]
fn an_override_ends_by_itself_when_the_policy_or_its_author_says() {
    for (rule, until, ends) in [
        (json!({}), None, None),
        (json!({}), Some(NOON), Some(NOON)),
        (json!({ "lasts": "3h" }), None, Some(NOON)),
        (json!({ "lasts": "3h" }), Some(TEN), Some(TEN)),
    ] {
        let mut desk = overriding(rule);
        desk.give(NINE, &critical(until));
        assert_eq!(priority(&desk), Some("critical"));
        let stands = desk.ticket().priority_override.clone().expect("an override");
        assert_eq!(stands.until, ends.map(at));
        let context = |now: &str| Context::at(at(now), Actor::default());
        let assessed = desk.engine.assess(desk.ticket(), &context("2026-01-09T09:01:00Z"));
        let next = assessed.next_change_at.expect("a clock's at least");
        if let Some(ends) = ends {
            assert!(next <= at(ends));
            let last = at(ends).plus(incident_core::Span::from_millis(-1)).expect("a time");
            let before = desk.engine.assess(desk.ticket(), &Context::at(last, Actor::default()));
            assert_eq!(before.next_change_at, Some(at(ends)));
            assert_eq!(before.priority.level.as_deref(), Some("critical"));
            assert_eq!(before.priority.overridden, Some(stands));
            let then = desk.engine.assess(desk.ticket(), &context(ends)).priority;
            assert_eq!((then.level.as_deref(), then.overridden), (Some("moderate"), None));
            desk.tick("2026-01-09T15:00:00Z");
            assert_eq!(priority(&desk), Some("moderate"));
            let changed = |event: &&Event| matches!(event.change, Change::PriorityChanged(_));
            let last = desk.ticket().history.iter().rfind(changed).expect("a change");
            assert_eq!(last.at, at(ends), "it ended when it was to, not when somebody asked");
        } else {
            desk.tick("2027-01-09T15:00:00Z");
            assert_eq!(priority(&desk), Some("critical"));
        }
        desk.tick("2027-01-10T15:00:00Z");
        let changed = |event: &&Event| matches!(event.change, Change::PriorityChanged(_));
        let count = desk.ticket().history.iter().filter(changed).count();
        assert_eq!(count, 1 + usize::from(ends.is_some()), "it ends once");
    }
}

#[test]
fn an_override_given_offline_and_a_long_reason_are_refused_where_they_stand() {
    let mut desk = overriding(json!({}));
    let seen = desk.ticket().clone();
    desk.give(NINE, &critical(None));
    let since = desk.ticket().history.iter().filter(|event| event.version > seen.version);
    let events: Vec<Event> = since.cloned().collect();
    let pending = Pending { command: give(Some("high"), "why", None), actor: Actor::default() };
    let rebased = desk.engine.rebase(Some(&seen), &events, &[pending], at(TEN));
    let [Verdict::Refused(errors)] = &rebased.verdicts[..] else { panic!("{rebased:?}") };
    let places: Vec<_> = errors.iter().map(|error| error.path().as_str()).collect();
    assert_eq!(places, ["/pending/0/command/level"]);
    let late = Command::Correct(Correct {
        version: 1,
        took_effect_at: Some(at("2026-01-09T07:00:00Z")),
        reason: Some("r".repeat(4_097)),
    });
    assert_eq!(refused(desk.decide(TEN, &late)), ["limit.exceeded /command/reason"]);
}

#[test]
fn an_override_to_the_level_of_the_rules_holds_it_when_facts_change() {
    let mut desk = overriding(json!({}));
    desk.give(NINE, &give(Some("moderate"), "seen", Some(NOON)));
    let types: Vec<_> = desk.ticket().history.iter().map(|e| e.change.clone()).collect();
    assert!(matches!(types[..], [Change::Opened(_), Change::PriorityOverridden(_)]));
    let assessed =
        |now: &str| desk.engine.assess(desk.ticket(), &Context::at(at(now), Actor::default()));
    let before = assessed("2026-01-09T11:59:59Z");
    assert!(before.priority.overridden.is_some() && assessed(NOON).priority.overridden.is_none());
    assert_eq!(before.next_change_at, Some(at(NOON)), "it shows, though no level changes");
    desk.urgency(TEN, "high");
    assert_eq!(priority(&desk), Some("moderate"));
    desk.tick("2026-01-09T12:30:00Z");
    assert_eq!(priority(&desk), Some("critical"), "then the rules decide by what is known now");
}

#[test]
fn an_override_is_taken_back_with_a_reason() {
    let mut desk = overriding(json!({}));
    assert_eq!(desk.decide(NINE, &give(None, "none is there", None)).expect("accepted"), []);
    desk.give(NINE, &critical(None));
    desk.urgency(TEN, "medium");
    assert_eq!(priority(&desk), Some("critical"));
    assert_eq!(refused(desk.decide(NOON, &give(None, "", None))).len(), 1);
    desk.give(NOON, &give(None, "the board is done", Some(NINE)));
    assert_eq!((priority(&desk), &desk.ticket().priority_override), (Some("high"), &None));
    let folded = Ticket::fold(desk.ticket().history.clone());
    assert_eq!(folded.as_ref(), Some(desk.ticket()));
}

#[test]
fn an_override_given_offline_yields_to_one_that_came_first() {
    let desk = overriding(json!({}));
    let ours = desk.ticket().clone();
    let theirs = desk.decide(NINE, &give(Some("low"), "nobody works", None)).expect("accepted");
    let pending = |command: Command| vec![Pending { command, actor: who("ada", &[]) }];
    let rebase = |events: &[Event], command: Command| {
        desk.engine.rebase(Some(&ours), events, &pending(command), at(TEN))
    };
    let alone = rebase(&[], critical(None));
    assert_eq!(alone.ticket.expect("a ticket").priority.as_deref(), Some("critical"));
    let second = rebase(&theirs, critical(None));
    let [Verdict::Refused(errors)] = &second.verdicts[..] else { panic!("{second:?}") };
    let codes = codes(errors);
    assert!(codes[0].starts_with("ticket.factChangedMeanwhile /pending/0/command"), "{codes:?}");
    let same = rebase(&theirs, give(Some("low"), "as well", None));
    assert!(matches!(same.verdicts[..], [Verdict::Accepted(_)]));
    assert_eq!(same.ticket.expect("a ticket").priority.as_deref(), Some("low"));
}

#[test]
fn what_is_learned_late_of_the_time_of_an_override_counts_after_it() {
    let mut desk = overriding(json!({}));
    desk.give(TEN, &critical(Some(NOON)));
    desk.tick("2026-01-09T13:00:00Z");
    assert_eq!(priority(&desk), Some("moderate"));
    // The urgency was higher since 11:00, while the override stood.
    let later = "2026-01-09T14:00:00Z";
    desk.give_late(later, "2026-01-09T11:00:00Z", &set("urgency", Value::from("medium")));
    assert_eq!(priority(&desk), Some("high"));
    let changes = |desk: &Desk| -> Vec<_> {
        let of = |event: Event| match event.change {
            Change::PriorityChanged(changed) => Some((event.at.to_string(), changed.to?)),
            _ => None,
        };
        desk.ticket().effective().filter_map(of).collect()
    };
    let told = |at: &str, level: &str| (at.to_owned(), level.to_owned());
    assert_eq!(changes(&desk), [told(TEN, "critical"), told(NOON, "high")]);
    // It was never overridden at all.
    let given = |event: &&Event| matches!(event.change, Change::PriorityOverridden(_));
    let version = desk.ticket().history.iter().find(given).expect("the override").version;
    desk.give("2026-01-09T15:00:00Z", &correct(version, None));
    assert_eq!(priority(&desk), Some("high"));
    assert_eq!(changes(&desk), [told("2026-01-09T11:00:00Z", "high")]);
    assert_eq!(desk.ticket().priority_override, None);
}

#[test]
fn an_override_given_late_counts_from_when_it_took_effect() {
    let mut known = overriding(json!({}));
    known.give(NINE, &critical(Some(NOON)));
    known.urgency(TEN, "medium");
    known.tick("2026-01-09T13:00:00Z");
    let mut late = overriding(json!({}));
    late.urgency(TEN, "medium");
    late.give_late("2026-01-09T13:00:00Z", NINE, &critical(Some(NOON)));
    assert_eq!(priority(&late), Some("high"));
    assert_eq!(known.clocks("2026-01-09T13:30:00Z"), late.clocks("2026-01-09T13:30:00Z"));
}
