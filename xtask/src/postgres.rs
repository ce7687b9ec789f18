//! A PostgreSQL for the tests of the service, which start a private cluster of their own.

use std::env;
use std::fs;

use crate::setup::apt;
use crate::step::timed;
use crate::{Failure, fail};

/// Where Debian puts each version.
const INSTALLED: &str = "/usr/lib/postgresql";

fn found() -> bool {
    let mut versions = fs::read_dir(INSTALLED).into_iter().flatten().flatten();
    versions.any(|version| version.path().join("bin/pg_ctl").is_file())
}

/// Finds or installs it, and says whether it is there. Without it, tests on it are left out, save
/// in CI.
///
/// # Errors
/// In CI, if there is none.
pub fn ensure() -> Result<bool, Failure> {
    if !found() && timed("PostgreSQL: installing Debian's", || apt(&["postgresql"])).is_err() {
        println!("PostgreSQL: none could be installed");
    }
    if found() {
        return Ok(true);
    }
    let missing = format!("PostgreSQL: none in {INSTALLED}");
    if env::var_os("CI").is_some() {
        return fail(format!("{missing}, and CI must test the service on it."));
    }
    println!("{missing}, so the tests of the service on it are left out");
    Ok(false)
}
