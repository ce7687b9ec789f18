//! The module inside a real engine: `cargo xtask test package` runs these in Node and in Chromium.
#![cfg(all(target_arch = "wasm32", feature = "wasm"))]
#![expect(missing_docs, reason = "a test binary has no readers of its interface")]

#[cfg(feature = "analysis")]
use incident_core::door::analyse as answer;
#[cfg(not(feature = "analysis"))]
use incident_core::door::answer;
use incident_core::wasm;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
fn the_export_answers_as_the_crate() {
    for request in [r#"{"op":"versions"}"#, r#"{"op":"limits"}"#, r#"{"op":"?"}"#, "", "[1"] {
        assert_eq!(wasm::answer(request), answer(request));
    }
}

#[wasm_bindgen_test]
fn whole_numbers_of_64_bits_do_not_wrap() {
    let request = r#"{"op":"between","calendar":{"zone":"Etc/UTC","hours":{"mon":[["00:00","24:00"]]}},
        "from":"1970-01-01T00:00:00Z","to":"9999-12-31T23:59:59.999Z"}"#;
    let answer = wasm::answer(request);
    assert!(answer.starts_with(r#"{"ok":true,"value":"#), "{answer}");
    let milliseconds: String = answer.chars().filter(char::is_ascii_digit).collect();
    assert!(milliseconds.parse::<u64>().is_ok_and(|number| number > 1 << 40), "{answer}");
}

#[wasm_bindgen_test]
fn a_refused_policy_refuses_every_call() {
    let policy = wasm::Policy::new("{}");
    assert!(policy.opened().starts_with(r#"{"ok":false"#));
    assert_eq!(policy.answer(r#"{"op":"versions"}"#), policy.opened());
    assert_eq!(policy.calendar("any"), None);
    assert!(policy.add(0, 0.0, 1.0).is_nan());
}
