//! Instants, spans and segments on the UTC line, in whole milliseconds.

mod instant;
mod segment;
mod span;

pub use instant::Instant;
pub use segment::Segment;
pub use span::Span;
