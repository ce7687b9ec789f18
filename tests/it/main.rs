//! Every native test of the crate, in one binary.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::wildcard_enum_match_arm,
    reason = "a test that overflows or meets a new variant has failed, and that is its purpose"
)]

#[cfg(test)]
mod actions;
#[cfg(test)]
mod classify;
#[cfg(test)]
mod clock;
#[cfg(test)]
mod coded_rows;
#[cfg(test)]
mod comparison;
#[cfg(test)]
mod decisions;
#[cfg(test)]
mod desk;
#[cfg(test)]
mod discovery;
#[cfg(test)]
mod discovery_input;
#[cfg(test)]
mod documents;
#[cfg(test)]
mod door;
#[cfg(test)]
mod engine;
#[cfg(test)]
mod explain;
#[cfg(test)]
mod guards;
#[cfg(test)]
mod handbook;
#[cfg(test)]
mod limits;
#[cfg(test)]
mod lint;
#[cfg(test)]
mod lives;
#[cfg(test)]
mod major_incidents;
#[cfg(test)]
mod metamorphic;
#[cfg(test)]
mod model_check;
#[cfg(test)]
mod mutants;
#[cfg(test)]
mod others;
#[cfg(test)]
mod priorities;
#[cfg(test)]
mod promises;
#[cfg(test)]
mod record;
#[cfg(test)]
mod replay;
#[cfg(test)]
mod schema;
#[cfg(test)]
mod semantics;
#[cfg(test)]
mod table;
#[cfg(test)]
mod table_input;
#[cfg(test)]
mod tidy;
#[cfg(test)]
mod time;
#[cfg(test)]
mod vectors;
#[cfg(test)]
mod zones;
