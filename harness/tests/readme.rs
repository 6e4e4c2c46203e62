//! The README and the documentation show the committed results, and nothing else.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use records::ResultFile;
use report::readme;

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn tables_and_charts_in_markdown_files_are_those_of_the_committed_results() {
    for file in ["README.md", "results/README.md"] {
        for (path, content) in readme::updated(&root().join(file)).unwrap().files {
            assert!(
                fs::read_to_string(&path).ok() == Some(content),
                "{} is not up to date: cargo run --release -- report --update {file}",
                path.display()
            );
        }
    }
    let page = fs::read_to_string(root().join("results/README.md")).unwrap();
    for entry in fs::read_dir(root().join("results")).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        // docs/growth.md shows that one: tests/scale.rs.
        if file.ends_with(".jsonl") && file != "growth.jsonl" {
            assert!(page.contains(&format!("<!-- results: {file} -->")), "{file} is not shown");
        }
    }
}

/// They were once guessed from the experiment files.
#[test]
fn the_commands_above_the_tables_are_those_that_the_records_say_were_typed() {
    let page = fs::read_to_string(root().join("results/README.md")).unwrap();
    for entry in fs::read_dir(root().join("results")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "jsonl")
            && !path.ends_with("growth.jsonl")
        {
            let records = ResultFile::read(&path).unwrap();
            let typed = records[0].provenance.typed().unwrap();
            assert!(page.contains(&format!("`{typed}`: ")), "{typed}");
        }
    }
}
