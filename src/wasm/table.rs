use js_sys::Uint32Array;
use wasm_bindgen::prelude::wasm_bindgen;

use super::Policy;
use crate::door::{self, TableSession};
use crate::table::Rows;

/// Columns under a policy, ready for rows.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Table {
    table: Result<TableSession, String>,
}

#[wasm_bindgen]
impl Table {
    /// Makes ready: `{"fields": {...}, "moves": [...], "actors": [...]}`. Ask
    /// [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(policy: &Policy, request: &str) -> Self {
        let table = match &policy.session {
            Ok(session) => {
                TableSession::new(session, request).map_err(|errors| door::refusal(&errors))
            }
            Err(refusal) => Err(refusal.clone()),
        };
        Self { table }
    }

    /// The answer to the opening: the fields in the order of their columns, or every finding.
    #[must_use]
    pub fn opened(&self) -> String {
        self.told(TableSession::opened)
    }

    /// What the codes of [`classify`](Self::classify) stand for.
    #[must_use]
    pub fn classes(&self) -> String {
        self.told(TableSession::classes)
    }

    /// What the codes of [`prioritize`](Self::prioritize) stand for.
    #[must_use]
    pub fn ranks(&self) -> String {
        self.told(TableSession::ranks)
    }

    /// What the codes of [`decide`](Self::decide) from `first` on stand for, so far.
    #[must_use]
    pub fn outcomes(&self, first: usize) -> String {
        self.told(|table| table.outcomes(first))
    }

    /// Why the last rows were refused.
    #[must_use]
    pub fn refusal(&self) -> String {
        self.told(TableSession::refusal)
    }

    /// The classification of rows, the first being number `first` of all; none if they are refused.
    /// The following two likewise.
    pub fn classify(&mut self, codes: &[u32], rows: usize, first: usize) -> Option<Uint32Array> {
        let rows = Rows::new(codes, rows).starting_at(first);
        let codes = self.table.as_mut().ok()?.classify(&rows)?;
        Some(Uint32Array::from(codes.as_slice()))
    }

    /// The priorities of rows; none if they are refused.
    pub fn prioritize(&mut self, codes: &[u32], rows: usize, first: usize) -> Option<Uint32Array> {
        let rows = Rows::new(codes, rows).starting_at(first);
        let codes = self.table.as_mut().ok()?.prioritize(&rows)?;
        Some(Uint32Array::from(codes.as_slice()))
    }

    /// What moves of rows come to; none if they are refused.
    pub fn decide(&mut self, codes: &[u32], rows: usize, first: usize) -> Option<Uint32Array> {
        let rows = Rows::new(codes, rows).starting_at(first);
        let codes = self.table.as_mut().ok()?.decide(&rows)?;
        Some(Uint32Array::from(codes.as_slice()))
    }

    /// What the move of one row comes to: a number passes faster than a list of one. None if it is
    /// refused.
    pub fn decide_row(&mut self, codes: &[u32]) -> Option<u32> {
        self.table.as_mut().ok()?.decide(&Rows::new(codes, 1))?.first().copied()
    }

    fn told(&self, tell: impl Fn(&TableSession) -> String) -> String {
        match &self.table {
            Ok(table) => tell(table),
            Err(refusal) => refusal.clone(),
        }
    }
}
