//! What the module asks of its host: nothing that reads a clock, the network or chance.

use wasmparser::{Parser, Payload};

use crate::{Failure, fail};

/// The beginnings of the imports' names, without the hash that wasm-bindgen adds.
///
/// Each makes, measures or fills a value, or throws.
const ALLOWED: [&str; 13] = [
    "__wbg_Error_",
    "__wbg___wbindgen_throw_",
    "__wbg___wbindgen_is_undefined_",
    "__wbg___wbindgen_copy_to_typed_array_",
    "__wbg_length_",
    "__wbg_new_",
    "__wbg_new_from_slice_",
    "__wbg_new_with_length_",
    "__wbg_prototypesetcall_",
    "__wbg_set_",
    "__wbg_subarray_",
    "__wbindgen_generic_",
    "__wbindgen_init_externref_table",
];

/// Lists the imports of a module.
///
/// # Errors
/// If the bytes are no module.
fn names(module: &[u8]) -> Result<Vec<String>, Failure> {
    let mut names = Vec::new();
    for payload in Parser::new(0).parse_all(module) {
        if let Payload::ImportSection(section) = payload? {
            for import in section.into_imports() {
                names.push(import?.name.to_owned());
            }
        }
    }
    Ok(names)
}

/// Checks the imports against the list above, and that the glue gives them nothing more.
///
/// # Errors
/// The imports that are not on it.
pub fn check(module: &[u8], glue: &str) -> Result<usize, Failure> {
    let names = names(module)?;
    let foreign: Vec<&str> = names.iter().map(String::as_str).filter(|n| !allowed(n)).collect();
    if !foreign.is_empty() {
        return fail(format!(
            "The module imports {}, which xtask/src/imports.rs does not allow: a pure crate needs \
             no clock, no chance, no network. Find the dependency that brings it in, or add the \
             name there with a reason.",
            foreign.join(", ")
        ));
    }
    // `__wbg_new_` could hide `new Date`: the glue shows what it stands for. The loader that it
    // brings along may fetch; the entries of the package never call it.
    let given = glue.split_once("function __wbg_get_imports").map_or(glue, |(_, given)| given);
    let given = given.split_once("\n}").map_or(given, |(given, _)| given);
    let words = ["Date", "Math", "crypto", "fetch", "performance", "eval", "Function"];
    let found: Vec<&str> = words.into_iter().filter(|word| given.contains(word)).collect();
    if found.is_empty() {
        return Ok(names.len());
    }
    fail(format!(
        "What the module imports stands for {}, which a pure crate does not need.",
        found.join(", ")
    ))
}

fn allowed(name: &str) -> bool {
    ALLOWED.iter().any(|allowed| {
        name.strip_prefix(allowed).is_some_and(|rest| {
            // What follows is the hash alone: `__wbg_new_` is not `__wbg_new_with_date_`.
            rest.chars().all(|letter| letter.is_ascii_hexdigit())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::{allowed, check};

    #[test]
    fn a_clock_is_not_allowed() {
        assert!(allowed("__wbg_new_cd4348290afae586"));
        assert!(!allowed("__wbg_now_cd4348290afae586"));
        assert!(!allowed("__wbg_getRandomValues_cd4348290afae586"));
        assert!(!allowed("__wbg_new_with_date_cd4348290afae586"));
    }

    #[test]
    fn a_clock_in_the_glue_is_found() {
        let empty = b"\0asm\x01\0\0\0";
        assert!(check(empty, "const ret = new Object();").is_ok());
        assert!(check(empty, "const ret = new Date();").is_err());
    }
}
