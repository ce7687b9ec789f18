//! A report from end to end: what it is about, how important it is, and why it is no more.

use serde::Serialize;

use crate::classify::{Classified, Report};
use crate::engine::Engine;
use crate::error::{Error, Path};
use crate::model::{Facts, Kind};
use crate::prioritize::{Prioritized, Subject};
use crate::time::Instant;
use crate::why_not::{WhyNot, why_not};

/// What the rules make of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Explained {
    /// What it is about.
    pub classified: Classified,
    /// What its priority rests on: the kind that is given, else the one that the rules find, else
    /// an incident.
    pub kind: Kind,
    /// Its priority.
    pub priority: Prioritized,
    /// Why it has not the priority that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why_not: Option<WhyNot>,
    /// The digest of the policy that decided.
    pub policy: String,
}

/// Classifies and prioritises a report, and says why it has not the priority `wanted`.
///
/// # Errors
/// `field.*` for each fact that the policy does not know, under `/facts`; for `wanted`, under
/// `/whyNot`.
///
/// # Example
/// ```
/// use incident_core::explain::explain;
/// use incident_core::{Engine, check};
///
/// let engine = Engine::new(check::policy(check::preset("itil").unwrap_or_default())?.policy);
/// let facts = [("impact", "high"), ("urgency", "low")];
/// let facts = facts.map(|(field, level)| (field, level.into())).into();
/// let explained = explain(&engine, None, &facts, Some("critical"))?;
/// assert_eq!(explained.priority.level.as_deref(), Some("moderate"));
/// let changes = explained.why_not.unwrap().changes;
/// assert_eq!(changes[0][0].field, "urgency");
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn explain(
    engine: &Engine,
    kind: Option<Kind>,
    facts: &Facts,
    wanted: Option<&str>,
) -> Result<Explained, Vec<Error>> {
    let policy = engine.policy();
    let mut refused = policy.vocabulary().refused(facts);
    let classified = engine.classify(&Report { kind, facts });
    let found = classified.verdicts.get("kind").and_then(|verdict| verdict.value.as_deref());
    let kind = kind.or_else(|| found.and_then(Kind::named)).unwrap_or(Kind::Incident);
    let subject = Subject { kind, facts, overridden: None, at: Instant::MIN };
    let reasons = wanted.map(|wanted| why_not(policy, &subject, wanted)).transpose();
    let reasons = reasons.unwrap_or_else(|error| {
        refused.push(error.at(Path::root().key("whyNot")));
        None
    });
    if !refused.is_empty() {
        return Err(refused);
    }
    let priority = policy.priorities().prioritize(&subject);
    let policy = policy.digest().to_owned();
    Ok(Explained { classified, kind, priority, why_not: reasons, policy })
}
