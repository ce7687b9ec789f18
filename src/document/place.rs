use super::near::with_nearest;
use super::trail::Trail;
use super::tree::by_name;
use super::{Node, Read};
use crate::error::{Code, Error};
use crate::limits;
use std::cell::RefCell;

/// Reads the node into a value, and collects everything that is wrong.
pub(super) fn read(node: &Node, tag: Option<&'static str>, value: &mut dyn Read) -> Vec<Error> {
    let log = Log::default();
    value.read(Place { node, trail: &Trail::Root, log: &log, tag });
    log.findings.into_inner()
}

/// Reads one member of an object into a value, whatever stands beside it.
pub(super) fn read_member(node: &Node, name: &'static str, value: &mut dyn Read) -> Vec<Error> {
    let log = Log::default();
    let place = Place { node, trail: &Trail::Root, log: &log, tag: None };
    if let Some(mut fields) = place.fields() {
        fields.needed(name, value);
    }
    log.findings.into_inner()
}

/// What a reading notes on its way.
#[derive(Debug, Default)]
struct Log {
    findings: RefCell<Vec<Error>>,
    /// The names that the objects around the present place were asked for, the outermost first.
    asked: RefCell<Vec<&'static str>>,
}

/// A place in a document, with what stands there.
///
/// Each way to read it either gives what was asked for, or notes what is wrong and gives nothing.
#[derive(Debug, Clone, Copy)]
pub struct Place<'a> {
    node: &'a Node,
    trail: &'a Trail<'a>,
    log: &'a Log,
    /// The member that was read before the others, and said what they are.
    tag: Option<&'static str>,
}

impl<'a> Place<'a> {
    /// What stands there.
    #[must_use]
    pub fn node(self) -> &'a Node {
        self.node
    }

    /// Notes a finding about this place.
    pub(crate) fn note(self, error: Error) {
        let mut findings = self.log.findings.borrow_mut();
        if limits::FINDINGS.admits(findings.len().saturating_add(1)) {
            findings.push(error.below(&self.trail.path()));
        }
    }

    /// Notes that something else than `expected` stands here.
    pub(crate) fn wrong(self, expected: &str) {
        let error = Error::new(Code::DocumentTypeWrong).with("actual", self.node.type_name());
        self.note(error.with("expected", expected));
    }

    /// The string.
    pub(crate) fn text(self, expected: &str) -> Option<&'a str> {
        if let Node::Text(text) = self.node {
            return Some(text);
        }
        self.wrong(expected);
        None
    }

    /// Takes over what was made of the node, or notes why nothing could be.
    pub(crate) fn take<T>(self, value: &mut T, made: Result<T, Error>) {
        match made {
            Ok(made) => *value = made,
            Err(error) => self.note(error),
        }
    }

    /// A whole number.
    pub(crate) fn number(self, least: i64, most: i64) -> Option<i64> {
        let Node::Number(number) = *self.node else {
            self.wrong("a whole number");
            return None;
        };
        if number < least || number > most {
            let error = Error::new(Code::DocumentNumberOutOfRange).with("number", number);
            self.note(error.with("least", least).with("most", most));
            return None;
        }
        Some(number)
    }

    /// Which of `known` the string is, counted from 0.
    pub(crate) fn word(self, known: &[&'static str]) -> Option<usize> {
        let word = self.text("a string")?;
        let found = known.iter().position(|known| *known == word);
        if found.is_none() {
            let error = Error::new(Code::DocumentWordUnknown).with("word", word);
            self.note(among(error, word, known));
        }
        found
    }

    /// The one of `known` that the object's `type` names, and the object without it.
    pub(crate) fn variant(self, known: &[&'static str]) -> Option<(&'static str, Self)> {
        let fields = self.fields()?;
        let Some(node) = fields.member("type") else {
            self.note(Error::new(Code::DocumentFieldMissing).with("field", "type"));
            return None;
        };
        let trail = Trail::Key(self.trail, "type");
        let at = Place { node, trail: &trail, log: self.log, tag: None }.word(known)?;
        Some((known.get(at)?, Self { tag: Some("type"), ..self }))
    }

    /// The entries of a list.
    pub(crate) fn list(self, each: &mut dyn FnMut(Place<'_>)) {
        let Node::List(list) = self.node else { return self.wrong("a list") };
        for (at, node) in list.iter().enumerate() {
            let trail = Trail::Index(self.trail, at);
            each(Place { node, trail: &trail, log: self.log, tag: None });
        }
    }

    /// The members of an object whose names are data, sorted by name.
    pub(crate) fn members_by_name(self, each: &mut dyn FnMut(&str, Place<'_>)) {
        let members = self.object().unwrap_or_default();
        for (key, at) in by_name(members) {
            let Some((_, node)) = members.get(at) else { continue };
            let trail = Trail::Key(self.trail, key);
            each(key, Place { node, trail: &trail, log: self.log, tag: None });
        }
    }

    /// The members of an object whose names are fixed.
    pub(crate) fn fields(self) -> Option<Fields<'a>> {
        let members = self.object()?;
        let mut asked = self.log.asked.borrow_mut();
        let from = asked.len();
        asked.extend(self.tag);
        drop(asked);
        Some(Fields { place: self, members, from })
    }

    fn object(self) -> Option<&'a [(String, Node)]> {
        if let Node::Map(members) = self.node {
            return Some(members);
        }
        self.wrong("an object");
        None
    }
}

/// The error with the words that are known there, and the nearest one.
pub(crate) fn among(error: Error, word: &str, known: &[&str]) -> Error {
    with_nearest(error, word, known.iter().copied()).with("known", known.join(", "))
}

/// The members of an object, asked for one by one.
pub(crate) struct Fields<'a> {
    place: Place<'a>,
    members: &'a [(String, Node)],
    /// Where among the names of the log its own begin.
    from: usize,
}

