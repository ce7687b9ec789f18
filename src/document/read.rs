use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt;
use std::marker::PhantomData;
use std::slice;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    Deserialize, DeserializeOwned, DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess,
    Unexpected, Visitor,
};

use super::{Node, nearest};
use crate::error::{Code, Error, Path};

/// Rounds of reading after which the remaining findings wait for the next attempt.
const ROUNDS: usize = 64;

/// Reads `T`, or collects everything that is wrong.
///
/// A struct cannot be built without the field that failed, so its reading stops there. The next
/// round leaves that field out, and with it the complaint that it is missing, and so finds what
/// stands behind it.
pub(super) fn all_findings<T: DeserializeOwned>(node: &Node) -> Result<T, Vec<Error>> {
    let mut read = None;
    let findings = rounds(node, &mut |place| {
        read = Some(T::deserialize(place)?);
        Ok(())
    });
    match read {
        Some(value) if findings.is_empty() => Ok(value),
        Some(_) | None => Err(findings),
    }
}

/// Reads again and again until nothing new is found. Not generic, so that the module has it once.
fn rounds(node: &Node, read: &mut dyn FnMut(Place<'_, '_>) -> Result<(), Fault>) -> Vec<Error> {
    let log = Log::default();
    for _ in 0..ROUNDS {
        let bad = log.bad.borrow().len();
        match read(Place { node, trail: &Trail::Root, log: &log }) {
            Ok(()) => break,
            Err(fault) => log.note(fault, &Trail::Root),
        }
        if log.bad.borrow().len() == bad {
            break;
        }
    }
    log.found.into_inner()
}

/// What one reading found, and the fields that it leaves out from now on.
#[derive(Default)]
struct Log {
    found: RefCell<Vec<Error>>,
    bad: RefCell<BTreeSet<Path>>,
}

impl Log {
    fn note(&self, fault: Fault, trail: &Trail<'_>) {
        let path = trail.path();
        let error = match fault {
            Fault::Noted => return,
            Fault::Missing(field) if self.bad.borrow().contains(&path.key(field)) => return,
            Fault::Missing(field) => Error::new(Code::DocumentFieldMissing).with("field", field),
            Fault::Found(error) => error,
        };
        let error = error.below(&path);
        if !self.found.borrow().contains(&error) {
            self.found.borrow_mut().push(error);
        }
    }

    #[inline(never)]
    /// Notes a fault at its own place, which the next round leaves out.
    fn note_and_leave_out(&self, fault: Fault, trail: &Trail<'_>) -> Fault {
        if !matches!(fault, Fault::Noted) {
            self.note(fault, trail);
            self.bad.borrow_mut().insert(trail.path());
        }
        Fault::Noted
    }

    fn leaves_out(&self, trail: &Trail<'_>) -> bool {
        let bad = self.bad.borrow();
        !bad.is_empty() && bad.contains(&trail.path())
    }
}

/// The way to a node; made into a path only when there is something to say about it.
enum Trail<'a> {
    Root,
    Key(&'a Trail<'a>, &'a str),
    Index(&'a Trail<'a>, usize),
}

impl Trail<'_> {
    fn path(&self) -> Path {
        match self {
            Self::Root => Path::root(),
            Self::Key(outer, key) => outer.path().key(key),
            Self::Index(outer, index) => outer.path().index(*index),
        }
    }
}

/// Why a value could not be made; private to the reading.
#[derive(Debug, thiserror::Error)]
enum Fault {
    #[error("noted")]
    Noted,
    #[error("missing field `{0}`")]
    Missing(&'static str),
    #[error("{0}")]
    Found(Error),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Found(error)
    }
}

fn among(error: Error, word: &str, known: &'static [&'static str]) -> Error {
    let error = match nearest(word, known.iter().copied()) {
        Some(nearest) => error.with("nearest", nearest),
        None => error,
    };
    error.with("known", known.join(", "))
}

