use serde::Serialize;

use super::draft::Month;
use crate::insight::metrics::{Case, TargetStage, TargetStanding};

/// A promise that was not kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Breach {
    /// The ticket.
    pub id: String,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// The group that has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The agreement.
    pub agreement: String,
    /// The target.
    pub target: String,
    /// Whether it is still open.
    pub open: bool,
    /// The working time that it may take.
    pub within_ms: Option<u64>,
    /// The working time that it took, or has taken so far.
    pub elapsed_ms: Option<u64>,
    /// How far that is beyond.
    pub over_ms: Option<u64>,
    /// Where the time went, the largest part first, and what happened on the way.
    pub why: Vec<Why>,
}

/// One reason why it took long.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// What kind of reason.
    pub kind: WhyKind,
    /// The reason to wait, or the group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// How long, open or not; none for what is counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ms: Option<u64>,
    /// How often; none for what took time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
}

/// A kind of reason.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum WhyKind {
    /// Nobody had taken it up.
    Queued,
    /// It waited for a reason.
    OnHold,
    /// It was with a group.
    Group,
    /// It was taken up again.
    Reopened,
    /// It was handed over.
    HandedOver,
}

/// How many reasons that took time are named.
const REASONS: usize = 3;

/// The worst breaches of the month: of tickets done in it, or open at its end.
pub(super) fn worst(cases: &[&Case], month: &Month, rows: usize) -> Vec<Breach> {
    let mut found: Vec<(u64, &Case, &TargetStanding)> = Vec::new();
    for case in cases.iter().filter(|case| !case.canceled) {
        let belongs = case.done_at().is_none_or(|at| month.from <= at && at < month.to);
        for standing in &case.targets {
            let missed = matches!(standing.stage, TargetStage::Missed | TargetStage::Breached);
            if belongs && missed {
                found.push((over(standing).unwrap_or(0), case, standing));
            }
        }
    }
    found.sort_by(|(one, case, standing), (other, of, target)| {
        let by_name = (&case.id, &standing.agreement, &standing.target);
        other.cmp(one).then_with(|| by_name.cmp(&(&of.id, &target.agreement, &target.target)))
    });
    found.iter().take(rows).map(|(_, case, standing)| breach(case, standing)).collect()
}

fn over(standing: &TargetStanding) -> Option<u64> {
    standing.elapsed_ms?.checked_sub(standing.within_ms?)
}

fn breach(case: &Case, standing: &TargetStanding) -> Breach {
    Breach {
        id: case.id.clone(),
        title: case.title.clone(),
        priority: case.priority.clone(),
        group: case.group.clone(),
        agreement: standing.agreement.clone(),
        target: standing.target.clone(),
        open: standing.stage == TargetStage::Breached,
        within_ms: standing.within_ms,
        elapsed_ms: standing.elapsed_ms,
        over_ms: over(standing),
        why: why(case),
    }
}

fn why(case: &Case) -> Vec<Why> {
    let mut reasons = Vec::new();
    let mut took = |kind, name: Option<&str>, ms: u64| {
        if ms > 0 {
            let name = name.map(str::to_owned);
            reasons.push(Why { kind, name, ms: Some(ms), count: None });
        }
    };
    let taken = case.acknowledged_at.map(|at| at.since(case.opened_at).as_millis());
    took(WhyKind::Queued, None, taken.and_then(|ms| u64::try_from(ms).ok()).unwrap_or(0));
    for (name, ms) in case.hold_ms.iter() {
        took(WhyKind::OnHold, Some(name), *ms);
    }
    for (name, ms) in case.group_ms.iter() {
        took(WhyKind::Group, Some(name), *ms);
    }
    reasons.sort_by(|one, other| {
        other.ms.cmp(&one.ms).then_with(|| (one.kind, &one.name).cmp(&(other.kind, &other.name)))
    });
    reasons.truncate(REASONS);
    let reopens = u64::try_from(case.reopens()).unwrap_or(u64::MAX);
    let counted = [(WhyKind::Reopened, reopens), (WhyKind::HandedOver, case.handovers)];
    for (kind, count) in counted.into_iter().filter(|(_, count)| *count > 0) {
        reasons.push(Why { kind, name: None, ms: None, count: Some(count) });
    }
    reasons
}
