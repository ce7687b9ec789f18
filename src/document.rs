//! JSON text to documents and back: strict, bounded, and with every finding at once.
//!
//! A derived reader stops at the first mistake, ignores which of two equal keys was meant and
//! knows no limits. This one refuses unknown and repeated fields, fractions and excess, names the
//! place of each finding, and goes on reading to find the rest.
//!
//! serde reads the same types in the same way: its `Deserialize` goes through [`Node`] to
//! [`Read`], so that a document means the same whoever reads it.

mod form;
mod ids;
#[cfg(any(
    feature = "analysis",
    feature = "security",
    feature = "insight",
    feature = "metrics",
    feature = "desk"
))]
mod lines;
mod map;
mod near;
mod place;
mod read;
mod trail;
mod tree;
mod write;

use serde::de::{Deserialize, Deserializer, Error as _};

use crate::error::Error;
use crate::limits::{self, Limit};

pub(crate) use form::{deserialize, object, union, words};
pub use ids::Ids;
#[cfg(any(feature = "analysis", feature = "metrics", feature = "desk"))]
pub(crate) use lines::Cut;
#[cfg(any(
    feature = "analysis",
    feature = "security",
    feature = "insight",
    feature = "metrics",
    feature = "desk"
))]
pub(crate) use lines::Lines;
pub use map::Map;
pub use near::nearest;
pub(crate) use near::with_nearest;
pub use place::Place;
pub(crate) use place::among;
pub use read::Read;
#[cfg(feature = "security")]
pub(crate) use trail::Trail;
#[cfg(feature = "schema")]
pub(crate) use tree::LONG;
pub use tree::Node;
pub(crate) use write::text;

/// Reads a document of at most `limit` bytes.
///
/// Time grows linearly with the text.
///
/// # Errors
/// Every finding: `limit.exceeded`, `document.*`, and the codes of the values inside.
pub fn read<T: Read>(text: &str, limit: &Limit) -> Result<T, Vec<Error>> {
    read_with_tree(text, limit).map(|(value, _)| value)
}

/// Reads a document as [`read`] does; with it comes the tree that it was read out of.
pub(crate) fn read_with_tree<T: Read>(text: &str, limit: &Limit) -> Result<(T, Node), Vec<Error>> {
    let (node, mut findings) = tree(text, limit)?;
    match read_node(&node) {
        Ok(value) if findings.is_empty() => Ok((value, node)),
        Ok(_) => Err(findings),
        Err(more) => {
            findings.extend(more);
            limits::FINDINGS.cut(&mut findings);
            Err(findings)
        }
    }
}

/// Reads a document out of a tree.
///
/// # Errors
/// As [`read`], save what belongs to the text.
pub fn read_node<T: Read>(node: &Node) -> Result<T, Vec<Error>> {
    let mut value = T::blank();
    unless_found(place::read(node, None, &mut value), value)
}

/// Reads a document out of an object whose member `tag` was read before.
pub(crate) fn read_beside<T: Read>(node: &Node, tag: &'static str) -> Result<T, Vec<Error>> {
    let mut value = T::blank();
    unless_found(place::read(node, Some(tag), &mut value), value)
}

/// Reads one member of an object, whatever stands beside it.
pub(crate) fn read_member<T: Read>(node: &Node, name: &'static str) -> Result<T, Vec<Error>> {
    let mut value = T::blank();
    unless_found(place::read_member(node, name, &mut value), value)
}

fn unless_found<T>(findings: Vec<Error>, value: T) -> Result<T, Vec<Error>> {
    if findings.is_empty() { Ok(value) } else { Err(findings) }
}

/// Parses JSON text of at most `limit` bytes into a tree.
///
/// # Errors
/// `limit.exceeded`, `document.syntax`, `document.fieldRepeated`, `document.numberNotInteger`.
pub fn parse(text: &str, limit: &Limit) -> Result<Node, Vec<Error>> {
    let (node, findings) = tree(text, limit)?;
    if findings.is_empty() { Ok(node) } else { Err(findings) }
}

fn tree(text: &str, limit: &Limit) -> Result<(Node, Vec<Error>), Vec<Error>> {
    if !limit.admits(text.len()) {
        return Err(vec![Error::beyond(limit, text.len())]);
    }
    tree::parse(text)
}

/// What serde's `Deserialize` of a readable type does.
pub(crate) fn through_tree<'de, T: Read, D: Deserializer<'de>>(source: D) -> Result<T, D::Error> {
    read_node(&Node::deserialize(source)?).map_err(|findings| D::Error::custom(listed(&findings)))
}

/// Findings as one line of text, for readers that have room for no more.
fn listed(findings: &[Error]) -> String {
    let line = |error: &Error| format!("{}: {}", error.path(), error.message());
    findings.iter().map(line).collect::<Vec<_>>().join("; ")
}
