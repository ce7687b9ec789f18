//! The case file: a ransomware incident from the alarm to the lesson, and what is refused on the
//! way.

use incident_core::security::plan::PlanDraft;
use incident_core::security::response::{
    Case, CaseCommand, CaseContext, Integrity, Notice, Standing,
};
use incident_core::{Code, Instant, document, limits};
use serde_json::{Value as Json, json};

use crate::codes;
use crate::response_host::{Host, actor, at, minutes, plan_document, plan_of};

fn of_task(kind: &str, task: &str) -> Json {
    json!({ "type": kind, "playbook": "ransomware", "task": task })
}

fn evidence(id: &str, kind: &str, by: &str, sha256: Option<&str>) -> Json {
    json!({ "type": "addEvidence", "id": id, "what": format!("the {kind} of srv-4"), "kind": kind,
        "gathering": "acquisition", "by": by, "place": "rack 4", "sha256": sha256,
        "bytes": 17_179_869_184_u64, "seal": "bag 0071" })
}

fn digest(of: &str) -> String {
    incident_core::digest::of_bytes(of.as_bytes())
}

/// The tasks of a gate are done one after the other, until nothing keeps the phase.
fn works_off(host: &mut Host, from: &str, to: &str) {
    for _ in 0..20 {
        let Some(next) = host.gate(from, to).into_iter().find(|id| host.task(id).1) else { break };
        host.does(of_task("completeTask", &next));
    }
    assert_eq!(host.gate(from, to), Vec::<String>::new(), "{from}: {:#?}", host.status().tasks);
}

#[test]
fn a_ransomware_case_from_the_alarm_to_the_lesson() {
    let mut host = Host::ransomware();
    assert_eq!(host.status().proposed, ["ransomware"]);
    host.does(json!({ "type": "startPlaybook", "playbook": "ransomware" }));
    assert_eq!(host.status().proposed, Vec::<String>::new());
    assert_eq!(
        host.dues(),
        [
            ("responseTeam".to_owned(), "alarm".to_owned(), 15, false),
            ("coordinator".to_owned(), "alarm".to_owned(), 15, false),
            ("topManagement".to_owned(), "decisionNeeded".to_owned(), 60, false),
        ]
    );
    assert_eq!(host.status().next_change_at, Some(minutes(15)));

    host.now = minutes(10);
    host.does(json!({ "type": "mark", "tlp": "TLP:AMBER+STRICT", "pap": "PAP:AMBER" }));
    // Nothing that the attacker notices, as long as they are watched.
    assert_eq!(host.task("isolateSystems").2, ["task.forbidden "]);
    assert_eq!(
        host.refused(of_task("startTask", "isolateSystems")),
        ["task.forbidden /command/task"]
    );
    host.does(json!({ "type": "mark", "pap": "PAP:GREEN" }));
    host.does(of_task("startTask", "isolateSystems"));
    host.does(json!({ "type": "assignTask", "playbook": "ransomware", "task": "captureMemory",
        "assignee": "grace" }));
    host.does(evidence("E-1", "memory", "grace", Some(&digest("memory"))));
    for who in ["responseTeam", "coordinator"] {
        host.does(json!({ "type": "sendNotice", "audience": who, "content": "alarm" }));
    }

    host.now = minutes(30);
    host.of_ticket(json!({ "type": "move", "to": "containment" }));
    assert_eq!(
        host.gate("containment", "eradication"),
        ["isolateSystems", "secureBackups", "captureMemory", "keepNote", "resetPrivileged"]
    );
    // Going back, and out of the response, passes no gate.
    assert_eq!(host.gate("containment", "assessment"), Vec::<String>::new());
    assert_eq!(host.gate("containment", "falseAlarm"), Vec::<String>::new());
    assert_eq!(host.task("resetPrivileged").2, ["task.waits "]);
    assert_eq!(host.task("findEntry").2, ["task.waits ", "task.evidenceMissing "]);
    assert_eq!(host.task("closeEntry").2, ["task.otherPhase ", "task.waits "]);
    works_off(&mut host, "containment", "eradication");
    host.of_ticket(json!({ "type": "changeFacts", "facts": { "contained": true } }));

    a_notice_needs_its_approval(&mut host);
    custody_goes_from_hand_to_hand(&mut host);

    host.now = minutes(600);
    host.of_ticket(json!({ "type": "move", "to": "eradication" }));
    host.does(evidence("E-2", "file", "ada", None));
    host.does(evidence("E-3", "log", "ada", Some(&digest("log"))));
    assert_eq!(host.refused(json!({ "type": "close" })), ["case.tasksOpen /command"]);
    host.does(of_task("completeTask", "identifyFamily"));
    works_off(&mut host, "eradication", "recovery");
    host.of_ticket(json!({ "type": "changeFacts", "facts": { "eradicated": true } }));
    host.of_ticket(json!({ "type": "move", "to": "recovery" }));
    host.actor.roles.extend(["serviceOwner", "topManagement"].map(str::to_owned));
    works_off(&mut host, "recovery", "lessonsLearned");

    the_case_is_closed(&mut host);
}

