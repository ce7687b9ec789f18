//! How fast the clock is, beside another crate's in the same run.

use duct::cmd;

use crate::{Failure, fail, root};

/// `cargo xtask bench`. What it prints goes straight through: the figures are the point of it.
///
/// # Errors
/// If the crates disagree, or the clock is slower than is expected of it.
pub fn command() -> Result<(), Failure> {
    let ended = cmd!("cargo", "bench", "--bench", "clock").dir(root()).unchecked().run()?;
    if ended.status.success() { Ok(()) } else { fail("the clock is not as expected") }
}
