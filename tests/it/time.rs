//! Instants and spans: their bounds, and what is refused.

use incident_core::{Code, Instant, Span};

#[test]
fn instants_at_the_bounds_and_one_beyond() {
    for (text, expected) in [
        ("1970-01-01T00:00:00Z", Ok(0)),
        ("9999-12-31T23:59:59.999Z", Ok(253_402_300_799_999)),
        ("1969-12-31T23:59:59.999Z", Err(Code::TimeOutOfRange)),
        ("10000-01-01T00:00:00Z", Err(Code::TimeSyntax)),
        ("0001-01-01T00:00:00Z", Err(Code::TimeOutOfRange)),
        ("9999-12-31T23:59:59.999-00:01", Err(Code::TimeOutOfRange)),
        ("2026-02-30T00:00:00Z", Err(Code::TimeSyntax)),
        ("2026-02-28 00:00:00Z", Err(Code::TimeSyntax)),
        ("2016-12-31T23:59:60Z", Err(Code::TimeLeapSecond)),
        ("2026-01-01T00:00:00", Err(Code::TimeSyntax)),
        ("2026-01-01T00:00:00.123456789+05:45", Ok(1_767_204_900_123)),
        ("", Err(Code::TimeSyntax)),
    ] {
        let read = Instant::parse(text).map(Instant::as_millis).map_err(|error| error.code());
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn spans_read_as_written() {
    for (text, expected) in [
        ("4h 30m", Ok(16_200_000)),
        ("0s", Ok(0)),
        ("-2h 1ms", Ok(-7_200_001)),
        ("30m 4h", Err(Code::TimeSpanSyntax)),
        ("1h 1h", Err(Code::TimeSpanSyntax)),
        ("1.5h", Err(Code::TimeSpanSyntax)),
        ("h", Err(Code::TimeSpanSyntax)),
        ("", Err(Code::TimeSpanSyntax)),
        ("5d", Err(Code::TimeSpanDays)),
        ("9223372036854775807h", Err(Code::TimeSpanSyntax)),
    ] {
        let read = Span::parse(text).map(Span::as_millis).map_err(|error| error.code());
        assert_eq!(read, expected, "{text}");
    }
}

#[test]
fn printing_and_reading_are_inverse() {
    for milliseconds in [0, 1, 999, 1_000, 59_999, 3_600_000, -1, -86_400_000, i64::MAX] {
        let span = Span::from_millis(milliseconds);
        assert_eq!(Span::parse(&span.to_string()), Ok(span));
    }
}
