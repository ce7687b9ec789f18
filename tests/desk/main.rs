//! The native tests of the desk.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "a test that overflows or meets a new variant has failed, and that is its purpose"
)]

#[cfg(test)]
mod input;
#[cfg(test)]
mod life;
#[cfg(test)]
mod naive;
#[cfg(test)]
mod order;
#[cfg(test)]
mod queue;
#[cfg(test)]
mod session;
