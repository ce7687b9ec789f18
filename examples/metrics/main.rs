//! Takes a `ServiceNow` audit log through a policy, and says how well the team did.
//!
//! `cargo run --release --example metrics -- FILE [--policy POLICY.json] [--zone ZONE] [--as-of AT]
//! [--period FROM TO] [--select-by opened|resolved|closed] [--group-by priority,month]...
//! [--shards COUNT] [--histogram] [--json] [--lines OUT] [--report MONTH [--html]]`
//!
//! FILE is CSV, plain or gzip. Without `--policy` it is the one of the UCI incident event log,
//! without `--as-of` the figures are those at the last event. `--shards` counts in so many parts
//! and puts them together. `--lines` writes what the metrics ask of each ticket, one line each.
//! `--report` prints the report about a month instead, for example `2016-03`: as Markdown, as HTML
//! or, with `--json`, as data. The ten largest problem candidates are in it.

#[path = "../servicenow/rows.rs"]
mod rows;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use incident_core::door::{ReplaySession, Session};
use incident_core::insight::Rounded;
use incident_core::insight::metrics::{
    Age, Case, MetricRules, Metrics, Slice, TargetStage, TargetStanding,
};
use incident_core::insight::problem::{
    ProblemCandidate, ProblemHistory, ProblemInWords, ProblemQuestion, ProblemRules,
    ProblemSettings, candidates,
};
use incident_core::insight::report::{ReportDraft, ReportedProblem, report};
use incident_core::insight::similar::PastTicket;
use incident_core::model::Event;
use incident_core::replay::RecordLine;
use incident_core::sla::{ClockState, Stage, clocks};
use incident_core::{Error as Finding, Instant, Policy, Span, Ticket, document, limits};
use rows::Rows;

/// The policy of the log that this example was written for.
const UCI: &str = include_str!("../policies/uci.json");

/// What the command line asks for.
#[derive(Default)]
struct Wanted {
    file: String,
    policy: Option<String>,
    zone: Option<String>,
    as_of: Option<Instant>,
    /// The settings but for `asOf`, by member.
    settings: BTreeMap<&'static str, serde_json::Value>,
    group_by: Vec<serde_json::Value>,
    shards: usize,
    json: bool,
    lines: Option<String>,
    report: Option<ReportDraft>,
    html: bool,
}

fn main() -> ExitCode {
    match wanted().and_then(|wanted| run(&wanted)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("metrics: {error}");
            ExitCode::FAILURE
        }
    }
}

fn wanted() -> Result<Wanted, Box<dyn Error>> {
    let mut wanted = Wanted { shards: 1, ..Wanted::default() };
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} needs a value"));
        match word.as_str() {
            "--policy" => wanted.policy = Some(value()?),
            "--zone" => wanted.zone = Some(value()?),
            "--as-of" => wanted.as_of = Some(Instant::parse(&value()?)?),
            "--period" => {
                let period = serde_json::json!({"from": value()?, "to": value()?});
                wanted.settings.insert("period", period);
            }
            "--select-by" => {
                wanted.settings.insert("selectBy", value()?.into());
            }
            "--group-by" => wanted.group_by.push(value()?.split(',').collect()),
            "--shards" => wanted.shards = value()?.parse()?,
            "--histogram" => {
                wanted.settings.insert("precision", "histogram".into());
            }
            "--json" => wanted.json = true,
            "--lines" => wanted.lines = Some(value()?),
            "--report" => wanted.report = Some(ReportDraft::new(&value()?)),
            "--html" => wanted.html = true,
            option if option.starts_with('-') => return Err(format!("unknown {option}").into()),
            _ if wanted.file.is_empty() => wanted.file = word,
            _ => return Err("one FILE at a time".into()),
        }
    }
    if wanted.file.is_empty() {
        return Err("usage: metrics FILE [options]".into());
    }
    Ok(wanted)
}

