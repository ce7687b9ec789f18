//! The readers of each format.

mod alertmanager;
mod cloud_events;
mod pagerduty;
mod plain;
mod statuspage;

use super::foreign::{Log, read};
use super::normal::Body;
use super::rules::SourceRules;
use super::settings::Format;
use crate::error::{Code, Error};
use crate::limits;
use crate::time::Instant;

/// The alerts of a body of a source; what is wrong with one of them goes to the log.
///
/// # Errors
/// What is wrong with the body as a whole: its size, its encoding, its syntax.
pub(super) fn body<'r, 'de>(
    rules: &'r SourceRules,
    bytes: &'de [u8],
    received: Instant,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    if !limits::ALERT_BODY_BYTES.admits(bytes.len()) {
        return Err(Error::beyond(&limits::ALERT_BODY_BYTES, bytes.len()));
    }
    let Ok(text) = str::from_utf8(bytes) else {
        let error = Error::new(Code::DocumentSyntax);
        return Err(error.with("detail", "the bytes are no UTF-8"));
    };
    let body = Body::new(rules, received);
    match rules.format {
        Format::Alertmanager => alertmanager::read_body(text, body, Some("4"), log),
        Format::Grafana => alertmanager::read_body(text, body, None, log),
        Format::Pagerduty => pagerduty::read_body(text, body, log),
        Format::CloudEvents => cloud_events::read_body(text, body, log),
        Format::Statuspage => statuspage::read_body(text, body, log),
        Format::Plain => plain::read_body(text, body, log),
    }
}
