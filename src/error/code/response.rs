/// What is found about tasks, evidence and communication.
macro_rules! response {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found about tasks, evidence and communication.
            RESPONSE if feature = "response"
            {
                /// A plan of a form that this version does not read.
                PlanVersionUnknown => refuse("plan.versionUnknown", "the plan has version {version}, known is {known}", "a newer version needs a newer library");
                /// A plan that the crate does not have.
                PlanPresetUnknown => refuse("plan.presetUnknown", "there is no plan `{preset}`", "did you mean `{nearest}`?; known here: {known}");
                /// A plan in a request under a plan that is kept.
                PlanTwice => refuse("plan.twice", "a plan is kept already", "leave `plan` out, or ask without the opened plan");
                /// A name that the plan does not have.
                PlanNameUnknown => refuse("plan.nameUnknown", "the plan has no {what} `{name}`", "did you mean `{nearest}`?");
                /// A plan without a phase.
                PlanWithoutPhases => refuse("plan.withoutPhases", "a plan needs at least one phase", "name the states of the lifecycle in their order");
                /// A contact that nothing leads to.
                PlanContactUnreachable => warn("plan.contactUnreachable", "nothing says how to reach `{contact}`", "");
                /// A contact who stands in for themselves.
                PlanOwnBackup => refuse("plan.ownBackup", "nobody stands in for themselves", "");
                /// A way to reach somebody that is none.
                PlanTextEmpty => refuse("plan.textEmpty", "the text says nothing", "");
                /// A span that is too short for what it is for.
                PlanSpanTooShort => refuse("plan.spanTooShort", "`{span}` is too short here", "a time within which may be nothing, a time between must be something");
                /// A playbook without a task.
                PlaybookEmpty => refuse("playbook.empty", "a playbook needs at least one task", "");
                /// Tasks that wait for each other.
                PlaybookCycle => refuse("playbook.cycle", "these tasks wait for each other: {cycle}", "leave out one `after`");
                /// A task that waits for one that can never be done.
                PlaybookTaskNeverStarts => refuse("playbook.taskNeverStarts", "the task `{task}` can never start, since `{cause}` cannot", "");
                /// A task that must be done before a phase is left, and cannot be.
                PlaybookGateNeverOpens => refuse("playbook.gateNeverOpens", "`{phase}` is not left before `{task}` is done, which cannot start before `{earliest}`", "");
                /// A task whose phases are over when it may begin.
                PlaybookTaskTooLate => warn("playbook.taskTooLate", "`{task}` is for phases up to `{phase}`, and what it waits for starts in `{earliest}`", "it starts only if the response goes back");
                /// A task that must be done, and can be missed.
                PlaybookTaskMissable => warn("playbook.taskMissable", "nothing keeps a ticket in `{phase}` until `{task}` is done, and later it cannot be", "write a `gate`, or who may skip it under `skippableBy`");
                /// A task that may be left undone, and must not.
                PlaybookOptionalInGate => refuse("playbook.optionalInGate", "`{task}` is optional, so `{phase}` does not wait for it", "leave out `optional` or `gate`");
                /// An audience that nothing is told to.
                CommunicationNeverTold => refuse("communication.neverTold", "nothing says when `{audience}` is told first", "");
                /// A phase where none is entered, or none where one is.
                CommunicationAnchorPhase => refuse("communication.anchorPhase", "`phase` belongs to `phaseEntered`, and to nothing else", "");
                /// A priority that is reached, and is none.
                CommunicationAnchorPriority => refuse("communication.anchorPriority", "`priorityReached` needs `priorities`", "");
                /// What no notice says.
                CommunicationContentUnused => warn("communication.contentUnused", "no audience is told `{content}`", "");

                /// A case that is open already.
                CaseExists => refuse("case.exists", "the case is open already", "leave the case out to open a new one");
                /// A command about no case.
                CaseMissing => refuse("case.missing", "the command needs a case", "only `open` goes without one");
                /// Another version than the one that the actor saw.
                CaseVersionStale => refuse("case.versionStale", "the case is at version {version}, the command is for {seen}", "look at it again, then decide again");
                /// A present that lies before the case's past.
                CaseTimeBackwards => refuse("case.timeBackwards", "the present {now} lies before the last event at {last}", "");
                /// A case that follows another plan.
                CaseOtherPlan => refuse("case.otherPlan", "the case follows the plan `{plan}`", "");
                /// A ticket that the case is not about.
                CaseOtherTicket => refuse("case.otherTicket", "the case is about the ticket `{ticket}`", "");
                /// A case that is closed.
                CaseClosed => refuse("case.closed", "the case is closed", "reopen it; evidence can be handled all the same");
                /// A case that is not closed.
                CaseNotClosed => refuse("case.notClosed", "the case is not closed", "");
                /// Tasks that stand in the way of closing.
                CaseTasksOpen => refuse("case.tasksOpen", "{count} tasks are neither done nor skipped", "begin with {tasks}");
                /// A history that is no case's.
                CaseHistory => refuse("case.history", "the history does not begin with `opened`, or its versions do not follow each other", "");
                /// A text that says nothing.
                CaseTextEmpty => refuse("case.textEmpty", "`{field}` says nothing", "");
                /// A command that changes nothing.
                CaseNothingMarked => refuse("case.nothingMarked", "neither `tlp` nor `pap` is given", "");
                /// A handling that lies ahead.
                CaseInFuture => refuse("case.inFuture", "{at} lies after the present {now}", "");

                /// A decision under another plan.
                AuditOtherPlan => refuse("audit.otherPlan", "decided under the plan {plan}", "replay it under that one");
                /// A decision on one case that opens another one.
                AuditOtherCase => refuse("audit.otherCase", "a decision on `{case}` opens `{opened}`", "");
                /// A decision on a case that saw a ticket which is not on record.
                AuditTicketVersion => refuse("audit.ticketVersion", "the lines before do not make version {version} of the ticket", "put what was decided on the ticket on record first");

                /// A playbook that was started.
                PlaybookStarted => refuse("playbook.started", "the playbook `{playbook}` was started already", "");
                /// A playbook that was not started.
                PlaybookNotStarted => refuse("playbook.notStarted", "the playbook `{playbook}` was not started", "");
                /// A task that stands otherwise.
                TaskStanding => refuse("task.standing", "the task `{task}` is {standing}", "");
                /// A task that others come before.
                TaskWaits => refuse("task.waits", "`{before}` comes before it", "");
                /// A task that needs evidence.
                TaskEvidenceMissing => refuse("task.evidenceMissing", "there is no evidence of the kind `{kind}` in the register", "");
                /// A task of another phase.
                TaskOtherPhase => refuse("task.otherPhase", "the task is for the phases {phases}", "the ticket is in `{state}`");
                /// A task whose condition is false.
                TaskConditionFails => refuse("task.conditionFails", "its condition is not true of the ticket", "");
                /// A task that is not for the ticket.
                TaskNotForTicket => refuse("task.notForTicket", "the task is not for this ticket", "");
                /// A task that the case's level of permissible actions forbids.
                TaskForbidden => refuse("task.forbidden", "{pap} forbids it; {least} would allow it", "");
                /// A task that nobody may skip.
                TaskMandatory => refuse("task.mandatory", "the task may not be skipped", "name who may under `skippableBy`");

                /// A piece of evidence that is registered.
                EvidenceExists => refuse("evidence.exists", "`{id}` is in the register already", "");
                /// A piece of evidence that is not registered.
                EvidenceUnknown => refuse("evidence.unknown", "`{id}` is not in the register", "did you mean `{nearest}`?");
                /// Who does not hold a piece of evidence.
                EvidenceNotHolder => refuse("evidence.notHolder", "`{person}` does not hold it; `{holder}` does", "");
                /// A transfer to who has it.
                EvidenceSameHolder => refuse("evidence.sameHolder", "`{holder}` holds it already", "");
                /// A piece of evidence whose custody has ended.
                EvidenceEnded => refuse("evidence.ended", "its custody ended at {at}", "");
                /// A handling before the last one.
                EvidenceTimeBackwards => refuse("evidence.timeBackwards", "{at} lies before its last handling at {last}", "");
                /// A piece of evidence without a digest.
                EvidenceNoDigest => refuse("evidence.noDigest", "no digest was taken of it", "");
                /// A copy that differs, and nobody says why.
                EvidenceCopyDiffers => refuse("evidence.copyDiffers", "the copy has another digest than `{of}`", "say by which `method` it was made");

                /// A notice that its audience may not get.
                NoticeForbidden => refuse("notice.forbidden", "{tlp} keeps it from `{audience}`, which may get {most}", "");
                /// A notice that nobody has approved.
                NoticeNotApproved => refuse("notice.notApproved", "no one has approved it", "one of the roles {roles} may");
                /// An approval that nobody needs.
                NoticeNeedsNoApproval => refuse("notice.needsNoApproval", "a notice to `{audience}` needs no approval", "");
            }
        }
    };
}
