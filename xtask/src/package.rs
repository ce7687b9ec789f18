//! The npm package: `pkg-template/` with the module, in `target/npm`.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use base64::Engine as _;
use duct::cmd;
use serde_json::Value;

use crate::module::{self, Entry, Module};
use crate::route::Route;
use crate::step::{run, timed};
use crate::{Failure, fail, node, root};

/// The assembled package.
pub fn folder() -> PathBuf {
    root().join("target/npm")
}

/// A project that has the packed package installed.
pub fn consumer() -> PathBuf {
    root().join("target/consumer")
}

/// `cargo xtask build`.
///
/// # Errors
/// Those of the tools; a module that is too large or asks for too much.
pub fn build(route: &Route) -> Result<(), Failure> {
    let made = assembled(route)?;
    println!("The package is in target/npm.");
    measure(&made, route)
}

/// Holds each module to the size that was promised.
///
/// # Errors
/// If one is larger.
pub fn measure(made: &[Module], route: &Route) -> Result<(), Failure> {
    made.iter().try_for_each(|module| module::measure(module, route).map(|_| ()))
}

/// Makes the package, whatever its size.
///
/// # Errors
/// Those of the tools; a module that asks for too much.
pub fn assembled(route: &Route) -> Result<Vec<Module>, Failure> {
    let made = module::build(route, &module::ALL)?;
    timed("build: assemble the package", || assemble(&made))?;
    timed("build: write the schemas", write_schemas)?;
    Ok(made)
}

fn assemble(made: &[Module]) -> Result<(), Failure> {
    let package = folder();
    if package.is_dir() {
        fs::remove_dir_all(&package)?;
    }
    copy(&root().join("pkg-template"), &package)?;
    copy(&root().join("src/check/preset"), &package.join("presets"))?;
    for name in ["CHANGELOG.md", "LICENSE-APACHE", "LICENSE-MIT"] {
        fs::copy(root().join(name), package.join(name))?;
    }
    for module in made {
        entry(&package, module)?;
    }
    fs::remove_dir_all(package.join("entry"))?;
    faces(&package)?;
    program(&package)?;
    for (license, file) in [("Apache-2.0", "LICENSE-APACHE"), ("MIT", "LICENSE-MIT")] {
        if !package.join(file).is_file() {
            return fail(format!("{file}, the text of {license}, is missing"));
        }
    }
    set_version(&package.join("package.json"))
}

/// The files of an entry. Each has an instance of its own, so they stand in each again.
fn entry(package: &Path, module: &Module) -> Result<(), Failure> {
    let dist = package.join("dist");
    let name = module.kind.name;
    let folder = dist.join(name);
    match module.kind.entry {
        Entry::Package => {
            fs::write(dist.join("core.wasm"), &module.wasm)?;
            over(&dist, module, &["documents.d.ts"])
        }
        Entry::Engine => {
            copy(&root().join("pkg-template/dist"), &folder)?;
            for unused in ["slim.js", "slim.d.ts", "source.js", "workerd.js"] {
                fs::remove_file(folder.join(unused))?;
            }
            over(&folder, module, &["documents.d.ts", &format!("{name}.d.ts")])
        }
        Entry::Plain => {
            fs::rename(package.join(name), &folder)?;
            copy(&package.join("entry"), &folder)?;
            for part in ["base64.js", "fault.js", "handle.js", "instance.js", "kept.js", "text.js"]
            {
                fs::copy(dist.join(part), folder.join(part))?;
            }
            over(&folder, module, &[])
        }
    }
}

/// What shows the answers of an entry that it is handed. They bring no module.
const FACES: [&str; 4] = ["element", "forms", "react", "store"];

fn faces(package: &Path) -> Result<(), Failure> {
    let folder = |name| package.join("dist").join(name);
    // They import each other, so all are in their place before one is bundled.
    FACES.iter().try_for_each(|name| fs::rename(package.join(name), folder(name)))?;
    FACES.iter().try_for_each(|name| {
        let folder = folder(name);
        common_js(&folder, &fs::read_to_string(folder.join("index.d.ts"))?)
    })
}

