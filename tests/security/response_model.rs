//! Random commands against a naive model: who holds what in a map, and what must be refused.

use std::collections::BTreeMap;

use incident_core::Instant;
use incident_core::security::response::{Case, CaseEvent, Integrity};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::response_host::{Host, minutes, plan_document, plan_of};

const PIECES: [&str; 4] = ["E-1", "E-2", "E-3", "E-4"];
const PEOPLE: [&str; 3] = ["ada", "grace", "ken"];

/// What is to be tried: a kind of command, and places in the lists above.
type Step = (usize, usize, usize, usize, i64);

/// What a register is, as simply as it can be said.
#[derive(Default)]
struct Model {
    holder: BTreeMap<&'static str, Option<&'static str>>,
    digest: BTreeMap<&'static str, Option<String>>,
    last: BTreeMap<&'static str, Instant>,
    failed: BTreeMap<&'static str, bool>,
    /// Who held a piece, one after the other.
    hands: BTreeMap<&'static str, Vec<&'static str>>,
}

fn digest(of: usize) -> String {
    incident_core::digest::of_bytes(&[u8::try_from(of % 2).expect("small")])
}

impl Model {
    /// Whether a command is right; if so, it is done.
    fn does(&mut self, step: Step, at: Instant) -> bool {
        let (kind, piece, other, person, _) = step;
        let (id, of) = (PIECES[piece], PIECES[other]);
        let (who, next) = (PEOPLE[person], PEOPLE[(person + other) % PEOPLE.len()]);
        let in_hand = |model: &Self, id: &str| {
            model.holder.get(id) == Some(&Some(who)) && model.last[id] <= at
        };
        match kind {
            0 => {
                if self.holder.contains_key(id) {
                    return false;
                }
                self.enter(id, who, (other > 0).then(|| digest(other)), at);
            }
            1 => {
                if !in_hand(self, id) || who == next {
                    return false;
                }
                self.holder.insert(id, Some(next));
                self.hands.get_mut(id).expect("hands").push(next);
                self.last.insert(id, at);
            }
            2 => {
                let same = self.digest.get(of) == Some(&Some(digest(piece)));
                if self.holder.contains_key(id) || !in_hand(self, of) || !same {
                    return false;
                }
                self.last.insert(of, at);
                self.enter(id, who, Some(digest(piece)), at);
            }
            3 => {
                if !in_hand(self, id) {
                    return false;
                }
                let Some(taken) = &self.digest[id] else { return false };
                if *taken != digest(other) {
                    self.failed.insert(id, true);
                }
                self.last.insert(id, at);
            }
            4 => {
                if !in_hand(self, id) {
                    return false;
                }
                self.last.insert(id, at);
            }
            _ => {
                if !in_hand(self, id) {
                    return false;
                }
                self.holder.insert(id, None);
                self.last.insert(id, at);
            }
        }
        true
    }

    fn enter(&mut self, id: &'static str, who: &'static str, digest: Option<String>, at: Instant) {
        self.holder.insert(id, Some(who));
        self.digest.insert(id, digest);
        self.last.insert(id, at);
        self.failed.insert(id, false);
        self.hands.insert(id, vec![who]);
    }
}

fn command((kind, piece, other, person, _): Step, at: Instant) -> Json {
    let (id, of) = (PIECES[piece], PIECES[other]);
    let (who, next) = (PEOPLE[person], PEOPLE[(person + other) % PEOPLE.len()]);
    let mut command = match kind {
        0 => json!({ "type": "addEvidence", "what": "a piece", "kind": "log", "by": who,
            "gathering": "collection", "place": "here",
            "sha256": (other > 0).then(|| digest(other)) }),
        1 => json!({ "type": "transferEvidence", "from": who, "to": next, "purpose": "store" }),
        2 => json!({ "type": "copyEvidence", "of": of, "by": who, "place": "there",
            "sha256": digest(piece) }),
        3 => json!({ "type": "verifyEvidence", "by": who, "sha256": digest(other) }),
        4 => json!({ "type": "examineEvidence", "by": who, "purpose": "look" }),
        5 => json!({ "type": "releaseEvidence", "by": who, "to": "owner", "authority": "court" }),
        _ => json!({ "type": "disposeEvidence", "by": who, "authority": "court",
            "method": "burned" }),
    };
    command["id"] = json!(id);
    command["at"] = json!(at);
    command
}

