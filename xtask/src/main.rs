//! The build tool of incident-core.

mod tzdata;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a command stopped, in words for whoever called it.
pub type Failure = Box<dyn std::error::Error>;

/// A failure that says only this.
///
/// # Errors
/// Always.
pub fn fail<T>(message: impl Into<String>) -> Result<T, Failure> {
    Err(message.into().into())
}

/// The folder of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(PathBuf::new, Path::to_path_buf)
}

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tzdata"] => tzdata::run(None),
        ["tzdata", folder] => tzdata::run(Some(folder)),
        _ => fail("no such command"),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
