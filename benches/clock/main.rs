//! Times the clock against the crate `workclock`, in one run and on the same calendar.
//!
//! `cargo bench --bench clock`, or `cargo xtask bench`. Exits with 1 if it is slower than is
//! expected of it. Without `--bench`, as `cargo test --benches` calls it, it compares answers only.
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::float_arithmetic,
    reason = "it measures time, and stops at the first thing that is not as it should be"
)]

mod clocks;
mod sample;
mod table;
mod tickets;

use std::process::ExitCode;

use clocks::{At, Clocks, MONDAY, TEN_YEARS_LATER, cold, scattered};
use table::Row;
use tickets::Tickets;

fn measure(clocks: &Clocks, starts: &[At]) -> Vec<Row> {
    let first = |count| starts.get(..count).expect("enough starts");
    let tomorrow = "2026-01-06T10:00:00+01:00";
    let many = clocks.list("add, each of 100,000", starts);
    let batch = clocks.batch("add, a batch of 100,000", starts, &many);
    vec![
        clocks.add("add 4 h").at_least(10.0),
        clocks.between("between, 10 days", "2026-01-15T10:00:00+01:00").at_least(10.0),
        clocks.between("between, 1 year", "2027-01-05T10:00:00+01:00").at_least(200.0),
        clocks.between("between, 1 day", tomorrow),
        clocks.between("between, 10 years", TEN_YEARS_LATER),
        clocks.lasting("ours, 10 years / 1 day", tomorrow),
        cold("cold: check, add 4 h, between 10 years"),
        clocks.list("add, each of 1,000", first(1_000)),
        clocks.list("add, each of 10,000", first(10_000)),
        many,
        batch,
        clocks.growing("ours, each of 100,000 / 1,000", [starts, first(1_000)]),
    ]
}

fn main() -> ExitCode {
    let clocks = Clocks::new();
    let starts = scattered(100_000);
    let monday = At::parse(MONDAY);
    for start in &starts {
        clocks.compare_add(*start);
        clocks.compare_between(monday, *start);
    }
    clocks.compare_between(monday, At::parse(TEN_YEARS_LATER));
    clocks.compare_batch(&starts);
    let tickets = Tickets::new();
    println!("{} answers are the same in both crates", starts.len().saturating_mul(2));
    if !std::env::args().any(|word| word == "--bench") {
        return ExitCode::SUCCESS;
    }
    let hours = measure(&clocks, &starts);
    let as_fast = table::print("Mon-Fri 09:00-17:00, Europe/Berlin", "workclock", &hours);
    let (took, grown) = tickets.growing();
    println!("\na ticket of 20 events folded and assessed, 10,000 of them: {took:.0} ns each");
    let as_flat = table::print("Tickets opened all over a year", "peer", &[grown]);
    if as_fast && as_flat {
        return ExitCode::SUCCESS;
    }
    eprintln!("an expectation is missed");
    ExitCode::FAILURE
}
