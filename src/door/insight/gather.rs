use serde::Serialize;

use crate::document::Lines;
use crate::error::{Error, Path, all_below};
use crate::limits;

/// Rows on lines, on their way into a session.
#[derive(Debug)]
pub(super) struct Gathered {
    lines: Lines,
    learned: u64,
    refused: u64,
    findings: Vec<Error>,
}

impl Default for Gathered {
    fn default() -> Self {
        let lines = Lines::new(&limits::TICKET_BYTES);
        Self { lines, learned: 0, refused: 0, findings: Vec::new() }
    }
}

/// How many rows were taken in, and what was wrong with others.
#[derive(Serialize)]
pub(super) struct Told<'a> {
    learned: u64,
    refused: u64,
    findings: &'a [Error],
}

/// How many rows a stored text gave.
#[derive(Serialize)]
pub(super) struct Given {
    pub(super) rows: usize,
}

impl Gathered {
    /// Hands on each line that these bytes end.
    pub(super) fn feed(
        &mut self,
        bytes: &[u8],
        learn: &mut dyn FnMut(&str) -> Result<(), Vec<Error>>,
    ) {
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
    }

    pub(super) fn told(&self) -> Told<'_> {
        Told { learned: self.learned, refused: self.refused, findings: &self.findings }
    }
}
