//! Many rows at once: each is answered as the engine answers it alone.

use std::collections::BTreeSet;
use std::sync::Arc;

use incident_core::classify::Report;
use incident_core::model::{Actor, Command, Context, Facts, Move, StateType, Value};
use incident_core::prioritize::Subject;
use incident_core::table::{Classed, Outcome, Rows, Table, TableDraft};
use incident_core::{Code, Engine, Instant, Kind, Ticket, check};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Value as Json, json};

use crate::clock::config;
use crate::desk::{codes, engine_of};
use crate::lint::broken;

/// The columns that rules are tried on, each with no value among its values.
fn fields() -> Json {
    json!({
        "kind": ["incident", "problem", "serviceRequest", null],
        "impact": ["high", "medium", "low", null],
        "urgency": [null, "low", "high", "medium"],
        "category": ["network", "telephony", "mail", "disk", null],
        "affectedUsers": [0, 5, 100, null],
        "vip": [true, null, false],
        "tags": [["a"], [], ["a", "b"], null],
        "shortDescription": ["please reset my password", "printer on fire", "", null],
        "description": [null, "reset the printer", "fire", "my password"],
    })
}

fn draft(fields: &Json) -> TableDraft {
    serde_json::from_value(json!({ "fields": fields })).expect("a draft")
}

/// A condition over the columns, of any form.
fn condition() -> impl Strategy<Value = Json> {
    let columns = fields();
    let columns: Vec<(String, Vec<Json>)> = columns
        .as_object()
        .expect("columns")
        .iter()
        .map(|(field, values)| (field.clone(), values.as_array().expect("values").clone()))
        .collect();
    let leaf = (select(columns), any::<[prop::sample::Index; 3]>(), 0..5_usize).prop_map(
        |((field, values), at, form)| {
            let values: Vec<_> = values.iter().filter(|value| !value.is_null()).collect();
            let value = |one: usize| values[at[one].index(values.len())];
            match form {
                0 => json!({ "field": field, "is": value(0) }),
                1 => json!({ "field": field, "in": [value(0), value(1), value(2)] }),
                2 => json!({ "field": "affectedUsers", "atLeast": at[0].index(7) }),
                3 => {
                    let most = 1 + at[0].index(200);
                    json!({ "field": "affectedUsers", "atLeast": 1, "atMost": most })
                }
                _ => json!({ "field": field, "isSet": at[0].index(2) == 0 }),
            }
        },
    );
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(|all| json!({ "all": all })),
            vec(inner.clone(), 0..4).prop_map(|any| json!({ "any": any })),
            inner.prop_map(|not| json!({ "not": not })),
        ]
    })
}

/// Conditions that a bench of random rules seldom has.
fn rule() -> impl Strategy<Value = Json> {
    let words = vec(select(vec!["reset", "reset*", "my password", "fire", "printer"]), 0..3);
    let texts = vec(select(vec!["shortDescription", "description", "category"]), 0..3);
    let gives = (
        select(vec!["incident", "serviceRequest", "problem"]),
        select(vec!["network", "mail", "disk"]),
        0..3_u8,
    );
    (prop::option::of(condition()), words, texts, 0..4_u32, any::<bool>(), gives).prop_map(
        |(condition, words, texts, score, decides, (kind, category, which))| {
            let mut rule = json!({ "words": words, "score": score, "decides": decides });
            if let Some(condition) = condition {
                rule["if"] = condition;
            }
            if !texts.is_empty() {
                rule["in"] = json!(texts);
            }
            let gives = [
                json!({ "kind": kind }),
                json!({ "category": category }),
                json!({ "kind": kind, "category": category }),
            ];
            rule["gives"] = gives[usize::from(which)].clone();
            rule
        },
    )
}

fn named(mut rules: Vec<Json>) -> Vec<Json> {
    for (at, rule) in rules.iter_mut().enumerate() {
        rule["id"] = json!(format!("rule {at}"));
    }
    rules
}

