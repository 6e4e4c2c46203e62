//! The README quotes the committed results, and nothing else.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use harness::quote;

#[test]
fn the_tables_in_the_readme_are_those_of_the_committed_results() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let path = root.join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    assert!(
        readme == quote::updated(&readme, &path).unwrap(),
        "the README is not up to date: cargo run --release -- report --update README.md"
    );
    for entry in fs::read_dir(root.join("results")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        // docs/growth.md quotes that one: tests/scale.rs.
        if file.ends_with(".jsonl") && file != "growth.jsonl" {
            let marker = format!("<!-- results: results/{file} -->");
            assert!(readme.contains(&marker), "{file} is not quoted");
        }
    }
}
