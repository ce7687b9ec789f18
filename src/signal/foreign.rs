//! Reading of bodies that others made: borrowed from the text, without a tree in between.
//!
//! What is not known is passed over, since others add to their bodies; what is known must have the
//! type that it has there, and must not stand twice. Reading goes on after a finding, to find the
//! rest.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::document::{Trail, among};
use crate::error::{Code, Error, Path};
use crate::limits;
use crate::time::Instant;

/// A string of a body; owned only if it was written with escapes.
pub(super) type Text<'de> = Cow<'de, str>;

/// A name with its value.
pub(super) type Pair<'de> = (Text<'de>, Text<'de>);

/// Where a value goes.
pub(super) enum Slot<'s, 'de> {
    /// A string.
    Text(&'s mut Option<Text<'de>>),
    /// A whole number from 0.
    Count(&'s mut Option<u64>),
    /// An object of strings.
    Pairs(&'s mut Vec<Pair<'de>>),
    /// An object.
    Object(&'s mut dyn Object<'de>),
    /// A list.
    List(&'s mut dyn List<'de>),
    /// A list, or what could be its only entry.
    OneOrMore(&'s mut dyn List<'de>),
}

/// An object of which some members are known.
pub(super) trait Object<'de> {
    /// The place of a member among those known, below 64, and where its value goes.
    fn member(&mut self, name: &str) -> Option<(u32, Slot<'_, 'de>)>;

    /// What is made of the members when all are read.
    fn end(&mut self, found: &Found<'_>);

    /// Whether any other member is refused, as in documents of ours.
    fn closed(&self) -> bool {
        false
    }
}

/// A list whose entries are alike.
pub(super) trait List<'de> {
    /// Where the next entry goes.
    fn next(&mut self) -> Slot<'_, 'de>;
}

/// What was found in a body.
#[derive(Debug, Default)]
pub(super) struct Log {
    errors: RefCell<Vec<Error>>,
    warnings: RefCell<Vec<Error>>,
    /// How many errors there are, also those that are no longer listed.
    faults: Cell<usize>,
    /// How often each kind of warning was given.
    pub(super) tally: Cell<Tally>,
    /// Whether warnings are listed, or only counted.
    listed: bool,
}

/// How often something was found that refuses nothing.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tally {
    pub(super) unmapped: u64,
    pub(super) severity_missing: u64,
    pub(super) future: u64,
    pub(super) contradictory: u64,
    pub(super) truncated: u64,
    pub(super) cut: u64,
}

impl Log {
    pub(super) fn new(listed: bool) -> Self {
        Self { listed, ..Self::default() }
    }

    fn error(&self, error: Error) {
        self.faults.set(self.faults.get().saturating_add(1));
        let mut errors = self.errors.borrow_mut();
        if limits::FINDINGS.admits(errors.len().saturating_add(1)) {
            errors.push(error);
        }
    }

    fn warn(&self, warning: impl FnOnce() -> Error) {
        if self.listed {
            let mut warnings = self.warnings.borrow_mut();
            if limits::FINDINGS.admits(warnings.len().saturating_add(1)) {
                warnings.push(warning());
            }
        }
    }

    fn count(&self, change: impl FnOnce(&mut Tally)) {
        let mut tally = self.tally.get();
        change(&mut tally);
        self.tally.set(tally);
    }

    /// The number of errors, also of those that are no longer listed.
    pub(super) fn faults(&self) -> usize {
        self.faults.get()
    }

    /// The errors and the warnings.
    pub(super) fn into_lists(self) -> (Vec<Error>, Vec<Error>) {
        (self.errors.into_inner(), self.warnings.into_inner())
    }
}

/// Reads all of `text` into a slot.
///
/// # Errors
/// `document.syntax`. What else is wrong goes to the log.
pub(super) fn read<'de>(text: &'de str, slot: Slot<'_, 'de>, log: &Log) -> Result<(), Error> {
    let mut source = serde_json::Deserializer::from_str(text);
    let seed = Seed { slot, trail: &Trail::Root, log };
    let read = seed.deserialize(&mut source).and_then(|()| source.end());
    read.map_err(|error| Error::new(Code::DocumentSyntax).with("detail", error))
}