impl serde::de::Error for Fault {
    /// A value that refused itself: it names its code, anything else is a sentence.
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = message.to_string();
        Error::into(match Code::named(&text) {
            Some(code) => Error::new(code),
            None => Error::new(Code::DocumentValueInvalid).with("detail", text),
        })
    }

    fn invalid_type(actual: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let error = Error::new(Code::DocumentTypeWrong);
        error.with("actual", actual).with("expected", expected).into()
    }

    fn unknown_variant(word: &str, known: &'static [&'static str]) -> Self {
        let error = Error::new(Code::DocumentWordUnknown).with("word", word);
        among(error, word, known).into()
    }

    fn unknown_field(field: &str, known: &'static [&'static str]) -> Self {
        let error = Error::new(Code::DocumentFieldUnknown).with("field", field);
        among(error, field, known).into()
    }

    fn missing_field(field: &'static str) -> Self {
        Self::Missing(field)
    }
}

/// One node of the document, seen as a source of values.
#[derive(Clone, Copy)]
struct Place<'de, 't> {
    node: &'de Node,
    trail: &'t Trail<'t>,
    log: &'t Log,
}

impl<'de, 't> Place<'de, 't> {
    /// Adds the offending value to an error that a value raised about itself.
    fn with_value(&self, fault: Fault) -> Fault {
        let Fault::Found(error) = fault else { return fault };
        let wants = error.code().message().contains("{value}");
        if !wants || error.params().iter().any(|(name, _)| *name == "value") {
            return Fault::Found(error);
        }
        match self.node {
            Node::Text(text) => error.with("value", text).into(),
            Node::Number(number) => error.with("value", number).into(),
            Node::Null | Node::Flag(_) | Node::List(_) | Node::Map(_) => Fault::Found(error),
        }
    }

    /// The list, or that something else stands here.
    fn entries(
        self,
        passes_over: bool,
        expected: &dyn Expected,
    ) -> Result<Entries<'de, 't>, Fault> {
        match self.node {
            Node::List(list) => {
                Ok(Entries { rest: list.iter(), index: 0, passes_over, outer: self })
            }
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) | Node::Map(_) => {
                Err(self.wrong(expected))
            }
        }
    }

    /// The object, or that something else stands here.
    fn members(self, expected: &dyn Expected) -> Result<Members<'de, 't>, Fault> {
        match self.node {
            Node::Map(all) => {
                let tag = all.iter().position(|(key, _)| key == "type");
                Ok(Members { all, next: 0, tag, value: None, outer: self })
            }
            Node::Null | Node::Flag(_) | Node::Number(_) | Node::Text(_) | Node::List(_) => {
                Err(self.wrong(expected))
            }
        }
    }

    fn wrong(self, expected: &dyn Expected) -> Fault {
        let actual = match self.node {
            Node::Null => "null",
            Node::Flag(_) => "a boolean",
            Node::Number(_) => "a number",
            Node::Text(_) => "a string",
            Node::List(_) => "a list",
            Node::Map(_) => "an object",
        };
        let error = Error::new(Code::DocumentTypeWrong);
        error.with("actual", actual).with("expected", expected).into()
    }
}

/// Each kind of value is asked for by its own method and answered by one visit, so that neither a
/// list can stand for an object nor the module carries code for it.
impl<'de> Deserializer<'de> for Place<'de, '_> {
    type Error = Fault;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        match self.node {
            Node::Null => visitor.visit_unit(),
            Node::Flag(flag) => visitor.visit_bool(*flag),
            Node::Number(number) => visitor.visit_i64(*number),
            Node::Text(text) => visitor.visit_borrowed_str(text),
            Node::List(_) => {
                let entries = self.entries(true, &visitor)?;
                visitor.visit_seq(entries)
            }
            Node::Map(_) => {
                let members = self.members(&visitor)?;
                visitor.visit_map(members)
            }
        }
        .map_err(|fault| self.with_value(fault))
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::Flag(flag) = self.node else { return Err(self.wrong(&visitor)) };
        visitor.visit_bool(*flag)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::Number(number) = self.node else { return Err(self.wrong(&visitor)) };
        visitor.visit_i64(*number).map_err(|fault| self.with_value(fault))
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_i64(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let Node::Text(text) = self.node else { return Err(self.wrong(&visitor)) };
        visitor.visit_borrowed_str(text).map_err(|fault| self.with_value(fault))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        self.deserialize_str(visitor)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let entries = self.entries(true, &visitor)?;
        visitor.visit_seq(entries)
    }

