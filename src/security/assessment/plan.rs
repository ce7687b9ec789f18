use serde::Serialize;

use super::consistent::unknown_among;
use super::facts::vocabulary;
use super::stated::Outcome;
use super::{AssessmentPlan, SeverityModelDraft};
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::{Ids, object};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::FieldType;
use crate::time::Span;

/// How an organisation assesses events, as written: part of its incident management plan
/// (ISO/IEC 27035-2). This library has no thresholds of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct AssessmentPlanDraft {
    /// Facts that rules ask for beside the standard fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<AssessmentField>,
    /// What makes an event what it is: the first rule that holds decides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeRule>,
    /// When more resources or more time are needed: escalation, which is functional.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<EscalationRule>,
    /// Levels of management, from the lowest.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub management_levels: Vec<String>,
    /// When it goes to a higher level of management: elevation, which is hierarchical.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elevation: Vec<ElevationRule>,
    /// How severity is scored.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity_model: Option<SeverityModelDraft>,
}

object!(AssessmentPlanDraft {
    fields: or_default "fields",
    outcomes: or_default "outcomes",
    escalation: or_default "escalation",
    management_levels: or_default "managementLevels",
    elevation: or_default "elevation",
    severity_model: optional "severityModel",
});

/// A fact that rules ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AssessmentField {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub holds: FieldType,
}

object!(AssessmentField { name: needed "name", holds: needed "holds" });

/// What makes an event what it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OutcomeRule {
    /// What answers name it by.
    pub id: String,
    /// When it holds.
    #[serde(rename = "if")]
    pub applies_if: ConditionDraft,
    /// What the event then is.
    pub outcome: Outcome,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

object!(OutcomeRule {
    id: needed "id",
    applies_if: needed "if",
    outcome: needed "outcome",
    because: optional "because",
});

/// When more resources or more time are needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EscalationRule {
    /// What answers name it by.
    pub id: String,
    /// When it holds.
    #[serde(rename = "if")]
    pub applies_if: ConditionDraft,
    /// Which resources: teams, tools, money.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// How much more time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<Span>,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

object!(EscalationRule {
    id: needed "id",
    applies_if: needed "if",
    resources: or_default "resources",
    time: optional "time",
    because: optional "because",
});

/// When it goes to a higher level of management.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ElevationRule {
    /// What answers name it by.
    pub id: String,
    /// When it holds.
    #[serde(rename = "if")]
    pub applies_if: ConditionDraft,
    /// The level, of the plan's `managementLevels`.
    pub level: String,
    /// Why, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
}

object!(ElevationRule {
    id: needed "id",
    applies_if: needed "if",
    level: needed "level",
    because: optional "because",
});

impl AssessmentPlanDraft {
    /// The checked plan.
    ///
    /// # Errors
    /// Every finding: `id.*`, `field.*`, `condition.*`, `assessment.*`, `limit.exceeded`.
    pub fn check(&self) -> Result<AssessmentPlan, Vec<Error>> {
        let root = Path::root();
        let mut findings = Vec::new();
        for count in [self.outcomes.len(), self.escalation.len(), self.elevation.len()] {
            if !limits::RULES.admits(count) {
                findings.push(Error::beyond(&limits::RULES, count));
            }
        }
        let mut words = vocabulary(self.severity_model.as_ref());
        for (at, field) in self.fields.iter().enumerate() {
            if !words.declare(&field.name, field.holds) {
                let error = Error::new(Code::FieldRepeated).with("field", &field.name);
                findings.push(error.at(root.key("fields").index(at).key("name")));
            }
        }
        let mut check = Checking { ids: Ids::default(), findings };
        let path = root.key("outcomes");
        let each = self.outcomes.iter().enumerate();
        let outcomes: Vec<_> = each
            .map(|(at, rule)| check.rule(&path.index(at), &rule.id, &rule.applies_if, &words))
            .collect();
        words.declare("outcomeByRules", FieldType::Text);
        words.limit("outcomeByRules", Outcome::ALL.map(|outcome| outcome.as_str().to_owned()));
        let path = root.key("escalation");
        let mut escalation = Vec::new();
        for (at, rule) in self.escalation.iter().enumerate() {
            let path = path.index(at);
            if rule.resources.is_empty() && rule.time.is_none() {
                let error = Error::new(Code::AssessmentAsksForNothing);
                check.findings.push(error.at(path.clone()));
            }
            escalation.push(check.rule(&path, &rule.id, &rule.applies_if, &words));
        }
        let path = root.key("elevation");
        let mut elevation = Vec::new();
        for (at, rule) in self.elevation.iter().enumerate() {
            let path = path.index(at);
            if !self.management_levels.contains(&rule.level) {
                let mut known = self.management_levels.iter().map(String::as_str);
                let error = unknown_among(Code::AssessmentLevelUnknown, &rule.level, &mut known);
                check.findings.push(error.at(path.key("level")));
            }
            elevation.push(check.rule(&path, &rule.id, &rule.applies_if, &words));
        }
        let mut findings = check.findings;
        self.check_levels(&mut findings);
        if !findings.is_empty() {
            limits::FINDINGS.cut(&mut findings);
            return Err(findings);
        }
        Ok(AssessmentPlan {
            draft: self.clone(),
            vocabulary: words,
            outcomes: outcomes.into_iter().flatten().collect(),
            escalation: escalation.into_iter().flatten().collect(),
            elevation: elevation.into_iter().flatten().collect(),
        })
    }

    fn check_levels(&self, findings: &mut Vec<Error>) {
        let root = Path::root();
        let mut levels = Ids::default();
        for (at, level) in self.management_levels.iter().enumerate() {
            levels.add(level, &root.key("managementLevels").index(at), findings);
        }
        if let Some(model) = &self.severity_model {
            model.check(&root.key("severityModel"), findings);
        }
    }
}

/// The checking of rules, whose names must differ.
struct Checking<'a> {
    ids: Ids<'a>,
    findings: Vec<Error>,
}

impl<'a> Checking<'a> {
    fn rule(
        &mut self,
        path: &Path,
        id: &'a str,
        applies_if: &ConditionDraft,
        words: &Vocabulary,
    ) -> Option<Condition> {
        self.ids.add(id, &path.key("id"), &mut self.findings);
        applies_if.check(&path.key("if"), words, &mut self.findings)
    }
}
