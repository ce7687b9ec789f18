//! Assess and decide (ISO/IEC 27035-1, 5.4): what an assessor states about an information security
//! event, whether it is consistent, and what follows.
//!
//! An [`Assessment`] says what the event is (false alarm, vulnerability, event, incident, crisis),
//! what is done about it, how sure that is, and classifies it in the codes of [`TAXONOMIES`]. The
//! organisation's [`AssessmentPlanDraft`] has the rules: what makes an event an incident or an
//! incident a crisis, when more resources or time are needed (**escalation**, functional), when it
//! goes to a higher level of management (**elevation**, hierarchical; the two words as in NIST
//! SP 800-61r3, RS.MA), and how severity is scored. [`assess_event`] brings them together. The
//! library itself has no threshold: without rules nothing follows from them.
//!
//! Functional impact, information impact and recoverability are the categories of NIST
//! SP 800-61r2. Revision 3 replaced it in April 2025 by a profile of the Cybersecurity Framework
//! 2.0 without these scales; they live on as risk factors there, and as categories of CISA's
//! scoring system, which names eight.
//!
//! Severity is a weighted mean of these eight categories, 0 to 100 points. Weights, values and
//! cut-offs are the plan's; without them the answer is `weightsMissing`. It is exact: a sum of
//! whole numbers over the sum of the weights, told in hundredths, half of one rounded up; levels
//! compare the exact ratio. A higher value of one category never makes the score lower.
//!
//! The tactics are those of MITRE ATT&CK 18. Version 19 (2026) parts Defense Evasion in two, which
//! these codes do not say.

mod consistent;
mod facts;
mod plan;
mod severity;
mod stated;
mod taxonomy;

use serde::Serialize;

pub use plan::{AssessmentField, AssessmentPlanDraft, ElevationRule, EscalationRule, OutcomeRule};
pub use severity::{
    SEVERITY_CATEGORIES, Severity, SeverityCategories, SeverityCategory, SeverityLevel,
    SeverityModelDraft,
};
pub use stated::{
    Assessment, Classification, Confidence, FunctionalImpact, InformationImpact, Outcome,
    Recoverability, Veris,
};
pub use taxonomy::{TAXONOMIES, Taxonomy};

use crate::condition::{Condition, Vocabulary};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::{Fact, Facts};
use crate::security::marking::{Pap, Tlp};
use crate::time::Span;

/// A checked plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessmentPlan {
    draft: AssessmentPlanDraft,
    vocabulary: Vocabulary,
    outcomes: Vec<Condition>,
    escalation: Vec<Condition>,
    elevation: Vec<Condition>,
}

/// What follows from an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AssessedEvent {
    /// The assessment, with the words of today.
    pub assessment: Assessment,
    /// What the rules of the plan make of it.
    pub by_rules: OutcomeByRules,
    /// What it may become.
    pub next: Vec<NextOutcome>,
    /// Whether more resources or time are needed.
    pub escalation: Escalation,
    /// Whether it goes to a higher level of management.
    pub elevation: Elevation,
    /// How severe it is.
    pub severity: Severity,
    /// What should be looked at although it refuses nothing.
    pub warnings: Vec<Error>,
}

/// What the rules of the plan make of an event.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct OutcomeByRules {
    /// The outcome of the first rule that holds; none if none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Every rule that holds, in the order of the plan.
    pub reasons: Vec<OutcomeReason>,
}

/// A rule that holds, and what it makes of the event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutcomeReason {
    /// The rule.
    pub rule: String,
    /// What it makes of the event.
    pub outcome: Outcome,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// What an event may become.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct NextOutcome {
    /// What.
    pub outcome: Outcome,
    /// Whether that is a downgrade, which needs a reason.
    pub needs_reason: bool,
}

/// Whether more resources or time are needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Escalation {
    /// Whether at least one rule holds.
    pub needed: bool,
    /// Every rule that holds.
    pub triggers: Vec<EscalationTrigger>,
}

/// A rule that asks for more resources or time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EscalationTrigger {
    /// The rule.
    pub rule: String,
    /// Which resources.
    pub resources: Vec<String>,
    /// How much more time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Span>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// Whether it goes to a higher level of management.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Elevation {
    /// Whether at least one rule holds.
    pub needed: bool,
    /// The highest level that a rule asks for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// Every rule that holds.
    pub triggers: Vec<ElevationTrigger>,
}

/// A rule that asks for a level of management.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElevationTrigger {
    /// The rule.
    pub rule: String,
    /// The level.
    pub level: String,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

