//! Changes of the rules, each of which some test has to notice.

use std::env;
use std::fs;
use std::path::PathBuf;

use duct::cmd;
use serde_json::Value;

use crate::step::{Tally, timed};
use crate::{Failure, fail, root};

/// Where decisions are made.
const RULES: [&str; 6] = [
    "src/calendar/*.rs",
    "src/condition*.rs",
    "src/lifecycle.rs",
    "src/prioritize.rs",
    "src/sla/*.rs",
    "src/time/*.rs",
];
/// A part of the 1,400 or so: `k/n`. One takes about a minute and a half.
const SHARD: &str = "0/40";
/// How many of a hundred may go unnoticed: some change nothing that anybody could see.
const UNNOTICED: u64 = 10;

/// The tool, or one that is built for it.
fn tool() -> Result<PathBuf, Failure> {
    if let Ok(found) = which::which("cargo-mutants") {
        return Ok(found);
    }
    let folder = root().join("target/tools");
    let built = folder.join("bin").join(format!("cargo-mutants{}", env::consts::EXE_SUFFIX));
    if !built.is_file() {
        timed("mutants: building cargo-mutants", || {
            let words = ["install", "cargo-mutants", "--locked", "--quiet", "--root"];
            cmd("cargo", words.iter().map(|word| (*word).into()).chain([folder.into_os_string()]))
                .run()?;
            Ok(())
        })?;
    }
    Ok(built)
}

/// Makes the mutants, and holds that the tests notice nearly all.
///
/// # Errors
/// If too many go unnoticed, or the tool fails.
pub fn check() -> Result<Tally, Failure> {
    let shard = env::var("INCIDENT_CORE_SHARD").unwrap_or_else(|_| SHARD.to_owned());
    let out = root().join("target/mutants");
    fs::create_dir_all(&out)?;
    let mut words = ["mutants", "--package", "incident-core", "--jobs", "1", "--no-shuffle"]
        .map(str::to_owned)
        .to_vec();
    words.extend(["--shard".to_owned(), shard, "--output".to_owned(), out.display().to_string()]);
    words.extend(RULES.iter().flat_map(|file| ["--file".to_owned(), (*file).to_owned()]));
    words.extend(["--", "--test", "it"].map(str::to_owned));
    let log = fs::File::create(out.join("log"))?;
    // It ends with another code when a mutant goes unnoticed; what counts is in its report.
    cmd(tool()?, words).dir(root()).stderr_to_stdout().stdout_file(log).unchecked().run()?;
    let report = fs::read_to_string(out.join("mutants.out/outcomes.json"))?;
    let report: Value = serde_json::from_str(&report)?;
    let count = |name: &str| report[name].as_u64().unwrap_or(0);
    let (noticed, missed) = (count("caught") + count("timeout"), count("missed"));
    println!("mutants: {noticed} noticed, {missed} not: target/mutants/mutants.out/missed.txt");
    if noticed == 0 || missed * 100 > UNNOTICED * (noticed + missed) {
        return fail(format!("{missed} of {} mutants went unnoticed", noticed + missed));
    }
    Ok(Tally { passed: noticed, failed: 0 })
}
