use std::error::Error;
use std::fmt;
use std::fs::File;

use flate2::read::MultiGzDecoder;
use incident_core::Instant;

use super::Asked;

/// A report, and when it came in.
pub(crate) struct Report {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) text: String,
    pub(crate) created: Instant,
}

impl Report {
    pub(crate) fn whole(&self) -> String {
        format!("{} {}", self.title, self.text)
    }
}

/// The reports in the order in which they came in.
pub(crate) fn read(path: &str) -> Result<Vec<Report>, Box<dyn Error>> {
    let mut rows = csv::Reader::from_reader(MultiGzDecoder::new(File::open(path)?));
    let head = rows.headers()?.clone();
    let column = |name: &str| {
        head.iter().position(|other| other == name).ok_or_else(|| format!("no column `{name}`"))
    };
    let (title, id, created, text) =
        (column("Summary")?, column("Issue id")?, column("Created")?, column("Description")?);
    let mut reports = Vec::new();
    for row in rows.records() {
        let row = row?;
        reports.push(Report {
            id: row[id].to_owned(),
            title: row[title].to_owned(),
            text: row[text].to_owned(),
            created: instant(&row[created])?,
        });
    }
    reports.sort_by(|one, other| (one.created, &one.id).cmp(&(other.created, &other.id)));
    Ok(reports)
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `30/Sep/21 17:20`, or an instant as we write it.
fn instant(text: &str) -> Result<Instant, Box<dyn Error>> {
    let parts: Vec<&str> = text.split(['/', ' ', ':']).collect();
    let written = match parts[..] {
        [day, month, year, hour, minute] => {
            let month = MONTHS.iter().position(|name| *name == month).ok_or("no month")? + 1;
            format!("20{year}-{month:02}-{day:0>2}T{hour:0>2}:{minute}:00Z")
        }
        _ => text.replace(' ', "T"),
    };
    Ok(Instant::parse(&written)?)
}

/// Each report that has an earlier duplicate, with those.
pub(crate) fn pairs(path: &str, reports: &[Report]) -> Result<Asked, Box<dyn Error>> {
    let mut asked = Asked::new();
    for row in csv::Reader::from_path(path)?.records() {
        let row = row?;
        let find = |id: &str| reports.iter().position(|report| report.id == id);
        let (Some(one), Some(other)) = (find(&row[0]), find(&row[1])) else { continue };
        let earlier = asked.entry(one.max(other)).or_default();
        if one != other && !earlier.contains(&one.min(other)) {
            earlier.push(one.min(other));
        }
    }
    Ok(asked)
}

/// What the ranks of the first duplicates come to.
pub(crate) struct Figures([f64; 4]);

impl Figures {
    pub(crate) fn of(ranks: &[usize]) -> Self {
        let share = |most| ranks.iter().filter(|rank| **rank <= most).count() as f64;
        let inverse: f64 = ranks.iter().map(|rank| 1.0 / *rank as f64).sum();
        Self([share(1), share(5), share(10), inverse].map(|sum| sum / ranks.len() as f64))
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [one, five, ten, mrr] = self.0;
        write!(f, "{one:>6.3} {five:>6.3} {ten:>6.3} {mrr:>6.3}")
    }
}

/// Between what the mean gain lies in 95 of 100 draws of as many queries.
pub(crate) fn interval(base: &[usize], ours: &[usize], worth: fn(usize) -> f64) -> (f64, f64) {
    let pairs = ours.iter().zip(base);
    let gains: Vec<f64> = pairs.map(|(own, other)| worth(*own) - worth(*other)).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut means: Vec<f64> = (0..10_000)
        .map(|_| {
            let draw = (0..gains.len()).map(|_| {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                gains[(state % gains.len() as u64) as usize]
            });
            draw.sum::<f64>() / gains.len() as f64
        })
        .collect();
    means.sort_by(f64::total_cmp);
    (means[249], means[9_749])
}
