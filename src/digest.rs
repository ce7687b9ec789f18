//! Names made of content: SHA-256 over canonical bytes.

use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::document::{self, Node};

/// The SHA-256 of `bytes`, as 64 lower-case hexadecimal digits.
///
/// # Example
/// ```
/// let digest = incident_core::digest::of_bytes(b"abc");
/// assert!(digest.starts_with("ba7816bf") && digest.len() == 64);
/// ```
#[must_use]
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

/// Bytes as lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().saturating_mul(2));
    for byte in bytes {
        for half in [byte >> 4, byte & 15] {
            text.push(char::from_digit(u32::from(half), 16).unwrap_or('0'));
        }
    }
    text
}

/// A SHA-256 out of its text; none if it is not 64 lower-case hexadecimal digits.
#[cfg(any(feature = "analysis", feature = "security", feature = "response"))]
pub(crate) fn parsed(text: &str) -> Option<[u8; 32]> {
    let mut digest = [0; 32];
    let digits = text.as_bytes();
    if digits.len() != 64 {
        return None;
    }
    for (byte, pair) in digest.iter_mut().zip(digits.chunks_exact(2)) {
        for digit in pair {
            let value = match digit {
                b'0'..=b'9' => digit.wrapping_sub(b'0'),
                b'a'..=b'f' => digit.wrapping_sub(b'a').wrapping_add(10),
                _ => return None,
            };
            *byte = (*byte << 4) | value;
        }
    }
    Some(digest)
}

/// The digest of what this library writes: of its JSON text without white space, members in the
/// order of the type's fields and keys of maps in byte order.
#[must_use]
pub fn of<T: Serialize>(document: &T) -> String {
    of_bytes(document::text(document).as_bytes())
}

/// The digest of a document that somebody wrote: of its JSON text without white space, members in
/// the byte order of their names. What is left out and what is written as its default differ.
#[must_use]
pub fn of_written(document: &Node) -> String {
    of(&document.sorted())
}
