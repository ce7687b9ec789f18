use serde::Serialize;

use super::Case;
use crate::digest;
use crate::document::{self, object, words};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::model::Kind;
use crate::time::{Instant, Zone};

/// By which of a ticket's instants it belongs to a period, and to a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum SelectBy {
    /// When it was opened.
    #[default]
    Opened,
    /// When it was resolved for good, or closed without that; open tickets belong to no period.
    Resolved,
    /// When it was closed or canceled for good.
    Closed,
}

words!(SelectBy { Opened: "opened", Resolved: "resolved", Closed: "closed" });

/// What tickets can be grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Dimension {
    /// The priority at the end.
    Priority,
    /// The group that has it at the end.
    Group,
    /// The service.
    Service,
    /// The category.
    Category,
    /// What it is about.
    Kind,
    /// The month of the instant that it is selected by, for example `2026-03`.
    Month,
}

words!(Dimension {
    Priority: "priority",
    Group: "group",
    Service: "service",
    Category: "category",
    Kind: "kind",
    Month: "month",
});

/// How percentiles are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Precision {
    /// Out of every value: memory grows with the number of different ones.
    #[default]
    Exact,
    /// Out of counts between fixed boundaries, at most 1 % off: memory stays bounded.
    Histogram,
}

words!(Precision { Exact: "exact", Histogram: "histogram" });

/// Into which stretches of time the flow is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum FlowBy {
    /// Calendar months of the zone.
    #[default]
    Month,
    /// Calendar days of the zone.
    Day,
}

words!(FlowBy { Month: "month", Day: "day" });

/// A stretch of time: `from` belongs to it, `to` does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Period {
    /// The first instant inside.
    pub from: Instant,
    /// The first instant after it.
    pub to: Instant,
}

object!(Period { from: needed "from", to: needed "to" });

/// What an hour costs while a ticket is open. The first row that fits a ticket counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct CostRate {
    /// Only for this priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Only for this service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// In smallest units of the currency, for example cents.
    pub per_hour: u64,
}

object!(CostRate {
    priority: optional "priority",
    service: optional "service",
    per_hour: needed "perHour",
});

/// The names of the facts that say when something began and when it was noticed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactNames {
    /// `occurredAt` where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<String>,
    /// `detectedAt` where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detected_at: Option<String>,
}

object!(FactNames { occurred_at: optional "occurredAt", detected_at: optional "detectedAt" });

impl FactNames {
    pub(super) fn occurred(&self) -> &str {
        self.occurred_at.as_deref().unwrap_or("occurredAt")
    }

    pub(super) fn detected(&self) -> &str {
        self.detected_at.as_deref().unwrap_or("detectedAt")
    }
}

/// What is measured, as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct MetricSettings {
    /// The end of what is known: tickets count as they stood then.
    pub as_of: Instant,
    /// The zone of months and days; `Etc/UTC` where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Which tickets count, by the instant that `selectBy` names; all where it is absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<Period>,
    /// By which instant a ticket belongs to the period.
    #[serde(default)]
    pub select_by: SelectBy,
    /// Only these kinds; every kind where it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub kinds: Vec<Kind>,
    /// Groupings beside that of all tickets together, each by one to three dimensions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group_by: Vec<Vec<Dimension>>,
    /// The percentiles, from 1 to 99; 50, 90 and 95 where there are none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub percentiles: Vec<u64>,
    /// How they are computed.
    #[serde(default)]
    pub precision: Precision,
    /// Into which stretches the flow is divided.
    #[serde(default)]
    pub flow_by: FlowBy,
    /// What an hour costs; nothing where there is no row.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<CostRate>,
    /// The names of facts.
    #[serde(default)]
    pub facts: FactNames,
}

object!(MetricSettings {
    as_of: needed "asOf",
    zone: optional "zone",
    period: optional "period",
    select_by: or_default "selectBy",
    kinds: or_default "kinds",
    group_by: or_default "groupBy",
    percentiles: or_default "percentiles",
    precision: or_default "precision",
    flow_by: or_default "flowBy",
    costs: or_default "costs",
    facts: or_default "facts",
});

impl MetricSettings {
    /// Everything as of an instant, without groupings.
    #[must_use]
    pub fn new(as_of: Instant) -> Self {
        Self {
            as_of,
            zone: None,
            period: None,
            select_by: SelectBy::default(),
            kinds: Vec::new(),
            group_by: Vec::new(),
            percentiles: Vec::new(),
            precision: Precision::default(),
            flow_by: FlowBy::default(),
            costs: Vec::new(),
            facts: FactNames::default(),
        }
    }
}

/// Settings that are checked.
#[derive(Debug, Clone)]
pub struct MetricRules {
    pub(super) settings: MetricSettings,
    pub(super) zone: Zone,
    pub(super) percentiles: Vec<u64>,
    /// What states have to have in common to be put together.
    pub(super) digest: String,
}

