//! The service and its portal, to look at.

use std::env;
use std::fs;
use std::net::TcpListener;

use duct::{Expression, cmd};

use crate::step::{run, timed};
use crate::{Failure, fail, node, package, root, setup};

/// Where the service listens, if nobody else does and `PORT` says nothing else.
const PORT: u16 = 8080;

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
    let log =
        wanted.log.map(|path| fs::canonicalize(path).map_err(|error| format!("{path}: {error}")));
    let log = log.transpose()?;
    let route = setup::for_building()?;
    package::assembled(&route)?;
    node::install_service()?;
    timed("demo: build the portal", build_portal)?;
    let port = port()?;
    let mut service = service(port)?;
    if let Some(url) = wanted.postgres {
        service = service.env("DATABASE_URL", url);
    }
    println!("\nCtrl-C stops the service; its data stay in target/demo.");
    let running = service.start()?;
    if let Some(log) = log {
        let address = format!("http://127.0.0.1:{port}");
        let brought_in = cmd!("node", "bring-in.js", log, address);
        if let Err(error) = brought_in.dir(root().join(node::SERVICE)).run() {
            // Nobody would know of a service that goes on without this.
            running.kill()?;
            return Err(error.into());
        }
    }
    running.wait()?;
    Ok(())
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
    fs::create_dir_all(&data)?;
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
    use super::Wanted;

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
}
