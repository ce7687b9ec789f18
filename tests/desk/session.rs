//! The steps of the vectors, which Node answers too.

use std::fs;
use std::path::{Path, PathBuf};

use incident_core::door::{DeskSession, Session, refusal};
use incident_core::{Instant, check};
use serde_json::{Value as Json, json};

fn file() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vectors/desk/queue.json")
}

fn parsed(answer: &str) -> Json {
    serde_json::from_str(answer).expect("JSON")
}

/// What a step's lines make, as the package adds it up: those that ended, and the last one.
fn load(desk: &mut DeskSession, lines: &str) -> Json {
    // Cut within a letter or not, it is the same.
    let (first, second) = lines.as_bytes().split_at(lines.len() / 2);
    let mut sum = json!({ "held": 0, "replaced": 0, "ended": 0, "refused": 0, "findings": [] });
    for answer in [desk.push(first), desk.push(second), desk.finish()] {
        let value = parsed(&answer)["value"].take();
        for name in ["held", "replaced", "ended", "refused"] {
            let count =
                sum[name].as_u64().expect("a count") + value[name].as_u64().expect("a count");
            sum[name] = json!(count);
        }
        let findings = value["findings"].as_array().expect("findings").clone();
        sum["findings"].as_array_mut().expect("findings").extend(findings);
    }
    json!({ "ok": true, "value": sum })
}

fn answer(desk: &mut DeskSession, step: &Json) -> Json {
    let text = |name: &str| step[name].as_str().unwrap_or_default();
    let now = || Instant::parse(text("now")).expect("an instant");
    let limit =
        step["limit"].as_u64().map_or(usize::MAX, |limit| usize::try_from(limit).expect("a size"));
    let only = |names: &[&str]| {
        let given = names.iter().filter(|name| !step[**name].is_null());
        let members = given.map(|name| ((*name).to_owned(), step[*name].clone()));
        Json::Object(members.collect()).to_string()
    };
    match text("op") {
        "decide" => parsed(&desk.decide(step["id"].as_str(), &only(&["command", "context"]))),
        "load" => load(desk, text("lines")),
        "apply" => parsed(&desk.apply(text("id"), &step["events"].to_string())),
        "remove" => parsed(&desk.remove(text("id"))),
        "setForecast" => parsed(&desk.forecast(text("id"), step["millionths"].as_i64())),
        "queue" => parsed(&desk.queue(&only(&["filter", "offset", "reasons"]), now(), limit)),
        "due" => parsed(&desk.due(now())),
        "tick" => parsed(&desk.tick(&step["actor"].to_string(), now(), limit)),
        "counts" => parsed(&desk.counts(now())),
        "nextChangeAt" => json!(desk.next_change_at(now()).map(Instant::as_millis)),
        "ticket" => parsed(&desk.ticket(text("id"))),
        other => panic!("no step `{other}`"),
    }
}

/// The vector with the answers that the desk gives.
fn answered(mut vector: Json) -> Json {
    let policy = check::preset(vector["policy"].as_str().expect("a preset")).expect("a preset");
    let session = Session::new(policy).expect("a policy");
    let opened = DeskSession::new(&session, &vector["settings"].to_string());
    vector["opened"] = match &opened {
        Ok(desk) => parsed(&desk.opened()),
        Err(errors) => parsed(&refusal(errors)),
    };
    let Ok(mut desk) = opened else { return vector };
    for step in vector["steps"].as_array_mut().expect("steps") {
        step["answer"] = answer(&mut desk, step);
    }
    vector
}

#[test]
fn steps_are_answered_as_written() {
    let text = fs::read_to_string(file()).expect("readable");
    let vectors: Vec<Json> = serde_json::from_str(&text).expect("JSON");
    let now: Vec<Json> = vectors.iter().cloned().map(answered).collect();
    if std::env::var_os("UPDATE").is_some() {
        let text = serde_json::to_string_pretty(&now).expect("JSON");
        return fs::write(file(), text + "\n").expect("written");
    }
    for (vector, now) in vectors.iter().zip(&now) {
        assert_eq!(vector["opened"], now["opened"], "{}", vector["name"]);
        let steps = |vector: &Json| vector["steps"].as_array().expect("steps").clone();
        for (step, now) in steps(vector).iter().zip(&steps(now)) {
            assert_eq!(step, now, "{}", vector["name"]);
        }
    }
    assert!(vectors.len() > 3);
}
