//! Words that blame a person, where what is asked for is what led to it.
//!
//! A phrase is pointed at, and something neutral to write instead is offered. Nothing is refused
//! by it: a sentence can blame without any of these words, and these words can stand in one that
//! does not.
//!
//! # Rules
//! - Small and capital letters are equal as in [`classify`](crate::classify); `ä`, `ö`, `ü` and
//!   `ß` equal `ae`, `oe`, `ue` and `ss`, and accents may be characters of their own.
//! - Words count whole. Between those of a phrase stand only spaces, line breaks, hyphens,
//!   apostrophes and asterisks: `user_error`, `human.error` and what another sentence goes on with
//!   are none.
//! - What stands in quotation marks (`"…"`, `“…”`, `„…“`, `«…»`, `` `…` ``) is somebody else's, and
//!   not looked at. They must close within the paragraph.
//! - What only says something of a person, such as `failed to`, counts only behind a person: a
//!   pronoun or the name of a role. Adverbs may stand between. So `the engineer failed to check`
//!   does, and `the service failed to start` does not. `They`, `user`, `operator` and the like may
//!   be machines: they count only with what only people do, such as to notice or to forget. Names
//!   of persons are not known. In German the person may stand anywhere in the clause, at most six
//!   words before or three after, and not in the genitive or dative.
//! - `Should have` counts with what was done behind it: `we should have a backup` does not.
//! - What is denied (`no human error`) or asked (`who is to blame`) does not count.
//!
//! Time grows linearly with the text.

mod phrases;
mod tokens;

use serde::Serialize;

use crate::document::words;
use crate::error::{Code, Error, Path};
use phrases::{
    AFTER_PERSON, ARTICLES, ASKED, BETWEEN, DENIED, DONE, FAULT, MENTAL, OBLIQUE, PEOPLE, PERHAPS,
    PHRASES, Phrase, SCHULD, Subject,
};
use tokens::{Gap, Token, joined, tokens};

/// A language that phrases are known of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum Language {
    /// English.
    En,
    /// German.
    De,
}

words!(Language { En: "en", De: "de" });

/// A phrase that blames, and where it stands. Each pair is its start and its end, counted from 0.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Blame {
    /// `review.blaming`, with the phrase, and under `instead` what to write.
    pub finding: Error,
    /// The language of the phrase.
    pub language: Language,
    /// In bytes of UTF-8.
    pub bytes: [usize; 2],
    /// In characters (Unicode scalar values).
    pub characters: [usize; 2],
    /// In units of UTF-16, as JavaScript counts.
    pub utf16: [usize; 2],
}

/// Every phrase of a text that blames, in the order of the text.
///
/// # Example
/// ```
/// use incident_core::security::review::blaming;
///
/// let found = blaming("The cause was human error.");
/// assert_eq!(found[0].bytes, [14, 25]);
/// assert!(blaming("The service failed to start.").is_empty());
/// ```
#[must_use]
pub fn blaming(text: &str) -> Vec<Blame> {
    let tokens = tokens(text);
    let lists = Lists::new();
    let mut found = Vec::new();
    let mut place = Place { bytes: 0, characters: 0, utf16: 0 };
    let mut at = 0_usize;
    while let Some(token) = tokens.get(at) {
        let hit = if token.quoted { None } else { lists.longest(&tokens, at) };
        let Some((phrase, end)) = hit else {
            at = at.saturating_add(1);
            continue;
        };
        let last = tokens.get(end.saturating_sub(1)).map_or(token.to, |last| last.to);
        let start = place.at(text, token.from);
        let stop = place.at(text, last);
        let words = text.get(token.from..last).unwrap_or_default();
        let finding = Error::new(Code::ReviewBlaming).with("phrase", words);
        found.push(Blame {
            finding: finding.with("instead", phrase.instead),
            language: phrase.language,
            bytes: [start.bytes, stop.bytes],
            characters: [start.characters, stop.characters],
            utf16: [start.utf16, stop.utf16],
        });
        at = end.max(at.saturating_add(1));
    }
    found
}

/// The same, found at a place of a document.
pub(super) fn blaming_at(text: &str, path: &Path, found: &mut Vec<Blame>) {
    let all = blaming(text).into_iter();
    found.extend(all.map(|one| Blame { finding: one.finding.at(path.clone()), ..one }));
}

/// How far a text was gone through, in three counts.
#[derive(Debug, Clone, Copy)]
struct Place {
    bytes: usize,
    characters: usize,
    utf16: usize,
}

