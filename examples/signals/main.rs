//! Takes in bodies of alerts and says which incidents they make.
//!
//! `cargo run --release --example signals -- [FILE...] [--storm RULES [--alerts COUNT]]
//! [--settings SETTINGS] [--source NAME] [--write OUT] [--time]`
//!
//! FILE has a body on each line. `--storm` draws bodies from rules of Prometheus, JSON lines with
//! `alert`, `labels` and `annotations`, plain or gzip; 1,000,000 alerts without `--alerts`.
//! `--write` writes the bodies of the storm to a file, a line each. `--time` compares the time that
//! the bodies take with that of `serde_json` for reading them as a tree.
#![expect(
    clippy::arithmetic_side_effects,
    clippy::as_conversions,
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    clippy::float_arithmetic,
    clippy::indexing_slicing,
    reason = "an example that measures: a panic is a finding, and a clock is what it reads"
)]

mod storm;

use std::error::Error;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::process::ExitCode;
use std::time::{Duration, Instant as Clock};

use incident_core::signal::{Candidate, Figures, SignalRules, SignalSettings, Signals, Standing};
use incident_core::{Error as Finding, Instant, document, limits};
use serde_json::Value as Json;
use storm::{Body, Storm};

const SETTINGS: &str = include_str!("settings.json");

#[derive(Default)]
struct Wanted {
    files: Vec<String>,
    storm: Option<String>,
    alerts: u64,
    settings: Option<String>,
    source: String,
    write: Option<String>,
    time: bool,
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| run(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("signals: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wanted() -> Result<Wanted, Box<dyn Error>> {
    let mut wanted =
        Wanted { alerts: 1_000_000, source: "cluster".to_owned(), ..Wanted::default() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--storm" => wanted.storm = Some(value()?),
            "--alerts" => wanted.alerts = value()?.parse()?,
            "--settings" => wanted.settings = Some(value()?),
            "--source" => wanted.source = value()?,
            "--write" => wanted.write = Some(value()?),
            "--time" => wanted.time = true,
            option if option.starts_with('-') => return Err(format!("unknown {option}").into()),
            _ => wanted.files.push(word),
        }
    }
    if wanted.files.is_empty() && wanted.storm.is_none() {
        return Err("FILE... or --storm RULES".into());
    }
    Ok(wanted)
}

/// All findings as lines of text.
fn lines(findings: &[Finding]) -> String {
    let line = |finding: &Finding| {
        let help = finding.help().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{} {}: {}{help}", finding.code().as_str(), finding.path(), finding.message())
    };
    findings.iter().map(line).collect::<Vec<_>>().join("\n")
}

struct Run {
    signals: Signals,
    source: String,
    now: Instant,
    ended: Vec<Candidate>,
    /// The time that reading trees took, and that of taking in.
    spent: Option<(Duration, Duration)>,
    bytes: u64,
}

impl Run {
    fn take(&mut self, body: &Body) -> Result<(), Box<dyn Error>> {
        self.now = body.at;
        self.bytes += body.text.len() as u64;
        if let Some((tree, _)) = &mut self.spent {
            let start = Clock::now();
            let value: Json = serde_json::from_slice(body.text.as_bytes())?;
            *tree += start.elapsed();
            drop(value);
        }
        let start = Clock::now();
        self.signals.feed(&self.source, body.text.as_bytes(), body.at)?;
        self.signals.feed(&self.source, b"\n", body.at)?;
        if let Some((_, own)) = &mut self.spent {
            *own += start.elapsed();
        }
        Ok(())
    }