fn run(wanted: &Wanted) -> Result<(), Box<dyn Error>> {
    let policy = match &wanted.policy {
        None => UCI.to_owned(),
        Some(name) => fs::read_to_string(name).map_err(|error| format!("{name}: {error}"))?,
    };
    let session = Session::new(&policy).map_err(|errors| lines(&errors))?;
    let tickets = tickets(wanted, &session)?;
    let last = tickets.iter().map(|ticket| ticket.updated_at).max();
    let month = wanted.report.as_ref().map(ReportDraft::known_until).transpose();
    let month = month.map_err(|errors| lines(&errors))?;
    let as_of = month.or(wanted.as_of).or(last).ok_or("the log has no ticket")?;
    let rules = rules(wanted, as_of)?;
    let mut shards = vec![Metrics::new(rules.clone()); wanted.shards.max(1)];
    let mut written = String::new();
    let mut cases = Vec::new();
    for (number, ticket) in tickets.iter().enumerate() {
        let targets = targets(session.engine().policy(), ticket, as_of);
        let names = &rules.settings().facts;
        let Some(case) = Case::of(ticket, &targets, names, as_of)? else { continue };
        if wanted.lines.is_some() {
            written += &serde_json::to_string(&serde_json::json!({ "case": case }))?;
            written.push('\n');
        }
        let shard = number.checked_rem(shards.len()).unwrap_or(0);
        if let Some(metrics) = shards.get_mut(shard) {
            metrics.push_case(&case).map_err(|errors| lines(&errors))?;
        }
        cases.push(case);
    }
    if let Some(out) = &wanted.lines {
        fs::write(out, written)?;
    }
    let mut metrics = Metrics::new(rules);
    for shard in &shards {
        metrics.merge(&shard.state()).map_err(|errors| lines(&errors))?;
    }
    let told = if let Some(draft) = &wanted.report {
        let problems = problems(&tickets, as_of)?;
        reported(&cases, &ReportDraft { problems, ..draft.clone() }, wanted)?
    } else if wanted.json {
        serde_json::to_string_pretty(&metrics.figures())?
    } else {
        page(&metrics)
    };
    match writeln!(std::io::stdout(), "{told}") {
        // Who reads only the first lines has seen what they wanted.
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        printed => Ok(printed?),
    }
}

fn rules(wanted: &Wanted, as_of: Instant) -> Result<MetricRules, Box<dyn Error>> {
    let mut settings = wanted.settings.clone();
    settings.insert("asOf", as_of.to_string().into());
    settings.insert("groupBy", wanted.group_by.clone().into());
    if let Some(zone) = &wanted.zone {
        settings.insert("zone", zone.clone().into());
    }
    let text = serde_json::to_string(&settings)?;
    let settings = document::read(&text, &limits::POLICY_BYTES).map_err(|errors| lines(&errors))?;
    Ok(MetricRules::check(&settings).map_err(|errors| lines(&errors))?)
}

/// The tickets that the log makes, in the order in which it names them.
fn tickets(wanted: &Wanted, session: &Session) -> Result<Vec<Ticket>, Box<dyn Error>> {
    let rows = Rows::open(&wanted.file)?;
    let begin = rows.begin(wanted.zone.as_deref());
    let mut replay = ReplaySession::new(session, &begin).map_err(|errors| lines(&errors))?;
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    let mut histories: Vec<Vec<Event>> = Vec::new();
    let mut record = String::new();
    for row in rows {
        let (line, cells) = row?;
        replay.take(line, &cells, &mut record);
        for line in record.lines() {
            let RecordLine { ticket, event } =
                RecordLine::read(line).map_err(|errors| lines(&errors))?;
            let place = *places.entry(ticket).or_insert(histories.len());
            if place == histories.len() {
                histories.push(Vec::new());
            }
            if let Some(history) = histories.get_mut(place) {
                history.push(event);
            }
        }
        record.clear();
    }
    for finding in replay.replay().findings() {
        eprintln!("{finding}");
    }
    Ok(histories.into_iter().filter_map(Ticket::fold).collect())
}

/// How many problem candidates the report names.
const PROBLEMS: usize = 10;

/// The problem candidates among the tickets as they are known at an instant.
fn problems(tickets: &[Ticket], now: Instant) -> Result<Vec<ReportedProblem>, Box<dyn Error>> {
    let rules =
        ProblemRules::check(&ProblemSettings::default()).map_err(|errors| lines(&errors))?;
    let mut history = ProblemHistory::new(rules);
    for ticket in tickets {
        let mut past = PastTicket::from(ticket);
        if past.text("shortDescription").is_empty() {
            // A log of codes alone: one word, so that its number is no term of its own.
            let symptom = past.text("symptom").replace(' ', "");
            past.facts.insert("shortDescription", symptom.as_str().into());
        }
        history.learn(past).map_err(|errors| lines(&errors))?;
    }
    let question = ProblemQuestion { now, from: None, since: None, changes: Vec::new() };
    let found = candidates(&history, &question).map_err(|errors| lines(&errors))?.candidates;
    let reported = |ProblemCandidate { report, .. }| {
        let ProblemInWords { title, tickets, evidence } = report;
        ReportedProblem { title, tickets, evidence }
    };
    Ok(found.into_iter().take(PROBLEMS).map(reported).collect())
}