/// Rows as codes, the columns of each in the order of the table.
fn rows(draft: &TableDraft, picks: &[Vec<prop::sample::Index>]) -> Vec<u32> {
    let sizes = draft.fields.iter().map(|(_, values)| values.len());
    let code = |pick: &Vec<prop::sample::Index>, column: usize, size| {
        u32::try_from(pick[column].index(size)).expect("small")
    };
    sizes.enumerate().flat_map(|(at, size)| picks.iter().map(move |p| code(p, at, size))).collect()
}

/// What a row says, for whoever answers one.
fn report(draft: &TableDraft, rows: &Rows<'_>, row: usize) -> (Option<Kind>, Facts) {
    let mut facts = Facts::new();
    let mut kind = None;
    for (column, (field, values)) in draft.fields.iter().enumerate() {
        let value = &values[rows.code(column, row)];
        match (field, value) {
            ("kind", Value::Text(name)) => {
                kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == name);
            }
            ("kind", _) => {}
            _ => facts.insert(field, value.clone()),
        }
    }
    (kind, facts)
}

fn classed(value: Option<&str>, open: Option<incident_core::classify::Undetermined>) -> String {
    let class = match (value, open) {
        (Some(value), _) => Classed::Value(value),
        (None, open) => Classed::Undetermined(open.expect("a reason")),
    };
    format!("{class:?}")
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn rows_are_classified_as_each_alone(
        rules in vec(rule(), 0..70),
        threshold in 0..4_u32,
        lead in 0..3_u32,
        picks in vec(vec(any::<prop::sample::Index>(), 9), 1..20),
    ) {
        let rules = json!({ "rules": named(rules), "threshold": threshold, "lead": lead });
        let engine = Arc::new(engine_of(&broken("itil", &[("/classification", rules)])));
        let draft = draft(&fields());
        let table = Table::new(Arc::clone(&engine), &draft).expect("a table");
        let codes = rows(&draft, &picks);
        let rows = Rows::new(&codes, picks.len());
        let answers = table.classify(&rows).expect("answers");
        let classes: Vec<_> = table.classes().collect();
        prop_assert_eq!(answers.len(), classes.len() * picks.len());
        for row in 0..picks.len() {
            let (kind, facts) = report(&draft, &rows, row);
            let alone = engine.classify(&Report { kind, facts: &facts });
            for (at, (field, classes)) in classes.iter().enumerate() {
                let code = usize::try_from(answers[at * picks.len() + row]).expect("small");
                let expected = match alone.verdicts.get(field) {
                    Some(verdict) => classed(verdict.value.as_deref(), verdict.undetermined),
                    // No rule that fired speaks of it.
                    None => classed(None, Some(incident_core::classify::Undetermined::NoRule)),
                };
                prop_assert_eq!(format!("{:?}", classes[code]), expected, "{} of {}", field, row);
            }
        }
    }

    #[test]
    fn rows_are_prioritized_as_each_alone(
        cases in vec(condition(), 0..4),
        modifiers in vec((condition(), 0..5_u8), 0..70),
        picks in vec(vec(any::<prop::sample::Index>(), 9), 1..20),
    ) {
        let levels = ["critical", "high", "moderate", "low", "planning"];
        let cases: Vec<_> = cases.iter().enumerate().map(|(at, condition)| {
            let row = json!({ "high": levels[at], "medium": levels[at], "low": levels[at + 1] });
            let matrix = json!({ "high": row, "medium": row, "low": row });
            json!({ "id": at.to_string(), "if": condition, "matrix": matrix })
        }).collect();
        let effects = [
            json!({ "raise": 1 }), json!({ "lower": 1 }), json!({ "atLeast": "high" }),
            json!({ "atMost": "low" }), json!({ "set": "moderate" }),
        ];
        let modifiers: Vec<_> = modifiers.iter().enumerate().map(|(at, (condition, effect))| {
            let mut modifier = effects[usize::from(*effect)].clone();
            modifier["id"] = json!(at.to_string());
            modifier["if"] = condition.clone();
            modifier
        }).collect();
        let edits = [("/matrices", json!(cases)), ("/modifiers", json!(modifiers))];
        let engine = Arc::new(engine_of(&broken("itil", &edits)));
        let draft = draft(&fields());
        let table = Table::new(Arc::clone(&engine), &draft).expect("a table");
        let codes = rows(&draft, &picks);
        let rows = Rows::new(&codes, picks.len());
        let ranks: Vec<_> = table.ranks().collect();
        for (row, code) in table.prioritize(&rows).expect("answers").iter().enumerate() {
            let (kind, facts) = report(&draft, &rows, row);
            let kind = kind.unwrap_or(Kind::Incident);
            let subject = Subject { kind, facts: &facts, overridden: None, at: Instant::MIN };
            let alone = engine.policy().priorities().prioritize(&subject).level;
            let rank = &ranks[usize::try_from(*code).expect("small")];
            prop_assert_eq!(rank.level, alone.as_deref(), "row {}", row);
        }
    }
}

