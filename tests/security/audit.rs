//! The record of decisions: what it finds when somebody has changed it, and the one thing that it
//! cannot find by itself.

use std::collections::BTreeMap;

use incident_core::model::{Actor, Command, Context, Event, Ticket};
use incident_core::security::audit::{
    Chain, DecidedBy, Decision, Head, Inclusion, Tree, TreeHead, replay, verify, verify_extends,
    verify_inclusion,
};
use incident_core::{Engine, Error, Instant, digest, door};
use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::{codes, engine_of, preset};

fn engine() -> Engine {
    engine_of(&preset("itil"))
}

/// What is asked for next in a ticket's life that goes on for as long as one likes.
fn command(id: &str, number: usize) -> Json {
    match number {
        0 => json!({ "type": "open", "id": id, "kind": "incident", "facts": { "impact": "high" } }),
        1 => json!({ "type": "move", "to": "inProgress" }),
        _ if number.is_multiple_of(3) => json!({ "type": "changeFacts", "facts": {
            "urgency": (["high", "medium", "low"][number / 3 % 3]) } }),
        _ => json!({ "type": "addMessage", "from": "support" }),
    }
}

/// The decisions on a ticket, so many of them.
fn decisions(engine: &Engine, id: &str, count: usize) -> Vec<Decision> {
    let mut ticket: Option<Ticket> = None;
    let start = Instant::parse("2026-01-05T09:00:00Z").expect("an instant").as_millis();
    (0..count)
        .map(|number| {
            let command: Command = serde_json::from_value(command(id, number)).expect("a command");
            let at = start + 60_000 * i64::try_from(number).expect("small");
            let now = Instant::from_millis(at).expect("an instant");
            let context = Context::at(now, Actor { id: "ada".to_owned(), roles: Vec::new() });
            let events = engine.decide(ticket.as_ref(), &command, &context).expect("accepted");
            match &mut ticket {
                Some(ticket) => events.iter().for_each(|event| ticket.evolve(event.clone())),
                None => ticket = Ticket::fold(events.clone()),
            }
            Decision { command, context, events, decided_by: DecidedBy::engine(engine) }
        })
        .collect()
}

fn chained(id: &str, decisions: &[Decision]) -> (Vec<String>, Head) {
    let mut chain = Chain::new(id);
    let lines = decisions.iter().map(|one| chain.append(one).expect("a line")).collect();
    (lines, chain.head())
}

fn record(id: &str, count: usize) -> (Vec<String>, Head) {
    chained(id, &decisions(&engine(), id, count))
}

/// Whether a change is found: by the record alone, and with the head that was held.
fn found(record: &str, head: &Head) -> [bool; 2] {
    [verify(record).is_err(), verify_extends(record, head).is_err()]
}

#[test]
fn a_record_is_what_it_was() {
    for count in [1, 2, 3, 17, 64] {
        let (lines, head) = record("INC-1", count);
        let whole = lines.concat();
        assert_eq!(verify(&whole).expect("sound"), head);
        for (at, _) in lines.iter().enumerate() {
            let before = verify(&lines[..=at].concat()).expect("sound");
            assert_eq!(verify_extends(&whole, &before).expect("sound"), head, "{count}, {at}");
        }
        assert_eq!(verify_extends(&whole, &Chain::new("INC-1").head()).expect("sound"), head);
    }
}

/// JSON without white space, the members of every object in the byte order of their names.
pub(crate) fn sorted(json: &Json) -> String {
    match json {
        Json::Array(list) => format!("[{}]", list.iter().map(sorted).collect::<Vec<_>>().join(",")),
        Json::Object(members) => {
            let members: BTreeMap<_, _> = members.iter().collect();
            let member =
                |(name, value): (&String, &Json)| format!("{}:{}", json!(name), sorted(value));
            format!("{{{}}}", members.into_iter().map(member).collect::<Vec<_>>().join(","))
        }
        _ => json.to_string(),
    }
}

