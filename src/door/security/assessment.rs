#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::Operation;
use crate::document::object;
use crate::door::request::{Nothing, Request};
use crate::door::{Answer, json};
use crate::error::{Error, Path, all_below};
use crate::model::Facts;
use crate::security::assessment::{
    Assessment, AssessmentPlanDraft, Outcome, TAXONOMIES, assess_event,
};

pub(super) const OPERATIONS: &[Operation] = &[
    ("assessEvent", assess),
    ("checkAssessmentPlan", check),
    ("nextOutcomes", next),
    ("taxonomies", taxonomies),
];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Assess {
    assessment: Assessment,
    #[cfg_attr(feature = "schema", schemars(default))]
    facts: Facts,
    #[cfg_attr(feature = "schema", schemars(default))]
    plan: AssessmentPlanDraft,
}

object!(Assess {
    assessment: needed "assessment",
    facts: or_default "facts",
    plan: or_default "plan",
});

/// What follows from an assessment, or everything against it; without a plan nothing does by rule.
fn assess(request: &Request) -> Answer {
    let Assess { assessment, facts, plan } = &request.read()?;
    let plan = plan.check().map_err(|errors| all_below(errors, &Path::root().key("plan")))?;
    let below = Path::root().key("assessment");
    // What is found about facts has its path already.
    let placed = |error: Error| {
        let own = error.path().as_str().starts_with("/facts");
        if own { error } else { error.below(&below) }
    };
    match assess_event(assessment, facts, &plan) {
        Ok(mut assessed) => {
            assessed.warnings = assessed.warnings.into_iter().map(placed).collect();
            Ok(json(&assessed))
        }
        Err(errors) => Err(errors.into_iter().map(placed).collect()),
    }
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Check {
    plan: AssessmentPlanDraft,
}

object!(Check { plan: needed "plan" });

/// `true`, or everything against a plan.
fn check(request: &Request) -> Answer {
    let Check { plan } = &request.read()?;
    let checked = plan.check();
    checked.map_err(|errors| all_below(errors, &Path::root().key("plan")))?;
    Ok(json(&true))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct From {
    from: Outcome,
}

object!(From { from: needed "from" });

/// What may follow.
fn next(request: &Request) -> Answer {
    let From { from } = request.read()?;
    Ok(json(&from.changes()))
}

/// Every taxonomy with its codes.
fn taxonomies(request: &Request) -> Answer {
    request.read::<Nothing>().map(|Nothing {}| json(TAXONOMIES))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("assessEvent", Assess::json_schema),
    ("checkAssessmentPlan", Check::json_schema),
    ("nextOutcomes", From::json_schema),
    ("taxonomies", Nothing::json_schema),
];
