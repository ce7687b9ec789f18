//! The nouns: a ticket, its facts, and the events that made it what it is.

mod command;
mod context;
mod event;
mod event_type;
mod field;
mod kind;
mod sender;
mod ticket;
mod timeline;
mod value;

pub use command::{AddMessage, Assign, ChangeFacts, Command, Correct, Move, Open, Tick};
pub use context::{Actor, Context};
pub use event::{
    Change, Corrected, Event, FactChange, FactsChanged, MessageAdded, Opened, PriorityChanged,
    StateChanged, TargetBreached, TargetWarned,
};
pub use event_type::EventType;
pub use field::{FieldType, STANDARD_FIELDS, StandardField};
pub use kind::{Kind, StateType};
pub use sender::Sender;
pub use ticket::Ticket;
pub(crate) use timeline::timeline;
pub use value::{Fact, Facts, Value};
