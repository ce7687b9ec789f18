//! The oracle of the clock: its runs, and the questions that it has for every runtime.

use std::fs;

use duct::cmd;

use crate::step::{Tally, run, tally};
use crate::{Failure, fail, root};

/// A run over random questions.
pub struct Run {
    pub questions: u64,
    /// How far an answer may lie from its question.
    pub days: u64,
    pub seed: u64,
}

impl Run {
    /// Asks them, and every minute of the weeks in which clocks change; prints what was asked.
    ///
    /// # Errors
    /// If an answer differs from the oracle's.
    pub fn check(&self) -> Result<Tally, Failure> {
        let tests = cmd!("cargo", "test", "--release", "--test", "oracle", "--", "--nocapture")
            .dir(root())
            .env("INCIDENT_CORE_CASES", self.questions.to_string())
            .env("INCIDENT_CORE_DAYS", self.days.to_string())
            .env("INCIDENT_CORE_SEED", self.seed.to_string());
        let output = run("oracle", &tests)?;
        for line in output.lines().filter(|line| line.starts_with("oracle: ")) {
            println!("{line}");
        }
        Ok(tally(&output))
    }
}

/// Has the oracle write down questions, and Rust's answers to them, in `target/oracle`.
///
/// # Errors
/// If Rust answers otherwise than the oracle, or does not answer every question.
pub fn questions() -> Result<Tally, Failure> {
    let folder = root().join("target/oracle");
    let (questions, answers) = (folder.join("questions.jsonl"), folder.join("answers.jsonl"));
    let tests = cmd!("cargo", "test", "--release", "--test", "oracle", "the_door_answers")
        .dir(root())
        .env("INCIDENT_CORE_QUESTIONS", &questions);
    let output = run("oracle questions", &tests)?;
    let build = cmd!("cargo", "build", "--release", "--example", "jsonl").dir(root());
    run("oracle answers", &build)?;
    cmd!("cargo", "run", "--quiet", "--release", "--example", "jsonl")
        .dir(root())
        .stdin_path(&questions)
        .stdout_path(&answers)
        .run()?;
    let lines = |path| fs::read_to_string(path).map(|text| text.lines().count());
    let (asked, answered) = (lines(&questions)?, lines(&answers)?);
    if asked != answered {
        return fail(format!("{asked} questions have {answered} answers"));
    }
    Ok(tally(&output))
}