    fn gather(&mut self) {
        let changes = self.signals.take_changes().into_iter();
        self.ended.extend(changes.filter(|candidate| candidate.standing != Standing::Open));
    }
}

fn run(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let text = match &wanted.settings {
        Some(file) => fs::read_to_string(file)?,
        None => SETTINGS.to_owned(),
    };
    let rules = document::read::<SignalSettings>(&text, &limits::POLICY_BYTES)
        .and_then(|settings| SignalRules::check(&settings))
        .map_err(|findings| lines(&findings))?;
    let mut run = Run {
        signals: Signals::new(rules),
        source: wanted.source.clone(),
        now: Instant::parse("2026-01-09T07:00:00Z")?,
        ended: Vec::new(),
        spent: wanted.time.then_some(Default::default()),
        bytes: 0,
    };
    for file in &wanted.files {
        for text in fs::read_to_string(file)?.lines() {
            let body = Body { text: text.to_owned(), at: run.now };
            run.take(&body)?;
        }
        run.gather();
    }
    if let Some(rules) = &wanted.storm {
        let mut out = wanted.write.as_ref().map(File::create).transpose()?.map(BufWriter::new);
        for (number, body) in Storm::new(rules, wanted.alerts)?.enumerate() {
            run.take(&body)?;
            if let Some(out) = &mut out {
                out.write_all(body.text.as_bytes())?;
                out.write_all(b"\n")?;
            }
            if number % 512 == 0 {
                run.gather();
            }
        }
        if let Some(mut out) = out {
            out.flush()?;
        }
    }
    run.gather();
    print(&run);
    Ok(())
}

fn print(run: &Run) {
    let mut shown: Vec<&Candidate> = run.signals.candidates();
    let open = shown.len();
    shown.extend(&run.ended);
    shown.sort_by_key(|candidate| std::cmp::Reverse((candidate.signals, candidate.number)));
    println!("incident candidates: {}, {open} of them open", shown.len());
    println!("the largest:");
    println!(
        "  {:<20} {:<9} {:<9} {:>8} {:>8} {:>7}  name",
        "id", "standing", "level", "signals", "alarms", "firing"
    );
    for candidate in shown.iter().take(12) {
        println!(
            "  {:<20} {:<9} {:<9} {:>8} {:>8} {:>7}  {}",
            candidate.id,
            format!("{:?}", candidate.standing).to_lowercase(),
            candidate.level.map_or("unknown", |level| level.as_str()),
            candidate.signals,
            candidate.alarms,
            candidate.firing,
            candidate.name,
        );
    }
    println!();
    for (name, count) in figures(&run.signals.figures()) {
        println!("{count:>10}  {name}");
    }
    if !run.signals.findings().is_empty() {
        println!("\nfindings:\n{}", lines(run.signals.findings()));
    }
    if let Some((tree, own)) = run.spent {
        let (tree, own) = (tree.as_secs_f64(), own.as_secs_f64());
        let alerts = run.signals.figures().signals.max(1) as f64;
        println!("\n{:.0} MB of bodies", run.bytes as f64 / 1e6);
        println!("  read as a tree by serde_json  {tree:>7.3} s");
        println!(
            "  taken in                      {own:>7.3} s, {:.0} ns an alert",
            own * 1e9 / alerts
        );
        println!("  that is {:.2} of the tree", own / tree);
    }
}

fn figures(figures: &Figures) -> Vec<(&'static str, u64)> {
    vec![
        ("bodies", figures.bodies),
        ("bodies refused whole", figures.refused_bodies),
        ("signals", figures.signals),
        ("  opened a candidate", figures.opened),
        ("  joined one", figures.joined),
        ("  worse than before", figures.worsened),
        ("  acknowledged", figures.acknowledged),
        ("  suppressed", figures.suppressed),
        ("  of flapping alarms", figures.flapping),
        ("  over", figures.resolved),
        ("  duplicates", figures.duplicates),
        ("  outdated", figures.outdated),
        ("  refused", figures.refused),
        ("candidates opened", figures.candidates_opened),
        ("candidates recovered", figures.candidates_recovered),
        ("candidates that made room", figures.candidates_evicted),
        ("alarms remembered", figures.alarms),
        ("alarms that flap now", figures.flapping_now),
        ("times that an alarm began to flap", figures.flapping_begun),
        ("alarms that made room when over", figures.evicted_settled),
        ("alarms that made room while going on", figures.evicted_active),
        ("signals without a severity", figures.severity_missing),
        ("signals with an unknown severity", figures.severity_unmapped),
    ]
}
