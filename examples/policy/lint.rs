use incident_core::lint::{Finding, lint};
use incident_core::policy::PolicyDraft;
use incident_core::{Severity, document, limits};

use crate::{Failure, Words, now, text};

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let (json, now) = (words.flag("--json"), now(&mut words)?);
    let name = words.next("the policy")?;
    words.end()?;
    let draft: PolicyDraft = document::read(&text(&name)?, &limits::POLICY_BYTES)
        .map_err(|errors| Failure::Findings(name.clone(), errors))?;
    let findings = lint(&draft, now);
    if json {
        say!("{}", serde_json::to_string_pretty(&findings).unwrap_or_default());
    } else {
        print(&name, &findings);
    }
    Ok(findings.iter().all(|one| one.finding.severity() == Severity::Note))
}

fn print(name: &str, findings: &[Finding]) {
    match findings.len() {
        0 => say!("{name}: nothing to find"),
        1 => say!("{name}: 1 finding"),
        count => say!("{name}: {count} findings"),
    }
    for Finding { finding, fix } in findings {
        let severity = match finding.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        say!("\n  {severity} {}  {}", finding.code().as_str(), finding.path());
        say!("    {}", finding.message());
        if let Some(help) = finding.help() {
            say!("    {help}");
        }
        if !fix.is_empty() {
            say!("    fix: {}", serde_json::to_string(fix).unwrap_or_default());
        }
    }
}
