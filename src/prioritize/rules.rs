#[cfg(feature = "analysis")]
use std::collections::BTreeSet;

use serde::Serialize;

use super::{Matrix, MatrixDraft, Modifier, ModifierDraft, Reason, ScalesDraft};
use crate::classify::Report;
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::{Ids, object};
use crate::error::{Error, Path};
use crate::limits;
use crate::model::{Fact, Facts, Kind, PriorityOverride};
use crate::time::{Instant, Span};

/// A matrix for some tickets, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CaseMatrixDraft {
    /// What answers name it by.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = 128)))]
    pub id: String,
    /// For which tickets: facts, for example the service, and the kind.
    #[serde(rename = "if")]
    pub applies_if: ConditionDraft,
    /// Impact, then urgency, to priority.
    pub matrix: MatrixDraft,
}

object!(CaseMatrixDraft { id: needed "id", applies_if: needed "if", matrix: needed "matrix" });

/// Who may override a priority, and for how long, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OverrideDraft {
    /// Who may; everybody if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// For how long at most, and where nothing else is said; without end if absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lasts: Option<Span>,
}

object!(OverrideDraft { roles: or_default "roles", lasts: optional "lasts" });

/// What makes a major incident, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MajorIncidentDraft {
    /// What makes a ticket a candidate without anybody saying so: facts and the kind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub candidate_if: Option<ConditionDraft>,
    /// Who may do more than propose; everybody if absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
}

object!(MajorIncidentDraft { candidate_if: optional "candidateIf", roles: or_default "roles" });

/// What a policy says of priorities, as written.
#[derive(Debug)]
pub(crate) struct Written<'a> {
    pub(crate) scales: &'a ScalesDraft,
    pub(crate) matrix: &'a MatrixDraft,
    pub(crate) cases: &'a [CaseMatrixDraft],
    pub(crate) modifiers: &'a [ModifierDraft],
    pub(crate) major_incident: Option<&'a MajorIncidentDraft>,
}

/// The checked rules of priority.
#[derive(Debug)]
pub struct Priorities {
    matrix: Matrix,
    /// For some tickets, the first that applies.
    cases: Vec<(String, Condition, Matrix)>,
    modifiers: Vec<Modifier>,
    candidate_if: Option<Condition>,
}

/// What a priority follows from.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'a> {
    /// What the ticket is about.
    pub kind: Kind,
    /// What is known.
    pub facts: &'a Facts,
    /// What somebody gave it instead.
    pub overridden: Option<&'a PriorityOverride>,
    /// When.
    pub at: Instant,
}

impl<'a> Subject<'a> {
    fn fact(&self, field: &str) -> Option<Fact<'a>> {
        Report { kind: Some(self.kind), facts: self.facts }.fact(field)
    }
}

/// A priority, and what decided it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Prioritized {
    /// The level; none if a fact is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
    /// The rule and the facts that decided first.
    pub reason: Reason,
    /// The modifiers that changed it then, in written order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<Modified>,
    /// What somebody gave it instead of all that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overridden: Option<PriorityOverride>,
}

/// A change of priority by a modifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Modified {
    /// The modifier.
    pub id: String,
    /// The level before; none if it was unknown.
    pub from: Option<String>,
    /// The level after.
    pub to: Option<String>,
}

impl Priorities {
    /// The checked rules; findings about them go to `findings`.
    pub(crate) fn check(
        written: &Written<'_>,
        vocabulary: &Vocabulary,
        findings: &mut Vec<Error>,
    ) -> Option<Self> {
        let root = Path::root();
        let vocabulary = &vocabulary.of_reports();
        let matrix = written.scales.check(written.matrix, &root.key("matrix"), findings);
        for (name, count) in
            [("matrices", written.cases.len()), ("modifiers", written.modifiers.len())]
        {
            if !limits::RULES.admits(count) {
                findings.push(Error::beyond(&limits::RULES, count).at(root.key(name)));
                return None;
            }
        }
        let matrix = matrix?;
        let mut cases = Vec::new();
        let mut ids = Ids::default();
        for (at, case) in written.cases.iter().enumerate() {
            let path = root.key("matrices").index(at);
            ids.add(&case.id, &path.key("id"), findings);
            let condition = case.applies_if.check(&path.key("if"), vocabulary, findings);
            let checked = matrix.with_cells(&case.matrix, &path.key("matrix"), findings);
            let case = condition.zip(checked).map(|(one, two)| (case.id.clone(), one, two));
            cases.extend(case);
        }
        let mut modifiers = Vec::new();
        let mut ids = Ids::default();
        for (at, modifier) in written.modifiers.iter().enumerate() {
            let path = root.key("modifiers").index(at);
            ids.add(&modifier.id, &path.key("id"), findings);
            modifiers.extend(modifier.check(&path, matrix.priority(), vocabulary, findings));
        }
        let path = root.key("majorIncident").key("candidateIf");
        let candidate_if = written.major_incident.and_then(|major| major.candidate_if.as_ref());
        let candidate_if = candidate_if.and_then(|one| one.check(&path, vocabulary, findings));
        Some(Self { matrix, cases, modifiers, candidate_if })
    }

