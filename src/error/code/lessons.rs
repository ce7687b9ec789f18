/// What is found in reviews, and about how ready one is.
macro_rules! lessons {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found in reviews, and about how ready one is.
            LESSONS if feature = "security"
            {
            }
        }
    };
}