/// The digest of a line, made as the documentation says and of the line's text alone.
#[test]
fn digests_are_those_of_the_documentation() {
    let (lines, head) = record("INC-1", 3);
    let mut previous = "0".repeat(64);
    for line in &lines {
        let mut members: Json = serde_json::from_str(line).expect("JSON");
        assert_eq!(members["previous"], json!(previous));
        let told = members.as_object_mut().expect("members").remove("digest").expect("a digest");
        let mut bytes = vec![2];
        bytes.extend(sorted(&members).as_bytes());
        previous = digest::of_bytes(&bytes);
        assert_eq!(told, json!(previous));
    }
    assert_eq!(head.digest, previous);
}

fn flipped(record: &str, bit: usize) -> Option<String> {
    let mut bytes = record.as_bytes().to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    String::from_utf8(bytes).ok()
}

#[test]
fn every_flipped_bit_is_found() {
    for (count, every) in [(1, 1), (2, 3), (16, 211), (64, 4_001)] {
        let (lines, head) = record("INC-1", count);
        let whole = lines.concat();
        for bit in (0..whole.len() * 8).step_by(every) {
            // What is no text any more cannot even be given.
            let Some(changed) = flipped(&whole, bit) else { continue };
            assert_eq!(found(&changed, &head), [true, true], "{count} lines, bit {bit}");
        }
    }
}

/// Every bit of a record of 64 lines, each with the whole record looked through.
#[test]
#[ignore = "takes minutes: the soak runs it"]
fn every_bit_of_a_long_record_is_found() {
    let (lines, head) = record("INC-1", 64);
    let whole = lines.concat();
    let bits = whole.len() * 8;
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let looked: usize = std::thread::scope(|scope| {
        let (whole, head) = (&whole, &head);
        let each = |first: usize| {
            let mut count = 0;
            for bit in (first..bits).step_by(workers) {
                let Some(changed) = flipped(whole, bit) else { continue };
                assert_eq!(found(&changed, head), [true, true], "bit {bit}");
                count += 1;
            }
            count
        };
        let started: Vec<_> = (0..workers).map(|first| scope.spawn(move || each(first))).collect();
        started.into_iter().map(|worker| worker.join().expect("a count")).sum()
    });
    println!("audit: {looked} of {bits} bits make a text, each found");
    assert!(looked > bits / 2);
}

#[test]
fn lines_that_are_missing_repeated_or_moved_are_found() {
    for (count, every) in [(2, 1), (5, 1), (16, 1), (64, 13)] {
        let (lines, head) = record("INC-1", count);
        let (others, _) = record("INC-2", count);
        let (again, _) = chained("INC-1", &decisions(&engine_of(&preset("itil4")), "INC-1", 4));
        let mut changed: Vec<(String, Vec<String>)> = Vec::new();
        for at in (0..count).step_by(every) {
            let mut edit = |name: &str, lines: Vec<String>| {
                changed.push((format!("{name} {at} of {count}"), lines));
            };
            if at + 1 < count {
                let mut less = lines.clone();
                less.remove(at);
                edit("removed", less);
            }
            for other in (at + 1..count).step_by(every) {
                let mut swapped = lines.clone();
                swapped.swap(at, other);
                edit("swapped", swapped);
            }
            for to in [0, at, at + 1, count] {
                let mut more = lines.clone();
                more.insert(to, lines[at].clone());
                edit("repeated", more);
                for foreign in [&others[at], &again[at % again.len()]] {
                    let mut more = lines.clone();
                    more.insert(to, foreign.clone());
                    // The very next line of another life of the same ticket would be no insertion.
                    if more[to] != lines[at.min(count - 1)] {
                        edit("inserted", more);
                    }
                }
            }
            let mut replaced = lines.clone();
            replaced[at].clone_from(&others[at]);
            edit("replaced", replaced);
        }
        for (name, lines) in changed {
            assert_eq!(found(&lines.concat(), &head), [true, true], "{name}");
        }
    }
}

