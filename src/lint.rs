//! What a policy that can be accepted probably does not mean.
//!
//! Beside the findings of the [`check`] these need the whole policy, an instant, or
//! every life of a ticket. Where a change is certain to alter no decision, or only to say what was
//! meant, a finding brings it as a JSON Patch (RFC 6902).

mod conditions;
mod lives;
mod modifiers;
mod names;
mod rules;
mod starts;
mod times;

use serde::Serialize;

use crate::check;
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::engine::Engine;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::policy::PolicyDraft;
use crate::time::Instant;

/// A finding, and what would settle it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// What was found, and where.
    pub finding: Error,
    /// The change that settles it, if one is certain. Each stands for itself: after one of them is
    /// made, ask again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fix: Vec<Patch>,
}

/// One operation of a JSON Patch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "op", rename_all = "camelCase")]
pub enum Patch {
    /// Takes away what stands there.
    Remove {
        /// Where.
        path: String,
    },
    /// Puts another value there.
    Replace {
        /// Where.
        path: String,
        /// What.
        value: String,
    },
}

/// Every finding about a policy as it is at an instant, in the order of the document's parts.
///
/// # Example
/// ```
/// use incident_core::{Instant, check, document, limits, lint};
///
/// let text = check::preset("itil").unwrap_or_default();
/// let draft = document::read(text, &limits::POLICY_BYTES)?;
/// assert_eq!(lint::lint(&draft, Instant::MIN), []);
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[must_use]
pub fn lint(draft: &PolicyDraft, now: Instant) -> Vec<Finding> {
    let checked = match check::draft(draft) {
        Ok(checked) => checked,
        Err(findings) => return listed(findings),
    };
    let mut findings = checked.warnings;
    let engine = Engine::new(checked.policy);
    names::find(draft, engine.policy(), &mut findings);
    conditions::find(draft, engine.policy(), &mut findings);
    rules::find(draft, engine.policy(), &mut findings);
    modifiers::find(engine.policy(), &mut findings);
    starts::find(draft, engine.policy(), &mut findings);
    times::find(draft, engine.policy(), now, &mut findings);
    lives::find(&engine, &mut findings);
    listed(findings)
}

/// As many findings as an answer may have. With more, no refusal is left out for a warning.
fn listed(mut findings: Vec<Error>) -> Vec<Finding> {
    if !limits::FINDINGS.admits(findings.len()) {
        findings.sort_by_key(|finding| !finding.code().refuses());
    }
    limits::FINDINGS.cut(&mut findings);
    findings.into_iter().map(with_fix).collect()
}

/// A condition of an accepted policy, so there is nothing to find in it.
fn checked(written: &ConditionDraft, vocabulary: &Vocabulary) -> Option<Condition> {
    written.check(&Path::root(), vocabulary, &mut Vec::new())
}

/// Whether a condition is never true, which is then a finding.
fn never_true(condition: &Condition, path: Path, findings: &mut Vec<Error>) -> bool {
    let never = condition.can_hold() == Some(false);
    if never {
        findings.push(Error::new(Code::LintNeverTrue).at(path));
    }
    never
}

/// Where the parts of an agreement stand.
fn agreement(at: usize) -> Path {
    Path::root().key("agreements").index(at)
}

fn target(agreement_at: usize, at: usize) -> Path {
    agreement(agreement_at).key("targets").index(at)
}

fn with_fix(finding: Error) -> Finding {
    let path = finding.path().as_str();
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let remove = |path: &str| vec![Patch::Remove { path: path.to_owned() }];
    let code = finding.code();
    // A rule is taken out with the condition that keeps it from its turn.
    let idle = [Code::LintShadowed, Code::LintNeverTrue].contains(&code);
    let of_rule = path.ends_with("/if") || path.ends_with("/appliesIf");
    let fix = if [Code::LintCalendarUnused, Code::LintModifierIdle].contains(&code) {
        remove(path)
    } else if code == Code::CalendarDateRepeated || idle && of_rule {
        remove(parent)
    } else if code == Code::CalendarLastMinute {
        vec![Patch::Replace { path: format!("{path}/1"), value: "24:00".to_owned() }]
    } else {
        Vec::new()
    };
    Finding { finding, fix }
}
