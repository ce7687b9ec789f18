//! The instants of bodies that others made.

use crate::error::Error;
use crate::time::Instant;

/// What programs in Go write for an instant that is not there.
const NEVER: &str = "0001-01-01T00:00:00Z";

/// The instant that a text says; none if it is the one of year 1, which stands for none.
///
/// RFC 3339 with any count of digits of a second, of which milliseconds are kept, and any offset,
/// also without its colon (`+0000`).
pub(super) fn instant(text: &str) -> Result<Option<Instant>, Error> {
    if let Some(instant) = quick(text.as_bytes()).and_then(Instant::checked) {
        return Ok(Some(instant));
    }
    if text == NEVER {
        return Ok(None);
    }
    // Here only to say what is wrong, or to take what is written in a rarer way.
    Instant::parse(text).map(Some)
}

/// The milliseconds since 1970 of the usual forms.
fn quick(text: &[u8]) -> Option<i64> {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.get(..10)? else { return None };
    let [b'T', h1, h2, b':', n1, n2, b':', s1, s2] = text.get(10..19)? else { return None };
    let (year, month) = (digits(&[*y1, *y2, *y3, *y4])?, digits(&[*m1, *m2])?);
    let days = days(year, month, digits(&[*d1, *d2])?)?;
    let (hour, minute) = (digits(&[*h1, *h2])?, digits(&[*n1, *n2])?);
    let second = digits(&[*s1, *s2])?;
    if hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    let (millis, rest) = fraction(text.get(19..)?)?;
    let minutes = minutes(hour, minute).wrapping_sub(offset(rest)?);
    // Nothing wraps: a date of four digits is below 3 million days.
    let seconds = days.wrapping_mul(86_400).wrapping_add(minutes.wrapping_mul(60));
    Some(seconds.wrapping_add(second).wrapping_mul(1_000).wrapping_add(millis))
}

const fn minutes(hours: i64, minutes: i64) -> i64 {
    hours.wrapping_mul(60).wrapping_add(minutes)
}

/// The whole milliseconds of a fraction, and what stands behind it.
fn fraction(text: &[u8]) -> Option<(i64, &[u8])> {
    let [b'.', rest @ ..] = text else { return Some((0, text)) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (written, rest) = rest.split_at_checked(count)?;
    let mut kept = [b'0'; 3];
    for (kept, digit) in kept.iter_mut().zip(written) {
        *kept = *digit;
    }
    if count == 0 { None } else { Some((digits(&kept)?, rest)) }
}

/// The minutes by which a clock is ahead.
fn offset(text: &[u8]) -> Option<i64> {
    let (sign, [h1, h2, rest @ ..]) = text.split_first()? else {
        return matches!(text, [b'Z' | b'z']).then_some(0);
    };
    let (m1, m2) = match rest {
        [b':', m1, m2] | [m1, m2] => (*m1, *m2),
        _ => return None,
    };
    let (hour, minute) = (digits(&[*h1, *h2])?, digits(&[m1, m2])?);
    let ahead = minutes(hour, minute);
    match sign {
        _ if hour > 23 || minute > 59 => None,
        b'+' => Some(ahead),
        b'-' => Some(ahead.saturating_neg()),
        _ => None,
    }
}

/// The days from 1970-01-01 to a date of the Gregorian calendar; none if it is no date.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    let longest = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return None,
    };
    if day < 1 || day > longest {
        return None;
    }
    // Years that begin in March end with the leap day, so that each month has its fixed place.
    let (year, month) = if month > 2 {
        (year, month.saturating_sub(3))
    } else {
        (year.saturating_sub(1), month.saturating_add(9))
    };
    let leaps =
        year.div_euclid(4).wrapping_sub(year.div_euclid(100)).wrapping_add(year.div_euclid(400));
    // Nothing wraps: a year has four digits.
    let before = month.wrapping_mul(153).wrapping_add(2).div_euclid(5);
    let whole = year.wrapping_mul(365).wrapping_add(leaps).wrapping_add(before);
    // The days from the first of March of year 0 to 1970, and the day that is counted from 1.
    Some(whole.wrapping_add(day).wrapping_sub(719_469))
}

/// The number that at most four digits write. 32 bits, since saturating products of 64 are slow in
/// WebAssembly.
fn digits(digits: &[u8]) -> Option<i64> {
    let mut number = 0_u32;
    for byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        number = number.wrapping_mul(10).wrapping_add(digit.into());
    }
    Some(number.into())
}