    /// The matrix of tickets for which no other is written.
    #[must_use]
    pub fn matrix(&self) -> &Matrix {
        &self.matrix
    }

    /// The matrices for some tickets, with what they are named by and when they apply.
    #[must_use]
    pub fn cases(&self) -> &[(String, Condition, Matrix)] {
        &self.cases
    }

    /// What changes the matrix's priority, in written order.
    #[must_use]
    pub fn modifiers(&self) -> &[Modifier] {
        &self.modifiers
    }

    /// What decides which matrix and which modifiers apply.
    #[cfg(feature = "analysis")]
    pub(crate) fn conditions(&self) -> impl Iterator<Item = &Condition> {
        let cases = self.cases.iter().map(|(_, condition, _)| condition);
        cases.chain(self.modifiers.iter().map(|modifier| &modifier.applies_if))
    }

    /// What makes a ticket a candidate for a major incident without anybody saying so.
    #[cfg(feature = "analysis")]
    pub(crate) fn candidate_if(&self) -> Option<&Condition> {
        self.candidate_if.as_ref()
    }

    /// The levels, counted from the highest, that some matrix gives. None is the level of a ticket
    /// of which too little is known.
    #[cfg(feature = "analysis")]
    pub(crate) fn levels_of_matrices(&self) -> BTreeSet<Option<usize>> {
        let matrices = self.cases.iter().map(|(_, _, matrix)| matrix).chain([&self.matrix]);
        matrices.flat_map(|matrix| &matrix.cells).map(|at| Some(*at)).chain([None]).collect()
    }

    /// What a modifier makes of levels.
    #[cfg(feature = "analysis")]
    pub(crate) fn modified(
        &self,
        modifier: &Modifier,
        levels: &BTreeSet<Option<usize>>,
    ) -> BTreeSet<Option<usize>> {
        let lowest = self.matrix.priority().len().saturating_sub(1);
        levels.iter().map(|at| modifier.apply(*at, lowest)).collect()
    }

    /// The levels that some matrix gives or modifiers make of that.
    #[cfg(feature = "analysis")]
    pub(crate) fn levels_given(&self) -> BTreeSet<usize> {
        let mut given = self.levels_of_matrices();
        for modifier in &self.modifiers {
            let mut changed = self.modified(modifier, &given);
            given.append(&mut changed);
        }
        given.into_iter().flatten().collect()
    }

    /// The priority that follows, and why.
    #[must_use]
    pub fn prioritize(&self, subject: &Subject<'_>) -> Prioritized {
        let holds = |one: &Condition| one.holds_for(&|field| subject.fact(field));
        let case = self.cases.iter().find(|(_, condition, _)| holds(condition));
        let matrix = case.map_or(&self.matrix, |(_, _, matrix)| matrix);
        let id = case.map(|(id, _, _)| id.clone());
        let (mut level, reason) = matrix.prioritize(subject.facts, id);
        let levels = self.matrix.priority();
        let name = |level: Option<usize>| {
            level.and_then(|at| levels.get(at)).map(|level| level.id.clone())
        };
        let mut modifiers = Vec::new();
        for modifier in self.modifiers.iter().filter(|one| holds(&one.applies_if)) {
            let changed = modifier.apply(level, levels.len().saturating_sub(1));
            if changed != level {
                let (from, to) = (name(level), name(changed));
                modifiers.push(Modified { id: modifier.id.clone(), from, to });
                level = changed;
            }
        }
        let stands = |one: &&PriorityOverride| one.until.is_none_or(|until| subject.at < until);
        let overridden = subject.overridden.filter(stands).cloned();
        let given = overridden.as_ref().and_then(|one| one.level.clone());
        Prioritized { level: given.or_else(|| name(level)), reason, modifiers, overridden }
    }

    /// Whether facts make a ticket a candidate for a major incident.
    #[must_use]
    pub fn is_candidate(&self, subject: &Subject<'_>) -> bool {
        let condition = self.candidate_if.as_ref();
        condition.is_some_and(|one| one.holds_for(&|field| subject.fact(field)))
    }
}
