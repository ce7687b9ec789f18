//! What past tickets say about the one at hand, and how well the team does.
//!
//! The first with the feature `insight`, [`metrics`] and [`report`] with the feature `metrics`.
//!
//! Everything here is computed from tickets that the host hands over, without the policy: what the
//! policy decided stands in their events. Sums run in a fixed order and what leaves is rounded, so
//! that the answers are equal to the bit in Rust, Node and the browser.

#[cfg(feature = "insight")]
mod breach;
#[cfg(feature = "insight")]
mod history;
#[cfg(feature = "metrics")]
pub mod metrics;
#[cfg(feature = "insight")]
pub mod problem;
#[cfg(feature = "insight")]
mod reliability;
#[cfg(feature = "metrics")]
pub mod report;
mod rounded;
mod significance;
#[cfg(feature = "insight")]
pub mod similar;
#[cfg(feature = "insight")]
mod stored;
#[cfg(feature = "insight")]
mod suggest;
#[cfg(feature = "insight")]
pub mod text;

#[cfg(feature = "insight")]
pub use breach::{
    Backtest, BacktestSettings, BreachForecast, BreachHistory, BreachModel, BreachRow, BreachRules,
    BreachSettings, Change, Checkpoint, Compared, Look, Pause, Scored, Standing, backtest,
};
#[cfg(feature = "insight")]
pub use history::{History, PastRow};
#[cfg(feature = "insight")]
pub use reliability::{Bin, Reliability, brier};
pub use rounded::Rounded;
#[cfg(feature = "insight")]
pub use suggest::{
    Drift, Hits, Reason, SuggestHistory, SuggestModel, SuggestRow, SuggestRules, SuggestSettings,
    SuggestTrial, Suggestion, Suggestions, TrialSettings, trial,
};
