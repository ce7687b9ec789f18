//! The nouns: a ticket, its facts, and the events that made it what it is.

mod command;
mod context;
mod event;
mod event_type;
mod field;
mod kind;
mod major_incident;
mod sender;
mod ticket;
mod timeline;
mod value;

pub use command::{
    AddMessage, Approve, Assign, ChangeFacts, Command, Correct, MajorIncident, Move, Open, Tick,
};
pub use context::{Actor, Context, Linked, Links};
pub use event::{
    Action, ActionRequested, Approved, Change, Corrected, Event, FactChange, FactsChanged,
    MessageAdded, Opened, PriorityChanged, PriorityOverride, StateChanged, TargetBreached,
    TargetWarned,
};
pub use event_type::EventType;
pub use field::{FieldType, STANDARD_FIELDS, StandardField};
pub use kind::{Kind, StateType};
pub use major_incident::{MAJOR_INCIDENT_STATUS, MajorIncidentAction};
pub use sender::Sender;
pub use ticket::{Approval, Ticket};
#[cfg(feature = "analysis")]
pub(crate) use timeline::Effect;
pub(crate) use timeline::timeline;
pub use value::{Fact, Facts, Value};
