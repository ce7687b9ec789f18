/// What is found at a desk of open tickets, and why a ticket stands where it does.
macro_rules! desk {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found at a desk of open tickets, and why a ticket stands where it does.
            DESK if feature = "desk"
            {
                /// A ticket that is not held.
                DeskTicketUnknown => refuse("desk.ticketUnknown", "the desk holds no ticket `{id}`", "it was never put there, or it has ended; put it there whole");
                /// What tickets are ordered by, twice.
                DeskOrderRepeated => refuse("desk.orderRepeated", "tickets are ordered by `{key}` already", "");
                /// A ticket in a state that the policy does not have.
                DeskStateUnknown => warn("desk.stateUnknown", "the policy has no state `{state}`, in which the ticket `{id}` is", "the ticket is held, and ranked by its clocks; look at whether it belongs to this policy");
                /// Why it stands there: a target is missed.
                DeskBreached => note("desk.breached", "`{target}` of `{agreement}` was due at {due}, and is missed");
                /// Why it stands there: a warning is reached.
                DeskWarned => note("desk.warned", "`{target}` of `{agreement}` is due at {due}, and a warning is reached");
                /// Why it stands there: a target will probably be missed.
                DeskForecast => note("desk.forecast", "`{target}` of `{agreement}` is due at {due}, and will be missed with a probability of {forecast} in a million");
                /// Why it stands there: a clock runs.
                DeskRunning => note("desk.running", "`{target}` of `{agreement}` is due at {due}");
                /// Why it stands there: a clock runs that is never due.
                DeskNeverDue => note("desk.neverDue", "`{target}` of `{agreement}` runs, and it cannot be told when it is due");
                /// Why it stands there: every clock waits.
                DeskPaused => note("desk.paused", "`{target}` of `{agreement}` waits, with {remaining} ms left");
                /// Why it stands there: no clock runs or waits.
                DeskUntimed => note("desk.untimed", "no target runs or waits");
                /// Why it stands there: the work is done.
                DeskResolved => note("desk.resolved", "the work is done, and no target runs or waits");
            }
        }
    };
}
