//! When a review is needed, and by when.

use serde::Serialize;

use super::check::{Measure, check};
use super::draft::Review;
use crate::calendar::{Calendar, CalendarDraft};
use crate::condition::{Condition, ConditionDraft, Vocabulary};
use crate::document::{Ids, Map, object};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;
use crate::model::{Change, FieldType, Ticket, timeline};
use crate::security::marking::Tlp;
use crate::sla::Within;
use crate::time::{Instant, Span};

/// The rules that say which tickets need a review, as written. They stand beside a policy and need
/// none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub struct ReviewRules {
    /// The fields of one's own that conditions ask for, and what they hold.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub fields: Map<FieldType>,
    /// What working time and working days count on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub calendar: Option<CalendarDraft>,
    /// The longest time from `started` to `detected` that is not late.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detect_within: Option<Span>,
    /// The rules; the first one that is true decides, and where none is, no review is needed.
    pub rules: Vec<ReviewRule>,
}

object!(ReviewRules {
    fields: or_default "fields",
    calendar: optional "calendar",
    detect_within: optional "detectWithin",
    rules: needed "rules",
});

/// One rule, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReviewRule {
    /// What answers name it by.
    pub id: String,
    /// Of which tickets it is true; of all if absent.
    #[serde(rename = "if", skip_serializing_if = "Option::is_none")]
    pub condition: Option<ConditionDraft>,
    /// Whether it is enough that the condition was true once: a priority that was lowered before
    /// the end is not forgotten.
    #[serde(default)]
    pub ever: bool,
    /// How long after the resolution it may take, in the forms of a target's `within`: `40h`,
    /// `72h elapsed`, `5 working days`. If absent, these tickets need no review.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(with = "Option<crate::sla::Within>"))]
    pub within: Option<String>,
}

object!(ReviewRule {
    id: needed "id",
    condition: optional "if",
    ever: or_default "ever",
    within: optional "within",
});

/// Checked rules.
#[derive(Debug)]
pub struct Rules {
    list: Vec<Rule>,
    calendar: Option<Calendar>,
    detect_within: Option<Span>,
}

#[derive(Debug)]
struct Rule {
    id: String,
    condition: Option<Condition>,
    ever: bool,
    within: Option<Within>,
}

/// How a ticket stands with its review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReviewStatus {
    /// Whether one is needed.
    pub required: bool,
    /// The rule that decided; null if none was true.
    pub rule: Option<String>,
    /// How far it is.
    pub standing: ReviewStanding,
    /// When the ticket was resolved, or closed without that; null if it is not, or was reopened.
    pub resolved_at: Option<Instant>,
    /// By when it is due; at this instant it is still in time.
    pub due_at: Option<Instant>,
    /// When it was published.
    pub published_at: Option<Instant>,
    /// Whether it was due and is not done.
    pub overdue: bool,
    /// What is still missing.
    pub missing: Vec<Error>,
}

/// How far a review is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ReviewStanding {
    /// None is needed.
    NotRequired,
    /// One will be needed: the ticket is not resolved yet.
    NotStarted,
    /// It is awaited.
    Open,
    /// It is awaited and was due.
    Overdue,
    /// It was published in time, and is complete.
    Done,
    /// It was published late, and is complete.
    DoneLate,
}

impl ReviewRules {
    /// Checks the rules.
    ///
    /// # Errors
    /// Every finding.
    pub fn check(&self) -> Result<Rules, Vec<Error>> {
        let mut findings = Vec::new();
        let mut vocabulary = Vocabulary::default();
        for (name, holds) in self.fields.iter() {
            if !vocabulary.declare(name, *holds) {
                let error = Error::new(Code::FieldRepeated).with("field", name);
                findings.push(error.at(Path::root().key("fields").key(name)));
            }
        }
        let calendar = self.calendar.as_ref().and_then(|draft| match Calendar::check(draft) {
            Ok((calendar, _)) => Some(calendar),
            Err(errors) => {
                findings.extend(all_below(errors, &Path::root().key("calendar")));
                None
            }
        });
        let mut ids = Ids::default();
        let mut rules = Vec::new();
        for (at, rule) in self.rules.iter().enumerate() {
            let path = Path::root().key("rules").index(at);
            ids.add(&rule.id, &path.key("id"), &mut findings);
            let written = rule.condition.as_ref();
            let condition =
                written.and_then(|one| one.check(&path.key("if"), &vocabulary, &mut findings));
            let within = rule.within.as_deref().map(|text| self.within(text));
            let within = within.transpose().unwrap_or_else(|error| {
                findings.push(error.at(path.key("within")));
                None
            });
            let (id, ever) = (rule.id.clone(), rule.ever);
            rules.push(Rule { id, condition, ever, within });
        }
        if findings.is_empty() {
            return Ok(Rules { list: rules, calendar, detect_within: self.detect_within });
        }
        limits::FINDINGS.cut(&mut findings);
        Err(findings)
    }

    fn within(&self, text: &str) -> Result<Within, Error> {
        let within = Within::parse(text)?;
        if in_days(within) && self.calendar.is_none() {
            return Err(Error::new(Code::ReviewNoCalendar).with("within", within));
        }
        Ok(within)
    }
}

fn in_days(within: Within) -> bool {
    match within {
        Within::Working(_) | Within::Elapsed(_) => false,
        Within::WorkingDays(_) | Within::CalendarDays(_) | Within::NextWorkingDay(_) => true,
    }
}

