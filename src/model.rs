//! The nouns: a ticket, its facts, and the events that made it what it is.

mod command;
mod context;
mod event;
mod field;
mod kind;
mod ticket;
mod value;

pub use command::{Assign, ChangeFacts, Command, Move, Open, Tick};
pub use context::{Actor, Context};
pub use event::{
    Change, Event, FactChange, FactsChanged, Opened, PriorityChanged, StateChanged, TargetBreached,
};
pub use field::{FieldType, STANDARD_FIELDS, StandardField};
pub use kind::{Kind, StateType};
pub use ticket::Ticket;
pub use value::{Facts, Value};
