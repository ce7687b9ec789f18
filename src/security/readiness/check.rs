//! What an organisation lacks to be ready.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::areas::{AreaStanding, standings};
use super::dates::date;
use super::draft::{Exercise, ReadinessDraft, Rota};
use super::rota::{Duty, coverage};
use crate::calendar::{Calendar, CalendarDraft};
use crate::document::{Ids, Node};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::security::plan::PlanDraft;
use crate::security::review::{Patch, PatchOp, Written};
use crate::time::Instant;

/// How many days ahead a list of holidays should reach: a year, less the month in which there may
/// be none.
const HOLIDAYS_AHEAD: i64 = 335;

/// A finding, and what would settle it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReadinessFinding {
    /// What was found, and where.
    pub finding: Error,
    /// The change that settles it, if one is certain. Each stands for itself: after one of them is
    /// made, ask again. Paths lead into the document that the finding's path begins with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fix: Vec<Patch>,
}

/// How ready an organisation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// Whether the document and the plan are sound, so that they could be judged.
    pub sound: bool,
    /// What was found, at its place below `document` or `plan`; what makes one of them unsound
    /// comes first.
    pub findings: Vec<ReadinessFinding>,
    /// How many findings there are, those beyond the limit included; of the plan's own check as
    /// many as it lists.
    pub found: usize,
    /// What is met and what is not, by area; null if one of them is not sound.
    pub areas: Option<Vec<AreaStanding>>,
}

/// Looks at a document and the plan that it goes with, as they are at an instant. With the policy's
/// `categories`, each of them should have a playbook.
///
/// Everything that the check of a plan finds is found here as well. What contradicts itself makes
/// the document or the plan unsound, and refuses it: identifiers that are empty, repeated or
/// unknown, zones, dates and times that are none, overrides at the same time, and what is wrong
/// with a calendar. What is not there, or old, warns. Dates are compared with the date in UTC.
///
/// # Example
/// ```
/// use incident_core::security::readiness::{EXAMPLE, ReadinessDraft, example_plan, readiness};
/// use incident_core::{Instant, document, limits};
///
/// let draft: ReadinessDraft = document::read(EXAMPLE, &limits::POLICY_BYTES)?;
/// let now = Instant::parse("2026-12-01T12:00:00Z").map_err(|error| vec![error])?;
/// assert!(readiness(&draft, &example_plan()?, None, now).findings.is_empty());
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
#[must_use]
pub fn readiness(
    draft: &ReadinessDraft,
    plan: &PlanDraft,
    categories: Option<&[String]>,
    now: Instant,
) -> Readiness {
    let checked = plan.check().map_or_else(|errors| errors, |(_, warnings)| warnings);
    let mut findings = all_below(checked, &Path::root().key("plan"));
    let today = now.as_millis().div_euclid(86_400_000);
    Ids::default().add(&draft.organization, &key("organization"), &mut findings);
    contacts(plan, &mut findings);
    team(plan, &mut findings);
    match &draft.rota {
        Some(rota) => duties(rota, &people(plan), now, &mut findings),
        None => lacks(Code::RotaNone, key("rota"), &mut findings),
    }
    playbooks(plan, categories, &mut findings);
    exercises(draft, plan, today, &mut findings);
    calendars(draft, plan, today, &mut findings);
    match &draft.regimes {
        Some(regimes) => repeated(regimes, &key("regimes"), &mut findings),
        None => lacks(Code::ReadinessNoRegimes, key("regimes"), &mut findings),
    }
    tools(draft, today, &mut findings);
    let sound = !findings.iter().any(|finding| finding.code().refuses());
    let areas = sound.then(|| standings(&findings, categories.is_some()));
    let found = findings.len();
    findings.sort_by_key(|finding| !finding.code().refuses());
    limits::FINDINGS.cut(&mut findings);
    let findings = findings.into_iter().map(with_fix).collect();
    Readiness { sound, findings, found, areas }
}

