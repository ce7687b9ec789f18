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

/// The text of a body.
///
/// # Errors
/// `limit.exceeded`, and `document.syntax` if it is no UTF-8.
pub(super) fn text(bytes: &[u8]) -> Result<&str, Error> {
    if !limits::ALERT_BODY_BYTES.admits(bytes.len()) {
        return Err(Error::beyond(&limits::ALERT_BODY_BYTES, bytes.len()));
    }
    str::from_utf8(bytes)
        .map_err(|_| Error::new(Code::DocumentSyntax).with("detail", "the bytes are no UTF-8"))
}

/// The alerts of a body of a source; what is wrong with one of them goes to the log.
///
/// # Errors
/// `document.syntax`.
pub(super) fn body<'r, 'de>(
    rules: &'r SourceRules,
    text: &'de str,
    received: Instant,
    log: &Log,
) -> Result<Body<'r, 'de>, Error> {
    let body = Body::new(rules, received, text.len());
    match rules.format {
        Format::Alertmanager => alertmanager::read_body(text, body, Some("4"), log),
        Format::Grafana => alertmanager::read_body(text, body, None, log),
        Format::Pagerduty => pagerduty::read_body(text, body, log),
        Format::CloudEvents => cloud_events::read_body(text, body, log),
        Format::Statuspage => statuspage::read_body(text, body, log),
        Format::Plain => plain::read_body(text, body, log),
    }
}
