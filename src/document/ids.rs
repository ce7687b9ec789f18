use crate::error::{Code, Error, Path};
use crate::limits;

/// Identifiers that must differ from each other.
#[derive(Debug, Clone, Default)]
pub struct Ids<'a>(Vec<&'a str>);

impl<'a> Ids<'a> {
    /// Adds one; what is wrong with it goes to `findings`: empty, too long, or there already.
    pub fn add(&mut self, id: &'a str, path: &Path, findings: &mut Vec<Error>) {
        let at = self.0.binary_search(&id);
        let error = if id.is_empty() {
            Error::new(Code::IdEmpty)
        } else if !limits::ID_BYTES.admits(id.len()) {
            Error::beyond(&limits::ID_BYTES, id.len())
        } else if let Err(free) = at {
            return self.0.insert(free, id);
        } else {
            Error::new(Code::IdRepeated).with("id", id)
        };
        findings.push(error.at(path.clone()));
    }

    /// Whether one was added.
    #[must_use]
    pub fn contains(&self, id: &str) -> bool {
        self.0.binary_search(&id).is_ok()
    }

    /// Those added, sorted.
    pub fn iter(&self) -> impl Iterator<Item = &'a str> {
        self.0.iter().copied()
    }
}
