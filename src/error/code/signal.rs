/// What is found in alerts.
macro_rules! signal {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found in alerts.
            SIGNAL if feature = "security"
            {
                /// A body of a source that the settings do not name.
                SignalSourceUnknown => refuse("signal.sourceUnknown", "the settings name no source `{source}`", "known here: {known}");
                /// Settings without a source.
                SignalSourcesMissing => refuse("signal.sourcesMissing", "no source is named", "alerts come from a source, whose words for their severity must be known");
                /// A vendor whose words are not known.
                SignalVendorUnknown => refuse("signal.vendorUnknown", "no words of the vendor `{vendor}` are known", "did you mean `{nearest}`?; known here: {known}");
                /// A body in another version of its form.
                SignalVersionUnknown => refuse("signal.versionUnknown", "version `{version}` of the form is not known", "known here: {known}");
                /// A part to group by that no alert has.
                SignalPartUnknown => refuse("signal.partUnknown", "no alert has a part `{part}`", "`@name`, `@service`, `@source`, or the name of a label");
                /// A service that nothing is said about.
                SignalServiceUnknown => refuse("signal.serviceUnknown", "no service `{service}` is named", "did you mean `{nearest}`?; each service that another depends on is named itself");
                /// Services that depend on themselves.
                SignalServiceCycle => refuse("signal.serviceCycle", "services depend on each other in a circle: {circle}", "");
                /// A window that ends before it begins.
                SignalWindowEmpty => refuse("signal.windowEmpty", "the window ends at {to}, and begins at {from}", "");
                /// A window that would hold back everything.
                SignalMatchMissing => refuse("signal.matchMissing", "the window names nothing that it holds back", "at least one label with its value");
                /// A span that is too short or too long.
                SignalSpanOutOfRange => refuse("signal.spanOutOfRange", "{span} is not within {least} to {most}", "");
                /// A flapping alarm that could never leave off.
                SignalNeverSteady => refuse("signal.neverSteady", "an alarm flaps from {enter} turns on, and would be steady again with {leave}", "fewer turns end it than begin it");
                /// An alarm that is not known.
                SignalAlarmUnknown => refuse("signal.alarmUnknown", "no alarm `{fingerprint}` of `{source}` is known", "it was never raised, or it made room for others");
                /// What cannot happen to an alarm.
                SignalMoveImpossible => refuse("signal.moveImpossible", "an alarm that is `{state}` does not take `{event}`", "");
                /// An alarm that would be put aside for too long.
                SignalShelvedTooLong => refuse("signal.shelvedTooLong", "an alarm is shelved until {until}; at most until {most}", "");
                /// An alarm that would be put aside for no time.
                SignalShelvedForNoTime => refuse("signal.shelvedForNoTime", "an alarm is shelved until {until}, and it is {now}", "");
                /// A severity that the source's words do not have.
                SignalSeverityUnmapped => warn("signal.severityUnmapped", "`{severity}` is no severity of the source `{source}`", "say under `severities` of the source what it means");
                /// An alert that starts or ends after it came.
                SignalInFuture => warn("signal.inFuture", "the alert is of {at}, and came at {received}", "it counts from when it came; look at the clocks");
                /// An alert that ended before it started.
                SignalEndsBeforeStart => warn("signal.endsBeforeStart", "the alert ended at {end}, and started at {start}", "it counts as ended when it started");
                /// An alert that goes on although it ended.
                SignalFiringButEnded => warn("signal.firingButEnded", "the alert goes on, and ended at {end}", "its status counts");
                /// Alerts that the sender left out.
                SignalTruncated => warn("signal.truncated", "the sender left out {count} alerts", "raise the limit of the sender, or group by more labels");
                /// A summary that is too long.
                SignalSummaryCut => warn("signal.summaryCut", "the summary has {bytes} bytes", "its first {maximum} are kept");
            }
        }
    };
}
