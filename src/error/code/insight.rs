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
            }
        }
    };
}
