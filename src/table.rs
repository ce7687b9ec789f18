//! Many rows at once: reports to classify and to prioritize, and moves to decide on, whose fields
//! are columns of codes.
//!
//! A [`Table`] is given the values that each field may have, the moves that are asked for and who
//! asks, once. A row is then one small number for each of them: the place of its value. So a
//! million rows are answered without a text being read, and the answers are numbers too: places in
//! a list of outcomes.
//!
//! Rows are answered as [`Engine::classify`], [`Priorities::prioritize`] and [`Engine::decide`]
//! answer one, without the reasons; whoever wants to know why asks these about the row. Conditions
//! are turned into bits beforehand; of moves each different case is decided once, by the engine
//! itself, and its outcome kept.
//!
//! ```
//! use std::sync::Arc;
//!
//! use incident_core::table::{Rows, Table, TableDraft};
//! use incident_core::{Engine, check};
//!
//! let policy = check::policy(check::preset("itil").unwrap_or_default())?.policy;
//! let draft = r#"{"fields": {"impact": ["high", "low"], "urgency": ["high", "low"]}}"#;
//! let draft: TableDraft = serde_json::from_str(draft).unwrap();
//! let table = Table::new(Arc::new(Engine::new(policy)), &draft)?;
//!
//! // Two rows: the impacts of both, then the urgencies.
//! let codes = table.prioritize(&Rows::new(&[0, 1, 0, 0], 2)).map_err(|error| vec![error])?;
//! let ranks: Vec<_> = table.ranks().filter_map(|rank| rank.level).collect();
//! assert_eq!(ranks, ["critical", "high", "moderate", "low", "planning"]);
//! assert_eq!(codes, [1, 3]); // 0 would be: a fact is missing.
//! # Ok::<(), Vec<incident_core::Error>>(())
//! ```
//!
//! [`Priorities::prioritize`]: crate::prioritize::Priorities::prioritize

mod moves;

use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::classify::{self, Target, Undetermined};
use crate::condition::Column;
pub use crate::condition::Rows;
use crate::document::{Map, object};
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::model::{Actor, Move, Value};
use crate::policy::Policy;
use crate::prioritize;
use moves::Moves;
pub use moves::Outcome;

/// The columns of a table as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TableDraft {
    /// By field the values that it has in some row, each once; `null` for none. Beside facts these
    /// may be `kind`, and for moves `state`, `holdReason`, `priority`, `unanswered`, `responded`
    /// and `lastEvent`. A field without a column has no value in any row.
    pub fields: Map<Vec<Value>>,
    /// The moves that rows ask for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moves: Vec<Move>,
    /// Who asks for them; nobody with a role if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<Actor>,
}

object!(TableDraft {
    fields: needed "fields",
    moves: or_default "moves",
    actors: or_default "actors",
});

/// What a row's classification by one field comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Classed<'a> {
    /// Why it is open.
    Undetermined(Undetermined),
    /// The value.
    Value(&'a str),
}

/// What a row's priority comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Ranked<'a> {
    /// The level; none if a fact is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<&'a str>,
}

/// Columns under a policy, ready for rows.
#[derive(Debug)]
pub struct Table {
    engine: Arc<Engine>,
    columns: Vec<Column>,
    /// How many codes each column has, moves and actors included.
    sizes: Vec<usize>,
    moves: Moves,
    // What is never asked for is never made ready.
    classification: OnceLock<classify::Coded>,
    priorities: OnceLock<prioritize::Coded>,
}

impl Table {
    /// A table of these columns.
    ///
    /// # Errors
    /// `field.*` for a value that a field cannot have, `field.derived` for `stateType`, which
    /// follows from the state; `table.columnEmpty`, `table.valueRepeated`;
    /// `document.fieldMissing` for moves without a column of states.
    pub fn new(engine: Arc<Engine>, draft: &TableDraft) -> Result<Self, Vec<Error>> {
        let findings = findings(engine.policy(), draft);
        if !findings.is_empty() {
            return Err(findings);
        }
        let column = |(field, values): (&str, &Vec<Value>)| Column {
            field: field.to_owned(),
            values: values.clone(),
        };
        let columns: Vec<Column> = draft.fields.iter().map(column).collect();
        let moves = Moves::new(engine.policy(), &columns, draft);
        let sizes = columns.iter().map(|column| column.values.len());
        let sizes = sizes.chain(moves.sizes()).collect();
        let (classification, priorities) = (OnceLock::new(), OnceLock::new());
        Ok(Self { engine, columns, sizes, moves, classification, priorities })
    }

