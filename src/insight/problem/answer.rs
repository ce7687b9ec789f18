use serde::Serialize;

use super::change::FollowedChange;
use super::draft::ProblemDraft;
use super::evidence::ProblemInWords;
use crate::error::Error;
use crate::insight::Rounded;
use crate::model::Facts;
use crate::time::{Instant, Span};

/// Why incidents may be a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ProblemKind {
    /// Many reports of the same came at once.
    Outage,
    /// The same came again and again.
    Recurring,
    /// There are more than before.
    Rise,
    /// They follow changes.
    AfterChange,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemCandidates {
    /// Since when the history is looked at; without incidents, since the window begins.
    pub since: Instant,
    /// When the window begins.
    pub from: Instant,
    /// When it ends.
    pub now: Instant,
    /// How many incidents were looked at.
    pub incidents: u32,
    /// How many were opened after the present, and left out.
    pub ahead: u32,
    /// How many groups of at least two say the same.
    pub groups: u32,
    /// Whether the history before the window is too short for a usual rate, so that no rise is
    /// told; a finding says so.
    pub too_thin: bool,
    /// What is to be known about the answer.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<Error>,
    /// The candidates, those first that have most incidents within the window.
    pub candidates: Vec<ProblemCandidate>,
    /// How many candidates more there are.
    pub left_out: u32,
}

/// Incidents that may have one cause.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ProblemCandidate {
    /// What names it in every run: of a group its first incident, else the facts by which it was
    /// counted. Where a group's first incident was forgotten, the incidents that two runs share
    /// tell that it is the same.
    pub key: String,
    /// Why it is one.
    pub kinds: Vec<ProblemKind>,
    /// Whether its incidents say the same; else they only share facts.
    pub similar: bool,
    /// The facts that its incidents share: `service`, `category`, `configurationItem`.
    pub facts: Facts,
    /// What they say most; of those that only share facts, what those of the window say more often
    /// than those before. At most 10.
    pub terms: Vec<TellingTerm>,
    /// How many incidents it has. Of those that only share facts, the window's alone.
    pub reports: u32,
    /// As what they count: an outage once, one with an earlier parent not at all.
    pub occurrences: u32,
    /// How many of its incidents were opened within the window.
    pub recent: u32,
    /// The incidents, the latest first; at most `limits::CANDIDATE_INCIDENTS`.
    pub incidents: Vec<String>,
    /// When the first one was opened.
    pub first_at: Instant,
    /// When the last one was opened.
    pub last_at: Instant,
    /// How it recurs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recurring: Option<Recurring>,
    /// How it rises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rise: Option<Rise>,
    /// How it follows changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after_change: Option<AfterChange>,
    /// Outages that were still reported within the window, the latest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outages: Vec<Outage>,
    /// The problem that it belongs to already.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub known: Option<KnownProblem>,
    /// What makes a problem record of it, or adds its other incidents to the known one.
    pub problem: ProblemDraft,
    /// The same in a few words, as the report of a month takes it.
    pub report: ProblemInWords,
}

/// A term that tells what incidents are about.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TellingTerm {
    /// The term, as the analysis gives it; or the name of a fact, `=` and its value.
    pub term: String,
    /// Which part of what the incidents have in common it is.
    pub share: Rounded,
}

/// How a group recurs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recurring {
    /// On how many days of UTC it occurred.
    pub days: u32,
    /// The median of the spans between one occurrence and the next.
    pub median_interval: Span,
}

/// More occurrences than before.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rise {
    /// The occurrences within the window.
    pub occurrences: u64,
    /// How many were to be expected at the usual rate.
    pub expected: Rounded,
    /// The occurrences before the window, since the history is looked at.
    pub before: u64,
    /// The usual rate: how many those are in a week.
    pub usual_per_week: Rounded,
    /// How much more the past weeks differ from each other than chance would have it: the variance
    /// over the mean, 1 if they do not. All counts were divided by it.
    pub spread: Rounded,
    /// How likely at least so many are at the usual rate; 0.0001 stands for that or less.
    pub probability: Rounded,
    /// The share of chance among all that stand out as much as this; 0.0001 stands for that or
    /// less.
    pub false_discovery_rate: Rounded,
}

/// Occurrences that follow changes.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AfterChange {
    /// How many follow a change.
    pub occurrences: u64,
    /// Of how many.
    pub of: u64,
    /// The share of time that lies after a change.
    pub share_of_time: Rounded,
    /// How likely at least so many do so by chance; 0.0001 stands for that or less.
    pub probability: Rounded,
    /// The share of chance among all that stand out as much as this; 0.0001 stands for that or
    /// less.
    pub false_discovery_rate: Rounded,
    /// How many changes were followed.
    pub followed: u32,
    /// Those changes, the latest first; at most `limits::CANDIDATE_INCIDENTS`.
    pub changes: Vec<FollowedChange>,
}

/// Reports of one outage.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outage {
    /// The first report: the parent to propose.
    pub parent: String,
    /// How many there are with it.
    pub reports: u32,
    /// The others, in the order of time; at most `limits::CANDIDATE_INCIDENTS`.
    pub duplicates: Vec<String>,
    /// When the first one came.
    pub from: Instant,
    /// When the last one came.
    pub to: Instant,
    /// How likely so many come so close together by chance; 0.0001 stands for that or less. None
    /// where the history is too short to say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<Rounded>,
    /// The change that went before it, if there was one within reach.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<String>,
}

/// A problem that incidents are linked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KnownProblem {
    /// Its identifier.
    pub problem: String,
    /// How many of the incidents are linked to it.
    pub incidents: u32,
}
