use incident_core::document::{self, Node};
use incident_core::explain::{Explained, explain};
use incident_core::model::{Actor, Context, Facts, Kind, Ticket};
use incident_core::prioritize::Prioritized;
use incident_core::why_not::WhyNot;
use incident_core::{Engine, Error, Instant, check, limits};

use crate::{Failure, Words, now, text};

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let (json, now) = (words.flag("--json"), now(&mut words)?);
    let (kind, wanted) = (words.option("--kind")?, words.option("--why-not")?);
    let name = words.next("the policy")?;
    let file = words.next("the report or ticket")?;
    words.end()?;
    let refused = |errors| Failure::Findings(name.clone(), errors);
    let engine = Engine::new(check::policy(&text(&name)?).map_err(refused)?.policy);
    let read = std::fs::read_to_string(&file);
    let read = read.map_err(|error| Failure::Usage(format!("{file}: {error}")))?;
    let wrong = |errors| Failure::Findings(file.clone(), errors);
    let node = document::parse(&read, &limits::TICKET_BYTES).map_err(wrong)?;
    if node.get("history").is_some() {
        let ticket: Ticket = document::read_node(&node).map_err(wrong)?;
        return Ok(ticket_stands(&engine, &ticket, now, json));
    }
    let reported = reported(&node, kind).map_err(wrong)?;
    let Reported { kind, facts } = &reported;
    let explained = explain(&engine, *kind, facts, wanted.as_deref()).map_err(wrong)?;
    if json {
        say!("{}", serde_json::to_string_pretty(&explained).unwrap_or_default());
    } else {
        print(&explained);
    }
    Ok(is_settled(&explained))
}

/// What is reported: facts, with or without the kind beside them.
struct Reported {
    kind: Option<Kind>,
    facts: Facts,
}

fn reported(node: &Node, kind: Option<String>) -> Result<Reported, Vec<Error>> {
    let kind = match (kind.map(Node::Text), node.get("kind")) {
        (Some(kind), _) => Some(document::read_node(&kind)?),
        (None, Some(kind)) => Some(document::read_node(kind)?),
        (None, None) => None,
    };
    Ok(Reported { kind, facts: document::read_node(node.get("facts").unwrap_or(node))? })
}

/// Whether the rules say what it is and how important.
fn is_settled(explained: &Explained) -> bool {
    let kind = explained.classified.verdicts.get("kind");
    kind.is_some_and(|verdict| verdict.value.is_some()) && explained.priority.level.is_some()
}

fn print(explained: &Explained) {
    for (field, verdict) in explained.classified.verdicts.iter() {
        let value = verdict.value.as_deref().unwrap_or("undetermined");
        let why = match (&verdict.decided_by, verdict.undetermined) {
            (Some(rule), _) => format!("settled by the rule {rule}"),
            (None, Some(why)) => json_word(&why),
            (None, None) => format!("{} % of all points", verdict.confidence),
        };
        say!("{field}: {value} ({why})");
        for candidate in &verdict.candidates {
            let (points, rules) = (candidate.score, candidate.rules.join(", "));
            say!("    {points:>4} for {}: {rules}", candidate.value);
        }
    }
    for fired in &explained.classified.fired {
        if let Some(place) = &fired.because {
            say!("rule {}: `{}` in {}", fired.rule, place.words, place.field);
        }
    }
    print_priority(&explained.priority);
    if let Some(why_not) = &explained.why_not {
        print_why_not(why_not);
    }
}

fn json_word(word: &impl serde::Serialize) -> String {
    serde_json::to_value(word)
        .ok()
        .and_then(|word| word.as_str().map(str::to_owned))
        .unwrap_or_default()
}

fn print_priority(priority: &Prioritized) {
    let level = priority.level.as_deref().unwrap_or("none");
    say!("priority: {level}\n    {}", serde_json::to_string(&priority.reason).unwrap_or_default());
    for one in &priority.modifiers {
        let word = |level: &Option<String>| level.clone().unwrap_or_else(|| "none".to_owned());
        say!("    modifier {}: {} -> {}", one.id, word(&one.from), word(&one.to));
    }
    if let Some(given) = &priority.overridden {
        say!("    overridden: {}", given.reason);
    }
}

fn print_why_not(why_not: &WhyNot) {
    let wanted = &why_not.wanted;
    if why_not.level.as_ref() == Some(wanted) {
        return say!("it has the priority {wanted}");
    }
    if why_not.changes.is_empty() {
        return say!("no change of three facts gives the priority {wanted}");
    }
    say!("it would have the priority {wanted} with");
    for change in &why_not.changes {
        let each = change.iter().map(|one| format!("{} = {} (is {})", one.field, one.to, one.from));
        say!("    {}", each.collect::<Vec<_>>().join(" and "));
    }
}

/// Prints where a ticket stands, what each move needs, and the proof of each clock.
fn ticket_stands(engine: &Engine, ticket: &Ticket, now: Instant, json: bool) -> bool {
    let assessed = engine.assess(ticket, &Context::at(now, Actor::default()));
    if json {
        say!("{}", serde_json::to_string_pretty(&assessed).unwrap_or_default());
        return true;
    }
    say!("{} is in {} at {now}", assessed.ticket, assessed.state);
    print_priority(&assessed.priority);
    for offered in &assessed.moves {
        say!("move to {}: {}", offered.to, if offered.allowed { "allowed" } else { "not yet" });
        for need in &offered.needs {
            say!("    {}", need.message());
        }
    }
    for clock in &assessed.clocks {
        say!("clock {} of {}: {}", clock.target, clock.agreement, clock.stage.as_str());
        let proof = engine.prove(ticket, &clock.agreement, &clock.target, now);
        for line in proof.iter().flat_map(incident_core::sla::Proof::reading) {
            say!("    {}", line.message());
        }
    }
    true
}
