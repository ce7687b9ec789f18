//! The same questions as text at the door, and for the runtimes that are to give the same text.

use std::fs;
use std::path::Path;

use incident_core::door;

use crate::question::Answer;
use crate::random::{Round, every_zone};

/// How many questions other runtimes get, and how many are asked if there are none.
const FOR_OTHERS: usize = 10_000;
const ALONE: usize = 100;
/// Questions one calendar gets: few, since each brings it along.
const QUESTIONS: usize = 4;
const DAYS: i64 = 3;
/// Rounds that other tests do not draw.
const SEED: u64 = 1 << 40;

/// One request a line, and what the oracle wants to be answered, if it saw the answer.
fn drawn(count: usize) -> Vec<(String, Option<String>)> {
    let zones = every_zone();
    let mut drawn = Vec::new();
    for seed in SEED.. {
        let mut round = Round::drawn(&zones, seed, DAYS);
        // The door refuses a calendar that is never open.
        if !round.plan.has_hours() {
            continue;
        }
        let draft = round.plan.draft();
        for _ in 0..QUESTIONS {
            let question = round.question();
            let ours = question.walk(&round.walk);
            let seen = ours != Answer::Nowhere;
            let answer = seen.then(|| format!(r#"{{"ok":true,"value":{}}}"#, ours.json()));
            drawn.push((question.request(&draft).to_string(), answer));
        }
        if drawn.len() >= count {
            break;
        }
    }
    drawn.truncate(count);
    drawn
}

#[test]
fn the_door_answers_as_the_oracle_does() {
    let file = std::env::var_os("INCIDENT_CORE_QUESTIONS");
    let drawn = drawn(if file.is_some() { FOR_OTHERS } else { ALONE });
    let mut lines = String::new();
    for (request, wanted) in &drawn {
        if let Some(wanted) = wanted {
            assert_eq!(&door::answer(request), wanted, "{request}");
        }
        lines.push_str(request);
        lines.push('\n');
    }
    let seen = drawn.iter().filter(|(_, wanted)| wanted.is_some()).count();
    assert!(seen * 10 > drawn.len() * 8, "the oracle saw only {seen} answers");
    if let Some(file) = file {
        let folder = Path::new(&file).parent().expect("a folder");
        fs::create_dir_all(folder).expect("a folder to write in");
        fs::write(&file, lines).expect("a file to write");
    }
}
