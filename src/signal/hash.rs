//! FNV-1a with 64 bits: what alerts are told apart by.

/// A hash on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hash(u64);

/// What ends a part, so that `a`, `bc` and `ab`, `c` differ: no byte of UTF-8.
const END: u8 = 0xff;

impl Hash {
    pub(super) const EMPTY: Self = Self(0xcbf2_9ce4_8422_2325);

    /// The hash with the bytes of one more part.
    #[must_use]
    pub(super) fn part(self, bytes: &[u8]) -> Self {
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(step(bytes.iter().fold(self.0, step), &END))
    }

    pub(super) const fn value(self) -> u64 {
        self.0
    }

    /// The hash as 16 lower-case hexadecimal digits.
    pub(super) fn digits(self) -> [u8; 16] {
        let mut digits = [b'0'; 16];
        let mut rest = self.0;
        for digit in digits.iter_mut().rev() {
            let last = u8::try_from(rest & 15).unwrap_or_default();
            *digit = if last < 10 { b'0'.wrapping_add(last) } else { b'W'.wrapping_add(last) };
            rest >>= 4;
        }
        digits
    }
}