fn the_case_is_closed(host: &mut Host) {
    host.does(json!({ "type": "close", "note": "back to normal" }));
    assert_eq!(host.dues(), Vec::new(), "silence after the close");
    assert_eq!(host.status().next_change_at, None);
    let case = host.case.clone().expect("a case");
    assert_eq!(Case::fold(case.history.clone()), Some(case.clone()));
    let written =
        document::read::<Case>(&serde_json::to_string(&case).expect("JSON"), &limits::CASE_BYTES);
    assert_eq!(written.expect("read again"), case);
}

fn a_notice_needs_its_approval(host: &mut Host) {
    host.now = minutes(100);
    let users = json!({ "type": "sendNotice", "audience": "users", "content": "whatToDo",
        "tlp": "TLP:AMBER" });
    host.as_role("ken", &["incidentResponseTeam"]);
    assert_eq!(host.refused(users.clone()), ["notice.notApproved /command/audience"]);
    let approve = json!({ "type": "approveNotice", "audience": "users" });
    assert_eq!(host.refused(approve.clone()), ["lifecycle.roleMissing /command/audience"]);
    host.as_role("ada", &["incidentCoordinator", "incidentResponseTeam"]);
    host.does(approve);
    host.as_role("ken", &["incidentResponseTeam"]);
    // The label of the case is for the organisation alone.
    let unlabelled = json!({ "type": "sendNotice", "audience": "users", "content": "whatToDo" });
    assert_eq!(host.refused(unlabelled), ["notice.forbidden /command/audience"]);
    let users_due = host.dues().into_iter().find(|due| due.0 == "users").expect("due");
    assert_eq!(users_due, ("users".to_owned(), "whatToDo".to_owned(), 90, true));
    host.does(users.clone());
    let sent = serde_json::to_value(host.case.as_ref().and_then(|case| case.history.last()));
    let sent = sent.expect("JSON");
    assert_eq!(sent["change"]["approvedBy"], "ada");
    assert_eq!(sent["change"]["dueAt"], "2026-03-02T09:30:00Z");
    // The approval is used up, and the clock runs anew.
    assert_eq!(host.refused(users), ["notice.notApproved /command/audience"]);
    let users_due = host.dues().into_iter().find(|due| due.0 == "users").expect("due");
    assert_eq!(users_due, ("users".to_owned(), "serviceStatus".to_owned(), 340, false));
    let needless = json!({ "type": "approveNotice", "audience": "coordinator" });
    assert_eq!(host.refused(needless), ["notice.needsNoApproval /command/audience"]);
    host.as_role("ada", &["incidentCoordinator", "incidentResponseTeam"]);
}

