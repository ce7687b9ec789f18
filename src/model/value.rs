use std::fmt;

use serde::ser::{Serialize, Serializer};

use crate::document::{Map, Node, Place, Read, deserialize};

/// The facts of a ticket by field name.
pub type Facts = Map<Value>;

/// One fact, or that it is known to be absent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Value {
    /// `null`: there is none.
    Absent,
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Words, an identifier, or a level of a scale.
    Text(String),
    /// Several identifiers.
    List(Vec<String>),
}

impl Value {
    /// The text, if it is one.
    #[must_use]
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// What it is, for an error text.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::Absent => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "a list",
        }
    }
}

/// The value of a field, borrowed from the ticket that has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fact<'a> {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Words, an identifier, or a level of a scale.
    Text(&'a str),
    /// Several identifiers.
    List(&'a [String]),
}

impl<'a> Fact<'a> {
    /// The fact that a value states; none if it states an absence.
    #[must_use]
    pub fn of(value: &'a Value) -> Option<Self> {
        match value {
            Value::Absent => None,
            Value::Flag(flag) => Some(Self::Flag(*flag)),
            Value::Number(number) => Some(Self::Number(*number)),
            Value::Text(text) => Some(Self::Text(text)),
            Value::List(list) => Some(Self::List(list)),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Absent => f.write_str("none"),
            Self::Flag(flag) => flag.fmt(f),
            Self::Number(number) => number.fmt(f),
            Self::Text(text) => f.write_str(text),
            Self::List(list) => f.write_str(&list.join(", ")),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_unit(),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) => serializer.serialize_i64(*number),
            Self::Text(text) => serializer.serialize_str(text),
            Self::List(list) => list.serialize(serializer),
        }
    }
}

impl Read for Value {
    fn blank() -> Self {
        Self::Absent
    }

    fn read(&mut self, place: Place<'_>) {
        *self = match place.node() {
            Node::Null => Self::Absent,
            Node::Flag(flag) => Self::Flag(*flag),
            Node::Number(number) => Self::Number(*number),
            Node::Text(text) => Self::Text(text.clone()),
            Node::List(_) => Self::List(Vec::at(place)),
            Node::Map(_) => {
                let expected = "a string, a whole number, a boolean, a list of strings or null";
                return place.wrong(expected);
            }
        };
    }
}

deserialize!(Value);
