//! The two ways to compile for WebAssembly: rustup's target, or Debian's Rust for browsers.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};

use duct::{Expression, cmd};

use crate::{Failure, fail, root};

/// The target, as rustc names it.
pub const TARGET: &str = "wasm32-unknown-unknown";
/// The oldest compiler that the crate is written for, as minor version.
const OLDEST: u32 = 88;

/// What compiles std from its sources.
const BUILD_STD: [&str; 2] = ["-Z", "build-std=std,panic_abort"];
/// What makes that std a small one: a panic traps at once.
const OWN_STD: [&str; 6] = [
    "-Z",
    "build-std-features=optimize_for_size",
    "-Z",
    "panic-immediate-abort",
    "--config",
    "profile.module.panic='immediate-abort'",
];

/// How the module is compiled here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    compiler: Compiler,
    /// Whether the module can have a std of its own: compiled for size, and without the texts of
    /// panics, which nobody could read behind a trap.
    own_std: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Compiler {
    /// The active toolchain has the target.
    Rustup,
    /// Debian's compiler builds std from its sources, with this linker.
    Debian { linker: PathBuf },
}

impl Route {
    /// The way that this machine is ready for, without installing anything.
    pub fn found() -> Option<Self> {
        match env::var("INCIDENT_CORE_WASM").as_deref() {
            Ok("debian") => debian(),
            Ok("rustup") => rustup(),
            _ => rustup().or_else(debian),
        }
    }

    /// Whether this is rustup's toolchain without the sources of std, which it could use.
    pub fn lacks_sources(&self) -> bool {
        self.compiler == Compiler::Rustup && !self.own_std && knows_immediate_abort("cargo")
    }

    /// What to call it in a line of output.
    pub fn name(&self) -> String {
        let compiler = match &self.compiler {
            Compiler::Rustup => "rustup's target".to_owned(),
            Compiler::Debian { linker } => {
                let linker = linker.file_name().unwrap_or_default().to_string_lossy();
                format!("Debian's rustc with {linker}")
            }
        };
        let std = if self.own_std { "compiled for size" } else { "as it comes" };
        format!("{compiler}, std {std}")
    }

    /// Where the files of the tests go: one compiler would else discard those of the other.
    fn target_folder(&self) -> PathBuf {
        root().join(match self.compiler {
            Compiler::Rustup => "target/wasm",
            Compiler::Debian { .. } => "target/wasm-debian",
        })
    }

    /// Where the files of the module go: with a std of its own, nothing is shared with the tests.
    pub fn module_folder(&self) -> PathBuf {
        let folder = self.target_folder();
        if self.own_std { folder.join("own-std") } else { folder }
    }

    /// A cargo command for the target: `verb`, its arguments, those that the way needs.
    pub fn cargo(&self, verb: &str, arguments: &[&str]) -> Expression {
        self.command(verb, &self.target_folder(), arguments, &[])
    }

    /// Compiles the module, which has a std of its own if it can: cargo's arguments, and those of
    /// the compiler for the crate itself.
    pub fn compile_module(&self, arguments: &[&str], compiler: &[&str]) -> Expression {
        let mut words = arguments.to_vec();
        if !self.own_std {
            return self.command("rustc", &self.module_folder(), &words, compiler);
        }
        if self.compiler == Compiler::Rustup {
            words.extend(BUILD_STD);
        }
        words.extend(OWN_STD);
        // The word that lets a stable compiler do what is still being tried out.
        self.command("rustc", &self.module_folder(), &words, compiler).env("RUSTC_BOOTSTRAP", "1")
    }

    fn command(
        &self,
        verb: &str,
        folder: &Path,
        arguments: &[&str],
        compiler: &[&str],
    ) -> Expression {
        let folder = folder.display().to_string();
        let mut words = vec![verb, "--target", TARGET, "--target-dir", &folder];
        words.extend(arguments);
        if matches!(self.compiler, Compiler::Debian { .. }) {
            words.extend(BUILD_STD);
        }
        if !compiler.is_empty() {
            words.push("--");
            words.extend(compiler);
        }
        match &self.compiler {
            Compiler::Rustup => cmd("cargo", words).dir(root()),
            Compiler::Debian { linker } => {
                let command = cmd("/usr/bin/cargo", words)
                    .dir(root())
                    .env("RUSTC_BOOTSTRAP", "1")
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                // This program was started by another cargo, which left its own marks.
                ["LD_LIBRARY_PATH", "CARGO", "RUSTUP_TOOLCHAIN", "RUSTC_WRAPPER", "RUSTDOC"]
                    .iter()
                    .fold(command, |command, name| command.env_remove(name))
            }
        }
    }
}

fn rustup() -> Option<Route> {
    let sysroot = cmd!("rustc", "--print", "sysroot").dir(root()).stderr_null().read().ok()?;
    let compiled = Path::new(&sysroot).join("lib/rustlib").join(TARGET).join("lib");
    fs::read_dir(compiled).ok()?.next()?.ok()?;
    let own_std = has_sources(&sysroot) && knows_immediate_abort("cargo");
    Some(Route { compiler: Compiler::Rustup, own_std })
}

fn debian() -> Option<Route> {
    let version = cmd!("/usr/bin/rustc", "--version").stderr_null().read().ok()?;
    let minor: u32 = version.split('.').nth(1)?.parse().ok()?;
    let sysroot = cmd!("/usr/bin/rustc", "--print", "sysroot").stderr_null().read().ok()?;
    let cargo = "/usr/bin/cargo";
    if minor < OLDEST || !has_sources(&sysroot) || !Path::new(cargo).is_file() {
        return None;
    }
    let compiler = Compiler::Debian { linker: linker()? };
    Some(Route { compiler, own_std: knows_immediate_abort(cargo) })
}

fn has_sources(sysroot: &str) -> bool {
    Path::new(sysroot).join("lib/rustlib/src/rust/library/Cargo.lock").is_file()
}

fn knows_immediate_abort(cargo: &str) -> bool {
    let listed = cmd!(cargo, "-Z", "help").dir(root()).env("RUSTC_BOOTSTRAP", "1").stderr_null();
    listed.read().is_ok_and(|text| text.contains("panic-immediate-abort"))
}

/// The newest `wasm-ld-N` of Debian's, else the linker that rustup's toolchain brings.
fn linker() -> Option<PathBuf> {
    let mut found: Vec<(u32, PathBuf)> = fs::read_dir("/usr/bin")
        .ok()?
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            let number = path.file_name()?.to_str()?.strip_prefix("wasm-ld-")?.parse().ok()?;
            Some((number, path))
        })
        .collect();
    found.sort();
    if let Some((_, newest)) = found.pop() {
        return Some(newest);
    }
    let sysroot = cmd!("rustc", "--print", "sysroot").stderr_null().read().ok()?;
    let hosts = fs::read_dir(Path::new(&sysroot).join("lib/rustlib")).ok()?;
    hosts
        .filter_map(|entry| Some(entry.ok()?.path().join("bin/rust-lld")))
        .find(|lld| lld.is_file())
}

/// The way, or what is missing.
///
/// # Errors
/// If neither way is ready.
pub fn required() -> Result<Route, Failure> {
    match Route::found() {
        Some(route) => Ok(route),
        None => fail(
            "No way to compile for WebAssembly: the active Rust toolchain has no \
             wasm32-unknown-unknown, and Debian's rustc-web with rust-web-src and a wasm-ld is not \
             here either. Run `rustup target add wasm32-unknown-unknown`, or, where rustup cannot \
             fetch it, `apt-get install rustc-web cargo-web rust-web-src lld`.",
        ),
    }
}
