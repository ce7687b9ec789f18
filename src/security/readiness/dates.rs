use crate::error::{Code, Error, Path};
use crate::time::Instant;

/// A date as the number of its day after 1970-01-01; else a finding.
pub(super) fn date(text: &str, path: &Path, findings: &mut Vec<Error>) -> Option<i64> {
    let midnight = Instant::parse(&format!("{text}T00:00:00Z"));
    let day = midnight.ok().map(|midnight| midnight.as_millis().div_euclid(86_400_000));
    if day.is_none() {
        let error = Error::new(Code::CalendarDateInvalid).with("date", text);
        findings.push(error.at(path.clone()));
    }
    day
}
