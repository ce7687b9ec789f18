use std::collections::BTreeMap;

use crate::document::nearest;
use crate::error::{Code, Error, Path};
use crate::model::{FieldType, Kind, STANDARD_FIELDS, StateType, Value};

/// The words that a policy may use: its fields, what they hold, and the levels and states that
/// some of them are limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    fields: BTreeMap<String, FieldType>,
    words: BTreeMap<String, Vec<String>>,
}

/// The fields that a ticket has beside its facts. A command cannot set them.
const DERIVED: [&str; 5] = ["state", "stateType", "holdReason", "priority", "kind"];

impl Default for Vocabulary {
    fn default() -> Self {
        let mut fields = BTreeMap::new();
        for field in STANDARD_FIELDS {
            fields.insert(field.name.to_owned(), field.holds);
        }
        for name in DERIVED {
            fields.insert(name.to_owned(), FieldType::Text);
        }
        let mut vocabulary = Self { fields, words: BTreeMap::new() };
        vocabulary.limit("kind", Kind::ALL.iter().map(|kind| kind.as_str().to_owned()));
        vocabulary.limit("stateType", StateType::ALL.iter().map(|kind| kind.as_str().to_owned()));
        vocabulary
    }
}

impl Vocabulary {
    /// Adds a field of the policy's own; false if the name is taken.
    pub fn declare(&mut self, name: &str, holds: FieldType) -> bool {
        let free = !self.fields.contains_key(name);
        if free {
            self.fields.insert(name.to_owned(), holds);
        }
        free
    }

    /// Says which words a field may hold.
    pub fn limit(&mut self, field: &str, words: impl IntoIterator<Item = String>) {
        self.words.insert(field.to_owned(), words.into_iter().collect());
    }

    /// The words that a field is limited to, if it is.
    #[must_use]
    pub fn words(&self, field: &str) -> Option<&[String]> {
        self.words.get(field).map(Vec::as_slice)
    }

    /// What a field holds.
    ///
    /// # Errors
    /// `field.unknown`, with the nearest name.
    pub fn field(&self, name: &str) -> Result<FieldType, Error> {
        self.fields.get(name).copied().ok_or_else(|| {
            let error = Error::new(Code::FieldUnknown).with("field", name);
            match nearest(name, self.fields.keys().map(String::as_str)) {
                Some(nearest) => error.with("nearest", nearest),
                None => error,
            }
        })
    }

    /// Refuses a value that the field cannot hold.
    ///
    /// # Errors
    /// `field.unknown`, `field.typeWrong`, `field.wordUnknown`.
    pub fn admits(&self, name: &str, value: &Value) -> Result<(), Error> {
        let holds = self.field(name)?;
        let fits = match value {
            Value::Absent => true,
            Value::Flag(_) => holds == FieldType::Flag,
            Value::Number(_) => holds == FieldType::Number,
            Value::Text(_) => holds == FieldType::Text,
            Value::List(_) => holds == FieldType::List,
        };
        if !fits {
            return Err(Error::new(Code::FieldTypeWrong)
                .with("field", name)
                .with("expected", format!("{holds:?}").to_lowercase())
                .with("actual", value.type_name()));
        }
        match (self.words(name), value.as_text()) {
            (Some(words), Some(text)) if !words.iter().any(|word| word == text) => {
                Err(unknown_word(name, text, words))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a value for a field that a command may set.
    ///
    /// # Errors
    /// As [`admits`](Self::admits), and `field.derived`.
    pub fn admits_fact(&self, name: &str, value: &Value) -> Result<(), Error> {
        if DERIVED.contains(&name) {
            return Err(Error::new(Code::FieldDerived).with("field", name));
        }
        self.admits(name, value)
    }

    /// Refuses a word that the field is not limited to; a field without a limit admits any.
    ///
    /// # Errors
    /// `field.wordUnknown`, at `path`.
    pub fn admits_word(&self, field: &str, word: &str, path: &Path) -> Result<(), Error> {
        match self.words(field) {
            Some(words) if !words.iter().any(|known| known == word) => {
                Err(unknown_word(field, word, words).at(path.clone()))
            }
            _ => Ok(()),
        }
    }
}

fn unknown_word(field: &str, word: &str, words: &[String]) -> Error {
    let error = Error::new(Code::FieldWordUnknown).with("field", field).with("word", word);
    let error = match nearest(word, words.iter().map(String::as_str)) {
        Some(nearest) => error.with("nearest", nearest),
        None => error,
    };
    error.with("known", words.join(", "))
}
