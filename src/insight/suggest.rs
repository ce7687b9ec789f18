//! What a ticket probably belongs to, from one's own past tickets: its category, its service, its
//! group. A short list with probabilities, never an assignment.
//!
//! Each fact of a ticket, and each of its texts, says how much more often an answer goes with it
//! than without: the lift. The pool of all multiplies the share of the answer with these lifts,
//! each to the power of a weight (a log-linear pool: Genest and Zidek, Combining Probability
//! Distributions, 1986). Equal weights of one would be naive Bayes.
//!
//! 1. The lift of what was seen seldom is drawn towards one, as if three tickets more had been seen
//!    that say nothing. What was never seen says nothing.
//! 2. A text says the mean of what its terms say: a long one does not shout.
//! 3. The weights are those that make past tickets most probable, each left out of what it is
//!    judged by. So facts that repeat each other share their say, one that says nothing has none,
//!    and the probabilities are calibrated.
//! 4. [`trial`] learns from the earlier tickets and is judged by the later ones; it also says
//!    whether the later ones fit what was learned less well: drift.

mod history;
mod model;
mod pool;
mod row;
mod settings;
mod trial;

pub use history::SuggestHistory;
pub use model::{Reason, SuggestModel, Suggestion, Suggestions};
pub use row::SuggestRow;
pub use settings::{SuggestRules, SuggestSettings};
pub use trial::{Drift, Hits, SuggestTrial, TrialSettings, trial};
