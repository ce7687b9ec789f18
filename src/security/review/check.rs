//! Whether a review is complete, and what it says of persons.

use serde::Serialize;

use super::draft::{ActionItem, ActionKind, ActionStatus, DetectedBy, Review};
use super::patch;
use super::timeline::{Interval, Phase, intervals, marked, turned};
use super::wording::{Blame, blaming_at};
use crate::document::Ids;
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::security::marking::Tlp;
use crate::time::{Instant, Span};

/// What a review is measured by beside itself.
#[derive(Debug, Clone, Default)]
pub struct Measure {
    /// The label of the ticket.
    pub tlp: Option<Tlp>,
    /// The longest time from `started` to `detected` that is not late.
    pub detect_within: Option<Span>,
}

/// What was found in a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Whether nothing refuses it.
    pub complete: bool,
    /// Everything that is missing or contradicts itself.
    pub findings: Vec<Error>,
    /// Every phrase that blames; it refuses nothing.
    pub wording: Vec<Blame>,
    /// The times between the phases that its timeline marks.
    pub intervals: Vec<Interval>,
}

/// Looks for everything that is missing, contradicts itself, or blames.
///
/// # Errors and warnings
/// These refuse a review, so that it is not complete: no contributing factor; no action; an action
/// without owner, one with two, an open one without a due instant or with one that had passed at
/// publication, a done one without its instant, a dropped one without a reason; no detection gap
/// though it was noticed late; a label that is wider than the ticket's without a release, or with
/// one that came later; what is said to have happened after `now`; a phase marked twice; an action
/// that a proposal names and that is not there; a patch that is none.
///
/// The others warn: a single factor, actions that are all for learning, what went well or was luck
/// left out, no timeline or one that lacks a phase, an action that is tracked nowhere.
///
/// It was noticed late if users or outsiders noticed it first, if the report came before it was
/// detected, or if that took longer than `detect_within`.
#[must_use]
pub fn check(review: &Review, measure: &Measure, now: Instant) -> Checked {
    let mut findings = Vec::new();
    parts(review, &mut findings);
    instants(review, now, &mut findings);
    label(review, measure, &mut findings);
    let marked = phases(review, &mut findings);
    detection(review, &marked, measure, &mut findings);
    actions(review, now, &mut findings);
    proposals(review, &mut findings);
    let complete = !findings.iter().any(|finding| finding.code().refuses());
    findings.sort_by_key(|finding| !finding.code().refuses());
    limits::FINDINGS.cut(&mut findings);
    Checked { complete, findings, wording: wording(review), intervals: intervals(&marked) }
}

fn key(name: &str) -> Path {
    Path::root().key(name)
}

/// What must be there, or should be.
fn parts(review: &Review, findings: &mut Vec<Error>) {
    let mut ids = Ids::default();
    ids.add(&review.id, &key("id"), findings);
    let lists = [
        (review.factors.len(), "factors", Code::ReviewNoFactor),
        (review.actions.len(), "actions", Code::ReviewNoAction),
        (review.timeline.len(), "timeline", Code::ReviewNoTimeline),
        (review.went_well.len(), "wentWell", Code::ReviewNothingWentWell),
        (review.lucky.len(), "lucky", Code::ReviewNoLuck),
        (review.description.len(), "description", Code::ReviewNoDescription),
    ];
    for (count, name, code) in lists {
        if count == 0 {
            findings.push(Error::new(code).at(key(name)));
        }
    }
    if review.factors.len() == 1 {
        findings.push(Error::new(Code::ReviewOneFactor).at(key("factors")));
    }
    for (at, factor) in review.factors.iter().enumerate() {
        if factor.description.trim().is_empty() {
            let path = key("factors").index(at).key("description");
            findings.push(Error::new(Code::ReviewTextEmpty).at(path));
        }
    }
}