/// The one thing that lines cannot say of themselves: that there were more.
#[test]
fn a_cut_tail_is_found_with_a_head_alone() {
    let (lines, head) = record("INC-1", 64);
    for left in 1..64 {
        assert_eq!(found(&lines[..left].concat(), &head), [false, true], "{left} lines are left");
    }
    assert_eq!(found("", &head), [true, true]);
    // In the middle of a line it is found.
    let whole = lines.concat();
    for left in (1..whole.len()).step_by(211) {
        let cut = whole.get(..left).expect("ASCII");
        if !cut.ends_with('\n') {
            assert_eq!(found(cut, &head), [true, true], "{left} bytes are left");
        }
    }
}

/// Who can write all of it can write it anew: the head that somebody else keeps shows it.
#[test]
fn a_record_written_anew_is_found_with_a_head() {
    let mut all = decisions(&engine(), "INC-1", 12);
    let (_, head) = chained("INC-1", &all);
    all[4].context.actor.id = "eve".to_owned();
    let (forged, _) = chained("INC-1", &all);
    assert_eq!(found(&forged.concat(), &head), [false, true]);
    let told = verify_extends(&forged.concat(), &head).expect_err("changed");
    assert_eq!(codes(&told), ["audit.changed "]);
}

fn told(record: &str) -> Vec<String> {
    codes(&verify(record).expect_err("refused"))
}

#[test]
fn every_finding_is_told_with_its_line() {
    let (lines, head) = record("INC-1", 4);
    let whole = lines.concat();
    assert_eq!(told(""), ["audit.empty "]);
    assert_eq!(told(whole.trim_end()), ["audit.lineCut /lines/4"]);
    assert_eq!(
        told(&whole.replace('{', "{ ")),
        [
            "audit.notCanonical /lines/1",
            "audit.notCanonical /lines/2",
            "audit.notCanonical /lines/3",
            "audit.notCanonical /lines/4",
        ]
    );
    assert_eq!(
        told(&whole.replace("\"ada\"", "\"eve\"")),
        [
            "audit.digestWrong /lines/1",
            "audit.digestWrong /lines/2",
            "audit.digestWrong /lines/3",
            "audit.digestWrong /lines/4",
        ]
    );
    let swapped = [&lines[0], &lines[2], &lines[1], &lines[3]].map(String::as_str).concat();
    assert_eq!(
        told(&swapped),
        [
            "audit.numberWrong /lines/2",
            "audit.previousWrong /lines/2",
            "audit.numberWrong /lines/3",
            "audit.previousWrong /lines/3",
            "audit.previousWrong /lines/4",
        ]
    );
    let other = record("INC-2", 1).0.concat();
    assert_eq!(
        told(&format!("{}{other}", lines[0])),
        [
            "audit.otherTicket /lines/2",
            "audit.numberWrong /lines/2",
            "audit.previousWrong /lines/2",
        ]
    );
    assert_eq!(
        told("{\"number\":-1,\"ticket\":7}\n"),
        [
            "document.typeWrong /lines/1/ticket",
            "document.fieldMissing /lines/1",
            "document.fieldMissing /lines/1",
            "document.numberOutOfRange /lines/1/number",
        ]
    );
    let huge = format!("{{\"a\":\"{}\"}}\n", "x".repeat(1 << 20));
    assert_eq!(told(&huge), ["limit.exceeded /lines/1"]);
    let shorter = verify_extends(&lines[..2].concat(), &head).expect_err("shortened");
    assert_eq!(codes(&shorter), ["audit.shortened "]);
    let elsewhere = Head { ticket: "INC-9".to_owned(), ..head };
    let foreign = verify_extends(&whole, &elsewhere).expect_err("another");
    assert_eq!(codes(&foreign), ["audit.otherTicket "]);
}

#[test]
fn a_line_of_another_ticket_is_not_put_on_record() {
    let mut chain = Chain::new("INC-1");
    let before = chain.head();
    let refused = chain.append(&decisions(&engine(), "INC-2", 1)[0]).expect_err("refused");
    assert_eq!(codes(&refused), ["audit.otherTicket "]);
    assert_eq!(chain.head(), before);
}

