use serde::Serialize;

use crate::document::Lines;
use crate::door::{json, text};
use crate::error::{Error, Path, all_below};
use crate::insight::{History, PastRow};
use crate::limits;

/// The history that the rows of a request make.
pub(super) fn history<R: PastRow>(
    rules: Result<R::Rules, Vec<Error>>,
    rows: Vec<R>,
) -> Result<History<R>, Vec<Error>> {
    let rules = rules.map_err(|errors| all_below(errors, &Path::root().key("settings")))?;
    let mut history = History::new(rules);
    let mut findings = Vec::new();
    for (at, row) in rows.into_iter().enumerate() {
        if let Err(errors) = history.learn(row) {
            findings.extend(all_below(errors, &Path::root().key("rows").index(at)));
        }
    }
    limits::FINDINGS.cut(&mut findings);
    if findings.is_empty() { Ok(history) } else { Err(findings) }
}

/// Lines on their way into a session, and what became of them.
#[derive(Debug)]
pub(super) struct Intake {
    lines: Lines,
    learned: u64,
    refused: u64,
    findings: Vec<Error>,
}

/// How many rows were taken in, and what was wrong with others.
#[derive(Serialize)]
struct Told<'a> {
    learned: u64,
    refused: u64,
    findings: &'a [Error],
}

impl Intake {
    pub(super) fn new() -> Self {
        let lines = Lines::new(&limits::TICKET_BYTES);
        Self { lines, learned: 0, refused: 0, findings: Vec::new() }
    }

    /// Has each line learned that these bytes end, and tells how many there were so far.
    pub(super) fn push(
        &mut self,
        bytes: &[u8],
        learn: &mut dyn FnMut(&str) -> Result<(), Vec<Error>>,
    ) -> String {
        let Self { lines, learned, refused, findings } = self;
        lines.feed(bytes, &mut |number, line| match line
            .map_err(|error| vec![error])
            .and_then(&mut *learn)
        {
            Ok(()) => *learned = learned.saturating_add(1),
            Err(errors) => {
                *refused = refused.saturating_add(1);
                let path = Path::root().key("lines").key(&number.to_string());
                findings.extend(all_below(errors, &path));
                limits::FINDINGS.cut(findings);
            }
        });
        let (learned, refused) = (*learned, *refused);
        text(Ok(json(&Told { learned, refused, findings })))
    }
}

/// The history of a session, which its rows come into on lines.
#[derive(Debug)]
pub(super) struct Gathered<R: PastRow> {
    pub(super) history: History<R>,
    intake: Intake,
}

/// How many rows a stored text gave.
#[derive(Serialize)]
struct Given {
    rows: usize,
}

#[derive(Serialize)]
struct Stored {
    stored: String,
}

impl<R: PastRow> Gathered<R> {
    pub(super) fn new(rules: R::Rules) -> Self {
        Self { history: History::new(rules), intake: Intake::new() }
    }

    /// Learns each line that these bytes end, and tells how many there were so far.
    pub(super) fn push(&mut self, bytes: &[u8]) -> String {
        let Self { history, intake } = self;
        intake.push(bytes, &mut |line| history.learn_line(line))
    }

    /// Forgets a ticket, and says whether there was one.
    pub(super) fn forget(&mut self, ticket: &str) -> String {
        text(Ok(json(&self.history.forget(ticket))))
    }

    /// What was learned, as text.
    pub(super) fn store(&self) -> String {
        text(Ok(json(&Stored { stored: self.history.store() })))
    }

    /// Puts what was stored in the place of what was learned; a refusal leaves all as it was.
    pub(super) fn load(&mut self, stored: &str) -> String {
        let rules = self.history.rules().clone();
        text(History::load(rules, stored).map(|history| {
            self.history = history;
            json(&Given { rows: self.history.len() })
        }))
    }
}
