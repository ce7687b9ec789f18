//! The rows of an audit log in a file: CSV, plain or gzip, with a bar that shows how far it is.

use std::error::Error;
use std::fs::File;
use std::io::{BufReader, Read};

use csv::ByteRecordsIntoIter;
use flate2::read::MultiGzDecoder;
use indicatif::{ProgressBar, ProgressStyle};

pub(crate) struct Rows {
    pub(crate) header: Vec<String>,
    records: ByteRecordsIntoIter<Box<dyn Read>>,
    bar: ProgressBar,
}

impl Rows {
    pub(crate) fn open(path: &str) -> Result<Self, Box<dyn Error>> {
        let file = File::open(path).map_err(|error| format!("{path}: {error}"))?;
        let bar = ProgressBar::new(file.metadata()?.len())
            .with_style(ProgressStyle::with_template("{bar:40} {percent}% {msg}")?);
        let log = unpacked(bar.wrap_read(BufReader::new(file)))?;
        let reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(log);
        let mut records = reader.into_byte_records();
        let header = cells(&records.next().ok_or("the file is empty")??);
        Ok(Self { header, records, bar })
    }

    /// The request that begins a replay of this log with local times of a zone.
    pub(crate) fn begin(&self, zone: Option<&str>) -> String {
        let zone = zone.unwrap_or("Etc/UTC");
        serde_json::json!({ "header": self.header, "zone": zone }).to_string()
    }
}

/// Each row with the line on which it begins.
impl Iterator for Rows {
    type Item = Result<(u64, Vec<String>), csv::Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = self.records.next();
        if record.is_none() {
            self.bar.finish_and_clear();
        }
        Some(record?.map(|row| (row.position().map_or(0, csv::Position::line), cells(&row))))
    }
}

/// The text of a log, unpacked if it is packed.
fn unpacked(source: impl Read + 'static) -> Result<Box<dyn Read>, Box<dyn Error>> {
    let mut source = BufReader::new(source);
    let packed = std::io::BufRead::fill_buf(&mut source)?.starts_with(&[0x1f, 0x8b]);
    Ok(if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) })
}

/// The cells as text; bytes that are no UTF-8 become U+FFFD.
fn cells(row: &csv::ByteRecord) -> Vec<String> {
    row.iter().map(|cell| String::from_utf8_lossy(cell).into_owned()).collect()
}
