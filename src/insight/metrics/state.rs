use serde::Serialize;

use super::MetricRules;
use super::cell::Cell;
use crate::digest;
use crate::document::{self, Map, object};
use crate::error::{Code, Error, Path};
use crate::limits;

/// The form of states that this version writes and reads.
const VERSION: u64 = 1;

/// The cells of one grouping.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Table {
    /// Whether there were more cells than are kept, so that none is.
    pub(super) overfull: bool,
    pub(super) cells: Map<Box<Cell>>,
}

object!(Table { overfull: needed "overfull", cells: needed "cells" });

impl Table {
    /// Changes a cell, which is empty before.
    ///
    /// Beyond the limit all cells go: which ones came first must not matter, and how many there are
    /// does not depend on that.
    pub(super) fn with(&mut self, key: &str, change: impl FnOnce(&mut Cell)) {
        if self.overfull {
            return;
        }
        if let Some(cell) = self.cells.get_mut(key) {
            return change(cell);
        }
        if !limits::METRIC_CELLS.admits(self.cells.len().saturating_add(1)) {
            *self = Self { overfull: true, cells: Map::new() };
            return;
        }
        let mut cell = Box::new(Cell::new());
        change(&mut cell);
        self.cells.insert(key, cell);
    }

    fn merge(&mut self, other: &Self) {
        if other.overfull {
            *self = other.clone();
        }
        for (key, cell) in other.cells.iter() {
            self.with(key, |own| own.merge(cell));
        }
    }
}

/// Everything that is counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(super) struct Body {
    pub(super) tickets: u64,
    pub(super) later: u64,
    pub(super) other_kinds: u64,
    pub(super) refused: u64,
    /// All tickets together, then the groupings of the settings.
    pub(super) groupings: Vec<Table>,
}

object!(Body {
    tickets: needed "tickets",
    later: needed "later",
    other_kinds: needed "otherKinds",
    refused: needed "refused",
    groupings: needed "groupings",
});

/// What is counted, with what it was counted under.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub(crate) struct State {
    version: u64,
    settings: String,
    body: Body,
    digest: String,
}

object!(State {
    version: needed "version",
    settings: needed "settings",
    body: needed "body",
    digest: needed "digest",
});

#[derive(Serialize)]
struct Written<'a> {
    version: u64,
    settings: &'a str,
    body: &'a Body,
    digest: String,
}

impl Body {
    pub(super) fn new(groupings: usize) -> Self {
        let groupings = vec![Table::default(); groupings];
        let mut body = Self { tickets: 0, later: 0, other_kinds: 0, refused: 0, groupings };
        // The cell of all tickets is there without a ticket too.
        if let Some(all) = body.groupings.first_mut() {
            all.with("[]", |_| {});
        }
        body
    }

    pub(super) fn text(&self, rules: &MetricRules) -> String {
        document::text(&Written {
            version: VERSION,
            settings: &rules.digest,
            body: self,
            digest: digest::of(self),
        })
    }

    /// The counts of a state that was written under the same rules.
    pub(super) fn read(state: &State, rules: &MetricRules) -> Result<Self, Vec<Error>> {
        let refuse = |code, key| Err(vec![Error::new(code).at(Path::root().key(key))]);
        if state.version != VERSION {
            let error = Error::new(Code::MetricsStateVersion).with("version", state.version);
            return Err(vec![error.with("known", VERSION).at(Path::root().key("version"))]);
        }
        if state.settings != rules.digest {
            return refuse(Code::MetricsSettingsDiffer, "settings");
        }
        let groupings = rules.settings.group_by.len().saturating_add(1);
        let cells = state.body.groupings.iter().flat_map(|table| table.cells.iter());
        let sound = state.body.groupings.len() == groupings
            && cells.into_iter().all(|(_, cell)| cell.is_sound());
        if !sound || state.digest != digest::of(&state.body) {
            return refuse(Code::MetricsStateMalformed, "digest");
        }
        Ok(state.body.clone())
    }

    pub(super) fn merge(&mut self, other: &Self) {
        let counts = [
            (&mut self.tickets, other.tickets),
            (&mut self.later, other.later),
            (&mut self.other_kinds, other.other_kinds),
            (&mut self.refused, other.refused),
        ];
        for (count, more) in counts {
            *count = count.saturating_add(more);
        }
        for (own, other) in self.groupings.iter_mut().zip(&other.groupings) {
            own.merge(other);
        }
    }
}
