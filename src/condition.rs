//! Questions about a ticket, as rules, guards and agreements ask them: one small typed tree.
//!
//! A condition is written as an object of one of these forms, and nothing else:
//!
//! | form | true if |
//! |---|---|
//! | `{"all": [...]}` | every one inside is true; an empty list is true |
//! | `{"any": [...]}` | at least one inside is true; an empty list is false |
//! | `{"not": ...}` | the one inside is false |
//! | `{"field": "impact", "is": "high"}` | the field has this value |
//! | `{"field": "category", "in": ["network", "telephony"]}` | the field has one of these |
//! | `{"field": "assignee", "isSet": true}` | the field has a value; `false` asks for none |
//! | `{"field": "affectedUsers", "atLeast": 100}`, `"atMost"` | the number is in the range |
//!
//! A field without a value makes every comparison false.

mod draft;
#[cfg(feature = "schema")]
mod forms;
mod implies;
#[cfg(feature = "analysis")]
mod sieve;
mod vocabulary;

pub use draft::ConditionDraft;
#[cfg(feature = "analysis")]
pub(crate) use sieve::{Bits, Sieve};
#[cfg(feature = "analysis")]
pub use sieve::{Column, Rows};
pub use vocabulary::Vocabulary;

use crate::model::{Fact, Ticket, Value};

/// A checked condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// Every one is true.
    All(Vec<Self>),
    /// At least one is true.
    Any(Vec<Self>),
    /// It is false.
    Not(Box<Self>),
    /// The field has one of these values.
    In {
        /// The field's name.
        field: String,
        /// The values that make it true.
        values: Vec<Value>,
    },
    /// The field has a value.
    IsSet(String),
    /// The field's number lies between the two, both included.
    Between {
        /// The field's name.
        field: String,
        /// The smallest number that makes it true.
        at_least: i64,
        /// The largest number that makes it true.
        at_most: i64,
    },
}

impl Condition {
    /// Whether it is true of the ticket.
    #[must_use]
    pub fn holds(&self, ticket: &Ticket) -> bool {
        self.holds_for(&|field| ticket.fact(field))
    }

    /// Whether it is true of these facts.
    pub(crate) fn holds_for<'f>(&self, fact: &dyn Fn(&str) -> Option<Fact<'f>>) -> bool {
        match self {
            Self::All(inner) => inner.iter().all(|one| one.holds_for(fact)),
            Self::Any(inner) => inner.iter().any(|one| one.holds_for(fact)),
            Self::Not(inner) => !inner.holds_for(fact),
            Self::In { field, values } => {
                let fact = fact(field);
                fact.is_some() && values.iter().any(|value| Fact::of(value) == fact)
            }
            Self::IsSet(field) => fact(field).is_some(),
            Self::Between { field, at_least, at_most } => {
                fact(field).is_some_and(|fact| match fact {
                    Fact::Number(number) => (*at_least..=*at_most).contains(&number),
                    Fact::Flag(_) | Fact::Text(_) | Fact::List(_) => false,
                })
            }
        }
    }
}
