//! A text as words, with what stands between them.

use crate::classify::{is_of_word, small};

/// What stands between a word and the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// Something that parts them, or there is none before.
    Break,
    Hyphen,
    Space,
}

/// A word, as it is compared.
#[derive(Debug)]
pub(super) struct Token {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) text: String,
    pub(super) gap: Gap,
    pub(super) quoted: bool,
}

/// The quotation marks that are open: of each kind the number of the word behind it.
#[derive(Debug, Default)]
struct Quotes {
    straight: Option<usize>,
    curly: Option<usize>,
    angled: Option<(usize, char)>,
    ticks: Option<usize>,
    /// From which word to before which one something is quoted.
    ranges: Vec<(usize, usize)>,
}

impl Quotes {
    fn mark(&mut self, letter: char, next: usize) {
        let opened = match letter {
            '"' => toggle(&mut self.straight, next),
            '`' => toggle(&mut self.ticks, next),
            '\u{201e}' | '\u{201c}' if self.curly.is_none() => toggle(&mut self.curly, next),
            '\u{201c}' | '\u{201d}' => self.curly.take(),
            '\u{ab}' | '\u{bb}' => match self.angled {
                Some((from, opener)) if opener != letter => {
                    self.angled = None;
                    Some(from)
                }
                _ => {
                    self.angled = Some((next, letter));
                    None
                }
            },
            _ => return,
        };
        self.ranges.extend(opened.map(|from| (from, next)));
    }

    /// A paragraph ends: what is still open was no quotation.
    fn end(&mut self) {
        *self = Self { ranges: std::mem::take(&mut self.ranges), ..Self::default() };
    }
}

/// Opens, or closes and gives where it was opened.
fn toggle(open: &mut Option<usize>, next: usize) -> Option<usize> {
    let before = open.take();
    if before.is_none() {
        *open = Some(next);
    }
    before
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut quotes = Quotes::default();
    let (mut gap, mut inside, mut lines) = (Gap::Break, false, 0_u8);
    for (at, letter) in text.char_indices() {
        if is_of_word(letter) || letter == '\u{1e9e}' {
            if !inside {
                tokens.push(Token { from: at, to: at, text: String::new(), gap, quoted: false });
            }
            if let Some(token) = tokens.last_mut() {
                fold(letter, &mut token.text);
                token.to = at.saturating_add(letter.len_utf8());
            }
            (inside, lines, gap) = (true, 0, Gap::Space);
            continue;
        }
        inside = false;
        quotes.mark(letter, tokens.len());
        gap = match letter {
            '\n' if lines > 0 => {
                quotes.end();
                Gap::Break
            }
            _ if gap == Gap::Break => Gap::Break,
            '-' | '\u{2010}' | '\u{2011}' => Gap::Hyphen,
            '\''
            | '\u{2019}'
            | '*'
            | '"'
            | '`'
            | '\u{ad}'
            | '\u{201c}'..='\u{201e}'
            | '\u{ab}'
            | '\u{bb}' => gap,
            _ if letter.is_whitespace() => gap,
            _ => Gap::Break,
        };
        if letter == '\n' {
            lines = 1;
        } else if !letter.is_whitespace() {
            lines = 0;
        }
    }
    quote(&mut tokens, &quotes.ranges);
    tokens
}

/// Marks the words that are quoted: how many quotations are open is counted along.
fn quote(tokens: &mut [Token], ranges: &[(usize, usize)]) {
    let mut edges: Vec<(usize, bool)> = Vec::new();
    for (from, to) in ranges {
        edges.extend([(*from, true), (*to, false)]);
    }
    edges.sort_unstable();
    let (mut edges, mut open) = (edges.into_iter().peekable(), 0_usize);
    for (at, token) in tokens.iter_mut().enumerate() {
        while let Some((_, opens)) = edges.next_if(|(edge, _)| *edge <= at) {
            open = if opens { open.saturating_add(1) } else { open.saturating_sub(1) };
        }
        token.quoted = open > 0;
    }
}

fn fold(letter: char, text: &mut String) {
    match small(letter) {
        'ä' => text.push_str("ae"),
        'ö' => text.push_str("oe"),
        'ü' => text.push_str("ue"),
        'ß' | '\u{1e9e}' => text.push_str("ss"),
        // Two dots of their own, behind the letter that they belong to.
        '\u{308}' if text.ends_with(['a', 'o', 'u']) => text.push('e'),
        letter => text.push(letter),
    }
}

/// Whether nothing parts a word from the one before it.
pub(super) fn joined(tokens: &[Token], at: usize) -> bool {
    tokens.get(at).is_some_and(|token| token.gap != Gap::Break)
}
