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

    /// A field that neither the standard nor the policy knows.
    FieldUnknown => refuse("field.unknown", "unknown field `{field}`", "did you mean `{nearest}`?; otherwise declare it under `fields` of the policy");
    /// A value that the field cannot hold.
    FieldTypeWrong => refuse("field.typeWrong", "the field `{field}` holds a {expected}, this is {actual}", "");
    /// A word that is none of those the field is limited to.
    FieldWordUnknown => refuse("field.wordUnknown", "`{word}` is no value of the field `{field}`", "did you mean `{nearest}`?; known here: {known}");
    /// A field that follows from others.
    FieldDerived => refuse("field.derived", "the field `{field}` follows from the events and cannot be set", "");
    /// A field declared twice, or a standard one declared again.
    FieldRepeated => refuse("field.repeated", "the field `{field}` is declared already", "");

    /// A condition that is of no form, or of two.
    ConditionForm => refuse("condition.form", "a condition has one of the forms `all`, `any`, `not`, or a `field` with one test", "the tests are `is`, `in`, `isSet`, and `atLeast` with or without `atMost`");
    /// A range test of a field that is no number.
    ConditionNotNumber => refuse("condition.notNumber", "the field `{field}` is not a number, so it has no range", "");
    /// A range that no number is in.
    ConditionEmptyRange => refuse("condition.emptyRange", "`atLeast` is larger than `atMost`", "");

    /// An identifier without a letter.
    IdEmpty => refuse("id.empty", "an identifier is empty", "");
    /// An identifier that stands twice.
    IdRepeated => refuse("id.repeated", "the identifier `{id}` stands here twice", "");

    /// A scale without a level.
    ScaleEmpty => refuse("scale.empty", "a scale needs at least one level", "");
    /// A level that the scale does not have.
    LevelUnknown => refuse("scale.levelUnknown", "`{level}` is no level of this scale", "did you mean `{nearest}`?; known here: {known}");
    /// A pair of levels without a priority.
    MatrixCellMissing => refuse("matrix.cellMissing", "this pair of impact and urgency has no priority", "write a level of `scales.priority` here");
    /// More impact or urgency lowers the priority.
    MatrixFalls => warn("matrix.falls", "the priority here is higher than with more impact or more urgency", "");

    /// A state that the lifecycle does not have.
    StateUnknown => refuse("lifecycle.stateUnknown", "the lifecycle has no state `{state}`", "did you mean `{nearest}`?");
    /// A state that no move reaches.
    StateUnreachable => warn("lifecycle.stateUnreachable", "no ticket can reach the state `{state}`", "add a move to it or remove it");
    /// A state from which no ticket can be closed.
    StateWithoutEnd => warn("lifecycle.stateWithoutEnd", "no ticket in the state `{state}` can ever be closed or canceled", "add a move that leads to an end");
    /// A move that no state is left by.
    MoveFromNowhere => refuse("lifecycle.moveFromNowhere", "the move leaves no state", "");
    /// A move to the state that it leaves.
    MoveToItself => refuse("lifecycle.moveToItself", "the move leads to the state that it leaves", "");
    /// Two moves between the same states.
    MoveRepeated => refuse("lifecycle.moveRepeated", "a move between these two states is written already", "write both guards in one move");
    /// A move that the chart does not have.
    MoveNotAllowed => refuse("lifecycle.moveNotAllowed", "the lifecycle has no move from `{from}` to `{to}`", "from here: {known}");
    /// A move that needs a role.
    RoleMissing => refuse("lifecycle.roleMissing", "the move needs one of the roles {roles}", "");
    /// A move whose condition is false.
    GuardFails => refuse("lifecycle.guardFails", "the condition of the move from `{from}` to `{to}` is not true of this ticket", "");
    /// A move that needs a fact.
    FactMissing => refuse("lifecycle.factMissing", "the field `{field}` needs a value for this move", "give it with the move");
    /// A state on hold without its reason.
    HoldReasonMissing => refuse("lifecycle.holdReasonMissing", "`{state}` needs a reason to wait", "known here: {known}");
    /// A reason to wait that the policy does not list.
    HoldReasonUnknown => refuse("lifecycle.holdReasonUnknown", "`{reason}` is no reason to wait", "known here: {known}");
    /// A reason to wait for a state that does not wait.
    HoldReasonOutOfPlace => refuse("lifecycle.holdReasonOutOfPlace", "`{state}` is not a state on hold, so it takes no reason to wait", "");

    /// A span that must be longer than nothing.
    SpanNotPositive => refuse("time.spanNotPositive", "`{value}` must be longer than nothing", "");
    /// A calendar that the policy does not have.
    CalendarUnknown => refuse("calendar.unknown", "the policy has no calendar `{calendar}`", "did you mean `{nearest}`?");

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

    /// Whether a finding with this code refuses the document.
    #[must_use]
    pub fn refuses(self) -> bool {
        self.severity() == Severity::Error
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
