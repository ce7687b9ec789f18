//! A log goes through a policy, natively and in Node, and both say the same.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use duct::{Expression, cmd};

use crate::{Failure, fail, log, node, package, root, setup};

const TICKETS: usize = 2_000;
const SEED: u64 = 27_035;

/// `cargo xtask replay`, with a log of its own or with the one at a path.
///
/// # Errors
/// Those of the tools; that the two disagree.
pub fn command(path: Option<&str>) -> Result<(), Failure> {
    let route = setup::for_building()?;
    package::build(&route)?;
    node::install_examples()?;
    let file = match path {
        Some(path) => fs::canonicalize(path).map_err(|error| format!("{path}: {error}"))?,
        None => made()?,
    };
    println!("\nReplaying {} natively and in Node\n", file.display());
    let report = native(&file, &["--release"]).read()?;
    println!("{report}");
    same_in_node(&file, &report)?;
    println!("\nNode gives the same report and the same digest, to the byte.");
    Ok(())
}

/// Replays the small log of the tests both ways.
///
/// # Errors
/// Those of the tools; that the two disagree.
pub fn check() -> Result<(), Failure> {
    node::install_examples()?;
    let file = root().join("tests/vectors/replay/audit-log.csv");
    same_in_node(&file, &native(&file, &[]).stderr_null().read()?)?;
    same_programs()
}

/// What the example `policy` and the program of the package are both asked.
const ASKED: [&[&str]; 5] = [
    &["lint", "examples/policies/uci.json", "--now", "2026-01-09T15:00:00Z"],
    &["check", "itil4"],
    &["check", "examples/policies/uci.json", "--json"],
    &["explain", "itil4", "tests/vectors/policy/report.json", "--why-not", "critical"],
    &[
        "diff",
        "examples/policies/uci.json",
        "tests/vectors/replay/stricter.json",
        "tests/vectors/replay/audit-log.csv",
    ],
];

/// Their exit codes say what they found, so these are no failures.
fn same_programs() -> Result<(), Failure> {
    let program = package::consumer().join("node_modules/.bin/incident-core");
    for words in ASKED {
        let told = |tool: Expression| tool.dir(root()).stderr_null().unchecked().read();
        let example = ["run", "--quiet", "--example", "policy", "--"];
        let native = told(cmd("cargo", [&example[..], words].concat()))?;
        let node = told(cmd(&program, words.to_vec()))?;
        if node != native {
            return fail(format!("`{}`: Rust:\n{native}\nNode:\n{node}", words.join(" ")));
        }
    }
    Ok(())
}

fn same_in_node(file: &Path, native: &str) -> Result<(), Failure> {
    let node = in_node(file).stderr_null().read()?;
    if node == native {
        return Ok(());
    }
    fail(format!("the two replays differ; Rust:\n{native}\nNode:\n{node}"))
}

fn made() -> Result<PathBuf, Failure> {
    let file = Path::new("target/replay/audit-log.csv").to_path_buf();
    let rows = log::write(&root().join(&file), TICKETS, SEED)?;
    println!("Made {} with {TICKETS} tickets in {rows} rows, seed {SEED}", file.display());
    println!("(three rows are bad on purpose and will be named)");
    Ok(root().join(file))
}

fn native(file: &Path, profile: &[&str]) -> Expression {
    let words = ["run", "--quiet", "--example", "replay_servicenow"];
    let words = words.iter().chain(profile).chain(&["--"]).map(OsString::from);
    cmd("cargo", words.chain([file.into()]).collect::<Vec<_>>()).dir(root())
}

fn in_node(file: &Path) -> Expression {
    cmd("node", [root().join("examples/replay_servicenow.mjs").as_os_str(), file.as_os_str()])
}
