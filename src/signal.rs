//! Alerts of monitoring tools on their way to incident candidates: phase "detect and report" of
//! ISO/IEC 27035.
//!
//! [`Signals`] takes in the bodies that tools send, as bytes. Each alert is brought into one form,
//! a [`Signal`], with the severity that its source's words mean and no other. Then:
//!
//! 1. A **fingerprint** tells its alarm from others: the one that the source wrote, else the hash
//!    of its labels, FNV-1a with 64 bits over the names and values in the order of the names, each
//!    followed by the byte 255. That is how Prometheus computes its own, so both agree.
//! 2. What says only what is known is a **duplicate** and changes nothing, however often it comes.
//!    What is older than what is known is **outdated**: an end counts only if it is not before the
//!    beginning that is known, and a beginning only if it is not before the last end.
//! 3. While an alarm goes on, only a level that is **worse** than its worst is news.
//! 4. An alarm **joins** the open candidate of its group, if the last signal of that is not longer
//!    ago than the window; else the candidate of the nearest service that its own depends on and
//!    that fails already; else it opens one. So 100,000 alerts of one cause are one candidate with
//!    a count.
//! 5. An alarm that turns too often **flaps**: it goes on holding its candidate open, and is told
//!    of no more, until it turns seldom.
//! 6. Alarms in a **maintenance** window are out of service, those of a **silence** suppressed by
//!    design, and somebody may **shelve** one for a limited time ([`AlarmState`], after ISA-18.2).
//!    None of them joins or opens anything; when that ends and they still go on, they do. What had
//!    joined before goes on holding its candidate open.
//! 7. A candidate **recovers** when none of its alarms goes on for the quiet time.

mod alarm;
mod candidate;
mod clock;
mod due;
mod foreign;
mod hash;
mod memory;
mod normal;
mod outcome;
mod read;
mod rules;
mod services;
mod settings;
mod severity;
mod signals;
mod store;
mod table;
mod take;

pub use alarm::{AlarmEvent, AlarmState};
pub use candidate::{Candidate, Standing};
pub use normal::{Signal, Status};
pub use outcome::{Figures, Outcome, OutcomeKind, Pushed};
pub use rules::SignalRules;
pub use settings::{
    Capacity, Comparison, Flapping, Format, Matcher, SignalSettings, SourceSettings, Window,
};
pub use severity::{Level, severities, vendors};
pub use signals::{AlarmAct, AlarmName, Shelve, Signals};

use crate::error::Error;
use crate::time::Instant;

/// An alert of a body, or why it cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub enum SignalRead {
    /// The alert.
    Signal(Box<Signal>),
    /// Every finding about it.
    Errors(Vec<Error>),
}

/// The signals of a body, without a thought for what was before.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct SignalsRead {
    /// Each alert of the body, or why it cannot be read.
    pub signals: Vec<SignalRead>,
    /// What should be looked at, although nothing was refused for it.
    pub warnings: Vec<Error>,
}

/// Brings the alerts of a body into their one form.
///
/// # Errors
/// As [`Signals::push`].
///
/// # Example
/// ```
/// use incident_core::signal::{Level, SignalRead, SignalRules, SignalSettings, read};
/// use incident_core::{Instant, document, limits};
///
/// let settings = r#"{"sources": {"pager": {"format": "pagerduty"}}}"#;
/// let settings: SignalSettings = document::read(settings, &limits::POLICY_BYTES)?;
/// let body = br#"{"event_action": "trigger", "dedup_key": "disk-7", "payload": {
///     "summary": "disk 7 is full", "source": "host-3", "severity": "error"}}"#;
/// let now = Instant::parse("2026-01-09T15:00:00Z").map_err(|error| vec![error])?;
/// let read = read(&SignalRules::check(&settings)?, "pager", body, now)?;
/// let SignalRead::Signal(signal) = &read.signals[0] else { return Err(Vec::new()) };
/// assert_eq!(signal.level, Some(Level::High));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn read(
    rules: &SignalRules,
    source: &str,
    body: &[u8],
    received: Instant,
) -> Result<SignalsRead, Vec<Error>> {
    let source = rules.source(source).map_err(|error| vec![error])?;
    let log = foreign::Log::new(true);
    let body = read::text(body).and_then(|text| read::body(source, text, received, &log));
    let body = body.map_err(|error| vec![error])?;
    let faults = log.faults();
    let (errors, warnings) = log.into_lists();
    if faults > body.faults() {
        return Err(errors);
    }
    let signals = body.alerts.iter().map(|alert| match alert {
        Ok(draft) => SignalRead::Signal(Box::new(body.signal(draft))),
        Err(faults) => SignalRead::Errors(normal::errors_of(&errors, *faults)),
    });
    Ok(SignalsRead { signals: signals.collect(), warnings })
}
