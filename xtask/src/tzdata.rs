//! Packs the time zone database into the table that the crate carries; its layout is described in
//! `src/time/zone/table.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::{Failure, fail, root};

/// The release of the `PyPI` package `tzdata`, and the release of the database that it carries.
const PACKAGE: &str = "2026.6";
const RELEASE: &str = "2026f";

/// Makes the table from the package, or from an unpacked copy of it in `folder`.
pub fn run(folder: Option<&str>) -> Result<(), Failure> {
    let unpacked = match folder {
        Some(folder) => PathBuf::from(folder),
        None => download()?,
    };
    let version = fs::read_to_string(unpacked.join("__init__.py"))?;
    if !version.contains(&format!("IANA_VERSION = \"{RELEASE}\"")) {
        return fail(format!("the package is not of release {RELEASE}"));
    }
    let names = fs::read_to_string(unpacked.join("zones"))?;
    let mut zones = BTreeMap::new();
    for name in names.lines().filter(|line| !line.is_empty()) {
        let bytes = fs::read(unpacked.join("zoneinfo").join(name))?;
        let rules = Rules::read(&bytes).ok_or(format!("{name}: not a zone file of version 2"))?;
        zones.insert(name.to_owned(), rules);
    }
    let table = pack(&zones);
    let path = root().join("src/time/zone/table.bin");
    fs::write(&path, &table)?;
    println!("{} names, release {RELEASE}, {} bytes", zones.len(), table.len());
    Ok(())
}

fn download() -> Result<PathBuf, Failure> {
    let folder = root().join("target/tzdata");
    fs::create_dir_all(&folder)?;
    let package = format!("tzdata=={PACKAGE}");
    let folder_name = folder.display().to_string();
    let pip = ["-m", "pip", "install", "--quiet", "--no-deps", "--target", &folder_name, &package];
    let done = Command::new("python3").args(pip).status();
    if !done.is_ok_and(|status| status.success()) {
        return fail(format!("python3 with pip is needed to fetch {package}"));
    }
    Ok(folder.join("tzdata"))
}

/// A weekday of a month, and seconds after its midnight.
type Day = [i64; 4];

/// The two offsets of a year and its two changes, or one offset.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Future {
    standard: i64,
    summer: Option<(i64, Day, Day)>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Rules {
    first: i64,
    changes: Vec<(i64, i64)>,
    future: Future,
}

impl Rules {
    /// Reads the second half of a zone file (RFC 8536), the one with 64-bit times.
    fn read(bytes: &[u8]) -> Option<Self> {
        let counts = |at: usize| -> Option<[usize; 6]> {
            let number = |n: usize| {
                let field = bytes.get(at + 20 + 4 * n..at + 24 + 4 * n)?;
                usize::try_from(u32::from_be_bytes(field.try_into().ok()?)).ok()
            };
            let mut all = [0; 6];
            for (n, count) in all.iter_mut().enumerate() {
                *count = number(n)?;
            }
            (bytes.get(at..at + 4)? == b"TZif").then_some(all)
        };
        let [isut, isstd, leap, times, types, letters] = counts(0)?;
        let second = 44 + times * 5 + types * 6 + letters + leap * 8 + isstd + isut;
        let [isut, isstd, leap, times, types, letters] = counts(second)?;
        let start = second + 44;
        let indexes = start + times * 8;
        let kinds = indexes + times;
        let offset = |kind: usize| -> Option<i64> {
            let field = bytes.get(kinds + kind * 6..kinds + kind * 6 + 4)?;
            Some(i64::from(i32::from_be_bytes(field.try_into().ok()?)))
        };
        let mut first = offset(0)?;
        let mut changes: Vec<(i64, i64)> = Vec::new();
        let mut last = None;
        for n in 0..times {
            let field = bytes.get(start + n * 8..start + n * 8 + 8)?;
            let at = i64::from_be_bytes(field.try_into().ok()?);
            let to = offset(usize::from(*bytes.get(indexes + n)?))?;
            if at <= 0 {
                first = to;
            } else if changes.last().map_or(first, |(_, offset)| *offset) != to {
                changes.push((at, to));
            }
            last = (at > 0).then_some((at, to)).or(last);
        }
        let rest = kinds + types * 6 + letters + leap * 12 + isstd + isut;
        let footer = std::str::from_utf8(bytes.get(rest..)?).ok()?.trim_matches('\n');
        let future = if footer.is_empty() {
            let standard = changes.last().map_or(first, |(_, offset)| *offset);
            Future { standard, summer: None }
        } else {
            posix(footer)?
        };
        // The rule for the future begins with the last entry, even where that changes nothing.
        if future.summer.is_some() && changes.last() < last.as_ref() {
            changes.extend(last);
        }
        Some(Self { first, changes, future })
    }
}

/// Reads the rule for the future, such as `CET-1CEST,M3.5.0,M10.5.0/3`. Its offsets are turned
/// round: they say how far UTC is ahead.
fn posix(text: &str) -> Option<Future> {
    let mut parts = text.split(',');
    let (_, rest) = name(parts.next()?)?;
    let (standard, rest) = clock(rest)?;
    let standard = -standard;
    if rest.is_empty() {
        return Some(Future { standard, summer: None });
    }
    let (_, rest) = name(rest)?;
    let summer = if rest.is_empty() { standard + 3_600 } else { -clock(rest)?.0 };
    let (starts, ends) = (day(parts.next()?)?, day(parts.next()?)?);
    Some(Future { standard, summer: Some((summer, starts, ends)) })
}

