//! Major incidents: proposed by somebody or by facts, accepted, rejected, promoted and demoted.

use incident_core::Kind;
use incident_core::model::{
    Change, ChangeFacts, Command, Context, Facts, MajorIncident, MajorIncidentAction, Open, Sender,
    Ticket, Value,
};
use serde_json::{Value as Json, json};

use crate::desk::{Desk, at, opening, refused, set, who};
use crate::lint::broken;

const NINE: &str = "2026-01-09T09:00:00Z";
const TEN: &str = "2026-01-09T10:00:00Z";

fn priority(desk: &Desk) -> Option<&str> {
    desk.ticket().priority.as_deref()
}

fn major(action: MajorIncidentAction) -> Command {
    Command::MajorIncident(MajorIncident { action })
}

fn majors(rule: Json) -> Desk {
    Desk::under(&broken("itil", &[("/majorIncident", rule)]))
}

fn status(desk: &Desk) -> (Option<&str>, Option<&Value>) {
    let facts = &desk.ticket().facts;
    (facts.get("majorIncidentStatus").and_then(Value::as_text), facts.get("majorIncident"))
}

/// A status, what leads to it, and where each action leads from it.
type Way<'a> = (&'a str, &'a [MajorIncidentAction], [Option<&'a str>; 5]);

#[test]
fn each_action_leads_from_each_status_where_it_should_or_is_refused() {
    use MajorIncidentAction::{Demote, Promote, Propose, Reject};
    let table: [Way<'_>; 5] = [
        ("none", &[], [Some("candidate"), None, None, Some("accepted"), None]),
        (
            "candidate",
            &[Propose],
            [None, Some("accepted"), Some("rejected"), Some("accepted"), None],
        ),
        ("accepted", &[Promote], [None, None, None, None, Some("demoted")]),
        ("rejected", &[Propose, Reject], [Some("candidate"), None, None, Some("accepted"), None]),
        ("demoted", &[Promote, Demote], [Some("candidate"), None, None, Some("accepted"), None]),
    ];
    for (from, way, results) in table {
        for (action, to) in MajorIncidentAction::ALL.into_iter().zip(results) {
            let mut desk = majors(json!({}));
            desk.open("2026-01-09T08:00:00Z", "low");
            for action in way {
                desk.give(NINE, &major(*action));
            }
            assert_eq!(status(&desk).0.unwrap_or("none"), from);
            let was = status(&desk).1.is_some();
            let decided = desk.decide(TEN, &major(action));
            let Some(to) = to else {
                assert_eq!(
                    refused(decided),
                    ["majorIncident.outOfPlace /command/action"],
                    "{action:?} from {from}"
                );
                continue;
            };
            desk.take(decided.expect("accepted"));
            let flag = (was || to == "accepted").then(|| Value::Flag(to == "accepted"));
            assert_eq!(status(&desk), (Some(to), flag.as_ref()), "{action:?} from {from}");
            assert_eq!(Ticket::fold(desk.ticket().history.clone()).as_ref(), Some(desk.ticket()));
        }
    }
}

#[test]
fn whoever_proposes_needs_no_role_and_whoever_decides_does() {
    let mut desk = majors(json!({ "roles": ["majorIncidentManager"] }));
    desk.open("2026-01-09T08:00:00Z", "low");
    let by = |desk: &Desk, roles: &[&str], action| {
        let context = Context::at(at(NINE), who("ada", roles));
        desk.engine.decide(desk.ticket.as_ref(), &major(action), &context)
    };
    desk.give(NINE, &major(MajorIncidentAction::Propose));
    for action in [MajorIncidentAction::Accept, MajorIncidentAction::Promote] {
        assert_eq!(refused(by(&desk, &[], action)), ["lifecycle.roleMissing /command"]);
        assert!(by(&desk, &["majorIncidentManager"], action).is_ok());
    }
    assert_eq!(refused(by(&desk, &[], MajorIncidentAction::Demote)).len(), 2);
    let mut off = Desk::under(&broken("itil", &[]));
    off.open("2026-01-09T08:00:00Z", "low");
    let decided = off.decide(NINE, &major(MajorIncidentAction::Propose));
    assert_eq!(refused(decided), ["majorIncident.off /command"]);
}

