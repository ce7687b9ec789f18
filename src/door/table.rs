use serde::Serialize;

use super::{Session, json, refusal, text};
use crate::document;
use crate::error::Error;
use crate::limits;
use crate::table::{Classed, Rows, Table, TableDraft};

/// Columns under a session's policy. Rows come and go as numbers; what the numbers stand for is
/// told as text.
#[derive(Debug)]
pub struct TableSession {
    table: Table,
    refused: Option<Error>,
}

/// What the codes of a field stand for.
#[derive(Serialize)]
struct Coded<'a> {
    field: &'a str,
    outcomes: Vec<Classed<'a>>,
}

impl TableSession {
    /// A table of the columns of `request`: a [`TableDraft`].
    ///
    /// # Errors
    /// `document.*`, and those of [`Table::new`].
    pub fn new(session: &Session, request: &str) -> Result<Self, Vec<Error>> {
        let draft: TableDraft = document::read(request, &limits::REQUEST_BYTES)?;
        Ok(Self { table: Table::new(session.engine().clone(), &draft)?, refused: None })
    }

    /// The answer to the opening: the fields, in the order in which rows name their values.
    #[must_use]
    pub fn opened(&self) -> String {
        text(Ok(json(&self.table.fields().collect::<Vec<_>>())))
    }

    /// What the codes of [`classify`](Self::classify) stand for, field by field.
    #[must_use]
    pub fn classes(&self) -> String {
        let coded = |(field, outcomes)| Coded { field, outcomes };
        text(Ok(json(&self.table.classes().map(coded).collect::<Vec<_>>())))
    }

    /// What the codes of [`prioritize`](Self::prioritize) stand for.
    #[must_use]
    pub fn ranks(&self) -> String {
        text(Ok(json(&self.table.ranks().collect::<Vec<_>>())))
    }

    /// What the codes of [`decide`](Self::decide) from `first` on stand for, so far.
    #[must_use]
    pub fn outcomes(&self, first: usize) -> String {
        text(Ok(json(self.table.outcomes().get(first..).unwrap_or_default())))
    }

    /// The answers to rows; none if they are refused: ask [`refusal`](Self::refusal) why.
    pub fn classify(&mut self, rows: &Rows<'_>) -> Option<Vec<u32>> {
        let answer = self.table.classify(rows);
        self.kept(answer)
    }

    /// The answers to rows; none if they are refused: ask [`refusal`](Self::refusal) why.
    pub fn prioritize(&mut self, rows: &Rows<'_>) -> Option<Vec<u32>> {
        let answer = self.table.prioritize(rows);
        self.kept(answer)
    }

    /// The answers to rows; none if they are refused: ask [`refusal`](Self::refusal) why.
    pub fn decide(&mut self, rows: &Rows<'_>) -> Option<Vec<u32>> {
        let answer = self.table.decide(rows);
        self.kept(answer)
    }

    /// Why the last rows were refused.
    #[must_use]
    pub fn refusal(&self) -> String {
        refusal(self.refused.as_slice())
    }

    fn kept(&mut self, answer: Result<Vec<u32>, Error>) -> Option<Vec<u32>> {
        match answer {
            Ok(answer) => Some(answer),
            Err(error) => {
                self.refused = Some(error);
                None
            }
        }
    }
}
