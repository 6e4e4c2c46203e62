//! `crosscheck variants`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use support::{crosscheck, records, result_file};

#[test]
fn every_contender_classifies_every_variant_and_stronger_ones_worse() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["variants", "--dataset", "synthetic-digits"])
        .args(["--model", "784-32-10", "--epochs", "2"])
        .args(["--repetitions", "1", "--knn-queries", "40", "--out"])
        .arg(&out)
        .assert()
        .success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(text.contains("| rotate 15° ") && text.contains("| original "));
    let csv = crosscheck().args(["report", "--format", "csv"]).arg(&out).assert().success();
    let rows = csv::Reader::from_reader(&csv.get_output().stdout[..]).into_records();
    let variants: Vec<String> = rows.map(|row| row.unwrap()[2].to_owned()).collect();
    let original = variants.iter().filter(|variant| variant.is_empty());
    assert_eq!(original.count(), records(&out).len());
    assert_eq!(variants.len(), records(&out).len() * (1 + datasets::Variant::all().count()));
    for record in records(&out) {
        let (id, quality) = (&record.contender.id, &record.quality);
        assert_eq!(quality.variants.len(), datasets::Variant::all().count(), "{id}");
        for (name, score) in &quality.variants {
            assert_eq!(score.total, quality.total, "{id}: {name}");
        }
        let accuracy = |name: &str| quality.variants[name].accuracy().unwrap();
        for (mild, strong) in [
            ("shift-1", "shift-6"),
            ("rotate-5", "rotate-45"),
            ("shrink-90", "shrink-50"),
            ("invert-20", "invert-100"),
        ] {
            assert!(accuracy(mild) > accuracy(strong), "{id}: {mild}, {strong}");
        }
    }
}

#[test]
fn a_table_of_numbers_has_no_variants_and_the_error_says_why() {
    let run = crosscheck()
        .args(["variants", "--dataset", "xor", "--model", "2-5-2", "--k", "1"])
        .assert()
        .failure();
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("image") && !error.contains("panicked"), "{error}");
}
