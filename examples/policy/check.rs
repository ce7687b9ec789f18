use incident_core::model::{Command, Facts};
use incident_core::model_check::{Answer, Question, Step, Stop, Timed, check};
use incident_core::{Engine, check as policies};
use serde_json::{Value as Json, json};

use crate::{Failure, Words, text};

/// A question, and what holds if its answer is yes.
type Asked = (String, Json);

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let json = words.flag("--json");
    let questions = questions(&mut words)?;
    let name = words.next("the policy")?;
    words.end()?;
    let refused = |errors| Failure::Findings(name.clone(), errors);
    let engine = Engine::new(policies::policy(&text(&name)?).map_err(refused)?.policy);
    let mut answers = Vec::new();
    for (claim, question) in questions {
        let read: Question = serde_json::from_value(question.clone())
            .map_err(|error| Failure::Usage(format!("{question}: {error}")))?;
        let answer = check(&engine, &read).map_err(|e| Failure::Findings(claim.clone(), e))?;
        answers.push((claim, question, answer));
    }
    let holds = answers.iter().all(|(_, _, answer)| answer.holds);
    if json {
        let list: Vec<_> = answers
            .iter()
            .map(|(_, question, answer)| json!({"question": question, "answer": answer}))
            .collect();
        say!("{}", serde_json::to_string_pretty(&list).unwrap_or_default());
    } else {
        say!("{name}");
        for (claim, _, answer) in &answers {
            print(claim, answer);
        }
    }
    Ok(holds)
}

fn questions(words: &mut Words) -> Result<Vec<Asked>, Failure> {
    let mut questions = Vec::new();
    for (option, form, claim) in
        [("--never", "never", "never"), ("--can-reach", "canReach", "can always reach")]
    {
        while let Some(text) = words.option(option)? {
            let condition: Json = serde_json::from_str(&text)
                .map_err(|error| Failure::Usage(format!("{option} {text}: {error}")))?;
            questions
                .push((format!("{claim} {text}"), json!({"type": form, "condition": condition})));
        }
    }
    while words.flag("--ends") {
        questions.push(ends());
    }
    while let Some(text) = words.option("--reopens")? {
        let most: u64 = text
            .parse()
            .map_err(|_| Failure::Usage(format!("--reopens {text}: a number is expected")))?;
        questions.push((
            format!("no ticket is reopened more than {most} times"),
            json!({"type": "atMostReopens", "reopens": most}),
        ));
    }
    Ok(if questions.is_empty() { usual() } else { questions })
}

fn ends() -> Asked {
    let claim = "every ticket can still be closed or canceled, whatever became of it";
    (claim.to_owned(), json!({"type": "canReach"}))
}

fn usual() -> Vec<Asked> {
    let closed = json!({"field": "stateType", "is": "closed"});
    let code = json!({"field": "resolutionCode", "isSet": false});
    let major = json!({"field": "majorIncident", "is": true});
    let review = json!({"not": {"field": "reviewCompleted", "is": true}});
    let never = |conditions: Json| json!({"type": "never", "condition": {"all": conditions}});
    vec![
        ends(),
        ("no ticket is closed without a resolution code".to_owned(), never(json!([closed, code]))),
        (
            "no major incident is closed without a completed review".to_owned(),
            never(json!([closed, major, review])),
        ),
    ]
}

fn print(claim: &str, answer: &Answer) {
    let verdict = if answer.holds { "holds" } else { "FAILS" };
    say!("\n  {verdict}  {claim}");
    let fields = if answer.fields.is_empty() {
        "no field makes a difference".to_owned()
    } else {
        format!("told apart by {}", answer.fields.join(", "))
    };
    say!("         {} different tickets, {fields}", answer.tickets);
    for (number, stop) in (1..).zip(&answer.path) {
        say!("  {number:>6}. {}", line(stop));
    }
}

fn line(stop: &Stop) -> String {
    let what = match &stop.step {
        Step::Given(Command::Open(_)) => "open".to_owned(),
        Step::Given(Command::Move(wanted)) => {
            format!("move to {}{}", wanted.to, with(&wanted.facts))
        }
        Step::Given(Command::ChangeFacts(wanted)) => format!("change{}", with(&wanted.facts)),
        Step::Given(Command::AddMessage(message)) => {
            let from = if message.from.is_requester() { "the requester" } else { "the support" };
            let what = if message.internal { "notes something" } else { "writes" };
            format!("{from} {what}")
        }
        Step::Given(Command::MajorIncident(wanted)) => {
            format!("{} a major incident", wanted.action.as_str())
        }
        Step::Given(Command::Approve(wanted)) => format!("approve the move to {}", wanted.to),
        Step::Given(Command::OverridePriority(wanted)) => {
            format!("override the priority: {}", wanted.level.as_deref().unwrap_or("no longer"))
        }
        Step::Given(Command::Assign(_) | Command::Correct(_) | Command::Tick(_)) => String::new(),
        Step::Timed(Timed::Timer { timer }) => format!("the timer {timer} runs out"),
        Step::Timed(Timed::TargetWarned) => "a target warns".to_owned(),
        Step::Timed(Timed::TargetBreached) => "a target runs out".to_owned(),
    };
    format!("{what:<50} -> {}", stop.state)
}

fn with(facts: &Facts) -> String {
    let each: Vec<_> = facts.iter().map(|(field, value)| format!("{field} = {value}")).collect();
    if each.is_empty() { String::new() } else { format!(" with {}", each.join(", ")) }
}
