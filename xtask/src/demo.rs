//! The service and its portal, to look at.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use duct::{Expression, Handle, cmd};

use crate::step::{run, timed};
use crate::{Failure, fail, node, package, root, setup};

/// Where the service listens, if nobody else does and `PORT` says nothing else.
const PORT: u16 = 8080;
/// How often is looked whether the service is still there.
const LOOK: Duration = Duration::from_millis(100);

/// What `cargo xtask demo` is told.
#[derive(Debug, Default, PartialEq, Eq)]
struct Wanted<'a> {
    postgres: Option<&'a str>,
    log: Option<&'a str>,
}

impl<'a> Wanted<'a> {
    fn read(words: &[&'a str]) -> Result<Self, Failure> {
        let mut wanted = Self::default();
        let mut rest = words;
        while let [name, tail @ ..] = rest {
            let place = match *name {
                "--postgres" => &mut wanted.postgres,
                "--log" => &mut wanted.log,
                _ => return fail(format!("`{name}` is unknown here: --postgres URL, --log FILE")),
            };
            let [value, tail @ ..] = tail else {
                return fail(format!("`{name}` needs a value"));
            };
            *place = Some(value);
            rest = tail;
        }
        Ok(wanted)
    }
}

/// `cargo xtask demo`: serves the portal until somebody stops it.
///
/// # Errors
/// Those of the tools; a log that is not there.
pub fn command(words: &[&str]) -> Result<(), Failure> {
    let wanted = Wanted::read(words)?;
    let log = wanted.log.map(found).transpose()?;
    let route = setup::for_building()?;
    package::assembled(&route)?;
    node::install_service()?;
    timed("demo: build the portal", build_portal)?;
    let port = port()?;
    let mut service = service(port)?;
    if let Some(url) = wanted.postgres {
        service = service.env("DATABASE_URL", url);
    }
    let place = if wanted.postgres.is_some() { "the database" } else { "target/demo" };
    println!("\nCtrl-C stops the service; its data stay in {place}.");
    let running = service.start()?;
    if let Some(log) = log {
        let address = format!("http://127.0.0.1:{port}");
        let bringing = cmd!("node", "bring-in.js", log, address);
        let bringing = bringing.dir(root().join(node::SERVICE)).start()?;
        if brought_in(&running, &bringing).is_err() {
            // Each has said why. Nobody would know of a service that goes on without this.
            running.kill()?;
            return fail("the log was not brought in, and the service is stopped");
        }
    }
    running.wait()?;
    Ok(())
}

/// Waits for what brings the log in, as long as the service is there to take it.
fn brought_in(service: &Handle, bringing: &Handle) -> Result<(), Failure> {
    while bringing.try_wait()?.is_none() {
        let ended = service.try_wait();
        if !matches!(ended, Ok(None)) {
            bringing.kill()?;
            ended?;
            return fail("the service ended before the log was brought in");
        }
        thread::sleep(LOOK);
    }
    Ok(())
}

/// Where the log is, said before anything is built.
fn found(path: &str) -> Result<PathBuf, Failure> {
    let log = fs::canonicalize(path).map_err(|error| format!("--log {path}: {error}"))?;
    if log.is_dir() {
        return fail(format!("--log {path}: this is a folder, not a log"));
    }
    Ok(log)
}

/// Builds the portal's files, `www/dist`.
///
/// # Errors
/// Those of Vite.
pub fn build_portal() -> Result<(), Failure> {
    run("www build", &cmd!("npm", "run", "build", "--silent").dir(root().join("www"))).map(|_| ())
}

fn service(port: u16) -> Result<Expression, Failure> {
    let data = root().join("target/demo");
    fs::create_dir_all(&data).map_err(|error| format!("{}: {error}", data.display()))?;
    Ok(cmd!("node", "src/main.js")
        .dir(root().join(node::SERVICE))
        .env("DEMO", "1")
        .env("PORT", port.to_string())
        .env("PORTAL", root().join("www/dist"))
        .env("DATABASE_FILE", data.join("incidents.db"))
        .env("LOG_FILE", data.join("service.log")))
}

/// The port that was asked for, else the usual one, else any that is free.
fn port() -> Result<u16, Failure> {
    if let Ok(asked) = env::var("PORT") {
        return Ok(asked.parse().map_err(|_| format!("PORT={asked} is no port"))?);
    }
    let place = |port| TcpListener::bind(("127.0.0.1", port));
    let listener = place(PORT).or_else(|_| place(0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use duct::cmd;

    use super::{Wanted, brought_in, found};

    #[test]
    fn what_is_wanted_is_read_in_any_order() {
        let read = |words: &[&str]| Wanted::read(words).map_err(|error| error.to_string()).is_ok();
        let both = ["--log", "a.csv", "--postgres", "postgres://x/y"];
        let wanted = Wanted { postgres: Some("postgres://x/y"), log: Some("a.csv") };
        assert_eq!(Wanted::read(&both).ok(), Some(wanted));
        assert!(read(&[]));
        assert!(!read(&["--log"]));
        assert!(!read(&["a.csv"]));
    }

    #[test]
    fn a_service_that_ends_is_not_waited_for() {
        let node = |code: &str| cmd!("node", "-e", code).start().expect("a process");
        let lasting = "setTimeout(() => {}, 60_000)";
        for ending in ["process.exitCode = 1", "process.exitCode = 0"] {
            let bringing = node(lasting);
            assert!(brought_in(&node(ending), &bringing).is_err());
            assert!(bringing.wait().is_err(), "it is stopped as well");
        }
        let service = node(lasting);
        assert!(brought_in(&service, &node("process.exitCode = 1")).is_err());
        assert!(brought_in(&service, &node("process.exitCode = 0")).is_ok());
        service.kill().expect("stopped");
    }

    #[test]
    fn a_log_is_a_file_that_is_there() {
        let said = |path: &str| found(path).map_err(|error| error.to_string()).err();
        assert_eq!(said("Cargo.toml"), None);
        assert_eq!(said("src").as_deref(), Some("--log src: this is a folder, not a log"));
        assert!(said("missing.csv").is_some_and(|text| text.starts_with("--log missing.csv: ")));
    }
}
