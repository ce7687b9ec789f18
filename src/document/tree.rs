use std::cell::RefCell;
use std::fmt;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess,
    Visitor,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use super::trail::Trail;
use crate::error::{Code, Error};
use crate::limits::{self, Limit};

/// JSON as it was written: keys in their order, whole numbers only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Node {
    /// `null`.
    Null,
    /// `true` or `false`.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Self>),
    /// An object; no key stands twice.
    Map(Vec<(String, Self)>),
}

impl Node {
    /// The member `key` of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        let Self::Map(members) = self else { return None };
        members.iter().find(|(name, _)| name == key).map(|(_, node)| node)
    }

    /// The same with the members of every object in the byte order of their names.
    #[must_use]
    pub fn sorted(&self) -> Self {
        match self {
            Self::List(list) => Self::List(list.iter().map(Self::sorted).collect()),
            Self::Map(members) => {
                let order = by_name(members).into_iter();
                let member = |(key, at): (&str, usize)| {
                    members.get(at).map(|(_, node)| (key.to_owned(), node.sorted()))
                };
                Self::Map(order.filter_map(member).collect())
            }
            Self::Null | Self::Flag(_) | Self::Number(_) | Self::Text(_) => self.clone(),
        }
    }

    /// The bytes of its JSON text without white space and escapes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        let quoted = |text: &str| text.len().saturating_add(2);
        let listed = |sizes: &mut dyn Iterator<Item = usize>| {
            sizes.fold(1_usize, |sum, size| sum.saturating_add(size).saturating_add(1)).max(2)
        };
        match self {
            Self::Null => 4,
            Self::Flag(flag) => {
                if *flag {
                    4
                } else {
                    5
                }
            }
            Self::Number(number) => number.to_string().len(),
            Self::Text(text) => quoted(text),
            Self::List(list) => listed(&mut list.iter().map(Self::bytes)),
            Self::Map(members) => listed(
                &mut members
                    .iter()
                    .map(|(key, node)| quoted(key).saturating_add(1).saturating_add(node.bytes())),
            ),
        }
    }

    /// What it is, for an error text.
    pub(super) const fn type_name(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }

    /// The text, if this is a string.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }
}

/// So many members of an object are few.
const FEW: usize = 16;

/// The strings that may be as long as a description.
pub(crate) const LONG: [&str; 2] = ["description", "body"];

/// Parses all of `text`; findings beside the tree do not stop the reading, a syntax error does.
pub(super) fn parse(text: &str) -> Result<(Node, Vec<Error>), Vec<Error>> {
    let findings = RefCell::new(Vec::new());
    let mut source = serde_json::Deserializer::from_str(text);
    let seed = Seed { trail: &Trail::Root, depth: 0, findings: &findings };
    let node = seed.deserialize(&mut source).and_then(|node| source.end().map(|()| node));
    match node {
        Ok(node) => Ok((node, findings.into_inner())),
        Err(error) => Err(vec![Error::new(Code::DocumentSyntax).with("detail", error)]),
    }
}

/// The names of members with the place of each, in the byte order of the names.
pub(super) fn by_name(members: &[(String, Node)]) -> Vec<(&str, usize)> {
    let mut names: Vec<_> = members.iter().map(|(key, _)| key.as_str()).zip(0..).collect();
    names.sort_unstable();
    names
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
            Self::Map(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (key, node) in members {
                    map.serialize_entry(key, node)?;
                }
                map.end()
            }
        }
    }
}

/// From whatever serde reads, under the same limits.
impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(source: D) -> Result<Self, D::Error> {
        let findings = RefCell::new(Vec::new());
        let seed = Seed { trail: &Trail::Root, depth: 0, findings: &findings };
        let node = seed.deserialize(source)?;
        let findings = findings.into_inner();
        if findings.is_empty() { Ok(node) } else { Err(D::Error::custom(super::listed(&findings))) }
    }
}

struct Seed<'a> {
    trail: &'a Trail<'a>,
    depth: usize,
    findings: &'a RefCell<Vec<Error>>,
}