/// An object that was read, with its place in the body.
pub(super) struct Found<'f> {
    trail: &'f Trail<'f>,
    log: &'f Log,
    faults: usize,
}

impl Found<'_> {
    /// The place of the first error within the object, and of the one after the last; none if
    /// there is no error.
    pub(super) fn faults(&self) -> Option<(usize, usize)> {
        let until = self.log.faults.get();
        (until > self.faults).then_some((self.faults, until))
    }

    fn path(&self, member: &str) -> Path {
        let keys = member.split('/').filter(|key| !key.is_empty());
        keys.fold(self.trail.path(), |path, key| path.key(key))
    }

    /// Notes an error about a member, or about the object if the name is empty. What is deeper has
    /// the names of the way there with `/` between them.
    pub(super) fn error(&self, member: &str, error: Error) {
        self.log.error(error.at(self.path(member)));
    }

    /// Counts a warning about a member, and lists it if warnings are listed.
    pub(super) fn warn(
        &self,
        member: &str,
        count: impl FnOnce(&mut Tally),
        warning: impl FnOnce() -> Error,
    ) {
        self.log.count(count);
        self.log.warn(|| warning().at(self.path(member)));
    }

    /// Counts what is worth no word.
    pub(super) fn count(&self, count: impl FnOnce(&mut Tally)) {
        self.log.count(count);
    }

    /// What must be there.
    pub(super) fn needed<'t, 'de>(
        &self,
        member: &'static str,
        text: Option<&'t Text<'de>>,
    ) -> Option<&'t Text<'de>> {
        if text.is_none() {
            self.missing(member);
        }
        text
    }

    /// Notes that a member is not there, unless something else stands there.
    pub(super) fn missing(&self, member: &str) {
        let path = self.path(member);
        let errors = self.log.errors.borrow();
        if errors.iter().skip(self.faults).any(|error| *error.path() == path) {
            return;
        }
        drop(errors);
        let (outer, field) = member.rsplit_once('/').unwrap_or(("", member));
        self.error(outer, Error::new(Code::DocumentFieldMissing).with("field", field));
    }

    /// Which of the known words a member is; one that must be there.
    pub(super) fn word<T: Copy>(
        &self,
        member: &'static str,
        text: Option<&Text<'_>>,
        known: &[(&'static str, T)],
    ) -> Option<T> {
        let word = self.needed(member, text)?;
        let found = known.iter().find(|(known, _)| known == word);
        if found.is_none() {
            let words: Vec<_> = known.iter().map(|(word, _)| *word).collect();
            let error = Error::new(Code::DocumentWordUnknown).with("word", word);
            self.error(member, among(error, word, &words));
        }
        found.map(|(_, value)| *value)
    }

    /// The instant that a member is; none if it says that there is none.
    pub(super) fn instant(&self, member: &str, text: Option<&Text<'_>>) -> Option<Instant> {
        super::clock::instant(text?).map_err(|error| self.error(member, error)).ok().flatten()
    }

    /// A text that is no longer than the limit.
    pub(super) fn bounded<'de>(
        &self,
        member: &str,
        text: Option<Text<'de>>,
        limit: &limits::Limit,
    ) -> Option<Text<'de>> {
        let text = text?;
        if limit.admits(text.len()) {
            return Some(text);
        }
        self.error(member, Error::beyond(limit, text.len()));
        None
    }
}

struct Seed<'s, 'de, 'l> {
    slot: Slot<'s, 'de>,
    trail: &'l Trail<'l>,
    log: &'l Log,
}

