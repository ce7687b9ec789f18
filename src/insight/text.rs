//! The terms of a text, so that two tickets that say the same share them.
//!
//! One analysis for every language, because tickets mix them: words are lower-cased, freed of
//! diacritics and cut down to a light stem that serves English and German; words that say nothing
//! in either are left out. Of an identifier such as `NullPointerException` or `dfs.data_dir` come
//! the whole and its parts, of a frame of a stack trace its class and method as one term.
//! What is written without spaces, such as Chinese, gives pairs of letters. Controls of the
//! direction of writing and soft hyphens leave no trace, so that they cannot hide a word;
//! everything else, emoji too, separates words.

mod fold;
mod split;
mod stem;
mod stop;

use serde::Serialize;

use crate::limits;

/// The version of the analysis: an index that was made by another one does not know our terms.
pub const ANALYSIS_VERSION: u32 = 1;

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TermKind {
    /// The stem of a word.
    Word,
    /// An identifier as a whole: `nullpointerexception`, `hadoop1234`, `coresite.xml`.
    Name,
    /// A number or a version: `404`, `3.2.1`.
    Number,
    /// The class and the method of a frame of a stack trace: `filesystem.get`.
    Frame,
}

/// A term, as it stands in an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<'a> {
    /// Lower-case letters and digits, with a point within some names; at most 64 bytes.
    pub text: &'a str,
    /// What it is.
    pub kind: TermKind,
}

/// Reads the terms of texts, one after the other; it only keeps its room between two of them.
#[derive(Debug, Default)]
pub struct Analyser {
    splitter: split::Splitter,
}

impl Analyser {
    /// Hands on each term of a text, in its order and as often as it occurs.
    ///
    /// Time is linear. What stands beyond [`ANALYSED_BYTES`](limits::ANALYSED_BYTES) is not read.
    pub fn read(&mut self, text: &str, each: &mut dyn FnMut(Term<'_>)) {
        self.splitter.read(beginning(text), each);
    }
}

/// The terms of a text, in its order and as often as they occur.
///
/// # Example
/// ```
/// use incident_core::insight::text::terms;
///
/// assert_eq!(terms("The printers are failing"), ["print", "fail"]);
/// assert_eq!(terms("Drucker fällt aus"), ["druck", "fallt"]);
/// let name = terms("HADOOP-1234: readBlock() hangs");
/// assert_eq!(name, ["hadoop1234", "hadoop", "1234", "readblock", "read", "block", "hang"]);
/// ```
#[must_use]
pub fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    Analyser::default().read(text, &mut |term| terms.push(term.text.to_owned()));
    terms
}

fn beginning(text: &str) -> &str {
    let most = usize::try_from(limits::ANALYSED_BYTES.maximum).unwrap_or(usize::MAX);
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}
