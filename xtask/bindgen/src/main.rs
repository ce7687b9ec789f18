//! wasm-bindgen and its test runner, as a program of this workspace.
//!
//! A package of its own, since it takes minutes to compile and most of `cargo xtask` needs it not.

use std::env;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut words: Vec<_> = env::args_os().collect();
    let result = if words.get(1).is_some_and(|word| word == "test-runner") {
        words.remove(1);
        wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args(words)
    } else {
        wasm_bindgen_cli::wasm_bindgen::run_cli_with_args(words)
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    }
}