    /// The fields of the columns, in the order in which rows name their values: sorted. The codes
    /// of moves come behind them, those of actors last.
    pub fn fields(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.field.as_str())
    }

    /// By field, what the codes of [`classify`](Self::classify) stand for; `kind` first.
    pub fn classes(&self) -> impl Iterator<Item = (&str, Vec<Classed<'_>>)> {
        self.classification().targets().iter().map(|target| {
            let open = Target::UNDETERMINED.into_iter().map(Classed::Undetermined);
            let values = target.values.iter().map(|value| Classed::Value(value));
            (target.field.as_str(), open.chain(values).collect())
        })
    }

    /// What the codes of [`prioritize`](Self::prioritize) stand for.
    pub fn ranks(&self) -> impl Iterator<Item = Ranked<'_>> {
        let levels = self.engine.policy().matrix().priority().iter();
        let levels = levels.map(|level| Ranked { level: Some(&level.id) });
        [Ranked { level: None }].into_iter().chain(levels)
    }

    /// What the codes of [`decide`](Self::decide) stand for: the outcomes so far.
    #[must_use]
    pub fn outcomes(&self) -> &[Outcome] {
        self.moves.outcomes()
    }

    /// What rows are about: for each field of [`classes`](Self::classes) a code for each row.
    ///
    /// # Errors
    /// `table.codeUnknown`, at the column and the row.
    pub fn classify(&self, rows: &Rows<'_>) -> Result<Vec<u32>, Error> {
        self.known(rows)?;
        Ok(self.classification().classify(rows, &self.columns))
    }

    /// The priorities of rows. A row without a kind is an incident.
    ///
    /// # Errors
    /// `table.codeUnknown`, at the column and the row.
    pub fn prioritize(&self, rows: &Rows<'_>) -> Result<Vec<u32>, Error> {
        self.known(rows)?;
        let rules = self.engine.policy().priorities();
        let coded = self.priorities.get_or_init(|| prioritize::Coded::new(rules, &self.columns));
        Ok(coded.prioritize(rules, rows))
    }

    /// Whether tickets may make moves. A row without a kind is an incident.
    ///
    /// What columns cannot say is missing: of a move that linked tickets, approvals or the time in
    /// a state guard, the outcome is `lifecycle.factMissing` for `linked`, `approvals` or
    /// `stateSince`. [`Engine::decide`] knows more of the whole ticket.
    ///
    /// # Errors
    /// `table.codeUnknown`, at the column and the row; `table.columnEmpty` without moves.
    pub fn decide(&mut self, rows: &Rows<'_>) -> Result<Vec<u32>, Error> {
        if self.moves.sizes().next().is_none() {
            let error = Error::new(Code::TableColumnEmpty).with("field", "moves");
            return Err(error.at(Path::root().key("moves")));
        }
        self.known(rows)?;
        Ok(self.moves.decide(&self.engine, &self.columns, rows))
    }

    fn classification(&self) -> &classify::Coded {
        let rules = self.engine.policy().classification();
        self.classification.get_or_init(|| classify::Coded::new(rules, &self.columns))
    }

    fn known(&self, rows: &Rows<'_>) -> Result<(), Error> {
        let Some((column, row)) = rows.unknown(&self.sizes) else { return Ok(()) };
        let path = match self.columns.get(column) {
            Some(column) => Path::root().key("fields").key(&column.field),
            None if column == self.columns.len() => Path::root().key("moves"),
            None => Path::root().key("actors"),
        };
        let error = Error::new(Code::TableCodeUnknown).with("row", row);
        let size = self.sizes.get(column).copied().unwrap_or(0);
        Err(error.with("size", size).at(path.index(row)))
    }
}

fn findings(policy: &Policy, draft: &TableDraft) -> Vec<Error> {
    /// What follows from events and yet tells tickets apart.
    const OF_TICKETS: [&str; 7] =
        ["kind", "state", "holdReason", "priority", "unanswered", "responded", "lastEvent"];
    let root = Path::root();
    let mut findings = Vec::new();
    for (field, values) in draft.fields.iter() {
        let path = root.key("fields").key(field);
        if values.is_empty() {
            findings.push(Error::new(Code::TableColumnEmpty).with("field", field).at(path.clone()));
        }
        let mut sorted: Vec<(&Value, usize)> = values.iter().zip(0..).collect();
        sorted.sort_unstable();
        for pair in sorted.windows(2) {
            if let [(one, _), (other, at)] = pair
                && one == other
            {
                let error = Error::new(Code::TableValueRepeated).with("value", one);
                findings.push(error.at(path.index(*at)));
            }
        }
        for (at, value) in values.iter().enumerate() {
            let vocabulary = policy.vocabulary();
            let admitted = if OF_TICKETS.contains(&field) {
                vocabulary.admits(field, value)
            } else {
                vocabulary.admits_fact(field, value)
            };
            let missing = field == "state" && *value == Value::Absent;
            let missing = missing.then(|| Error::new(Code::FactMissing).with("field", field));
            let error = admitted.err().or(missing);
            findings.extend(error.map(|error| error.at(path.index(at))));
        }
    }
    if !draft.moves.is_empty() && draft.fields.get("state").is_none() {
        let error = Error::new(Code::DocumentFieldMissing).with("field", "state");
        findings.push(error.at(root.key("fields")));
    }
    findings
}
