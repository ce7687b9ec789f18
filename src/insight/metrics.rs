//! How well the team does: each metric defined once, in [`DEFINITIONS`].
//!
//! [`Metrics`] takes in tickets one by one, as JSON lines or as [`Case`]s, and can be put together
//! with the [`state`](Metrics::state) of others: counts, sums, means and shares are exact whole
//! numbers, percentiles are exact or out of counts between fixed boundaries. However the tickets
//! are shared out over machines, and in whatever order, the state has the same bytes.
//!
//! Open tickets are censored, not dropped: they are counted beside each time with their age so far,
//! and the percentiles under `survival` are those of Kaplan and Meier, in which they have a part.
//!
//! # Which tickets count
//! Tickets count as they stood at `asOf`. Those count whose opening, resolution or closing, as the
//! settings say, lies in the period. The backlog and the flow are those of every ticket.
//!
//! # A ticket belongs to one shard
//! Within one [`Metrics`] a second ticket of the same identifier is refused. Two that were put
//! together cannot know that of each other: share tickets out by their identifier.

mod answer;
mod case;
mod cell;
mod definition;
mod distribution;
mod listing;
pub(super) mod measure;
mod session;
mod settings;
mod state;
mod sum;
mod walk;

pub use answer::{
    Age, Between, Compliance, Cost, Duration, Figures, FlowFigure, Grouping, Named, Open,
    Percentile, Rate, Slice,
};
pub use case::{Case, TargetStage, TargetStanding};
pub use definition::{DEFINITIONS, Definition, Metric, Unit};
pub use listing::{Listed, Listing, Part, TicketRequest, Turn};
pub use session::{MetricLine, Metrics};
pub use settings::{
    CostRate, Dimension, FactNames, FlowBy, MetricRules, MetricSettings, Period, Precision,
    SelectBy,
};
pub(crate) use state::State;
pub use sum::Sum;
