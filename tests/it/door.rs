//! The vectors of the door: the same files are read here, in Node and in the browser.
//!
//! `UPDATE=1 cargo test --test it door` writes the answers anew; read the difference before it is
//! committed.

use std::fs;
use std::path::PathBuf;

use incident_core::door;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// One question to the door and its answer: a `request`, or the raw `text` of one that is broken.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    why: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    answer: Option<Box<RawValue>>,
}

/// A folder of vectors, and who answers them.
type Folder = (&'static str, fn(&str) -> String);

const FOLDERS: [Folder; 4] = [
    ("door", door::answer),
    ("analysis", door::analyse),
    ("insight", door::insight),
    ("security", door::secure),
];

fn files_of(folder: &str) -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/vectors").join(folder);
    let entries = fs::read_dir(folder).expect("the folder of vectors");
    let mut files: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    files
}

fn files() -> Vec<PathBuf> {
    FOLDERS.iter().flat_map(|(folder, _)| files_of(folder)).collect()
}

/// JSON without the white space between its tokens: as `JSON.stringify` writes it.
fn compact(text: &str) -> String {
    let (mut inside, mut escaped) = (false, false);
    text.chars()
        .filter(|letter| {
            if inside {
                inside = *letter != '"' || escaped;
                escaped = *letter == '\\' && !escaped;
                return true;
            }
            inside = *letter == '"';
            !letter.is_ascii_whitespace()
        })
        .collect()
}

/// JSON with line breaks, its members as they stand.
pub(crate) fn pretty(text: &str) -> String {
    let mut out = Vec::new();
    let mut writer = serde_json::Serializer::pretty(&mut out);
    let mut reader = serde_json::Deserializer::from_str(text);
    serde_transcode::transcode(&mut reader, &mut writer).expect("JSON");
    String::from_utf8(out).expect("UTF-8")
}

fn asked(vector: &Vector) -> String {
    match (&vector.request, &vector.text) {
        (Some(request), None) => compact(request.get()),
        (None, Some(text)) => text.clone(),
        _ => panic!("{}: either `request` or `text`", vector.name),
    }
}

#[test]
fn vectors_answer_as_written() {
    let update = std::env::var_os("UPDATE").is_some();
    let mut findings = Vec::new();
    let answered = FOLDERS
        .iter()
        .flat_map(|(folder, ask)| files_of(folder).into_iter().map(move |f| (f, ask)));
    for (file, ask) in answered {
        let text = fs::read_to_string(&file).expect("a readable file");
        let mut vectors: Vec<Vector> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for vector in &mut vectors {
            let answer = ask(&asked(vector));
            let expected = vector.answer.as_ref().map(|answer| compact(answer.get()));
            if expected.as_ref() != Some(&answer) {
                findings.push(format!("{}: {}\n  {answer}", file.display(), vector.name));
                vector.answer = Some(RawValue::from_string(answer).expect("JSON"));
            }
        }
        if update {
            let text = serde_json::to_string(&vectors).expect("vectors serialise");
            fs::write(&file, pretty(&text) + "\n").expect("a writable file");
        }
    }
    assert!(update || findings.is_empty(), "{}", findings.join("\n"));
}

#[test]
fn who_analyses_answers_the_rest_as_well() {
    for file in files_of("door") {
        let text = fs::read_to_string(&file).expect("a readable file");
        let vectors: Vec<Vector> = serde_json::from_str(&text).expect("vectors");
        for request in vectors.iter().map(asked) {
            // One that nobody knows is answered with other names that are known.
            if !door::answer(&request).contains("door.operationUnknown") {
                assert_eq!(door::analyse(&request), door::answer(&request));
            }
        }
    }
}

#[test]
fn vectors_have_names_of_their_own() {
    for file in files() {
        let text = fs::read_to_string(&file).expect("a readable file");
        let vectors: Vec<Vector> = serde_json::from_str(&text).expect("vectors");
        let mut names: Vec<_> = vectors.iter().map(|vector| vector.name.as_str()).collect();
        names.sort_unstable();
        let all = names.len();
        names.dedup();
        assert_eq!(names.len(), all, "{}", file.display());
        assert!(vectors.iter().all(|vector| !vector.why.is_empty()), "{}", file.display());
    }
}

#[test]
fn white_space_inside_strings_stays() {
    assert_eq!(
        compact(r#"{ "a b" : [ 1, "\" c\\" ] , "d": " " }"#),
        r#"{"a b":[1,"\" c\\"],"d":" "}"#
    );
}
