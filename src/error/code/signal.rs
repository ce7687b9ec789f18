/// What is found in alerts.
macro_rules! signal {
    ($rest:tt $($groups:tt)*) => {
        gather! {
            $rest
            $($groups)*
            /// What is found in alerts.
            SIGNAL if feature = "security"
            {
            }
        }
    };
}
