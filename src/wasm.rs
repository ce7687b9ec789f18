//! The names that JavaScript sees, and nothing else: text in, text out.
//!
//! The package's entry, written by hand, turns values into text before they come here and answers
//! into values afterwards. Nothing foreign enters.

#[cfg(all(feature = "wasm", feature = "analysis"))]
mod comparison;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod discovery;
#[cfg(feature = "wasm")]
mod policy;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod record;
#[cfg(all(feature = "wasm", feature = "analysis"))]
mod replay;
#[cfg(feature = "wasm-security")]
mod secure;
#[cfg(all(feature = "wasm", feature = "analysis"))]
#[cfg(feature = "security")]
mod signals;
#[cfg(feature = "analysis")]
mod table;

#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use comparison::Comparison;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use discovery::Discovery;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use policy::versions;
#[cfg(feature = "wasm")]
pub use policy::{Policy, answer};
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use record::Record;
#[cfg(all(feature = "wasm", feature = "analysis"))]
pub use replay::Replay;
#[cfg(feature = "wasm-security")]
pub use secure::secure;
#[cfg(all(feature = "wasm", feature = "analysis"))]
#[cfg(feature = "security")]
pub use signals::Signals;
#[cfg(feature = "analysis")]
pub use table::Table;

/// The memory of the module; what it holds lives as short as one answer, or as long as an engine.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