/// The contacts of a plan; what is wrong with their identifiers its own check says.
pub(super) fn people(plan: &PlanDraft) -> Ids<'_> {
    let mut ids = Ids::default();
    for contact in &plan.contacts {
        ids.add(&contact.id, &Path::root(), &mut Vec::new());
    }
    ids
}

fn key(name: &str) -> Path {
    Path::root().key("document").key(name)
}

fn plan_key(name: &str) -> Path {
    Path::root().key("plan").key(name)
}

fn lacks(code: Code, path: Path, findings: &mut Vec<Error>) {
    findings.push(Error::new(code).at(path));
}

/// Entries of a list that stand in it before.
fn repeated(list: &[String], path: &Path, findings: &mut Vec<Error>) {
    let mut seen = BTreeSet::new();
    for (at, entry) in list.iter().enumerate() {
        if entry.is_empty() {
            lacks(Code::IdEmpty, path.index(at), findings);
        } else if !seen.insert(entry.as_str()) {
            let error = Error::new(Code::ReadinessRepeated).with("entry", entry);
            findings.push(error.at(path.index(at)));
        }
    }
}

fn contacts(plan: &PlanDraft, findings: &mut Vec<Error>) {
    let path = plan_key("contacts");
    if plan.contacts.is_empty() {
        lacks(Code::ReadinessNoContact, path.clone(), findings);
    }
    for (at, contact) in plan.contacts.iter().enumerate() {
        let path = path.index(at);
        if let [first, rest @ ..] = contact.reach.as_slice()
            && rest.iter().all(|other| other.by == first.by)
        {
            lacks(Code::ReadinessOneWay, path.key("reach"), findings);
        }
        if contact.backup.is_none() {
            lacks(Code::ReadinessNoBackup, path.key("backup"), findings);
        }
    }
}

/// Whether somebody has the roles that carry the response.
fn team(plan: &PlanDraft, findings: &mut Vec<Error>) {
    let (team, path) = (&plan.team, plan_key("team"));
    let held = |role: &String| plan.contacts.iter().any(|contact| contact.roles.contains(role));
    if !team.point_of_contact.as_ref().is_some_and(held) {
        lacks(Code::ReadinessNoPointOfContact, path.key("pointOfContact"), findings);
    }
    if team.members.is_empty() {
        return lacks(Code::ReadinessNoTeam, path.key("members"), findings);
    }
    if !team.lead.as_ref().is_some_and(held) {
        lacks(Code::ReadinessNoLead, path.key("lead"), findings);
    }
    let theirs = |role: &String| team.lead.as_ref() == Some(role) || team.members.contains(role);
    let people = plan.contacts.iter().filter(|contact| contact.roles.iter().any(theirs));
    if people.take(2).count() < 2 {
        lacks(Code::ReadinessTeamSmall, path.key("members"), findings);
    }
}

fn duties(rota: &Rota, contacts: &Ids<'_>, now: Instant, findings: &mut Vec<Error>) {
    let path = key("rota");
    let covered = match coverage(rota, contacts, now) {
        Ok(covered) => covered,
        Err(errors) => return findings.extend(all_below(errors, &path)),
    };
    for gap in covered.gaps {
        let error = Error::new(Code::RotaGap).with("from", gap.from).with("to", gap.to);
        findings.push(error.at(path.key("shifts")));
    }
    let mut find = |code: Code, name: &str, duty: Duty<'_>| {
        let error = Error::new(code).with("contact", duty.contact).with("shift", duty.shift);
        findings.push(error.with("from", duty.from).with("to", duty.to).at(path.key(name)));
    };
    covered.double.into_iter().for_each(|duty| find(Code::RotaDouble, "shifts", duty));
    covered.too_long.into_iter().for_each(|duty| find(Code::RotaTooLong, "longest", duty));
    if rota.longest.is_none() {
        lacks(Code::RotaNoLimit, path.key("longest"), findings);
    }
}

