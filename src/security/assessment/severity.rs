use serde::Serialize;

use super::consistent::unknown_among;
use crate::document::{Ids, Map, object};
use crate::error::{Code, Error, Path};

/// The eight categories of CISA's National Cyber Incident Scoring System.
pub const SEVERITY_CATEGORIES: [&str; 8] = [
    "functionalImpact",
    "observedActivity",
    "locationOfObservedActivity",
    "actorCharacterization",
    "informationImpact",
    "recoverability",
    "crossSectorDependency",
    "potentialImpact",
];
/// The most that a value of a category, and so the score, may be.
const MOST_VALUE: u64 = 100;
/// The most that a category may weigh, so that no sum overflows.
const MOST_WEIGHT: u64 = 1_000_000;

/// A category of a severity model.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeverityCategory {
    /// How much it counts, against the weights of the others: 0 to 1,000,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = MOST_WEIGHT)))]
    pub weight: u64,
    /// Each value that may apply, with its points: 0 to 100.
    #[cfg_attr(feature = "schema", schemars(extend("additionalProperties" = points())))]
    pub values: Map<u64>,
}

/// The schema of the points of a value.
#[cfg(feature = "schema")]
fn points() -> serde_json::Value {
    serde_json::json!({"type": "integer", "minimum": 0, "maximum": MOST_VALUE})
}

object!(SeverityCategory { weight: needed "weight", values: needed "values" });

/// Categories by name: all eight.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SeverityCategories {
    /// What the organisation can no longer provide.
    pub functional_impact: SeverityCategory,
    /// How far the adversary has come.
    pub observed_activity: SeverityCategory,
    /// Where in the network that was seen.
    pub location_of_observed_activity: SeverityCategory,
    /// How able and willing the adversary is.
    pub actor_characterization: SeverityCategory,
    /// What happened to information.
    pub information_impact: SeverityCategory,
    /// What it takes to recover.
    pub recoverability: SeverityCategory,
    /// How much other sectors depend on the organisation.
    pub cross_sector_dependency: SeverityCategory,
    /// What a total loss of the organisation's service would mean.
    pub potential_impact: SeverityCategory,
}

object!(SeverityCategories {
    functional_impact: needed "functionalImpact",
    observed_activity: needed "observedActivity",
    location_of_observed_activity: needed "locationOfObservedActivity",
    actor_characterization: needed "actorCharacterization",
    information_impact: needed "informationImpact",
    recoverability: needed "recoverability",
    cross_sector_dependency: needed "crossSectorDependency",
    potential_impact: needed "potentialImpact",
});

/// A level of severity.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct SeverityLevel {
    /// Its name.
    pub id: String,
    /// The score from which on it applies, in hundredths of a point: 0 to 10,000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = 10_000)))]
    pub from_hundredths: u64,
}

object!(SeverityLevel { id: needed "id", from_hundredths: needed "fromHundredths" });

/// How severity is scored: a weighted mean of eight categories, in the form of CISA's National
/// Cyber Incident Scoring System. Weights, values and cut-offs are the organisation's: CISA's own
/// are not part of this library.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SeverityModelDraft {
    /// Where the numbers come from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// What is scored.
    pub categories: SeverityCategories,
    /// Levels from the least severe, the first from 0 on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub levels: Vec<SeverityLevel>,
}

object!(SeverityModelDraft {
    source: optional "source",
    categories: needed "categories",
    levels: or_default "levels",
});

/// How severe it is, as far as that can be said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "state", rename_all = "camelCase")]
pub enum Severity {
    /// The plan has no severity model, and this library none of its own.
    WeightsMissing,
    /// Not every category is stated.
    #[serde(rename_all = "camelCase")]
    Incomplete {
        /// The categories that are not.
        missing: Vec<&'static str>,
        /// The score that it has at least, in hundredths of a point.
        at_least_hundredths: u64,
        /// The score that it has at most, in hundredths of a point.
        at_most_hundredths: u64,
    },
    /// A weighted mean of all categories.
    #[serde(rename_all = "camelCase")]
    Scored {
        /// The score in hundredths of a point, 0 to 10,000; half a hundredth is rounded up.
        hundredths: u64,
        /// Weights times values, added up: over `weights` the exact score.
        points: u64,
        /// All weights.
        weights: u64,
        /// The highest level that the exact score reaches.
        #[serde(skip_serializing_if = "Option::is_none")]
        level: Option<String>,
    },
}

