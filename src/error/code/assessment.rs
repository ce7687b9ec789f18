/// What is found when an event is assessed, and about who may see what.
macro_rules! assessment {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found when an event is assessed, and about who may see what.
            ASSESSMENT if feature = "security"
            {
            }
        }
    };
}
