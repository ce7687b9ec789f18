//! Finds or installs what the other commands need.

use std::time::Duration;

use duct::{Expression, cmd};

use crate::browser::{self, Browser};
use crate::route::{self, Route, TARGET};
use crate::step::{run, timed};
use crate::{Failure, fail, node, root};

/// Where a registry is reachable, this is plenty; where it is not, nobody should wait longer.
const RUSTUP_PATIENCE: Duration = Duration::from_secs(120);

/// `cargo xtask setup`.
///
/// # Errors
/// What is missing and cannot be installed.
pub fn command() -> Result<(), Failure> {
    for_testing().map(|_| ())
}

/// What a build needs.
///
/// # Errors
/// What is missing and cannot be installed.
pub fn for_building() -> Result<Route, Failure> {
    let route = with_sources(wasm()?);
    println!("WebAssembly: {}", route.name());
    node::ensure()?;
    Ok(route)
}

/// What the tests need.
///
/// # Errors
/// What is missing and cannot be installed.
pub fn for_testing() -> Result<(Route, Option<Browser>), Failure> {
    Ok((for_building()?, browser::ensure()?))
}

fn wasm() -> Result<Route, Failure> {
    if let Some(route) = Route::found() {
        return Ok(route);
    }
    let asked = std::env::var("INCIDENT_CORE_WASM").unwrap_or_default();
    if asked != "debian" && which::which("rustup").is_ok() {
        let added = timed("WebAssembly: rustup target add", || {
            patient(&cmd!("rustup", "target", "add", TARGET).dir(root()), RUSTUP_PATIENCE)
        });
        if added.is_ok()
            && let Some(route) = Route::found()
        {
            return Ok(route);
        }
    }
    if asked != "rustup" {
        let installed = timed("WebAssembly: installing Debian's Rust for browsers", || {
            apt(&["rustc-web", "cargo-web", "rust-web-src"])?;
            apt(&[&newest_linker()?])
        });
        if let Err(failure) = installed {
            eprintln!("{failure}");
        }
    }
    route::required()
}

/// The same way with the sources of std, if they can be had; without them the module is larger.
fn with_sources(route: Route) -> Route {
    if !route.lacks_sources() {
        return route;
    }
    let added = timed("WebAssembly: rustup component add rust-src", || {
        patient(&cmd!("rustup", "component", "add", "rust-src").dir(root()), RUSTUP_PATIENCE)
    });
    if let Err(failure) = added {
        println!("WebAssembly: no rust-src ({failure}), so the module is a tenth larger");
    }
    Route::found().unwrap_or(route)
}

/// Runs a tool quietly, and stops it when patience ends.
fn patient(tool: &Expression, patience: Duration) -> Result<(), Failure> {
    let started = tool.stdin_null().stdout_null().stderr_null().unchecked().start()?;
    if let Some(ended) = started.wait_timeout(patience)? {
        return if ended.status.success() { Ok(()) } else { fail("it failed") };
    }
    started.kill()?;
    fail("it took too long")
}

/// Installs Debian packages.
///
/// # Errors
/// If there is no apt, this is not root, or a package cannot be had.
pub fn apt(packages: &[&str]) -> Result<(), Failure> {
    if which::which("apt-get").is_err() {
        return fail(format!("no apt-get here to install {} with", packages.join(", ")));
    }
    let user = cmd!("id", "-u").read()?;
    if user.trim() != "0" {
        return fail(format!("apt-get needs root to install {}", packages.join(", ")));
    }
    let mut words = vec!["install", "-y", "--no-install-recommends"];
    words.extend(packages);
    let install = cmd("apt-get", words).env("DEBIAN_FRONTEND", "noninteractive");
    // The list of packages may be old or absent; it is fetched only if it has to be.
    if run("apt-get install", &install).is_err() {
        run("apt-get update", &cmd!("apt-get", "update"))?;
        run("apt-get install", &install)?;
    }
    Ok(())
}

/// The newest `lld-N`: the linker must not be older than the compiler's own LLVM.
fn newest_linker() -> Result<String, Failure> {
    let listed = cmd!("apt-cache", "search", "--names-only", "^lld-[0-9]+$").read()?;
    let newest = listed
        .lines()
        .filter_map(|line| line.split(' ').next()?.strip_prefix("lld-")?.parse::<u32>().ok())
        .max();
    match newest {
        Some(number) => Ok(format!("lld-{number}")),
        None => fail("Debian offers no lld"),
    }
}
