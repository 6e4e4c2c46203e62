//! Misclassified rows: `crosscheck mistakes`, and the confusion matrix.

#![allow(clippy::unwrap_used)]

mod support;

use std::fs;

use records::Quality;
use support::{crosscheck, records, result_file, small_comparison};

fn printed(command: &mut assert_cmd::Command) -> String {
    let run = command.assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

#[test]
fn mistakes_and_disagreements_are_listed_by_their_row_in_the_test_set() {
    let (_folder, out) = result_file();
    let table = printed(small_comparison(&out).args([
        "--contenders",
        "scratch,knn-linfa-linear",
        "--confusion",
    ]));
    let matrices = table.matches("rows are labels, columns predictions");
    assert_eq!(matrices.count(), 2, "{table}");

    let records = records(&out);
    let list = printed(crosscheck().arg("mistakes").arg(&out).args(["--limit", "3"]));
    for record in &records {
        let (quality, id) = (&record.quality, &record.contender.id);
        let wrong = quality.mistakes.as_ref().unwrap();
        assert_eq!(wrong.len(), quality.total - quality.correct.unwrap());
        let right: usize = (0..10).map(|class| quality.confusion[class][class]).sum();
        assert_eq!(Some(right), quality.correct);
        let told = format!("{id}: {} of ", wrong.len());
        assert!(list.contains(&told), "{told} is missing in {list}");
    }
    let scratch = &records[0].quality;
    let [row, label, predicted] = scratch.mistakes.as_ref().unwrap()[0].into();
    assert!(list.contains(&format!("  row {row}: {label} → {predicted}\n")));

    // 40 of 2,000 rows: the neighbours' answer 1 is about the second row of the sample.
    let taken_for = |quality: &Quality, row: u32| {
        let mut mistakes = quality.mistakes.iter().flatten();
        let mistake = mistakes.find(|mistake| mistake.row == row);
        mistake.map(|mistake| mistake.predicted)
    };
    let neighbours = &records[1].quality;
    let sample = neighbours.sample.as_ref().unwrap().iter();
    let apart = (0..)
        .zip(sample)
        .filter(|&(index, &row)| taken_for(neighbours, index) != taken_for(scratch, row));
    let apart: Vec<u32> = apart.map(|(_, &row)| row).collect();
    let told = format!("The contenders disagree on {} of 40 rows", apart.len());
    assert!(list.contains(&told), "{told} is missing in {list}");
    for row in apart.iter().take(3) {
        assert!(list.contains(&format!("\n| {row}")), "{list}");
    }
}

#[test]
fn a_file_of_an_older_version_is_read_and_says_what_it_lacks() {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../results/default-mnist.jsonl");
    let text = fs::read_to_string(root).unwrap();
    let (_folder, out) = result_file();
    let mut line: serde_json::Value = serde_json::from_str(text.lines().next().unwrap()).unwrap();
    line["quality"].as_object_mut().unwrap().remove("mistakes");
    fs::write(&out, line.to_string()).unwrap();
    let list = printed(crosscheck().arg("mistakes").arg(&out));
    assert!(list.contains("scratch: the record keeps no mistakes"));
}

#[test]
fn a_file_that_holds_no_records_is_told_with_its_line() {
    let (_folder, out) = result_file();
    let failed = |code: i32, arguments: &[&str]| {
        let mut command = crosscheck();
        command.arg("mistakes").arg(&out).args(arguments);
        let run = command.assert().code(code);
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    assert!(failed(1, &[]).contains("results.jsonl"));
    fs::write(&out, "\n{}\n").unwrap();
    assert!(failed(1, &[]).contains("line 2 is not a record: missing field"));
    let committed = include_str!("../../results/default-mnist.jsonl");
    fs::write(&out, committed).unwrap();
    let unknown = failed(2, &["--contenders", "torch"]);
    assert!(unknown.contains("\"torch\"") && unknown.contains("burn-flex"));
}

/// Runs that differed in k, threads or batch were once mixed in one list.
#[test]
fn runs_that_differ_in_k_threads_or_batch_are_kept_apart() {
    let (_folder, out) = result_file();
    for flags in [["--k", "1"], ["--k", "3"], ["--threads", "1"], ["--batch", "7"]] {
        small_comparison(&out)
            .args(["--contenders", "scratch,knn-exact"])
            .args(flags)
            .assert()
            .success();
    }
    let list = printed(crosscheck().arg("mistakes").arg(&out).args(["--limit", "1"]));
    assert_eq!(list.matches("The contenders disagree on").count(), 4, "{list}");
    for part in [" k 1,", " k 3,", "threads 1,", "batch 7,"] {
        assert!(list.contains(part), "{part}: {list}");
    }
}
