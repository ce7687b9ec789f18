//! schemathesis, which thinks of bad input to the service: in a Python environment of its own.

use std::fs;
use std::path::{Path, PathBuf};

use duct::cmd;

use crate::setup::apt;
use crate::step::{run, timed};
use crate::{Failure, node, root};

/// Whether there is a Python that can make environments.
fn python() -> bool {
    let question = cmd!("python3", "-c", "import ensurepip, venv");
    question.stdout_null().stderr_null().run().is_ok()
}

/// Finds or installs it. Rust, Node and npm are all that a machine must have, so without a Python
/// or an index that pip can reach, what needs it is left out with a word.
///
/// # Errors
/// If its requirements cannot be read.
pub fn ensure() -> Result<Option<PathBuf>, Failure> {
    let folder = root().join("target/xtask/schemathesis");
    let program = folder.join("bin/schemathesis");
    let wanted = root().join(node::SERVICE).join("fuzz/requirements.txt");
    if fs::read(stamp(&folder)).ok() == Some(fs::read(&wanted)?) {
        return Ok(Some(program));
    }
    if !python() && timed("Python: installing Debian's", || apt(&["python3-venv"])).is_err() {
        println!("Python: none could be installed, so the service is given no bad input");
        return Ok(None);
    }
    if let Err(failure) = timed("schemathesis: pip install", || install(&folder, &wanted)) {
        println!("{failure}\nWithout schemathesis, the service is given no bad input.");
        return Ok(None);
    }
    Ok(Some(program))
}

/// What was wanted when it was installed.
fn stamp(folder: &Path) -> PathBuf {
    folder.join("installed.txt")
}

fn install(folder: &Path, wanted: &Path) -> Result<(), Failure> {
    run("schemathesis venv", &cmd!("python3", "-m", "venv", "--clear", folder))?;
    let pip = cmd!(folder.join("bin/pip"), "install", "--quiet", "--requirement", wanted);
    run("schemathesis pip", &pip)?;
    fs::copy(wanted, stamp(folder))?;
    Ok(())
}
