use serde::Serialize;

use crate::document::object;
use crate::error::Error;
use crate::replay::{
    AuditRow, ServiceNow, cell_invalid, cells_by_name, columns as named_columns, local_instant,
};
use crate::time::{Instant, Zone};

/// One row of any log: what discovery asks of it, in the source's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    /// The line of the file on which the row begins, counted from 1.
    pub line: u64,
    /// The ticket's number.
    pub ticket: String,
    /// The state that the ticket is in from this row on.
    pub state: String,
    /// A finer state within it, where the source keeps one.
    pub detail: Option<String>,
    /// When the row was written.
    pub at: Instant,
    /// When the ticket was opened; with its first row if the source does not say.
    pub opened_at: Option<Instant>,
    /// When it was resolved, finally; when it last came into such a state if the source does not
    /// say.
    pub resolved_at: Option<Instant>,
    /// When it was closed, finally; as above.
    pub closed_at: Option<Instant>,
    /// The impact, urgency and priority.
    pub levels: [Option<String>; 3],
    /// Whether the source says that its promises were kept. A ticket's last word counts.
    pub met: Option<bool>,
    /// Whether the source says that work waits.
    pub on_hold: Option<bool>,
}

impl From<AuditRow> for LogRow {
    fn from(row: AuditRow) -> Self {
        Self {
            line: row.line,
            ticket: row.number,
            state: row.state,
            detail: None,
            at: row.at,
            opened_at: Some(row.opened_at),
            resolved_at: None,
            closed_at: None,
            levels: row.levels,
            met: row.made_sla,
            on_hold: None,
        }
    }
}

/// Which columns of a log say what.
///
/// Instants are read as RFC 3339, as `2026-01-09 17:00` or as `9/1/2026 17:00`, the latter two on
/// the clocks of the log's zone and with or without seconds. Flags are `true` or `false`, `yes` or
/// `no`, `1` or `0`. An empty cell, or `?`, is not known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Columns {
    /// The ticket's number.
    pub ticket: String,
    /// The state.
    pub state: String,
    /// A finer state within it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// When the row was written.
    pub at: String,
    /// When the ticket was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<String>,
    /// When it was resolved, finally.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resolved_at: Option<String>,
    /// When it was closed, finally.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    /// The impact.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub impact: Option<String>,
    /// The urgency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub urgency: Option<String>,
    /// The priority.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub priority: Option<String>,
    /// Whether promises were kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub met: Option<String>,
    /// Whether work waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_hold: Option<String>,
}

object!(Columns {
    ticket: needed "ticket",
    state: needed "state",
    detail: optional "detail",
    at: needed "at",
    opened_at: optional "openedAt",
    resolved_at: optional "resolvedAt",
    closed_at: optional "closedAt",
    impact: optional "impact",
    urgency: optional "urgency",
    priority: optional "priority",
    met: optional "met",
    on_hold: optional "onHold",
});

impl Columns {
    /// The columns of the logs that Volvo IT gave to the BPI Challenge 2013: the names that event
    /// logs in XES have as CSV, with the status as activity and the sub-status as transition.
    #[must_use]
    pub fn volvo() -> Self {
        let name = str::to_owned;
        Self {
            ticket: name("case:concept:name"),
            state: name("concept:name"),
            detail: Some(name("lifecycle:transition")),
            at: name("time:timestamp"),
            opened_at: None,
            resolved_at: None,
            closed_at: None,
            impact: Some(name("impact")),
            urgency: None,
            priority: None,
            met: None,
            on_hold: None,
        }
    }

    fn names(&self) -> Vec<&str> {
        let optional = [
            &self.detail,
            &self.opened_at,
            &self.resolved_at,
            &self.closed_at,
            &self.impact,
            &self.urgency,
            &self.priority,
            &self.met,
            &self.on_hold,
        ];
        let optional = optional.into_iter().filter_map(Option::as_deref);
        [self.ticket.as_str(), &self.state, &self.at].into_iter().chain(optional).collect()
    }
}

/// Reads the rows of a log under its header.
#[derive(Debug)]
pub struct Reader(Form);

#[derive(Debug)]
enum Form {
    ServiceNow(ServiceNow),
    Columns { header: Vec<String>, columns: Box<Columns>, zone: Zone },
}