fn custody_goes_from_hand_to_hand(host: &mut Host) {
    host.now = minutes(120);
    let hand = |from: &str, to: &str| {
        json!({ "type": "transferEvidence", "id": "E-1", "from": from, "to": to,
            "purpose": "analysis" })
    };
    assert_eq!(host.refused(hand("ada", "ken")), ["evidence.notHolder /command/from"]);
    assert_eq!(host.refused(hand("grace", "grace")), ["evidence.sameHolder /command/to"]);
    host.does(hand("grace", "ken"));
    assert_eq!(host.refused(hand("grace", "eve")), ["evidence.notHolder /command/from"]);
    host.does(json!({ "type": "copyEvidence", "id": "E-1a", "of": "E-1", "by": "ken",
        "place": "laboratory", "sha256": digest("memory") }));
    let other = |method: Option<&str>| {
        json!({ "type": "copyEvidence", "id": "E-1b", "of": "E-1", "by": "ken",
            "place": "laboratory", "sha256": digest("packed"), "method": method })
    };
    assert_eq!(host.refused(other(None)), ["evidence.copyDiffers /command/sha256"]);
    host.does(other(Some("packed with xz")));
    let verify = |of: &str| {
        let mut verify = json!({ "type": "verifyEvidence", "id": "E-1a", "by": "ken" });
        verify["sha256"] = json!(digest(of));
        verify
    };
    host.does(verify("memory"));
    host.does(verify("changed"));
    host.does(verify("memory"));
    let custody = host.status().custody;
    assert_eq!(custody.len(), 3);
    assert!(custody.iter().all(|one| one.unbroken));
    assert_eq!(custody[0].copies, ["E-1a", "E-1b"]);
    let held = serde_json::to_value(&custody[0].held).expect("JSON");
    assert_eq!(
        held,
        json!([
            { "holder": "grace", "from": "2026-03-02T08:10:00Z", "until": "2026-03-02T10:00:00Z" },
            { "holder": "ken", "from": "2026-03-02T10:00:00Z" },
        ])
    );
    assert_eq!(custody[1].item.integrity, Integrity::Failed, "a mismatch stays");
    host.does(json!({ "type": "disposeEvidence", "id": "E-1b", "by": "ken",
        "authority": "court order 12", "method": "overwritten" }));
    let examine =
        json!({ "type": "examineEvidence", "id": "E-1b", "by": "ken", "purpose": "strings" });
    assert_eq!(host.refused(examine), ["evidence.ended /command/id"]);
}

#[test]
fn circumstances_that_do_not_fit_are_refused_all_at_once() {
    let host = Host::ransomware();
    let open: CaseCommand =
        serde_json::from_value(json!({ "type": "open", "id": "C", "ticket": "T" })).expect("one");
    let context = host.context();
    let told = Case::decide(&host.plan, host.case.as_ref(), &open, &context).expect_err("exists");
    assert_eq!(codes(&told), ["case.exists /case"]);
    let told = Case::decide(&host.plan, None, &open, &context).expect_err("another ticket");
    assert_eq!(codes(&told), ["case.otherTicket /context/ticket/id"]);
    let start: CaseCommand =
        serde_json::from_value(json!({ "type": "startPlaybook", "playbook": "ransomwere" }))
            .expect("a command");
    let told = Case::decide(&host.plan, None, &start, &context).expect_err("missing");
    assert_eq!(codes(&told), ["case.missing /case"]);
    let mut case = host.case.clone().expect("a case");
    case.plan = "another".to_owned();
    let late = CaseContext { now: at("1970-01-01T00:00:00Z"), seen_version: Some(9), ..context };
    let told = Case::decide(&host.plan, Some(&case), &start, &late).expect_err("refused");
    assert_eq!(
        codes(&told),
        [
            "case.otherPlan /plan",
            "case.versionStale /context/seenVersion",
            "case.timeBackwards /context/now",
            "plan.nameUnknown /command/playbook",
        ]
    );
    assert_eq!(told[3].help().as_deref(), Some("did you mean `ransomware`?"));
}

