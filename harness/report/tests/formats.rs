//! One result file in every format, held by snapshots: no two formats can differ unseen.
//!
//! After an intended change: `INSTA_UPDATE=always cargo test -p report`, then read the diff.

#![allow(clippy::unwrap_used)]

use std::{fs, path::Path};

use insta::assert_snapshot;
use records::{Record, ResultFile, studies};
use report::{Format, confusion, knn, misclassified, page, readme, terminal::Screen};

const FIXTURE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixture.jsonl");

/// A comparison with failures and a repeated record; one with another number of threads; a sweep; the
/// costs of `crosscheck scale`; k-nearest neighbours with a sweep and changed test images.
fn fixture() -> Vec<Record> {
    ResultFile::read(Path::new(FIXTURE)).unwrap()
}

fn rendered(format: Format, screen: Screen) -> String {
    report::render(&fixture(), format, screen).unwrap()
}

#[test]
fn text() {
    assert_snapshot!(rendered(Format::Text, Screen::FILE));
}

#[test]
fn text_of_80_columns() {
    let text = rendered(Format::Text, Screen { width: Some(80), colour: false });
    let is_wide = |line: &&str| line.chars().count() > 80;
    assert_eq!(text.lines().find(is_wide), None);
    assert_snapshot!(text);
}

#[test]
fn markdown() {
    assert_snapshot!(rendered(Format::Markdown, Screen::FILE));
}

#[test]
fn csv() {
    assert_snapshot!(rendered(Format::Csv, Screen::FILE));
}

#[test]
fn json() {
    let text = rendered(Format::Json, Screen::FILE);
    let rows: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    assert_eq!(rows.len(), rendered(Format::Csv, Screen::FILE).lines().count() - 1);
    assert_snapshot!(text);
}

#[test]
fn html() {
    assert_snapshot!(without_charts(&page::render(&fixture(), &[]).unwrap()));
}

#[test]
fn confusion_matrices() {
    let records = fixture();
    let studies = studies(&records);
    let readable = confusion::readable(&studies[0].comparisons[0]);
    let texts: Vec<String> =
        readable.iter().map(|record| confusion::text(record, Screen::FILE)).collect();
    assert_snapshot!(texts.join("\n\n"));
}

#[test]
fn mistakes() {
    assert_snapshot!(misclassified::text(&fixture(), 2, Screen::FILE));
}

#[test]
fn knn_sweep() {
    let records = fixture();
    let sweep = records.iter().find_map(|record| record.knn_sweep.as_ref()).unwrap();
    let tables = [knn::settings_table(sweep), knn::growth_table(sweep)];
    assert_snapshot!(tables.map(|table| table.text(Screen::FILE)).join("\n\n"));
}

#[test]
fn two_files() {
    let mut other = fixture();
    other.truncate(12);
    for record in &mut other {
        record.provenance.rustc = "rustc 1.96.0".to_owned();
        record.timings.train_seconds.iter_mut().for_each(|seconds| *seconds /= 2.0);
    }
    let files = [fixture(), other];
    let diff = |format| report::diff(&["a.jsonl", "b.jsonl"], &files, format, Screen::FILE);
    assert_snapshot!("two_files_text", diff(Format::Text).unwrap().text);
    assert_snapshot!("two_files_markdown", diff(Format::Markdown).unwrap().text);
    assert_snapshot!("two_files_csv", diff(Format::Csv).unwrap().text);
}

#[test]
fn readme_with_its_chart() {
    let folder = tempfile::tempdir().unwrap();
    fs::copy(FIXTURE, folder.path().join("a.jsonl")).unwrap();
    let markdown = folder.path().join("README.md");
    let text =
        "<!-- ranking: a.jsonl ranking.svg -->\n<!-- results: a.jsonl -->\n<!-- /results -->\n";
    fs::write(&markdown, text).unwrap();
    let updated = readme::updated(&markdown).unwrap();
    let [(chart, svg), (_, text)] = &updated.files[..] else { panic!("two files") };
    assert!(chart.ends_with("ranking.svg"));
    assert_snapshot!("readme_chart", svg);
    assert_snapshot!("readme_text", text);
}

/// The page without the drawings, which have tests of their own.
fn without_charts(page: &str) -> String {
    let mut parts = page.split("<svg");
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (_, after) = part.split_once("</svg>").unwrap();
        text.push_str("<svg/>");
        text.push_str(after);
    }
    text
}
