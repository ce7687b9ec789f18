//! One vector: what it asks, and whether the crate answers as it expects.

#[path = "timeline.rs"]
mod timeline;

use chrono::NaiveDate;
use incident_core::calendar::{Calendar, CalendarDraft, DatedHours, Holiday, HoursDraft, Pauses};
use incident_core::time::{Segment, Zone};
use incident_core::{Instant, Span};
use serde_json::{Value as Json, json};

/// What became of a vector.
#[derive(Debug)]
pub(crate) enum Outcome {
    /// The answer is the expected one.
    Passed,
    /// It is not; this was the answer.
    Failed(Json),
    /// The operation is not ours, or not yet.
    Skipped(String),
}

/// Operations of single products that this crate does not offer.
const FOREIGN: [&str; 8] = [
    "add_days",
    "subtract_days",
    "between_days",
    "between_calendar_days",
    "is_working_day",
    "next_transition",
    "prev_transition",
    "pauses_to_local_breaks",
];

/// Answers a vector and compares.
pub(crate) fn answer(vector: &Json) -> Outcome {
    let Some(op) = vector["op"].as_str() else { return answer_timeline(vector) };
    if FOREIGN.contains(&op) {
        return Outcome::Skipped(op.to_owned());
    }
    // Where a product differs, `recommended` is what this crate promises.
    let expected = vector.get("recommended").unwrap_or(&vector["expect"]);
    match ask(op, vector) {
        Err(Unanswered::Unknown) => Outcome::Skipped(op.to_owned()),
        Err(Unanswered::Unreadable(why)) => Outcome::Failed(json!({ "unreadable": why })),
        Ok(got) if agrees(&got, expected, vector) => Outcome::Passed,
        Ok(got) => Outcome::Failed(got),
    }
}

fn answer_timeline(vector: &Json) -> Outcome {
    let unreadable = |why: String| Outcome::Failed(json!({ "unreadable": why }));
    match draft(&vector["calendar"]).and_then(|draft| timeline::run(vector, draft)) {
        Ok(None) => Outcome::Passed,
        Ok(Some(wrong)) => Outcome::Failed(wrong),
        Err(why) => unreadable(why),
    }
}

/// Why there is no answer.
enum Unanswered {
    /// An operation that nobody here knows.
    Unknown,
    /// A vector that does not follow the schema.
    Unreadable(String),
}

impl From<String> for Unanswered {
    fn from(why: String) -> Self {
        Self::Unreadable(why)
    }
}

impl From<incident_core::Error> for Unanswered {
    fn from(error: incident_core::Error) -> Self {
        Self::Unreadable(error.to_string())
    }
}

