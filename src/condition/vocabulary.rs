use crate::document::with_nearest;
use crate::error::{Code, Error, Path};
use crate::model::{EventType, Facts, FieldType, Kind, STANDARD_FIELDS, StateType, Value};

/// The words that a policy may use: its fields, what they hold, and the levels and states that
/// some of them are limited to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// The policy's own, beside the standard ones.
    declared: Vec<(String, FieldType)>,
    /// Of the fields that follow from events those that are known, if not all are.
    only: Option<&'static [&'static str]>,
    words: Vec<(String, Vec<String>)>,
}

/// The fields that a ticket has beside its facts. A command cannot set them.
const DERIVED: [(&str, FieldType); 8] = [
    ("state", FieldType::Text),
    ("stateType", FieldType::Text),
    ("holdReason", FieldType::Text),
    ("priority", FieldType::Text),
    ("kind", FieldType::Text),
    ("unanswered", FieldType::Flag),
    ("responded", FieldType::Flag),
    ("lastEvent", FieldType::Text),
];

fn derived(name: &str) -> Option<FieldType> {
    DERIVED.iter().find(|(field, _)| *field == name).map(|(_, holds)| *holds)
}

impl Default for Vocabulary {
    fn default() -> Self {
        let mut vocabulary = Self { declared: Vec::new(), only: None, words: Vec::new() };
        vocabulary.limit("kind", Kind::ALL.iter().map(|kind| kind.as_str().to_owned()));
        vocabulary.limit("stateType", StateType::ALL.iter().map(|kind| kind.as_str().to_owned()));
        vocabulary.limit("lastEvent", EventType::ALL.iter().map(|kind| kind.as_str().to_owned()));
        vocabulary
    }
}

impl Vocabulary {
    /// The same for conditions about what was reported, before anything happened to a ticket: the
    /// facts and the kind.
    #[must_use]
    pub fn of_reports(&self) -> Self {
        Self { only: Some(&["kind"]), ..self.clone() }
    }

    /// The same for conditions about tickets that one is linked with.
    #[must_use]
    pub fn of_links(&self) -> Self {
        let words = self.words.iter().filter(|(field, _)| field != "state").cloned().collect();
        Self { declared: Vec::new(), only: Some(&["kind", "state", "stateType"]), words }
    }

    /// Adds a field of the policy's own; false if the name is taken.
    pub fn declare(&mut self, name: &str, holds: FieldType) -> bool {
        let free = self.holds(name).is_none();
        if free {
            self.declared.push((name.to_owned(), holds));
        }
        free
    }

    /// Says which words a field may hold.
    pub fn limit(&mut self, field: &str, words: impl IntoIterator<Item = String>) {
        self.words.push((field.to_owned(), words.into_iter().collect()));
    }

    /// The words that a field is limited to, if it is.
    #[must_use]
    pub fn words(&self, field: &str) -> Option<&[String]> {
        self.words.iter().find(|(name, _)| name == field).map(|(_, words)| words.as_slice())
    }

    fn holds(&self, name: &str) -> Option<FieldType> {
        let standard = STANDARD_FIELDS.iter().find(|field| field.name == name);
        let declared = || self.declared.iter().find(|(field, _)| field == name);
        let known = standard.map(|field| field.holds).or_else(|| derived(name));
        known.or_else(|| declared().map(|(_, holds)| *holds))
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        let standard = STANDARD_FIELDS.iter().map(|field| field.name);
        let standard = standard.chain(DERIVED.iter().map(|(name, _)| *name));
        standard.chain(self.declared.iter().map(|(name, _)| name.as_str()))
    }

    /// What a field holds.
    ///
    /// # Errors
    /// `field.unknown`, with the nearest name; `field.notReported`.
    pub fn field(&self, name: &str) -> Result<FieldType, Error> {
        if derived(name).is_some() && self.only.is_some_and(|only| !only.contains(&name)) {
            return Err(Error::new(Code::FieldNotReported).with("field", name));
        }
        self.holds(name).ok_or_else(|| {
            let error = Error::new(Code::FieldUnknown).with("field", name);
            with_nearest(error, name, self.names())
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
                .with("expected", holds.as_str())
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
        if derived(name).is_some() {
            return Err(Error::new(Code::FieldDerived).with("field", name));
        }
        self.admits(name, value)
    }

    /// Every reason against facts that a command could not set, under `/facts`.
    #[must_use]
    pub fn refused(&self, facts: &Facts) -> Vec<Error> {
        let path = Path::root().key("facts");
        let admitted = |(field, value)| self.admits_fact(field, value).map_err(|e| (field, e));
        let refused = facts.iter().filter_map(|fact| admitted(fact).err());
        refused.map(|(field, error)| error.at(path.key(field))).collect()
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
    with_nearest(error, word, words.iter().map(String::as_str)).with("known", words.join(", "))
}