const PERCENTILES: [u64; 3] = [50, 90, 95];

impl MetricRules {
    /// Checks settings.
    ///
    /// # Errors
    /// Every finding: `time.zoneUnknown`, `metrics.periodEmpty`, `metrics.groupingForm`,
    /// `metrics.percentile`, `limit.exceeded`.
    pub fn check(settings: &MetricSettings) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let zone = Zone::named(settings.zone.as_deref().unwrap_or("Etc/UTC"));
        let root = Path::root();
        if settings.period.is_some_and(|period| period.from >= period.to) {
            findings.push(Error::new(Code::MetricsPeriodEmpty).at(root.key("period")));
        }
        let groupings = root.key("groupBy");
        if !limits::METRIC_GROUPINGS.admits(settings.group_by.len()) {
            let error = Error::beyond(&limits::METRIC_GROUPINGS, settings.group_by.len());
            findings.push(error.at(groupings.clone()));
        }
        for (at, grouping) in settings.group_by.iter().enumerate() {
            let repeated = (1..)
                .zip(grouping)
                .any(|(next, one)| grouping.get(next..).unwrap_or_default().contains(one));
            let before = settings.group_by.get(..at).unwrap_or_default().contains(grouping);
            if !(1..=3).contains(&grouping.len()) || repeated || before {
                findings.push(Error::new(Code::MetricsGroupingForm).at(groupings.index(at)));
            }
        }
        let mut percentiles = settings.percentiles.clone();
        for (at, percent) in percentiles.iter().enumerate() {
            if !(1..=99).contains(percent) {
                let error = Error::new(Code::MetricsPercentile).with("percent", percent);
                findings.push(error.at(root.key("percentiles").index(at)));
            }
        }
        percentiles.sort_unstable();
        percentiles.dedup();
        if percentiles.is_empty() {
            percentiles.extend(PERCENTILES);
        }
        let settings = settings.clone();
        let digest = digest::of(&settings);
        match zone {
            Ok(zone) if findings.is_empty() => Ok(Self { settings, zone, percentiles, digest }),
            Ok(_) => Err(findings),
            Err(error) => {
                findings.push(error.at(root.key("zone")));
                Err(findings)
            }
        }
    }

    /// The settings as they are written.
    #[must_use]
    pub fn settings(&self) -> &MetricSettings {
        &self.settings
    }

    /// Whether a ticket of this kind is looked at.
    pub(super) fn looks_at(&self, case: &Case) -> bool {
        let Self { settings, .. } = self;
        (settings.kinds.is_empty() || settings.kinds.contains(&case.kind))
            && case.opened_at <= settings.as_of
    }

    /// The instant by which a ticket belongs to a period.
    fn anchor(&self, case: &Case) -> Option<Instant> {
        match self.settings.select_by {
            SelectBy::Opened => Some(case.opened_at),
            SelectBy::Resolved => case.done_at(),
            SelectBy::Closed => case.closed_at,
        }
    }

    /// Whether a ticket belongs to the period.
    pub(super) fn selects(&self, case: &Case) -> bool {
        self.anchor(case).is_some_and(|at| {
            self.settings.period.is_none_or(|Period { from, to }| from <= at && at < to)
        })
    }

    /// The key of the cell of a grouping that a ticket belongs to: its values as a JSON list.
    pub(super) fn key(&self, grouping: &[Dimension], case: &Case) -> String {
        let value = |dimension: &Dimension| match dimension {
            Dimension::Priority => case.priority.clone(),
            Dimension::Group => case.group.clone(),
            Dimension::Service => case.service.clone(),
            Dimension::Category => case.category.clone(),
            Dimension::Kind => Some(case.kind.as_str().to_owned()),
            Dimension::Month => self.anchor(case).and_then(|at| self.stretch(at, FlowBy::Month)),
        };
        document::text(&grouping.iter().map(value).collect::<Vec<_>>())
    }

    /// The name of the month or day of an instant, for example `2026-03` or `2026-03-01`.
    pub(super) fn stretch(&self, at: Instant, by: FlowBy) -> Option<String> {
        // Invariant: `Display` of a date is `2026-03-01`, also of the first day of year 10000.
        let mut name = self.zone.date_at(at)?.to_string();
        if by == FlowBy::Month {
            name.truncate(name.rfind('-')?);
        }
        Some(name)
    }

    /// What an hour of a ticket costs.
    pub(super) fn per_hour(&self, case: &Case) -> Option<u64> {
        let fits =
            |wanted: &Option<String>, value: &Option<String>| wanted.is_none() || wanted == value;
        let mut rows = self.settings.costs.iter();
        let row = rows
            .find(|row| fits(&row.priority, &case.priority) && fits(&row.service, &case.service));
        row.map(|row| row.per_hour)
    }
}
