//! A record of our own gone through again: the same figures as the log that it was made of, however
//! its bytes are cut, and a finding for each line that is no part of it.

use std::fmt::Write;
use std::fs;
use std::sync::Arc;

use incident_core::door::{RecordSession, ReplaySession, Session};
use incident_core::replay::{Record, RecordFigures, RecordLine, Summary};
use incident_core::{Code, Engine, limits};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value as Json, json};

const FIGURES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/vectors/replay/record.json");

const STATES: [&str; 8] = [
    "new",
    "active",
    "awaitingUserInfo",
    "awaitingVendor",
    "awaitingProblem",
    "awaitingEvidence",
    "resolved",
    "closed",
];

fn session() -> Session {
    Session::new(include_str!("../../examples/policies/uci.json")).expect("a policy")
}

fn engine() -> Arc<Engine> {
    Arc::clone(session().engine())
}

/// Numbers that look as if they were drawn, always the same.
struct Draw(u64);

impl Draw {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963);
        (self.0 >> 33) % most
    }
}

/// An audit log of tickets that each begin in the first state, in our own words for states, with
/// moves of every kind; and the record that its replay writes.
fn replayed(tickets: u64, rows: u64) -> (Summary, String) {
    let header = ["number", "incident_state", "sys_updated_at", "opened_at", "impact", "urgency"];
    let header = [&header[..], &["assignment_group", "assigned_to", "u_symptom"]].concat();
    let begin = json!({"header": header, "zone": "Etc/UTC"}).to_string();
    let mut replay = ReplaySession::new(&session(), &begin).expect("a replay");
    let (mut draw, mut record) = (Draw(7), String::new());
    for at in 0..rows {
        for ticket in 0..tickets {
            let state = if at == 0 { 0 } else { usize::try_from(draw.below(8)).expect("small") };
            let (day, hour) = (1 + at, 8 + draw.below(10));
            let levels = [1 + draw.below(3), 1 + draw.below(3)].map(|rank| rank.to_string());
            let cells = [
                format!("INC{ticket}"),
                STATES[state].to_owned(),
                format!("{day}/3/2026 {hour}:00"),
                "1/3/2026 06:00".to_owned(),
                levels[0].clone(),
                levels[1].clone(),
                format!("Group {}", draw.below(3)),
                format!("Größe \"{}\"", draw.below(9)),
                "?".to_owned(),
            ];
            replay.take(2 + at, &cells, &mut record);
        }
    }
    assert_eq!(replay.replay().findings(), []);
    (replay.replay().summary(), record)
}

fn figures(bytes: &[u8]) -> RecordFigures {
    let mut record = Record::new(engine());
    record.push(bytes);
    record.figures()
}

#[test]
fn the_record_of_a_replay_gives_the_figures_of_the_replay() {
    let (theirs, record) = replayed(120, 9);
    let RecordFigures { summary: ours, report, findings } = figures(record.as_bytes());
    assert_eq!(findings, []);
    assert!(report.contains("120 incidents"), "{report}");
    assert_eq!(ours.incidents, theirs.incidents);
    assert_eq!(ours.reopens, theirs.reopens);
    assert_eq!(ours.transitions, theirs.transitions);
    assert_eq!(ours.reassignments.visible, theirs.reassignments.visible);
    assert_eq!(ours.unknown_states, theirs.unknown_states);
    assert_eq!(ours.refusals, theirs.refusals);
    assert_eq!(ours.sla, theirs.sla);
    // So that the comparison is one: the log has some of each.
    assert!(ours.reopens > 9 && ours.reassignments.visible > 9 && ours.refusals.len() > 9);
    assert!(ours.sla.met > 2 && ours.sla.missed > 2, "{:?}", ours.sla);
    // What only the log says.
    assert_eq!(ours.events, u64::try_from(record.lines().count()).expect("a count"));
    assert_eq!(ours.reassignments.unseen, 0);
}