/// Splits off the abbreviation: letters, or anything between angle brackets.
fn name(text: &str) -> Option<(&str, &str)> {
    if let Some(rest) = text.strip_prefix('<') {
        return rest.split_once('>');
    }
    let end = text.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(text.len());
    Some(text.split_at(end))
}

/// Reads `h`, `h:mm` or `h:mm:ss` with a sign, as seconds.
fn clock(text: &str) -> Option<(i64, &str)> {
    let of_clock = |letter: char| letter.is_ascii_digit() || ":+-".contains(letter);
    let end = text
        .char_indices()
        .find(|(at, letter)| !of_clock(*letter) || (*at > 0 && "+-".contains(*letter)))
        .map_or(text.len(), |(at, _)| at);
    let (clock, rest) = text.split_at(end);
    let (sign, digits) = match clock.strip_prefix('-') {
        Some(digits) => (-1, digits),
        None => (1, clock.trim_start_matches('+')),
    };
    let mut seconds = 0;
    for (part, size) in digits.split(':').zip([3_600, 60, 1]) {
        seconds += part.parse::<i64>().ok()? * size;
    }
    Some((sign * seconds, rest))
}

/// Reads `Mm.w.d/time`, the only form that the database uses.
fn day(text: &str) -> Option<Day> {
    let (date, time) = text.split_once('/').unwrap_or((text, "2"));
    let mut numbers = date.strip_prefix('M')?.split('.').map(str::parse::<i64>);
    let mut next = || numbers.next()?.ok();
    Some([next()?, next()?, next()?, clock(time)?.0])
}

fn pack(zones: &BTreeMap<String, Rules>) -> Vec<u8> {
    let distinct: Vec<&Rules> = unique(zones.values());
    let futures: Vec<&Future> = unique(distinct.iter().map(|rules| &rules.future));
    let offsets = by_frequency(distinct.iter().flat_map(|rules| {
        let summer = rules.future.summer.as_ref().map(|(offset, _, _)| *offset);
        let changes = rules.changes.iter().map(|(_, offset)| *offset);
        changes.chain([rules.first, rules.future.standard]).chain(summer)
    }));
    let steps = by_frequency(
        distinct
            .iter()
            .flat_map(|rules| rules.changes.windows(2).map(|pair| pair[1].0 - pair[0].0)),
    );
    let mut out = Vec::new();
    letters(&mut out, RELEASE);
    number(&mut out, zones.len());
    for (name, rules) in zones {
        letters(&mut out, name);
        number(&mut out, place(&distinct, &rules));
    }
    number(&mut out, offsets.len());
    for offset in &offsets {
        signed(&mut out, *offset);
    }
    number(&mut out, steps.len());
    for step in &steps {
        number(&mut out, *step);
    }
    number(&mut out, futures.len());
    for future in &futures {
        number(&mut out, place(&offsets, &future.standard));
        number(&mut out, usize::from(future.summer.is_some()));
        if let Some((offset, starts, ends)) = &future.summer {
            number(&mut out, place(&offsets, offset));
            for [month, week, weekday, seconds] in [starts, ends] {
                for part in [month, week, weekday] {
                    number(&mut out, *part);
                }
                signed(&mut out, *seconds);
            }
        }
    }
    number(&mut out, distinct.len());
    for rules in &distinct {
        let body = pack_rules(rules, &futures, &offsets, &steps);
        number(&mut out, body.len());
        out.extend(body);
    }
    out
}

fn pack_rules(rules: &Rules, futures: &[&Future], offsets: &[i64], steps: &[i64]) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, place(offsets, &rules.first));
    number(&mut out, place(futures, &&rules.future));
    number(&mut out, rules.changes.len());
    if let Some((first, _)) = rules.changes.first() {
        number(&mut out, *first);
    }
    for pair in rules.changes.windows(2) {
        number(&mut out, place(steps, &(pair[1].0 - pair[0].0)));
    }
    for (_, offset) in &rules.changes {
        number(&mut out, place(offsets, offset));
    }
    out
}

fn unique<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Vec<T> {
    let mut distinct: Vec<T> = all.collect();
    distinct.sort_unstable();
    distinct.dedup();
    distinct
}

fn by_frequency(all: impl Iterator<Item = i64>) -> Vec<i64> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for value in all {
        *counts.entry(value).or_default() += 1;
    }
    let mut ranked: Vec<_> = counts.into_iter().collect();
    ranked.sort_by_key(|(value, count)| (usize::MAX - count, *value));
    ranked.into_iter().map(|(value, _)| value).collect()
}

fn place<T: PartialEq>(list: &[T], value: &T) -> usize {
    list.iter().position(|other| other == value).expect("every value was collected before")
}

fn letters(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}

fn number(out: &mut Vec<u8>, number: impl TryInto<u64>) {
    let mut rest = number.try_into().ok().expect("counts and times after 1970 are not negative");
    while rest >= 128 {
        out.push(u8::try_from(rest & 127).unwrap_or(0) | 128);
        rest >>= 7;
    }
    out.push(u8::try_from(rest).unwrap_or(0));
}

fn signed(out: &mut Vec<u8>, value: i64) {
    number(out, if value < 0 { (!value << 1) | 1 } else { value << 1 });
}
