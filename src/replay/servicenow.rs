use chrono::NaiveDate;

use crate::error::{Code, Error, Path};
use crate::time::{Instant, Zone};

/// One row of an audit log, in our terms but with the source's words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// The line of the file on which the row begins, counted from 1.
    pub line: u64,
    /// The ticket's number.
    pub number: String,
    /// The state as the source calls it.
    pub state: String,
    /// When the row was written.
    pub at: Instant,
    /// When the ticket was opened.
    pub opened_at: Instant,
    /// The impact, urgency and priority as the source calls them.
    pub levels: [Option<String>; 3],
    /// Further facts by our field names; none where the source says that it does not know.
    pub facts: Vec<(&'static str, Option<String>)>,
    /// How often the source says that it was reassigned.
    pub reassignments: Option<u64>,
    /// Whether the source says that its promises were kept.
    pub made_sla: Option<bool>,
}

impl AuditRow {
    /// A finding about this row.
    pub(super) fn finding(&self, code: Code) -> Error {
        about_line(Error::new(code), self.line)
    }

    /// The same finding, said of this row.
    pub(super) fn about(&self, error: Error) -> Error {
        about_line(error, self.line)
    }
}

/// The same finding, said of a line of a log.
pub(crate) fn about_line(error: Error, line: u64) -> Error {
    let path = Path::root().key("lines").key(&line.to_string());
    error.below(&path).with("line", line)
}

/// The columns that carry a fact under one of our names.
const FACTS: [(&str, &str); 13] = [
    ("assignment_group", "assignmentGroup"),
    ("assigned_to", "assignee"),
    ("contact_type", "channel"),
    ("caller_id", "caller"),
    ("opened_by", "openedBy"),
    ("location", "location"),
    ("category", "category"),
    ("subcategory", "subcategory"),
    ("u_symptom", "symptom"),
    ("cmdb_ci", "configurationItem"),
    ("problem_id", "problem"),
    ("rfc", "change"),
    ("vendor", "vendor"),
];

/// The columns without which a row says nothing.
const NEEDED: [&str; 4] = ["number", "incident_state", "sys_updated_at", "opened_at"];

/// Reads the rows of a `ServiceNow` audit export: `d/m/yyyy HH:MM` in a named zone, `?` for what
/// is not known, levels such as `2 - Medium`.
///
/// `resolved_at`, `closed_at` and `closed_code` hold their final values on every row of a ticket,
/// the first one included. Only the code is used, and only once the row itself says closed.
#[derive(Debug)]
pub struct ServiceNow {
    columns: Vec<String>,
    zone: Zone,
}

impl ServiceNow {
    /// A reader for rows under this header, with local times of this zone.
    ///
    /// # Errors
    /// `replay.columnMissing` for each column that is needed, `replay.columnRepeated`.
    pub fn new(header: &[String], zone: Zone) -> Result<Self, Vec<Error>> {
        Ok(Self { columns: columns(header, &NEEDED)?, zone })
    }

    /// Reads one row; `line` is where it begins in the file.
    ///
    /// # Errors
    /// `replay.rowWidth`, or `replay.cellInvalid` for each cell that cannot be read.
    pub fn row(&self, line: u64, cells: &[String]) -> Result<AuditRow, Vec<Error>> {
        let cell = cells_by_name(&self.columns, line, cells)?;
        let mut findings = Vec::new();
        let mut refuse = |column: &str| {
            findings.push(cell_invalid(line, column, cell(column).unwrap_or("?")));
        };
        let mut read = |column: &str| {
            let instant = cell(column).and_then(|text| local_instant(&self.zone, text));
            if instant.is_none() {
                refuse(column);
            }
            instant
        };
        let (at, opened_at) = (read("sys_updated_at"), read("opened_at"));
        let (number, state) = (cell("number"), cell("incident_state"));
        for (column, value) in [("number", number), ("incident_state", state)] {
            if value.is_none() {
                refuse(column);
            }
        }
        let reassignments = cell("reassignment_count").map(str::parse);
        if matches!(reassignments, Some(Err(_))) {
            refuse("reassignment_count");
        }
        let (Some(at), Some(opened_at), Some(number), Some(state), true) =
            (at, opened_at, number, state, findings.is_empty())
        else {
            return Err(findings);
        };
        let text = |name| cell(name).map(str::to_owned);
        let mut facts: Vec<_> =
            FACTS.iter().map(|(column, field)| (*field, text(column))).collect();
        if state == "Closed" {
            facts.push(("resolutionCode", text("closed_code")));
        }
        Ok(AuditRow {
            line,
            number: number.to_owned(),
            state: state.to_owned(),
            at,
            opened_at,
            levels: [text("impact"), text("urgency"), text("priority")],
            facts,
            reassignments: reassignments.and_then(Result::ok),
            made_sla: cell("made_sla").and_then(|flag| flag.to_ascii_lowercase().parse().ok()),
        })
    }
}

/// The names of a header's columns, each of which must stand there once.
///
/// # Errors
/// `replay.columnMissing` for each one that is needed, `replay.columnRepeated`.
pub(crate) fn columns(header: &[String], needed: &[&str]) -> Result<Vec<String>, Vec<Error>> {
    let mut columns: Vec<String> = header.iter().map(|name| name.trim().to_owned()).collect();
    if let Some(first) = columns.first_mut() {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    let path = Path::root().key("header");
    let mut findings = Vec::new();
    for name in needed {
        if !columns.iter().any(|column| column == name) {
            let error = Error::new(Code::ReplayColumnMissing).with("column", name);
            findings.push(error.at(path.clone()));
        }
    }
    for (at, column) in columns.iter().enumerate() {
        if columns.iter().take(at).any(|other| other == column) {
            let error = Error::new(Code::ReplayColumnRepeated).with("column", column);
            findings.push(error.at(path.index(at)));
        }
    }
    if findings.is_empty() { Ok(columns) } else { Err(findings) }
}

/// The known cells of a row by their columns' names.
///
/// # Errors
/// `replay.rowWidth`.
pub(crate) fn cells_by_name<'a>(
    columns: &'a [String],
    line: u64,
    cells: &'a [String],
) -> Result<impl Fn(&str) -> Option<&'a str> + Copy, Vec<Error>> {
    if cells.len() != columns.len() {
        let error = Error::new(Code::ReplayRowWidth)
            .with("expected", columns.len())
            .with("actual", cells.len());
        return Err(vec![about_line(error, line)]);
    }
    Ok(move |name: &str| {
        let at = columns.iter().position(|column| column == name)?;
        cells.get(at).map(|cell| cell.trim()).filter(|cell| !cell.is_empty() && *cell != "?")
    })
}

/// The finding about a cell that cannot be read.
pub(crate) fn cell_invalid(line: u64, column: &str, value: &str) -> Error {
    let error = Error::new(Code::ReplayCellInvalid).with("column", column);
    about_line(error.with("value", value).at(Path::root().key(column)), line)
}

/// Reads `d/m/yyyy HH:MM` with or without seconds, on the clocks of the zone.
pub(crate) fn local_instant(zone: &Zone, text: &str) -> Option<Instant> {
    let mut numbers = text.split([' ', '/', ':']).map(str::parse::<u32>);
    let mut next = || numbers.next()?.ok();
    let (day, month, year) = (next()?, next()?, next()?);
    let (hour, minute) = (next()?, next()?);
    let second = numbers.next().unwrap_or(Ok(0)).ok()?;
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let local = date.and_hms_opt(hour, minute, second)?;
    if numbers.next().is_some() {
        return None;
    }
    zone.instant_of(local).ok()
}
