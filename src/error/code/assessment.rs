/// What is found when an event is assessed, and about who may see what.
macro_rules! assessment {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found when an event is assessed, and about who may see what.
            ASSESSMENT if feature = "security"
            {
                /// A code that a taxonomy does not have.
                AssessmentCodeUnknown => refuse("assessment.codeUnknown", "`{taxonomy}` {version} has no code `{code}`", "did you mean `{nearest}`?");
                /// A code that is stated twice.
                AssessmentCodeRepeated => refuse("assessment.codeRepeated", "`{code}` stands here twice", "keep one of the two");
                /// Two statements of which only one can be true.
                AssessmentContradiction => refuse("assessment.contradiction", "{one} does not go with {other}", "");
                /// A duplicate that does not say of what.
                AssessmentOriginalMissing => refuse("assessment.originalMissing", "a duplicate needs the original", "name it under `duplicateOf`");
                /// A duplicate of itself.
                AssessmentDuplicateOfItself => refuse("assessment.duplicateOfItself", "`{id}` cannot be a duplicate of itself", "");
                /// No incident, without a reason.
                AssessmentNotIncidentReason => refuse("assessment.notIncidentReason", "it is not said why it is no incident", "give a code of the taxonomy `notAnIncident`");
                /// Transferred to nobody.
                AssessmentReceiverMissing => warn("assessment.receiverMissing", "it is not said to whom it was transferred", "name them under `transferredTo`");
                /// A crisis that was no incident before.
                AssessmentCrisisWithoutIncident => refuse("assessment.crisisWithoutIncident", "a crisis is an incident first, this was: {from}", "from here: {known}");
                /// An outcome that cannot follow.
                AssessmentNextNotAllowed => refuse("assessment.nextNotAllowed", "`{from}` does not become `{to}`", "from here: {known}");
                /// A downgrade without a reason.
                AssessmentReasonMissing => refuse("assessment.reasonMissing", "from `{from}` to `{to}` needs a reason", "say it under `reason`");
                /// Rules that lead elsewhere.
                AssessmentOtherOutcome => warn("assessment.otherOutcome", "stated is `{stated}`, the rules lead to `{ruled}`", "by the rule `{rule}`");
                /// A fact that the assessment states.
                AssessmentFactStated => refuse("assessment.factStated", "`{field}` belongs to the assessment and is no fact beside it", "");
                /// A rule that asks for neither resources nor time.
                AssessmentAsksForNothing => refuse("assessment.asksForNothing", "the rule asks for neither resources nor time", "");
                /// A level of management that the plan does not have.
                AssessmentLevelUnknown => refuse("assessment.levelUnknown", "unknown level of management `{word}`", "did you mean `{nearest}`?; known here: {known}");
                /// A category that severity does not have.
                AssessmentCategoryUnknown => refuse("assessment.categoryUnknown", "severity has no category `{word}`", "did you mean `{nearest}`?; known here: {known}");
                /// A value that a category does not have.
                AssessmentValueUnknown => refuse("assessment.valueUnknown", "the category has no value `{word}`", "did you mean `{nearest}`?; known here: {known}");
                /// A category without values.
                AssessmentCategoryEmpty => refuse("assessment.categoryEmpty", "the category has no values", "");
                /// A model in which nothing counts.
                AssessmentNoWeight => refuse("assessment.noWeight", "every weight is 0", "");
                /// Levels that do not rise from 0.
                AssessmentLevelOrder => refuse("assessment.levelOrder", "levels begin at 0, and each is above the one before", "");
                /// A word of the first version of the Traffic Light Protocol.
                DisclosureTlpLegacy => warn("disclosure.tlpLegacy", "`WHITE` is the older word for `CLEAR`", "TLP 2.0 and PAP say `CLEAR`");
                /// A rule that is about nothing.
                DisclosureNothingSelected => refuse("disclosure.nothingSelected", "the rule is about nothing", "give at least one of `at`, `fields`, `events` and `label`; the pointer `` is all of the document");
                /// A pointer in another form.
                DisclosurePointerForm => refuse("disclosure.pointerForm", "`{pointer}` is no pointer", "a pointer is empty or begins with `/`; `~` is written `~0` and `/` inside a name `~1`");
            }
        }
    };
}
