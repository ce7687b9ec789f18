//! How probable it is that a ticket misses its target, from one's own past tickets.
//!
//! The clock of a target is cut into twenty equal stretches of working time. Of the past tickets
//! that still ran at the beginning of a stretch, those count that then looked like the one at hand:
//! the same priority, the same phase, in it since the same stretch, in the same group. How many of
//! them were met in each later stretch makes a survival curve, and the share that is left at the
//! target, of what is left now, is the probability of a miss. (That is landmarking: van Houwelingen
//! and Putter, Dynamic Prediction in Clinical Survival Analysis, 2011.)
//!
//! 1. A ticket that is still open, or was canceled, counts for as long as it was seen (Kaplan and
//!    Meier 1958; half of the stretch in which it leaves, as actuaries do).
//! 2. Few tickets say little: each narrower look is drawn towards the wider one as if that brought
//!    [`shrinkage`](BreachSettings::shrinkage) tickets more. Without any history the chance is even
//!    at the beginning.
//! 3. A forecast for `now` uses nothing that became known after `now`. So a [`backtest`] of past
//!    tickets shows what would have been said then.
//! 4. Below [`least`](BreachSettings::least) past tickets of the first fact, the priority, whose
//!    time is over, the forecast is `unsure` and says how many there are.
//!
//! No recalibration follows: on real logs neither isotonic regression nor Platt's scaling made
//! held-out forecasts better than the curves are by themselves.

mod backtest;
mod curve;
mod forecast;
mod history;
mod look;
mod row;
mod settings;

pub use backtest::{Backtest, BacktestSettings, Checkpoint, Compared, Scored, backtest};
pub use forecast::{BreachForecast, BreachModel, Look, Standing};
pub use history::BreachHistory;
pub use row::{BreachRow, Change, Pause};
pub use settings::{BreachRules, BreachSettings};
