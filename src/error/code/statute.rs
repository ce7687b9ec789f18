/// What is found about the law's clocks.
macro_rules! statute {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found about the law's clocks.
            STATUTE if feature = "security"
            {
                /// A pack of a form that this version does not read.
                StatutePackVersion => refuse("statute.packVersion", "the pack has version {version}, known is {known}", "a newer version needs a newer library");
                /// A pack in a request to one that is kept.
                StatutePackTwice => refuse("statute.packTwice", "a pack is kept already", "leave `pack` out");
                /// A regime that the pack does not have.
                StatuteRegimeUnknown => refuse("statute.regimeUnknown", "the pack has no regime `{regime}`", "did you mean `{nearest}`?; known here: {known}");
                /// A duty that the pack does not have.
                StatuteDutyUnknown => refuse("statute.dutyUnknown", "the pack has no duty `{duty}`", "did you mean `{nearest}`?");
                /// An anchor that the pack does not have.
                StatuteAnchorUnknown => refuse("statute.anchorUnknown", "the pack has no anchor `{anchor}`", "did you mean `{nearest}`?; known here: {known}");
                /// A fact that the regime does not ask for.
                StatuteFactUnknown => refuse("statute.factUnknown", "no regime here asks for the fact `{fact}`", "did you mean `{nearest}`?; known here: {known}");
                /// A fact of the wrong type, or of a word that it cannot be.
                StatuteFactWrong => refuse("statute.factWrong", "the fact `{fact}` is {expected}, not `{value}`", "");
                /// An anchor that has an instant and is said not to have happened.
                StatuteAnchorContradicts => refuse("statute.anchorContradicts", "`{anchor}` is at {at} and is said not to have happened yet", "keep one of the two");
                /// A delay of a duty that has none.
                StatuteDelayOutOfPlace => refuse("statute.delayOutOfPlace", "`{duty}` cannot be delayed", "");
                /// A delay that is longer than the text allows, or one too many.
                StatuteDelayTooLong => refuse("statute.delayTooLong", "delay {number} of `{duty}` is of {days} days; {most} are possible", "");

                /// A trigger that is none, or two.
                StatuteTriggerForm => refuse("statute.triggerForm", "exactly one of `anchor` and `after` says what starts this", "");
                /// A period that is none, two, or none that can be counted so.
                StatutePeriodForm => refuse("statute.periodForm", "`{counting}` counts a period in {units}, and one of them", "");
                /// A part of a limit that its counting has no place for.
                StatutePartOutOfPlace => refuse("statute.partOutOfPlace", "`{part}` says nothing of a period that `{counting}` counts", "");
                /// A test that is none, or two.
                StatuteTestForm => refuse("statute.testForm", "a test has one of `is`, `in`, and `atLeast` with or without `atMost`", "");
                /// Duties that wait for each other.
                StatuteCycle => refuse("statute.cycle", "`{duty}` waits for itself", "");

                /// A submission before what it answers to.
                StatuteSubmittedEarly => warn("statute.submittedEarly", "`{duty}` was submitted at {at}, before `{trigger}` at {started}", "correct the one that is wrong");
                /// Anchors in an odd order.
                StatuteOrderOdd => warn("statute.orderOdd", "`{anchor}` at {at} lies before `{earlier}` at {started}", "correct the one that is wrong");
                /// An instant after the present.
                StatuteAhead => warn("statute.ahead", "{at} lies after the present {now}", "");
                /// A year without a known holiday.
                StatuteHolidaysUnknown => warn("statute.holidaysUnknown", "no holiday of {year} is known for `{regime}`", "a deadline that ends on one is then given too early");

                /// What stands before every answer.
                StatuteNotLegalAdvice => note("statute.notLegalAdvice", "This is arithmetic over a pack whose texts nobody has verified unless it says so. It is not legal advice");
                /// The regime has not been declared.
                StatuteNotDeclared => note("statute.notDeclared", "nobody has declared whether `{regime}` applies ({article})");
                /// The regime has been declared not to apply.
                StatuteDeclaredOut => note("statute.declaredOut", "`{regime}` is declared not to apply ({article})");
                /// The text is not in force.
                StatuteNotInForce => note("statute.notInForce", "{source}, {article}, is not in force for this; it applies from {date}");
                /// A fact that the duty depends on.
                StatuteFact => note("statute.fact", "`{fact}` is {value} ({article})");
                /// A fact by which the duty does not apply.
                StatuteFactAgainst => note("statute.factAgainst", "`{fact}` is {value}, so {article} does not apply");
                /// A fact that is not known.
                StatuteFactMissing => note("statute.factMissing", "`{fact}` is not known, and {article} depends on it");
                /// An exception that is not known to apply.
                StatuteFactOpen => note("statute.factOpen", "`{fact}` is not known; {article} is taken to apply");
                /// What starts the period.
                StatuteStarted => note("statute.started", "`{anchor}` at {at} starts it ({article})");
                /// What starts the period has not happened.
                StatuteNotYet => note("statute.notYet", "`{anchor}` has not happened yet ({article})");
                /// What starts the period is not known.
                StatuteAnchorMissing => note("statute.anchorMissing", "`{anchor}` is not known, so no deadline is computed ({article})");
                /// Another submission must come first.
                StatuteWaits => note("statute.waits", "it runs from the submission of `{duty}`, which is not on record ({article})");
                /// An earlier submission starts the period.
                StatuteAfter => note("statute.after", "the submission of `{duty}` at {at} starts it ({article})");
                /// Another limit could come earlier.
                StatuteMayBeEarlier => note("statute.mayBeEarlier", "`{anchor}` is not known; by it the deadline could be earlier ({article})");
                /// Whatever the missing instant will be.
                StatuteAtLatest => note("statute.atLatest", "whenever `{anchor}` comes before then, not later than {to} ({article})");
                /// The text names no number.
                StatutePromptly => note("statute.promptly", "without undue delay: {article} names no number, so none is given");
                /// The same in addition to a number.
                StatutePromptlyToo => note("statute.promptlyToo", "without undue delay; the deadline is the last instant, not the aim ({article})");
                /// Raw arithmetic.
                StatuteRaw => note("statute.raw", "{period} after {at} is {to} ({article})");
                /// The hour of the event is not counted.
                StatuteHourNotCounted => note("statute.hourNotCounted", "the hour of {at} is not counted, so the period begins at {to} ({article})");
                /// The day of the event is not counted.
                StatuteDayNotCounted => note("statute.dayNotCounted", "{date} is not counted ({article})");
                /// The end of a period in hours.
                StatuteHoursEnd => note("statute.hoursEnd", "the last of {period} ends at {to} ({article})");
                /// The end of a period in days.
                StatuteDaysEnd => note("statute.daysEnd", "the last of {period} is {date}, which ends at {to} ({article})");
                /// The end of a period in months.
                StatuteMonthsEnd => note("statute.monthsEnd", "{period} end with the same date, {date}, at {to} ({article})");
                /// The end of a period in months, where the date does not exist.
                StatuteMonthShort => note("statute.monthShort", "the date does not exist {period} later, so they end with the month, {date}, at {to} ({article})");
                /// The end of the year from which days count.
                StatuteYearEnd => note("statute.yearEnd", "the days count from the end of {date} ({article})");
                /// A working day that is counted.
                StatuteBusinessDay => note("statute.businessDay", "business day {number} is {date} ({article})");
                /// A day that is no working day.
                StatuteDayOff => note("statute.dayOff", "{date} is {name}, no working day ({article})");
                /// The end of the last day.
                StatuteClosing => note("statute.closing", "what comes after {time} is of the next day, so it ends at {to} ({article})");
                /// A limit that no longer binds.
                StatuteLapsed => note("statute.lapsed", "`{anchor}` came after {to}, so the limit of {period} no longer binds ({article})");
                /// The earliest of several limits.
                StatuteEarliest => note("statute.earliest", "the earlier limit counts: {to}, of {period} ({article})");
                /// A period that ends on a day off.
                StatuteExtended => note("statute.extended", "it ends on {date}, no working day, so it is extended to {to} ({article})");
                /// A period in hours that ends on a day off.
                StatuteHoursStay => note("statute.hoursStay", "it ends on {date}, no working day, but a period in hours is not extended ({article})");
                /// An exception from the extension.
                StatuteNotExtended => note("statute.notExtended", "`{fact}` is {value}, so it is not extended ({article})");
                /// A period without enough working days.
                StatuteTwoWorkingDays => note("statute.twoWorkingDays", "it must include two working days, so it ends at {to} ({article})");
                /// Whether that holds of hours is disputed.
                StatuteTwoDisputed => note("statute.twoDisputed", "if {article} held of hours, it would end at {to}; that is disputed and not relied on");
                /// A delay that an authority has granted.
                StatuteDelayed => note("statute.delayed", "delay {number} of {days} days leads to {date} ({article})");
                /// The end of the world of dates.
                StatuteBeyond => note("statute.beyond", "the period ends after the year 9999; the last instant is given ({article})");
                /// Whom to tell before it is missed.
                StatuteTellBefore => note("statute.tellBefore", "if it cannot be met, that must be said by then, with reasons ({article})");
                /// What comes with a late submission.
                StatuteReasons => note("statute.reasons", "a later submission gives the reasons for the delay ({article})");
            }
        }
    };
}
