//! The same rules under more cases than a change has to wait for.

use duct::cmd;

use crate::browser::Browser;
use crate::oracle::Run;
use crate::step::{Steps, Tally, run, run_counting};
use crate::{Failure, fail, mutants, node, postgres, root, runtimes, schemathesis, setup, test};

/// How much of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// A few minutes, for every change.
    Short,
    /// For a release.
    Full,
}

impl Length {
    fn cases(self) -> &'static str {
        match self {
            Self::Short => "2000",
            Self::Full => "100000",
        }
    }

    fn questions(self) -> u64 {
        match self {
            Self::Short => 300_000,
            Self::Full => 10_000_000,
        }
    }

    fn requests(self) -> &'static str {
        match self {
            Self::Short => "10",
            Self::Full => "200",
        }
    }

    fn documents(self) -> &'static str {
        match self {
            Self::Short => "20000",
            Self::Full => "1000000",
        }
    }
}

/// One part: its name, whether the short form has it, and what it does.
struct Part {
    name: &'static str,
    in_short: bool,
    run: fn(&mut Steps, Length, Option<&Browser>),
}

/// A further part is one more row.
const PARTS: [Part; 8] = [
    Part { name: "oracle", in_short: true, run: oracle },
    Part { name: "properties", in_short: true, run: properties },
    Part { name: "hostile", in_short: true, run: hostile },
    Part { name: "mutants", in_short: false, run: mutants },
    Part { name: "runtimes", in_short: false, run: every_runtime },
    Part { name: "examples", in_short: false, run: long_examples },
    Part { name: "fuzz", in_short: true, run: bad_input },
    Part { name: "load", in_short: false, run: load },
];

/// `cargo xtask soak`, of these parts or of all that its length has.
///
/// # Errors
/// If something did not pass; a part that there is not.
pub fn command(length: Length, wanted: &[&str]) -> Result<(), Failure> {
    if let Some(unknown) = wanted.iter().find(|name| PARTS.iter().all(|part| part.name != **name)) {
        let known = PARTS.map(|part| part.name).join(", ");
        return fail(format!("there is no part `{unknown}`, only {known}"));
    }
    let mut steps = Steps::default();
    let mut ready = None;
    steps.check("set up", || {
        ready = Some(setup::for_testing()?);
        Ok(Tally::default())
    });
    if let Some((route, browser)) = ready
        && test::build(&mut steps, &route)
    {
        let all = |part: &Part| part.in_short || length == Length::Full;
        let asked = |part: &&Part| {
            if wanted.is_empty() { all(part) } else { wanted.contains(&part.name) }
        };
        for part in PARTS.iter().filter(asked) {
            println!("soak: {}", part.name);
            (part.run)(&mut steps, length, browser.as_ref());
        }
    }
    steps.finish()
}

/// Questions that the tests do not ask: their seeds begin elsewhere.
const SEED: u64 = 1_000_000_000;

fn oracle(steps: &mut Steps, length: Length, _: Option<&Browser>) {
    let questions = length.questions();
    steps.check(&format!("oracle, {questions} questions"), || {
        Run { questions, days: 3, seed: SEED }.check()
    });
}

fn properties(steps: &mut Steps, length: Length, _: Option<&Browser>) {
    let cases = length.cases();
    steps.check(&format!("properties, {cases} cases each"), || {
        // proptest reads its own variable; tests that count for themselves read ours.
        let tests = cmd!("cargo", "test", "--release", "--test", "it")
            .dir(root())
            .env("INCIDENT_CORE_CASES", cases)
            .env("PROPTEST_CASES", cases);
        run_counting("properties", &tests)
    });
    steps.check("the clock's properties, 10000 cases each", || {
        let words = ["test", "--release", "--test", "it", "metamorphic"];
        let tests = cmd("cargo", words).dir(root()).env("INCIDENT_CORE_CASES", "10000");
        run_counting("clock properties", &tests)
    });
    steps.check("records, bit by bit; security", || {
        let words = ["test", "--release", "--test", "security", "--", "--include-ignored"];
        run_counting("security", &cmd("cargo", words).dir(root()))
    });
}

fn hostile(steps: &mut Steps, length: Length, browser: Option<&Browser>) {
    let documents = length.documents();
    steps.check(&format!("hostile input, {documents} documents"), || {
        let files = ["hostile.test.js", "hostile-plain.test.js", "instance.test.js"];
        let tests = test::node_tests(&files, browser);
        run_counting("hostile", &tests.env("INCIDENT_CORE_CASES", documents))
    });
}

fn mutants(steps: &mut Steps, _: Length, _: Option<&Browser>) {
    steps.check("mutants", mutants::check);
}

fn every_runtime(steps: &mut Steps, _: Length, _: Option<&Browser>) {
    runtimes::check(steps);
}

/// Those that the tests of the package have no time for.
fn long_examples(steps: &mut Steps, _: Length, browser: Option<&Browser>) {
    steps.check("examples: Next by both bundlers, Deno, Bun", || {
        run_counting("examples", &test::node_tests(&["examples/long.test.js"], browser))
    });
}

/// To every route that the service describes, on each database.
fn bad_input(steps: &mut Steps, length: Length, _: Option<&Browser>) {
    let mut ready = None;
    steps.check("service: set up", || {
        node::install_service()?;
        ready = schemathesis::ensure()?;
        Ok(Tally::default())
    });
    let Some(program) = ready else { return };
    let words = ["run", "fuzz", "--silent", "--", "--examples", length.requests()];
    let fuzz = |also: &[&str]| {
        let words = [&words[..], also].concat();
        cmd("npm", words).dir(root().join(node::SERVICE)).env("SCHEMATHESIS", &program)
    };
    steps.check("service: bad input on SQLite", || {
        run("bad input on SQLite", &fuzz(&[]))?;
        Ok(Tally::default())
    });
    steps.check("service: bad input on PostgreSQL", || {
        if postgres::ensure()? {
            run("bad input on PostgreSQL", &fuzz(&["--postgres"]))?;
        }
        Ok(Tally::default())
    });
}

/// A hundred thousand commands to three replicas over PostgreSQL, some of which are killed, and
/// then what is left of it.
fn load(steps: &mut Steps, _: Length, _: Option<&Browser>) {
    steps.check("service under load, 100000 commands", || {
        node::install_service()?;
        if !postgres::ensure()? {
            return fail("there is no PostgreSQL to put the load on");
        }
        let words = ["--postgres", "--replicas", "3", "--kills", "20", "--commands", "100000"];
        let words = [&["run", "load", "--silent", "--"], &words[..]].concat();
        run("load", &cmd("npm", words).dir(root().join(node::SERVICE)))?;
        Ok(Tally::default())
    });
}