impl<'de> Seed<'_, 'de, '_> {
    fn expected(&self) -> &'static str {
        match self.slot {
            Slot::Text(_) => "a string",
            Slot::Count(_) => "a whole number",
            Slot::Pairs(_) | Slot::Object(_) => "an object",
            Slot::List(_) => "a list",
            Slot::OneOrMore(_) => "an object or a list",
        }
    }

    fn wrong(&self, actual: &str) {
        let error = Error::new(Code::DocumentTypeWrong).with("actual", actual);
        self.log.error(error.with("expected", self.expected()).at(self.trail.path()));
    }

    fn text(self, text: Text<'de>) {
        if let Slot::Text(slot) = self.slot {
            *slot = Some(text);
        } else {
            self.wrong("a string");
        }
    }

    fn number(self, number: Option<u64>) {
        match (self.slot, number) {
            (Slot::Count(slot), Some(number)) => *slot = Some(number),
            (slot, _) => Self { slot, ..self }.wrong("a number"),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_, 'de, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<(), D::Error> {
        source.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_, 'de, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    /// As if it were not there.
    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<(), E> {
        self.wrong("a boolean");
        Ok(())
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<(), E> {
        self.number(u64::try_from(number).ok());
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<(), E> {
        self.number(Some(number));
        Ok(())
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<(), E> {
        self.number(None);
        Ok(())
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<(), E> {
        self.text(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<(), E> {
        self.text(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<(), A::Error> {
        let (trail, log) = (self.trail, self.log);
        let (Slot::List(list) | Slot::OneOrMore(list)) = self.slot else {
            self.wrong("a list");
            return pass_over(&mut source);
        };
        let mut index = 0_usize;
        while limits::ENTRIES.admits(index.saturating_add(1)) {
            let trail = &Trail::Index(trail, index);
            if source.next_element_seed(Seed { slot: list.next(), trail, log })?.is_none() {
                return Ok(());
            }
            index = index.saturating_add(1);
        }
        while source.next_element::<IgnoredAny>()?.is_some() {
            index = index.saturating_add(1);
        }
        if !limits::ENTRIES.admits(index) {
            log.error(Error::beyond(&limits::ENTRIES, index).at(trail.path()));
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<(), A::Error> {
        let (trail, log) = (self.trail, self.log);
        match self.slot {
            Slot::Pairs(pairs) => read_pairs(pairs, trail, log, &mut source),
            Slot::Object(object) => read_members(object, trail, log, &mut source),
            // What it would be in the list, at the same place.
            Slot::OneOrMore(list) => Seed { slot: list.next(), trail, log }.visit_map(source),
            Slot::Text(_) | Slot::Count(_) | Slot::List(_) => {
                self.wrong("an object");
                while source.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
                Ok(())
            }
        }
    }
}

fn pass_over<'de, A: SeqAccess<'de>>(source: &mut A) -> Result<(), A::Error> {
    while source.next_element::<IgnoredAny>()?.is_some() {}
    Ok(())
}

fn read_pairs<'de, A: MapAccess<'de>>(
    pairs: &mut Vec<Pair<'de>>,
    trail: &Trail<'_>,
    log: &Log,
    source: &mut A,
) -> Result<(), A::Error> {
    while let Some(key) = source.next_key_seed(Key)? {
        let mut value = None;
        let below = &Trail::Key(trail, &key);
        source.next_value_seed(Seed { slot: Slot::Text(&mut value), trail: below, log })?;
        if let Some(value) = value {
            pairs.push((key, value));
        }
    }
    Ok(())
}

fn read_members<'de, A: MapAccess<'de>>(
    object: &mut dyn Object<'de>,
    trail: &Trail<'_>,
    log: &Log,
    source: &mut A,
) -> Result<(), A::Error> {
    let faults = log.faults.get();
    let mut seen = 0_u64;
    while let Some(key) = source.next_key_seed(Key)? {
        let below = &Trail::Key(trail, &key);
        let Some((place, slot)) = object.member(&key) else {
            source.next_value::<IgnoredAny>()?;
            if object.closed() {
                let error = Error::new(Code::DocumentFieldUnknown).with("field", &key);
                log.error(error.at(below.path()));
            }
            continue;
        };
        let bit = 1_u64.wrapping_shl(place);
        if seen & bit != 0 {
            let error = Error::new(Code::DocumentFieldRepeated).with("field", &key);
            log.error(error.at(below.path()));
            source.next_value::<IgnoredAny>()?;
            continue;
        }
        seen |= bit;
        source.next_value_seed(Seed { slot, trail: below, log })?;
    }
    object.end(&Found { trail, log, faults });
    Ok(())
}

/// The name of a member.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Text<'de>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Text<'de>, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Text<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: serde::de::Error>(self, text: &'de str) -> Result<Text<'de>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Text<'de>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}
