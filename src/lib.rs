#![doc = include_str!("../README.md")]
#![doc(test(attr(deny(warnings))))]

pub mod action;
pub mod calendar;
pub mod check;
pub mod classify;
pub mod condition;
#[cfg(feature = "desk")]
pub mod desk;
pub mod digest;
#[cfg(feature = "analysis")]
pub mod discovery;
pub mod document;
pub mod engine;
pub mod error;
#[cfg(feature = "analysis")]
pub mod explain;
#[cfg(feature = "analysis")]
pub mod handbook;
#[cfg(any(feature = "insight", feature = "metrics"))]
pub mod insight;
pub mod lifecycle;
pub mod limits;
#[cfg(feature = "analysis")]
pub mod lint;
pub mod model;
#[cfg(feature = "analysis")]
pub mod model_check;
pub mod policy;
pub mod prioritize;
#[cfg(feature = "analysis")]
pub mod replay;
#[cfg(any(feature = "analysis", feature = "security", feature = "response"))]
pub mod security;
#[cfg(feature = "security")]
pub mod signal;
pub mod sla;
#[cfg(feature = "security")]
pub mod statute;
#[cfg(feature = "analysis")]
pub mod table;
pub mod time;
#[cfg(feature = "analysis")]
pub mod why_not;

pub mod door;
#[cfg(feature = "schema")]
pub mod schema;
#[cfg(feature = "bindings")]
pub mod wasm;

pub use engine::Engine;
pub use error::{Code, Error, Path, Severity};
pub use model::{Kind, Ticket};
pub use policy::Policy;
pub use time::{Instant, Segment, Span};