#[test]
fn what_is_out_of_place_is_refused() {
    let mut host = Host::ransomware();
    let refused = |host: &Host, command: Json| host.refused(command);
    assert_eq!(
        refused(&host, of_task("startTask", "keepNote")),
        ["playbook.notStarted /command/playbook"]
    );
    host.does(json!({ "type": "startPlaybook", "playbook": "ransomware" }));
    let again = json!({ "type": "startPlaybook", "playbook": "ransomware" });
    assert_eq!(refused(&host, again), ["playbook.started /command/playbook"]);
    assert_eq!(
        refused(&host, of_task("startTask", "keepNotes")),
        ["plan.nameUnknown /command/task"]
    );
    host.does(of_task("completeTask", "keepNote"));
    for kind in ["startTask", "completeTask"] {
        assert_eq!(refused(&host, of_task(kind, "keepNote")), ["task.standing /command/task"]);
    }
    let skip = |task: &str, reason: &str| {
        let mut skip = of_task("skipTask", task);
        skip["reason"] = json!(reason);
        skip
    };
    assert_eq!(refused(&host, skip("secureBackups", "no")), ["task.mandatory /command/task"]);
    assert_eq!(refused(&host, skip("captureMemory", " ")), ["case.textEmpty /command/reason"]);
    host.as_role("ken", &["incidentResponseTeam"]);
    assert_eq!(
        refused(&host, skip("captureMemory", "off")),
        ["lifecycle.roleMissing /command/task"]
    );
    host.does(skip("watchClosely", "done by the provider"));
    let reopen = json!({ "type": "reopenTask", "playbook": "ransomware", "task": "watchClosely",
        "reason": "they do not" });
    host.does(reopen.clone());
    assert_eq!(host.task("watchClosely").0, Standing::Open);
    assert_eq!(refused(&host, reopen), ["task.standing /command/task"]);
    assert_eq!(refused(&host, json!({ "type": "mark" })), ["case.nothingMarked /command"]);
    assert_eq!(
        refused(&host, json!({ "type": "reopen", "reason": "x" })),
        ["case.notClosed /command"]
    );
    let nobody = json!({ "type": "sendNotice", "audience": "user", "content": "alarms",
        "at": "2027-01-01T00:00:00Z" });
    assert_eq!(
        refused(&host, nobody),
        [
            "plan.nameUnknown /command/content",
            "case.inFuture /command/at",
            "plan.nameUnknown /command/audience",
        ]
    );
}

#[test]
fn evidence_that_is_wrong_is_refused() {
    let mut host = Host::ransomware();
    host.does(evidence("E-1", "disk", "ada", Some(&digest("disk"))));
    host.does(evidence("E-2", "device", "ada", None));
    let mut bad = evidence("E-1", "disk", "", Some(&digest("disk").to_uppercase()));
    bad["at"] = json!("9999-12-31T23:59:59Z");
    assert_eq!(
        host.refused(bad),
        [
            "case.textEmpty /command/by",
            "evidence.exists /command/id",
            "case.inFuture /command/at",
            "audit.digestForm /command/sha256",
        ]
    );
    let long = evidence(&"i".repeat(129), "disk", "b", None);
    let mut long: CaseCommand = serde_json::from_value(long).expect("a command");
    if let CaseCommand::AddEvidence(added) = &mut long {
        added.by = "b".repeat(4_097);
    }
    let told = Case::decide(&host.plan, host.case.as_ref(), &long, &host.context());
    assert_eq!(
        codes(&told.expect_err("too long")),
        ["limit.exceeded /command/id", "limit.exceeded /command/by"]
    );
    let early = json!({ "type": "examineEvidence", "id": "E-1", "by": "eve", "purpose": "x",
        "at": "1970-01-01T00:00:00Z" });
    assert_eq!(
        host.refused(early),
        ["evidence.notHolder /command/by", "evidence.timeBackwards /command/at"]
    );
    let none = json!({ "type": "verifyEvidence", "id": "E-2", "by": "ada",
        "sha256": digest("device") });
    assert_eq!(host.refused(none), ["evidence.noDigest /command/id"]);
    let unknown = json!({ "type": "releaseEvidence", "id": "E-11", "by": "ada", "to": "owner",
        "authority": "counsel" });
    let told = host.tries(unknown).expect_err("unknown");
    assert_eq!(codes(&told), ["evidence.unknown /command/id"]);
    // Of a device there is no digest, so that its image says how it was made.
    let image = |method: Option<&str>| {
        json!({ "type": "copyEvidence", "id": "E-3", "of": "E-2", "kind": "disk", "by": "ada",
            "place": "laboratory", "sha256": digest("image"), "method": method })
    };
    assert_eq!(host.refused(image(None)), ["evidence.copyDiffers /command/sha256"]);
    host.does(image(Some("bit by bit, behind a write blocker")));
    // It outlives the case.
    host.does(json!({ "type": "close" }));
    assert_eq!(host.refused(json!({ "type": "mark", "tlp": "TLP:RED" })), ["case.closed /case"]);
    host.does(json!({ "type": "releaseEvidence", "id": "E-2", "by": "ada", "to": "its owner",
        "authority": "counsel" }));
    host.does(json!({ "type": "reopen", "reason": "a new finding" }));
}

