//! The main job, to look at: a log goes through a policy, natively and in Node.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use duct::{Expression, cmd};

use crate::{Failure, fail, log, node, package, root, setup};

const TICKETS: usize = 2_000;
const SEED: u64 = 27_035;

/// `cargo xtask demo`, with a log of its own or with the one at a path.
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
    same_in_node(&file, &native(&file, &[]).stderr_null().read()?)
}

fn same_in_node(file: &Path, native: &str) -> Result<(), Failure> {
    let node = in_node(file).stderr_null().read()?;
    if node == native {
        return Ok(());
    }
    fail(format!("the two replays differ; Rust:\n{native}\nNode:\n{node}"))
}

fn made() -> Result<PathBuf, Failure> {
    let file = Path::new("target/demo/audit-log.csv").to_path_buf();
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
