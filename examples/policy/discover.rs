use std::fs;

use incident_core::discovery::Discovery;
use incident_core::door::DiscoverySession;
use serde_json::{Value as Json, json};

use crate::rows::Rows;
use crate::{Failure, Words};

mod page;

/// How many findings about rows are shown one by one.
const NAMED: usize = 10;

pub(crate) fn run(mut words: Words) -> Result<bool, Failure> {
    let json = words.flag("--json");
    let (zone, out) = (words.option("--zone")?, words.option("--policy")?);
    let (train, columns) = (train(&mut words)?, columns(&mut words)?);
    let name = words.next("the log")?;
    words.end()?;
    let rows = Rows::open(&name).map_err(|error| Failure::Usage(error.to_string()))?;
    let mut begin = json!({"header": rows.header, "zone": zone.as_deref().unwrap_or("Etc/UTC")});
    for (key, value) in [("train", train.map(Json::from)), ("columns", columns)] {
        if let (Some(begin), Some(value)) = (begin.as_object_mut(), value) {
            begin.insert(key.to_owned(), value);
        }
    }
    let mut session = DiscoverySession::new(&begin.to_string())
        .map_err(|errors| Failure::Findings(name.clone(), errors))?;
    for row in rows {
        match row {
            Ok((line, cells)) => session.take(line, &cells),
            Err(error) => return Err(Failure::Usage(format!("{name}: {error}"))),
        }
    }
    let discovery = session.discovery();
    let observation = session.observation();
    for finding in observation.findings().iter().take(NAMED) {
        eprintln!("{finding}");
    }
    match observation.findings_count().saturating_sub(NAMED) {
        0 => {}
        more => eprintln!("and {more} more findings about rows"),
    }
    if let Some(out) = &out {
        let text = serde_json::to_string_pretty(&discovery.draft).unwrap_or_default();
        fs::write(out, text + "\n").map_err(|error| Failure::Usage(format!("{out}: {error}")))?;
    }
    if json {
        say!("{}", serde_json::to_string_pretty(&discovery).unwrap_or_default());
    } else {
        say!("{}", page::text(&name, &discovery));
        if let Some(out) = out {
            say!("\nThe draft is in {out}. Look at it with `policy lint {out}`.");
        }
    }
    if discovery.rows == 0 {
        return Err(Failure::Usage(format!("{name}: no row could be read")));
    }
    Ok(says_all(&discovery))
}

/// Whether there is nothing to look at: no exception and no doubt.
fn says_all(discovery: &Discovery) -> bool {
    let matrix = discovery.matrix.as_ref().is_none_or(|matrix| matrix.exceptions == 0);
    let hours = discovery.hours.as_ref().is_none_or(|hours| hours.doubts.is_empty());
    matrix && hours && discovery.refused.is_empty()
}

fn train(words: &mut Words) -> Result<Option<u64>, Failure> {
    let Some(text) = words.option("--train")? else { return Ok(None) };
    let read = text.parse().map(Some);
    read.map_err(|_| Failure::Usage(format!("--train {text}: a number is expected")))
}

fn columns(words: &mut Words) -> Result<Option<Json>, Failure> {
    let Some(name) = words.option("--columns")? else { return Ok(None) };
    let refuse = |error: &dyn std::fmt::Display| Failure::Usage(format!("{name}: {error}"));
    let text = fs::read_to_string(&name).map_err(|error| refuse(&error))?;
    serde_json::from_str(&text).map(Some).map_err(|error| refuse(&error))
}
