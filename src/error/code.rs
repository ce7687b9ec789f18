use serde::Serialize;

/// Whether a finding refuses the document or only warns about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The document or the command is refused.
    Error,
    /// The document is accepted, but probably does not say what was meant.
    Warning,
}

struct Row {
    code: &'static str,
    severity: Severity,
    message: &'static str,
    help: &'static str,
}

const fn refuse(code: &'static str, message: &'static str, help: &'static str) -> Row {
    Row { code, severity: Severity::Error, message, help }
}

const fn warn(code: &'static str, message: &'static str, help: &'static str) -> Row {
    Row { code, severity: Severity::Warning, message, help }
}

/// The table of codes: the variant, its row, and from both the list of all.
///
/// A macro because a variant, its text and the list must not be able to drift apart.
macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident => $row:expr;)*) => {
        /// What an [`Error`](super::Error) is about: stable, and never reused for another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $variant,)* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            const fn row(self) -> Row {
                match self { $(Self::$variant => $row,)* }
            }
        }
    };
}

codes! {
    /// A bound of [`limits`](crate::limits) was passed.
    LimitExceeded => refuse("limit.exceeded", "the limit `{limit}` is {maximum}, this is {actual}", "");

    /// The text is not JSON.
    DocumentSyntax => refuse("document.syntax", "not JSON: {detail}", "");
    /// A member of an object stands twice.
    DocumentFieldRepeated => refuse("document.fieldRepeated", "`{field}` stands here twice", "keep one of the two");
    /// A member that the document does not have.
    DocumentFieldUnknown => refuse("document.fieldUnknown", "unknown field `{field}`", "did you mean `{nearest}`?; known here: {known}");
    /// A member that must be there.
    DocumentFieldMissing => refuse("document.fieldMissing", "the field `{field}` is missing", "");
    /// A value of the wrong type.
    DocumentTypeWrong => refuse("document.typeWrong", "{actual} stands where {expected} is expected", "");
    /// A word that is none of the known ones.
    DocumentWordUnknown => refuse("document.wordUnknown", "unknown word `{word}`", "did you mean `{nearest}`?; known here: {known}");
    /// A value of the right type that cannot be meant.
    DocumentValueInvalid => refuse("document.valueInvalid", "{detail}", "");
    /// A number with a fraction or an exponent, or beyond 64 bits.
    DocumentNumberNotInteger => refuse("document.numberNotInteger", "`{value}` is not a whole number", "decisions use whole numbers only");

    /// Not an instant in RFC 3339, nor whole milliseconds.
    TimeSyntax => refuse("time.syntax", "`{value}` is not an instant", "write RFC 3339 with an offset, for example `2026-01-09T17:00:00Z`");
    /// Before 1970 or after 9999.
    TimeOutOfRange => refuse("time.outOfRange", "the instant `{value}` is outside 1970-01-01T00:00:00Z to 9999-12-31T23:59:59.999Z", "");
    /// A second 60.
    TimeLeapSecond => refuse("time.leapSecond", "`{value}` is a leap second", "write the second before or after it");
    /// Not a span such as `4h 30m`.
    TimeSpanSyntax => refuse("time.spanSyntax", "`{value}` is not a span of time", "write whole hours, minutes and seconds, largest first, for example `4h 30m`");
    /// A span with days, which could be three different things.
    TimeSpanDays => refuse("time.spanDays", "`{value}` counts in days", "a day may be 24 hours, a working day or a calendar day: write hours");
}

impl Code {
    /// The code as text, for example `time.outOfRange`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        self.row().code
    }

    /// Whether it refuses or only warns.
    #[must_use]
    pub const fn severity(self) -> Severity {
        self.row().severity
    }

    /// The English message, with `{name}` where a parameter goes.
    #[must_use]
    pub const fn message(self) -> &'static str {
        self.row().message
    }

    /// What to do, with `{name}` where a parameter goes; empty if nothing is known.
    #[must_use]
    pub const fn help(self) -> &'static str {
        self.row().help
    }

    /// The code with this text.
    #[must_use]
    pub fn named(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == text)
    }
}

// Until the first warning is listed, the table uses only half of its vocabulary.
const _: fn(&'static str, &'static str, &'static str) -> Row = warn;
