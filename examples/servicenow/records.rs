//! Records of a CSV file, plain or gzip, with the instants of its kinds.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};

use flate2::read::MultiGzDecoder;
use incident_core::Instant;

type Failure = Box<dyn Error>;
/// The cells of a row, by column.
pub(crate) type Record = BTreeMap<String, String>;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// The records of a file, in their order.
pub(crate) fn records(file: &str) -> Result<Vec<Record>, Failure> {
    let mut source = BufReader::new(File::open(file).map_err(|error| format!("{file}: {error}"))?);
    let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
    let source: Box<dyn Read> =
        if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
    let records = csv::Reader::from_reader(source).into_deserialize();
    Ok(records.collect::<Result<_, csv::Error>>()?)
}

/// The cell of a column, which has to be there.
pub(crate) fn cell<'a>(record: &'a Record, name: &str) -> Result<&'a str, Failure> {
    Ok(record.get(name).ok_or_else(|| format!("no column {name}"))?)
}

/// Reads `29/2/2016 01:16` or `29/Feb/16 01:16`, as if the clocks were those of UTC.
pub(crate) fn instant(text: &str) -> Result<Instant, Failure> {
    let wrong = || format!("no instant: {text}");
    let (date, time) = text.split_once(' ').ok_or_else(wrong)?;
    let parts: Vec<&str> = date.split('/').collect();
    let [day, month, year] = parts.as_slice() else { return Err(wrong().into()) };
    let named = MONTHS.iter().position(|name| name == month).map(|at| (at + 1).to_string());
    let month = named.unwrap_or_else(|| (*month).to_owned());
    let year = if year.len() == 2 { format!("20{year}") } else { (*year).to_owned() };
    Ok(Instant::parse(&format!("{year}-{month:0>2}-{day:0>2}T{time:0>5}:00Z"))?)
}
