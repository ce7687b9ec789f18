//! What was learned, as text that can be stored: a line that says what it is, then a row on each.

use serde::Serialize;

use crate::digest;
use crate::document::{self, object};
use crate::error::{Code, Error, Path, all_below};
use crate::limits;

/// The first line.
#[derive(Serialize)]
struct Header {
    format: String,
    version: u64,
    rows: u64,
    digest: String,
}

object!(Header {
    format: needed "format",
    version: needed "version",
    rows: needed "rows",
    digest: needed "digest",
});

pub(super) fn store<T: Serialize>(
    format: &str,
    version: u64,
    rows: impl Iterator<Item = T>,
) -> String {
    let mut body = String::new();
    let mut count = 0_u64;
    for row in rows {
        body.push_str(&document::text(&row));
        body.push('\n');
        count = count.saturating_add(1);
    }
    let digest = digest::of_bytes(body.as_bytes());
    let header = Header { format: format.to_owned(), version, rows: count, digest };
    format!("{}\n{body}", document::text(&header))
}

/// Hands on each row of a text, after its format, version and digest were looked at.
pub(super) fn load(
    format: &str,
    version: u64,
    text: &str,
    each: &mut dyn FnMut(&str) -> Result<(), Vec<Error>>,
) -> Result<(), Vec<Error>> {
    let broken = || vec![Error::new(Code::InsightStoredBroken)];
    let (first, body) = text.split_once('\n').ok_or_else(broken)?;
    let header: Header = document::read(first, &limits::DESCRIPTION_BYTES).map_err(|_| broken())?;
    if header.format != format || header.version != version {
        let error = Error::new(Code::InsightStoredVersion).with("format", header.format);
        let error = error.with("version", header.version).with("expected", format);
        return Err(vec![error.with("known", version)]);
    }
    let rows = u64::try_from(body.lines().count()).unwrap_or(u64::MAX);
    if digest::of_bytes(body.as_bytes()) != header.digest || rows != header.rows {
        return Err(broken());
    }
    let mut findings = Vec::new();
    for (line, row) in body.lines().enumerate() {
        if let Err(errors) = each(row) {
            findings.extend(all_below(errors, &Path::root().key("rows").index(line)));
        }
    }
    limits::FINDINGS.cut(&mut findings);
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}
