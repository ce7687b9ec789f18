/// What is found about past tickets and what is learned from them.
macro_rules! insight {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found about past tickets and what is learned from them.
            INSIGHT if feature = "insight"
            {
                /// Too few past tickets to learn from.
                InsightHistoryThin => warn("insight.historyThin", "{actual} past tickets, {least} are needed", "");
                /// Hours that the settings do not have.
                InsightCalendarUnknown => refuse("insight.calendarUnknown", "the settings have no calendar `{calendar}`", "");
                /// A promise of no time.
                InsightGoalNotPositive => refuse("insight.goalNotPositive", "the promised time {goal} is not above zero", "");
                /// An end before the start.
                InsightEndBeforeStart => refuse("insight.endBeforeStart", "{to} lies before {from}", "");
                /// A clock that was met and ended without.
                InsightEndedTwice => refuse("insight.endedTwice", "a clock that was met did not end otherwise", "leave out one of `metAt` and `endedAt`");
                /// A share that is none.
                InsightShareWrong => refuse("insight.shareWrong", "{number} is no share in percent from {least} to {most}", "");
                /// What was stored in another form.
                InsightStoredVersion => refuse("insight.storedVersion", "this is `{format}` of version {version}, not `{expected}` of version {known}", "learn it again from the tickets");
                /// What was stored, and changed since.
                InsightStoredBroken => refuse("insight.storedBroken", "what was stored is cut, changed, or something else", "learn it again from the tickets");
                /// A search for nothing.
                InsightQueryEmpty => refuse("insight.queryEmpty", "neither a text nor a ticket", "say what is searched for");
                /// Bytes that store something else than an index.
                InsightIndexForm => refuse("insight.indexForm", "the bytes are no index of past tickets", "");
                /// A stored index of another version.
                InsightIndexVersion => refuse("insight.indexVersion", "the index has the version {version}, not {expected}", "build it anew from the tickets");
                /// A stored index that was changed.
                InsightIndexDamaged => refuse("insight.indexDamaged", "bytes of the index were changed or are missing", "load a copy, or build it anew from the tickets");
                /// A span that is too short or too long for what it is meant for.
                ProblemSpanOutOfRange => refuse("problem.spanOutOfRange", "{span} is not within {least} to {most}", "");
                /// A window without time in it.
                ProblemWindowEmpty => refuse("problem.windowEmpty", "the window from {from} does not begin before {now}", "");
                /// A history that is too short for a usual rate.
                ProblemHistoryShort => warn("problem.historyShort", "the history before the window is {actual} long, {least} are needed for a usual rate", "rises are not looked for");
            }
            /// What is found about the figures of a team and the report of a month.
            METRICS if feature = "metrics"
            {
                /// A line about no ticket, or about two.
                MetricsLineForm => refuse("metrics.lineForm", "a line has a `ticket`, with or without `targets`, or a `case`", "");
                /// A second line about a ticket.
                MetricsTicketRepeated => refuse("metrics.ticketRepeated", "the ticket `{id}` is counted already", "hand over each ticket once, as it stands");
                /// Instants of a case that cannot all be true.
                MetricsContradict => refuse("metrics.contradict", "this contradicts the other instants", "`turns` ascend from `openedAt` to `asOf`; an odd number of them ends with `resolvedAt` or `closedAt`");
                /// A period without an instant.
                MetricsPeriodEmpty => refuse("metrics.periodEmpty", "the period ends before it begins", "");
                /// A grouping that is none, or stands twice.
                MetricsGroupingForm => refuse("metrics.groupingForm", "a grouping has one to three different dimensions, and stands once", "");
                /// A percentile that is none.
                MetricsPercentile => refuse("metrics.percentile", "{percent} is not within 1 to 99", "");
                /// A state of another version.
                MetricsStateVersion => refuse("metrics.stateVersion", "the state has version {version}, known is {known}", "count the tickets anew");
                /// A state that was counted under other settings.
                MetricsSettingsDiffer => refuse("metrics.settingsDiffer", "the state was counted under other settings", "");
                /// A state that nobody wrote.
                MetricsStateMalformed => refuse("metrics.stateMalformed", "the state is not as it was written", "");
                /// Lists of tickets that nobody kept.
                MetricsListsOff => refuse("metrics.listsOff", "no lists of tickets are kept", "say `lists` when the session begins");
                /// A list that does not say of what.
                MetricsListForm => refuse("metrics.listForm", "this does not say which tickets", "a value for each dimension; `agreement` and `target` for targets; `turn` for `flow`, `at` a month or a day");
                /// A report as of an instant of another month.
                ReportAsOf => refuse("report.asOf", "{asOf} is not in the month, which goes from {from} to {to}", "leave it out for a month that is over");
                /// A report about a month that ended before its tickets were looked at.
                ReportLater => refuse("report.later", "the tickets are as of {known}, and the report as of {end}", "take the tickets in as of {end}: how they stand later does not say how they stood then");
                /// What is no month.
                ReportMonth => refuse("report.month", "`{month}` is no month", "write it as `2026-03`, from 1970-01 to 9999-11");
            }
        }
    };
}
