/// What is found in reviews, and about how ready one is.
macro_rules! lessons {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found in reviews, and about how ready one is.
            LESSONS if feature = "response"
            {
                /// A phase that two entries mark.
                ReviewPhaseTwice => refuse("review.phaseTwice", "the phase `{phase}` is marked twice", "an incident begins each phase once: keep the mark that counts");
                /// A phase that comes before the one that leads to it.
                ReviewPhasesTurned => warn("review.phasesTurned", "`{phase}` comes before `{before}`", "no time between them is given");
                /// A phrase that blames a person.
                ReviewBlaming => warn("review.blaming", "`{phrase}` blames, and says nothing of what led to it", "{instead}");
                /// A review without a contributing factor.
                ReviewNoFactor => refuse("review.noFactor", "no contributing factor", "");
                /// A review with one factor only.
                ReviewOneFactor => warn("review.oneFactor", "only one contributing factor", "ask what else had to be so for it to happen");
                /// A text that must say something.
                ReviewTextEmpty => refuse("review.textEmpty", "the text says nothing", "");
                /// A review without an action.
                ReviewNoAction => refuse("review.noAction", "no action", "where nothing is to be done, say so as a dropped one with a reason");
                /// Actions that are all for learning.
                ReviewOnlyLearns => warn("review.onlyLearns", "every action is of the kind `learn`", "training and documents alone leave things as they were");
                /// An action without an owner.
                ReviewActionNoOwner => refuse("review.actionNoOwner", "the action has no owner", "");
                /// An action whose owner is not one role or one person.
                ReviewActionOwner => refuse("review.actionOwner", "an owner is either a `role` or a `person`", "");
                /// An open action without a due instant.
                ReviewActionNoDue => refuse("review.actionNoDue", "the action is open and has no due instant", "");
                /// An action that was due before the review was published.
                ReviewActionDuePast => refuse("review.actionDuePast", "the action was due at {due}, before the publication at {published}", "");
                /// A done action that does not say when.
                ReviewActionDoneWhen => refuse("review.actionDoneWhen", "the action is done, and not said when", "");
                /// An action that is not done, and says when.
                ReviewActionNotDone => refuse("review.actionNotDone", "the action says when it was done, and is not", "");
                /// A dropped action without a reason.
                ReviewActionDropped => refuse("review.actionDropped", "the action is dropped without a reason", "");
                /// An open action that is tracked nowhere.
                ReviewActionNotTracked => warn("review.actionNotTracked", "the action is tracked nowhere", "name the ticket or the change that carries it");
                /// A proposal of an action that there is not.
                ReviewActionUnknown => refuse("review.actionUnknown", "there is no action `{action}`", "");
                /// Something noticed late, without what should have noticed it and why that did not.
                ReviewNoDetectionGap => refuse("review.noDetectionGap", "it was noticed late, and it is not said what should have noticed it and why that did not", "");
                /// A review that does not say how it was noticed.
                ReviewNoDetection => warn("review.noDetection", "it is not said how it was noticed", "");
                /// A review without a timeline.
                ReviewNoTimeline => warn("review.noTimeline", "no timeline", "the operation `timeline` makes one out of the ticket");
                /// A timeline that is not in the order of time.
                ReviewTimelineOrder => warn("review.timelineOrder", "the timeline is not in the order of time", "");
                /// A phase that nothing marks.
                ReviewPhaseMissing => warn("review.phaseMissing", "no entry marks the phase `{phase}`", "");
                /// A review that says nothing of what went well.
                ReviewNothingWentWell => warn("review.nothingWentWell", "nothing is said of what went well", "what went well should stay");
                /// A review that says nothing of luck.
                ReviewNoLuck => warn("review.noLuck", "nothing is said of luck", "where it was luck, it may be worse the next time");
                /// A review that does not say what happened.
                ReviewNoDescription => warn("review.noDescription", "it is not said what happened", "");
                /// A published review that was not held.
                ReviewNotHeld => warn("review.notHeld", "the review was published, and it is not said when it was held", "");
                /// A review that was published before it was held.
                ReviewPublishedBeforeHeld => refuse("review.publishedBeforeHeld", "published before it was held at {held}", "");
                /// Something that has happened in the future.
                ReviewInFuture => refuse("review.inFuture", "it cannot have happened after {now}", "");
                /// A review that more may see than the ticket, without anybody's consent.
                ReviewLabelWider => refuse("review.labelWider", "the label `{tlp}` is wider than the ticket's, `{ticket}`", "say under `release` who agreed and when");
                /// A consent that came after the publication.
                ReviewReleaseLate => refuse("review.releaseLate", "the label `{tlp}`, wider than the ticket's, `{ticket}`, was agreed after the publication", "");
                /// A review of another ticket.
                ReviewOtherTicket => refuse("review.otherTicket", "a review of `{ticket}`, not of `{expected}`", "");
                /// A review that is needed and not there.
                ReviewAbsent => refuse("review.absent", "there is no review", "");
                /// A review that is not published.
                ReviewNotPublished => refuse("review.notPublished", "the review is not published", "");
                /// A review that was published before the ticket was resolved for the last time.
                ReviewBeforeResolution => refuse("review.beforeResolution", "the review was published before the resolution at {resolved}", "");
                /// A due time in days without a calendar.
                ReviewNoCalendar => refuse("review.noCalendar", "`{within}` counts in days, and there is no calendar to count them on", "give the rules a calendar, or write hours");
                /// Counts of another instant.
                ReviewCountsOtherTime => refuse("review.countsOtherTime", "counts of {now} do not add to counts of {expected}", "");
                /// A proposal for another policy.
                ReviewOtherPolicy => refuse("review.otherPolicy", "the proposal was drafted for the policy {policy}", "this one is {actual}");
                /// A patch without an operation.
                PatchEmpty => refuse("patch.empty", "the patch has no operation", "");
                /// What is no pointer.
                PatchPointer => refuse("patch.pointer", "`{pointer}` is no JSON Pointer", "empty, or `/` before each name; in names `~0` is `~` and `~1` is `/`");
                /// A value that is not used.
                PatchValueIdle => refuse("patch.valueIdle", "`remove` has no value", "");
                /// A place that the document does not have.
                PatchNoSuchPlace => refuse("patch.noSuchPlace", "the document has no place `{pointer}` for this operation", "earlier operations of the patch may have moved it");
                /// A test that fails.
                PatchTestFails => refuse("patch.testFails", "another value stands at `{pointer}`", "the document is not the one that the patch was made for");
                /// A contact that the document does not have.
                ReadinessContactUnknown => refuse("readiness.contactUnknown", "there is no contact `{contact}`", "");
                /// A playbook that the document does not have.
                ReadinessPlaybookUnknown => refuse("readiness.playbookUnknown", "there is no playbook `{playbook}`", "");
                /// A text that must say something.
                ReadinessTextEmpty => refuse("readiness.textEmpty", "the text says nothing", "");
                /// A shift that the rota does not have.
                RotaShiftUnknown => refuse("readiness.shiftUnknown", "there is no shift `{shift}`", "");
                /// Two overrides of one shift at the same time.
                RotaOverridesOverlap => refuse("readiness.overridesOverlap", "another override of the shift lasts until {until}", "");
                /// A time that ends before it begins.
                RotaTimeTurned => refuse("readiness.timeTurned", "it ends no later than it begins", "");
                /// A rotation of nobody.
                RotaNobody => refuse("readiness.rotationEmpty", "nobody is in the rotation", "");
                /// An entry that stands in its list before.
                ReadinessRepeated => warn("readiness.repeated", "`{entry}` stands here twice", "");
                /// Nobody who can be reached.
                ReadinessNoContact => warn("readiness.noContact", "nobody is named who can be reached", "");
                /// A contact whom only one thing reaches.
                ReadinessOneWay => warn("readiness.oneWay", "they are reached by one means only", "name a second one that does not fail with the first");
                /// A contact for whom nobody stands in.
                ReadinessNoBackup => warn("readiness.noBackup", "nobody stands in for them", "");
                /// No point of contact.
                ReadinessNoPointOfContact => warn("readiness.noPointOfContact", "nobody is the point of contact", "name its role under `team`, and who has it under `contacts`");
                /// No response team.
                ReadinessNoTeam => warn("readiness.noTeam", "no response team is named", "name its roles under `team`");
                /// A response team that nobody leads.
                ReadinessNoLead => warn("readiness.noLead", "nobody leads the response team", "name the role under `team`, and who has it under `contacts`");
                /// A response team of fewer than two.
                ReadinessTeamSmall => warn("readiness.teamSmall", "the response team has fewer than two people", "");
                /// No rota.
                RotaNone => warn("readiness.noRota", "no rota says who is on duty when", "");
                /// A time in which nobody is on duty.
                RotaGap => warn("readiness.gap", "from {from} to {to} nobody is on duty", "");
                /// Somebody with two shifts at once.
                RotaDouble => warn("readiness.doubleBooked", "`{contact}` has a second shift, `{shift}`, from {from} to {to}", "");
                /// Somebody on duty for too long.
                RotaTooLong => warn("readiness.tooLong", "`{contact}` is on duty from {from} to {to} without a break", "");
                /// A rota without a limit of duty.
                RotaNoLimit => warn("readiness.noLimit", "nothing says how long one person may be on duty", "");
                /// No playbook.
                ReadinessNoPlaybook => warn("readiness.noPlaybook", "no playbook is named", "");
                /// A category without a playbook.
                ReadinessCategoryOpen => warn("readiness.categoryOpen", "no playbook is for the category `{category}`", "");
                /// A category that the policy does not have.
                ReadinessCategoryUnknown => warn("readiness.categoryUnknown", "the policy has no category `{category}`", "");
                /// No exercise.
                ReadinessNoExercise => warn("readiness.noExercise", "nothing was exercised", "");
                /// An exercise that is long ago.
                ReadinessExerciseOld => warn("readiness.exerciseOld", "the last exercise was {days} days ago", "");
                /// No interval of exercises.
                ReadinessNoInterval => warn("readiness.noInterval", "nothing says how often there is an exercise", "");
                /// A playbook that was not exercised.
                ReadinessNotExercised => warn("readiness.notExercised", "the playbook `{playbook}` was not exercised, or too long ago", "");
                /// What an exercise showed and is not settled.
                ReadinessExerciseOpen => warn("readiness.exerciseOpen", "what the exercise showed is not settled", "");
                /// No calendar.
                ReadinessNoCalendar => warn("readiness.noCalendar", "no calendar is named", "clocks that count working time need one");
                /// A calendar without holidays.
                ReadinessNoHolidays => warn("readiness.noHolidays", "the calendar has no holidays", "");
                /// A list of holidays that does not reach a year ahead.
                ReadinessHolidaysEnd => warn("readiness.holidaysEnd", "the last holiday is {date}", "add those of the year ahead");
                /// No regimes, and not said that there are none.
                ReadinessNoRegimes => warn("readiness.noRegimes", "nothing says which laws and contracts apply", "if none does, say so: an empty list");
                /// No tool for evidence and records.
                ReadinessNoTool => warn("readiness.noTool", "nothing says what evidence and records are kept in", "");
                /// A tool without a retention.
                ReadinessNoRetention => warn("readiness.noRetention", "nothing says how long what is in it is kept", "");
                /// No text that is ready.
                ReadinessNoTemplate => warn("readiness.noTemplate", "no text is ready to be filled in", "");
                /// No channel out of band.
                ReadinessNoOutOfBand => warn("readiness.noOutOfBand", "no channel is left when the usual ones are down", "");
                /// A channel out of band that was not tried.
                ReadinessOutOfBandOld => warn("readiness.outOfBandOld", "the channel was not tried, or too long ago", "");
            }
        }
    };
}
