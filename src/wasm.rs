//! The names that JavaScript sees, and nothing else: text in, text out.
//!
//! The package's entry, written by hand, turns values into text before they come here and answers
//! into values afterwards. Nothing foreign enters.

#[cfg(feature = "wasm-insight")]
mod breach;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod comparison;
#[cfg(all(feature = "wasm", feature = "desk"))]
mod desk;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod discovery;
#[cfg(any(feature = "wasm-insight", feature = "wasm-metrics"))]
mod insight;
#[cfg(feature = "wasm-metrics")]
mod metrics;
#[cfg(any(feature = "wasm", feature = "wasm-security"))]
mod number;
#[cfg(any(feature = "wasm-response", feature = "wasm-insight", feature = "wasm-metrics"))]
mod opened;
#[cfg(feature = "wasm-response")]
mod plan;
#[cfg(feature = "wasm")]
mod policy;
#[cfg(feature = "wasm-insight")]
mod problem;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod record;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod replay;
#[cfg(any(feature = "wasm-security", feature = "wasm-response"))]
mod secure;
#[cfg(feature = "wasm-security")]
mod signals;
#[cfg(feature = "wasm-insight")]
mod similar;
#[cfg(feature = "wasm-security")]
mod statutes;
#[cfg(feature = "wasm-insight")]
mod suggest;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod table;

#[cfg(feature = "wasm-insight")]
pub use breach::Breach;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use comparison::Comparison;
#[cfg(all(feature = "wasm", feature = "desk"))]
pub use desk::Desk;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use discovery::Discovery;
#[cfg(any(feature = "wasm-insight", feature = "wasm-metrics"))]
pub use insight::insight;
#[cfg(feature = "wasm-metrics")]
pub use metrics::Metrics;
#[cfg(feature = "wasm-response")]
pub use plan::Plan;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use policy::versions;
#[cfg(feature = "wasm")]
pub use policy::{Policy, answer};
#[cfg(feature = "wasm-insight")]
pub use problem::Problem;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use record::Record;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use replay::Replay;
#[cfg(any(feature = "wasm-security", feature = "wasm-response"))]
pub use secure::secure;
#[cfg(feature = "wasm-security")]
pub use signals::Signals;
#[cfg(feature = "wasm-insight")]
pub use similar::Similar;
#[cfg(feature = "wasm-security")]
pub use statutes::Statutes;
#[cfg(feature = "wasm-insight")]
pub use suggest::Suggest;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use table::Table;

/// The memory of the module; what it holds lives as short as one answer, or as long as an engine.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