/// The values that tell tickets apart under a policy, for a table about its moves: so few that
/// rows meet in the same cases.
fn of_tickets(policy: &Json) -> Json {
    let lifecycle = &policy["lifecycle"];
    let ids = |name: &str| lifecycle[name].as_array().into_iter().flatten().map(|one| &one["id"]);
    let reasons: Vec<Json> = ids("holdReasons").take(1).cloned().chain([Json::Null]).collect();
    json!({
        "kind": ["incident", "serviceRequest"],
        "state": ids("states").collect::<Vec<_>>(),
        "holdReason": reasons,
        "unanswered": [false, true],
        "responded": [true, false],
        "lastEvent": ["opened", "supportMessage"],
        "priority": [null, policy["scales"]["priority"][0]["id"]],
        "assignee": ["ada", null],
        "assignmentGroup": [null, "desk"],
        "resolutionNotes": [null, "done", "done again"],
        "majorIncident": [true, null],
        "reviewCompleted": [false, true, null],
    })
}

fn draft_of_moves(engine: &Engine, policy: &Json) -> TableDraft {
    let lifecycle = engine.policy().lifecycle();
    let mut fields = of_tickets(policy);
    for field in ["resolutionCode", "causeCode"] {
        let words = engine.policy().vocabulary().words(field);
        let word = words.and_then(|words| words.first()).map_or("fixed", String::as_str);
        fields[field] = json!([null, word]);
    }
    let mut moves = Vec::new();
    for state in lifecycle.states() {
        moves.push(json!({ "to": state.id }));
        moves.push(json!({ "to": state.id, "facts": fields["resolutionCode"][1].as_str()
            .map(|code| json!({ "resolutionCode": code, "resolutionNotes": "done" })) }));
        if state.state_type == StateType::OnHold {
            let reasons = lifecycle.hold_reasons().iter();
            moves.extend(reasons.map(|one| json!({ "to": state.id, "holdReason": one.id })));
        }
    }
    moves.push(json!({ "to": "nowhere" }));
    let actors = json!([{ "id": "all", "roles": lifecycle.roles() }, { "id": "none" }]);
    let draft = json!({ "fields": fields, "moves": moves, "actors": actors });
    serde_json::from_value(draft).expect("a draft")
}

/// The ticket of a row, made of its document and not as the table makes it.
fn ticket(engine: &Engine, draft: &TableDraft, rows: &Rows<'_>, row: usize) -> Ticket {
    let at = "2026-01-05T09:00:00Z";
    let mut document = json!({
        "id": "INC-1", "version": 3, "stateSince": at, "openedAt": at, "updatedAt": at,
        "lastEvent": "opened", "reassignments": 0, "reopens": 0, "history": [], "facts": {},
    });
    for (column, (field, values)) in draft.fields.iter().enumerate() {
        let value = serde_json::to_value(&values[rows.code(column, row)]).expect("JSON");
        match field {
            _ if value.is_null() => {}
            "unanswered" | "responded" if value == json!(true) => {
                let member =
                    format!("{field}{}", if field == "unanswered" { "Since" } else { "At" });
                document[member] = json!(at);
            }
            "unanswered" | "responded" => {}
            "kind" | "state" | "holdReason" | "priority" | "lastEvent" => document[field] = value,
            _ => document["facts"][field] = value,
        }
    }
    let state = document["state"].as_str().expect("a state");
    let state = engine.policy().lifecycle().state(state).expect("known");
    document["stateType"] = json!(state.state_type.as_str());
    serde_json::from_value(document).expect("a ticket")
}

