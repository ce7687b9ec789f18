//! Promises that contradict each other, and calendars that run out.

use std::collections::BTreeMap;

use super::{agreement, target};
use crate::error::{Code, Error, Path};
use crate::policy::{Policy, PolicyDraft};
use crate::sla::{Agreement, Target, TargetKind, Within};
use crate::time::{Instant, Span};

/// How long before its last holiday a list is worth a look.
const HOLIDAYS: Span = Span::from_hours(180 * 24);
/// How far ahead a change of clocks is worth knowing.
const CLOCKS: Span = Span::from_hours(30 * 24);

pub(super) fn find(draft: &PolicyDraft, policy: &Policy, now: Instant, findings: &mut Vec<Error>) {
    calendars(draft, policy, now, findings);
    for (at, one) in policy.agreements().iter().enumerate() {
        if let Some(to) = one.valid_to.filter(|to| *to <= now) {
            let path = agreement(at).key("validTo");
            findings.push(Error::new(Code::LintAgreementOver).with("to", to).at(path));
        }
        slower_when_higher(policy, at, one, findings);
        response_after_resolve(at, one, findings);
        no_time_left(policy, at, one, now, findings);
    }
}

fn calendars(draft: &PolicyDraft, policy: &Policy, now: Instant, findings: &mut Vec<Error>) {
    for (at, written) in draft.calendars.iter().enumerate() {
        let path = Path::root().key("calendars").index(at);
        let Some(calendar) = written.id.as_deref().and_then(|id| policy.calendar(id)) else {
            continue;
        };
        // Dates as text are in the order of time.
        let last = written.holidays.iter().map(|holiday| holiday.date.as_str()).max();
        let soon = now.plus(HOLIDAYS).ok().and_then(|at| calendar.zone().date_at(at));
        if let (Some(last), Some(soon)) = (last, soon)
            && *last < *soon.to_string()
        {
            let error = Error::new(Code::LintHolidaysEnd).with("date", last);
            findings.push(error.at(path.key("holidays")));
        }
        let zone = calendar.zone();
        let next = zone.next_change(now);
        if let Some((change, offset)) = next.filter(|(change, _)| change.since(now) <= CLOCKS) {
            let moved = Span::from_secs(offset.saturating_sub(zone.offset_at(now)));
            let error = Error::new(Code::LintClocksMove).with("zone", zone.name());
            findings.push(error.with("at", change).with("moved", moved).at(path.key("zone")));
        }
    }
}

/// Two times that are of one kind, and so can be told which is longer.
fn longer(one: Within, other: Within) -> bool {
    match (one, other) {
        (Within::Working(one), Within::Working(other))
        | (Within::Elapsed(one), Within::Elapsed(other)) => one > other,
        (Within::WorkingDays(one), Within::WorkingDays(other))
        | (Within::CalendarDays(one), Within::CalendarDays(other)) => one.count > other.count,
        _ => false,
    }
}

/// What a target promises, by priority.
fn promised(target: &Target) -> BTreeMap<&str, Within> {
    target.within.iter().map(|(level, within)| (level.as_str(), *within)).collect()
}

fn slower_when_higher(policy: &Policy, at: usize, one: &Agreement, findings: &mut Vec<Error>) {
    let levels: Vec<&str> = policy.matrix().priority().iter().map(|one| one.id.as_str()).collect();
    for (number, one) in one.targets.iter().enumerate() {
        let promised = promised(one);
        for pair in levels.windows(2) {
            let [high, low] = pair else { continue };
            let times = promised.get(high).zip(promised.get(low));
            if times.is_some_and(|(high, low)| longer(*high, *low)) {
                let path = target(at, number).key("within").key(high);
                let error = Error::new(Code::LintHigherIsSlower);
                findings.push(error.with("priority", high).with("lower", low).at(path));
            }
        }
    }
}

/// What a first answer and the work that follows it are known by, if the policy says no kind.
fn responds(target: &Target) -> bool {
    let kinds = [Some(TargetKind::FirstResponse), Some(TargetKind::Acknowledge)];
    kinds.contains(&target.kind) || target.kind.is_none() && target.id == "response"
}

fn resolves(target: &Target) -> bool {
    let named = ["resolve", "resolution"].contains(&target.id.as_str());
    target.kind == Some(TargetKind::Resolve) || target.kind.is_none() && named
}

fn response_after_resolve(at: usize, one: &Agreement, findings: &mut Vec<Error>) {
    let resolve = one.targets.iter().filter(|target| resolves(target));
    let resolve: Vec<BTreeMap<&str, Within>> = resolve.map(promised).collect();
    for (number, response) in one.targets.iter().enumerate().filter(|(_, one)| responds(one)) {
        for (level, within) in &response.within {
            let mut later = resolve.iter().filter_map(|promised| promised.get(level.as_str()));
            if let Some(resolve) = later.find(|resolve| longer(*within, **resolve)) {
                let path = target(at, number).key("within").key(level);
                let error = Error::new(Code::LintResponseAfterResolve).with("priority", level);
                findings.push(error.with("within", within).with("resolve", resolve).at(path));
            }
        }
    }
}

fn no_time_left(
    policy: &Policy,
    at: usize,
    one: &Agreement,
    now: Instant,
    findings: &mut Vec<Error>,
) {
    let Some(calendar) = one.calendar.as_deref().and_then(|id| policy.calendar(id)) else { return };
    for (number, one) in one.targets.iter().enumerate() {
        let longest = one.within.iter().filter_map(|(level, within)| {
            if let Within::Working(span) = within { Some((*span, level)) } else { None }
        });
        let Some((span, level)) = longest.max_by_key(|(span, _)| *span) else { continue };
        if calendar.add(now, span).is_err() {
            let path = target(at, number).key("within").key(level);
            let error = Error::new(Code::LintNoTimeLeft).with("within", span).with("now", now);
            findings.push(error.at(path));
        }
    }
}
