use serde::Serialize;

use super::{Session, json, text};
use crate::document::{self, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::replay::{Replay, ServiceNow};
use crate::time::Zone;

/// A `ServiceNow` audit log on its way through a policy, in batches of rows.
#[derive(Debug)]
pub struct ReplaySession {
    replay: Replay,
    reader: ServiceNow,
}

pub(super) struct Begin {
    header: Vec<String>,
    zone: String,
}

object!(Begin { header: needed "header", zone: needed "zone" });

impl Begin {
    /// A reader for rows under the header.
    pub(super) fn reader(&self) -> Result<ServiceNow, Vec<Error>> {
        let path = Path::root().key("zone");
        let zone = Zone::named(&self.zone).map_err(|error| vec![error.at(path)])?;
        ServiceNow::new(&self.header, zone)
    }
}

/// A row of the file: the line on which it begins, and its cells.
struct Row {
    line: u64,
    cells: Vec<String>,
}

object!(Row { line: needed "line", cells: needed "cells" });

/// The answer to rows: the lines that they make.
pub(super) fn taken(rows: &str, take: &mut dyn FnMut(u64, &[String], &mut String)) -> String {
    let rows: Vec<Row> = match document::read(rows, &limits::REQUEST_BYTES) {
        Ok(rows) => rows,
        Err(errors) => return text(Err(errors)),
    };
    let mut record = String::new();
    for row in rows {
        take(row.line, &row.cells, &mut record);
    }
    text(Ok(json(&record)))
}

/// What a replay has to say.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answered<'a> {
    summary: crate::replay::Summary,
    report: String,
    digest: String,
    findings: &'a [Error],
}

impl ReplaySession {
    /// A replay under the session's policy of a log with this header.
    ///
    /// `request` is `{"header": [...], "zone": "Europe/Berlin"}`: the names of the columns, and
    /// the zone of the log's local times.
    ///
    /// # Errors
    /// `document.*`, `time.zoneUnknown`, `replay.columnMissing`, `replay.columnRepeated`.
    pub fn new(session: &Session, request: &str) -> Result<Self, Vec<Error>> {
        let begin: Begin = document::read(request, &limits::REQUEST_BYTES)?;
        let reader = begin.reader()?;
        Ok(Self { replay: Replay::new(session.engine().clone()), reader })
    }

    /// Takes in rows, `[{"line": 2, "cells": [...]}, ...]`, and answers with the lines of the
    /// record that they make. A row that cannot be read is noted and passed over.
    pub fn push(&mut self, rows: &str) -> String {
        taken(rows, &mut |line, cells, record| self.take(line, cells, record))
    }

    /// Takes in one row and adds the lines that it makes to `record`.
    pub fn take(&mut self, line: u64, cells: &[String], record: &mut String) {
        match self.reader.row(line, cells) {
            Ok(row) => self.replay.push(&row, record),
            Err(findings) => {
                for finding in findings {
                    self.replay.note(finding);
                }
            }
        }
    }

    /// Takes note of a row that the file's reader could not even split into cells.
    pub fn note_broken(&mut self, line: u64) {
        self.replay.note(Error::new(Code::ReplayRowBroken).with("line", line));
    }

    /// The figures, the report, the digest of the record and the findings, so far.
    #[must_use]
    pub fn answer(&self) -> String {
        let replay = &self.replay;
        text(Ok(json(&Answered {
            summary: replay.summary(),
            report: replay.report(),
            digest: replay.digest(),
            findings: replay.findings(),
        })))
    }

    /// The replay itself.
    #[must_use]
    pub fn replay(&self) -> &Replay {
        &self.replay
    }
}