/// The lines of the small audit log's replay and others that are none: the figures that Node and
/// the browser have to give too. `UPDATE=1 cargo test --test it record` writes them anew.
#[test]
fn the_small_log_gives_the_same_figures_everywhere() {
    let rows = crate::replay::rows();
    let (header, rows) = rows.split_first().expect("a header");
    let begin = json!({"header": header.1, "zone": "Etc/UTC"}).to_string();
    let mut replay = ReplaySession::new(&session(), &begin).expect("a replay");
    let mut record = String::new();
    for (line, cells) in rows {
        replay.take(*line, cells, &mut record);
    }
    let last = record.lines().last().expect("a line").to_owned();
    let gap = last.replace("\"version\":", "\"version\":9");
    let more = [String::new(), "nonsense".to_owned(), last, gap, "{\"ticket\":".to_owned()];
    let mut own = RecordSession::new(&session());
    own.push((record + &more.join("\n")).as_bytes());
    let answer: Json = serde_json::from_str(&own.answer()).expect("JSON");
    let figures = json!({"more": more, "figures": answer["value"]});
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&figures).expect("JSON");
        fs::write(FIGURES, text + "\n").expect("a writable file");
    }
    let expected = fs::read_to_string(FIGURES).expect("a readable file");
    assert_eq!(figures, serde_json::from_str::<Json>(&expected).expect("JSON"));
    assert_eq!(figures["figures"]["findings"].as_array().map(Vec::len), Some(4));
}

/// A line for each kind of event, with and without what may be left out.
fn every_kind() -> Vec<String> {
    let changes = [
        json!({"type": "opened", "id": "A", "kind": "incident", "state": "new",
            "stateType": "new"}),
        json!({"type": "opened", "id": "A", "kind": "alert", "from": "support", "state": "ä",
            "stateType": "onHold", "facts": {"a": null, "b": true, "c": -7, "d": "x\n\"ü\"",
            "e": [], "f": ["x", "y"]}, "priority": "low"}),
        json!({"type": "stateChanged", "from": "new", "to": "active", "stateType": "active"}),
        json!({"type": "stateChanged", "from": "a", "to": "b", "stateType": "canceled",
            "holdReason": "h", "reopens": true, "timer": "t", "observed": true}),
        json!({"type": "factsChanged", "changes": []}),
        json!({"type": "factsChanged", "changes": [{"field": "a", "from": null, "to": 5},
            {"field": "b", "from": false, "to": null}], "reassigns": true}),
        json!({"type": "messageAdded", "from": "support"}),
        json!({"type": "messageAdded", "from": "requester", "internal": true, "text": "\\ \u{1}"}),
        json!({"type": "priorityChanged", "from": null, "to": "high"}),
        json!({"type": "priorityOverridden", "level": null, "reason": "r"}),
        json!({"type": "priorityOverridden", "level": "low", "reason": "r",
            "until": "2026-01-01T00:00:00.250Z"}),
        json!({"type": "targetWarned", "agreement": "a", "target": "t", "cycle": 1,
            "warning": "75%"}),
        json!({"type": "targetBreached", "agreement": "a", "target": "t", "cycle": 2,
            "dueAt": "2026-01-01T00:00:00Z"}),
        json!({"type": "approved", "to": "x", "granted": false}),
        json!({"type": "approved", "to": "x", "granted": true, "reason": "r"}),
        json!({"type": "actionRequested", "rule": "r", "action": "escalate"}),
        json!({"type": "actionRequested", "rule": "r", "action": "run", "target": "t"}),
        json!({"type": "corrected", "version": 1}),
        json!({"type": "corrected", "version": 1, "tookEffectAt": "2026-01-01T00:00:00Z",
            "reason": "r"}),
    ];
    let line = |(at, change): (usize, &Json)| {
        let mut event = json!({"version": at + 1, "at": "2026-03-01T10:00:00Z",
            "actor": {"id": "ada"}, "change": change});
        if at % 2 == 1 {
            event["recordedAt"] = "2026-03-02T10:00:00Z".into();
            event["actor"]["roles"] = json!(["a", "b"]);
        }
        let line = json!({"ticket": "A", "event": event}).to_string();
        let read = RecordLine::read(&line).expect("a line");
        serde_json::to_string(&read).expect("JSON")
    };
    changes.iter().enumerate().map(line).collect()
}

#[test]
fn every_kind_of_event_is_read_quickly_as_we_write_it() {
    for line in every_kind() {
        let quick = RecordLine::read_quickly(&line);
        assert_eq!(quick, RecordLine::read_strictly(&line).ok(), "{line}");
        assert!(quick.is_some(), "{line}");
    }
    let (_, record) = replayed(5, 5);
    assert!(record.lines().all(|line| RecordLine::read_quickly(line).is_some()));
}

