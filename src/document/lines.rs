use std::io::BufRead;

use crate::error::{Code, Error};
use crate::limits::Limit;

/// A line without its end, or why it is none.
pub(crate) type Cut<'a> = Result<&'a str, Error>;

/// Bytes on their way into lines. They may be cut anywhere, also within a letter.
///
/// What is kept between two pieces is the beginning of one line.
#[derive(Debug, Clone)]
pub(crate) struct Lines {
    /// How long a line may be.
    limit: &'static Limit,
    /// The beginning of the next line.
    rest: Vec<u8>,
    /// How long that line is, once it is too long and no longer kept.
    over: usize,
    /// The number of the last line that is whole.
    number: u64,
}

impl Lines {
    /// No bytes yet, of lines that may be so long.
    pub(crate) const fn new(limit: &'static Limit) -> Self {
        Self { limit, rest: Vec::new(), over: 0, number: 0 }
    }

    /// Takes in bytes, and hands on each line that they end with its number, from 1. Lines without
    /// anything are counted and passed over.
    pub(crate) fn feed(&mut self, mut bytes: &[u8], each: &mut dyn FnMut(u64, Cut<'_>)) {
        while !bytes.is_empty() {
            // Reading out of memory does not fail.
            let _ = bytes.read_until(b'\n', &mut self.rest);
            let ended = self.rest.last() == Some(&b'\n');
            if ended {
                self.rest.pop();
            }
            if self.over > 0 || !self.limit.admits(self.rest.len()) {
                self.over = self.over.saturating_add(self.rest.len());
                self.rest = Vec::new();
            }
            if ended {
                if let Some((number, line)) = self.unfinished() {
                    each(number, line);
                }
                self.number = self.number.saturating_add(1);
                self.rest.clear();
                self.over = 0;
            }
        }
    }

    /// The next line as if it ended here, if there is anything in it.
    pub(crate) fn unfinished(&self) -> Option<(u64, Cut<'_>)> {
        let number = self.number.saturating_add(1);
        if self.over > 0 {
            return Some((number, Err(Error::beyond(self.limit, self.over))));
        }
        let Ok(line) = str::from_utf8(&self.rest) else {
            let error = Error::new(Code::DocumentSyntax).with("detail", "the bytes are no UTF-8");
            return Some((number, Err(error)));
        };
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = if number == 1 { line.trim_start_matches('\u{feff}') } else { line };
        let empty = line.trim_start_matches([' ', '\t', '\r']).is_empty();
        (!empty).then_some((number, Ok(line)))
    }
}
