//! The WebAssembly module: compiled, bound, optimised, checked, measured.

use std::ffi::OsString;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use duct::{Expression, cmd};

use crate::route::{Route, TARGET};
use crate::step::{run, timed};
use crate::{Failure, fail, imports, made, node, root};

/// What wasm-opt is told, chosen by brotli bytes: `-Os` and `-Oz` make the file smaller and the
/// download larger. Control flow is made anew first, which repeats less, and once more, which still
/// helps. The features are those that rustc switches on by itself.
const OPTIMIZE: [&str; 14] = [
    "--flatten",
    "--rereloop",
    "-O3",
    "--flatten",
    "--rereloop",
    "-O3",
    "--enable-bulk-memory",
    "--enable-bulk-memory-opt",
    "--enable-extended-const",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
];

/// One of the package's modules: where its files are made, what it is compiled with, and what it
/// may take by brotli, as a server would compress it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    pub name: &'static str,
    pub entry: Entry,
    features: &'static str,
    /// What the compiler of the crate itself is told beside its profile.
    compiler: &'static [&'static str],
    bytes: usize,
}

/// What of the template is put around a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entry {
    /// The package itself.
    Package,
    /// The same functions once more, over a module that can do more.
    Engine,
    /// The functions of what needs no policy, and handles of its own.
    Plain,
}

/// What every portal loads.
const CORE: Kind = Kind {
    name: "core",
    entry: Entry::Package,
    features: "wasm",
    // Copies of a function where it is called make the module larger, at any length.
    compiler: &["-C", "llvm-args=-inline-threshold=0"],
    bytes: 120_000,
};
/// The same with what looks at policies and histories, loaded by those who import it. It goes
/// through whole logs, and takes a quarter less time so, for a ninth more bytes.
const ANALYSIS: Kind = Kind {
    name: "analysis",
    entry: Entry::Engine,
    features: "wasm,analysis",
    compiler: &["-C", "opt-level=s", "-C", "llvm-args=-inline-threshold=25"],
    bytes: 315_000,
};

/// The core with the open tickets of a team, for who has many of them: made for speed, too.
const DESK: Kind = Kind { name: "desk", features: "wasm,desk", bytes: 170_000, ..ANALYSIS };

/// What comes before the response, and needs no policy: alerts, assessment, the law's clocks, the
/// record.
const SECURITY: Kind = Kind {
    name: "security",
    entry: Entry::Plain,
    features: "wasm-security",
    compiler: &["-C", "llvm-args=-inline-threshold=0"],
    bytes: 150_000,
};

/// The response and what comes after, and needs no policy: plan, case file, review, readiness. A
/// thirtieth more than the others: it reads and folds tickets too, to prove a record again.
const RESPONSE: Kind =
    Kind { name: "response", features: "wasm-response", bytes: 155_000, ..SECURITY };

/// What past tickets say about the one at hand, which needs no policy either.
const INSIGHT: Kind = Kind { name: "insight", features: "wasm-insight", ..SECURITY };

/// How well the team does, likewise: it goes through many tickets at once.
const METRICS: Kind =
    Kind { name: "metrics", features: "wasm-metrics", compiler: ANALYSIS.compiler, ..SECURITY };

/// A module with the JavaScript that wasm-bindgen made for it.
pub struct Module {
    pub kind: Kind,
    pub wasm: Vec<u8>,
    pub glue: String,
}

/// How large the module is.
pub struct Sizes {
    pub raw: usize,
    pub gzip: usize,
    pub brotli: usize,
}

/// Makes these modules, in their order: while one is bound and optimised, which keeps one core busy
/// as compiling does, the next one is compiled.
///
/// # Errors
/// Those of the tools; an import that is not allowed.
pub fn build(route: &Route, kinds: &[Kind]) -> Result<Vec<Module>, Failure> {
    let sources = made::sources()?;
    let of = |kind: Kind| format!("{sources:x} {route:?} {kind:?} {OPTIMIZE:?}");
    let old = |kind: &Kind| !made::is(&bindings(*kind), &of(*kind));
    if kinds.iter().any(old) || !bindgen_program().is_file() {
        timed("build: compile wasm-bindgen (minutes, the first time)", compile_bindgen)?;
    }
    thread::scope(|scope| {
        let begun = kinds.iter().map(|&kind| {
            let (folder, of) = (bindings(kind), of(kind));
            let mut compiled = None;
            if !made::is(&folder, &of) {
                made::note(&folder, None)?;
                let title = format!("build: compile the module `{}`", kind.name);
                compiled = Some(timed(&title, || compile(route, kind))?);
            }
            Ok(scope.spawn(move || {
                if let Some(compiled) = compiled {
                    bound(&compiled, kind)?;
                    made::note(&folder, Some(&of))?;
                }
                read(kind)
            }))
        });
        // All are begun before the first one is waited for.
        let begun: Vec<Result<_, Failure>> = begun.collect();
        let made = begun.into_iter().map(|begun| match begun?.join() {
            Ok(module) => module,
            Err(_) => fail("binding a module panicked"),
        });
        made.collect()
    })
}