/// A line with pieces of it, or of JSON, put where they do not belong.
fn mutated() -> impl Strategy<Value = String> {
    let pieces = [
        "\"",
        "\\",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        " ",
        "0",
        "-",
        ".5",
        "e3",
        "null",
        "true",
        "é",
        "\\u00e9",
        "\\n",
        "\u{1}",
        "\t",
        "9999999999999999999",
        "\"type\":\"opened\",",
        "24",
        "60",
        ",\"version\":2",
        "+01:00",
        "T",
        "Z",
        ",\"reopens\":false",
        "\"a\":1,",
        ",\"from\":\"requester\"",
        ",\"x\":1",
        ",\"priority\":null",
    ];
    let piece = prop::sample::select(pieces.to_vec());
    let change = (any::<prop::sample::Index>(), 0..9_usize, piece, any::<bool>());
    (prop::sample::select(every_kind()), vec(change, 0..4)).prop_map(|(line, changes)| {
        let mut letters: Vec<char> = line.chars().collect();
        for (at, length, piece, doubles) in changes {
            let at = at.index(letters.len().max(1)).min(letters.len());
            let end = (at + length).min(letters.len());
            let cut: Vec<char> = letters[at..end].to_vec();
            let with =
                if doubles { [&cut[..], &cut[..]].concat() } else { piece.chars().collect() };
            letters.splice(at..end, with);
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn what_is_read_quickly_is_read_strictly_the_same(line in mutated()) {
        if let Some(quick) = RecordLine::read_quickly(&line) {
            prop_assert_eq!(Ok(quick), RecordLine::read_strictly(&line), "{}", line);
        }
    }

    #[test]
    fn instants_are_read_quickly_as_they_are_read_strictly(
        parts in (1960..2110_u32, 0..14_u32, 0..33_u32, 0..25_u32, 0..61_u32, 0..62_u32),
        end in prop::sample::select(vec!["Z", ".250Z", ".25Z", "+00:00", "z", ""]),
    ) {
        let (year, month, day, hour, minute, second) = parts;
        let at = format!("{year}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{end}");
        let line = &every_kind()[0].replace("2026-03-01T10:00:00Z", &at);
        let strict = RecordLine::read_strictly(line);
        prop_assert_eq!(RecordLine::read_quickly(line), strict.ok(), "{}", line);
    }
}

/// A record with something wrong in many of its lines.
fn broken() -> Vec<u8> {
    let (_, record) = replayed(3, 5);
    let mut bytes = b"\xef\xbb\xbf".to_vec();
    for (at, line) in record.lines().enumerate() {
        bytes.extend(line.as_bytes());
        bytes.extend(if at % 3 == 0 { &b"\r\n"[..] } else { b"\n" });
        match at % 7 {
            1 => bytes.extend(b"\n \t\r\n"),
            3 => bytes.extend(b"{\"ticket\":\n"),
            5 => bytes.extend(b"{\"ticket\":\"\xff\"}\n"),
            _ => {}
        }
    }
    bytes.extend(every_kind()[0].as_bytes());
    bytes
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn it_does_not_matter_where_the_bytes_are_cut(
        cuts in vec(any::<prop::sample::Index>(), 0..40),
        asked in any::<bool>(),
    ) {
        let bytes = broken();
        let mut cuts: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len())).collect();
        cuts.sort_unstable();
        cuts.push(bytes.len());
        let (mut record, mut from) = (Record::new(engine()), 0);
        for to in cuts {
            record.push(&bytes[from..to]);
            from = to;
            // Asking takes nothing from a line that goes on.
            if asked {
                let _ = record.figures();
            }
        }
        let whole = figures(&bytes);
        prop_assert!(whole.findings.len() > 4);
        prop_assert_eq!(record.figures(), whole);
    }
}

#[test]
fn a_last_line_needs_no_end_and_may_still_go_on() {
    let line = &every_kind()[0];
    let mut record = Record::new(engine());
    record.push(line.as_bytes());
    assert_eq!(record.figures().summary.incidents, 1);
    assert_eq!(record.figures().summary.incidents, 1);
    record.push(b"x");
    let refused = record.figures();
    assert_eq!((refused.summary.incidents, refused.findings.len()), (0, 1));
    record.push(format!("\n{line}\n\n").as_bytes());
    let after = record.figures();
    assert_eq!((after.summary.incidents, after.findings.len()), (1, 1));
    assert_eq!(figures(b"").summary.incidents, 0);
    assert_eq!(figures(b"\n\r\n  ").findings, []);
}

/// The ticket `A` with these changes, an hour after each other, as lines.
fn lines(changes: &[Json]) -> String {
    let opened = json!({"type": "opened", "id": "A", "kind": "incident", "state": "new",
        "stateType": "new"});
    let mut record = String::new();
    for (at, change) in [opened].iter().chain(changes).enumerate() {
        let event = json!({"version": at + 1, "at": format!("2026-03-02T{:02}:00:00Z", at + 8),
            "actor": {"id": "ada"}, "change": change});
        writeln!(record, "{}", json!({"ticket": "A", "event": event})).expect("a text");
    }
    record
}

fn moved(from: &str, to: &str, state_type: &str) -> Json {
    json!({"type": "stateChanged", "from": from, "to": to, "stateType": state_type})
}

/// The paths and codes of what is wrong with a record.
fn found(record: &[u8]) -> Vec<(String, Code)> {
    let findings = figures(record).findings;
    findings.iter().map(|error| (error.path().to_string(), error.code())).collect()
}

#[test]
fn each_line_that_is_none_is_named_and_left_out() {
    let good = lines(&[]);
    let line = |line: &str| found(format!("{good}{line}\n{good}").as_bytes());
    let twice = ("/lines/3/event/change".to_owned(), Code::TicketExists);
    let event = |change: Json, version: u64, at: &str| {
        let event = json!({"version": version, "at": at, "actor": {"id": "ada"},
            "change": change});
        json!({"ticket": "A", "event": event}).to_string()
    };
    let active = moved("new", "active", "active");
    let at = "2026-03-02T10:00:00Z";
    let corrected = |of: u64, at: Json| {
        json!({"type": "corrected", "version": of,
        "tookEffectAt": at})
    };
    let other = good.trim_end().replace(r#""ticket":"A""#, r#""ticket":"B""#);
    let empty = good.trim_end().replace(r#""A""#, r#""""#);
    let long = good.trim_end().replace(r#""A""#, &format!("{:?}", "A".repeat(129)));
    for (text, path, code) in [
        ("nonsense", "", Code::DocumentSyntax),
        ("[]", "", Code::DocumentTypeWrong),
        ("{}", "", Code::DocumentFieldMissing),
        (&event(json!({"type": "opend"}), 2, at), "/event/change/type", Code::DocumentWordUnknown),
        (&event(active.clone(), 2, "soon"), "/event/at", Code::TimeSyntax),
        (&event(active.clone(), 3, at), "/event/version", Code::TicketHistory),
        (&event(active.clone(), 1, at), "/event/version", Code::TicketHistory),
        (&event(active.clone(), 2, "2026-03-01T10:00:00Z"), "/event/at", Code::TicketBeforeOpened),
        (&event(corrected(2, at.into()), 2, at), "/event/change", Code::CorrectionOfNothing),
        (&event(corrected(0, at.into()), 2, at), "/event/change", Code::CorrectionOfNothing),
        (&event(corrected(1, Json::Null), 2, at), "/event/change", Code::TicketHistory),
        (&other, "/ticket", Code::ReplayTicketOther),
        (&empty, "/ticket", Code::IdEmpty),
        (&long, "/ticket", Code::LimitExceeded),
        (&event(active, 2, at).replace(r#""A""#, r#""B""#), "/event/change", Code::TicketHistory),
    ] {
        let findings = line(text);
        assert!(findings.contains(&(format!("/lines/2{path}"), code)), "{text}: {findings:?}");
        assert_eq!(findings.last(), Some(&twice), "{text}: the record goes on");
    }
    assert_eq!(found(b"\"\xff\"\n"), [("/lines/1".to_owned(), Code::DocumentSyntax)]);
}

#[test]
fn a_line_and_a_ticket_may_be_as_long_as_a_ticket() {
    let most = usize::try_from(limits::TICKET_BYTES.maximum).expect("a size");
    let line = lines(&[]).trim_end().to_owned();
    let padded = |bytes: usize| format!("{line}{}", " ".repeat(bytes - line.len()));
    assert_eq!(found(padded(most).as_bytes()), []);
    let beyond = ("/lines/1".to_owned(), Code::LimitExceeded);
    assert_eq!(found(padded(most + 1).as_bytes()), std::slice::from_ref(&beyond));
    // What is too long is not kept, and what follows it is read.
    let mut record = Record::new(engine());
    for piece in padded(2 * most).as_bytes().chunks(most / 3) {
        record.push(piece);
    }
    record.push(format!("\n{line}").as_bytes());
    let figures = record.figures();
    assert_eq!(figures.summary.incidents, 1);
    let actual = figures.findings[0].params().iter().find(|(name, _)| *name == "actual");
    assert_eq!(actual.map(|(_, value)| value.clone()), Some((2 * most).to_string()));
    let more = lines(&[moved("new", "active", "active")]);
    let second = more.lines().nth(1).expect("a second line");
    let both = format!("{}\n{second}", padded(most));
    assert_eq!(found(both.as_bytes()), [("/lines/2".to_owned(), Code::LimitExceeded)]);
}

#[test]
fn what_the_policy_does_not_know_is_noted_and_kept() {
    let unknown = lines(&[
        moved("new", "limbo", "active"),
        json!({"type": "factsChanged", "changes":
            [{"field": "impact", "from": null, "to": "vast"}]}),
        json!({"type": "priorityChanged", "from": null, "to": "p9"}),
        moved("limbo", "closed", "closed"),
    ]);
    let RecordFigures { summary, findings, .. } = figures(unknown.as_bytes());
    let codes: Vec<_> =
        findings.iter().map(|error| (error.path().as_str(), error.code())).collect();
    assert_eq!(
        codes,
        [
            ("/lines/2", Code::ReplayStateUnknown),
            ("/lines/3", Code::ReplayLevelUnknown),
            ("/lines/4", Code::ReplayLevelUnknown),
        ]
    );
    assert_eq!(summary.unknown_states, [("limbo".to_owned(), 1)]);
    // Of a state that is not its own, the policy says nothing.
    assert_eq!(summary.refusals, []);
    assert_eq!(summary.transitions.len(), 2);
}

#[test]
fn late_and_corrected_events_count_from_when_they_took_effect() {
    let closing = moved("active", "closed", "closed");
    let in_time = lines(&[moved("new", "active", "active"), closing.clone()]);
    let (first, _) = in_time.split_once('\n').expect("lines");
    let event = |version: u64, at: &str, change: Json| {
        let event = json!({"version": version, "at": at, "recordedAt": "2026-03-09T00:00:00Z",
            "actor": {"id": "ada"}, "change": change});
        json!({"ticket": "A", "event": event}).to_string()
    };
    let late = [
        first.to_owned(),
        event(2, "2026-03-02T10:00:00Z", closing),
        event(3, "2026-03-02T09:00:00Z", moved("new", "active", "active")),
    ];
    let [late, in_time] = [late.join("\n"), in_time].map(|record| figures(record.as_bytes()));
    assert_eq!(late.findings, []);
    assert_eq!(late.summary, in_time.summary);
    let withdrawn = lines(&[
        moved("new", "active", "active"),
        moved("active", "closed", "closed"),
        json!({"type": "corrected", "version": 3}),
    ]);
    let withdrawn = figures(withdrawn.as_bytes());
    assert_eq!(withdrawn.findings, []);
    assert_eq!(withdrawn.summary.transitions, [("new -> active".to_owned(), 1)]);
    let backwards = lines(&[moved("new", "active", "active"), moved("active", "closed", "closed")]);
    let backwards = backwards.replace("T10:00:00Z", "T08:30:00Z");
    let codes: Vec<_> = found(backwards.as_bytes());
    assert_eq!(codes, [("/lines/3/event/at".to_owned(), Code::ReplayEventBackwards)]);
}

#[test]
fn facts_that_come_along_with_a_move_are_its_own() {
    let policy = include_str!("../../src/check/preset/itil.json");
    let session = Session::new(policy).expect("a preset");
    let record = lines(&[
        json!({"type": "stateChanged", "from": "new", "to": "resolved", "stateType": "resolved"}),
    ]);
    let mut replay = Record::new(Arc::clone(session.engine()));
    replay.push(record.as_bytes());
    let refusals = replay.figures().summary.refusals;
    assert!(!refusals.is_empty(), "without its code it is refused");
    assert!(refusals.iter().all(|one| (one.from.as_str(), one.count) == ("new", 1)));
}
