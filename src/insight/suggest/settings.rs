use crate::document::{Ids, object};
use crate::error::{Code, Error, Path};

/// How many past tickets are needed.
const LEAST: u32 = 50;
/// From which probability on the first suggestion is sure, in percent.
const SURE: u32 = 50;
/// How many suggestions are made.
const LENGTH: u32 = 5;
/// How many facts may be looked at.
const FACTS: usize = 32;

/// How answers are suggested.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SuggestSettings {
    /// The facts that are looked at, at most 32; title and description are, where there are any.
    #[cfg_attr(feature = "schema", schemars(default))]
    #[cfg_attr(feature = "schema", schemars(length(max = 32)))]
    pub facts: Vec<String>,
    /// How many past tickets are needed, 1 to 10,000; 50 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 10_000)))]
    pub least: Option<u32>,
    /// From which probability on the first suggestion is sure, in percent, 0 to 100; 50 if absent.
    #[cfg_attr(feature = "schema", schemars(range(max = 100)))]
    pub sure: Option<u32>,
    /// How many suggestions are made, 1 to 20; 5 if absent.
    #[cfg_attr(feature = "schema", schemars(range(min = 1, max = 20)))]
    pub length: Option<u32>,
}

object!(SuggestSettings {
    facts: or_default "facts",
    least: optional "least",
    sure: optional "sure",
    length: optional "length",
});

/// Checked settings.
#[derive(Debug, Clone)]
pub struct SuggestRules {
    pub(super) facts: Vec<String>,
    pub(super) least: u32,
    pub(super) sure: u32,
    pub(super) length: u32,
}

impl SuggestRules {
    /// Checks settings.
    ///
    /// # Errors
    /// Every finding: `document.numberOutOfRange`, `id.*`, `limit.exceeded`.
    pub fn check(settings: &SuggestSettings) -> Result<Self, Vec<Error>> {
        let mut findings = Vec::new();
        let path = Path::root().key("facts");
        let mut ids = Ids::default();
        for (at, name) in settings.facts.iter().enumerate() {
            ids.add(name, &path.index(at), &mut findings);
        }
        let mut bounds = |number: usize, least: u32, most: usize, path: Path| {
            let low = usize::try_from(least).unwrap_or_default();
            if !(low..=most).contains(&number) {
                let error = Error::new(Code::DocumentNumberOutOfRange).with("number", number);
                findings.push(error.with("least", least).with("most", most).at(path));
            }
        };
        bounds(settings.facts.len(), 0, FACTS, path);
        let mut number = |name: &str, given: Option<u32>, usual: u32, within: (u32, usize)| {
            let number = given.unwrap_or(usual);
            let size = usize::try_from(number).unwrap_or(usize::MAX);
            bounds(size, within.0, within.1, Path::root().key(name));
            number
        };
        let least = number("least", settings.least, LEAST, (1, 10_000));
        let sure = number("sure", settings.sure, SURE, (0, 100));
        let length = number("length", settings.length, LENGTH, (1, 20));
        if !findings.is_empty() {
            return Err(findings);
        }
        Ok(Self { facts: settings.facts.clone(), least, sure, length })
    }
}