impl Seed<'_> {
    fn find(&self, error: Error) -> Node {
        let mut findings = self.findings.borrow_mut();
        if limits::FINDINGS.admits(findings.len().saturating_add(1)) {
            findings.push(error.at(self.trail.path()));
        }
        Node::Null
    }

    fn find_repeated(&self, members: &[(String, Node)]) {
        // Few members are compared with each other, which takes no memory.
        let again = |(at, (key, _)): (usize, &(String, Node))| {
            members.iter().take(at).any(|(other, _)| other == key)
        };
        if members.len() <= FEW && !members.iter().enumerate().any(again) {
            return;
        }
        let mut before = None;
        for (key, _) in by_name(members) {
            if before == Some(key) {
                let error = Error::new(Code::DocumentFieldRepeated).with("field", key);
                self.findings.borrow_mut().push(error.at(self.trail.path().key(key)));
            }
            before = Some(key);
        }
    }

    fn within(&self, limit: &Limit, actual: usize) -> bool {
        let admitted = limit.admits(actual);
        if !admitted {
            self.find(Error::beyond(limit, actual));
        }
        admitted
    }

    fn child<'b>(&'b self, trail: &'b Trail<'b>) -> Seed<'b> {
        Seed { trail, depth: self.depth.saturating_add(1), findings: self.findings }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, flag: bool) -> Result<Node, E> {
        Ok(Node::Flag(flag))
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<Node, E> {
        Ok(Node::Number(number))
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<Node, E> {
        Ok(i64::try_from(number)
            .map_or_else(|_| self.find(Error::new(Code::DocumentNumberNotInteger)), Node::Number))
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Node, E> {
        // Not printed: printing a fraction would be the only float code in the module.
        Ok(self.find(Error::new(Code::DocumentNumberNotInteger)))
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Node, E> {
        let key = if let Trail::Key(_, key) = *self.trail { key } else { "" };
        let limit =
            if LONG.contains(&key) { &limits::DESCRIPTION_BYTES } else { &limits::STRING_BYTES };
        // A record of decisions is as long as the request that brings it may be.
        #[cfg(any(feature = "analysis", feature = "security", feature = "response"))]
        let limit = if self.depth == 1 && key == "record" { &limits::REQUEST_BYTES } else { limit };
        Ok(if self.within(limit, text.len()) { Node::Text(text.to_owned()) } else { Node::Null })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut source: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        if !self.within(&limits::DEPTH, self.depth.saturating_add(1)) {
            while source.next_element::<IgnoredAny>()?.is_some() {}
            return Ok(Node::Null);
        }
        loop {
            let index = list.len();
            if !limits::ENTRIES.admits(index.saturating_add(1)) {
                let mut rest = 0_usize;
                while source.next_element::<IgnoredAny>()?.is_some() {
                    rest = rest.saturating_add(1);
                }
                self.within(&limits::ENTRIES, index.saturating_add(rest));
                return Ok(Node::List(list));
            }
            let trail = Trail::Index(self.trail, index);
            match source.next_element_seed(self.child(&trail))? {
                Some(node) => list.push(node),
                None => return Ok(Node::List(list)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, mut source: A) -> Result<Node, A::Error> {
        let mut members: Vec<(String, Node)> = Vec::new();
        let fits = self.within(&limits::DEPTH, self.depth.saturating_add(1));
        let mut count = 0_usize;
        while let Some(key) = source.next_key::<String>()? {
            count = count.saturating_add(1);
            if !fits || !limits::ENTRIES.admits(count) {
                source.next_value::<IgnoredAny>()?;
                continue;
            }
            let trail = Trail::Key(self.trail, &key);
            let node = source.next_value_seed(self.child(&trail))?;
            if self.within(&limits::STRING_BYTES, key.len()) {
                members.push((key, node));
            }
        }
        if fits {
            self.within(&limits::ENTRIES, count);
        }
        self.find_repeated(&members);
        Ok(Node::Map(members))
    }
}
