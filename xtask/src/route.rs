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

/// How the module is compiled here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Route {
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
            Ok("rustup") => rustup().then_some(Self::Rustup),
            _ if rustup() => Some(Self::Rustup),
            _ => debian(),
        }
    }

    /// What to call it in a line of output.
    pub fn name(&self) -> String {
        match self {
            Self::Rustup => "rustup's target".to_owned(),
            Self::Debian { linker } => {
                let linker = linker.file_name().unwrap_or_default().to_string_lossy();
                format!("Debian's rustc with {linker}, std from its sources")
            }
        }
    }

    /// Where its files go: one compiler would else discard those of the other.
    pub fn target_folder(&self) -> PathBuf {
        root().join(match self {
            Self::Rustup => "target/wasm",
            Self::Debian { .. } => "target/wasm-debian",
        })
    }

    /// A cargo command for the target: `verb`, its arguments, those that the way needs.
    pub fn cargo(&self, verb: &str, arguments: &[&str]) -> Expression {
        let folder = self.target_folder().display().to_string();
        let mut words = vec![verb, "--target", TARGET, "--target-dir", &folder];
        words.extend(arguments);
        match self {
            Self::Rustup => cmd("cargo", words).dir(root()),
            Self::Debian { linker } => {
                words.extend(["-Z", "build-std=std,panic_abort"]);
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

fn rustup() -> bool {
    let sysroot = cmd!("rustc", "--print", "sysroot").dir(root()).stderr_null().read();
    sysroot.is_ok_and(|folder| {
        let std = Path::new(&folder).join("lib/rustlib").join(TARGET).join("lib");
        fs::read_dir(std).is_ok_and(|mut files| files.next().is_some())
    })
}

fn debian() -> Option<Route> {
    let version = cmd!("/usr/bin/rustc", "--version").stderr_null().read().ok()?;
    let minor: u32 = version.split('.').nth(1)?.parse().ok()?;
    let sysroot = cmd!("/usr/bin/rustc", "--print", "sysroot").stderr_null().read().ok()?;
    let sources = Path::new(&sysroot).join("lib/rustlib/src/rust/library/Cargo.lock");
    let ready = minor >= OLDEST && sources.is_file() && Path::new("/usr/bin/cargo").is_file();
    if !ready {
        return None;
    }
    linker().map(|linker| Route::Debian { linker })
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
