//! JSON text to documents: strict, bounded, and with every finding at once.
//!
//! A derived reader stops at the first mistake, ignores which of two equal keys was meant and
//! knows no limits. This one refuses unknown and repeated fields, fractions and excess, names the
//! place of each finding, and goes on reading to find the rest.

mod near;
mod read;
mod tagged;
mod tree;

use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::limits::{self, Limit};

pub use near::nearest;
pub(crate) use tagged::{Tagged, tagged};
pub use tree::Node;

/// Reads a document of at most `limit` bytes.
///
/// Time grows linearly with the text; a text with `n` findings is read at most `n + 1` times, and
/// at most 64 times.
///
/// # Errors
/// Every finding: `limit.exceeded`, `document.*`, and the codes of the values inside.
pub fn read<T: DeserializeOwned>(text: &str, limit: &Limit) -> Result<T, Vec<Error>> {
    if !limit.admits(text.len()) {
        return Err(vec![Error::beyond(limit, text.len())]);
    }
    let (node, findings) = tree::parse(text)?;
    read_node(&node, findings)
}

/// Reads a document out of a tree, after the findings that were made on the way to it.
///
/// # Errors
/// As [`read`].
pub fn read_node<T: DeserializeOwned>(node: &Node, before: Vec<Error>) -> Result<T, Vec<Error>> {
    match read::all_findings(node) {
        Ok(value) if before.is_empty() => Ok(value),
        Ok(_) => Err(before),
        Err(mut findings) => {
            findings.splice(0..0, before);
            let most = usize::try_from(limits::FINDINGS.maximum).unwrap_or(usize::MAX);
            findings.truncate(most);
            Err(findings)
        }
    }
}

/// Parses JSON text of at most `limit` bytes into a tree.
///
/// # Errors
/// `limit.exceeded`, `document.syntax`, `document.fieldRepeated`, `document.numberNotInteger`.
pub fn parse(text: &str, limit: &Limit) -> Result<Node, Vec<Error>> {
    if !limit.admits(text.len()) {
        return Err(vec![Error::beyond(limit, text.len())]);
    }
    let (node, findings) = tree::parse(text)?;
    if findings.is_empty() { Ok(node) } else { Err(findings) }
}