impl Rules {
    /// Whether a ticket needs a review, by when, and what is still missing.
    ///
    /// A review counts if it is complete and was published, and not before the ticket was resolved
    /// for the last time. With the ticket's label, its own may not be wider without a release.
    ///
    /// # Errors
    /// `review.otherTicket` if the review is about another one; `calendar.noWorkingTime` or
    /// `time.outOfRange` if no instant is the due one.
    ///
    /// # Example
    /// ```
    /// use incident_core::document;
    /// use incident_core::limits::POLICY_BYTES;
    /// use incident_core::security::review::ReviewRules;
    ///
    /// let rules = r#"{"rules": [{"id": "major", "if": {"field": "majorIncident", "is": true},
    ///     "ever": true, "within": "120h"}]}"#;
    /// let rules: ReviewRules = document::read(rules, &POLICY_BYTES)?;
    /// assert!(rules.check().is_ok());
    /// # Ok::<(), Vec<incident_core::Error>>(())
    /// ```
    pub fn status(
        &self,
        ticket: &Ticket,
        review: Option<&Review>,
        tlp: Option<Tlp>,
        now: Instant,
    ) -> Result<ReviewStatus, Error> {
        if let Some(other) = review.filter(|review| review.ticket != ticket.id) {
            let error = Error::new(Code::ReviewOtherTicket).with("ticket", &other.ticket);
            let path = Path::root().key("review").key("ticket");
            return Err(error.with("expected", &ticket.id).at(path));
        }
        let rule = self.list.iter().find(|rule| rule.holds(ticket));
        let resolved_at = ticket.resolved_at.or(ticket.closed_at);
        let mut status = ReviewStatus {
            required: false,
            rule: rule.map(|rule| rule.id.clone()),
            standing: ReviewStanding::NotRequired,
            resolved_at,
            due_at: None,
            published_at: review.and_then(|review| review.published_at),
            overdue: false,
            missing: Vec::new(),
        };
        let Some(within) = rule.and_then(|rule| rule.within) else { return Ok(status) };
        status.required = true;
        let due = resolved_at.map(|at| self.due(at, within)).transpose()?;
        status.due_at = due;
        self.judge(&mut status, review, tlp, now);
        Ok(status)
    }

    fn judge(
        &self,
        status: &mut ReviewStatus,
        review: Option<&Review>,
        tlp: Option<Tlp>,
        now: Instant,
    ) {
        let Some(review) = review else {
            status.missing.push(Error::new(Code::ReviewAbsent));
            return status.wait(now);
        };
        let measure = Measure { tlp, detect_within: self.detect_within };
        let checked = check(review, &measure, now);
        let path = Path::root().key("review");
        status.missing = all_below(checked.findings, &path);
        let published = review.published_at.filter(|published| *published <= now);
        let at = path.key("publishedAt");
        match (published, status.resolved_at) {
            (None, _) => status.missing.push(Error::new(Code::ReviewNotPublished).at(at)),
            (Some(published), Some(resolved)) if published < resolved => {
                let error = Error::new(Code::ReviewBeforeResolution).with("resolved", resolved);
                status.missing.push(error.at(at));
            }
            _ => {}
        }
        let refused = status.missing.iter().any(|finding| finding.code().refuses());
        match (published, status.due_at) {
            (Some(published), Some(due)) if !refused => {
                let late = published > due;
                status.standing =
                    if late { ReviewStanding::DoneLate } else { ReviewStanding::Done };
            }
            _ => status.wait(now),
        }
    }

    fn due(&self, resolved: Instant, within: Within) -> Result<Instant, Error> {
        let Some(calendar) = &self.calendar else {
            return match within {
                Within::Working(span) | Within::Elapsed(span) => resolved.plus(span),
                // Invariant: checked rules have a calendar where days are counted.
                Within::WorkingDays(_) | Within::CalendarDays(_) | Within::NextWorkingDay(_) => {
                    Err(Error::new(Code::ReviewNoCalendar).with("within", within))
                }
            };
        };
        match within {
            Within::Working(span) => calendar.add(resolved, span),
            Within::Elapsed(span) => resolved.plus(span),
            Within::WorkingDays(days) => {
                calendar.working_days_later(resolved, days.count, days.to_end)
            }
            Within::CalendarDays(days) => calendar.days_later(resolved, days.count, days.to_end),
            Within::NextWorkingDay(time) => calendar.next_working_day_at(resolved, time),
        }
    }
}

impl ReviewStatus {
    fn wait(&mut self, now: Instant) {
        self.overdue = self.due_at.is_some_and(|due| now > due);
        self.standing = match self.due_at {
            None => ReviewStanding::NotStarted,
            Some(_) if self.overdue => ReviewStanding::Overdue,
            Some(_) => ReviewStanding::Open,
        };
    }
}

impl Rule {
    fn holds(&self, ticket: &Ticket) -> bool {
        let Some(condition) = &self.condition else { return true };
        condition.holds(ticket) || self.ever && held_once(condition, ticket)
    }
}

/// Whether a condition was true of the ticket after any of its events.
fn held_once(condition: &Condition, ticket: &Ticket) -> bool {
    let effects = timeline(&ticket.history);
    let Some((first, rest)) = effects.split_first() else { return false };
    let Change::Opened(opened) = &first.event.change else { return false };
    let mut before = Ticket::opened(first.at, first.event.version, opened);
    let mut rest = rest.iter();
    loop {
        if condition.holds(&before) {
            return true;
        }
        let Some(effect) = rest.next() else { return false };
        before.apply(effect.at, effect.event);
    }
}
