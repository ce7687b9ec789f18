use serde::Serialize;

use crate::document::{object, words};
use crate::error::{Code, Error, Path};
use crate::insight::metrics::{CostRate, FactNames};
use crate::model::Kind;
use crate::time::{Instant, Zone};
use chrono::{Datelike, NaiveDate};

/// A problem candidate, in a few words: groups of incidents that seem to have one cause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportedProblem {
    /// What it is about.
    pub title: String,
    /// The incidents.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub tickets: Vec<String>,
    /// What speaks for it, one sentence each.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub evidence: Vec<String>,
}

object!(ReportedProblem {
    title: needed "title",
    tickets: or_default "tickets",
    evidence: or_default "evidence",
});

/// An action of a review that should be done already.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OverdueAction {
    /// What was agreed.
    pub action: String,
    /// The review, or its ticket.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    /// Who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// By when.
    pub due_at: Instant,
}

object!(OverdueAction {
    action: needed "action",
    review: optional "review",
    owner: optional "owner",
    due_at: needed "dueAt",
});

/// What a check of the policy found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PolicyFinding {
    /// The code of the finding.
    pub code: String,
    /// Where in the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What it says.
    pub message: String,
}

object!(PolicyFinding { code: needed "code", path: optional "path", message: needed "message" });

/// What the report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum ReportFormat {
    /// An object.
    #[default]
    Data,
    /// Markdown, in which tables stand for the charts.
    Markdown,
    /// One file of HTML with its charts in it.
    Html,
}

words!(ReportFormat { Data: "data", Markdown: "markdown", Html: "html" });

/// Which month is reported, and what only the host can say about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReportDraft {
    /// The month, for example `2026-03`.
    pub month: String,
    /// The zone of its days; `Etc/UTC` where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// The last instant that is known of a month that is not over; where it is absent, the last of
    /// the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub as_of: Option<Instant>,
    /// What the report is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Only tickets of these kinds; every kind where it is empty.
    #[serde(default)]
    pub kinds: Vec<Kind>,
    /// What an hour costs while a ticket is open.
    #[serde(default)]
    pub costs: Vec<CostRate>,
    /// The names of facts.
    #[serde(default)]
    pub facts: FactNames,
    /// How many rows the lists of breaches and of categories have; 10 where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// Problem candidates of the month.
    #[serde(default)]
    pub problems: Vec<ReportedProblem>,
    /// Actions that should be done already.
    #[serde(default)]
    pub actions: Vec<OverdueAction>,
    /// What a check of the policy found.
    #[serde(default)]
    pub findings: Vec<PolicyFinding>,
}

object!(ReportDraft {
    month: needed "month",
    zone: optional "zone",
    as_of: optional "asOf",
    title: optional "title",
    kinds: or_default "kinds",
    costs: or_default "costs",
    facts: or_default "facts",
    rows: optional "rows",
    problems: or_default "problems",
    actions: or_default "actions",
    findings: or_default "findings",
});

/// A month of a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) name: String,
    pub(super) from: Instant,
    pub(super) to: Instant,
    /// Its days; of the reported month those that have begun.
    pub(super) days: u64,
    first: NaiveDate,
}

impl Month {
    fn of(year: i32, month: u32, zone: &Zone) -> Option<Self> {
        let first = NaiveDate::from_ymd_opt(year, month, 1)?;
        let next = if month == 12 {
            NaiveDate::from_ymd_opt(year.checked_add(1)?, 1, 1)?
        } else {
            NaiveDate::from_ymd_opt(year, month.checked_add(1)?, 1)?
        };
        let begins = |date: NaiveDate| zone.instant_of(date.and_hms_opt(0, 0, 0)?).ok();
        let days = u64::try_from(next.signed_duration_since(first).num_days()).ok()?;
        let (from, to) = (begins(first)?, begins(next)?);
        Some(Self { name: format!("{year:04}-{month:02}"), from, to, days, first })
    }

    pub(super) fn before(&self, zone: &Zone) -> Option<Self> {
        let last = self.first.pred_opt()?;
        Self::of(last.year(), last.month(), zone)
    }

    /// The last instant inside.
    pub(super) fn last(&self) -> Instant {
        Instant::from_millis(self.to.as_millis().saturating_sub(1)).unwrap_or(self.to)
    }
}

impl ReportDraft {
    /// A report about a month, without anything beside the tickets.
    #[must_use]
    pub fn new(month: &str) -> Self {
        Self {
            month: month.to_owned(),
            zone: None,
            as_of: None,
            title: None,
            kinds: Vec::new(),
            costs: Vec::new(),
            facts: FactNames::default(),
            rows: None,
            problems: Vec::new(),
            actions: Vec::new(),
            findings: Vec::new(),
        }
    }

    /// The month, its zone, and the last instant of it that is known.
    pub(super) fn check(&self) -> Result<(Month, Zone, Instant), Vec<Error>> {
        let mut findings = Vec::new();
        let zone = Zone::named(self.zone.as_deref().unwrap_or("Etc/UTC"));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let parts = self.month.split_once('-').filter(|(year, month)| {
            (year.len(), month.len()) == (4, 2) && digits(year) && digits(month)
        });
        let number = |(year, month): (&str, &str)| Some((year.parse().ok()?, month.parse().ok()?));
        let numbers = parts.and_then(number);
        let utc = Zone::named("Etc/UTC").ok();
        let place = zone.as_ref().ok().or(utc.as_ref());
        let found = numbers.zip(place);
        let month = found.and_then(|((year, month), zone)| Month::of(year, month, zone));
        if month.is_none() {
            let error = Error::new(Code::ReportMonth).with("month", &self.month);
            findings.push(error.at(Path::root().key("month")));
        }
        match (zone, month) {
            (Ok(zone), Some(month)) => {
                self.within(&month, &zone).map(|(month, as_of)| (month, zone, as_of))
            }
            (Err(error), _) => {
                findings.push(error.at(Path::root().key("zone")));
                Err(findings)
            }
            (Ok(_), None) => Err(findings),
        }
    }

    /// The month as far as it is known, and until when.
    fn within(&self, month: &Month, zone: &Zone) -> Result<(Month, Instant), Vec<Error>> {
        let as_of = self.as_of.unwrap_or(month.last());
        if as_of < month.from || as_of >= month.to {
            let error = Error::new(Code::ReportAsOf)
                .with("asOf", as_of)
                .with("from", month.from)
                .with("to", month.last());
            return Err(vec![error.at(Path::root().key("asOf"))]);
        }
        let begun = zone.date_at(as_of).map_or(month.days, |date| u64::from(date.day()));
        Ok((Month { days: begun, ..month.clone() }, as_of))
    }

    /// The instant as of which the tickets of the report are looked at.
    ///
    /// # Errors
    /// `report.month`, `time.zoneUnknown`, `report.asOf` if it is not one of the month.
    pub fn known_until(&self) -> Result<Instant, Vec<Error>> {
        self.check().map(|(_, _, as_of)| as_of)
    }
}