fn agrees(case: &Case, model: &Model) -> Result<(), TestCaseError> {
    let custody = case.custody();
    prop_assert_eq!(custody.len(), model.holder.len());
    for one in custody {
        let id = one.id.as_str();
        prop_assert!(one.unbroken, "{}", id);
        prop_assert_eq!(one.item.holder.as_deref(), model.holder[id]);
        prop_assert_eq!(one.item.integrity == Integrity::Failed, model.failed[id]);
        let hands: Vec<&str> = one.held.iter().map(|stretch| stretch.holder.as_str()).collect();
        prop_assert_eq!(&hands, &model.hands[id]);
        // From hand to hand without a gap; the last is open unless custody has ended.
        for pair in one.held.windows(2) {
            prop_assert_eq!(pair[0].until, Some(pair[1].from));
        }
        let last = one.held.last().expect("somebody");
        prop_assert_eq!(last.until.is_none(), model.holder[id].is_some());
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None,
        ..ProptestConfig::default() })]

    /// The register accepts what the model does and nothing else, and its chains stay whole: as
    /// they are made, made again from the history, and read from what was written.
    #[test]
    fn the_register_is_what_the_model_says(
        steps in prop::collection::vec(
            (0_usize..7, 0_usize..4, 0_usize..4, 0_usize..3, 0_i64..30), 1..60)
    ) {
        let mut host = Host::new(plan_of(&plan_document()).expect("a plan").0);
        let mut model = Model::default();
        host.does(json!({ "type": "open", "id": "C", "ticket": "T" }));
        for (count, step) in (0_i64..).zip(steps) {
            host.now = minutes(10 * count);
            // Now and then something is recorded late, or lies ahead.
            let at = minutes((10 * count + 3 - step.4).max(0));
            let before = host.case.clone();
            let ahead = at > host.now;
            let tried = host.tries(command(step, at));
            let expected = !ahead && model.does(step, at);
            prop_assert_eq!(tried.is_ok(), expected, "{:?} {:?}", step, tried);
            prop_assert_eq!(&before, &host.case, "a decision changes nothing");
            let Ok(events) = tried else { continue };
            let case = host.case.as_mut().expect("a case");
            for event in events {
                case.evolve(event);
            }
            agrees(case, &model)?;
        }
        let case = host.case.expect("a case");
        let versions: Vec<u64> = case.history.iter().map(|event| event.version).collect();
        prop_assert_eq!(versions, (1..=case.version).collect::<Vec<_>>());
        prop_assert_eq!(Case::fold(case.history.clone()), Some(case.clone()));
        let written = serde_json::to_string(&case.history).expect("JSON");
        let read: Vec<CaseEvent> = serde_json::from_str(&written).expect("events");
        prop_assert_eq!(read, case.history);
    }
}

/// How far each task has come in the naive model: open, started, done, skipped.
type Tasks = Vec<&'static str>;

/// Whether a command on a task is right; if so, it is done. The even tasks are optional.
fn works(tasks: &mut Tasks, edges: &[Vec<usize>], kind: &str, at: usize) -> bool {
    let ready = edges[at].iter().all(|before| ["done", "skipped"].contains(&tasks[*before]));
    let (right, after) = match (kind, tasks[at]) {
        ("startTask", "open") => (ready, "started"),
        ("completeTask", "open") => (ready, "done"),
        ("completeTask", "started") => (true, "done"),
        ("skipTask", "open" | "started") => (at.is_multiple_of(2), "skipped"),
        ("reopenTask", "done" | "skipped") => (true, "open"),
        _ => (false, ""),
    };
    if right {
        tasks[at] = after;
    }
    right
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 100, failure_persistence: None,
        ..ProptestConfig::default() })]

    /// Tasks are accepted and offered as the model says, a gate holds exactly what is not settled,
    /// and a case is closed when nothing mandatory is left.
    #[test]
    fn tasks_are_what_the_model_says(
        edges in prop::collection::vec(prop::collection::btree_set(0_usize..6, 0..3), 6),
        steps in prop::collection::vec((0_usize..4, 0_usize..6), 1..50),
    ) {
        // Only what stands before a task may come before it, so that nothing waits for itself.
        let edges: Vec<Vec<usize>> = edges.into_iter().enumerate()
            .map(|(at, set)| set.into_iter().filter(|before| *before < at).collect())
            .collect();
        let names = |list: &[usize]| -> Vec<String> {
            list.iter().map(|at| format!("t{at}")).collect()
        };
        let drafts: Vec<Json> = edges.iter().enumerate().map(|(at, after)| {
            let mut task = json!({ "id": format!("t{at}"), "after": names(after) });
            if at.is_multiple_of(2) {
                task["optional"] = json!(true);
            } else {
                task["gate"] = json!("first");
            }
            task
        }).collect();
        let document = json!({ "version": 1, "id": "p", "roles": [],
            "phases": [{ "id": "first" }, { "id": "second" }],
            "playbooks": [{ "id": "book", "tasks": drafts }] });
        let mut host = Host::new(plan_of(&document).expect("a plan").0);
        host.does(json!({ "type": "open", "id": "C", "ticket": "T" }));
        host.does(json!({ "type": "startPlaybook", "playbook": "book" }));
        let mut tasks: Tasks = vec!["open"; 6];
        for (kind, at) in steps {
            let kind = ["startTask", "completeTask", "skipTask", "reopenTask"][kind];
            let mut command = json!({ "type": kind, "playbook": "book", "task": format!("t{at}") });
            if ["skipTask", "reopenTask"].contains(&kind) {
                command["reason"] = json!("so");
            }
            let tried = host.tries(command);
            prop_assert_eq!(tried.is_ok(), works(&mut tasks, &edges, kind, at), "{} {}", kind, at);
            let case = host.case.as_mut().expect("a case");
            for event in tried.into_iter().flatten() {
                case.evolve(event);
            }
            let status = host.status();
            for (at, task) in status.tasks.iter().enumerate() {
                prop_assert_eq!(task.standing.as_str(), tasks[at]);
                let offered = works(&mut tasks.clone(), &edges, "completeTask", at);
                prop_assert_eq!(task.offered, offered, "{}", at);
            }
            let left: Vec<usize> = (0_usize..6)
                .filter(|at| !at.is_multiple_of(2) && !["done", "skipped"].contains(&tasks[*at]))
                .collect();
            prop_assert_eq!(host.gate("first", "second"), names(&left));
            prop_assert_eq!(host.gate("second", "first"), Vec::<String>::new());
            prop_assert_eq!(host.tries(json!({ "type": "close" })).is_ok(), left.is_empty());
        }
    }
}
