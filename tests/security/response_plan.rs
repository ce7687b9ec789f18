//! What is found about a plan, and that a playbook in which nothing waits for itself can be done.

use incident_core::model::Actor;
use incident_core::security::plan;
use incident_core::security::response::{Case, CaseCommand, CaseContext, Standing};
use incident_core::{Error, limits};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use crate::codes;
use crate::response_host::{minutes, plan_document, plan_of};

/// As little as a plan can be, around these tasks.
fn around(tasks: &Json) -> Json {
    json!({
        "version": 1,
        "id": "around",
        "phases": [{ "id": "first" }, { "id": "second" }, { "id": "third" }],
        "roles": [{ "id": "team" }],
        "playbooks": [{ "id": "book", "tasks": tasks }],
    })
}

fn found(document: &Json) -> Vec<Error> {
    match plan_of(document) {
        Ok((_, warnings)) => warnings,
        Err(errors) => errors,
    }
}

fn told(tasks: &Json) -> Vec<String> {
    codes(&found(&around(tasks)))
}

#[test]
fn tasks_that_wait_for_each_other_are_named() {
    let tasks = json!([
        { "id": "a", "after": ["c"] },
        { "id": "b", "after": ["a"] },
        { "id": "c", "after": ["b"] },
        { "id": "d", "after": ["free", "c"] },
        { "id": "free" },
        { "id": "own", "after": ["own"] },
        { "id": "last", "after": ["d"] },
    ]);
    let errors = found(&around(&tasks));
    assert_eq!(
        codes(&errors),
        [
            "playbook.cycle /playbooks/0/tasks/0/after",
            "playbook.taskNeverStarts /playbooks/0/tasks/3",
            "playbook.cycle /playbooks/0/tasks/5/after",
            "playbook.taskNeverStarts /playbooks/0/tasks/6",
        ]
    );
    assert_eq!(errors[0].message(), "these tasks wait for each other: b -> c -> a -> b");
    assert_eq!(errors[1].message(), "the task `d` can never start, since `c` cannot");
    assert_eq!(errors[2].message(), "these tasks wait for each other: own -> own");
}

#[test]
fn phases_that_are_over_are_found() {
    assert_eq!(
        told(&json!([
            { "id": "late", "phases": ["third"] },
            { "id": "early", "phases": ["first"], "after": ["late"] },
            { "id": "gate", "gate": "second", "after": ["late"] },
            { "id": "own", "gate": "first", "phases": ["second"] },
            { "id": "optional", "gate": "first", "optional": true },
            { "id": "middle", "phases": ["second"], "gate": "second" },
            { "id": "twice", "phases": ["first", "third"], "gate": "first", "after": ["middle"] },
            { "id": "again", "phases": ["first", "third"], "gate": "second", "after": ["middle"] },
        ])),
        [
            "playbook.optionalInGate /playbooks/0/tasks/4/gate",
            "playbook.gateNeverOpens /playbooks/0/tasks/3/gate",
            "playbook.taskTooLate /playbooks/0/tasks/1/phases",
            "playbook.gateNeverOpens /playbooks/0/tasks/2/gate",
            "playbook.gateNeverOpens /playbooks/0/tasks/6/gate",
            "playbook.gateNeverOpens /playbooks/0/tasks/7/gate",
        ]
    );
    // What may be skipped, or is not for every ticket, keeps nothing for certain.
    for free in [
        json!({ "optional": true }),
        json!({ "skippableBy": ["team"] }),
        json!({ "appliesIf": { "field": "category", "is": "x" } }),
    ] {
        let mut late = json!({ "id": "late", "phases": ["third"] });
        late.as_object_mut().expect("members").extend(free.as_object().expect("members").clone());
        let tasks = json!([late, { "id": "gate", "gate": "second", "after": ["late"] }]);
        assert_eq!(told(&tasks), Vec::<String>::new(), "{free}");
    }
    // Who must be done and can be missed.
    let missed = json!([
        { "id": "a", "phases": ["first"] },
        { "id": "b", "phases": ["first"], "gate": "second" },
        { "id": "c", "phases": ["first"], "gate": "first" },
        { "id": "d", "phases": ["first"], "optional": true },
        { "id": "e", "phases": ["first"], "skippableBy": ["team"] },
        { "id": "f", "phases": ["first", "third"] },
    ]);
    assert_eq!(
        told(&missed),
        [
            "playbook.taskMissable /playbooks/0/tasks/0/phases",
            "playbook.taskMissable /playbooks/0/tasks/1/phases",
        ]
    );
    let only_late = json!([
        { "id": "late", "phases": ["third"] },
        { "id": "early", "phases": ["first"], "after": ["late"] },
    ]);
    assert_eq!(told(&only_late), ["playbook.taskTooLate /playbooks/0/tasks/1/phases"]);
}