/// The program `incident-core`. It holds the reader of CSV, since the package asks for no other.
fn program(package: &Path) -> Result<(), Failure> {
    let folder = package.join("dist/cli");
    fs::rename(package.join("cli"), &folder)?;
    let words = ["csv.js", "--bundle", "--format=esm", "--platform=node", "--target=node20"];
    let words = [&words[..], &["--outfile=csv.js", "--allow-overwrite"]].concat();
    let packages = root().join("tests/js/node_modules");
    let bundle = node::tool("esbuild", &words).dir(&folder).env("NODE_PATH", &packages);
    run("bundle the reader of CSV", &bundle)?;
    fs::copy(packages.join("csv-parse/LICENSE"), folder.join("LICENSE-csv-parse"))?;
    Ok(())
}

/// The JSON Schemas of the documents, made of the types that read them.
fn write_schemas() -> Result<(), Failure> {
    let words = ["run", "--quiet", "--example", "policy", "--", "schema", "all", "--into"];
    let words = words.iter().map(OsString::from).chain([folder().join("schema").into()]);
    run("schemas", &cmd("cargo", words.collect::<Vec<_>>()).dir(root())).map(|_| ())
}

/// What an entry needs beside the template's files: the module as text, and the same for CommonJS.
fn over(folder: &Path, module: &Module, more_types: &[&str]) -> Result<(), Failure> {
    fs::write(folder.join("core.js"), &module.glue)?;
    let text = base64::engine::general_purpose::STANDARD.encode(&module.wasm);
    fs::write(folder.join("core.base64.js"), format!("export const base64 = '{text}';\n"))?;
    // One text for both module systems: a file of the one cannot name a file of the other.
    let mut types = fs::read_to_string(folder.join("index.d.ts"))?;
    for name in more_types {
        types = types + "\n" + &fs::read_to_string(folder.join(name))?;
    }
    for name in ["documents.d.ts", "analysis.d.ts", "desk.d.ts"] {
        let part = folder.join(name);
        if part.is_file() {
            fs::remove_file(part)?;
        }
    }
    fs::write(folder.join("index.d.ts"), &types)?;
    common_js(folder, &types)
}

/// An entry for CommonJS: a bundle, and types that name those of other such entries.
fn common_js(folder: &Path, types: &str) -> Result<(), Failure> {
    fs::write(folder.join("index.d.cts"), types.replace("/index.js'", "/index.cjs'"))?;
    let words = ["index.js", "--bundle", "--format=cjs", "--target=node20", "--external:react"];
    let bundle = node::tool("esbuild", &[&words[..], &["--outfile=index.cjs"]].concat());
    run("bundle for CommonJS", &bundle.dir(folder)).map(|_| ())
}

/// The package has the version of the crate.
fn set_version(manifest: &Path) -> Result<(), Failure> {
    let cargo = fs::read_to_string(root().join("Cargo.toml"))?;
    let version = cargo.lines().find_map(|line| line.strip_prefix("version = "));
    let Some(version) = version else { return fail("Cargo.toml has no version") };
    let mut written: Value = serde_json::from_str(&fs::read_to_string(manifest)?)?;
    written["version"] = Value::String(version.trim_matches('"').to_owned());
    fs::write(manifest, serde_json::to_string_pretty(&written)? + "\n")?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

/// Packs the package as npm publishes it and installs it into an empty project.
///
/// # Errors
/// Those of npm.
pub fn install_packed() -> Result<(), Failure> {
    let consumer = consumer();
    if consumer.is_dir() {
        fs::remove_dir_all(&consumer)?;
    }
    fs::create_dir_all(&consumer)?;
    fs::write(consumer.join("package.json"), "{ \"name\": \"consumer\", \"private\": true }\n")?;
    let pack = cmd!("npm", "pack", "--silent", "--pack-destination", &consumer).dir(folder());
    run("npm pack", &pack)?;
    let tarball = fs::read_dir(&consumer)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .find(|path| path.extension().is_some_and(|extension| extension == "tgz"));
    let Some(tarball) = tarball else { return fail("npm pack made no tarball") };
    let words = ["install", "--offline", "--no-audit", "--no-fund", "--no-package-lock"];
    let words = words.iter().map(OsString::from).chain([tarball.into_os_string()]);
    run("npm install", &cmd("npm", words.collect::<Vec<_>>()).dir(&consumer))?;
    Ok(())
}
