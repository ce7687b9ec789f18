#[cfg(feature = "schema")]
use schemars::JsonSchema;

#[cfg(feature = "schema")]
use super::Arguments;
use super::Operation;
use crate::digest;
use crate::document::{Map, Node, object};
use crate::door::request::Request;
use crate::door::{Answer, json};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::model::Ticket;
use crate::security::marking::Tlp;
use crate::security::review::{
    ActionReport, ActorsBy, Blame, Entry, Measure, Proposal, Review, ReviewRules, Written, apply,
    blaming, check, timeline,
};
use crate::time::{Instant, Span};

pub(super) const OPERATIONS: &[Operation] = &[
    ("actions", actions),
    ("applyProposal", apply_proposal),
    ("checkReview", check_review),
    ("checkWording", check_wording),
    ("reviewStatus", status),
    ("timeline", assemble),
];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Status {
    rules: ReviewRules,
    ticket: Ticket,
    review: Option<Review>,
    tlp: Option<Tlp>,
    now: Instant,
}

object!(Status {
    rules: needed "rules",
    ticket: needed "ticket",
    review: optional "review",
    tlp: optional "tlp",
    now: needed "now",
});

/// Whether a ticket needs a review, by when, and what is missing.
fn status(request: &Request) -> Answer {
    request.measure()?;
    let Status { rules, ticket, review, tlp, now } = &request.read()?;
    let path = Path::root().key("rules");
    let rules = rules.check().map_err(|errors| all_below(errors, &path))?;
    let status = rules.status(ticket, review.as_ref(), *tlp, *now);
    Ok(json(&status.map_err(|error| vec![error])?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Assemble {
    ticket: Ticket,
    #[cfg_attr(feature = "schema", schemars(default))]
    entries: Vec<Entry>,
    zone: Option<String>,
    #[cfg_attr(feature = "schema", schemars(default))]
    actors: ActorsBy,
}

object!(Assemble {
    ticket: needed "ticket",
    entries: or_default "entries",
    zone: optional "zone",
    actors: or_default "actors",
});

/// What happened when, and the times between the phases.
fn assemble(request: &Request) -> Answer {
    request.measure()?;
    let Assemble { ticket, entries, zone, actors } = &request.read()?;
    Ok(json(&timeline(ticket, entries, zone.as_deref(), *actors)?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "camelCase"))]
struct CheckReview {
    review: Review,
    tlp: Option<Tlp>,
    detect_within: Option<Span>,
    now: Instant,
}

object!(CheckReview {
    review: needed "review",
    tlp: optional "tlp",
    detect_within: optional "detectWithin",
    now: needed "now",
});

/// What a review lacks, contradicts, or blames.
fn check_review(request: &Request) -> Answer {
    let CheckReview { review, tlp, detect_within, now } = request.read()?;
    let mut checked = check(&review, &Measure { tlp, detect_within }, now);
    let path = Path::root().key("review");
    checked.findings = all_below(checked.findings, &path);
    for one in &mut checked.wording {
        one.finding = one.finding.clone().below(&path);
    }
    Ok(json(&checked))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct CheckWording {
    texts: Map<String>,
}

object!(CheckWording { texts: needed "texts" });

/// What blames in texts by name. One named `description` or `body` may be as long as those are.
fn check_wording(request: &Request) -> Answer {
    let CheckWording { texts } = &request.read()?;
    let mut found: Vec<Blame> = Vec::new();
    for (name, text) in texts.iter() {
        let path = Path::root().key("texts").key(name);
        let all = blaming(text).into_iter();
        found.extend(all.map(|one| Blame { finding: one.finding.at(path.clone()), ..one }));
    }
    limits::FINDINGS.cut(&mut found);
    Ok(json(&found))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct ApplyProposal {
    policy: Written,
    proposal: Proposal,
}

object!(ApplyProposal { policy: needed "policy", proposal: needed "proposal" });

/// What a policy document would become by a proposal.
fn apply_proposal(request: &Request) -> Answer {
    request.measure()?;
    let ApplyProposal { policy, proposal } = &request.read()?;
    let policy = policy.0.as_ref().unwrap_or(&Node::Null);
    let path = Path::root().key("proposal");
    if let Some(expected) = &proposal.policy {
        let actual = digest::of_written(policy);
        if *expected != actual {
            let error = Error::new(Code::ReviewOtherPolicy).with("policy", expected);
            return Err(vec![error.with("actual", actual).at(path.key("policy"))]);
        }
    }
    let applied = apply(policy, &proposal.patch);
    Ok(json(&applied.map_err(|errors| all_below(errors, &path.key("patch")))?))
}

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Actions {
    #[cfg_attr(feature = "schema", schemars(default))]
    reviews: Vec<Review>,
    #[cfg_attr(feature = "schema", schemars(default))]
    reports: Vec<ActionReport>,
    now: Instant,
}

object!(Actions {
    reviews: or_default "reviews",
    reports: or_default "reports",
    now: needed "now",
});

/// How the actions of reviews stand, with what others have counted at the same instant.
fn actions(request: &Request) -> Answer {
    let Actions { reviews, reports, now } = &request.read()?;
    let report = ActionReport::of(reviews, *now);
    let mut report = report.map_err(|errors| all_below(errors, &Path::root().key("reviews")))?;
    for (at, other) in reports.iter().enumerate() {
        let path = Path::root().key("reports").index(at);
        report.merge(other).map_err(|error| vec![error.below(&path)])?;
    }
    Ok(json(&report))
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[
    ("actions", Actions::json_schema),
    ("applyProposal", ApplyProposal::json_schema),
    ("checkReview", CheckReview::json_schema),
    ("checkWording", CheckWording::json_schema),
    ("reviewStatus", Status::json_schema),
    ("timeline", Assemble::json_schema),
];