/// The report about a month.
fn reported(
    cases: &[Case],
    draft: &ReportDraft,
    wanted: &Wanted,
) -> Result<String, Box<dyn Error>> {
    let report = report(cases, draft).map_err(|errors| lines(&errors))?;
    Ok(match (wanted.json, wanted.html) {
        (true, _) => serde_json::to_string_pretty(&report)?,
        (false, true) => report.html(),
        (false, false) => report.markdown(),
    })
}

/// How the targets of a ticket stand: what only the policy knows.
fn targets(policy: &Policy, ticket: &Ticket, as_of: Instant) -> Vec<TargetStanding> {
    let standing = |clock: ClockState| TargetStanding {
        agreement: clock.agreement,
        target: clock.target,
        stage: match clock.stage {
            Stage::Pending => TargetStage::Pending,
            Stage::Running => TargetStage::Running,
            Stage::Paused => TargetStage::Paused,
            Stage::Breached => TargetStage::Breached,
            Stage::Met => TargetStage::Met,
            Stage::Missed => TargetStage::Missed,
            Stage::Canceled => TargetStage::Canceled,
        },
        elapsed_ms: u64::try_from(clock.elapsed_ms).ok(),
        within_ms: clock.within_ms.and_then(|within| u64::try_from(within).ok()),
    };
    // As it stood then: what came later must not be known to its clocks.
    let known = ticket.history.iter().filter(|event| event.at <= as_of).cloned();
    let Some(past) = Ticket::fold(known) else { return Vec::new() };
    let clocks = clocks(&past, policy.agreements(), policy.calendars(), as_of);
    clocks.into_iter().map(standing).collect()
}

fn page(metrics: &Metrics) -> String {
    let figures = metrics.figures();
    let mut page = vec![format!("tickets {}, as of {}", figures.tickets, figures.as_of)];
    for cell in figures.groupings.iter().flat_map(|grouping| &grouping.cells) {
        let names = cell.values.iter().map(|value| value.as_deref().unwrap_or("none"));
        page.push(format!("\n{}", names.collect::<Vec<_>>().join(" / ")));
        page.extend(told(cell));
    }
    page.join("\n")
}

fn span(ms: Option<u64>) -> String {
    ms.and_then(|ms| i64::try_from(ms).ok())
        .map_or_else(|| "-".to_owned(), |ms| Span::from_millis(ms).to_string())
}

fn spread(age: &Age) -> String {
    let percentiles = age.percentiles.iter();
    let percentiles = percentiles.map(|one| format!("p{} {}", one.percent, span(one.ms)));
    let percentiles = percentiles.collect::<Vec<_>>().join(", ");
    format!("n {}, mean {}, {percentiles}", age.count, span(age.mean_ms))
}

fn told(cell: &Slice) -> Vec<String> {
    let share = |share: Option<Rounded>| share.map_or(0.0, Rounded::get);
    let line = |name: &str, text: String| format!("  {name:24} {text}");
    let mut lines = vec![line("tickets", format!("{}, {} canceled", cell.tickets, cell.canceled))];
    for time in &cell.times {
        let (over, open) = (spread(&time.over), time.open.count);
        let text = format!("{over}; {open} open, {} unknown", time.unknown);
        lines.push(line(time.metric.as_str(), text));
    }
    for rate in &cell.rates {
        let text = format!("{}/{} = {}", rate.numerator, rate.denominator, share(rate.share));
        lines.push(line(rate.metric.as_str(), text));
    }
    for target in &cell.targets {
        let name = format!("{}/{}", target.agreement, target.target);
        let counts = format!("met {}, missed {}", target.met, target.missed);
        let open = format!("breached {}, open {}", target.breached, target.open);
        lines.push(line(&name, format!("{counts}, {open}: {}", share(target.share))));
    }
    lines.push(line("backlog", spread(&cell.backlog)));
    lines
}

/// All findings as lines of text.
fn lines(errors: &[Finding]) -> String {
    let line = |error: &Finding| format!("{} {}", error.path(), error);
    errors.iter().map(line).collect::<Vec<_>>().join("\n")
}