fn playbooks(plan: &PlanDraft, categories: Option<&[String]>, findings: &mut Vec<Error>) {
    let path = plan_key("playbooks");
    if plan.playbooks.is_empty() {
        lacks(Code::ReadinessNoPlaybook, path.clone(), findings);
    }
    let known: Option<BTreeSet<&str>> =
        categories.map(|categories| categories.iter().map(String::as_str).collect());
    let mut covered = BTreeSet::new();
    for (at, playbook) in plan.playbooks.iter().enumerate() {
        let path = path.index(at).key("categories");
        for (number, category) in playbook.categories.iter().enumerate() {
            covered.insert(category.as_str());
            if known.as_ref().is_some_and(|known| !known.contains(category.as_str())) {
                let error = Error::new(Code::ReadinessCategoryUnknown).with("category", category);
                findings.push(error.at(path.index(number)));
            }
        }
    }
    for category in known.iter().flatten().filter(|category| !covered.contains(*category)) {
        let error = Error::new(Code::ReadinessCategoryOpen).with("category", category);
        findings.push(error.at(path.clone()));
    }
}

fn exercises(draft: &ReadinessDraft, plan: &PlanDraft, today: i64, findings: &mut Vec<Error>) {
    let path = key("exercises");
    let playbooks: BTreeSet<&str> = plan.playbooks.iter().map(|one| one.id.as_str()).collect();
    let mut ids = Ids::default();
    // When each playbook, and anything at all, was exercised last.
    let mut last: BTreeMap<&str, i64> = BTreeMap::new();
    let mut latest: Option<i64> = None;
    for (at, exercise) in draft.exercises.iter().enumerate() {
        let path = path.index(at);
        ids.add(&exercise.id, &path.key("id"), findings);
        repeated(&exercise.playbooks, &path.key("playbooks"), findings);
        for (number, id) in exercise.playbooks.iter().enumerate() {
            if !playbooks.contains(id.as_str()) {
                let error = Error::new(Code::ReadinessPlaybookUnknown).with("playbook", id);
                findings.push(error.at(path.key("playbooks").index(number)));
            }
        }
        let day = date(&exercise.on, &path.key("on"), findings);
        let Some(day) = day.filter(|day| *day <= today) else { continue };
        latest = latest.max(Some(day));
        for id in &exercise.playbooks {
            let known = last.entry(id).or_insert(day);
            *known = day.max(*known);
        }
        open(exercise, &path, findings);
    }
    let every = draft.exercise_every_days.map(i64::from);
    if every.is_none() {
        lacks(Code::ReadinessNoInterval, key("exerciseEveryDays"), findings);
    }
    let old = |day: i64| every.is_some_and(|every| today.saturating_sub(day) > every);
    match latest {
        None => lacks(Code::ReadinessNoExercise, path, findings),
        Some(day) if old(day) => {
            let days = today.saturating_sub(day);
            findings.push(Error::new(Code::ReadinessExerciseOld).with("days", days).at(path));
        }
        Some(_) => {}
    }
    for (at, playbook) in plan.playbooks.iter().enumerate() {
        if last.get(playbook.id.as_str()).is_none_or(|day| old(*day)) {
            let error = Error::new(Code::ReadinessNotExercised).with("playbook", &playbook.id);
            findings.push(error.at(plan_key("playbooks").index(at)));
        }
    }
}

/// What an exercise showed and is not settled.
fn open(exercise: &Exercise, path: &Path, findings: &mut Vec<Error>) {
    for (at, finding) in exercise.findings.iter().enumerate() {
        if !finding.closed {
            lacks(Code::ReadinessExerciseOpen, path.key("findings").index(at), findings);
        }
    }
}

