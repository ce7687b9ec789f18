use wasm_bindgen::prelude::wasm_bindgen;

use super::opened::Opened;
use crate::door::BreachSession;

/// Past tickets that forecasts are made from.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Breach {
    session: Opened<BreachSession>,
}

#[wasm_bindgen]
impl Breach {
    /// Begins under settings. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(settings: &str) -> Self {
        Self { session: Opened::new(BreachSession::new(settings)) }
    }

    /// The answer to the opening: `null`, or every finding about the settings.
    #[must_use]
    pub fn opened(&self) -> String {
        self.session.told(BreachSession::opened)
    }

    /// Learns the rows of the next bytes, one on each line; cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.session.changed(|session| session.push(bytes))
    }

    /// Learns the last line, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.session.changed(BreachSession::finish)
    }

    /// How probable a miss is.
    pub fn ask(&mut self, question: &str) -> String {
        self.session.changed(|session| session.ask(question))
    }

    /// How good forecasts would have been.
    #[must_use]
    pub fn backtest(&self, question: &str) -> String {
        self.session.told(|session| session.backtest(question))
    }

    /// Forgets a ticket.
    pub fn forget(&mut self, ticket: &str) -> String {
        self.session.changed(|session| session.forget(ticket))
    }

    /// What was learned.
    #[must_use]
    pub fn store(&self) -> String {
        self.session.told(BreachSession::store)
    }

    /// Takes in what was stored.
    pub fn load(&mut self, stored: &str) -> String {
        self.session.changed(|session| session.load(stored))
    }
}
