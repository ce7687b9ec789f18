//! Numbers as they leave.

use incident_core::insight::Rounded;
use proptest::prelude::*;

proptest! {
    #[test]
    fn every_number_leaves_as_json_and_near_itself(bits in any::<u64>()) {
        let number = f64::from_bits(bits);
        let text = serde_json::to_string(&Rounded::new(number)).expect("JSON");
        let read: f64 = serde_json::from_str(&text).expect("a number");
        if number.abs() < 1e9 {
            prop_assert!((read - number).abs() <= 0.000_051, "{number} became {text}");
        }
        prop_assert!(read.is_finite() && text != "-0.0");
    }
}