fn calendars(draft: &ReadinessDraft, plan: &PlanDraft, today: i64, findings: &mut Vec<Error>) {
    if draft.calendars.is_empty() && plan.calendars.is_empty() {
        lacks(Code::ReadinessNoCalendar, key("calendars"), findings);
    }
    let mut ids = Ids::default();
    for (at, calendar) in draft.calendars.iter().enumerate() {
        let path = key("calendars").index(at);
        if let Some(id) = &calendar.id {
            ids.add(id, &path.key("id"), findings);
        }
        match Calendar::check(calendar) {
            Ok((_, warnings)) => findings.extend(all_below(warnings, &path)),
            Err(errors) => {
                findings.extend(all_below(errors, &path));
                continue;
            }
        }
        holidays(calendar, &path, today, findings);
    }
    // Those of the plan its own check has looked at.
    for (at, calendar) in plan.calendars.iter().enumerate() {
        holidays(calendar, &plan_key("calendars").index(at), today, findings);
    }
}

/// Whether a list of holidays reaches far enough ahead.
fn holidays(calendar: &CalendarDraft, path: &Path, today: i64, findings: &mut Vec<Error>) {
    let path = path.key("holidays");
    // Dates as text are in the order of time.
    let Some(last) = calendar.holidays.iter().map(|holiday| holiday.date.as_str()).max() else {
        return lacks(Code::ReadinessNoHolidays, path, findings);
    };
    // A date that is none is a finding about the calendar already.
    let day = date(last, &path, &mut Vec::new());
    if day.is_some_and(|day| day < today.saturating_add(HOLIDAYS_AHEAD)) {
        findings.push(Error::new(Code::ReadinessHolidaysEnd).with("date", last).at(path));
    }
}

fn tools(draft: &ReadinessDraft, today: i64, findings: &mut Vec<Error>) {
    let (mut tools, mut templates) = (Ids::default(), Ids::default());
    if draft.tools.is_empty() {
        lacks(Code::ReadinessNoTool, key("tools"), findings);
    }
    for (at, tool) in draft.tools.iter().enumerate() {
        let path = key("tools").index(at);
        tools.add(&tool.id, &path.key("id"), findings);
        if tool.retention_days.is_none() {
            lacks(Code::ReadinessNoRetention, path.key("retentionDays"), findings);
        }
    }
    if draft.templates.is_empty() {
        lacks(Code::ReadinessNoTemplate, key("templates"), findings);
    }
    for (at, template) in draft.templates.iter().enumerate() {
        templates.add(&template.id, &key("templates").index(at).key("id"), findings);
    }
    let path = key("outOfBand");
    let Some(channel) = &draft.out_of_band else {
        return lacks(Code::ReadinessNoOutOfBand, path, findings);
    };
    if channel.at.trim().is_empty() {
        lacks(Code::ReadinessTextEmpty, path.key("at"), findings);
    }
    let path = path.key("testedOn");
    let tested = channel.tested_on.as_deref().map(|on| date(on, &path, findings));
    // A date that is none is a finding already.
    let age = match tested {
        Some(None) => return,
        Some(Some(day)) => Some(today.saturating_sub(day)).filter(|age| *age >= 0),
        None => None,
    };
    let every = draft.exercise_every_days.map_or(i64::MAX, i64::from);
    if age.is_none_or(|age| age > every) {
        lacks(Code::ReadinessOutOfBandOld, path, findings);
    }
}

fn with_fix(finding: Error) -> ReadinessFinding {
    // Without the name of the document, of which a patch is.
    let inside = finding.path().as_str().splitn(3, '/').nth(2).unwrap_or_default();
    let path = format!("/{inside}");
    let code = finding.code();
    let remove = |path: &str| Patch {
        op: PatchOp::Remove,
        path: path.to_owned(),
        value: Written::default(),
    };
    let fix = if [Code::ReadinessRepeated, Code::ReadinessCategoryUnknown].contains(&code) {
        vec![remove(&path)]
    } else if code == Code::CalendarDateRepeated {
        vec![remove(path.rsplit_once('/').map_or("", |(parent, _)| parent))]
    } else if code == Code::CalendarLastMinute {
        let value = Written(Some(Node::Text("24:00".to_owned())));
        vec![Patch { op: PatchOp::Replace, path: format!("{path}/1"), value }]
    } else {
        Vec::new()
    };
    ReadinessFinding { finding, fix }
}
