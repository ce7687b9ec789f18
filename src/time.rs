//! Instants, spans and segments on the UTC line, in whole milliseconds.

mod instant;
mod segment;
mod span;
mod zone;

pub use instant::Instant;
pub use segment::Segment;
pub use span::Span;
pub use zone::{Local, Zone, tzdb_version};
pub(crate) use zone::{date_of, day_of};
