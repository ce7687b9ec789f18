//! A whole incident, told step by step: the same file is gone through here and in Node, and the
//! chapter of the documentation is made of it.
//!
//! `UPDATE=1 cargo test --test security story` writes the answers and the chapter anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use incident_core::{digest, door};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};

/// One question, in which `{"$": "name"}` stands for what an earlier answer was kept as, and
/// `{"$join": [...]}` for several of them as one text.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Step {
    /// The heading that begins here.
    #[serde(skip_serializing_if = "Option::is_none")]
    phase: Option<String>,
    /// What happens, as the chapter says it; empty for what only carries on.
    text: String,
    /// Who is asked: `analysis`, `security` or `response`.
    entry: String,
    request: Json,
    /// What is kept of the value, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    keep: BTreeMap<String, String>,
    /// What the chapter shows of the answer, by its place, and what stands there.
    told: Map<String, Json>,
    /// The SHA-256 of the whole answer.
    digest: String,
}

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// A request with what was kept in its places.
fn filled(request: &Json, kept: &BTreeMap<String, Json>) -> Json {
    match request {
        Json::Object(members) => match (members.get("$"), members.get("$join")) {
            (Some(Json::String(name)), None) => {
                kept.get(name).unwrap_or_else(|| panic!("nothing is kept as {name}")).clone()
            }
            (None, Some(Json::Array(names))) => {
                let texts = names.iter().filter_map(|name| kept.get(name.as_str()?)?.as_str());
                texts.collect::<String>().into()
            }
            _ => members.iter().map(|(key, value)| (key.clone(), filled(value, kept))).collect(),
        },
        Json::Array(list) => list.iter().map(|value| filled(value, kept)).collect(),
        other => other.clone(),
    }
}

/// The last name on the way to a value: what the chapter calls it.
fn label(pointer: &str) -> &str {
    let name = |step: &&str| *step != "value" && step.parse::<usize>().is_err();
    pointer.rsplit('/').find(name).unwrap_or("value")
}

/// When a step happens, if its request says so: day and time.
fn when(request: &Json) -> Option<String> {
    let now = request.pointer("/context/now").or_else(|| request.get("now"))?.as_str()?;
    let (date, time) = now.split_once('T')?;
    Some(format!("{} {}", date.get(5..)?, time.get(..5)?))
}

fn chapter(steps: &[Step]) -> String {
    let mut text = String::from(
        "# Ransomware, from the alert to the lesson\n\n\
         One incident under the preset `iso27035`. A test asks these questions in Rust and in \
         Node, and this page\nis made of the answers; what only carries them on is left out.\n",
    );
    for step in steps {
        if let Some(phase) = &step.phase {
            let _ = write!(
                text,
                "\n## {phase}\n\n| when | what happens | asked | answer |\n|---|---|---|---|\n"
            );
        }
        if step.text.is_empty() {
            continue;
        }
        let told = step.told.iter().map(|(place, value)| {
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{} `{}`", label(place), shown.replace('|', "\\|"))
        });
        let _ = writeln!(
            text,
            "| {} | {} | `{}` | {} |",
            when(&step.request).unwrap_or_default(),
            step.text,
            step.request["op"].as_str().expect("an operation"),
            told.collect::<Vec<_>>().join(", "),
        );
    }
    text
}

#[test]
fn ransomware_from_the_alert_to_the_lesson() {
    let place = file("tests/vectors/story/ransomware.json");
    let mut steps: Vec<Step> =
        serde_json::from_str(&fs::read_to_string(&place).expect("readable")).expect("steps");
    let update = std::env::var_os("UPDATE").is_some();
    let mut kept = BTreeMap::new();
    let mut findings = Vec::new();
    for (at, step) in steps.iter_mut().enumerate() {
        let request = filled(&step.request, &kept).to_string();
        let raw = match step.entry.as_str() {
            "analysis" => door::analyse(&request),
            "security" | "response" => door::secure(&request),
            other => panic!("there is no entry {other}"),
        };
        let answer: Json = serde_json::from_str(&raw).expect("JSON");
        for (name, pointer) in &step.keep {
            let value = answer["value"].pointer(pointer);
            kept.insert(name.clone(), value.unwrap_or_else(|| panic!("{at}: {raw}")).clone());
        }
        for (pointer, told) in &mut step.told {
            let value = answer.pointer(pointer).cloned().unwrap_or(Json::Null);
            if *told != value {
                findings.push(format!("step {at}, {pointer}: {value} instead of {told}"));
                *told = value;
            }
        }
        let digest = digest::of_bytes(raw.as_bytes());
        if step.digest != digest {
            findings.push(format!("step {at}: another answer\n  {raw}"));
            step.digest = digest;
        }
    }
    let page = file("src/security/ransomware.md");
    let text = chapter(&steps);
    if update {
        let json = serde_json::to_string_pretty(&steps).expect("steps serialise") + "\n";
        fs::write(&place, json).expect("writable");
        fs::write(&page, text).expect("writable");
    } else {
        assert!(findings.is_empty(), "{}", findings.join("\n"));
        assert_eq!(fs::read_to_string(&page).expect("the chapter"), text, "the chapter is old");
    }
}
