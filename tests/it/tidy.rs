//! The structure of the crate: data flows one way, files and functions stay small.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// The modules in the order in which a report becomes a decision. A module uses only those above.
const ORDER: &[&str] = &[
    "limits",
    "error",
    "document",
    "time",
    "digest",
    "model",
    "condition",
    "calendar",
    "classify",
    "prioritize",
    "sla",
    "lifecycle",
    "statute",
    "action",
    "policy",
    "check",
    "engine",
    "why_not",
    "explain",
    "model_check",
    "lint",
    "handbook",
    "replay",
    "discovery",
    "insight",
    "table",
    "desk",
    "security",
    "signal",
    "door",
    "schema",
    "wasm",
];
const FILE_LINES: usize = 500;
const FUNCTION_LINES: usize = 70;
const COLUMNS: usize = 100;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a readable folder") {
        let path = entry.expect("a readable entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn all(folders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for folder in folders {
        let folder = root().join(folder);
        if folder.is_dir() {
            sources(&folder, &mut found);
        }
    }
    found.sort();
    found
}

/// The modules that the text names after `crate::`, in `use` lines, paths and macros alike.
fn named_modules(tokens: TokenStream, found: &mut Vec<String>) {
    let trees: Vec<TokenTree> = tokens.into_iter().collect();
    for (at, tree) in trees.iter().enumerate() {
        match tree {
            TokenTree::Group(group) => named_modules(group.stream(), found),
            TokenTree::Ident(word) if word == "crate" => match trees.get(at + 3) {
                Some(TokenTree::Ident(module)) => found.push(module.to_string()),
                Some(TokenTree::Group(list)) => {
                    let mut first = true;
                    for tree in list.stream() {
                        match &tree {
                            TokenTree::Ident(module) if first => {
                                found.push(module.to_string());
                                first = false;
                            }
                            TokenTree::Punct(mark) if mark.as_char() == ',' => first = true,
                            _ => {}
                        }
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }
}

fn arrows_upwards(module: &str, text: &str) -> Vec<String> {
    let rank = |name: &str| ORDER.iter().position(|other| *other == name);
    let mut named = Vec::new();
    named_modules(text.parse().expect("Rust"), &mut named);
    let own = rank(module);
    named
        .into_iter()
        .filter(|other| rank(other).is_none() || rank(other) > own)
        .map(|other| format!("`{module}` names `crate::{other}`"))
        .collect()
}

#[test]
fn data_flows_one_way() {
    let mut findings = Vec::new();
    for path in all(&["src"]) {
        let inside = path.strip_prefix(root().join("src")).expect("below src").to_owned();
        let first = inside.components().next().expect("a name").as_os_str();
        let module = Path::new(first).file_stem().expect("a stem").to_string_lossy().into_owned();
        if module == "lib" {
            continue;
        }
        assert!(ORDER.contains(&module.as_str()), "{module} has no place in the order");
        findings.extend(arrows_upwards(&module, &fs::read_to_string(&path).expect("readable")));
    }
    assert!(findings.is_empty(), "{findings:#?}");
}

#[test]
fn a_planted_arrow_upwards_is_found() {
    assert_eq!(arrows_upwards("time", "use crate::engine::Engine;").len(), 1);
    assert_eq!(arrows_upwards("time", "use crate::{error::Code, engine};").len(), 1);
    assert_eq!(arrows_upwards("time", "fn f() { let _ = vec![crate::policy::P]; }").len(), 1);
    assert_eq!(arrows_upwards("time", "use crate::Engine;").len(), 1, "not past the modules");
    assert_eq!(arrows_upwards("engine", "use crate::{time::Instant, error};").len(), 0);
}

struct Functions(Vec<(String, usize)>);

impl Functions {
    fn note(&mut self, name: &syn::Ident, block: &syn::Block) {
        let span = block.span();
        self.0.push((name.to_string(), span.end().line - span.start().line + 1));
    }
}

impl<'ast> Visit<'ast> for Functions {
    fn visit_item_fn(&mut self, function: &'ast syn::ItemFn) {
        self.note(&function.sig.ident, &function.block);
        visit::visit_item_fn(self, function);
    }

    fn visit_impl_item_fn(&mut self, function: &'ast syn::ImplItemFn) {
        self.note(&function.sig.ident, &function.block);
        visit::visit_impl_item_fn(self, function);
    }
}

#[test]
fn files_and_functions_stay_small() {
    let mut findings = Vec::new();
    for path in
        all(&["src", "tests/it", "tests/security", "tests/oracle", "xtask", "examples", "benches"])
    {
        let text = fs::read_to_string(&path).expect("readable");
        let name = path.strip_prefix(root()).expect("below the root").display().to_string();
        if text.lines().count() > FILE_LINES {
            findings.push(format!("{name}: over {FILE_LINES} lines"));
        }
        // The tables of codes hold whole sentences, one row a line.
        if !name.contains("error/code") {
            for (at, line) in text.lines().enumerate() {
                if line.chars().count() > COLUMNS && !line.contains("://") {
                    findings.push(format!("{name}:{}: over {COLUMNS} columns", at + 1));
                }
            }
        }
        let mut functions = Functions(Vec::new());
        functions.visit_file(&syn::parse_file(&text).expect("Rust"));
        for (function, lines) in functions.0 {
            if lines > FUNCTION_LINES {
                findings.push(format!("{name}: `{function}` has {lines} lines"));
            }
        }
    }
    assert!(findings.is_empty(), "{findings:#?}");
}