#[test]
fn a_replay_decides_again() {
    let engine = engine();
    let all = decisions(&engine, "INC-1", 20);
    let (lines, head) = chained("INC-1", &all);
    let ticket = replay(&lines.concat(), &engine).expect("the same");
    assert_eq!(
        ticket.version,
        20 + u64::try_from(all.iter().filter(|one| one.events.len() > 1).count()).expect("small")
    );
    let mut chain = Chain::after(head);
    let more = chain.append(&decisions(&engine, "INC-1", 21)[20]).expect("a line");
    replay(&(lines.concat() + &more), &engine).expect("goes on");

    let mut forged = all.clone();
    forged[1].events[0].actor.id = "eve".to_owned();
    let told = replay(&chained("INC-1", &forged).0.concat(), &engine).expect_err("otherwise");
    assert_eq!(codes(&told), ["audit.decidedOtherwise /lines/2"]);

    let mut document = preset("itil");
    document["label"] = json!("another");
    let other = engine_of(&document);
    let told = replay(&lines.concat(), &other).expect_err("another policy");
    assert_eq!(told.len(), 20);
    assert!(codes(&told).iter().all(|one| one.starts_with("audit.otherPolicy /lines/")));
}

fn heads(count: usize) -> Vec<Head> {
    let digest = |at: usize| digest::of_bytes(at.to_string().as_bytes());
    // Not in their order.
    (0..count)
        .map(|at| (at * 7) % count.max(1))
        .map(|at| Head { ticket: format!("INC-{at:04}"), lines: 3, digest: digest(at) })
        .collect()
}

/// RFC 6962, section 2.1, word for word: the other way than `Tree` goes.
fn root(leaves: &[Vec<u8>]) -> Vec<u8> {
    match leaves {
        [] => Sha256::digest([]).to_vec(),
        [leaf] => Sha256::digest([&[0], leaf.as_slice()].concat()).to_vec(),
        _ => {
            let half = leaves.len().next_power_of_two() / 2;
            let (left, right) = leaves.split_at(half);
            Sha256::digest([&[1], root(left).as_slice(), root(right).as_slice()].concat()).to_vec()
        }
    }
}

#[test]
fn the_root_is_that_of_the_rfc() {
    for count in [0, 1, 2, 3, 4, 5, 7, 8, 13, 64, 100] {
        let count = if count % 7 == 0 && count > 0 { count + 1 } else { count };
        let tree = Tree::new(heads(count)).expect("a tree");
        let mut sorted = heads(count);
        sorted.sort_by(|one, other| one.ticket.cmp(&other.ticket));
        let leaves: Vec<_> = sorted
            .iter()
            .map(|one| json!({ "digest": one.digest, "lines": one.lines, "ticket": one.ticket }))
            .map(|leaf| leaf.to_string().into_bytes())
            .collect();
        let expected =
            root(&leaves).iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        let head = tree.head();
        assert_eq!(head.root, expected, "{count}");
        assert_eq!(head.tickets, u64::try_from(count).expect("small"));
        for one in &sorted {
            let inclusion = tree.inclusion(&one.ticket).expect("a leaf");
            assert_eq!(inclusion.head, *one);
            verify_inclusion(&inclusion, &head).expect("below the root");
        }
        assert_eq!(tree.inclusion("INC-none"), None);
    }
    let twice = heads(3).into_iter().chain(heads(2));
    let told = codes(&Tree::new(twice).expect_err("twice"));
    assert_eq!(told, ["audit.ticketTwice /3/ticket", "audit.ticketTwice /4/ticket"]);
}

