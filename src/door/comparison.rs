use std::sync::Arc;

use serde::Serialize;

use super::replay::{Begin, taken};
use super::{Session, json, text};
use crate::document;
use crate::error::{Code, Error};
use crate::limits;
use crate::replay::{Comparison, ServiceNow, Totals};

/// A `ServiceNow` audit log on its way through two policies, in batches of rows.
#[derive(Debug)]
pub struct ComparisonSession {
    comparison: Comparison,
    reader: ServiceNow,
}

/// What a comparison has to say.
#[derive(Serialize)]
struct Answered<'a> {
    totals: &'a Totals,
    findings: &'a [Error],
}

impl ComparisonSession {
    /// A comparison of the second session's policy with the first one's, over a log with this
    /// header: `{"header": [...], "zone": "Europe/Berlin"}`.
    ///
    /// # Errors
    /// As those of [`ReplaySession::new`](super::ReplaySession::new).
    pub fn new(first: &Session, second: &Session, request: &str) -> Result<Self, Vec<Error>> {
        let begin: Begin = document::read(request, &limits::REQUEST_BYTES)?;
        let [first, second] = [first, second].map(|session| Arc::clone(session.engine()));
        Ok(Self { comparison: Comparison::new(first, second), reader: begin.reader()? })
    }

    /// Takes in rows, `[{"line": 2, "cells": [...]}, ...]`, and answers with a JSON line for each
    /// ticket that was judged meanwhile and of which the policies make something else.
    pub fn push(&mut self, rows: &str) -> String {
        taken(rows, &mut |line, cells, record| self.take(line, cells, record))
    }

    /// Takes in one row and adds the lines that it makes to `record`.
    pub fn take(&mut self, line: u64, cells: &[String], record: &mut String) {
        match self.reader.row(line, cells) {
            Ok(row) => self.comparison.push(&row, record),
            Err(findings) => {
                for finding in findings {
                    self.comparison.note(finding);
                }
            }
        }
    }

    /// Takes note of a row that the file's reader could not even split into cells.
    pub fn note_broken(&mut self, line: u64) {
        self.comparison.note(Error::new(Code::ReplayRowBroken).with("line", line));
    }

    /// Judges what is still open, and answers with the lines that it makes.
    pub fn finish(&mut self) -> String {
        let mut record = String::new();
        self.comparison.finish(&mut record);
        text(Ok(json(&record)))
    }

    /// The figures and the findings, so far.
    #[must_use]
    pub fn answer(&self) -> String {
        let comparison = &self.comparison;
        let (totals, findings) = (comparison.totals(), comparison.findings());
        text(Ok(json(&Answered { totals, findings })))
    }

    /// The comparison itself.
    #[must_use]
    pub fn comparison(&self) -> &Comparison {
        &self.comparison
    }
}
