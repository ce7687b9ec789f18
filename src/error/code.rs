#[macro_use]
mod assessment;
#[macro_use]
mod audit;
#[macro_use]
mod desk;
#[macro_use]
mod insight;
#[macro_use]
mod lessons;
#[macro_use]
mod response;
#[macro_use]
mod signal;
#[macro_use]
mod statute;

use serde::Serialize;

/// Whether a finding refuses the document or only warns about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// The document or the command is refused.
    Error,
    /// The document is accepted, but probably does not say what was meant.
    Warning,
    /// A line of a reading, about which nothing is to be done.
    Note,
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

#[cfg(any(feature = "analysis", feature = "security", feature = "desk"))]
const fn note(code: &'static str, message: &'static str) -> Row {
    Row { code, severity: Severity::Note, message, help: "" }
}

/// The table of codes: the variant, its row, and from both the list of all.
///
/// A macro because a variant, its text and the list must not be able to drift apart.
///
/// In groups, because a module without what finds a code does not carry its texts.
macro_rules! codes {
    ($(
        $(#[$group_doc:meta])*
        $group_name:ident if $group:meta
        { $($(#[$doc:meta])* $variant:ident => $row:expr;)* }
    )*) => {
        /// What an [`Error`](super::Error) is about: stable, and never reused for another meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($($(#[$doc])* #[cfg($group)] $variant,)*)*
        }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$($(#[cfg($group)] Self::$variant,)*)*];

            $(
                $(#[$group_doc])*
                #[cfg($group)]
                pub const $group_name: &'static [Self] = &[$(Self::$variant,)*];
            )*

            const fn row(self) -> &'static Row {
                match self {
                    $($(#[cfg($group)] Self::$variant => {
                        const ROW: Row = $row;
                        &ROW
                    })*)*
                }
            }
        }
    };
}

/// Adds the groups of the named files to the first ones.
macro_rules! gather {
    ([] $($groups:tt)*) => {
        codes! { $($groups)* }
    };
    ([$next:ident $($rest:ident)*] $($groups:tt)*) => {
        $next! { [$($rest)*] $($groups)* }
    };
}

gather! {
    [audit signal statute assessment response lessons insight desk]

    /// What every module finds.
    CORE if all()
    {
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
        /// A whole number outside the bounds that hold at its place.
        DocumentNumberOutOfRange => refuse("document.numberOutOfRange", "{number} is not within {least} to {most}", "");
        /// A number with a fraction or an exponent, or beyond 64 bits.
        DocumentNumberNotInteger => refuse("document.numberNotInteger", "the number has a fraction or an exponent, or is beyond 64 bits", "");

        /// A field that neither the standard nor the policy knows.
        FieldUnknown => refuse("field.unknown", "unknown field `{field}`", "did you mean `{nearest}`?; otherwise declare it under `fields` of the policy");
        /// A value that the field cannot hold.
        FieldTypeWrong => refuse("field.typeWrong", "the field `{field}` holds a {expected}, this is {actual}", "");
        /// A word that is none of those the field is limited to.
        FieldWordUnknown => refuse("field.wordUnknown", "`{word}` is no value of the field `{field}`", "did you mean `{nearest}`?; known here: {known}");
        /// A field that follows from others.
        FieldDerived => refuse("field.derived", "the field `{field}` follows from the events and cannot be set", "");
        /// A field that follows from events, where only what was reported is known.
        FieldNotReported => refuse("field.notReported", "the field `{field}` follows from the events; only facts and the kind are known here", "");
        /// A field declared twice, or a standard one declared again.
        FieldRepeated => refuse("field.repeated", "the field `{field}` is declared already", "");

        /// A condition that is of no form, or of two.
        ConditionForm => refuse("condition.form", "a condition has one of the forms `all`, `any`, `not`, or a `field` with one test", "the tests are `is`, `in`, `isSet`, and `atLeast` with or without `atMost`");
        /// A range test of a field that is no number.
        ConditionNotNumber => refuse("condition.notNumber", "the field `{field}` is not a number, so it has no range", "");
        /// A range that no number is in.
        ConditionEmptyRange => refuse("condition.emptyRange", "`atLeast` is larger than `atMost`", "");

        /// A ticket that is recorded already.
        TicketExists => refuse("ticket.exists", "the ticket is recorded already", "leave the ticket out to record a new one");
        /// A command about no ticket.
        TicketMissing => refuse("ticket.missing", "the command needs a ticket", "only `open` goes without one");
        /// Another version than the one that the actor saw.
        TicketVersionStale => refuse("ticket.versionStale", "the ticket is at version {version}, the command is for {seen}", "look at it again, then decide again");
        /// A present that lies before the ticket's past.
        TicketTimeBackwards => refuse("ticket.timeBackwards", "the present {now} lies before the last event at {last}", "");
        /// An effect that lies before the ticket was recorded.
        TicketBeforeOpened => refuse("ticket.beforeOpened", "{at} lies before the ticket was opened at {last}", "correct the instant of its opening first");
        /// An effect that lies ahead.
        TicketInFuture => refuse("ticket.inFuture", "{at} lies after the present {last}", "");
        /// A late effect of a command that has its own instants.
        TicketEffectOutOfPlace => refuse("ticket.effectOutOfPlace", "this command cannot take effect late", "leave out `tookEffectAt` of the context");
        /// A correction of an event that there is not.
        CorrectionOfNothing => refuse("ticket.correctionOfNothing", "the history has no event {version}", "");
        /// A correction of an event that follows from others.
        CorrectionOfDerived => refuse("ticket.correctionOfDerived", "the event {version} follows from others", "correct those");
        /// A withdrawal of the event that records the ticket.
        CorrectionOfOpening => refuse("ticket.correctionOfOpening", "the opening of a ticket cannot be withdrawn", "cancel the ticket, or say when it was opened");
        /// A fact that two have set, one of them offline.
        FactChangedMeanwhile => refuse("ticket.factChangedMeanwhile", "`{actor}` has meanwhile set the field `{field}` to `{value}`", "look at it again, then decide again");
        /// A wait is supposed, and the chart has no state for it.
        ForecastWithoutHold => refuse("forecast.withoutHold", "the lifecycle has no state on hold", "");
        /// A history that is no ticket's.
        TicketHistory => refuse("ticket.history", "the history does not begin with `opened`, or its versions do not follow each other", "");

        /// An identifier without a letter.
        IdEmpty => refuse("id.empty", "an identifier is empty", "");
        /// An identifier that stands twice.
        IdRepeated => refuse("id.repeated", "the identifier `{id}` stands here twice", "");

        /// A scale without a level.
        ScaleEmpty => refuse("scale.empty", "a scale needs at least one level", "");
        /// A level that the scale does not have.
        LevelUnknown => refuse("scale.levelUnknown", "`{level}` is no level of this scale", "did you mean `{nearest}`?; known here: {known}");
        /// A pair of levels without a priority.
        MatrixCellMissing => refuse("matrix.cellMissing", "this pair of impact and urgency has no priority", "");
        /// A phrase that no text begins with.
        PhraseEmpty => refuse("classify.phraseEmpty", "`{phrase}` has no word to begin with", "");
        /// A rule that speaks for nothing.
        RuleGivesNothing => refuse("classify.givesNothing", "the rule speaks for no value", "");
        /// A modifier without an effect, or with two.
        ModifierForm => refuse("priority.modifierForm", "a modifier has one of the effects `raise`, `lower`, `atLeast`, `atMost` and `set`", "");
        /// An override that the policy does not provide for.
        OverrideOff => refuse("priority.overrideOff", "the policy lets nobody override a priority", "write `priorityOverride`");
        /// An override beyond the longest that the policy allows, or over already.
        OverrideUntil => refuse("priority.overrideUntil", "the override ends at {at}, not between {now} and {last}", "");
        /// An action on a major incident that its status has no place for.
        MajorIncidentOutOfPlace => refuse("majorIncident.outOfPlace", "`{action}` is out of place: the status is `{status}`", "");
        /// An action on a major incident where the policy has no rule for it.
        MajorIncidentOff => refuse("majorIncident.off", "the policy has no rule for major incidents", "write `majorIncident`");
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
        RoleMissing => refuse("lifecycle.roleMissing", "this needs one of the roles {roles}", "");
        /// A move whose condition is false.
        GuardFails => refuse("lifecycle.guardFails", "the condition of the move from `{from}` to `{to}` is not true of this ticket", "");
        /// Linked tickets that keep a move from being made.
        LinkedFails => refuse("lifecycle.linkedFails", "the linked tickets (`{relation}`) are against the move: {against}", "");
        /// A move after the last instant at which it is possible.
        MoveTooLate => refuse("lifecycle.moveTooLate", "the move was possible until {at}", "");
        /// A move that too few have approved.
        ApprovalMissing => refuse("lifecycle.approvalMissing", "{given} of {count} approvals are given", "one of the roles {roles} may approve");
        /// An approval of a move that needs none.
        ApprovalOutOfPlace => refuse("lifecycle.approvalOutOfPlace", "from here no move to `{to}` needs an approval", "");
        /// A move that needs a fact.
        FactMissing => refuse("lifecycle.factMissing", "the field `{field}` needs a value", "give it along");
        /// A field that the present state keeps as it is.
        FieldReadOnly => refuse("field.readOnly", "the field `{field}` cannot be changed while the ticket is in `{state}`", "");
        /// A state on hold without its reason.
        HoldReasonMissing => refuse("lifecycle.holdReasonMissing", "`{state}` needs a reason to wait", "known here: {known}");
        /// A reason to wait that the policy does not list.
        HoldReasonUnknown => refuse("lifecycle.holdReasonUnknown", "`{reason}` is no reason to wait", "known here: {known}");
        /// A reason to wait for a state that does not wait.
        HoldReasonOutOfPlace => refuse("lifecycle.holdReasonOutOfPlace", "`{state}` is not a state on hold, so it takes no reason to wait", "");

        /// A document of a form that this version does not read.
        PolicyVersionUnknown => refuse("policy.versionUnknown", "the document has version {version}, known is {known}", "");
        /// A priority for which a target promises nothing.
        TargetWithoutPriority => warn("sla.targetWithoutPriority", "the target promises nothing for the priority `{priority}`", "add it under `within`, or leave it out on purpose");

        /// A text that says no length of time for a target.
        WithinSyntax => refuse("sla.withinSyntax", "`{value}` is no time that a target may take", "write `4h 30m`, `4h elapsed`, `3 working days`, `2 calendar days end of day` or `next working day 16:00`");
        /// Days where no calendar says what a day is.
        WithinNeedsCalendar => refuse("sla.withinNeedsCalendar", "`{within}` counts in days, and the agreement has no calendar to count them on", "give the agreement a calendar, or write hours");
        /// A text that says no warning.
        WarningSyntax => refuse("sla.warningSyntax", "`{value}` is no warning", "write `75%`, from 1 to 99, or `30m left`");
        /// A target that nothing stops.
        TargetWithoutStop => refuse("sla.targetWithoutStop", "the target says neither what stops it nor its kind", "write `stop`, or a `kind` such as `resolve`");
        /// A target that promises nothing.
        TargetWithoutTime => refuse("sla.targetWithoutTime", "the target promises nothing for any priority", "write `within` or `exceptions`");
        /// A condition that ends pauses where there are none.
        ResumeWithoutPause => refuse("sla.resumeWithoutPause", "`resume` ends a pause, and the target has none", "write `pause` too, or remove `resume`");
        /// A clock that stops as soon as it starts.
        StopCoversStart => warn("sla.stopCoversStart", "the clock stops whenever it starts, so it never runs", "make `stop` false when `start` is true");
        /// A clock that waits as soon as it starts.
        PauseCoversStart => warn("sla.pauseCoversStart", "the clock waits whenever it starts", "make `pause` false when `start` is true");

        /// A preset that the crate does not have.
        PolicyPresetUnknown => refuse("policy.presetUnknown", "there is no preset `{preset}`", "known here: {known}");
        /// An operation that the door does not have.
        DoorOperationUnknown => refuse("door.operationUnknown", "there is no operation `{op}`", "did you mean `{nearest}`?; known here: {known}");
        /// A request that needs a policy and brings none.
        DoorPolicyMissing => refuse("door.policyMissing", "the operation needs a policy", "give one under `policy`, or ask an engine that has one");
        /// A request with a policy for an engine that has one.
        DoorPolicyTwice => refuse("door.policyTwice", "the engine has a policy already", "leave `policy` out, or ask without an engine");

        /// A stretch that ends before it starts.
        TimeEndBeforeStart => refuse("time.endBeforeStart", "{to} lies before {from}", "");
        /// A zone that the database does not have.
        TimeZoneUnknown => refuse("time.zoneUnknown", "there is no time zone `{zone}`", "did you mean `{nearest}`?");
        /// A span that must be longer than nothing.
        SpanNotPositive => refuse("time.spanNotPositive", "`{value}` must be longer than nothing", "");
        /// A calendar that is never open.
        CalendarNoHours => refuse("calendar.noHours", "the calendar is never open", "give it hours, or leave the calendar out to count all time");
        /// A span that no working time is left for.
        CalendarNoWorkingTime => refuse("calendar.noWorkingTime", "the calendar has no working time left for {span}", "");
        /// A time of day that does not exist.
        CalendarTimeInvalid => refuse("calendar.timeInvalid", "`{time}` is not a time of day", "write `HH:MM` or `HH:MM:SS`; `24:00` is an end only");
        /// A date that does not exist, or not between 1970 and 9999.
        CalendarDateInvalid => refuse("calendar.dateInvalid", "`{date}` is not a date from 1970 to 9999", "write `YYYY-MM-DD`");
        /// A date that stands twice.
        CalendarDateRepeated => warn("calendar.dateRepeated", "`{date}` stands here twice", "");
        /// Two lists of shifts for one date.
        CalendarShiftRepeated => refuse("calendar.shiftRepeated", "the shifts of `{date}` are given already", "");
        /// A shift on a holiday.
        CalendarShiftOnHoliday => warn("calendar.shiftOnHoliday", "`{date}` is a holiday, so its shift is not worked", "remove the one that is not meant");
        /// Hours that end when they start.
        CalendarWholeDay => warn("calendar.wholeDay", "`{from}` to `{to}` means 24 hours", "write `00:00` to `24:00` if a calendar day is meant");
        /// Hours that end a minute or a second before midnight.
        CalendarLastMinute => warn("calendar.lastMinute", "`{to}` leaves the rest of the day closed", "write `24:00` for the end of the day");
        /// Hours that overlap others of the day.
        CalendarHoursOverlap => warn("calendar.hoursOverlap", "`{from}` to `{to}` overlaps other hours of the day; the time counts once", "");
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

    /// What only analyses find.
    ANALYSIS if feature = "analysis"
    {
        /// A clock that the ticket does not have.
        ClockUnknown => refuse("sla.clockUnknown", "the ticket has no clock `{target}` of `{agreement}` that has started", "");
        /// A proof that was changed after it was made.
        ProofDigest => refuse("proof.digest", "the proof is not the one that its digest was made of", "");
        /// A proof that rests on other rules of time zones.
        ProofOtherTzdb => refuse("proof.otherTzdb", "the proof was made with another release of the time zone database", "verify it with the release that it names");
        /// A stretch of time that no step accounts for, or two do.
        ProofGap => refuse("proof.gap", "the steps leave a gap or overlap at {at}", "");
        /// A step that is not what its calendar says.
        ProofStepWrong => refuse("proof.stepWrong", "the step is not what its calendar says", "");
        /// A sum that is not that of the steps.
        ProofSumWrong => refuse("proof.sumWrong", "the steps add up to {expected} ms", "");
        /// A due instant by which another time than the target's is used.
        ProofDueWrong => refuse("proof.dueWrong", "by this instant {expected} ms are used, not the target", "");
        /// A proof that is not the one of this ticket under this policy.
        ProofOther => refuse("proof.other", "under this policy the ticket gives another proof", "");
        /// What was promised.
        ProofPromise => note("proof.promise", "`{target}` of `{agreement}` may take {within}; cycle {cycle} started at {at}");
        /// A step in which the calendar is open.
        ProofOpen => note("proof.open", "{from} to {to}: open, {counted} counted; clocks were moved by {moved}");
        /// A step that counts since all time does.
        ProofAllTime => note("proof.allTime", "{from} to {to}: {counted} counted, as all time does");
        /// A step without hours.
        ProofClosed => note("proof.closed", "{from} to {to}: closed; clocks were moved by {moved}");
        /// A step on a holiday.
        ProofHoliday => note("proof.holiday", "{from} to {to}: holiday; {name}");
        /// A step in a dated break.
        ProofBreak => note("proof.break", "{from} to {to}: break");
        /// A step in which the clock waited.
        ProofPaused => note("proof.paused", "{from} to {to}: paused by event {event}");
        /// A step in which the clock had stopped.
        ProofStopped => note("proof.stopped", "{from} to {to}: stopped by event {event}");
        /// A step in which nothing was promised.
        ProofCanceled => note("proof.canceled", "{from} to {to}: nothing promised since event {event}");
        /// A change of the time used that a change of the target caused.
        ProofAdjusted => note("proof.adjusted", "at {at} another target changed the time used by {by}");
        /// What is used and what is left.
        ProofSum => note("proof.sum", "at {at} {elapsed} of {within} are used; {left} are left; {over} too much");
        /// When it is due.
        ProofDue => note("proof.due", "due at {at}");

        /// A calendar that nothing counts on.
        LintCalendarUnused => warn("lint.calendarUnused", "nothing counts on the calendar `{calendar}`", "");
        /// A field that no rule asks for.
        LintFieldUnused => note("lint.fieldUnused", "no rule asks for the field `{field}`");
        /// A priority that nothing gives.
        LintLevelUnused => warn("lint.levelUnused", "no matrix and no modifier gives the priority `{level}`", "");
        /// A modifier of priorities that changes none.
        LintModifierIdle => warn("lint.modifierIdle", "the modifier changes no priority that can reach it", "it is reached by: {levels}");
        /// A state in which tickets start that it is not for.
        LintStartNotFor => warn("lint.startNotFor", "tickets start in `{state}` that it is not for: {kinds}", "add them to its `kinds`, or name a state for them under `initialOf`");
        /// A condition that contradicts itself.
        LintNeverTrue => warn("lint.neverTrue", "the condition is never true", "");
        /// A rule that another one always comes before.
        LintShadowed => warn("lint.shadowed", "whenever this is true, `{earlier}` comes first", "put the narrower one first");
        /// A wait while the clock has stopped.
        LintPauseInStop => warn("lint.pauseInStop", "the clock has stopped whenever it would wait", "");
        /// A first answer that may come after the work is done.
        LintResponseAfterResolve => warn("lint.responseAfterResolve", "for `{priority}` the answer may take {within}, the resolution only {resolve}", "");
        /// A higher priority that may take longer.
        LintHigherIsSlower => warn("lint.higherIsSlower", "`{priority}` may take longer than the lower `{lower}`", "");
        /// A list of holidays that ends soon, or has ended.
        LintHolidaysEnd => warn("lint.holidaysEnd", "the last holiday is {date}", "add those of the next year");
        /// A zone whose clocks move soon.
        LintClocksMove => note("lint.clocksMove", "at {at} the clocks of `{zone}` move by {moved}");
        /// A promise that the calendar cannot keep.
        LintNoTimeLeft => warn("lint.noTimeLeft", "the calendar has no working time left for {within} from {now} on", "");
        /// An agreement whose validity has ended.
        LintAgreementOver => warn("lint.agreementOver", "no ticket that is recorded from {to} on has this agreement", "");
        /// A state that arrows lead to, and guards keep every ticket from.
        LintBehindGuards => warn("lint.stateBehindGuards", "no ticket can reach the state `{state}` past the guards", "");
        /// A state in which a ticket may be caught.
        LintNoWayToEnd => warn("lint.noWayToEnd", "a ticket in the state `{state}` may be one that can never be closed or canceled", "");
        /// A policy with more different tickets than are tried.
        LintNotTried => note("lint.notTried", "more than {maximum} different tickets; not all are tried");

        /// A column of a table without anything that rows could name.
        TableColumnEmpty => refuse("table.columnEmpty", "`{field}` has no entries", "say what rows may name");
        /// A column with a value twice.
        TableValueRepeated => refuse("table.valueRepeated", "the value `{value}` stands twice", "a value has one code");
        /// A row that names nothing of a column.
        TableCodeUnknown => refuse("table.codeUnknown", "row {row} has a code of {size} or more", "codes are places in the list of values, from 0");

        /// A row that cannot be split into cells.
        ReplayRowBroken => refuse("replay.rowBroken", "line {line}: the row cannot be split into cells", "the row was left out");
        /// A log without a column that is needed.
        ReplayColumnMissing => refuse("replay.columnMissing", "the log has no column `{column}`", "");
        /// A log with a column twice.
        ReplayColumnRepeated => refuse("replay.columnRepeated", "the log has the column `{column}` twice", "");
        /// A row with too many or too few cells.
        ReplayRowWidth => refuse("replay.rowWidth", "line {line}: {actual} cells under {expected} columns", "the row was left out");
        /// A cell that cannot be read.
        ReplayCellInvalid => refuse("replay.cellInvalid", "line {line}: `{value}` cannot be a value of `{column}`", "the row was left out");
        /// A row that is older than the one before it.
        ReplayRowOutOfOrder => warn("replay.rowOutOfOrder", "line {line}: the row is of {at}, the ticket's last event of {last}", "the order of the rows was kept");
        /// A state that the policy does not know.
        ReplayStateUnknown => warn("replay.stateUnknown", "line {line}: the policy knows no state `{state}`", "name it under `aliases` of a state or of a reason to wait");
        /// A level that the policy does not know.
        ReplayLevelUnknown => warn("replay.levelUnknown", "line {line}: the policy knows no {field} `{level}`", "");
        /// A ticket in a state that the policy does not have for its kind.
        ReplayKindUnknown => warn("replay.kindUnknown", "line {line}: the policy has no state `{state}` for the kind `{kind}`", "name the kind under `kinds` of the state");
        /// An event that was recorded before the one before it.
        ReplayEventBackwards => warn("replay.eventBackwards", "line {line}: the event was recorded at {at}, the ticket's last one at {last}", "it counts from when it took effect");
        /// A line about one ticket that records another.
        ReplayTicketOther => refuse("replay.ticketOther", "line {line}: the line is about `{ticket}`, its event records `{id}`", "the line was left out");
    }
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
