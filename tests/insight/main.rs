//! The native tests of what past tickets say.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::float_arithmetic,
    reason = "a test that overflows has failed, and that is its purpose; floats are compared"
)]

#[cfg(test)]
mod breach;
#[cfg(test)]
mod metrics;
#[cfg(test)]
mod problem;
#[cfg(test)]
mod report;
#[cfg(test)]
mod rounded;
#[cfg(test)]
mod similar;
#[cfg(test)]
mod suggest;
#[cfg(test)]
mod text;
