//! A checked policy as a handbook: a page of Markdown that a human reads, signs and files.
//!
//! It says everything that the policy decides by, and nothing else, in sentences. The same policy
//! gives the same bytes.

mod agreement;
mod calendar;
mod classification;
mod condition;
mod field;
mod glossary;
mod lifecycle;
mod page;
mod priority;
mod request;
mod settings;

use crate::check;
use crate::error::Error;
use crate::lint::lint;
use crate::policy::{DOCUMENT_VERSION, Policy, PolicyDraft};
use crate::time::{Instant, tzdb_version};
use page::{Page, escaped, name, plain};

/// The handbook of a policy, with what the linter finds in it at an instant.
///
/// Texts of the policy's author are shown as they are: what would be Markdown in them is escaped.
///
/// # Errors
/// Every finding of the [`check`], if at least one of them refuses the policy.
///
/// # Example
/// ```
/// use incident_core::{Instant, check, document, handbook, limits};
///
/// let text = check::preset("itil").unwrap_or_default();
/// let draft = document::read(text, &limits::POLICY_BYTES)?;
/// let page = handbook::handbook(&draft, Instant::MIN)?;
/// assert!(page.starts_with("# ITIL 4 incident management\n"));
/// assert!(page.contains("- Monday to Friday: 09:00 to 17:00\n"));
/// # Ok::<(), Vec<incident_core::Error>>(())
/// ```
pub fn handbook(draft: &PolicyDraft, now: Instant) -> Result<String, Vec<Error>> {
    let policy = check::draft(draft)?.policy;
    let mut page = Page::default();
    head(&mut page, draft, &policy);
    classification::all(&mut page, draft, &policy);
    priority::all(&mut page, draft, &policy);
    calendar::all(&mut page, &policy);
    agreement::all(&mut page, &policy);
    lifecycle::all(&mut page, &policy);
    request::all(&mut page, draft, &policy);
    field::all(&mut page, draft, &policy);
    glossary::all(&mut page);
    weaknesses(&mut page, draft, now);
    Ok(page.text())
}

fn head(page: &mut Page, draft: &PolicyDraft, policy: &Policy) {
    page.heading(1, &plain(draft.label.as_deref().unwrap_or(&draft.id)));
    page.text_of(
        "How tickets are prioritised, by when they are dealt with, and what may become of them. \
         This handbook is made of the policy itself; where somebody remembers it otherwise, the \
         policy decides.",
    );
    page.table(
        &["Policy", &name(policy.id())],
        &[
            vec!["Form of the document".to_owned(), format!("version {DOCUMENT_VERSION}")],
            vec!["Digest (SHA-256)".to_owned(), name(policy.digest())],
            vec!["Time zone rules".to_owned(), format!("tzdb {}", tzdb_version())],
        ],
    );
}

fn weaknesses(page: &mut Page, draft: &PolicyDraft, now: Instant) {
    page.heading(2, "Known weaknesses");
    let found = lint(draft, now);
    let when = format!("What the linter found on {now}");
    if found.is_empty() {
        return page.text_of(&format!("{when}: nothing."));
    }
    page.text_of(&format!("{when}. Each names its place in the policy."));
    for one in found {
        let finding = one.finding;
        let help = finding.help().map_or(String::new(), |help| format!("; {}", quoted(&help)));
        let place = name(finding.path().as_str());
        page.item(&format!("{place}: {}{help}", quoted(&finding.message())));
    }
    page.end_list();
}

/// A text of ours, with what it quotes between backticks as code.
fn quoted(text: &str) -> String {
    let part = |(code, part)| if code { name(part) } else { escaped(part) };
    [false, true].into_iter().cycle().zip(text.split('`')).map(part).collect()
}
