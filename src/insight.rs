//! What past tickets say about the one at hand, and how well the team does.
//!
//! Everything here is computed from tickets that the host hands over, without the policy: what the
//! policy decided stands in their events. Sums run in a fixed order and what leaves is rounded, so
//! that the answers are equal to the bit in Rust, Node and the browser.

pub mod metrics;
mod rounded;
pub mod text;

pub use rounded::Rounded;
