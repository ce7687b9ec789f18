/// What is found in the record of decisions.
macro_rules! audit {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found in the record of decisions.
            AUDIT if any(feature = "analysis", feature = "security", feature = "response")
            {
                /// A record without a line.
                AuditEmpty => refuse("audit.empty", "the record has no line", "");
                /// A line without its end.
                AuditLineCut => refuse("audit.lineCut", "the line has no end", "");
                /// A line that says the same in other bytes.
                AuditNotCanonical => refuse("audit.notCanonical", "the line is not in its canonical form", "");
                /// A line of another ticket.
                AuditOtherTicket => refuse("audit.otherTicket", "a line of `{ticket}` in the record of `{expected}`", "");
                /// A line with the number of another one.
                AuditNumberWrong => refuse("audit.numberWrong", "the line has the number {number}, not {expected}", "lines are missing, repeated or moved");
                /// A line that does not continue the one before.
                AuditPreviousWrong => refuse("audit.previousWrong", "the line does not continue the one before, whose digest is {expected}", "lines are missing, repeated or moved");
                /// A line that was changed.
                AuditDigestWrong => refuse("audit.digestWrong", "the digest of the line is {expected}", "the line was changed");
                /// A record with fewer lines than it once had.
                AuditShortened => refuse("audit.shortened", "the record once had {line} lines", "its end is missing");
                /// A record with other lines than it once had.
                AuditChanged => refuse("audit.changed", "line {line} is not what it was", "the record was written anew");
                /// Two heads of one ticket.
                AuditTicketTwice => refuse("audit.ticketTwice", "two heads of `{ticket}`", "the last one is its head");
                /// What is no digest.
                AuditDigestForm => refuse("audit.digestForm", "no digest", "64 lower-case hexadecimal digits");
                /// A proof that leads elsewhere.
                AuditProofWrong => refuse("audit.proofWrong", "the head is not below this root", "");
                /// A decision under another policy.
                AuditOtherPolicy => refuse("audit.otherPolicy", "decided under the policy {policy}", "replay it under that one");
                /// A decision that comes out otherwise.
                AuditDecidedOtherwise => refuse("audit.decidedOtherwise", "the decision comes out otherwise", "it was made by version {library} with the time zones {tzdb}");
            }
        }
    };
}