fn many_users() -> Json {
    json!({ "candidateIf": { "field": "affectedUsers", "atLeast": 100 } })
}

#[test]
fn facts_make_a_candidate_once_unless_somebody_has_spoken_before() {
    let users = |count: i64| set("affectedUsers", Value::Number(count));
    let mut desk = majors(many_users());
    desk.open("2026-01-09T08:00:00Z", "low");
    desk.give(NINE, &users(99));
    assert_eq!(status(&desk), (None, None));
    desk.give(NINE, &users(100));
    assert_eq!(status(&desk), (Some("candidate"), None));
    let Change::FactsChanged(changed) = &desk.ticket().history.last().expect("one").change else {
        panic!("one event says both");
    };
    assert_eq!(changed.changes.len(), 2);
    desk.give(NINE, &users(1));
    assert_eq!(status(&desk).0, Some("candidate"), "only somebody takes it back");
    desk.give(NINE, &major(MajorIncidentAction::Reject));
    desk.give(NINE, &users(500));
    assert_eq!(status(&desk).0, Some("rejected"));
    let Command::Open(open) = opening("low") else { panic!("it opens") };
    let mut facts = open.facts.clone();
    facts.insert("affectedUsers", Value::Number(5_000));
    let mut desk = majors(many_users());
    desk.give(NINE, &Command::Open(Open { facts, ..open }));
    assert_eq!(status(&desk), (Some("candidate"), None), "at its recording too");
}

#[test]
fn a_status_changes_the_priority_where_a_modifier_asks_for_it() {
    let modifier = json!([
        { "id": "major", "if": { "field": "majorIncident", "is": true }, "set": "critical" },
    ]);
    let edits = [("/majorIncident", json!({})), ("/modifiers", modifier)];
    let mut desk = Desk::under(&broken("itil", &edits));
    desk.open("2026-01-09T08:00:00Z", "low");
    desk.give(NINE, &major(MajorIncidentAction::Promote));
    assert_eq!(priority(&desk), Some("critical"));
    desk.give(TEN, &major(MajorIncidentAction::Demote));
    assert_eq!(priority(&desk), Some("moderate"));
}

#[test]
fn fields_of_major_incidents_follow_from_its_commands_alone() {
    let facts: Facts =
        [("majorIncident", Value::Flag(true)), ("majorIncidentStatus", Value::from("accepted"))]
            .into();
    let change = Command::ChangeFacts(ChangeFacts { facts: facts.clone() });
    let open = Command::Open(Open {
        id: "INC-2".to_owned(),
        kind: Kind::Incident,
        from: Sender::Requester,
        facts,
    });
    let mut desk = majors(json!({}));
    let both = [
        "field.derived /command/facts/majorIncident",
        "field.derived /command/facts/majorIncidentStatus",
    ];
    assert_eq!(refused(desk.decide(NINE, &open)), both);
    desk.open("2026-01-09T08:00:00Z", "low");
    assert_eq!(refused(desk.decide(NINE, &change)), both);
    let mut free = Desk::under(&broken("itil", &[]));
    free.give(NINE, &open);
    assert_eq!(status(&free), (Some("accepted"), Some(&Value::Flag(true))), "without the rule");
    let wrong = set("majorIncidentStatus", Value::from("maybe"));
    assert_eq!(refused(free.decide(NINE, &wrong)).len(), 1);
}

#[test]
fn a_state_that_locks_the_fields_keeps_the_status_too() {
    let rules = json!({ "majorIncident": "readOnly", "majorIncidentStatus": "readOnly" });
    let edits = [("/majorIncident", json!({})), ("/lifecycle/states/5/fields", rules)];
    let mut desk = Desk::under(&broken("itil", &edits));
    desk.open("2026-01-09T08:00:00Z", "low");
    desk.give(NINE, &major(MajorIncidentAction::Propose));
    desk.go(NINE, "canceled");
    assert_eq!(
        refused(desk.decide(TEN, &major(MajorIncidentAction::Accept))),
        [
            "field.readOnly /command/facts/majorIncident",
            "field.readOnly /command/facts/majorIncidentStatus",
        ]
    );
}
