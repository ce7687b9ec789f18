//! Whether what stands in a folder was made of what is there now. Cargo cannot tell: all modules
//! are compiled into one place, each with other features, so that it makes each of them anew.

use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};

use duct::cmd;

use crate::{Failure, root};

/// What modules are made of, and what makes them. Of the pages that are compiled into the
/// documentation nothing gets into a module.
const SOURCES: [&str; 6] = [
    "src",
    "Cargo.toml",
    "Cargo.lock",
    "xtask/src/module.rs",
    "xtask/src/route.rs",
    "tests/js/package-lock.json",
];
const STAMP: &str = "made-of";

/// A number for all sources and the compiler, which changes with every byte of them.
///
/// # Errors
/// If something cannot be read.
pub fn sources() -> Result<u64, Failure> {
    let mut files = Vec::new();
    for place in SOURCES {
        gather(&root().join(place), &mut files)?;
    }
    files.sort_unstable();
    let mut hasher = DefaultHasher::new();
    hasher.write(cmd!("rustc", "--version", "--verbose").read()?.as_bytes());
    for file in files {
        hasher.write(file.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(&file)?);
    }
    Ok(hasher.finish())
}

fn gather(place: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    if !place.is_dir() {
        files.push(place.to_owned());
        return Ok(());
    }
    for entry in fs::read_dir(place)? {
        gather(&entry?.path(), files)?;
    }
    Ok(())
}

/// Whether the files of a folder were made of this.
pub fn is(folder: &Path, of: &str) -> bool {
    fs::read_to_string(folder.join(STAMP)).is_ok_and(|stamp| stamp == of)
}

/// Notes of what the files of a folder were made, or takes that back while they are being made.
///
/// # Errors
/// If that cannot be written.
pub fn note(folder: &Path, of: Option<&str>) -> Result<(), Failure> {
    fs::create_dir_all(folder)?;
    Ok(fs::write(folder.join(STAMP), of.unwrap_or_default())?)
}

#[cfg(test)]
mod tests {
    use super::{is, note, sources};

    #[test]
    fn what_was_made_of_something_else_is_not_taken() {
        let folder = std::env::temp_dir().join(format!("made-{}", std::process::id()));
        assert!(!is(&folder, "a"));
        note(&folder, Some("a")).expect("a note");
        assert!(is(&folder, "a") && !is(&folder, "b"));
        note(&folder, None).expect("a note");
        assert!(!is(&folder, "a"));
        std::fs::remove_dir_all(folder).expect("removed");
    }

    #[test]
    fn the_same_sources_have_the_same_number() {
        assert_eq!(sources().expect("a number"), sources().expect("a number"));
    }
}
