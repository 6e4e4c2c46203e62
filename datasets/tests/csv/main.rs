//! Tables in text files: the data set of a valid file, and the message for every defect.
#![allow(clippy::unwrap_used, reason = "a failure here is a test's failure")]

mod classes;
mod columns;
mod formats;
mod header;
mod missing;
mod properties;
mod rows;
mod split;

use std::{fs, path::Path};

use datasets::{Dataset, DatasetChoice, Places, Request, Result, TableOptions, TableReading, load};

fn request(dataset: impl Into<DatasetChoice>, table: TableOptions, seed: u64) -> Request {
    Request {
        dataset: Some(dataset.into()),
        table,
        transposed: false,
        places: Places::default(),
        seed,
    }
}

fn load_path(path: &Path, table: TableOptions, seed: u64) -> Result<Dataset> {
    load(&request(DatasetChoice::Path(path.to_owned()), table, seed), &mut ())
}

/// Reads a file of `tests/files`.
fn file(name: &str, table: TableOptions) -> Result<Dataset> {
    load_path(&Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/files")).join(name), table, 1)
}

/// Reads a file with this content.
fn read_with(content: impl AsRef<[u8]>, table: TableOptions, seed: u64) -> Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("students.csv");
    fs::write(&path, content).unwrap();
    load_path(&path, table, seed)
}

fn read(content: impl AsRef<[u8]>) -> Result<Dataset> {
    read_with(content, TableOptions::default(), 1)
}

/// The error without the path that it begins with; asserts that it is one line.
fn problem(result: Result<Dataset>) -> String {
    let error = result.unwrap_err().to_string();
    assert_eq!(error.lines().count(), 1, "{error}");
    let (path, problem) = error.split_once(": ").unwrap();
    assert!(path.contains('/'), "{error}");
    problem.to_owned()
}

fn error_of(content: impl AsRef<[u8]>) -> String {
    problem(read(content))
}

fn label(name: &str) -> TableOptions {
    TableOptions { label: Some(name.to_owned()), ..TableOptions::default() }
}

fn reading(data: &Dataset) -> &TableReading {
    data.table.as_ref().unwrap()
}

/// The names of the input columns.
fn inputs(data: &Dataset) -> Vec<&str> {
    data.columns.iter().map(|column| column.name.as_str()).collect()
}

/// Training and test rows.
fn rows(data: &Dataset) -> (usize, usize) {
    (data.train.rows(), data.test.rows())
}

/// The test rows of each class.
fn test_counts(data: &Dataset) -> Vec<usize> {
    let of = |class| data.test.labels().iter().filter(|&&label| label as usize == class).count();
    (0..data.class_names.len()).map(of).collect()
}

/// Rows of `row, 2·row, 7, label` with three labels in turn.
fn students(rows: usize) -> String {
    let labels = ["medium", "good", "bad"];
    let row = |row: usize| format!("{row},{},7,{}\n", 2 * row, labels[row % 3]);
    let rows: String = (0..rows).map(row).collect();
    format!("age,sleep duration,country,grade\n{rows}")
}
