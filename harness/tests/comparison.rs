//! Whole comparisons, from the command line to the result file.

#![allow(clippy::unwrap_used)]

mod support;

use records::{Outcome, Quality, Record, agreement};
use support::{
    crosscheck, ids, real_data, records, repeated_comparison, result_file, small_comparison,
};

/// `f32` rounds each value to 6e-8 of itself; sums of some hundred products stay well below this.
const GRADIENT_TOLERANCE: f64 = 1e-5;

const ALL: [&str; 5] = ["scratch", "burn-flex", "candle-cpu", "knn-linfa-linear", "knn-exact"];

fn percent(record: &Record) -> f64 {
    100.0 * record.quality.correct.unwrap() as f64 / record.quality.total as f64
}

fn assert_gradients_agree(records: &[Record]) {
    for record in records.iter().filter(|r| ["burn-flex", "candle-cpu"].contains(&&*r.contender.id))
    {
        let agreement = record.agreement.as_ref().unwrap();
        assert_eq!(agreement.problem, None);
        let shapes = record.workload.model.parameter_shapes();
        assert_eq!(agreement.gradients.len(), shapes.len());
        assert_eq!(agreement.parameters_after_epoch_1.len(), shapes.len());
        let worst = agreement::worst(&agreement.gradients).unwrap();
        assert!(worst.relative < GRADIENT_TOLERANCE, "{}: {worst:?}", record.contender.id);
        assert!(worst.reference_norm > 0.0);
    }
}

#[test]
fn every_contender_runs_in_every_repetition_and_the_gradients_agree() {
    let (_folder, out) = result_file();
    let run = repeated_comparison(&out, "2").assert().success();
    let records = records(&out);
    assert_eq!(ids(&records), [ALL, ALL].concat(), "repetitions interleave");
    for record in &records {
        assert_eq!(record.outcome, Outcome::Ok);
        assert!(percent(record) > 80.0, "{}: {}", record.contender.id, percent(record));
        assert!(record.peak_memory_bytes.unwrap() > 1 << 20);
        assert!(record.timings.predict_seconds.iter().all(|&seconds| seconds > 0.0));
        let confusion: usize = record.quality.confusion.iter().flatten().sum();
        assert_eq!(confusion, record.quality.total);
    }
    assert_eq!(records[0].quality.total, 2000);
    assert_eq!(records[3].quality.total, 40, "--knn-queries");
    assert_ne!(
        records[0].quality,
        records[ALL.len()].quality,
        "repetitions differ in their weights"
    );
    assert_gradients_agree(&records);
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    for id in ALL {
        assert!(table.contains(&format!("| {id} ")), "{id} is missing in:\n{table}");
    }
    assert!(table.contains("40 of the 2,000 test images"), "{table}");
}

/// Losses and counts of every epoch, without the times.
fn course(quality: &Quality) -> Vec<(u64, u64, usize)> {
    let epochs = quality.epochs.iter();
    epochs.map(|e| (e.train_loss.to_bits(), e.test_loss.to_bits(), e.test_correct)).collect()
}

#[test]
fn two_runs_with_one_seed_are_equal_to_the_last_bit() {
    let (_folder, out) = result_file();
    for _ in 0..2 {
        small_comparison(&out).assert().success();
    }
    let records = records(&out);
    let (first, second) = records.split_at(ALL.len());
    for (first, second) in first.iter().zip(second) {
        let id = &first.contender.id;
        assert_eq!(course(&first.quality), course(&second.quality), "{id}");
        assert_eq!(first.quality.confusion, second.quality.confusion, "{id}");
        assert_eq!(first.agreement, second.agreement, "{id}");
    }
}

