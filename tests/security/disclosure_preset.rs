//! The rules of the preset, over a ticket that the engine made under the policy of the same name.

use std::collections::BTreeSet;

use incident_core::document::{self, Node};
use incident_core::model::{Actor, Command, Context, Ticket};
use incident_core::security::disclosure::{
    DisclosureDraft, PRESETS, Relation, Viewer, preset as disclosure, redact,
};
use incident_core::{Instant, limits};
use serde_json::{Value as Json, json};

use crate::{engine_of, preset};

fn draft() -> DisclosureDraft {
    let text = disclosure("iso27035").expect("a preset");
    document::read(text, &limits::POLICY_BYTES).expect("rules")
}

/// An incident from the report to its assessment, with a secret at each step.
fn ticket() -> Ticket {
    let engine = engine_of(&preset("iso27035"));
    let team = ["pointOfContact", "incidentResponseTeam", "incidentCoordinator"];
    let actor = Actor { id: "ada".to_owned(), roles: team.map(str::to_owned).to_vec() };
    let commands = [
        json!({ "type": "open", "id": "SEC-1", "kind": "securityIncident", "facts": {
            "shortDescription": "files have other names", "caller": "grace@example.org" } }),
        json!({ "type": "addMessage", "from": "requester", "text": "since this morning" }),
        json!({ "type": "addMessage", "from": "support", "text": "please unplug it" }),
        json!({ "type": "addMessage", "from": "support", "internal": true,
            "text": "looks like an insider" }),
        json!({ "type": "move", "to": "assessment" }),
        json!({ "type": "changeFacts", "facts": { "category": "ransomware", "impact": "high",
            "urgency": "high", "closeNotes": "key found in host backup01" } }),
        json!({ "type": "addMessage", "from": "support",
            "text": "ask grace@example.org for the laptop" }),
    ];
    let start = Instant::parse("2026-01-05T09:00:00Z").expect("an instant").as_millis();
    let mut ticket: Option<Ticket> = None;
    for (command, minute) in commands.into_iter().zip(0_i64..) {
        let command: Command = serde_json::from_value(command).expect("a command");
        let now = Instant::from_millis(start + 60_000 * minute).expect("an instant");
        let context = Context::at(now, actor.clone());
        let events = engine.decide(ticket.as_ref(), &command, &context).expect("accepted");
        match &mut ticket {
            Some(ticket) => events.into_iter().for_each(|event| ticket.evolve(event)),
            None => ticket = Ticket::fold(events),
        }
    }
    ticket.expect("a ticket")
}

fn node() -> Node {
    let text = serde_json::to_string(&ticket()).expect("JSON");
    document::parse(&text, &limits::TICKET_BYTES).expect("a document")
}

fn seen(relation: Relation, role: &str) -> Json {
    let viewer = Viewer { relation, roles: vec![role.to_owned()] };
    let redacted = redact(&node(), &draft(), &viewer).expect("redacted");
    serde_json::to_value(&redacted.document).expect("JSON")
}

const SECRETS: [&str; 9] = [
    "files have other names",
    "grace@example.org",
    "since this morning",
    "please unplug it",
    "looks like an insider",
    "ransomware",
    "backup01",
    "ada",
    "ask grace",
];

/// Which of the secrets a role sees.
fn found(relation: Relation, role: &str) -> Vec<&'static str> {
    let text = seen(relation, role).to_string();
    SECRETS.into_iter().filter(|secret| text.contains(secret)).collect()
}

#[test]
fn each_role_sees_what_it_needs_and_no_more() {
    let inside = Relation::Organization;
    for role in ["incidentResponseTeam", "incidentCoordinator"] {
        assert_eq!(found(inside, role), SECRETS, "{role}");
        assert_eq!(seen(inside, role), serde_json::to_value(ticket()).expect("JSON"), "{role}");
    }
    let contact = found(inside, "pointOfContact");
    assert_eq!(contact.len(), 8);
    assert!(!contact.contains(&"looks like an insider"));
    assert_eq!(
        found(inside, "requester"),
        ["files have other names", "since this morning", "please unplug it"]
    );
    assert_eq!(found(inside, "topManagement"), ["files have other names", "ransomware"]);
    assert_eq!(found(inside, "externalAuthority"), ["ransomware"]);
    assert_eq!(
        found(inside, "vulnerabilityManagement"),
        ["files have other names", "ransomware", "backup01"]
    );
    assert_eq!(seen(inside, "stranger"), json!({}));
}

#[test]
fn nobody_outside_the_organisation_sees_an_unlabelled_ticket() {
    for relation in [Relation::Public, Relation::Community, Relation::Client] {
        for role in ["requester", "incidentCoordinator", "externalAuthority"] {
            assert_eq!(seen(relation, role), json!({}), "{relation:?} {role}");
        }
    }
}

#[test]
fn the_presets_are_accepted_and_name_roles_of_their_policies() {
    for name in PRESETS {
        let text = disclosure(name).expect("a preset");
        let draft: DisclosureDraft = document::read(text, &limits::POLICY_BYTES).expect("rules");
        let (_, warnings) = draft.check().expect("accepted");
        assert!(warnings.is_empty(), "{name}");
        let policy = preset(name).to_string();
        let all = draft.show.iter().chain(&draft.withhold);
        let roles: BTreeSet<&str> =
            all.flat_map(|rule| rule.roles.iter().map(String::as_str)).collect();
        let outside = ["requester", "externalAuthority"];
        for role in roles.iter().filter(|role| !outside.contains(role)) {
            assert!(policy.contains(&format!("\"{role}\"")), "{name}: {role}");
        }
        assert_eq!(roles.len(), 7, "{name}");
    }
    assert_eq!(disclosure("unknown"), None);
}
