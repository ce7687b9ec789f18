use super::fold::{Letter, fold, letter};
use super::stem::stem;
use super::stop::says_nothing;
use super::{Term, TermKind};

/// A longer term tells no more, and a megabyte without a space is one.
const TERM_BYTES: usize = 64;
/// The segments of a frame: at least a package, a class and a method.
const FRAME_SEGMENTS: usize = 3;
/// How far the end of a frame's place is looked for.
const PLACE_BYTES: usize = 120;

/// A part of a chunk: a word of an identifier.
#[derive(Debug, Clone, Copy)]
struct Part {
    start: usize,
    end: usize,
    /// Whether it begins a segment, after a point.
    segment: bool,
    ideographs: bool,
}

/// Cuts texts into terms.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    /// The chunk at hand without case and diacritics: its parts one after the other, its points.
    folded: String,
    parts: Vec<Part>,
    /// Room for a stem.
    word: String,
}

impl Splitter {
    pub(super) fn read(&mut self, text: &str, each: &mut dyn FnMut(Term<'_>)) {
        let mut rest = text;
        while !rest.is_empty() {
            let taken = self.take(rest);
            rest = rest.get(taken..).unwrap_or_default();
            if self.parts.is_empty() {
                continue;
            }
            if rest.starts_with('(') && self.segments() >= FRAME_SEGMENTS {
                self.frame(each);
                rest = after_place(rest);
            } else {
                self.chunk(each);
            }
        }
    }

    /// Takes the next chunk, letters that connectors hold together, with what separates it from
    /// the next one. Returns its bytes.
    fn take(&mut self, text: &str) -> usize {
        self.folded.clear();
        self.parts.clear();
        let mut letters = text.char_indices().peekable();
        let mut last = Letter::Space;
        while let Some((at, this)) = letters.next() {
            let kind = letter(this);
            let next = letters.peek().map_or(Letter::Space, |(_, next)| letter(*next));
            match kind {
                Letter::Mark => continue,
                Letter::Hyphen | Letter::Point
                    if last != Letter::Space && is_inner(next) && is_inner(last) => {}
                Letter::Space | Letter::Hyphen | Letter::Point => {
                    if !self.parts.is_empty() {
                        return at;
                    }
                    last = Letter::Space;
                    continue;
                }
                Letter::Upper | Letter::Lower | Letter::Digit | Letter::Ideograph => {
                    let ends = (last, kind, next) == (Letter::Upper, Letter::Upper, Letter::Lower);
                    let plural = ends && {
                        let mut ahead = letters.clone();
                        ahead.next().is_some_and(|(_, letter)| letter == 's')
                            && !ahead.next().is_some_and(|(_, after)| is_inner(letter(after)))
                    };
                    if begins(last, kind, next, plural) {
                        self.begin(last == Letter::Point, kind == Letter::Ideograph);
                    }
                    fold(this, &mut self.folded);
                    if let Some(part) = self.parts.last_mut() {
                        part.end = self.folded.len();
                    }
                }
            }
            last = kind;
        }
        text.len()
    }

    fn begin(&mut self, point: bool, ideographs: bool) {
        let segment = point || self.parts.is_empty();
        if point && !self.parts.is_empty() {
            self.folded.push('.');
        }
        let start = self.folded.len();
        self.parts.push(Part { start, end: start, segment, ideographs });
    }

    fn segments(&self) -> usize {
        self.parts.iter().filter(|part| part.segment).count()
    }

    /// Hands on the class and the method as one term, and the class.
    fn frame(&mut self, each: &mut dyn FnMut(Term<'_>)) {
        let mut starts = self.parts.iter().rev().filter(|part| part.segment).map(|part| part.start);
        let (method, class) = (starts.next().unwrap_or(0), starts.next().unwrap_or(0));
        let whole = self.folded.get(class..).unwrap_or_default();
        each(Term { text: short(whole), kind: TermKind::Frame });
        let class = self.folded.get(class..method.saturating_sub(1)).unwrap_or_default();
        name(class, &mut self.word, each);
    }

    /// Hands on the terms of a chunk.
    fn chunk(&mut self, each: &mut dyn FnMut(Term<'_>)) {
        let segments = self.segments();
        let mut from = 0;
        if segments > 1 {
            self.dotted(segments, each);
        }
        while let Some(first) = self.parts.get(from) {
            let rest = self.parts.get(from.saturating_add(1)..).unwrap_or_default();
            let more = rest.iter().take_while(|part| !part.segment).count();
            let to = from.saturating_add(more);
            let end = self.parts.get(to).map_or(first.end, |part| part.end);
            let segment = self.parts.get(from..=to).unwrap_or_default();
            if more > 0 && !segment.iter().any(|part| part.ideographs) {
                let whole = self.folded.get(first.start..end).unwrap_or_default();
                name(whole, &mut self.word, each);
            }
            for at in from..=to {
                self.part(at, segments > 1, each);
            }
            from = to.saturating_add(1);
        }
    }

    /// Hands on what several segments are together: a version, or the last two of a name.
    fn dotted(&mut self, segments: usize, each: &mut dyn FnMut(Term<'_>)) {
        if self.folded.as_bytes().first().is_some_and(u8::is_ascii_digit) {
            return each(Term { text: short(&self.folded), kind: TermKind::Number });
        }
        let mut starts = self.parts.iter().filter(|part| part.segment).map(|part| part.start);
        let start = starts.nth(segments.saturating_sub(2)).unwrap_or(0);
        let last = self.folded.get(start..).unwrap_or_default();
        if last.len() > 4 {
            each(Term { text: short(last), kind: TermKind::Name });
        }
    }

    /// Hands on the term of a part.
    fn part(&mut self, at: usize, of_several: bool, each: &mut dyn FnMut(Term<'_>)) {
        let Some(part) = self.parts.get(at) else { return };
        let text = self.folded.get(part.start..part.end).unwrap_or_default();
        if part.ideographs {
            return pairs(text, each);
        }
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        let single = text.chars().nth(1).is_none();
        if single || says_nothing(text) || (of_several && digits == text.len()) {
            return;
        }
        if digits == text.len() {
            return each(Term { text: short(text), kind: TermKind::Number });
        }
        word(text, TermKind::Word, &mut self.word, each);
    }
}

fn is_inner(letter: Letter) -> bool {
    matches!(letter, Letter::Upper | Letter::Lower | Letter::Digit | Letter::Ideograph)
}

/// Whether a letter begins a part, by the one before it and the one after it.
fn begins(last: Letter, this: Letter, next: Letter, plural: bool) -> bool {
    match (last, this) {
        (Letter::Space | Letter::Hyphen | Letter::Point | Letter::Mark, _)
        | (Letter::Lower, Letter::Upper) => true,
        // `HTTPServer` has two parts, `VMs` one.
        (Letter::Upper, Letter::Upper) => next == Letter::Lower && !plural,
        (Letter::Ideograph, other) | (other, Letter::Ideograph) => {
            last != this || other != Letter::Ideograph
        }
        (Letter::Upper | Letter::Lower | Letter::Digit, _) => false,
    }
}

fn name(text: &str, room: &mut String, each: &mut dyn FnMut(Term<'_>)) {
    word(text, TermKind::Name, room, each);
}

fn word(text: &str, kind: TermKind, room: &mut String, each: &mut dyn FnMut(Term<'_>)) {
    let text = short(text);
    if !text.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return each(Term { text, kind });
    }
    room.clear();
    room.push_str(text);
    stem(room);
    each(Term { text: room, kind });
}

/// Two letters at a time, since nobody knows where a word ends; a single one as it is.
fn pairs(text: &str, each: &mut dyn FnMut(Term<'_>)) {
    let mut ends = text.char_indices().map(|(at, letter)| at.saturating_add(letter.len_utf8()));
    let mut starts = text.char_indices().map(|(at, _)| at);
    let first = ends.next().unwrap_or(0);
    if first == text.len() {
        return each(Term { text, kind: TermKind::Word });
    }
    for end in ends {
        let pair = text.get(starts.next().unwrap_or(0)..end).unwrap_or_default();
        each(Term { text: pair, kind: TermKind::Word });
    }
}

/// The text after the place of a frame: `(FileSystem.java:477)`.
fn after_place(text: &str) -> &str {
    let place = text.bytes().take(PLACE_BYTES).position(|letter| letter == b')');
    let after = place.map_or(1, |at| at.saturating_add(1));
    text.get(after..).unwrap_or_default()
}

fn short(text: &str) -> &str {
    let mut end = TERM_BYTES.min(text.len());
    while !text.is_char_boundary(end) {
        end = end.saturating_sub(1);
    }
    text.get(..end).unwrap_or_default()
}