/// Whether a move asks for what no column says.
fn asks_for_more(policy: &Json, from: &str, to: &str) -> bool {
    policy["lifecycle"]["moves"].as_array().expect("moves").iter().any(|one| {
        let from = one["from"].as_array().expect("states").contains(&json!(from));
        let more = ["linked", "within", "approval"].iter().any(|name| !one[name].is_null());
        from && one["to"] == json!(to) && more
    })
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, size: usize) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let size = u64::try_from(size).expect("small");
        u32::try_from((self.0 >> 33) % size).expect("small")
    }
}

fn compare(name: &str, engine: Engine, policy: &Json, count: usize) -> [usize; 3] {
    let engine = Arc::new(engine);
    let draft = draft_of_moves(&engine, policy);
    let mut table = Table::new(Arc::clone(&engine), &draft).expect("a table");
    let sizes = draft.fields.iter().map(|(_, values)| values.len());
    let sizes = sizes.chain([draft.moves.len(), draft.actors.len()]);
    let mut dice = Dice(7);
    let codes: Vec<u32> =
        sizes.flat_map(|size| (0..count).map(|_| dice.below(size)).collect::<Vec<_>>()).collect();
    let rows = Rows::new(&codes, count);
    let answers = table.decide(&rows).expect("answers");
    let again = table.decide(&rows).expect("answers");
    assert_eq!(answers, again, "{name}: a second time it is the same");
    let fields = draft.fields.len();
    let mut seen = [0; 3];
    for (row, answer) in answers.iter().enumerate() {
        let outcome = &table.outcomes()[usize::try_from(*answer).expect("small")];
        let ticket = ticket(&engine, &draft, &rows, row);
        let wanted: &Move = &draft.moves[rows.code(fields, row)];
        let actor: &Actor = &draft.actors[rows.code(fields + 1, row)];
        let context = Context::at(ticket.updated_at, actor.clone());
        let alone = engine.decide(Some(&ticket), &Command::Move(wanted.clone()), &context);
        match outcome {
            Outcome::Refused(reasons) if asks_for_more(policy, &ticket.state, &wanted.to) => {
                let open = reasons.iter().any(|one| one.code() == Code::FactMissing);
                let never = reasons.iter().any(|one| one.code() == Code::MoveNotAllowed);
                assert!(open || never, "{name}, {row}: {reasons:?}");
                seen[2] += 1;
            }
            Outcome::Refused(reasons) => {
                assert_eq!(Err(reasons), alone.as_ref().map(|_| ()), "{name}, {row}");
                seen[1] += 1;
            }
            Outcome::Moved(moved) => {
                let events = alone.unwrap_or_else(|errors| panic!("{name}, {row}: {errors:?}"));
                let changes: Vec<_> = events.iter().map(|event| &event.change).collect();
                let moved = incident_core::model::Change::StateChanged(moved.clone());
                assert!(changes.contains(&&moved), "{name}, {row}: {changes:?}");
                seen[0] += 1;
            }
        }
    }
    seen
}

#[test]
fn rows_move_as_each_ticket_alone() {
    let mut open = 0;
    for name in check::PRESETS {
        let policy = broken(name, &[]);
        let [moved, refused, unsaid] = compare(name, engine_of(&policy), &policy, 5_000);
        assert!(moved > 50 && refused > 1_000, "{name}: {moved} and {refused}");
        open += unsaid;
    }
    assert!(open > 100, "moves that ask for more: {open}");
}

