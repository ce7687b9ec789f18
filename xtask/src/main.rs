//! The build tool of incident-core.

mod bench;
mod browser;
mod demo;
mod imports;
mod log;
mod made;
mod module;
mod mutants;
mod node;
mod oracle;
mod package;
mod postgres;
mod replay;
mod route;
mod runtimes;
mod schemathesis;
mod setup;
mod soak;
mod step;
mod test;
mod tzdata;

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Why a command stopped, in words for whoever called it.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

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

const HELP: &str = "\
The build tool of incident-core. cargo xtask COMMAND:

  bench            time the clock against another crate, and the package against those of npm
  setup            find or install the WebAssembly target, the Node packages and Chromium
  demo [OPTION...] serve the portal over a service with a history, until you stop it;
                   --postgres URL instead of SQLite, --log FILE brings in a ServiceNow export
  replay [LOG]     replay a made-up log, or yours, natively and in Node, and compare
  build [MODULE]   make the npm package in target/npm and measure its modules, or one module
  test [PART...]   check and test everything: native, Node, Chromium; parts:
                   native package www service
  soak [--short] [PART...]
                   the same rules under more cases, hostile input to them and to the service,
                   every JavaScript runtime, the service under load; parts: oracle properties
                   hostile mutants runtimes examples fuzz load
  tzdata [FOLDER]  pack the time zone table anew, from a folder or from the pinned release
  help             this text

Logs of every step are in target/xtask. INCIDENT_CORE_WASM=rustup|debian picks the toolchain of
the module; INCIDENT_CORE_CASES sets how many cases a property test runs.";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => {
            println!("{HELP}");
            Ok(())
        }
        ["bench"] => bench::command(),
        ["setup"] => setup::command(),
        ["demo", options @ ..] => demo::command(options),
        ["replay"] => replay::command(None),
        ["replay", path] => replay::command(Some(path)),
        ["build"] => setup::for_building().and_then(|route| package::build(&route)),
        ["build", name] => setup::for_building().and_then(|route| module::only(&route, name)),
        ["test", parts @ ..] => test::command(parts),
        ["soak", "--short", parts @ ..] => soak::command(soak::Length::Short, parts),
        ["soak", parts @ ..] => soak::command(soak::Length::Full, parts),
        ["tzdata"] => tzdata::run(None),
        ["tzdata", folder] => tzdata::run(Some(folder)),
        [command, ..] => fail(format!(
            "`{}` is not a command of the build tool; `cargo xtask help` lists them ({command})",
            words.join(" ")
        )),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("{failure}");
            ExitCode::FAILURE
        }
    }
}
