use wasm_bindgen::prelude::wasm_bindgen;

use super::Policy;
use super::number::{instant, number, whole};
use crate::door::{self, DeskSession};
use crate::time::Instant;

/// The open tickets of a policy, ranked.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Desk {
    session: Result<DeskSession, String>,
}

#[wasm_bindgen]
impl Desk {
    /// Makes an empty desk. Ask [`opened`](Self::opened) next.
    #[wasm_bindgen(constructor)]
    #[must_use]
    pub fn new(policy: &Policy, settings: &str) -> Self {
        let session = match &policy.session {
            Ok(session) => {
                DeskSession::new(session, settings).map_err(|errors| door::refusal(&errors))
            }
            Err(refusal) => Err(refusal.clone()),
        };
        Self { session }
    }

    /// The answer to the opening: `null`, or every finding about policy and settings.
    #[must_use]
    pub fn opened(&self) -> String {
        match &self.session {
            Ok(session) => session.opened(),
            Err(refusal) => refusal.clone(),
        }
    }

    /// Puts tickets on the desk, one on each line, cut anywhere.
    pub fn push(&mut self, bytes: &[u8]) -> String {
        self.ask(|session| session.push(bytes))
    }

    /// Puts the ticket of the last line on the desk, though its end did not come.
    pub fn finish(&mut self) -> String {
        self.ask(DeskSession::finish)
    }

    /// Applies events to a ticket.
    pub fn apply(&mut self, id: &str, events: &str) -> String {
        self.ask(|session| session.apply(id, events))
    }

    /// Decides about a ticket, none for `open`, and applies what the command causes.
    #[expect(clippy::needless_pass_by_value, reason = "as wasm-bindgen hands it over")]
    pub fn decide(&mut self, id: Option<String>, request: &str) -> String {
        self.ask(|session| session.decide(id.as_deref(), request))
    }

    /// Takes a ticket off the desk.
    pub fn remove(&mut self, id: &str) -> String {
        self.ask(|session| session.remove(id))
    }

    /// Says how probably a ticket will miss a target, in millionths; none for unknown.
    pub fn forecast(&mut self, id: &str, millionths: Option<f64>) -> String {
        self.ask(|session| session.forecast(id, millionths.map(whole)))
    }

    /// The first rows of those that are asked for.
    pub fn queue(&mut self, request: &str, now: f64, limit: usize) -> String {
        self.at(now, |session, now| session.queue(request, now, limit))
    }

    /// The tickets to which time alone causes something.
    pub fn due(&mut self, now: f64) -> String {
        self.at(now, DeskSession::due)
    }

    /// Lets happen what time alone causes, to at most `limit` tickets.
    pub fn tick(&mut self, actor: &str, now: f64, limit: usize) -> String {
        self.at(now, |session, now| session.tick(actor, now, limit))
    }

    /// What there is, by class, group and priority.
    pub fn counts(&mut self, now: f64) -> String {
        self.at(now, DeskSession::counts)
    }

    /// When an answer next becomes another one by itself, in milliseconds; NaN if never, or if
    /// `now` is no instant.
    pub fn next_change_at(&mut self, now: f64) -> f64 {
        let mut next = || self.session.as_mut().ok()?.next_change_at(instant(now)?);
        next().map_or(f64::NAN, |next| number(next.as_millis()))
    }

    /// A ticket with its events.
    #[must_use]
    pub fn ticket(&self, id: &str) -> String {
        match &self.session {
            Ok(session) => session.ticket(id),
            Err(refusal) => refusal.clone(),
        }
    }

    /// How many tickets there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.session.as_ref().map_or(0, DeskSession::len)
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn ask(&mut self, ask: impl FnOnce(&mut DeskSession) -> String) -> String {
        match &mut self.session {
            Ok(session) => ask(session),
            Err(refusal) => refusal.clone(),
        }
    }

    fn at(&mut self, now: f64, ask: impl FnOnce(&mut DeskSession, Instant) -> String) -> String {
        match instant(now) {
            Some(now) => self.ask(|session| ask(session, now)),
            None => self.ask(|_| DeskSession::no_instant(whole(now))),
        }
    }
}