/// With guards that ask for several fields, and locked ones, all the same.
#[test]
fn guards_and_locked_fields_count() {
    let guard = json!({ "any": [
        { "field": "assignee", "isSet": true },
        { "all": [{ "field": "priority", "isSet": true }, { "field": "responded", "is": true }] },
    ] });
    let policy = broken(
        "itil",
        &[
            ("/lifecycle/moves/0/onlyIf", guard),
            ("/lifecycle/states/1/fields", json!({ "resolutionNotes": "readOnly" })),
            ("/lifecycle/states/2/fields", json!({ "assignmentGroup": "required" })),
        ],
    );
    let [moved, refused, _] = compare("guards", engine_of(&policy), &policy, 5_000);
    assert!(moved > 50 && refused > 1_000, "{moved} and {refused}");
}

/// What a locked field has counts where a move brings another value.
#[test]
fn a_locked_field_is_held_against_what_comes_along() {
    let locked = json!({ "resolutionNotes": "readOnly" });
    let policy = broken("itil", &[("/lifecycle/states/1/fields", locked)]);
    let draft: TableDraft = serde_json::from_value(json!({
        "fields": { "resolutionNotes": ["done", "done again"], "state": ["inProgress"] },
        "moves": [{ "to": "canceled", "facts": { "resolutionNotes": "done" } }],
    }))
    .expect("a draft");
    let mut table = Table::new(Arc::new(engine_of(&policy)), &draft).expect("a table");
    assert_eq!(table.decide(&Rows::new(&[0, 1, 0, 0, 0, 0], 2)).expect("answers"), [0, 1]);
    let [Outcome::Moved(_), Outcome::Refused(reasons)] = table.outcomes() else {
        panic!("{:?}", table.outcomes());
    };
    assert_eq!(codes(reasons), ["field.readOnly /command/facts/resolutionNotes"]);
}

/// More cases than are kept: each row is decided anew, and alike.
#[test]
fn so_many_cases_that_none_is_kept() {
    let policy = broken("itil", &[]);
    let engine = Arc::new(engine_of(&policy));
    let draft = draft_of_moves(&engine, &policy);
    let many = |size: usize| (0..size).map(|at| Value::Text(at.to_string())).collect::<Vec<_>>();
    let mut wide = draft.clone();
    for field in ["symptom", "vendor"] {
        wide.fields.insert(field, many(3_000));
        for (at, wanted) in wide.moves.iter_mut().enumerate() {
            wanted.facts.insert(field, Value::Text(at.to_string()));
        }
    }
    let mut table = Table::new(Arc::clone(&engine), &wide).expect("a table");
    let count = 500;
    let mut dice = Dice(3);
    let sizes = wide.fields.iter().map(|(_, values)| values.len());
    let sizes = sizes.chain([wide.moves.len(), wide.actors.len()]);
    let codes: Vec<u32> =
        sizes.flat_map(|size| (0..count).map(|_| dice.below(size)).collect::<Vec<_>>()).collect();
    let rows = Rows::new(&codes, count);
    let answers = table.decide(&rows).expect("answers");
    for (row, answer) in answers.iter().enumerate() {
        let ticket = ticket(&engine, &wide, &rows, row);
        let wanted = &wide.moves[rows.code(wide.fields.len(), row)];
        let actor = &wide.actors[rows.code(wide.fields.len() + 1, row)];
        let context = Context::at(ticket.updated_at, actor.clone());
        let alone = engine.decide(Some(&ticket), &Command::Move(wanted.clone()), &context);
        match &table.outcomes()[usize::try_from(*answer).expect("small")] {
            Outcome::Moved(_) => assert!(alone.is_ok(), "{row}"),
            Outcome::Refused(reasons) => assert_eq!(Err(reasons), alone.as_ref().map(|_| ())),
        }
    }
    let different: BTreeSet<_> = answers.iter().collect();
    assert!(different.len() > 10, "{}", different.len());
}