/// Makes the JavaScript of a module that was compiled, and a smaller module.
fn bound(compiled: &Path, kind: Kind) -> Result<(), Failure> {
    let begun = Instant::now();
    let folder = bindings(kind);
    bind(compiled, &folder, kind)?;
    optimize(&folder, kind)?;
    let Module { wasm, glue, .. } = read(kind)?;
    let count = imports::check(&wasm, &glue)?;
    println!(
        "build: bind and optimise `{}`, {:.1} s; {count} imports, all allowed",
        kind.name,
        begun.elapsed().as_secs_f64()
    );
    Ok(())
}

fn read(kind: Kind) -> Result<Module, Failure> {
    let folder = bindings(kind);
    let glue = fs::read_to_string(folder.join("core.js"))?;
    Ok(Module { kind, wasm: fs::read(folder.join("core.wasm"))?, glue })
}

/// Where the files of a module are made.
fn bindings(kind: Kind) -> PathBuf {
    root().join("target/bindings").join(kind.name)
}

/// Every module of the package.
pub const ALL: [Kind; 7] = [CORE, ANALYSIS, DESK, SECURITY, RESPONSE, INSIGHT, METRICS];

/// Makes and measures one module, without a package around it.
///
/// # Errors
/// Those of [`build`] and [`measure`]; a name that none has.
pub fn only(route: &Route, name: &str) -> Result<(), Failure> {
    let Some(kind) = ALL.into_iter().find(|kind| kind.name == name) else {
        let known = ALL.map(|kind| kind.name).join(", ");
        return fail(format!("there is no module `{name}`, only {known}"));
    };
    build(route, &[kind])?.iter().try_for_each(|module| measure(module, route).map(|_| ()))
}

fn compile(route: &Route, kind: Kind) -> Result<PathBuf, Failure> {
    let flags = ["--lib", "--crate-type", "cdylib", "--profile", "module"];
    let features = ["--no-default-features", "--features", kind.features];
    let flags: Vec<&str> = flags.into_iter().chain(features).collect();
    run("compile the module", &route.compile_module(&flags, kind.compiler))?;
    // The next module is compiled into the same place.
    let folder = bindings(kind);
    fs::create_dir_all(&folder)?;
    let kept = folder.join("compiled.wasm");
    fs::copy(route.module_folder().join(TARGET).join("module/incident_core.wasm"), &kept)?;
    Ok(kept)
}

fn compile_bindgen() -> Result<(), Failure> {
    let cargo = cmd!("cargo", "build", "--package", "bindgen").dir(root());
    run("compile wasm-bindgen", &cargo).map(|_| ())
}

/// wasm-bindgen as a program, once it is compiled.
pub fn bindgen_program() -> PathBuf {
    root().join("target/debug").join(format!("bindgen{}", std::env::consts::EXE_SUFFIX))
}

fn bind(compiled: &Path, folder: &Path, kind: Kind) -> Result<(), Failure> {
    let arguments = [
        "--target",
        "web",
        "--omit-default-module-path",
        // The entry replaces the instance after a trap.
        "--experimental-reset-state-function",
        "--no-typescript",
        "--remove-name-section",
        "--remove-producers-section",
        "--out-name",
        "core",
    ];
    let places = ["--out-dir".into(), folder.into(), compiled.into()];
    let words: Vec<OsString> = arguments.iter().map(OsString::from).chain(places).collect();
    run(&format!("bind {}", kind.name), &cmd(bindgen_program(), words)).map(|_| ())
}

fn optimize(folder: &Path, kind: Kind) -> Result<(), Failure> {
    let optimizer: Expression = node::tool("wasm-opt", &{
        let mut words = vec!["core_bg.wasm", "-o", "core.wasm"];
        words.extend(OPTIMIZE);
        words
    });
    run(&format!("optimise {}", kind.name), &optimizer.dir(folder)).map(|_| ())
}

/// Measures the module, and holds it to the size that was promised.
///
/// # Errors
/// If it is larger.
pub fn measure(module: &Module, route: &Route) -> Result<Sizes, Failure> {
    let Module { kind, wasm, .. } = module;
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(wasm)?;
    let mut brotli = Vec::new();
    let quality = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &**wasm, &mut brotli, &quality)?;
    let sizes = Sizes { raw: wasm.len(), gzip: gzip.finish()?.len(), brotli: brotli.len() };
    println!(
        "module `{}`: {} bytes, {} by gzip -9, {} by brotli -11 (at most {})",
        kind.name, sizes.raw, sizes.gzip, sizes.brotli, kind.bytes
    );
    if sizes.brotli > kind.bytes {
        let advice = if route.lacks_sources() {
            "It was made with std as it comes, since rust-src is missing: `rustup component add \
             rust-src` makes it smaller by a tenth."
        } else {
            "`cargo bloat` or twiggy tell what has grown."
        };
        return fail(format!(
            "the module `{}` takes {} bytes by brotli, {} more than promised. {advice}",
            kind.name,
            sizes.brotli,
            sizes.brotli - kind.bytes
        ));
    }
    Ok(sizes)
}
