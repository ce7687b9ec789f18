//! The one error type: what went wrong, where, and what to do about it.
//!
//! A refusal of an input and a finding about a policy are the same thing to whoever has to act on
//! it, so both are an [`Error`]; the [`Severity`] of its [`Code`] tells them apart.

mod code;

use std::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeStruct, Serializer};

use crate::limits::Limit;

pub use code::{Code, Severity};

/// Where in a document: a JSON Pointer (RFC 6901), empty for the whole document.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Path(String);

impl Path {
    /// The whole document.
    #[must_use]
    pub fn root() -> Self {
        Self::default()
    }

    /// The member `key` below this place.
    #[must_use]
    pub fn key(&self, key: &str) -> Self {
        let mut text = self.0.clone();
        text.push('/');
        text.push_str(&key.replace('~', "~0").replace('/', "~1"));
        Self(text)
    }

    /// The list entry `index`, counted from 0, below this place.
    #[must_use]
    pub fn index(&self, index: usize) -> Self {
        Self(format!("{}/{index}", self.0))
    }

    /// This place seen from a document that holds the present one at `outer`.
    #[must_use]
    pub fn below(&self, outer: &Self) -> Self {
        Self(format!("{}{}", outer.0, self.0))
    }

    /// The pointer as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why an input was refused, or what a check found.
///
/// Branch on [`code`](Self::code), point with [`path`](Self::path), show
/// [`message`](Self::message) and [`help`](Self::help). Codes are stable: one is never reused for
/// another meaning.
///
/// # Example
/// ```
/// use incident_core::{Code, Instant};
///
/// let error = Instant::parse("1969-12-31T23:59:59Z").map(|_| ()).unwrap_err();
/// assert_eq!(error.code(), Code::TimeOutOfRange);
/// assert_eq!(error.code().as_str(), "time.outOfRange");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct Error(Box<Inner>);

/// In a box, since an answer that may fail should not be as large as its failure.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    code: Code,
    path: Path,
    params: Vec<(&'static str, String)>,
}

impl Error {
    /// An error about the whole document.
    #[must_use]
    pub fn new(code: Code) -> Self {
        Self(Box::new(Inner { code, path: Path::root(), params: Vec::new() }))
    }

    /// `limit.exceeded`: `actual` is more than `limit` admits.
    #[must_use]
    pub fn beyond(limit: &Limit, actual: usize) -> Self {
        Self::new(Code::LimitExceeded)
            .with("limit", limit.name)
            .with("maximum", limit.maximum)
            .with("actual", actual)
    }

    /// The same error, with a value for the placeholder `name` of its texts.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "texts and numbers alike, without `&`")]
    pub fn with(self, name: &'static str, value: impl ToString) -> Self {
        self.with_text(name, value.to_string())
    }

    fn with_text(mut self, name: &'static str, value: String) -> Self {
        self.0.params.push((name, value));
        self
    }

    /// The same error at another place.
    #[must_use]
    pub fn at(mut self, path: Path) -> Self {
        self.0.path = path;
        self
    }

    /// The same error, seen from a document that holds the present one at `outer`.
    #[must_use]
    pub fn below(mut self, outer: &Path) -> Self {
        self.0.path = self.0.path.below(outer);
        self
    }

    /// What to branch on.
    #[must_use]
    pub fn code(&self) -> Code {
        self.0.code
    }

    /// Whether it refuses or only warns.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.0.code.severity()
    }

    /// Where in the document.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0.path
    }

    /// The facts of this case by name, as the texts use them: what a translation needs.
    #[must_use]
    pub fn params(&self) -> &[(&'static str, String)] {
        &self.0.params
    }

    /// One line of English for a person.
    #[must_use]
    pub fn message(&self) -> String {
        self.fill(self.0.code.message())
    }

    /// What to do about it, if that is known.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        let help = self.fill(self.0.code.help());
        (!help.is_empty()).then_some(help)
    }

    /// Replaces `{name}` by the parameter of that name; a sentence whose parameter is absent goes.
    fn fill(&self, template: &str) -> String {
        let mut text = String::new();
        for sentence in template.split(';') {
            let before = text.len();
            if before > 0 {
                text.push(';');
            }
            if self.fill_sentence(sentence, &mut text).is_none() {
                text.truncate(before);
            }
        }
        text.trim_start().to_owned()
    }

    /// Adds a sentence to the text; none if it lacks a parameter.
    fn fill_sentence(&self, sentence: &str, text: &mut String) -> Option<()> {
        let mut pieces = sentence.split('{');
        text.push_str(pieces.next()?);
        for piece in pieces {
            let (name, rest) = piece.split_once('}')?;
            let (_, value) = self.0.params.iter().find(|(other, _)| *other == name)?;
            text.push_str(value);
            text.push_str(rest);
        }
        Some(())
    }
}

/// The same errors, seen from a document that holds theirs at `outer`.
pub(crate) fn all_below(mut errors: Vec<Error>, outer: &Path) -> Vec<Error> {
    for error in &mut errors {
        error.0.path = error.0.path.below(outer);
    }
    errors
}

impl Serialize for Error {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let help = self.help();
        let mut out = serializer.serialize_struct("Error", 6)?;
        out.serialize_field("code", self.0.code.as_str())?;
        out.serialize_field("severity", &self.severity())?;
        out.serialize_field("path", self.0.path.as_str())?;
        out.serialize_field("message", &self.message())?;
        match &help {
            Some(help) => out.serialize_field("help", help)?,
            None => out.skip_field("help")?,
        }
        out.serialize_field("params", &Params(&self.0.params))?;
        out.end()
    }
}

struct Params<'a>(&'a [(&'static str, String)]);

impl Serialize for Params<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