impl Place {
    /// Goes on to a byte.
    fn at(&mut self, text: &str, byte: usize) -> Self {
        for letter in text.get(self.bytes..byte).unwrap_or_default().chars() {
            self.characters = self.characters.saturating_add(1);
            self.utf16 = self.utf16.saturating_add(letter.len_utf16());
        }
        self.bytes = byte;
        *self
    }
}

/// The tables, ready to be asked.
struct Lists {
    /// The phrases by the first byte of their first word.
    by_first: Vec<(u8, &'static Phrase)>,
    people: Vec<&'static str>,
    perhaps: Vec<&'static str>,
    articles: Vec<&'static str>,
    done: Vec<&'static str>,
}

fn sorted(words: &'static str) -> Vec<&'static str> {
    let mut words: Vec<_> = words.split_ascii_whitespace().collect();
    words.sort_unstable();
    words
}

fn among(word: &str, words: &str) -> bool {
    words.split_ascii_whitespace().any(|other| other == word)
}

/// Who somebody is by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    Person,
    Perhaps,
    Nobody,
}

impl Lists {
    fn new() -> Self {
        let mut by_first = Vec::new();
        for phrase in PHRASES {
            let first = phrase.words.split(' ').next().unwrap_or_default();
            for word in first.split('|') {
                by_first.extend(word.bytes().next().map(|byte| (byte, phrase)));
            }
        }
        by_first.sort_by_key(|(byte, _)| *byte);
        by_first.dedup_by(|one, other| one.0 == other.0 && std::ptr::eq(one.1, other.1));
        Self {
            by_first,
            people: sorted(PEOPLE),
            perhaps: sorted(PERHAPS),
            articles: sorted(ARTICLES),
            done: sorted(DONE),
        }
    }