#[test]
fn after_no_epoch_the_first_weights_are_judged_and_no_time_is_told() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["--dataset", "synthetic-digits", "--model", "784-32-10"])
        .args(["--epochs", "0", "--repetitions", "1"])
        .args(["--contenders", "scratch,burn-flex,candle-cpu", "--out"])
        .arg(&out)
        .assert()
        .success();
    let records = records(&out);
    for record in &records {
        assert_eq!(record.outcome, Outcome::Ok);
        assert!(record.quality.epochs.is_empty() && record.timings.train_seconds.is_empty());
        assert!(percent(record) < 40.0, "untrained, but {}", percent(record));
        assert_eq!(record.quality.correct, records[0].quality.correct);
    }
    let agreement = records[1].agreement.as_ref().unwrap();
    let gradients = agreement::worst(&agreement.gradients).unwrap();
    assert!(gradients.relative < GRADIENT_TOLERANCE, "{gradients:?}");
    assert!(agreement.parameters_after_epoch_1.is_empty());
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let burn = table.lines().find(|line| line.starts_with("| burn-flex"));
    let cells: Vec<&str> = burn.unwrap().split('|').map(str::trim).collect();
    assert_eq!(cells[4..7], ["–", "–", "–"], "{table}");
}

#[test]
fn numbers_for_a_program_have_standard_output_for_themselves() {
    let (_folder, out) = result_file();
    let run = small_comparison(&out)
        .args(["--contenders", "scratch,burn-flex", "--format", "json"])
        .assert()
        .success();
    let rows: serde_json::Value = serde_json::from_slice(&run.get_output().stdout).unwrap();
    let accuracy = rows[1]["test_accuracy_mean_percent"].as_f64();
    assert_eq!(accuracy, Some(percent(&records(&out)[1])));
    small_comparison(&out).args(["--format", "csv", "--confusion"]).assert().code(2);
}

#[test]
fn the_reference_runs_first_wherever_it_is_named() {
    let (_folder, out) = result_file();
    small_comparison(&out).args(["--contenders", "burn-flex,scratch"]).assert().success();
    assert_eq!(ids(&records(&out)), ["scratch", "burn-flex"]);
}

#[test]
fn without_a_network_generated_digits_stand_in_for_mnist_and_say_so() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["--model", "784-16-10", "--epochs", "1", "--repetitions", "1"])
        .args(["--contenders", "scratch", "--out"])
        .arg(&out)
        .assert()
        .success();
    let note = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(note.contains("generated digits"), "{note}");
    let workload = &records(&out)[0].workload;
    assert_eq!(workload.dataset, "synthetic-digits");
    assert!(workload.fallback.is_some());
}

#[test]
fn a_diverging_network_is_a_row_of_its_own() {
    let (folder, out) = result_file();
    let file = folder.path().join("hot.toml");
    let hot = include_str!("../../experiments/default.toml").replace("0.02", "1e30");
    std::fs::write(&file, hot).unwrap();
    crosscheck()
        .args(["--dataset", "synthetic-digits", "--contenders", "scratch", "--repetitions", "1"])
        .arg("--experiment")
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .assert()
        .code(1);
    let outcome = &records(&out)[0].outcome;
    assert!(matches!(outcome, Outcome::Diverged { epoch: 1, .. }), "{outcome:?}");
}

/// The promise of the project, on the data it is made for: the gradients agree, the three
/// networks learn the same, and twice the same seed is twice the same result.
#[test]
fn on_mnist_the_networks_agree_and_repeat_themselves() {
    let Some(data) = real_data() else {
        println!("skipped: no MNIST in $NN_DATA or ../shared/data");
        return;
    };
    let (_folder, out) = result_file();
    for _ in 0..2 {
        crosscheck()
            .args(["--dataset", "mnist", "--epochs", "2", "--repetitions", "1"])
            .args(["--contenders", "scratch,burn-flex,candle-cpu", "--data-dir"])
            .arg(&data)
            .arg("--out")
            .arg(&out)
            .assert()
            .success();
    }
    let text = std::fs::read_to_string(&out).unwrap();
    let path = data.to_str().unwrap();
    assert!(!text.contains(path), "results are published: no paths of this machine");
    let records = records(&out);
    assert_gradients_agree(&records);
    let accuracies: Vec<f64> = records.iter().map(percent).collect();
    let highest = accuracies.iter().copied().fold(0.0, f64::max);
    let lowest = accuracies.iter().copied().fold(100.0, f64::min);
    assert!(lowest > 95.5 && highest - lowest <= 0.3, "{accuracies:?}");
    let (first, second) = records.split_at(3);
    for (first, second) in first.iter().zip(second) {
        assert_eq!(course(&first.quality), course(&second.quality));
        assert_eq!(first.agreement, second.agreement);
    }
}
