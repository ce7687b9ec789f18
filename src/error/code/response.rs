/// What is found about tasks, evidence and communication.
macro_rules! response {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found about tasks, evidence and communication.
            RESPONSE if feature = "security"
            {
            }
        }
    };
}