#[test]
fn every_name_is_looked_up() {
    let mut document = around(&json!([
        { "id": "one", "phases": ["frist"], "roles": ["teem"], "after": ["on"], "gate": "forth",
            "calendar": "office", "within": "-1h", "skippableBy": ["boss"],
            "onlyIf": { "field": "urgancy", "is": "high" }, "appliesIf": { "all": [], "any": [] } },
        { "id": "one" },
        { "id": "", "after": ["one", "one"] },
    ]));
    document["version"] = json!(2);
    document["id"] = json!("");
    document["priorities"] = json!(["high", "high"]);
    document["fields"] = json!([{ "name": "impact", "holds": "text" }]);
    document["contacts"] = json!([{ "id": "desk", "reach": [] }]);
    document["communication"] = json!({
        "contents": [{ "id": "all", "fields": ["nothing"] }],
        "audiences": [
            { "id": "a", "tlp": "TLP:RED", "role": "teams", "contact": "desks", "first": [],
                "updates": [{ "every": "0s", "content": "al", "priorities": ["higher"] }] },
            { "id": "a", "tlp": "TLP:RED", "approval": ["x"], "first": [
                { "from": "caseOpened", "phase": "first", "within": "0s", "content": "none" },
                { "from": "phaseEntered", "within": "0s", "content": "none" },
                { "from": "priorityReached", "within": "-1s", "content": "none" }] },
        ],
    });
    assert_eq!(
        codes(&found(&document)),
        [
            "plan.versionUnknown /version",
            "id.empty /id",
            "id.repeated /priorities/1",
            "field.repeated /fields/0/name",
            "plan.contactUnreachable /contacts/0/reach",
            "id.repeated /playbooks/0/tasks/1/id",
            "id.empty /playbooks/0/tasks/2/id",
            "plan.nameUnknown /playbooks/0/tasks/0/phases/0",
            "plan.nameUnknown /playbooks/0/tasks/0/roles/0",
            "plan.nameUnknown /playbooks/0/tasks/0/skippableBy/0",
            "plan.nameUnknown /playbooks/0/tasks/0/calendar",
            "plan.spanTooShort /playbooks/0/tasks/0/within",
            "plan.nameUnknown /playbooks/0/tasks/0/gate",
            "plan.nameUnknown /playbooks/0/tasks/0/after/0",
            "field.unknown /playbooks/0/tasks/0/onlyIf/field",
            "condition.form /playbooks/0/tasks/0/appliesIf",
            "id.repeated /playbooks/0/tasks/2/after/1",
            "field.unknown /communication/contents/0/fields/0",
            "plan.nameUnknown /communication/audiences/0/role",
            "plan.nameUnknown /communication/audiences/0/contact",
            "communication.neverTold /communication/audiences/0/first",
            "plan.nameUnknown /communication/audiences/0/updates/0/priorities/0",
            "plan.spanTooShort /communication/audiences/0/updates/0/every",
            "plan.nameUnknown /communication/audiences/0/updates/0/content",
            "id.repeated /communication/audiences/1/id",
            "plan.nameUnknown /communication/audiences/1/approval/0",
            "communication.anchorPhase /communication/audiences/1/first/0/phase",
            "plan.nameUnknown /communication/audiences/1/first/0/content",
            "communication.anchorPhase /communication/audiences/1/first/1/phase",
            "plan.nameUnknown /communication/audiences/1/first/1/content",
            "communication.anchorPriority /communication/audiences/1/first/2/priorities",
            "plan.spanTooShort /communication/audiences/1/first/2/within",
            "plan.nameUnknown /communication/audiences/1/first/2/content",
            "communication.contentUnused /communication/contents/0",
        ]
    );
}

