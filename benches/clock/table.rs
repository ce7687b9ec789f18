//! The table: a row for each thing that was timed.

use std::fmt;

/// What is expected of a ratio.
#[derive(Clone, Copy)]
pub(crate) enum Expected {
    Nothing,
    AtLeast(f64),
    AtMost(f64),
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => f.pad("-"),
            Self::AtLeast(least) => f.pad(&format!(">= {least}")),
            Self::AtMost(most) => f.pad(&format!("<= {most}")),
        }
    }
}

/// A line of the table.
pub(crate) struct Row {
    name: String,
    /// Nanoseconds of ours and of theirs. None if the row compares ours with ours.
    took: Option<(f64, f64)>,
    ratio: f64,
    expected: Expected,
}

impl Row {
    pub(crate) fn new(name: &str, ours: f64, theirs: f64) -> Self {
        let (took, ratio) = (Some((ours, theirs)), theirs / ours);
        Self { name: name.to_owned(), took, ratio, expected: Expected::Nothing }
    }

    /// How much longer ours takes for the larger task.
    pub(crate) fn growth(name: &str, large: f64, small: f64, most: f64) -> Self {
        let (ratio, expected) = (large / small, Expected::AtMost(most));
        Self { name: name.to_owned(), took: None, ratio, expected }
    }

    pub(crate) fn at_least(self, least: f64) -> Self {
        Self { expected: Expected::AtLeast(least), ..self }
    }

    /// Nanoseconds of theirs.
    pub(crate) fn theirs(&self) -> f64 {
        self.took.map_or(f64::NAN, |(_, theirs)| theirs)
    }

    /// None if nothing is expected.
    fn met(&self) -> Option<bool> {
        match self.expected {
            Expected::Nothing => None,
            Expected::AtLeast(least) => Some(self.ratio >= least),
            Expected::AtMost(most) => Some(self.ratio <= most),
        }
    }

    fn print(&self) {
        let took = |pick: fn((f64, f64)) -> f64| {
            self.took.map_or("-".to_owned(), |took| format!("{:.1}", pick(took)))
        };
        let verdict = self.met().map_or("-", |met| if met { "met" } else { "MISSED" });
        println!(
            "{:<40} {:>11} {:>13} {:>9.2} {:>9}  {verdict}",
            self.name,
            took(|(ours, _)| ours),
            took(|(_, theirs)| theirs),
            self.ratio,
            self.expected
        );
    }
}

/// Prints the rows, and whether every expectation is met.
pub(crate) fn print(title: &str, peer: &str, rows: &[Row]) -> bool {
    let heads = ["ours ns", &format!("{peer} ns"), "ratio", "expected"];
    println!("\n{title:<40} {:>11} {:>13} {:>9} {:>9}", heads[0], heads[1], heads[2], heads[3]);
    rows.iter().for_each(Row::print);
    rows.iter().all(|row| row.met() != Some(false))
}
