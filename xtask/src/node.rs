//! Node and its packages.

use std::fs;
use std::path::{Path, PathBuf};

use duct::{Expression, cmd};

use crate::step::{run, timed};
use crate::{Failure, fail, root};

/// The folders with a `package-lock.json` of their own.
pub const FOLDERS: [&str; 2] = ["tests/js", "www"];
/// The service, which uses the package: its packages are installed once that is built.
pub const SERVICE: &str = "examples/node-service";
const OLDEST: (u32, u32) = (20, 19);

/// Checks Node, and installs the packages of every folder whose lock file has changed since.
///
/// # Errors
/// If Node is missing or too old, or npm fails.
pub fn ensure() -> Result<(), Failure> {
    let version = cmd!("node", "--version").stderr_null().read().unwrap_or_default();
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse::<u32>);
    let found = match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
        _ => (0, 0),
    };
    if found < OLDEST {
        return fail(format!(
            "Node: version {}.{} or later is needed with npm, and `node --version` said \
             `{version}`; install it from nodejs.org or your system's packages.",
            OLDEST.0, OLDEST.1
        ));
    }
    println!("Node: {version}");
    for folder in FOLDERS {
        let folder = root().join(folder);
        if folder.join("package-lock.json").is_file() && !installed(&folder) {
            install(&folder)?;
        }
    }
    Ok(())
}

/// Installs what the examples need; they use the package, so it must be built.
///
/// # Errors
/// Those of npm.
pub fn install_examples() -> Result<(), Failure> {
    once("examples")
}

/// Installs what the service needs, likewise.
///
/// # Errors
/// Those of npm.
pub fn install_service() -> Result<(), Failure> {
    once(SERVICE)
}

/// Installs the packages that ours is compared with.
///
/// # Errors
/// Those of npm.
pub fn install_benches() -> Result<(), Failure> {
    once("benches/js")
}

fn once(folder: &str) -> Result<(), Failure> {
    let folder = root().join(folder);
    if installed(&folder) { Ok(()) } else { install(&folder) }
}

fn installed(folder: &Path) -> bool {
    let lock = fs::read(folder.join("package-lock.json")).unwrap_or_default();
    fs::read(stamp(folder)).is_ok_and(|stamped| stamped == lock)
}

/// The lock file as it was when the packages were installed.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("node_modules/.installed-lock.json")
}

fn install(folder: &Path) -> Result<(), Failure> {
    let name = folder.strip_prefix(root()).unwrap_or(folder).display().to_string();
    timed(&format!("Node: npm ci in {name}"), || {
        let npm = cmd!("npm", "ci", "--no-audit", "--no-fund").dir(folder);
        run(&format!("npm ci {name}"), &npm)?;
        fs::copy(folder.join("package-lock.json"), stamp(folder))?;
        Ok(())
    })
}

/// A program of the packages in `tests/js`.
pub fn tool(name: &str, arguments: &[&str]) -> Expression {
    cmd(root().join("tests/js/node_modules/.bin").join(name), arguments)
}
