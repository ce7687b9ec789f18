use incident_core::handbook::handbook;
use incident_core::lifecycle::Format;
use incident_core::policy::PolicyDraft;
use incident_core::{check, document, limits};

use crate::{Failure, Words, now, text};

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let now = now(&mut words)?;
    let name = words.next("the policy")?;
    let format = words.next("the form")?;
    words.end()?;
    let refused = |errors| Failure::Findings(name.clone(), errors);
    let draft: PolicyDraft =
        document::read(&text(&name)?, &limits::POLICY_BYTES).map_err(refused)?;
    let exported = if format == "markdown" {
        handbook(&draft, now).map_err(refused)?
    } else {
        let format: Format = serde_json::from_value(format.clone().into())
            .map_err(|error| Failure::Usage(format!("{format}: {error}; or markdown")))?;
        check::draft(&draft).map_err(refused)?.policy.lifecycle().export(format)
    };
    say!("{}", exported.trim_end());
    Ok(true)
}
