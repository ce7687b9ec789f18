use super::settings::ProblemRules;
use crate::error::{Code, Error, Path};
use crate::insight::similar::PastTicket;
use crate::insight::{History, PastRow};
use crate::limits;
use crate::time::Instant;

/// Past incidents that problem candidates are found in. Of their facts are read
/// `shortDescription`, `description`, `category`, `service`, `configurationItem`, `causeCode`,
/// `problem` and `parent`.
pub type ProblemHistory = History<PastTicket>;

/// The facts that are names, by which incidents are counted or linked.
const NAMES: [&str; 6] =
    ["category", "service", "configurationItem", "causeCode", "problem", "parent"];

impl PastRow for PastTicket {
    type Rules = ProblemRules;

    const FORMAT: &'static str = "incident-core/problem-history";

    fn ticket(&self) -> &str {
        &self.id
    }

    fn target(&self) -> Option<&str> {
        None
    }

    fn findings(&self, _: &ProblemRules) -> Vec<Error> {
        findings(self)
    }

    fn knowledge(&self) -> (bool, Instant) {
        (self.resolved_at.is_some(), self.resolved_at.unwrap_or(self.opened_at))
    }
}

/// Every finding about an incident.
pub(super) fn findings(row: &PastTicket) -> Vec<Error> {
    let mut findings = Vec::new();
    about_id(&row.id, "id", &mut findings);
    if let Some(to) = row.resolved_at.filter(|to| *to < row.opened_at) {
        let error = Error::new(Code::InsightEndBeforeStart).with("from", row.opened_at);
        findings.push(error.with("to", to).at(Path::root().key("resolvedAt")));
    }
    for name in NAMES {
        about_name(row.text(name), Path::root().key("facts").key(name), &mut findings);
    }
    findings
}

pub(super) fn about_id(id: &str, field: &str, findings: &mut Vec<Error>) {
    let error = if id.is_empty() {
        Error::new(Code::IdEmpty)
    } else if limits::ID_BYTES.admits(id.len()) {
        return;
    } else {
        Error::beyond(&limits::ID_BYTES, id.len())
    };
    findings.push(error.at(Path::root().key(field)));
}

/// Looks at a name by which incidents are counted.
pub(super) fn about_name(name: &str, path: Path, findings: &mut Vec<Error>) {
    if !limits::METRIC_NAME_BYTES.admits(name.len()) {
        findings.push(Error::beyond(&limits::METRIC_NAME_BYTES, name.len()).at(path));
    }
}
