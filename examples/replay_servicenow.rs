//! Goes through a `ServiceNow` audit log under a policy and says what the policy makes of it.
//!
//! `cargo run --release --example replay_servicenow -- FILE [--policy itil|servicenow|POLICY.json]
//! [--zone ZONE] [--json] [--emit-jsonl OUT]`
//!
//! FILE is CSV, plain or gzip. Without `--policy` it is the one of the UCI incident event log.
//! `--json` prints the figures as JSON, else they are a page of text. `--emit-jsonl` writes every
//! event, one line each. Rows that cannot be read are named on standard error, and left out.

#[path = "servicenow/rows.rs"]
mod rows;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use incident_core::check;
use incident_core::door::{ReplaySession, Session};
use rows::Rows;

/// The policy of the log that this example was written for.
const UCI: &str = include_str!("policies/uci.json");

/// What the command line asks for.
#[derive(Default)]
struct Wanted {
    file: String,
    policy: Option<String>,
    zone: Option<String>,
    json: bool,
    emit: Option<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("replay_servicenow: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wanted() -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted::default();
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--policy" => wanted.policy = Some(value()?),
            "--zone" => wanted.zone = Some(value()?),
            "--emit-jsonl" => wanted.emit = Some(value()?),
            "--json" => wanted.json = true,
            option if option.starts_with('-') => return Err(format!("unknown {option}").into()),
            _ if wanted.file.is_empty() => wanted.file = word,
            _ => return Err("one FILE at a time".into()),
        }
    }
    if wanted.file.is_empty() {
        let options = "[--policy NAME|FILE] [--zone ZONE] [--json] [--emit-jsonl OUT]";
        return Err(format!("usage: replay_servicenow FILE {options}").into());
    }
    Ok(wanted)
}

fn policy(wanted: &Wanted) -> Result<String, Box<dyn Error>> {
    let Some(name) = &wanted.policy else { return Ok(UCI.to_owned()) };
    match check::preset(name) {
        Some(text) => Ok(text.to_owned()),
        None => fs::read_to_string(name).map_err(|error| format!("{name}: {error}").into()),
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let wanted = wanted()?;
    let session = Session::new(&policy(&wanted)?).map_err(|errors| lines(&errors))?;
    let rows = Rows::open(&wanted.file)?;
    let mut replay = ReplaySession::new(&session, &rows.begin(wanted.zone.as_deref()))
        .map_err(|errors| lines(&errors))?;
    let mut out = wanted.emit.as_ref().map(File::create).transpose()?.map(BufWriter::new);
    let mut record = String::new();
    for row in rows {
        let (line, cells) = row?;
        replay.take(line, &cells, &mut record);
        if let Some(out) = &mut out {
            out.write_all(record.as_bytes())?;
        }
        record.clear();
    }
    if let Some(mut out) = out {
        out.flush()?;
    }
    for finding in replay.replay().findings() {
        eprintln!("{finding}");
    }
    let replay = replay.replay();
    let told = if wanted.json {
        serde_json::to_string_pretty(&replay.summary())?
    } else {
        format!("{}\ndigest of the events  {}", replay.report(), replay.digest())
    };
    match writeln!(std::io::stdout(), "{told}") {
        // Who reads only the first lines has seen what they wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}

fn lines(errors: &[incident_core::Error]) -> String {
    let line = |error: &incident_core::Error| format!("{} {}", error.path(), error);
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}
