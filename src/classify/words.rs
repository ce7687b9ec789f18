use serde::Serialize;

use crate::model::Fact;

/// Where a phrase stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The field.
    pub field: String,
    /// The phrase as the rule writes it.
    pub words: String,
}

/// A phrase: words in a row.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// The rule that asks for it.
    pub(super) rule: usize,
    written: String,
    words: Vec<Word>,
}

/// A word of a phrase, small; or how it begins.
#[derive(Debug, Clone)]
struct Word {
    text: String,
    stem: bool,
}

impl Word {
    fn is(&self, word: &str) -> bool {
        if self.stem { word.starts_with(self.text.as_str()) } else { word == self.text }
    }
}

impl Phrase {
    /// A phrase; none if it has no word or does not say how the first one begins.
    pub(super) fn of(rule: usize, written: &str) -> Option<Self> {
        let mut words = Vec::new();
        for part in written.split_ascii_whitespace() {
            let (text, stem) = part.strip_suffix('*').map_or((part, false), |text| (text, true));
            let mut pieces = self::words(text);
            let last = pieces.pop().unwrap_or_default();
            words.extend(pieces.into_iter().map(|text| Word { text, stem: false }));
            if stem || !last.is_empty() {
                words.push(Word { text: last, stem });
            }
        }
        let begins = words.first().is_some_and(|first| !first.text.is_empty());
        begins.then(|| Self { rule, written: written.to_owned(), words })
    }

    fn stands_at(&self, text: &[String]) -> bool {
        text.len() >= self.words.len()
            && self.words.iter().zip(text).all(|(wanted, word)| wanted.is(word))
    }
}

/// Every phrase by its first word, so that a text is gone through once.
#[derive(Debug, Default)]
pub(super) struct Index {
    phrases: Vec<Phrase>,
    /// Their places, sorted by the first word.
    order: Vec<usize>,
    /// The fields of text that each rule asks, by its number.
    fields: Vec<Vec<String>>,
}

impl Index {
    pub(super) fn new(phrases: Vec<Phrase>, fields: Vec<Vec<String>>) -> Self {
        let mut order: Vec<(&str, usize)> = phrases.iter().map(key).zip(0..).collect();
        order.sort_unstable();
        let order = order.into_iter().map(|(_, at)| at).collect();
        Self { phrases, order, fields }
    }

    /// The first place of each rule whose words stand in a report, by the rule's number.
    pub(super) fn find<'f>(&self, fact: &dyn Fn(&str) -> Option<Fact<'f>>) -> Vec<(usize, Place)> {
        let mut names: Vec<&str> = Vec::new();
        for name in self.fields.iter().flatten() {
            if !names.contains(&name.as_str()) {
                names.push(name);
            }
        }
        let mut found: Vec<(usize, Place)> = Vec::new();
        let mut seen = vec![false; self.fields.len()];
        for field in names {
            let Some(Fact::Text(text)) = fact(field) else { continue };
            let text = words(text);
            let mut rest = &text[..];
            while let Some((first, after)) = rest.split_first() {
                for phrase in self.beginning(first) {
                    let asks = self.fields.get(phrase.rule);
                    let asks = asks.is_some_and(|names| names.iter().any(|name| name == field));
                    let Some(seen) = seen.get_mut(phrase.rule).filter(|seen| !**seen && asks)
                    else {
                        continue;
                    };
                    if phrase.stands_at(rest) {
                        *seen = true;
                        let (field, words) = (field.to_owned(), phrase.written.clone());
                        found.push((phrase.rule, Place { field, words }));
                    }
                }
                rest = after;
            }
        }
        found
    }

    /// Whether some rule looks for phrases in a field.
    #[cfg(feature = "analysis")]
    pub(super) fn reads(&self, field: &str) -> bool {
        let reads = |phrase: &Phrase| self.fields.get(phrase.rule);
        self.phrases.iter().filter_map(reads).flatten().any(|name| name == field)
    }

    /// The phrases that may begin with a word: whole, or with as much of it as they name.
    fn beginning<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a Phrase> {
        let ends = word.char_indices().map(|(at, _)| at).skip(1).chain([word.len()]);
        ends.flat_map(move |end| {
            let text = word.get(..end).unwrap_or_default();
            let from =
                self.order.partition_point(|at| self.phrases.get(*at).map_or("", key) < text);
            let later = self.order.get(from..).unwrap_or_default().iter();
            let equal = later.filter_map(|at| self.phrases.get(*at));
            let equal = equal.take_while(move |one| key(one) == text);
            equal.filter(move |one| end == word.len() || one.words.first().is_some_and(|w| w.stem))
        })
    }
}

fn key(phrase: &Phrase) -> &str {
    phrase.words.first().map_or("", |word| word.text.as_str())
}

/// The words of a text in small letters.
fn words(text: &str) -> Vec<String> {
    let small: String = text.chars().map(small).collect();
    let cut = small.split(|letter: char| !is_of_word(letter));
    cut.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Whether a character is a letter or a digit; beyond ASCII whatever is no space, mark or sign.
pub(crate) fn is_of_word(letter: char) -> bool {
    match letter {
        '\0'..='\u{7f}' => letter.is_ascii_alphanumeric(),
        '\u{80}'..='\u{bf}'
        | '\u{d7}'
        | '\u{f7}'
        | '\u{2000}'..='\u{2bff}'
        | '\u{3000}'..='\u{303f}'
        | '\u{fe00}'..='\u{ff0f}' => false,
        '\u{c0}'..='\u{10ffff}' => true,
    }
}

/// The small letter of a capital one in Latin up to U+017E, in Greek without accents, and in
/// Cyrillic from U+0400 to U+045F. The standard library's knows every script, and would take more
/// of the module than all of classification.
pub(crate) fn small(letter: char) -> char {
    let code = u32::from(letter);
    let by = match code {
        0xc0..=0xd6 | 0xd8..=0xde | 0x391..=0x3a1 | 0x3a3..=0x3a9 | 0x410..=0x42f => 32,
        0x400..=0x40f => 80,
        0x100..=0x12f | 0x132..=0x137 | 0x14a..=0x177 => (code & 1) ^ 1,
        0x139..=0x148 | 0x179..=0x17e => code & 1,
        _ => return letter.to_ascii_lowercase(),
    };
    char::from_u32(code.saturating_add(by)).unwrap_or(letter)
}
