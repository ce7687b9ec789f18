//! Looks at a policy before it is live.
//!
//! `cargo run --release --example policy -- help`
#![expect(
    clippy::print_stderr,
    reason = "a program at the edge: it reads files, asks for the time and prints"
)]

/// Prints a line.
macro_rules! say {
    ($($line:tt)*) => {
        crate::print(format_args!("{}\n", format_args!($($line)*)))
    };
}

mod check;
mod diff;
mod discover;
mod explain;
mod export;
mod lint;
#[path = "../servicenow/rows.rs"]
mod rows;
mod schema;

use std::fmt::Arguments;
use std::fs;
use std::io::{self, Write};
use std::process::{self, ExitCode};

use incident_core::{Error, Instant, check as policies};

const HELP: &str = "\
policy looks at a policy before it is live.

  policy lint  POLICY [--now INSTANT] [--json]
      what the policy probably does not mean
  policy check POLICY [QUESTION...] [--json]
      questions about every life that a ticket can have; without one, the usual three
      --never CONDITION      no ticket is ever in this condition
      --can-reach CONDITION  every ticket can still get into it, whatever became of it
      --ends                 every ticket can still be closed or canceled
      --reopens N            no ticket is reopened more often
  policy explain POLICY FILE [--kind KIND] [--why-not PRIORITY] [--now INSTANT] [--json]
      what a report is about, its priority, and the smallest change of facts that would give
      it another; of a ticket, where it stands, what each move needs, the proof of each clock.
      FILE is a ticket, or a report: {\"kind\": \"incident\", \"facts\": {\"impact\": \"high\"}}
  policy diff  FIRST SECOND LOG [--zone ZONE] [--lines OUT] [--json]
      what the second policy would have made otherwise of a ServiceNow audit log,
      with the proofs of both; every ticket that differs is a line of OUT
  policy discover LOG [--zone ZONE] [--columns FILE] [--train N] [--policy OUT] [--json]
      what a log of tickets obeys: the matrix, the moves, where work waits, how long resolved
      tickets wait to be closed, and the working hours and targets that explain what was met;
      OUT becomes a policy that says so, to begin with. The log is a ServiceNow audit export,
      a log of the BPI Challenge 2013, or any CSV if FILE says which columns say what:
      {\"ticket\": \"id\", \"state\": \"status\", \"at\": \"time\"}, and likewise priority,
      detail, openedAt, resolvedAt, closedAt, impact, urgency, met, onHold
      --zone ZONE  whose clocks the hours are read on, for example Europe/Berlin; else Etc/UTC
      --train N    hours are sought on the N tickets opened first and tried on the rest;
                   else on three quarters of them
  policy export POLICY mermaid|dot|xstate|markdown [--now INSTANT]
      the lifecycle in a form that others draw or run, or all of the policy as a handbook
  policy schema DOCUMENT [--into FOLDER]
      the JSON Schema of a kind of document, or of `all`; policy, ticket, command, ...

POLICY is a file, or the name of a preset: {presets}.
CONDITION is one as policies write it: '{\"field\": \"stateType\", \"is\": \"closed\"}'.

Exit code: 0 nothing to say, 1 something was found or does not hold, 2 it could not be asked.";

fn help() -> String {
    HELP.replace("{presets}", &policies::PRESETS.join(", "))
}

/// Why a question was not asked.
enum Failure {
    Usage(String),
    Findings(String, Vec<Error>),
}

/// The words of the command line, taken one by one.
struct Words(Vec<String>);

impl Words {
    /// Takes out a flag; whether it was there.
    fn flag(&mut self, name: &str) -> bool {
        let at = self.0.iter().position(|word| word == name);
        at.map(|at| self.0.remove(at)).is_some()
    }

    /// Takes out an option with its value.
    fn option(&mut self, name: &str) -> Result<Option<String>, Failure> {
        let Some(at) = self.0.iter().position(|word| word == name) else { return Ok(None) };
        self.0.remove(at);
        if at < self.0.len() {
            return Ok(Some(self.0.remove(at)));
        }
        Err(Failure::Usage(format!("{name} needs a value")))
    }

    /// What stands first.
    fn next(&mut self, what: &str) -> Result<String, Failure> {
        if self.0.is_empty() {
            return Err(Failure::Usage(format!("{what} is missing")));
        }
        Ok(self.0.remove(0))
    }

    fn end(self) -> Result<(), Failure> {
        let Some(word) = self.0.first() else { return Ok(()) };
        Err(Failure::Usage(format!("`{word}` is not understood")))
    }
}

/// The text of a policy: a preset's, or a file's.
fn text(name: &str) -> Result<String, Failure> {
    if let Some(text) = policies::preset(name) {
        return Ok(text.to_owned());
    }
    fs::read_to_string(name).map_err(|error| {
        let presets = policies::PRESETS.join(", ");
        Failure::Usage(format!("{name}: {error}; it is no preset either ({presets})"))
    })
}

/// The present, or the instant that is told.
fn now(words: &mut Words) -> Result<Instant, Failure> {
    let present = || {
        let since = std::time::UNIX_EPOCH.elapsed().map_or(0, |since| since.as_millis());
        Instant::from_millis(i64::try_from(since).unwrap_or(i64::MAX))
    };
    let told = words.option("--now")?;
    let instant = told.as_deref().map_or_else(present, Instant::parse);
    instant.map_err(|error| Failure::Findings(told.unwrap_or_default(), vec![error]))
}

fn findings(name: &str, errors: &[Error]) -> String {
    let line = |error: &Error| {
        let help = error.help().map_or(String::new(), |help| format!("\n    {help}"));
        let place = if error.path().as_str().is_empty() { "/" } else { error.path().as_str() };
        format!("  {}  {place}\n    {}{help}", error.code().as_str(), error.message())
    };
    let lines: Vec<_> = errors.iter().map(line).collect();
    format!("{name}: refused\n{}", lines.join("\n"))
}

fn run(mut words: Words) -> Result<bool, Failure> {
    if words.0.is_empty() || words.flag("--help") || words.flag("help") {
        say!("{}", help());
        return Ok(true);
    }
    match words.next("the command")?.as_str() {
        "lint" => lint::run(words),
        "check" => check::run(words),
        "diff" => diff::run(words),
        "discover" => discover::run(words),
        "explain" => explain::run(words),
        "export" => export::run(words),
        "schema" => schema::run(words),
        other => Err(Failure::Usage(format!("there is no command `{other}`"))),
    }
}

fn main() -> ExitCode {
    match run(Words(std::env::args().skip(1).collect())) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(Failure::Usage(message)) => {
            eprintln!("policy: {message}\n\n{}", help());
            ExitCode::from(2)
        }
        Err(Failure::Findings(name, errors)) => {
            eprintln!("{}", findings(&name, &errors));
            ExitCode::from(2)
        }
    }
}

/// Prints. Who reads only the first lines, as `head` does, has seen what they wanted.
fn print(text: Arguments<'_>) {
    if io::stdout().write_fmt(text).is_err() {
        process::exit(0);
    }
}
