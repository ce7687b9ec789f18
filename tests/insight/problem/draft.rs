use incident_core::insight::problem::ProblemCandidates;
use incident_core::model::{Command, Context, Kind};
use incident_core::{Engine, Ticket, check, document, limits};

use super::*;

const FACTS: [(&str, &str); 4] = [
    ("shortDescription", "Invoice printer jams when two pages are printed"),
    ("service", "Printing"),
    ("category", "Hardware"),
    ("configurationItem", "prn-07"),
];

fn jams(linked: usize) -> Vec<PastTicket> {
    let jam = |number: usize| {
        let at = 300 * DAY + i64::try_from(number).expect("small") * 5 * DAY;
        let mut jam = row(&format!("INC{number:02}"), at, &FACTS);
        if number < linked {
            jam.facts.insert("problem", "PRB-7".into());
        }
        jam
    };
    (0..10).map(jam).collect()
}

fn found(rows: &[PastTicket]) -> ProblemCandidates {
    asked(rows, &question(28, 364))
}

/// The lowest level of a scale of a preset.
fn levels(preset: &str, scale: &str) -> String {
    let text = check::preset(preset).expect("a preset");
    let policy: serde_json::Value = serde_json::from_str(text).expect("JSON");
    let levels = policy["scales"][scale].as_array().expect("levels");
    levels.last().and_then(|level| level["id"].as_str()).expect("a level").to_owned()
}

/// What a draft says, as the command that a host would hand on.
fn command(draft: &impl serde::Serialize) -> Command {
    let text = serde_json::to_string(draft).expect("JSON");
    document::read(&text, &limits::TICKET_BYTES).expect("a command")
}

#[test]
fn every_preset_opens_the_problem_and_links_its_incidents() {
    let answer = found(&jams(0));
    let draft = &answer.candidates[0].problem;
    let open = draft.open.as_ref().expect("a new problem");
    assert_eq!(open.kind, Kind::Problem);
    assert!(open.facts.get("impact").is_none() && open.facts.get("urgency").is_none());
    for (field, value) in FACTS {
        assert_eq!(open.facts.get(field), Some(&value.into()), "{field}");
    }
    let context =
        r#"{"now": "2027-01-05T08:00:00Z", "actor": {"id": "anna", "roles": ["problemManager"]}}"#;
    let context: Context = document::read(context, &limits::TICKET_BYTES).expect("a context");
    for preset in check::PRESETS {
        let policy = check::policy(check::preset(preset).expect("a preset")).expect("a policy");
        let engine = Engine::new(policy.policy);
        let mut command_to_open = command(open);
        // Where a policy wants impact and urgency first, nothing else is missing.
        if let Err(refused) = engine.decide(None, &command_to_open, &context) {
            let missing: Vec<_> = refused.iter().map(|one| one.path().as_str()).collect();
            assert_eq!(missing, ["/command/facts/impact", "/command/facts/urgency"], "{preset}");
            let Command::Open(judged) = &mut command_to_open else { panic!("{command_to_open:?}") };
            for field in ["impact", "urgency"] {
                judged.facts.insert(field, levels(preset, field).as_str().into());
            }
        }
        let events = engine.decide(None, &command_to_open, &context).expect("it is opened");
        let problem = Ticket::fold(events).expect("a problem");
        assert_eq!((problem.kind, &problem.id), (Kind::Problem, &open.id));
        assert!(problem.unanswered_since.is_none(), "no requester waits");
        for id in &draft.incidents {
            let (impact, urgency) = (levels(preset, "impact"), levels(preset, "urgency"));
            let incident = command(&serde_json::json!({
                "type": "open", "id": id, "kind": "incident", "facts": {
                    "shortDescription": "jam", "impact": impact, "urgency": urgency,
                },
            }));
            let events = engine.decide(None, &incident, &context).expect("it is opened");
            let mut incident = Ticket::fold(events).expect("an incident");
            let link = engine.decide(Some(&incident), &command(&draft.link), &context);
            for event in link.expect("it is linked") {
                incident.evolve(event);
            }
            assert_eq!(incident.facts.get("problem"), Some(&problem.id.as_str().into()));
        }
    }
}

#[test]
fn incidents_of_a_known_problem_are_added_to_it() {
    let answer = found(&jams(4));
    let one = &answer.candidates[0];
    let known = one.known.as_ref().expect("a known problem");
    assert_eq!((known.problem.as_str(), known.incidents), ("PRB-7", 4));
    assert!(one.problem.open.is_none());
    assert_eq!(one.problem.link.facts.get("problem"), Some(&"PRB-7".into()));
    assert_eq!(one.problem.incidents, ["INC09", "INC08", "INC07", "INC06", "INC05", "INC04"]);
    assert_eq!(one.reports, 10);
    // Once all are linked there is nothing to do about what recurs, but a rise is news.
    let done = found(&jams(10));
    assert!(of_kind(&done, ProblemKind::Recurring).iter().all(|one| one.rise.is_some()));
    let steady: Vec<_> = (0..30_i64)
        .map(|number| {
            let mut jam = row(&format!("INC{number:02}"), number * 12 * DAY, &FACTS);
            jam.facts.insert("problem", "PRB-7".into());
            jam
        })
        .collect();
    assert!(found(&steady).candidates.is_empty());
}

#[test]
fn of_two_problems_the_one_with_more_incidents_is_the_known_one() {
    let mut rows = jams(0);
    for (row, problem) in rows.iter_mut().zip(["PRB-2", "PRB-1", "PRB-2", "PRB-1"]) {
        row.facts.insert("problem", problem.into());
    }
    assert_eq!(found(&rows).candidates[0].known.as_ref().expect("known").problem, "PRB-1");
    rows[4].facts.insert("problem", "PRB-2".into());
    assert_eq!(found(&rows).candidates[0].known.as_ref().expect("known").problem, "PRB-2");
}

#[test]
fn a_candidate_has_the_same_key_the_next_day() {
    let rows = jams(0);
    let today = found(&rows);
    let more = row("INC10", 364 * DAY + HOUR, &FACTS);
    let rows: Vec<_> = rows.into_iter().chain([more]).collect();
    let tomorrow = asked(&rows, &question(28, 365));
    assert_eq!(today.candidates[0].key, tomorrow.candidates[0].key);
    assert_eq!(tomorrow.candidates[0].incidents[0], "INC10");
    let key = &today.candidates[0].key;
    assert!(key.len() == 16 && key.bytes().all(|byte| byte.is_ascii_hexdigit()));
}
