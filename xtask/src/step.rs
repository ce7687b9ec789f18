//! Steps: what is being done, how long it took, how many tests ran, and the log of each.

use std::fs;
use std::time::{Duration, Instant};

use duct::Expression;
use indicatif::{ProgressBar, ProgressStyle};

use crate::{Failure, fail, root};

/// How many lines of a failed tool's output go into the failure.
const TAIL: usize = 60;

/// Tests that ran.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    fn or_one(self, passed: bool) -> Self {
        match (self == Self::default(), passed) {
            (true, true) => Self { passed: 1, failed: 0 },
            (true, false) => Self { passed: 0, failed: 1 },
            // A tool that fails without a failed test, such as one that crashed, has failed.
            (false, false) if self.failed == 0 => Self { failed: 1, ..self },
            (false, _) => self,
        }
    }
}

struct Row {
    name: String,
    took: Duration,
    tally: Tally,
    passed: bool,
}

/// The steps of one command, for the table at its end.
#[derive(Default)]
pub struct Steps(Vec<Row>);

impl Steps {
    /// Does one step of a test; a failure is shown and counted, and later steps still run.
    pub fn check(&mut self, name: &str, work: impl FnOnce() -> Result<Tally, Failure>) -> bool {
        let begun = Instant::now();
        let (tally, passed) = match timed(name, work) {
            Ok(tally) => (tally.or_one(true), true),
            Err(failure) => {
                eprintln!("{failure}");
                let counted = failure.downcast_ref::<Counted>().map(|counted| counted.tally);
                (counted.unwrap_or_default().or_one(false), false)
            }
        };
        self.0.push(Row { name: name.to_owned(), took: begun.elapsed(), tally, passed });
        passed
    }

    /// Prints the table and, as the last line, the counts.
    ///
    /// # Errors
    /// If a step failed.
    pub fn finish(self) -> Result<(), Failure> {
        println!("\n{:<44} {:>8} {:>8} {:>8}", "step", "seconds", "passed", "failed");
        let mut total = Tally::default();
        let mut took = Duration::ZERO;
        for row in &self.0 {
            let mark = if row.passed { "" } else { "  FAILED" };
            println!(
                "{:<44} {:>8.1} {:>8} {:>8}{mark}",
                row.name,
                row.took.as_secs_f64(),
                row.tally.passed,
                row.tally.failed
            );
            total.passed += row.tally.passed;
            total.failed += row.tally.failed;
            took += row.took;
        }
        println!("{:<44} {:>8.1}\n", "together", took.as_secs_f64());
        println!("{} passed, {} failed", total.passed, total.failed);
        if self.0.iter().all(|row| row.passed) { Ok(()) } else { fail("not everything passed") }
    }
}

/// A failure of a tool that counted its tests.
#[derive(Debug)]
struct Counted {
    text: String,
    tally: Tally,
}

impl std::fmt::Display for Counted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Counted {}

/// Says in one line what is done and how long it took.
///
/// # Errors
/// Those of `work`.
pub fn timed<T>(name: &str, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
    let begun = Instant::now();
    let style = ProgressStyle::with_template("{spinner} {msg} {elapsed}");
    // Drawn on a terminal only.
    let spinner = ProgressBar::new_spinner().with_message(name.to_owned());
    let spinner = style.map_or(spinner.clone(), |style| spinner.with_style(style));
    spinner.enable_steady_tick(Duration::from_millis(200));
    let result = work();
    spinner.finish_and_clear();
    let outcome = if result.is_ok() { "" } else { "  FAILED" };
    println!("{name:<60} {:>7.1} s{outcome}", begun.elapsed().as_secs_f64());
    result
}

