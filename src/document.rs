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
    let (node, mut findings) = tree::parse(text)?;
    match read_node(&node) {
        Ok(value) if findings.is_empty() => Ok(value),
        Ok(_) => Err(findings),
        Err(more) => {
            findings.extend(more);
            findings.truncate(usize::try_from(limits::FINDINGS.maximum).unwrap_or(usize::MAX));
            Err(findings)
        }
    }
}

/// Reads a document out of a tree.
///
/// # Errors
/// As [`read`], save what belongs to the text.
pub fn read_node<T: DeserializeOwned>(node: &Node) -> Result<T, Vec<Error>> {
    read::all_findings(node)
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
