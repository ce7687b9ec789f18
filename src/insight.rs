//! What past tickets say about the one at hand, and how well the team does.
//!
//! Everything here is computed from tickets that the host hands over, without the policy: what the
//! policy decided stands in their events. Sums run in a fixed order and what leaves is rounded, so
//! that the answers are equal to the bit in Rust, Node and the browser.

mod breach;
mod history;
pub mod metrics;
mod reliability;
pub mod report;
mod rounded;
pub mod similar;
mod stored;
mod suggest;
pub mod text;

pub use breach::{
    Backtest, BacktestSettings, BreachForecast, BreachHistory, BreachModel, BreachRow, BreachRules,
    BreachSettings, Change, Checkpoint, Compared, Look, Pause, Scored, Standing, backtest,
};
pub use history::{History, PastRow};
pub use reliability::{Bin, Reliability, brier};
pub use rounded::Rounded;
pub use suggest::{
    Drift, Hits, Reason, SuggestHistory, SuggestModel, SuggestRow, SuggestRules, SuggestSettings,
    SuggestTrial, Suggestion, Suggestions, TrialSettings, trial,
};
