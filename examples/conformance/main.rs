//! Answers files of business-time vectors and says where the answers differ.
//!
//! `cargo run --release --example conformance -- FILE...`
//!
//! Exits with 1 if any vector fails or a file cannot be read.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    reason = "a runner of trusted vectors, where a panic is a finding too"
)]

mod vector;

use std::collections::BTreeMap;
use std::process::ExitCode;
use std::{env, fs};

use vector::{Outcome, answer};

#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
    skipped: BTreeMap<String, usize>,
}

fn main() -> ExitCode {
    let files: Vec<String> = env::args().skip(1).collect();
    if files.is_empty() {
        eprintln!("usage: conformance FILE...");
        return ExitCode::FAILURE;
    }
    let mut total = Tally::default();
    let mut broken = false;
    println!("{:<40} {:>7} {:>7} {:>7}", "file", "passed", "failed", "skipped");
    for file in &files {
        match run(file) {
            Ok(tally) => {
                print(name(file), &tally);
                total.passed += tally.passed;
                total.failed += tally.failed;
                for (op, count) in tally.skipped {
                    *total.skipped.entry(op).or_default() += count;
                }
            }
            Err(error) => {
                eprintln!("{file}: {error}");
                broken = true;
            }
        }
    }
    print("total", &total);
    if broken || total.failed > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or(file)
}

fn run(file: &str) -> Result<Tally, Box<dyn std::error::Error>> {
    let vectors: Vec<serde_json::Value> = serde_json::from_str(&fs::read_to_string(file)?)?;
    let mut tally = Tally::default();
    for vector in &vectors {
        match answer(vector) {
            Outcome::Passed => tally.passed += 1,
            Outcome::Skipped(op) => *tally.skipped.entry(op).or_default() += 1,
            Outcome::Failed(got) => {
                tally.failed += 1;
                println!("FAILED {vector}\n       got {got}");
            }
        }
    }
    Ok(tally)
}

fn print(file: &str, tally: &Tally) {
    let skipped: usize = tally.skipped.values().sum();
    let names: Vec<_> = tally.skipped.iter().map(|(op, count)| format!("{op} {count}")).collect();
    let names = names.join(", ");
    println!("{file:<40} {:>7} {:>7} {skipped:>7}  {names}", tally.passed, tally.failed);
}