/// A custody chain that somebody has edited is not called unbroken.
#[test]
fn an_edited_chain_shows() {
    let mut host = Host::ransomware();
    host.does(evidence("E-1", "disk", "ada", None));
    host.now = minutes(5);
    host.does(json!({ "type": "transferEvidence", "id": "E-1", "from": "ada", "to": "ken",
        "purpose": "store" }));
    assert!(host.status().custody[0].unbroken);
    let edits: [fn(&mut Json); 4] = [
        |item| item["handlings"][1]["by"] = json!("eve"),
        |item| item["handlings"][0]["at"] = json!("2026-03-02T09:00:00Z"),
        |item| item["holder"] = json!("eve"),
        |item| item["handlings"] = json!([]),
    ];
    for edit in edits {
        let mut written = serde_json::to_value(&host.case).expect("JSON");
        edit(&mut written["evidence"]["E-1"]);
        let case: Case = serde_json::from_value(written).expect("a case");
        assert!(!case.custody()[0].unbroken);
    }
}

#[test]
fn without_the_ticket_nothing_is_true_of_it() {
    let mut host = Host::ransomware();
    host.does(json!({ "type": "startPlaybook", "playbook": "ransomware" }));
    host.ticket = None;
    assert_eq!(host.task("keepNote").2, ["task.otherPhase "]);
    let due: Vec<_> = host.dues().into_iter().map(|due| (due.0, due.2)).collect();
    assert_eq!(due, [("responseTeam".to_owned(), 15), ("coordinator".to_owned(), 60)]);
}

