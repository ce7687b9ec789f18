use serde::Serialize;

use super::history::{about_id, about_name, findings};
use super::settings::ProblemRules;
use crate::document::{Ids, object, words};
use crate::error::{Error, Path, all_below};
use crate::insight::Rounded;
use crate::insight::similar::{PastTicket, SharedTerm, SimilarIndex, SimilarQuery};
use crate::limits;
use crate::model::{Facts, Kind};
use crate::time::Instant;

/// A problem that has been analysed and is not resolved, with what helps meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct KnownError {
    /// The host's identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// How it shows.
    pub symptoms: Option<String>,
    /// The service that it concerns; it is not offered for incidents of another one.
    pub service: Option<String>,
    /// The category; it is not offered for incidents of another one.
    pub category: Option<String>,
    /// What helps until it is resolved.
    pub workaround: Option<String>,
    /// Whether it still is.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub status: KnownErrorStatus,
}

object!(KnownError {
    id: needed "id",
    title: needed "title",
    symptoms: optional "symptoms",
    service: optional "service",
    category: optional "category",
    workaround: optional "workaround",
    status: or_default "status",
});

/// Whether a known error still is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
pub enum KnownErrorStatus {
    /// It is.
    #[default]
    Active,
    /// It is resolved, or was none; it is never offered.
    Retired,
}

words!(KnownErrorStatus { Active: "active", Retired: "retired" });

/// A known error that may explain an incident.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OfferedError {
    /// The host's identifier.
    pub id: String,
    /// What it is.
    pub title: String,
    /// What helps until it is resolved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workaround: Option<String>,
    /// How well it fits: 1 is what an incident reaches that says the same.
    pub score: Rounded,
    /// What it shares with the incident, at most 10 terms, those first that add most.
    pub terms: Vec<SharedTerm>,
}

impl KnownError {
    fn findings(&self) -> Vec<Error> {
        let mut findings = Vec::new();
        about_id(&self.id, "id", &mut findings);
        for (name, fact) in [("service", &self.service), ("category", &self.category)] {
            let fact = fact.as_deref().unwrap_or_default();
            about_name(fact, Path::root().key(name), &mut findings);
        }
        findings
    }

    /// Whether an incident has no other service or category.
    fn admits(&self, incident: &PastTicket) -> bool {
        let agrees = |own: &Option<String>, fact: &str| {
            let (own, other) = (own.as_deref().unwrap_or_default(), incident.text(fact));
            own.is_empty() || other.is_empty() || own == other
        };
        self.status == KnownErrorStatus::Active
            && agrees(&self.service, "service")
            && agrees(&self.category, "category")
    }

    /// Itself as a ticket of an index. Service and category are left to [`admits`](Self::admits):
    /// they say which errors may be meant, not which one it is.
    fn ticket(&self) -> PastTicket {
        let mut facts = Facts::new();
        facts.insert("shortDescription", self.title.as_str().into());
        facts.insert("description", self.symptoms.as_deref().unwrap_or_default().into());
        ticket(self.id.clone(), Kind::KnownError, facts)
    }
}

fn ticket(id: String, kind: Kind, facts: Facts) -> PastTicket {
    let at = Instant::MIN;
    let (state, resolved_at) = (None, None);
    PastTicket { id, kind: Some(kind), state, opened_at: at, resolved_at, reopens: 0, facts }
}

/// The known errors that probably explain an incident, the best first; rather none than a poor one.
///
/// A known error is offered if its service and category do not contradict the incident's, if it
/// scores as much as the settings ask for, and if the two share at least two terms, or say the
/// same. How rare a term is follows from all known errors, retired ones too.
///
/// # Errors
/// Every finding about the incident and the known errors.
///
/// # Example
/// ```
/// use incident_core::insight::problem::{ProblemRules, ProblemSettings, offer};
/// use incident_core::{document, limits};
///
/// let errors = r#"[{"id": "KE1", "title": "VPN client drops after sleep",
///     "workaround": "Restart it"}, {"id": "KE2", "title": "Printer prints blank pages"}]"#;
/// let incident = r#"{"id": "INC1", "openedAt": 0,
///     "facts": {"shortDescription": "vpn drops when the laptop was asleep: sleep"}}"#;
/// let offered = offer(
///     &document::read(incident, &limits::TICKET_BYTES)?,
///     &document::read::<Vec<_>>(errors, &limits::TICKET_BYTES)?,
///     &ProblemRules::check(&ProblemSettings::default())?,
/// )?;
/// assert_eq!(offered.len(), 1);
/// assert_eq!(offered[0].workaround.as_deref(), Some("Restart it"));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn offer(
    incident: &PastTicket,
    errors: &[KnownError],
    rules: &ProblemRules,
) -> Result<Vec<OfferedError>, Vec<Error>> {
    let path = Path::root().key("knownErrors");
    let mut wrong = all_below(findings(incident), &Path::root().key("ticket"));
    let mut ids = Ids::default();
    let mut index = SimilarIndex::default();
    for (at, error) in errors.iter().enumerate() {
        let own = error.findings();
        if own.is_empty() {
            ids.add(&error.id, &path.index(at).key("id"), &mut wrong);
        }
        wrong.extend(all_below(own, &path.index(at)));
        if wrong.is_empty()
            && let Err(full) = index.add(&error.ticket())
        {
            wrong.push(full.at(path.clone()));
        }
    }
    if !wrong.is_empty() {
        limits::FINDINGS.cut(&mut wrong);
        return Err(wrong);
    }
    let mut facts = Facts::new();
    for name in ["shortDescription", "description"] {
        facts.insert(name, incident.text(name).into());
    }
    // The index never finds the ticket that is asked about; a known error is another one.
    let asked = ticket(String::new(), Kind::Incident, facts);
    let limit = u32::try_from(limits::NEAREST.maximum).ok();
    let query = SimilarQuery { ticket: Some(asked), limit, ..Default::default() };
    let found = index.nearest(&query)?;
    let fits = found.into_iter().filter_map(|found| {
        let error = errors.iter().find(|error| error.id == found.id)?;
        let alone = found.score >= Rounded::new(0.999);
        let enough = found.score >= Rounded::share(rules.offer_from.into(), 100)?;
        let fits = enough && (alone || found.terms.len() > 1) && error.admits(incident);
        fits.then(|| OfferedError {
            id: found.id,
            title: error.title.clone(),
            workaround: error.workaround.clone(),
            score: found.score,
            terms: found.terms,
        })
    });
    Ok(fits.take(usize::try_from(rules.offer_length).unwrap_or(usize::MAX)).collect())
}