impl SeverityModelDraft {
    fn categories(&self) -> [(&'static str, &SeverityCategory); 8] {
        let all = &self.categories;
        let mut each = [
            &all.functional_impact,
            &all.observed_activity,
            &all.location_of_observed_activity,
            &all.actor_characterization,
            &all.information_impact,
            &all.recoverability,
            &all.cross_sector_dependency,
            &all.potential_impact,
        ]
        .into_iter();
        SEVERITY_CATEGORIES.map(|name| (name, each.next().unwrap_or(&all.potential_impact)))
    }

    /// Everything that is wrong with it.
    pub(super) fn check(&self, path: &Path, findings: &mut Vec<Error>) {
        let beyond = |number: u64, most: u64, path: Path| {
            let error = Error::new(Code::DocumentNumberOutOfRange).with("number", number);
            (number > most).then(|| error.with("least", 0).with("most", most).at(path))
        };
        let place = path.key("categories");
        for (name, category) in self.categories() {
            let place = place.key(name);
            findings.extend(beyond(category.weight, MOST_WEIGHT, place.key("weight")));
            if category.values.is_empty() {
                findings.push(Error::new(Code::AssessmentCategoryEmpty).at(place.key("values")));
            }
            for (value, points) in category.values.iter() {
                let place = place.key("values").key(value);
                findings.extend(beyond(*points, MOST_VALUE, place));
            }
        }
        if self.categories().iter().all(|(_, category)| category.weight == 0) {
            findings.push(Error::new(Code::AssessmentNoWeight).at(place));
        }
        let place = path.key("levels");
        let mut ids = Ids::default();
        let mut least = 0;
        for (at, level) in self.levels.iter().enumerate() {
            let place = place.index(at);
            ids.add(&level.id, &place.key("id"), findings);
            let from = level.from_hundredths;
            let place = place.key("fromHundredths");
            findings.extend(beyond(from, MOST_VALUE.saturating_mul(100), place.clone()));
            if from < least || (at == 0 && from > 0) {
                findings.push(Error::new(Code::AssessmentLevelOrder).at(place));
            }
            least = from.saturating_add(1);
        }
    }

    /// What is unknown among the stated values.
    pub(super) fn unknown(&self, stated: &Map<String>, findings: &mut Vec<Error>) {
        let path = Path::root().key("severity");
        let categories = self.categories();
        for (name, value) in stated.iter() {
            let path = path.key(name);
            let mut known = categories.iter();
            let error = match known.find(|(known, _)| *known == name) {
                None => unknown_among(
                    Code::AssessmentCategoryUnknown,
                    name,
                    &mut SEVERITY_CATEGORIES.iter().copied(),
                ),
                Some((_, category)) if category.values.get(value).is_none() => {
                    unknown_among(Code::AssessmentValueUnknown, value, &mut category.values.keys())
                }
                Some(_) => continue,
            };
            findings.push(error.at(path));
        }
    }

    /// The score of the stated values, of which none is unknown.
    #[must_use]
    pub fn score(&self, stated: &Map<String>) -> Severity {
        let (mut least, mut most, mut weights) = (0_u64, 0_u64, 0_u64);
        let mut missing = Vec::new();
        for (name, category) in self.categories() {
            let points = || category.values.iter().map(|(_, points)| *points);
            let known = stated.get(name).and_then(|value| category.values.get(value));
            if known.is_none() {
                missing.push(name);
            }
            let add = |sum: u64, points: Option<u64>| {
                let points = known.copied().or(points).unwrap_or_default();
                sum.saturating_add(category.weight.saturating_mul(points))
            };
            least = add(least, points().min());
            most = add(most, points().max());
            weights = weights.saturating_add(category.weight);
        }
        if !missing.is_empty() {
            return Severity::Incomplete {
                missing,
                at_least_hundredths: hundredths(least, weights),
                at_most_hundredths: hundredths(most, weights),
            };
        }
        let reached = |level: &&SeverityLevel| {
            least.saturating_mul(100) >= level.from_hundredths.saturating_mul(weights)
        };
        Severity::Scored {
            hundredths: hundredths(least, weights),
            points: least,
            weights,
            level: self.levels.iter().rfind(reached).map(|level| level.id.clone()),
        }
    }
}

/// A ratio in hundredths, half of one rounded up; 0 where nothing has a weight.
fn hundredths(points: u64, weights: u64) -> u64 {
    let twice = points.saturating_mul(200).saturating_add(weights);
    twice.checked_div(weights.saturating_mul(2)).unwrap_or_default()
}
