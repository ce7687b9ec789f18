//! Answers one request of the door for each line of standard input, one line each.
//!
//! `echo '{"op":"versions"}' | cargo run --release --example jsonl`

use std::io::{self, BufRead, Write};

use incident_core::door;

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().split(b'\n') {
        // Bytes that are no UTF-8 are answered with a refusal too, not with an end.
        writeln!(out, "{}", door::answer(&String::from_utf8_lossy(&line?)))?;
        // Whoever asks may wait for the answer before the next question.
        out.flush()?;
    }
    Ok(())
}
