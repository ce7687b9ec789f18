//! Everything that must hold before a change goes in.

use std::fs;
use std::path::Path;

use duct::{Expression, cmd};
use serde_json::json;

use crate::browser::Browser;
use crate::oracle::{self, Run};
use crate::route::Route;
use crate::step::{Steps, Tally, run, run_counting};
use crate::{Failure, demo, fail, module, node, package, postgres, replay, root, setup};

const PARTS: [&str; 4] = ["native", "package", "www", "service"];

/// `cargo xtask test`, of these parts or of all.
///
/// # Errors
/// If something did not pass.
pub fn command(parts: &[&str]) -> Result<(), Failure> {
    if let Some(unknown) = parts.iter().find(|part| !PARTS.contains(part)) {
        return fail(format!("`{unknown}` is no part of the tests: {}", PARTS.join(", ")));
    }
    let wanted = |part| parts.is_empty() || parts.contains(&part);
    let mut steps = Steps::default();
    let mut ready = None;
    steps.check("set up", || {
        ready = Some(setup::for_testing()?);
        Ok(Tally::default())
    });
    if wanted("native") {
        native(&mut steps);
    }
    let built_on = ["package", "www", "service"].into_iter().any(wanted);
    if let Some((route, browser)) = ready.filter(|_| built_on)
        && build(&mut steps, &route)
    {
        if wanted("package") {
            in_node(&mut steps, browser.as_ref());
            in_wasm(&mut steps, &route, browser.as_ref());
        }
        if wanted("www") {
            www(&mut steps, browser.as_ref());
        }
        if wanted("service") {
            service(&mut steps, browser.as_ref(), wanted("www"));
        }
    }
    steps.finish()
}

fn native(steps: &mut Steps) {
    let cargo = |words: &[&str]| cmd("cargo", words).dir(root());
    steps.check("native: format", || run_counting("format", &cargo(&["fmt", "--all", "--check"])));
    steps.check("native: clippy", || {
        let words = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
        run_counting("clippy", &cargo(&words))
    });
    steps.check("native: tests", || {
        // The package of wasm-bindgen has no tests, and is compiled elsewhere with fewer features.
        run_counting("native", &cargo(&["test", "--workspace", "--exclude", "bindgen"]))
    });
    steps.check("native: the clock against the oracle", || {
        Run { questions: 40_000, days: 60, seed: 1 }.check()
    });
}

/// Builds the package and installs it, as packed, where the tests use it.
pub fn build(steps: &mut Steps, route: &Route) -> bool {
    let mut made = None;
    let built = steps.check("package: build", || {
        made = Some(package::assembled(route)?);
        package::install_packed()?;
        Ok(Tally::default())
    });
    if let Some(made) = made.filter(|_| built) {
        steps.check("package: size of the modules", || {
            package::measure(&made, route)?;
            Ok(Tally::default())
        });
    }
    built
}

/// A run of `node --test` over files of `tests/js`.
pub fn node_tests(files: &[&str], browser: Option<&Browser>) -> Expression {
    let mut words = vec!["--test", "--test-reporter=tap", "--expose-gc"];
    words.extend(files);
    let tests = cmd("node", words).dir(root().join("tests/js"));
    match browser {
        Some(browser) => tests.env("INCIDENT_CORE_CHROMIUM", &browser.program),
        None => tests.env_remove("INCIDENT_CORE_CHROMIUM"),
    }
}

const AGREEMENT: [&str; 2] = ["agreement.test.js", "analysis.test.js"];
const LOADING: [&str; 2] = ["contents.test.js", "loading.test.js"];
/// It needs the page, which is built later.
const PAGE: &str = "www.test.js";

/// The files of `tests/js` that have no step of their own: whatever is added there is run.
fn other_tests() -> Result<Vec<String>, Failure> {
    let own = [&AGREEMENT[..], &LOADING, &[PAGE]].concat();
    Ok(tests_in("")?.into_iter().filter(|name| !own.contains(&name.as_str())).collect())
}

/// The test files in a folder of `tests/js`.
fn tests_in(folder: &str) -> Result<Vec<String>, Failure> {
    let entries = fs::read_dir(root().join("tests/js").join(folder))?;
    let names = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let tests = names.filter(|name| name.ends_with(".test.js"));
    let mut files: Vec<String> =
        tests.map(|name| Path::new(folder).join(name).display().to_string()).collect();
    files.sort_unstable();
    Ok(files)
}

