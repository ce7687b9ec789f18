/// What is found about the law's clocks.
macro_rules! statute {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found about the law's clocks.
            STATUTE if feature = "security"
            {
            }
        }
    };
}
