use serde::Serialize;

use super::Pack;
use super::duty::Case;
use super::facts::{Reading, Scope, Situation};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::{Instant, tzdb_version};

/// How a duty stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Status {
    /// Nobody has said whether the regime applies.
    ScopeNotDeclared,
    /// The text is not in force, or not for an event of this date.
    NotInForce,
    /// It does not apply, by a fact or since the regime is declared not to apply.
    NotApplicable,
    /// A fact on which it depends is not known.
    FactMissing,
    /// The instant from which its period runs is not known.
    AnchorMissing,
    /// What starts it has not happened: an event, or the submission of an earlier report.
    NotStarted,
    /// To be done without undue delay; the text names no number.
    WithoutUndueDelay,
    /// Done; since the text names no number, whether in time is for others to say.
    Submitted,
    /// Before the conservative deadline.
    Running,
    /// After the conservative deadline and not after the statutory one.
    Due,
    /// After the statutory deadline, and nothing was submitted.
    Overdue,
    /// Submitted by the statutory deadline.
    Met,
    /// Submitted after the statutory deadline.
    Late,
}

impl Status {
    /// Each of them.
    pub const ALL: [Self; 13] = [
        Self::ScopeNotDeclared,
        Self::NotInForce,
        Self::NotApplicable,
        Self::FactMissing,
        Self::AnchorMissing,
        Self::NotStarted,
        Self::WithoutUndueDelay,
        Self::Submitted,
        Self::Running,
        Self::Due,
        Self::Overdue,
        Self::Met,
        Self::Late,
    ];
}

/// A duty, how it stands and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deadline {
    /// The regime.
    pub regime: String,
    /// The duty.
    pub duty: String,
    /// What must be told.
    pub what: String,
    /// Who must tell.
    pub who: String,
    /// Who must be told.
    pub whom: String,
    /// The text that says so.
    pub source: String,
    /// Where in the text.
    pub article: String,
    /// Whether the official text was read there.
    pub verified: bool,
    /// How it stands.
    pub status: Status,
    /// Anchors, facts or duties that are missing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// The end of the period by plain arithmetic: whoever keeps to it is early rather than late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conservative: Option<Instant>,
    /// The end of the period as the text counts; never before the conservative one. At this very
    /// instant it is still in time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statutory: Option<Instant>,
    /// When it was first submitted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub submitted_at: Option<Instant>,
    /// How it comes to this, a note a line: from the message catalogue, so that it can be had in
    /// another language.
    pub steps: Vec<Error>,
}

/// The duties of a pack in an incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Deadlines {
    /// That this is not legal advice.
    pub notice: Error,
    /// The name of the pack.
    pub pack: String,
    /// The digest of the pack.
    pub digest: String,
    /// The date of the pack's knowledge of the law.
    pub as_of: String,
    /// The release of the time zones.
    pub tzdb: &'static str,
    /// The present.
    pub now: Instant,
    /// The duties, in the order of the pack.
    pub deadlines: Vec<Deadline>,
    /// What should be looked at in the facts although it refuses nothing.
    pub warnings: Vec<Error>,
}

impl Pack {
    /// How the duties of this pack stand at `now`: all of them, or those that `only` names by
    /// themselves or by their regime.
    ///
    /// # Errors
    /// Every finding about the facts under `/facts`, about the scope under `/scope`, and about
    /// names under `/only`.
    ///
    /// # Example
    /// ```
    /// use incident_core::statute::{Pack, Scope, Situation, Status};
    /// use incident_core::{Instant, document, limits};
    ///
    /// let facts = r#"{ "zone": "Europe/Berlin",
    ///     "anchors": { "awareness": "2026-12-04T09:20:00Z" } }"#;
    /// let facts: Situation = document::read(facts, &limits::TICKET_BYTES)?;
    /// let scope = r#"{ "gdpr": { "facts": { "role": "controller", "risk": "likely" } } }"#;
    /// let scope: Scope = document::read(scope, &limits::TICKET_BYTES)?;
    /// let now = Instant::parse("2026-12-04T12:00:00Z").map_err(|error| vec![error])?;
    /// let only = ["gdpr.authority".to_owned()];
    /// let answer = Pack::preset()?.deadlines(&facts, &scope, now, &only)?;
    /// let deadline = &answer.deadlines[0];
    /// assert_eq!(deadline.status, Status::Running);
    /// assert_eq!(deadline.conservative.unwrap().to_string(), "2026-12-07T09:20:00Z");
    /// assert_eq!(deadline.statutory.unwrap().to_string(), "2026-12-07T10:00:00Z");
    /// # Ok::<(), Vec<incident_core::Error>>(())
    /// ```
    pub fn deadlines(
        &self,
        facts: &Situation,
        scope: &Scope,
        now: Instant,
        only: &[String],
    ) -> Result<Deadlines, Vec<Error>> {
        let findings = Vec::new();
        let mut reading = Reading { pack: &self.draft, situation: facts, scope, findings };
        let places = reading.places();
        for (at, name) in only.iter().enumerate() {
            if !self.draft.regimes.iter().any(|regime| regime.id == *name) {
                reading.duty(name, &Path::root().key("only").index(at));
            }
        }
        let mut warnings = reading.findings;
        limits::FINDINGS.cut(&mut warnings);
        if warnings.iter().any(|finding| finding.code().refuses()) {
            return Err(warnings);
        }
        let mut deadlines = Vec::new();
        for (regime, place) in self.draft.regimes.iter().zip(&places) {
            let Some(place) = place else { continue };
            let declared = scope.get(&regime.id);
            let pack = &self.draft;
            let mut case = Case { pack, regime, declared, facts, place, now, warnings };
            case.order();
            let wanted = |duty: &&super::DutyDraft| {
                only.is_empty() || only.iter().any(|name| [&regime.id, &duty.id].contains(&name))
            };
            deadlines.extend(regime.duties.iter().filter(wanted).map(|duty| case.assess(duty)));
            warnings = case.warnings;
        }
        ahead(facts, now, &mut warnings);
        limits::FINDINGS.cut(&mut warnings);
        Ok(Deadlines {
            notice: Error::new(Code::StatuteNotLegalAdvice),
            pack: self.draft.id.clone(),
            digest: self.digest.clone(),
            as_of: self.draft.as_of.clone(),
            tzdb: tzdb_version(),
            now,
            deadlines,
            warnings,
        })
    }
}

/// Warns of what is said to have happened after the present.
fn ahead(facts: &Situation, now: Instant, warnings: &mut Vec<Error>) {
    let path = Path::root().key("facts");
    let anchors = facts.anchors.iter().filter_map(|(name, at)| {
        let path = path.key("anchors").key(name);
        at.map(|at| (at, path))
    });
    let submissions = facts.submissions.iter().enumerate().map(|(number, submission)| {
        (submission.at, path.key("submissions").index(number).key("at"))
    });
    for (at, path) in anchors.chain(submissions).filter(|(at, _)| *at > now) {
        warnings.push(Error::new(Code::StatuteAhead).with("at", at).with("now", now).at(path));
    }
}