fn each(files: &[String]) -> Vec<&str> {
    files.iter().map(String::as_str).collect()
}

fn in_node(steps: &mut Steps, browser: Option<&Browser>) {
    steps.check("package: questions of the oracle", oracle::questions);
    steps.check("package: the same answers in Node and Chromium", || {
        run_counting("agreement", &node_tests(&AGREEMENT, browser))
    });
    steps.check("package: answers, hostile input, replay, vectors", || {
        run_counting("package", &node_tests(&each(&other_tests()?), browser))
    });
    steps.check("package: contents, loading everywhere", || {
        run_counting("loading", &node_tests(&LOADING, browser))
    });
    steps.check("package: the examples in Rust and in Node agree", || {
        replay::check()?;
        Ok(Tally::default())
    });
    steps.check("package: types", || {
        let vectors = cmd!("node", "vectors.mjs").dir(root().join("tests/types"));
        run("types of the vectors", &vectors)?;
        let project = root().join("tests/types").display().to_string();
        run_counting("types", &node::tool("tsc", &["--project", &project]))
    });
}

fn in_wasm(steps: &mut Steps, route: &Route, browser: Option<&Browser>) {
    let runner = format!("{} test-runner", module::bindgen_program().display());
    let tests = route
        .cargo("test", &["--test", "wasm", "--features", "wasm"])
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    steps.check("wasm: tests in Node", || run_counting("wasm in Node", &tests));
    let Some(browser) = browser else { return };
    let Some(driver) = &browser.driver else {
        println!("wasm: no chromedriver beside the browser, so these tests are left out there");
        return;
    };
    steps.check("wasm: tests in Chromium", || {
        let settings = webdriver_settings(&browser.program)?;
        let tests = tests
            .env("CHROMEDRIVER", driver)
            .env("WASM_BINDGEN_USE_BROWSER", "1")
            .env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", settings);
        run_counting("wasm in Chromium", &tests)
    });
}

/// Tells chromedriver which browser to start and to start it quietly; a container has no sandbox.
fn webdriver_settings(program: &Path) -> Result<std::path::PathBuf, Failure> {
    let path = root().join("target/xtask/webdriver.json");
    let flags = [
        "headless",
        "no-sandbox",
        "disable-gpu",
        "disable-quic",
        "no-first-run",
        "disable-background-networking",
        "disable-component-update",
        "disable-sync",
        "disable-dev-shm-usage",
    ];
    let settings = json!({"goog:chromeOptions": {"binary": program, "args": flags}});
    fs::write(&path, settings.to_string())?;
    Ok(path)
}

fn www(steps: &mut Steps, browser: Option<&Browser>) {
    let built = steps.check("www: build", || {
        demo::build_portal()?;
        Ok(Tally::default())
    });
    if built && browser.is_some() {
        steps.check("www: the portal in Chromium", || {
            let mut files = vec![PAGE.to_owned()];
            files.extend(tests_in("portal")?);
            run_counting("www", &node_tests(&each(&files), browser))
        });
    }
}

/// The service on each database. PostgreSQL is a cluster that the tests start and stop.
fn service(steps: &mut Steps, browser: Option<&Browser>, is_portal_built: bool) {
    let folder = root().join(node::SERVICE);
    let installed = steps.check("service: set up", || {
        node::install_service()?;
        Ok(Tally::default())
    });
    let tests = cmd!("npm", "test", "--silent").dir(folder);
    if installed {
        steps.check("service: on SQLite", || run_counting("service on SQLite", &tests));
    }
    if installed && browser.is_some() {
        steps.check("service: with the portal in Chromium", || {
            if !is_portal_built {
                demo::build_portal()?;
            }
            let files = tests_in("service")?;
            run_counting("service and Chromium", &node_tests(&each(&files), browser))
        });
    }
    let mut there = false;
    steps.check("service: PostgreSQL", || {
        there = postgres::ensure()?;
        Ok(Tally::default())
    });
    if installed && there {
        let tests = tests.env("TEST_DATABASE", "postgres");
        steps.check("service: on PostgreSQL", || run_counting("service on PostgreSQL", &tests));
    }
}