    /// A pair without its second half is one finding, not two.
    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Fault> {
        let entries = self.entries(false, &visitor)?;
        visitor.visit_seq(entries)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        let members = self.members(&visitor)?;
        visitor.visit_map(members)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        self.deserialize_map(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Fault> {
        if *self.node == Node::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Fault> {
        visitor.visit_newtype_struct(self)
    }

    /// Unions with members are `Tagged`; what is left are words.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Fault> {
        let Node::Text(word) = self.node else { return Err(self.wrong(&visitor)) };
        visitor.visit_enum(BorrowedStrDeserializer::new(word))
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
        identifier ignored_any
    }
}

/// The entries of a list; one that fails is noted and, in a list of equals, passed over.
struct Entries<'de, 't> {
    rest: slice::Iter<'de, Node>,
    index: usize,
    passes_over: bool,
    outer: Place<'de, 't>,
}

impl<'de> SeqAccess<'de> for Entries<'de, '_> {
    type Error = Fault;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some(node) = self.rest.next() else { return Ok(None) };
        let trail = Trail::Index(self.outer.trail, self.index);
        self.index = self.index.saturating_add(1);
        let log = self.outer.log;
        seed.deserialize(Place { node, trail: &trail, log }).map(Some).map_err(|fault| {
            log.note(fault, &trail);
            Fault::Noted
        })
    }

    fn next_element<T: Deserialize<'de>>(&mut self) -> Result<Option<T>, Fault> {
        loop {
            match self.next_element_seed(PhantomData) {
                Err(_) if self.passes_over => {}
                read => return read,
            }
        }
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.rest.len())
    }
}

/// The members of an object: `type` first, then in their order.
struct Members<'de, 't> {
    all: &'de [(String, Node)],
    next: usize,
    tag: Option<usize>,
    value: Option<(&'de str, &'de Node)>,
    outer: Place<'de, 't>,
}

impl<'de> Members<'de, '_> {
    fn step(&mut self) -> Option<&'de (String, Node)> {
        if self.next == 0
            && let Some(tag) = self.tag.filter(|tag| *tag > 0)
        {
            // Moves the tag to the front once; `next` skips its old place later.
            self.next = 1;
            return self.all.get(tag);
        }
        let shifted = self.tag.is_some_and(|tag| tag > 0 && self.next <= tag);
        let at = if shifted { self.next.saturating_sub(1) } else { self.next };
        self.next = self.next.saturating_add(1);
        self.all.get(at)
    }
}

impl<'de> Members<'de, '_> {
    /// The next member that this round does not leave out.
    fn kept(&mut self) -> Option<&'de (String, Node)> {
        loop {
            let member = self.step()?;
            if !self.outer.log.leaves_out(&Trail::Key(self.outer.trail, &member.0)) {
                return Some(member);
            }
        }
    }
}

impl<'de> MapAccess<'de> for Members<'de, '_> {
    type Error = Fault;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Fault> {
        let Some((key, node)) = self.kept() else { return Ok(None) };
        self.value = Some((key, node));
        let trail = Trail::Key(self.outer.trail, key);
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
            .map_err(|fault| self.outer.log.note_and_leave_out(fault, &trail))
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Fault> {
        let Some((key, node)) = self.value.take() else { return Err(Fault::Noted) };
        let trail = Trail::Key(self.outer.trail, key);
        let log = self.outer.log;
        seed.deserialize(Place { node, trail: &trail, log })
            .map_err(|fault| log.note_and_leave_out(fault, &trail))
    }

    fn next_key<K: Deserialize<'de>>(&mut self) -> Result<Option<K>, Fault> {
        loop {
            match self.next_key_seed(PhantomData) {
                Err(Fault::Noted) => {}
                read => return read,
            }
        }
    }

    fn next_entry<K: Deserialize<'de>, V: Deserialize<'de>>(
        &mut self,
    ) -> Result<Option<(K, V)>, Fault> {
        while let Some(key) = self.next_key()? {
            if let Ok(value) = self.next_value() {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }
}
