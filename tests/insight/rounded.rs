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

    #[test]
    fn an_answer_writes_it_as_others_do(number in -1e12..1e12_f64, near in -3.0..3.0_f64) {
        for number in [number, near] {
            let rounded = Rounded::new(number);
            let ours = incident_core::digest::of(&rounded);
            let theirs = serde_json::to_string(&rounded).expect("JSON");
            let theirs = theirs.strip_suffix(".0").unwrap_or(&theirs);
            prop_assert_eq!(ours, incident_core::digest::of_bytes(theirs.as_bytes()), "{}", theirs);
        }
    }
}