/// Checks an assessment, and says what follows from it under a plan.
///
/// `facts` are what is known beside it, as far as conditions of the plan ask for it.
///
/// # Errors
/// Every finding, if one refuses: about the assessment (`assessment.codeUnknown`,
/// `assessment.contradiction`, `assessment.originalMissing`, `assessment.reasonMissing`,
/// `assessment.crisisWithoutIncident` and others), and under `/facts` about facts that the plan
/// does not know (`field.*`).
///
/// # Example
/// ```
/// use incident_core::document;
/// use incident_core::limits;
/// use incident_core::model::Facts;
/// use incident_core::security::assessment::{
///     Assessment, AssessmentPlanDraft, Outcome, assess_event,
/// };
///
/// let plan: AssessmentPlanDraft = document::read(
///     r#"{"outcomes": [{"id": "manyHit", "outcome": "crisis",
///          "if": {"field": "affectedUsers", "atLeast": 5000}}],
///         "managementLevels": ["incidentCoordinator", "topManagement"],
///         "elevation": [{"id": "crisis", "level": "topManagement",
///          "if": {"field": "outcomeByRules", "is": "crisis"}}]}"#,
///     &limits::POLICY_BYTES,
/// )?;
/// let assessment: Assessment = document::read(
///     r#"{"outcome": "incident", "confidence": "high", "functionalImpact": "high",
///         "classification": {"rsit": "malicious-code.infected-system", "attack": ["TA0040"]}}"#,
///     &limits::TICKET_BYTES,
/// )?;
/// let facts: Facts = [("affectedUsers", incident_core::model::Value::Number(8000))].into();
/// let assessed = assess_event(&assessment, &facts, &plan.check()?)?;
/// assert_eq!(assessed.by_rules.outcome, Some(Outcome::Crisis));
/// assert_eq!(assessed.elevation.level.as_deref(), Some("topManagement"));
/// assert!(!assessed.escalation.needed);
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn assess_event(
    assessment: &Assessment,
    facts: &Facts,
    plan: &AssessmentPlan,
) -> Result<AssessedEvent, Vec<Error>> {
    let mut findings = assessment.findings();
    let model = plan.draft.severity_model.as_ref();
    let severity = match model {
        Some(model) => {
            model.unknown(&assessment.severity, &mut findings);
            model.score(&assessment.severity)
        }
        None => Severity::WeightsMissing,
    };
    let mut known = assessment.facts(&severity);
    findings.extend(plan.vocabulary.refused(facts));
    for (name, value) in facts.iter() {
        if known.get(name).is_some() || plan.is_stated(name) {
            let path = Path::root().key("facts").key(name);
            findings.push(Error::new(Code::AssessmentFactStated).with("field", name).at(path));
        } else {
            known.insert(name, value.clone());
        }
    }
    if findings.iter().any(|finding| finding.code().refuses()) {
        limits::FINDINGS.cut(&mut findings);
        return Err(findings);
    }
    let by_rules = plan.outcome_of(&known);
    if let (Some(outcome), Some(first)) = (by_rules.outcome, by_rules.reasons.first()) {
        known.insert("outcomeByRules", outcome.as_str().into());
        if outcome != assessment.outcome {
            let error = Error::new(Code::AssessmentOtherOutcome)
                .with("stated", assessment.outcome.as_str())
                .with("ruled", outcome.as_str())
                .with("rule", &first.rule);
            findings.push(error.at(Path::root().key("outcome")));
        }
    }
    Ok(AssessedEvent {
        assessment: assessment.current(),
        by_rules,
        next: assessment.outcome.changes(),
        escalation: plan.escalation_of(&known),
        elevation: plan.elevation_of(&known),
        severity,
        warnings: findings,
    })
}

impl Assessment {
    /// The same in the words of today.
    fn current(&self) -> Self {
        Self { tlp: self.tlp.map(Tlp::current), pap: self.pap.map(Pap::current), ..self.clone() }
    }
}

impl AssessmentPlan {
    /// The rules that hold, with their places.
    fn holding<'a, R>(
        rules: &'a [R],
        conditions: &'a [Condition],
        facts: &'a Facts,
    ) -> impl Iterator<Item = &'a R> {
        let holds = |condition: &Condition| {
            condition.holds_for(&|field| facts.get(field).and_then(Fact::of))
        };
        rules.iter().zip(conditions).filter(move |(_, one)| holds(one)).map(|(rule, _)| rule)
    }

    /// Whether a field belongs to the assessment, so that no fact may set it.
    fn is_stated(&self, name: &str) -> bool {
        name == "outcomeByRules"
            || (!self.draft.fields.iter().any(|field| field.name == name) && facts::is_stated(name))
    }

    fn outcome_of(&self, facts: &Facts) -> OutcomeByRules {
        let holding = Self::holding(&self.draft.outcomes, &self.outcomes, facts);
        let reasons: Vec<_> = holding
            .map(|rule| OutcomeReason {
                rule: rule.id.clone(),
                outcome: rule.outcome,
                because: rule.because.clone(),
            })
            .collect();
        OutcomeByRules { outcome: reasons.first().map(|reason| reason.outcome), reasons }
    }

    fn escalation_of(&self, facts: &Facts) -> Escalation {
        let holding = Self::holding(&self.draft.escalation, &self.escalation, facts);
        let triggers: Vec<_> = holding
            .map(|rule| EscalationTrigger {
                rule: rule.id.clone(),
                resources: rule.resources.clone(),
                time: rule.time,
                because: rule.because.clone(),
            })
            .collect();
        Escalation { needed: !triggers.is_empty(), triggers }
    }

    fn elevation_of(&self, facts: &Facts) -> Elevation {
        let holding = Self::holding(&self.draft.elevation, &self.elevation, facts);
        let triggers: Vec<_> = holding
            .map(|rule| ElevationTrigger {
                rule: rule.id.clone(),
                level: rule.level.clone(),
                because: rule.because.clone(),
            })
            .collect();
        let levels = &self.draft.management_levels;
        let asked = |level: &&String| triggers.iter().any(|trigger| trigger.level == **level);
        let level = levels.iter().rfind(asked).cloned();
        Elevation { needed: !triggers.is_empty(), level, triggers }
    }
}
