//! Metrics: against an oracle that walks lives of its own, shared out over machines, and fed badly.

mod bad_input;
mod life;
mod merging;
mod oracle;
