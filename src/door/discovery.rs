use serde::Serialize;

use super::replay::taken;
use super::{json, text};
use crate::discovery::{Columns, Discovery, Observation, Reader};
use crate::document::{self, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::Zone;

/// A log that is being read for the policy that it obeys, in batches of rows.
#[derive(Debug)]
pub struct DiscoverySession {
    observation: Observation,
    reader: Reader,
    train: Option<u64>,
}

struct Begin {
    header: Vec<String>,
    zone: String,
    columns: Option<Columns>,
    train: Option<u64>,
}

object!(Begin {
    header: needed "header",
    zone: needed "zone",
    columns: optional "columns",
    train: optional "train",
});

/// What a discovery has to say.
#[derive(Serialize)]
struct Answered<'a> {
    discovery: Discovery,
    findings: &'a [Error],
}

impl DiscoverySession {
    /// A discovery over a log with this header.
    ///
    /// `request` is `{"header": [...], "zone": "Europe/Berlin"}`: the names of the columns, and the
    /// zone of the log's local times and of its working hours. With `"columns": {...}` it says
    /// which columns say what (see [`Columns`]), with `"train": 1500` how many tickets, the ones
    /// opened first, hours and targets are sought on; else three quarters.
    ///
    /// # Errors
    /// `document.*`, `time.zoneUnknown`, `replay.columnMissing`, `replay.columnRepeated`.
    pub fn new(request: &str) -> Result<Self, Vec<Error>> {
        let begin: Begin = document::read(request, &limits::REQUEST_BYTES)?;
        let path = Path::root().key("zone");
        let zone = Zone::named(&begin.zone).map_err(|error| vec![error.at(path)])?;
        let reader = Reader::new(&begin.header, zone.clone(), begin.columns)?;
        Ok(Self { observation: Observation::new(zone), reader, train: begin.train })
    }

    /// Takes in rows, `[{"line": 2, "cells": [...]}, ...]`. A row that cannot be read is noted and
    /// passed over.
    pub fn push(&mut self, rows: &str) -> String {
        taken(rows, &mut |line, cells, _| self.take(line, cells))
    }

    /// Takes in one row.
    pub fn take(&mut self, line: u64, cells: &[String]) {
        match self.reader.row(line, cells) {
            Ok(row) => self.observation.push(&row),
            Err(findings) => {
                for finding in findings {
                    self.observation.note(finding);
                }
            }
        }
    }

    /// Takes note of a row that the file's reader could not even split into cells.
    pub fn note_broken(&mut self, line: u64) {
        self.observation.note(Error::new(Code::ReplayRowBroken).with("line", line));
    }

    /// What was found, and the findings about rows, so far.
    #[must_use]
    pub fn answer(&self) -> String {
        let findings = self.observation.findings();
        text(Ok(json(&Answered { discovery: self.discovery(), findings })))
    }

    /// What was found so far.
    #[must_use]
    pub fn discovery(&self) -> Discovery {
        self.observation.finish(self.train)
    }

    /// The observation itself.
    #[must_use]
    pub fn observation(&self) -> &Observation {
        &self.observation
    }
}
