use crate::door;
use crate::error::Error;

/// A session, or the refusal to open it, with which all that is asked of it is answered.
#[derive(Debug)]
pub(super) struct Opened<T>(Result<T, String>);

impl<T> Opened<T> {
    pub(super) fn new(session: Result<T, Vec<Error>>) -> Self {
        Self(session.map_err(|errors| door::refusal(&errors)))
    }

    /// What the session tells.
    pub(super) fn told(&self, tell: impl FnOnce(&T) -> String) -> String {
        match &self.0 {
            Ok(session) => tell(session),
            Err(refusal) => refusal.clone(),
        }
    }

    /// What the session answers, which this may change.
    #[cfg(any(feature = "wasm-insight", feature = "wasm-metrics"))]
    pub(super) fn changed(&mut self, change: impl FnOnce(&mut T) -> String) -> String {
        match &mut self.0 {
            Ok(session) => change(session),
            Err(refusal) => refusal.clone(),
        }
    }

    /// The session, if there is one.
    #[cfg(feature = "wasm-insight")]
    pub(super) fn session(&self) -> Option<&T> {
        self.0.as_ref().ok()
    }

    /// The session, if there is one.
    #[cfg(feature = "wasm-metrics")]
    pub(super) fn session_mut(&mut self) -> Option<&mut T> {
        self.0.as_mut().ok()
    }
}