type Change = (&'static str, fn(&mut Inclusion, &mut TreeHead));

/// Each is one thing that somebody could write otherwise in a proof.
const CHANGES: [Change; 20] = [
    ("another ticket", |proof, _| proof.head.ticket.push('0')),
    ("a ticket in small letters", |proof, _| proof.head.ticket.make_ascii_lowercase()),
    ("no ticket", |proof, _| proof.head.ticket.clear()),
    ("more lines", |proof, _| proof.head.lines += 1),
    ("fewer lines", |proof, _| proof.head.lines -= 1),
    ("another digest", |proof, _| swap_digit(&mut proof.head.digest)),
    ("a digest in capital letters", |proof, _| proof.head.digest.make_ascii_uppercase()),
    ("a digest that is too short", |proof, _| proof.head.digest.truncate(63)),
    ("the leaf before", |proof, _| proof.leaf -= 1),
    ("the leaf behind", |proof, _| proof.leaf += 1),
    ("a leaf beyond all", |proof, tree| proof.leaf = tree.tickets),
    ("a path without its first step", |proof, _| drop(proof.path.remove(0))),
    ("a path without its last step", |proof, _| drop(proof.path.pop())),
    ("a path with a step more", |proof, _| proof.path.push(proof.path[0].clone())),
    ("a path with its first step twice", |proof, _| proof.path.insert(0, proof.path[0].clone())),
    ("a path backwards", |proof, _| proof.path.reverse()),
    ("another step", |proof, _| swap_digit(&mut proof.path[1])),
    ("no path", |proof, _| proof.path.clear()),
    ("another root", |_, tree| swap_digit(&mut tree.root)),
    ("a tree of nothing", |_, tree| tree.tickets = 0),
];

fn swap_digit(digest: &mut String) {
    let last = digest.pop().expect("a digit");
    digest.push(if last == '0' { '1' } else { '0' });
}

#[test]
fn no_change_of_a_proof_is_accepted() {
    let tree = Tree::new(heads(13)).expect("a tree");
    for ticket in ["INC-0001", "INC-0006", "INC-0011"] {
        for (name, change) in CHANGES {
            let mut proof = tree.inclusion(ticket).expect("a leaf");
            let mut head = tree.head();
            verify_inclusion(&proof, &head).expect("sound");
            change(&mut proof, &mut head);
            assert!(verify_inclusion(&proof, &head).is_err(), "{name}, {ticket}");
        }
    }
    let proof = tree.inclusion("INC-0006").expect("a leaf");
    let larger = Tree::new(heads(15)).expect("a tree").head();
    assert!(verify_inclusion(&proof, &larger).is_err(), "the root of another tree");
}

#[test]
fn digests_of_any_form_are_refused_at_their_place() {
    let tree = Tree::new(heads(4)).expect("a tree");
    let mut proof = tree.inclusion("INC-0002").expect("a leaf");
    proof.head.digest = "é".repeat(32);
    proof.path[1] = "g".repeat(64);
    let mut head = tree.head();
    head.root = String::new();
    let told: Vec<Error> = verify_inclusion(&proof, &head).expect_err("refused");
    assert_eq!(
        codes(&told),
        [
            "audit.digestForm /tree/root",
            "audit.digestForm /inclusion/head/digest",
            "audit.digestForm /inclusion/path/1",
        ]
    );
    let written = serde_json::to_string(&tree.inclusion("INC-0002")).expect("JSON");
    let read: Inclusion = serde_json::from_str(&written).expect("what was written is read");
    verify_inclusion(&read, &tree.head()).expect("sound");
}

#[test]
fn a_record_may_be_as_long_as_a_request() {
    let (lines, head) = record("INC-1", 64);
    let whole = lines.concat();
    assert!(whole.len() > 30_000);
    let request = json!({ "op": "verifyRecord", "record": whole, "head": head });
    let answer: Json = serde_json::from_str(&door::secure(&request.to_string())).expect("JSON");
    assert_eq!(answer, json!({ "ok": true, "value": head }));
    let request = json!({ "op": "replayDecisions", "policy": "itil", "record": whole });
    let answer: Json = serde_json::from_str(&door::analyse(&request.to_string())).expect("JSON");
    assert_eq!(answer["value"]["version"], json!(ticket_of(&whole).version), "{answer}");
    // Deeper, and under other names, a text is a text.
    let request = json!({ "op": "verifyRecord", "record": whole, "head": { "record": whole } });
    let answer: Json = serde_json::from_str(&door::secure(&request.to_string())).expect("JSON");
    assert_eq!(answer["errors"][0]["code"], json!("limit.exceeded"));
}

/// The ticket that the events on record make.
fn ticket_of(record: &str) -> Ticket {
    let events = record.lines().flat_map(|line| {
        let line: Json = serde_json::from_str(line).expect("JSON");
        let events: Vec<Event> = serde_json::from_value(line["events"].clone()).expect("events");
        events
    });
    Ticket::fold(events).expect("a ticket")
}
