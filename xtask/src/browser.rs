//! A Chromium for the tests.

use std::env;
use std::path::PathBuf;

use duct::cmd;

use crate::setup::apt;
use crate::step::timed;
use crate::{Failure, fail};

const NAMES: [&str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/// The browser and the driver that `wasm-bindgen-test` steers it with.
pub struct Browser {
    pub program: PathBuf,
    pub driver: Option<PathBuf>,
}

/// The browser on the path.
pub fn found() -> Option<Browser> {
    let program = NAMES.iter().find_map(|name| which::which(name).ok())?;
    // GitHub's machines keep the driver off the path and say where.
    let told =
        env::var_os("CHROMEWEBDRIVER").map(|folder| PathBuf::from(folder).join("chromedriver"));
    let driver = which::which("chromedriver").ok().or(told.filter(|path| path.is_file()));
    Some(Browser { program, driver })
}

/// Finds or installs a browser. Without one, tests in it are left out, save in CI.
///
/// # Errors
/// In CI, if there is none.
pub fn ensure() -> Result<Option<Browser>, Failure> {
    let mut browser = found();
    if browser.as_ref().is_none_or(|browser| browser.driver.is_none()) {
        let installed =
            timed("Chromium: installing Debian's", || apt(&["chromium", "chromium-driver"]));
        if installed.is_ok() {
            browser = found();
        }
    }
    if let Some(browser) = browser {
        let version = cmd!(&browser.program, "--version").stderr_null().read().unwrap_or_default();
        println!("Chromium: {}", version.trim());
        return Ok(Some(browser));
    }
    let missing = "no Chromium on the path (chromium, chromium-browser, google-chrome) and none \
                   could be installed; install one";
    if env::var_os("CI").is_some() {
        return fail(format!("Chromium: {missing}, since CI must test in a browser."));
    }
    println!("Chromium: {missing} to run the tests in a browser, which are left out now");
    Ok(None)
}
