//! The README quotes what the tool prints, and nothing else.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use harness::table;
use support::records;

#[test]
fn the_tables_in_the_readme_are_those_of_the_committed_results() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    let mut tables = 0;
    for entry in fs::read_dir(root.join("results")).unwrap() {
        let path = entry.unwrap().path();
        let extension = path.extension();
        // docs/growth.md quotes that one: tests/scale.rs.
        let growth = path.ends_with("growth.jsonl");
        if extension.is_some_and(|extension| extension == "jsonl") && !growth {
            let table = table::render(&records(&path));
            let rows: Vec<&str> = table.lines().filter(|line| line.starts_with('|')).collect();
            let quoted = readme.contains(&rows.join("\n"));
            assert!(quoted, "{} has another table:\n{table}", path.display());
            tables += 1;
        }
    }
    assert!(tables >= 2, "MNIST and Fashion-MNIST");
}
