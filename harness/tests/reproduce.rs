//! `crosscheck reproduce`, on the exercises that need no download.

#![allow(clippy::unwrap_used)]

mod support;

use support::{crosscheck, ids, records, result_file};

const NETWORKS: [&str; 3] = ["scratch", "burn-flex", "candle-cpu"];

#[test]
fn xor_is_learned_by_every_network() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["reproduce", "xor", "--out"])
        .arg(&out)
        .assert()
        .success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let kept = table
        .lines()
        .filter(|line| line.starts_with("| xor") && line.contains(" kept "));
    assert_eq!(kept.count(), NETWORKS.len(), "{table}");
    let records = records(&out);
    assert_eq!(ids(&records), NETWORKS);
    for record in &records {
        assert_eq!(record.quality.correct, Some(4));
        let losses: Vec<f64> = record.quality.epochs.iter().map(|e| e.train_loss).collect();
        assert!(
            losses[0] > 0.3 && losses[1999] < 0.05,
            "{} to {}",
            losses[0],
            losses[1999]
        );
    }
}

#[test]
fn edges_are_told_from_flat_patches_by_every_size_of_network() {
    let (_folder, out) = result_file();
    crosscheck()
        .args(["reproduce", "edges-2", "edges-8-2", "edges-16-8-2", "--out"])
        .arg(&out)
        .assert()
        .success();
    let records = records(&out);
    assert_eq!(ids(&records), [NETWORKS, NETWORKS, NETWORKS].concat());
    for record in &records {
        assert_eq!(
            (record.workload.train_rows, record.workload.test_rows),
            (200, 50)
        );
        let correct = record.quality.correct.unwrap();
        let widths = record.workload.model.widths();
        assert!(
            correct >= 40,
            "{} {widths}: {correct} of 50",
            record.contender.id
        );
    }
}

#[test]
fn a_quick_run_is_held_against_nothing() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args([
            "reproduce",
            "edges-2",
            "--quick",
            "--contenders",
            "scratch",
            "--out",
        ])
        .arg(&out)
        .assert()
        .success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(table.contains("quick run"), "{table}");
    assert_eq!(records(&out)[0].quality.epochs.len(), 40);
}

#[test]
fn an_unknown_exercise_is_a_usage_error() {
    let run = crosscheck().args(["reproduce", "xorr"]).assert().code(2);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(
        error.contains("\"xorr\"") && error.contains("edges-8-2"),
        "{error}"
    );
}