fn ask(op: &str, vector: &Json) -> Result<Json, Unanswered> {
    let draft = draft(&vector["calendar"])?;
    if op == "validate" {
        return Ok(json!(Calendar::check(&draft).is_ok()));
    }
    if op == "resolve_local" {
        return Ok(json!(resolve(&draft, vector)?));
    }
    let (calendar, _) = Calendar::check_even_without_hours(&draft)
        .map_err(|errors| errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let start = || instant(&vector["start"]);
    let span = || {
        let milliseconds = milliseconds(&vector["duration_s"]);
        milliseconds.map(Span::from_millis).ok_or_else(|| "duration_s is no number".to_owned())
    };
    // No due time is an answer too.
    let due = |due: Result<Instant, incident_core::Error>| due.ok().map(|at| at.to_string());
    Ok(match op {
        "add" => json!(due(calendar.add_around(start()?, span()?, &pauses(vector)?))),
        "subtract" => json!(due(calendar.subtract(start()?, span()?))),
        "between" => {
            let worked =
                calendar.between_around(start()?, instant(&vector["end"])?, &pauses(vector)?);
            seconds(worked)
        }
        "in_hours" => json!(calendar.is_open(start()?)),
        "on_holiday" => json!(calendar.on_holiday(start()?)),
        "on_break" => json!(calendar.on_break(start()?)),
        "next_working" => json!(calendar.next_open(start()?).map(|at| at.to_string())),
        "prev_working" => json!(calendar.last_open(start()?).map(|at| at.to_string())),
        "next_closing" => json!(calendar.next_close(start()?).map(|at| at.to_string())),
        "periods" => periods(&calendar, start()?, vector)?,
        _ => return Err(Unanswered::Unknown),
    })
}

/// Whole seconds as a whole number, so that it prints as the vectors write it.
#[expect(clippy::float_arithmetic, reason = "the vectors write fractions of seconds")]
fn seconds(span: Span) -> Json {
    let milliseconds = span.as_millis();
    if milliseconds % 1_000 == 0 {
        json!(milliseconds / 1_000)
    } else {
        json!(f64::from(i32::try_from(milliseconds).unwrap_or(i32::MAX)) / 1_000.0)
    }
}

fn milliseconds(number: &Json) -> Option<i64> {
    if let Some(seconds) = number.as_i64() {
        return seconds.checked_mul(1_000);
    }
    // Vectors of products with parts of a second; three digits is what they have.
    let text = format!("{:.3}", number.as_f64()?);
    text.replace('.', "").parse().ok()
}

fn instant(text: &Json) -> Result<Instant, Unanswered> {
    let text = text.as_str().ok_or_else(|| format!("{text} is no instant"))?;
    Ok(Instant::parse(text)?)
}

fn pauses(vector: &Json) -> Result<Pauses, Unanswered> {
    let mut segments = Vec::new();
    for pause in vector["pauses"].as_array().into_iter().flatten() {
        segments.extend(Segment::new(instant(&pause[0])?, instant(&pause[1])?));
    }
    Ok(Pauses::new(&segments))
}

fn resolve(draft: &CalendarDraft, vector: &Json) -> Result<String, Unanswered> {
    let zone = Zone::named(&draft.zone)?;
    let date = vector["date"].as_str().unwrap_or_default();
    let mut date = date.parse::<NaiveDate>().map_err(|error| error.to_string())?;
    let mut time = vector["time"].as_str().unwrap_or_default().to_owned();
    if time.starts_with("24:00") {
        date = date.succ_opt().ok_or_else(|| "no next day".to_owned())?;
        "00:00".clone_into(&mut time);
    }
    if time.len() == 5 {
        time.push_str(":00");
    }
    let time = time.parse().map_err(|_| format!("{time} is no time"))?;
    Ok(zone.instant_of(date.and_time(time))?.to_string())
}

/// Open segments from an instant on or back from it: so many, until another instant, or until so
/// much time is open.
fn periods(calendar: &Calendar, start: Instant, vector: &Json) -> Result<Json, Unanswered> {
    let forward = vector["direction"] != "backward";
    let count = vector["count"].as_u64().and_then(|count| usize::try_from(count).ok());
    let most = count.unwrap_or(10_000);
    let until = match vector.get("until") {
        Some(until) => Some(instant(until)?),
        None => None,
    };
    let mut found = if forward {
        let range = Segment::new(start, until.unwrap_or(Instant::MAX));
        range.map_or_else(Vec::new, |range| calendar.open_segments(range, most))
    } else {
        let until = until.unwrap_or(Instant::MIN);
        let all = calendar.open_segments_before(start, most);
        all.into_iter().filter_map(|one| one.overlap(Segment::new(until, start)?)).collect()
    };
    if let Some(mut left) = milliseconds(&vector["duration_s"]) {
        found.retain_mut(|segment| {
            let take = left.min(segment.span().as_millis());
            left -= take;
            let span = Span::from_millis(take);
            let whole = *segment;
            let cut = if forward {
                whole.from.plus(span).ok().and_then(|to| Segment::new(whole.from, to))
            } else {
                let from = whole.to.plus(Span::ZERO.minus(span)).ok();
                from.and_then(|from| Segment::new(from, whole.to))
            };
            cut.is_some_and(|cut| {
                *segment = cut;
                true
            })
        });
    }
    Ok(found.iter().map(|one| json!([one.from.to_string(), one.to.to_string()])).collect())
}

fn draft(calendar: &Json) -> Result<CalendarDraft, String> {
    let zone = calendar["time_zone"].as_str().unwrap_or("Etc/UTC");
    let mut draft = CalendarDraft::in_zone(zone);
    let hours = |day: &str| intervals(&calendar["hours"][day]);
    draft.hours.mon = hours("mon")?;
    draft.hours.tue = hours("tue")?;
    draft.hours.wed = hours("wed")?;
    draft.hours.thu = hours("thu")?;
    draft.hours.fri = hours("fri")?;
    draft.hours.sat = hours("sat")?;
    draft.hours.sun = hours("sun")?;
    for date in calendar["holidays"].as_array().into_iter().flatten() {
        let date = date.as_str().unwrap_or_default().to_owned();
        draft.holidays.push(Holiday { date, name: None });
    }
    draft.breaks = dated(&calendar["breaks"])?;
    draft.shifts = dated(&calendar["shifts"])?;
    Ok(draft)
}

fn intervals(list: &Json) -> Result<Vec<HoursDraft>, String> {
    let mut hours = Vec::new();
    for pair in list.as_array().into_iter().flatten() {
        let text = |at: usize| pair[at].as_str().map(str::to_owned);
        let pair = text(0).zip(text(1)).ok_or_else(|| format!("{pair} are no hours"))?;
        hours.push([pair.0, pair.1]);
    }
    Ok(hours)
}

fn dated(list: &Json) -> Result<Vec<DatedHours>, String> {
    let mut dated = Vec::new();
    for entry in list.as_array().into_iter().flatten() {
        let date = entry["date"].as_str().unwrap_or_default().to_owned();
        dated.push(DatedHours { date, intervals: intervals(&entry["intervals"])? });
    }
    Ok(dated)
}

/// Compares as the vector says: whole units only if it rounds, instants as points in time.
fn agrees(got: &Json, expected: &Json, vector: &Json) -> bool {
    if let (Some(unit), Some(got), Some(expected)) =
        (milliseconds(&vector["rounding"]["unit_s"]), milliseconds(got), milliseconds(expected))
    {
        return got / unit == expected / unit;
    }
    match (got, expected) {
        (Json::String(got), Json::String(expected)) => {
            Instant::parse(got).ok().is_some_and(|got| Instant::parse(expected) == Ok(got))
        }
        (Json::Number(_), Json::Number(_)) => milliseconds(got) == milliseconds(expected),
        (Json::Array(got), Json::Array(expected)) => {
            let each = got.iter().zip(expected);
            got.len() == expected.len()
                && each.fold(true, |all, (a, b)| all && agrees(a, b, &json!({})))
        }
        // A check may be asked for its findings; whether there are any is what we compare.
        (Json::Bool(got), Json::Object(expected)) => {
            *got == expected.get("valid").and_then(Json::as_bool).unwrap_or(false)
        }
        (Json::Bool(got), Json::String(expected)) => *got == (expected == "valid"),
        _ => got == expected,
    }
}