/// What is said to have happened, and when it was published.
fn instants(review: &Review, now: Instant, findings: &mut Vec<Error>) {
    let release = review.release.as_ref().map(|release| release.at);
    let mut said = vec![
        (review.held_at, key("heldAt")),
        (review.published_at, key("publishedAt")),
        (release, key("release").key("at")),
    ];
    for (at, action) in review.actions.iter().enumerate() {
        let path = key("actions").index(at);
        said.push((action.done_at, path.key("doneAt")));
        said.push((action.agreed_at, path.key("agreedAt")));
    }
    for (at, path) in said {
        if at.is_some_and(|at| at > now) {
            findings.push(Error::new(Code::ReviewInFuture).with("now", now).at(path));
        }
    }
    match (review.held_at, review.published_at) {
        (None, Some(_)) => findings.push(Error::new(Code::ReviewNotHeld).at(key("heldAt"))),
        (Some(held), Some(published)) if published < held => {
            let error = Error::new(Code::ReviewPublishedBeforeHeld).with("held", held);
            findings.push(error.at(key("publishedAt")));
        }
        _ => {}
    }
}

fn label(review: &Review, measure: &Measure, findings: &mut Vec<Error>) {
    let Some(ticket) = measure.tlp.filter(|ticket| review.tlp.current() < ticket.current()) else {
        return;
    };
    let wider = |code: Code| {
        Error::new(code).with("tlp", review.tlp.as_str()).with("ticket", ticket.as_str())
    };
    match &review.release {
        None => findings.push(wider(Code::ReviewLabelWider).at(key("tlp"))),
        Some(release) if release.by.trim().is_empty() => {
            findings.push(Error::new(Code::ReviewTextEmpty).at(key("release").key("by")));
        }
        Some(release) if review.published_at.is_some_and(|at| release.at > at) => {
            findings.push(wider(Code::ReviewReleaseLate).at(key("release").key("at")));
        }
        Some(_) => {}
    }
}

fn phases(review: &Review, findings: &mut Vec<Error>) -> Vec<(Phase, Instant)> {
    let path = key("timeline");
    let marked = marked(&review.timeline, &path, findings);
    if review.timeline.is_empty() {
        return marked;
    }
    if !review.timeline.is_sorted_by_key(|entry| entry.at) {
        findings.push(Error::new(Code::ReviewTimelineOrder).at(path.clone()));
    }
    turned(&marked, &path, findings);
    for phase in Phase::ALL {
        if marked.iter().all(|(other, _)| *other != phase) {
            let error = Error::new(Code::ReviewPhaseMissing).with("phase", phase.as_str());
            findings.push(error.at(path.clone()));
        }
    }
    marked
}

/// How it was noticed, and if late, what should have noticed it, and why that did not.
fn detection(
    review: &Review,
    marked: &[(Phase, Instant)],
    measure: &Measure,
    findings: &mut Vec<Error>,
) {
    let when = |phase: Phase| marked.iter().find(|(other, _)| *other == phase).map(|(_, at)| *at);
    let (started, detected) = (when(Phase::Started), when(Phase::Detected));
    let took = started.zip(detected).map(|(started, detected)| detected.since(started));
    let slow = took.zip(measure.detect_within).is_some_and(|(took, within)| took > within);
    let after_report =
        when(Phase::Reported).zip(detected).is_some_and(|(reported, at)| reported < at);
    let by = review.detection.as_ref().map(|detection| detection.by);
    let by_others = matches!(by, Some(DetectedBy::User | DetectedBy::Outsider));
    let late = slow || after_report || by_others;
    let path = key("detection");
    let Some(detection) = &review.detection else {
        let code = if late { Code::ReviewNoDetectionGap } else { Code::ReviewNoDetection };
        findings.push(Error::new(code).at(path));
        return;
    };
    for (text, name) in [(&detection.expected, "expected"), (&detection.reason, "reason")] {
        if late && text.as_deref().is_none_or(|text| text.trim().is_empty()) {
            findings.push(Error::new(Code::ReviewNoDetectionGap).at(path.key(name)));
        }
    }
}