#[test]
fn people_and_their_roles_are_looked_up() {
    let mut document = around(&json!([{ "id": "one" }]));
    document["contacts"] = json!([
        { "id": "ada", "roles": ["team", "boss", "boss"], "backup": "ada",
            "reach": [{ "by": "phone", "at": " " }] },
        { "id": "eve", "roles": ["team"], "backup": "ad", "reach": [{ "by": "pager", "at": "7" }] },
        { "id": "desk" },
    ]);
    document["team"] =
        json!({ "pointOfContact": "desk", "lead": "boss", "members": ["team", "" ] });
    let told = codes(&found(&document));
    assert_eq!(
        told.iter().filter(|one| !one.contains("/playbooks")).collect::<Vec<_>>(),
        [
            "plan.contactUnreachable /contacts/2/reach",
            "id.repeated /contacts/0/roles/2",
            "plan.nameUnknown /contacts/0/roles/1",
            "plan.nameUnknown /contacts/0/roles/2",
            "plan.textEmpty /contacts/0/reach/0/at",
            "plan.ownBackup /contacts/0/backup",
            "plan.nameUnknown /contacts/1/backup",
            "plan.nameUnknown /team/pointOfContact",
            "plan.nameUnknown /team/lead",
            "id.empty /team/members/1",
            "plan.nameUnknown /team/members/1",
        ]
    );
    document["contacts"] = json!([{ "id": "desk", "reach": [] }]);
    document["team"] = json!({ "members": ["team"] });
    let (_, warnings) =
        plan::read(&document.to_string()).expect("who cannot be reached only warns");
    assert!(codes(&warnings).contains(&"plan.contactUnreachable /contacts/0/reach".to_owned()));
}

#[test]
fn shapes_that_are_no_plan_are_refused() {
    let mut document = plan_document();
    document["playbooks"][0]["tasks"][0]["pap"] = json!("white");
    document["playbooks"][0]["tasks"][1]["affter"] = json!([]);
    document["communication"]["audiences"][0]["tlp"] = json!(null);
    document["playbooks"][1]["tasks"][0]["evidence"] = json!(["tape"]);
    assert_eq!(
        codes(&found(&document)),
        [
            "document.wordUnknown /playbooks/0/tasks/0/pap",
            "document.fieldUnknown /playbooks/0/tasks/1/affter",
            "document.wordUnknown /playbooks/1/tasks/0/evidence/0",
            "document.typeWrong /communication/audiences/0/tlp",
        ]
    );
    let empty = json!({ "version": 1, "id": "x", "phases": [], "roles": [],
        "playbooks": [{ "id": "b", "tasks": [] }] });
    assert_eq!(
        codes(&found(&empty)),
        ["plan.withoutPhases /phases", "playbook.empty /playbooks/0/tasks"]
    );
}

/// A chain in which each task waits for the ten before it.
fn chain(count: usize) -> Json {
    let task = |at: usize| {
        let after: Vec<String> = (at.saturating_sub(10)..at).map(|one| format!("t{one}")).collect();
        json!({ "id": format!("t{at}"), "after": after, "within": "1h" })
    };
    (0..count).map(task).collect()
}

#[test]
fn a_playbook_of_1000_tasks_is_accepted_and_a_longer_one_refused() {
    let most = usize::try_from(limits::TASKS.maximum).expect("small");
    assert_eq!(told(&chain(most)), Vec::<String>::new());
    assert_eq!(told(&chain(most + 1)), ["limit.exceeded /playbooks/0/tasks"]);
}

fn context(minute: i64, case: Option<&Case>) -> CaseContext {
    CaseContext {
        now: minutes(minute),
        actor: Actor { id: "ada".to_owned(), roles: Vec::new() },
        seen_version: case.map(|case| case.version),
        ticket: None,
    }
}

fn command(command: Json) -> CaseCommand {
    serde_json::from_value(command).expect("a command")
}