    /// The longest phrase that begins with a word and counts there, and the word behind it.
    fn longest(&self, tokens: &[Token], at: usize) -> Option<(&'static Phrase, usize)> {
        let first = *tokens.get(at)?.text.as_bytes().first()?;
        let from = self.by_first.partition_point(|(byte, _)| *byte < first);
        let phrases = self.by_first.get(from..)?.iter().take_while(|(byte, _)| *byte == first);
        let mut longest: Option<(&'static Phrase, usize)> = None;
        for (_, phrase) in phrases {
            let elements: Vec<&str> = phrase.words.split(' ').collect();
            let Some((begins, rest)) = elements.split_first() else { continue };
            if !is_one_of(&tokens.get(at)?.text, begins) {
                continue;
            }
            let end = self.end(tokens, at.saturating_add(1), rest, phrase.language);
            let Some(end) = end.filter(|end| self.counts(phrase, tokens, at, *end)) else {
                continue;
            };
            if longest.is_none_or(|(_, before)| end > before) {
                longest = Some((phrase, end));
            }
        }
        longest
    }

    /// The word behind what the elements stand for from `at` on.
    fn end(
        &self,
        tokens: &[Token],
        at: usize,
        elements: &[&str],
        language: Language,
    ) -> Option<usize> {
        let Some((element, rest)) = elements.split_first() else { return Some(at) };
        let go_on = |at: usize| self.end(tokens, at, rest, language);
        if matches!(*element, "~" | "+") {
            let most = if *element == "~" { 1_usize } else { 8 };
            for skipped in 0..=most {
                let next = at.saturating_add(skipped);
                if skipped > 0 && !joined(tokens, next.saturating_sub(1)) {
                    return None;
                }
                if let Some(end) = go_on(next) {
                    return Some(end);
                }
            }
            return None;
        }
        let token = tokens.get(at)?;
        if token.gap == Gap::Break {
            return None;
        }
        let next = at.saturating_add(1);
        match *element {
            "@" => self.person_ends(tokens, at, language).and_then(go_on),
            "%" => {
                let adverb = token.text.ends_with("ly") || among(&token.text, "also just at least");
                let done = if adverb && joined(tokens, next) { next } else { at };
                let word = tokens.get(done)?.text.as_str();
                let is = word.ends_with("ed") || self.done.binary_search(&word).is_ok();
                if is { go_on(done.saturating_add(1)) } else { None }
            }
            words if is_one_of(&token.text, words) => go_on(next),
            _ => None,
        }
    }

    /// The word behind a person with what stands before their role.
    fn person_ends(&self, tokens: &[Token], from: usize, language: Language) -> Option<usize> {
        let mut at = from;
        while let Some(token) = tokens.get(at) {
            let next = at.saturating_add(1);
            let who = self.who(&token.text);
            if who != Who::Nobody {
                let after = tokens.get(next).filter(|after| after.gap != Gap::Break);
                let ends = after.is_none_or(|after| match language {
                    Language::En => among(&after.text, AFTER_PERSON),
                    Language::De => after.gap != Gap::Hyphen,
                });
                return ends.then_some(next);
            }
            let article = self.articles.binary_search(&token.text.as_str()).is_ok();
            if !article || next.saturating_sub(from) > 4 || !joined(tokens, next) {
                return None;
            }
            at = next;
        }
        None
    }

    fn who(&self, word: &str) -> Who {
        if self.people.binary_search(&word).is_ok() {
            Who::Person
        } else if self.perhaps.binary_search(&word).is_ok() {
            Who::Perhaps
        } else {
            Who::Nobody
        }
    }

    /// Whether what stands around a phrase lets it count.
    fn counts(&self, phrase: &Phrase, tokens: &[Token], at: usize, end: usize) -> bool {
        let follows = tokens.get(end).filter(|after| after.gap != Gap::Break);
        let another = |after: &Token| phrase.unless.split('|').any(|word| word == after.text);
        if follows.is_some_and(another) || denied(tokens, at, phrase) {
            return false;
        }
        // With an article between it and the verb: `forgot her password`.
        if !phrase.unless.is_empty() && phrase.subject != Subject::Any {
            let from = at.saturating_sub(2);
            let near = tokens.get(from..end.saturating_add(3).min(tokens.len()));
            if near.unwrap_or_default().iter().any(another) {
                return false;
            }
        }
        let mental = || {
            let last = tokens.get(at..end).unwrap_or_default().iter();
            last.chain(follows).any(|token| {
                MENTAL.split_ascii_whitespace().any(|stem| token.text.starts_with(stem))
            })
        };
        let who = match phrase.subject {
            Subject::Any => return true,
            Subject::Before => self.before(tokens, at),
            Subject::Clause => self.in_clause(tokens, at, end),
        };
        match who {
            Who::Person => true,
            Who::Perhaps => phrase.human || mental(),
            Who::Nobody => false,
        }
    }

    /// Who stands right before a phrase.
    fn before(&self, tokens: &[Token], at: usize) -> Who {
        let mut next = at;
        for _ in 0..5 {
            let Some(before) = next.checked_sub(1).filter(|_| joined(tokens, next)) else { break };
            let Some(token) = tokens.get(before) else { break };
            let who = self.who(&token.text);
            if who != Who::Nobody {
                return who;
            }
            if !token.text.ends_with("ly") && !among(&token.text, BETWEEN) {
                break;
            }
            next = before;
        }
        Who::Nobody
    }

    /// Who acts in the clause of a phrase.
    fn in_clause(&self, tokens: &[Token], at: usize, end: usize) -> Who {
        let mut from = at;
        while at.saturating_sub(from) < 6 && from > 0 && joined(tokens, from) {
            from = from.saturating_sub(1);
        }
        let mut to = end;
        while to.saturating_sub(end) < 3 && joined(tokens, to) {
            to = to.saturating_add(1);
        }
        let mut found = Who::Nobody;
        for place in from..to {
            let Some(token) = tokens.get(place) else { break };
            let before = place.checked_sub(1).and_then(|before| tokens.get(before));
            let oblique = place > from && before.is_some_and(|word| among(&word.text, OBLIQUE));
            let compound = tokens.get(place.saturating_add(1));
            if oblique || compound.is_some_and(|after| after.gap == Gap::Hyphen) {
                continue;
            }
            match self.who(&token.text) {
                Who::Person => return Who::Person,
                Who::Perhaps => found = Who::Perhaps,
                Who::Nobody => {}
            }
        }
        found
    }
}

fn is_one_of(word: &str, words: &str) -> bool {
    words.split('|').any(|other| match other.strip_suffix('*') {
        Some(stem) => word.starts_with(stem),
        None => word == other,
    })
}

/// Whether one of the words right before a phrase denies it, or asks for it: whose fault something
/// is can be asked, and who did something says that they did.
fn denied(tokens: &[Token], at: usize, phrase: &Phrase) -> bool {
    let mut next = at;
    let asked = [FAULT, SCHULD].contains(&phrase.instead);
    let reach = if phrase.subject == Subject::Any { 3 } else { 1 };
    for _ in 0..reach {
        let Some(before) = next.checked_sub(1).filter(|_| joined(tokens, next)) else { break };
        let Some(token) = tokens.get(before) else { break };
        let asks = among(&token.text, ASKED) && asked && phrase.subject == Subject::Any;
        if among(&token.text, DENIED) || asks {
            return true;
        }
        next = before;
    }
    false
}