impl Reader {
    /// A reader for rows under this header, with local times of this zone.
    ///
    /// Without `columns`, a header with all of [`Columns::volvo`] is read by them, and any other
    /// one as that of a `ServiceNow` audit export.
    ///
    /// # Errors
    /// `replay.columnMissing` for each column that is needed, `replay.columnRepeated`.
    pub fn new(
        header: &[String],
        zone: Zone,
        columns: Option<Columns>,
    ) -> Result<Self, Vec<Error>> {
        let volvo =
            || Some(Columns::volvo()).filter(|one| named_columns(header, &one.names()).is_ok());
        let Some(columns) = columns.or_else(volvo) else {
            return Ok(Self(Form::ServiceNow(ServiceNow::new(header, zone)?)));
        };
        let header = named_columns(header, &columns.names())?;
        Ok(Self(Form::Columns { header, columns: Box::new(columns), zone }))
    }

    /// Reads one row; `line` is where it begins in the file.
    ///
    /// # Errors
    /// `replay.rowWidth`, or `replay.cellInvalid` for each cell that cannot be read.
    pub fn row(&self, line: u64, cells: &[String]) -> Result<LogRow, Vec<Error>> {
        match &self.0 {
            Form::ServiceNow(reader) => reader.row(line, cells).map(LogRow::from),
            Form::Columns { header, columns, zone } => {
                let cell = cells_by_name(header, line, cells)?;
                read(line, columns, &cell, zone)
            }
        }
    }
}

fn read<'a>(
    line: u64,
    columns: &Columns,
    cell: &impl Fn(&str) -> Option<&'a str>,
    zone: &Zone,
) -> Result<LogRow, Vec<Error>> {
    let mut findings = Vec::new();
    let mut refuse = |name: &str, value: &str| findings.push(cell_invalid(line, name, value));
    let mut needed = |name: &str| {
        let value = cell(name);
        if value.is_none() {
            refuse(name, "?");
        }
        value
    };
    let (ticket, state) = (needed(&columns.ticket), needed(&columns.state));
    let at = needed(&columns.at);
    let mut instant = |name: &str, value: Option<&str>| {
        let read = value.and_then(|text| any_instant(zone, text));
        if let Some(text) = value.filter(|_| read.is_none()) {
            refuse(name, text);
        }
        read
    };
    let at = instant(&columns.at, at);
    let mut optional = |name: &Option<String>| {
        let name = name.as_deref()?;
        instant(name, cell(name))
    };
    let (opened_at, resolved_at) = (optional(&columns.opened_at), optional(&columns.resolved_at));
    let closed_at = optional(&columns.closed_at);
    let mut flag = |name: &Option<String>| {
        let name = name.as_deref()?;
        let value = cell(name)?;
        let read = any_flag(value);
        if read.is_none() {
            refuse(name, value);
        }
        read
    };
    let (met, on_hold) = (flag(&columns.met), flag(&columns.on_hold));
    let text = |name: &Option<String>| Some(cell(name.as_deref()?)?.to_owned());
    let (Some(ticket), Some(state), Some(at), true) = (ticket, state, at, findings.is_empty())
    else {
        return Err(findings);
    };
    Ok(LogRow {
        line,
        ticket: ticket.to_owned(),
        state: state.to_owned(),
        detail: text(&columns.detail),
        at,
        opened_at,
        resolved_at,
        closed_at,
        levels: [text(&columns.impact), text(&columns.urgency), text(&columns.priority)],
        met,
        on_hold,
    })
}

fn any_instant(zone: &Zone, text: &str) -> Option<Instant> {
    let plain = Instant::parse(text).ok();
    plain.or_else(|| on_clocks(zone, text)).or_else(|| local_instant(zone, text))
}

/// Reads `2026-01-09 17:00`, with or without seconds and parts of them, on the clocks of the zone.
fn on_clocks(zone: &Zone, text: &str) -> Option<Instant> {
    let seconds = if text.len() == 16 { ":00" } else { "" };
    let utc = Instant::parse(&format!("{}{seconds}Z", text.replacen(' ', "T", 1))).ok()?;
    let (second, _) = zone.resolve(utc.as_millis().div_euclid(1_000));
    let rest = utc.as_millis().rem_euclid(1_000);
    Instant::from_millis(second.saturating_mul(1_000).saturating_add(rest)).ok()
}

fn any_flag(text: &str) -> Option<bool> {
    let is = |words: [&str; 3]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is(["true", "yes", "1"]) {
        Some(true)
    } else if is(["false", "no", "0"]) {
        Some(false)
    } else {
        None
    }
}
