use serde::Serialize;

use crate::error::{Code, Severity};

/// A row of the message catalogue.
#[derive(Debug, Serialize)]
pub(super) struct Template {
    code: &'static str,
    severity: Severity,
    message: &'static str,
    help: &'static str,
}

/// The catalogue of these codes.
pub(super) fn messages(groups: &[&[Code]]) -> Vec<Template> {
    let row = |code: &Code| Template {
        code: code.as_str(),
        severity: code.severity(),
        message: code.message(),
        help: code.help(),
    };
    groups.concat().iter().map(row).collect()
}