#[test]
fn the_update_clock_follows_priority_phase_and_calendar() {
    let mut document = plan_document();
    document["calendars"] = json!([{ "id": "office", "zone": "Europe/Berlin",
        "hours": { "mon": [["08:00", "16:00"]], "tue": [["08:00", "16:00"]] } }]);
    let first = json!([{ "from": "phaseEntered", "phase": "assessment", "within": "2h",
        "content": "alarm" }]);
    document["communication"] = json!({
        "contents": [{ "id": "alarm", "fields": [] }],
        "audiences": [
            { "id": "office", "tlp": "TLP:CLEAR", "calendar": "office", "first": first,
                "updates": [{ "every": "8h", "content": "alarm" }] },
            { "id": "always", "tlp": "TLP:CLEAR", "first": first,
                "updates": [
                    { "phases": ["containment"], "every": "30m", "content": "alarm" },
                    { "priorities": ["warning"], "every": "6h", "content": "alarm" }] },
        ],
    });
    let mut host = Host::new(plan_of(&document).expect("a plan").0);
    host.of_ticket(json!({ "type": "open", "id": "SEC-1", "kind": "securityIncident",
        "facts": { "shortDescription": "spam", "tlp": "TLP:GREEN", "disposition": "confirmed",
            "evidence": "C", "category": "spam", "impact": "medium", "urgency": "medium" } }));
    host.does(json!({ "type": "open", "id": "C", "ticket": "SEC-1" }));
    assert_eq!(host.dues(), Vec::new(), "nothing is due before the phase is entered");
    // Monday, 08:00 UTC is 09:00 in Berlin.
    host.of_ticket(json!({ "type": "move", "to": "assessment" }));
    let ids = |host: &Host| -> Vec<(String, i64)> {
        host.dues().into_iter().map(|due| (due.0, due.2)).collect()
    };
    assert_eq!(ids(&host), [("office".to_owned(), 120), ("always".to_owned(), 120)]);
    host.now = minutes(120);
    assert!(host.dues().iter().all(|due| due.3), "from the instant on it is overdue");
    assert_eq!(host.status().next_change_at, None);
    for who in ["office", "always"] {
        host.does(json!({ "type": "sendNotice", "audience": who, "content": "alarm" }));
    }
    // 5 of 8 hours are left on Monday, so it is due on Tuesday at 11:00.
    assert_eq!(ids(&host), [("always".to_owned(), 480), ("office".to_owned(), 26 * 60)]);
    host.of_ticket(json!({ "type": "changeFacts", "facts": { "urgency": "low" } }));
    assert_eq!(ids(&host), [("office".to_owned(), 26 * 60)], "no rule for that priority");
    host.of_ticket(json!({ "type": "move", "to": "containment" }));
    assert_eq!(ids(&host), [("always".to_owned(), 150), ("office".to_owned(), 26 * 60)]);
    assert!(host.status().communications.iter().all(|due| due.notice == Notice::Update));
    host.of_ticket(json!({ "type": "changeFacts", "facts": { "contained": true } }));
    host.of_ticket(json!({ "type": "move", "to": "eradication" }));
    assert_eq!(ids(&host), [("office".to_owned(), 26 * 60)]);
}

/// At the end of time nothing is due, and the reason is told.
#[test]
fn a_due_instant_beyond_all_time_is_told() {
    let (plan, _) = plan_of(&plan_document()).expect("a plan");
    let open: CaseCommand =
        serde_json::from_value(json!({ "type": "open", "id": "C", "ticket": "T" })).expect("one");
    let context = CaseContext {
        now: Instant::MAX,
        actor: actor("ada", &[]),
        seen_version: None,
        ticket: None,
    };
    let case = Case::fold(Case::decide(&plan, None, &open, &context).expect("open")).expect("one");
    let status = case.status(&plan, &context).expect("its own");
    assert_eq!(status.communications.len(), 2);
    for due in status.communications {
        assert_eq!(due.problem.map(|error| error.code()), Some(Code::TimeOutOfRange));
        assert!(due.due_at.is_none() && !due.overdue);
    }
}

#[test]
fn a_case_has_a_bound_of_events() {
    let mut host = Host::ransomware();
    host.case.as_mut().expect("a case").version = limits::CASE_EVENTS.maximum;
    assert_eq!(
        host.refused(json!({ "type": "mark", "tlp": "TLP:RED" })),
        ["limit.exceeded /case/history"]
    );
    host.case.as_mut().expect("a case").version = u64::MAX;
    assert_eq!(
        host.refused(json!({ "type": "mark", "tlp": "TLP:RED" })),
        ["limit.exceeded /case/history"]
    );
}

#[test]
fn the_presets_document_is_read_and_written() {
    let draft: PlanDraft = serde_json::from_value(plan_document()).expect("a plan");
    let written = serde_json::to_value(&draft).expect("JSON");
    assert_eq!(written, plan_document());
    let (plan, warnings) = draft.check().expect("accepted");
    assert_eq!(warnings, []);
    assert_eq!(plan.playbooks().len(), 6);
}