impl<'a> Fields<'a> {
    fn member(&self, name: &str) -> Option<&'a Node> {
        self.members.iter().find(|(key, _)| key == name).map(|(_, node)| node)
    }

    fn ask(&mut self, name: &'static str) -> Option<&'a Node> {
        self.place.log.asked.borrow_mut().push(name);
        self.member(name)
    }

    fn read(&self, name: &str, node: &Node, value: &mut dyn Read) {
        let Place { trail, log, .. } = self.place;
        value.read(Place { node, trail: &Trail::Key(trail, name), log, tag: None });
    }

    /// The member `name`, which must be there.
    pub(crate) fn needed(&mut self, name: &'static str, value: &mut dyn Read) {
        match self.ask(name) {
            Some(node) => self.read(name, node, value),
            None => self.place.note(Error::new(Code::DocumentFieldMissing).with("field", name)),
        }
    }

    /// The member `name`, if it is there and not `null`.
    pub(crate) fn optional<T: Read>(&mut self, name: &'static str, value: &mut Option<T>) {
        self.given(name, value);
    }

    /// The member `name`; where it is absent, the default stays.
    pub(crate) fn or_default<T: Read + Default>(&mut self, name: &'static str, value: &mut T) {
        self.given(name, value);
    }

    fn given(&mut self, name: &'static str, value: &mut dyn Read) {
        if let Some(node) = self.ask(name) {
            self.read(name, node, value);
        }
    }

    /// Notes each member that was not asked for.
    pub(crate) fn end(self) {
        let Place { trail, log, .. } = self.place;
        let mut all = log.asked.borrow_mut();
        let asked = all.get(self.from..).unwrap_or_default();
        for (key, node) in self.members {
            if !asked.contains(&key.as_str()) {
                let error = Error::new(Code::DocumentFieldUnknown).with("field", key);
                let place = Place { node, trail: &Trail::Key(trail, key), log, tag: None };
                place.note(among(error, key, asked));
            }
        }
        all.truncate(self.from);
    }
}