/// Runs a tool with its output in a log, and returns the output.
///
/// # Errors
/// If the tool is missing or fails: what was run, the end of its output, where the rest is.
pub fn run(name: &str, tool: &Expression) -> Result<String, Failure> {
    let folder = root().join("target/xtask");
    fs::create_dir_all(&folder)?;
    let log = folder.join(format!("{}.log", name.replace([' ', '/'], "-")));
    let ended = tool
        .stderr_to_stdout()
        .stdout_file(fs::File::create(&log)?)
        .stdin_null()
        .unchecked()
        .run()
        .map_err(|error| format!("{name}: {tool:?} could not be started: {error}"))?;
    let output = String::from_utf8_lossy(&fs::read(&log)?).into_owned();
    if ended.status.success() {
        return Ok(output);
    }
    let text = format!(
        "{name} failed ({}).\n{}\n(all of its output: {})",
        ended.status,
        told(&output),
        log.strip_prefix(root()).unwrap_or(&log).display()
    );
    Err(Box::new(Counted { text, tally: tally(&output) }))
}

/// What of a failed tool's output tells why: the tests of `node:test` that failed, else its end.
fn told(output: &str) -> String {
    let lines: Vec<&str> = output.lines().collect();
    let failed = lines.iter().enumerate().filter(|(_, line)| line.trim().starts_with("not ok "));
    let mut shown = Vec::new();
    for (at, line) in failed {
        let indent = line.len() - line.trim_start().len();
        let ends = |line: &&str| line.trim() == "..." && line.len() <= indent + "  ...".len();
        let rest = &lines[at..];
        let length = rest.iter().position(ends).map_or(rest.len(), |end| end + 1);
        shown.extend_from_slice(&rest[..length.min(TAIL)]);
    }
    if shown.is_empty() {
        shown = lines;
        shown.drain(..shown.len().saturating_sub(TAIL));
    }
    shown.truncate(TAIL * 2);
    shown.join("\n")
}

/// Runs a tool and counts the tests that its output tells of.
///
/// # Errors
/// As [`run`].
pub fn run_counting(name: &str, tool: &Expression) -> Result<Tally, Failure> {
    run(name, tool).map(|output| tally(&output))
}

/// Reads the counts of cargo's and wasm-bindgen's tests and of `node:test`.
pub fn tally(output: &str) -> Tally {
    let mut tally = Tally::default();
    for line in output.lines() {
        let line = line.trim();
        if let Some(rest) = line.strip_prefix("test result: ") {
            let number = |word: &str| {
                let before = rest.split(word).next()?.trim_end();
                before.rsplit(' ').next()?.parse::<u64>().ok()
            };
            tally.passed += number(" passed").unwrap_or(0);
            tally.failed += number(" failed").unwrap_or(0);
        } else if let Some(count) = line.strip_prefix("# pass ") {
            tally.passed += count.parse::<u64>().unwrap_or(0);
        } else if let Some(count) = line.strip_prefix("# fail ") {
            tally.failed += count.parse::<u64>().unwrap_or(0);
        }
    }
    tally
}

#[cfg(test)]
mod tests {
    use super::{Tally, tally, told};

    #[test]
    fn a_failed_test_is_told_before_what_ran_after_it() {
        let failed = "not ok 1 - it holds\n  ---\n  error: 'no'\n  ...";
        let passed = "ok 2 - it stays\n  ---\n  ...\n".repeat(60);
        assert_eq!(told(&format!("# Subtest: it holds\n{failed}\n{passed}")), failed);
        assert_eq!(told(&format!("{passed}# fail 0")).lines().count(), 60);
    }

    #[test]
    fn counts_are_read_from_all_runners() {
        let output = "test result: ok. 12 passed; 1 failed; 0 ignored; finished in 0.1s\n\
                      # pass 3\n# fail 2\ntest result: ok. 1 passed; 0 failed;";
        assert_eq!(tally(output), Tally { passed: 16, failed: 3 });
    }

    #[test]
    fn a_tool_without_counts_is_one_test() {
        let none = Tally::default();
        assert_eq!(none.or_one(true), Tally { passed: 1, failed: 0 });
        assert_eq!(none.or_one(false), Tally { passed: 0, failed: 1 });
        let crashed = Tally { passed: 3, failed: 0 };
        assert_eq!(crashed.or_one(false), Tally { passed: 3, failed: 1 });
    }
}
