use incident_core::check;
use incident_core::lifecycle::Format;

use crate::{Failure, Words, text};

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let name = words.next("the policy")?;
    let format = words.next("the form")?;
    words.end()?;
    let format: Format = serde_json::from_value(format.clone().into())
        .map_err(|error| Failure::Usage(format!("{format}: {error}")))?;
    let refused = |errors| Failure::Findings(name.clone(), errors);
    let checked = check::policy(&text(&name)?).map_err(refused)?;
    println!("{}", checked.policy.lifecycle().export(format).trim_end());
    Ok(true)
}