fn actions(review: &Review, now: Instant, findings: &mut Vec<Error>) {
    let mut ids = Ids::default();
    for (at, action) in review.actions.iter().enumerate() {
        let path = key("actions").index(at);
        ids.add(&action.id, &path.key("id"), findings);
        owner(action, &path, findings);
        progress(action, review.published_at.unwrap_or(now), &path, findings);
    }
    let learn = |action: &ActionItem| action.kind == ActionKind::Learn;
    if !review.actions.is_empty() && review.actions.iter().all(learn) {
        findings.push(Error::new(Code::ReviewOnlyLearns).at(key("actions")));
    }
}

fn owner(action: &ActionItem, path: &Path, findings: &mut Vec<Error>) {
    let code = match &action.owner {
        None => Code::ReviewActionNoOwner,
        Some(owner) if owner.is_one() => return,
        Some(_) => Code::ReviewActionOwner,
    };
    findings.push(Error::new(code).at(path.key("owner")));
}

fn progress(action: &ActionItem, published: Instant, path: &Path, findings: &mut Vec<Error>) {
    let mut find = |code: Code, name: &str| findings.push(Error::new(code).at(path.key(name)));
    if action.description.trim().is_empty() {
        find(Code::ReviewTextEmpty, "description");
    }
    let done = action.status == ActionStatus::Done;
    match (action.status, action.done_at) {
        (ActionStatus::Done, None) => find(Code::ReviewActionDoneWhen, "doneAt"),
        (ActionStatus::Open | ActionStatus::Dropped, Some(_)) => {
            find(Code::ReviewActionNotDone, "doneAt");
        }
        _ => {}
    }
    if action.status == ActionStatus::Dropped {
        if action.reason.as_deref().is_none_or(|reason| reason.trim().is_empty()) {
            find(Code::ReviewActionDropped, "reason");
        }
        return;
    }
    if action.due.is_none() && !done {
        find(Code::ReviewActionNoDue, "due");
    }
    if action.tracked_in.is_none() && !done {
        find(Code::ReviewActionNotTracked, "trackedIn");
    }
    let open = action.done_at.is_none_or(|done| done > published);
    if let Some(due) = action.due.filter(|due| *due < published && open) {
        let error = Error::new(Code::ReviewActionDuePast).with("due", due);
        findings.push(error.with("published", published).at(path.key("due")));
    }
}

fn proposals(review: &Review, findings: &mut Vec<Error>) {
    let mut ids = Ids::default();
    for (at, proposal) in review.proposals.iter().enumerate() {
        let path = key("proposals").index(at);
        ids.add(&proposal.id, &path.key("id"), findings);
        if let Some(id) = &proposal.action
            && !review.actions.iter().any(|action| action.id == *id)
        {
            let error = Error::new(Code::ReviewActionUnknown).with("action", id);
            findings.push(error.at(path.key("action")));
        }
        patch::form(&proposal.patch, &path.key("patch"), findings);
    }
}

/// What blames in the free texts of a review.
#[must_use]
pub fn wording(review: &Review) -> Vec<Blame> {
    let mut found = Vec::new();
    let mut look = |text: &str, path: Path| blaming_at(text, &path, &mut found);
    look(&review.description, key("description"));
    for (at, entry) in review.timeline.iter().enumerate() {
        for (name, text) in entry.params.iter() {
            look(text, key("timeline").index(at).key("params").key(name));
        }
    }
    for (at, factor) in review.factors.iter().enumerate() {
        look(&factor.description, key("factors").index(at).key("description"));
    }
    if let Some(detection) = &review.detection {
        for (text, name) in [(&detection.expected, "expected"), (&detection.reason, "reason")] {
            look(text.as_deref().unwrap_or_default(), key("detection").key(name));
        }
    }
    for (texts, name) in [(&review.went_well, "wentWell"), (&review.lucky, "lucky")] {
        for (at, text) in texts.iter().enumerate() {
            look(text, key(name).index(at));
        }
    }
    for (at, action) in review.actions.iter().enumerate() {
        let path = key("actions").index(at);
        look(&action.description, path.key("description"));
        look(action.reason.as_deref().unwrap_or_default(), path.key("reason"));
    }
    for (at, proposal) in review.proposals.iter().enumerate() {
        look(&proposal.description, key("proposals").index(at).key("description"));
    }
    limits::FINDINGS.cut(&mut found);
    found
}
