use super::Operation;
use crate::document::object;
use crate::door::request::Request;
#[cfg(feature = "schema")]
use crate::door::requests::Arguments;
use crate::door::{Answer, json};
use crate::error::{Error, Path, all_below};
use crate::insight::metrics::{Case, MetricLine, MetricRules, MetricSettings, Metrics};
use crate::insight::report::{ReportDraft, ReportFormat, report};
use crate::limits;
#[cfg(feature = "schema")]
use schemars::JsonSchema;

pub(super) const OPERATIONS: &[Operation] = &[("report", monthly)];

#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
struct Monthly {
    report: ReportDraft,
    #[cfg_attr(feature = "schema", schemars(default))]
    format: ReportFormat,
    tickets: Vec<MetricLine>,
}

object!(Monthly {
    report: needed "report",
    format: or_default "format",
    tickets: needed "tickets",
});

/// The report about a month.
fn monthly(request: &Request) -> Answer {
    let Monthly { report, format, tickets } = request.read()?;
    let below = |errors, key| all_below(errors, &Path::root().key(key));
    let as_of = report.known_until().map_err(|errors| below(errors, "report"))?;
    let settings = MetricSettings { facts: report.facts.clone(), ..MetricSettings::new(as_of) };
    let mut metrics = Metrics::new(MetricRules::check(&settings)?).with_lists();
    let mut findings = Vec::new();
    for (at, line) in tickets.iter().enumerate() {
        if let Err(errors) = metrics.push_line(line) {
            findings.extend(all_below(errors, &Path::root().key("tickets").index(at)));
        }
    }
    limits::FINDINGS.cut(&mut findings);
    if findings.is_empty() {
        written(metrics.cases(), &report, format).map_err(|errors| below(errors, "report"))
    } else {
        Err(findings)
    }
}

/// The report of a session, out of the cases that it kept: `{"report": {...}, "format": "html"}`.
pub(super) struct Kept {
    pub(super) report: ReportDraft,
    pub(super) format: ReportFormat,
}

object!(Kept { report: needed "report", format: or_default "format" });

pub(super) fn written(
    cases: &[Case],
    draft: &ReportDraft,
    format: ReportFormat,
) -> Result<String, Vec<Error>> {
    let report = report(cases, draft)?;
    Ok(match format {
        ReportFormat::Data => json(&report),
        ReportFormat::Markdown => json(&report.markdown()),
        ReportFormat::Html => json(&report.html()),
    })
}

/// The schema of each operation's arguments.
#[cfg(feature = "schema")]
pub(super) const REQUESTS: &[Arguments] = &[("report", Monthly::json_schema)];