/// A case with the playbook started.
fn started(plan: &incident_core::security::plan::Plan) -> Case {
    let open = command(json!({ "type": "open", "id": "C", "ticket": "T" }));
    let events = Case::decide(plan, None, &open, &context(0, None)).expect("open");
    let mut case = Case::fold(events).expect("a case");
    let start = command(json!({ "type": "startPlaybook", "playbook": "book" }));
    let events = Case::decide(plan, Some(&case), &start, &context(0, None)).expect("started");
    for event in events {
        case.evolve(event);
    }
    case
}

/// Does whatever is offered until nothing is; the tasks that are left.
fn work_off(document: &Json) -> usize {
    let (plan, _) = plan_of(document).expect("a plan");
    let mut case = started(&plan);
    loop {
        let status = case.status(&plan, &context(0, Some(&case))).expect("its own");
        let offered: Vec<_> = status.tasks.iter().filter(|task| task.offered).collect();
        if offered.is_empty() {
            return status.tasks.iter().filter(|task| task.standing != Standing::Done).count();
        }
        for task in offered {
            let wanted = command(json!({ "type": "completeTask", "playbook": "book",
                "task": task.task.task }));
            let events = Case::decide(&plan, Some(&case), &wanted, &context(0, Some(&case)));
            for event in events.expect("offered") {
                case.evolve(event);
            }
        }
    }
}

/// Whether a task can be reached from itself, by trying every way: the naive answer.
fn has_cycle(edges: &[Vec<usize>]) -> bool {
    (0..edges.len()).any(|start| {
        let mut reached = edges[start].clone();
        let mut at = 0;
        while at < reached.len() {
            for next in edges[reached[at]].clone() {
                if !reached.contains(&next) {
                    reached.push(next);
                }
            }
            at += 1;
        }
        reached.contains(&start)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None,
        ..ProptestConfig::default() })]

    /// Every task of a playbook can be done in some order if and only if none waits for itself.
    #[test]
    fn playbooks_can_be_done_iff_nothing_waits_for_itself(
        edges in (2_usize..9).prop_flat_map(|count| {
            prop::collection::vec(prop::collection::btree_set(0..count, 0..3), count)
        })
    ) {
        let edges: Vec<Vec<usize>> =
            edges.into_iter().map(|set| set.into_iter().collect()).collect();
        let task = |(at, after): (usize, &Vec<usize>)| {
            let after: Vec<String> = after.iter().map(|one| format!("t{one}")).collect();
            json!({ "id": format!("t{at}"), "after": after })
        };
        let tasks: Json = edges.iter().enumerate().map(task).collect();
        let errors = found(&around(&tasks));
        let told = codes(&errors);
        let circle = told.iter().any(|one| one.starts_with("playbook.cycle"));
        prop_assert_eq!(circle, has_cycle(&edges));
        if told.is_empty() {
            prop_assert_eq!(work_off(&around(&tasks)), 0);
        } else {
            // Each task that can never be done is named: in a circle, or as waiting for one.
            let stuck = stuck(&edges);
            let named: usize = errors.iter().map(|error| {
                let cycle = error.params().iter().find(|(name, _)| *name == "cycle");
                cycle.map_or(1, |(_, cycle)| cycle.matches(" -> ").count())
            }).sum();
            prop_assert_eq!(named, stuck);
        }
    }
}

/// How many tasks can never be done.
fn stuck(edges: &[Vec<usize>]) -> usize {
    let mut done = vec![false; edges.len()];
    for _ in 0..edges.len() {
        for at in 0..edges.len() {
            done[at] |= edges[at].iter().all(|before| done[*before]);
        }
    }
    done.iter().filter(|done| !**done).count()
}

/// A chain as long as a plan may be, in which each task waits for the one before.
#[test]
fn a_status_has_each_of_a_thousand_tasks() {
    let (plan, _) = plan_of(&around(&chain(1_000))).expect("a plan");
    let case = started(&plan);
    let status = case.status(&plan, &context(1, Some(&case))).expect("its own");
    assert_eq!(status.tasks.len(), 1_000);
}
