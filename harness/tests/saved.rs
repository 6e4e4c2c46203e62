//! `--save` and `--load`: a trained network in a file, and back in every framework.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use support::{crosscheck, ids, real_data, records, result_file, small_comparison};

const NETWORKS: &str = "scratch,burn-flex,candle-cpu";

/// Trains the networks and saves them to `folder`.
fn save(folder: &Path) {
    small_comparison(&folder.join("training.jsonl"))
        .args(["--contenders", NETWORKS, "--save"])
        .arg(folder.join("models"))
        .assert()
        .success();
}

/// Loads a saved network into every framework; all of them must put every test image in the class
/// that the one that trained it had put it in.
fn assert_same_classes(folder: &Path, model: &str, data_dir: Option<&Path>) {
    let out = folder.join(format!("{model}.jsonl"));
    let mut command = crosscheck();
    command
        .args(["--repetitions", "1", "--contenders", NETWORKS, "--load"])
        .arg(folder.join("models").join(model))
        .arg("--out")
        .arg(&out);
    if let Some(data_dir) = data_dir {
        command.arg("--data-dir").arg(data_dir);
    }
    command.assert().success();
    let trained = records(&folder.join("training.jsonl"));
    let trained = trained.iter().find(|record| model.contains(&record.contender.id)).unwrap();
    let loaded = records(&out);
    assert_eq!(ids(&loaded).join(","), NETWORKS);
    for record in &loaded {
        let id = &record.contender.id;
        assert_eq!(record.workload.training.epochs, 0, "{id}");
        assert_eq!(record.quality.confusion, trained.quality.confusion, "{id}");
        if let Some(agreement) = &record.agreement {
            assert_eq!(agreement.same_predictions, Some(record.quality.total), "{id}");
        }
    }
}

#[test]
fn a_network_saved_by_one_framework_predicts_the_same_classes_in_all() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path());
    for contender in ["scratch", "burn-flex", "candle-cpu"] {
        let model = format!("synthetic-digits-{contender}-1.safetensors");
        assert_same_classes(folder.path(), &model, None);
    }
}

#[test]
fn on_mnist_all_10_000_test_images_keep_their_class() {
    let Some(data) = real_data() else {
        eprintln!("skipped: set NN_DATA to a folder that holds mnist/");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    crosscheck()
        .args(["--dataset", "mnist", "--epochs", "1", "--repetitions", "1"])
        .args(["--contenders", "scratch", "--save"])
        .arg(folder.path().join("models"))
        .arg("--out")
        .arg(folder.path().join("training.jsonl"))
        .arg("--data-dir")
        .arg(&data)
        .assert()
        .success();
    let model = "mnist-scratch-1.safetensors";
    assert_same_classes(folder.path(), model, Some(&data));
}

#[test]
fn batch_normalisation_keeps_its_running_statistics_in_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("training.jsonl");
    crosscheck()
        .args(["--experiment", "../experiments/library.toml"])
        .args(["--dataset", "synthetic-digits", "--epochs", "1"])
        .args(["--repetitions", "1", "--contenders", NETWORKS, "--save"])
        .arg(folder.path().join("models"))
        .arg("--out")
        .arg(&file)
        .assert()
        .success();
    let model = "synthetic-digits-candle-cpu-1.safetensors";
    assert_same_classes(folder.path(), model, None);
}

#[test]
fn after_no_epoch_the_initial_weights_are_saved() {
    let folder = tempfile::tempdir().unwrap();
    crosscheck()
        .args(["--dataset", "synthetic-digits", "--model", "784-32-10"])
        .args(["--epochs", "0", "--repetitions", "1"])
        .args(["--contenders", NETWORKS, "--save"])
        .arg(folder.path().join("models"))
        .arg("--out")
        .arg(folder.path().join("training.jsonl"))
        .assert()
        .success();
    let model = "synthetic-digits-scratch-1.safetensors";
    assert_same_classes(folder.path(), model, None);
}

#[cfg(unix)]
#[test]
fn a_contender_that_sends_no_parameters_is_reported_as_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let zeros = vec!["0"; 2000].join(",");
    let answer = format!(r#"{{"event":"predictions","classes":[{zeros}],"seconds":[0.1]}}"#);
    let file = folder.path().join("answer.json");
    fs::write(&file, answer).unwrap();
    let run = small_comparison(&folder.path().join("training.jsonl"))
        .args(["--contenders", "scratch", "--external"])
        .arg(format!("mute=cat '{}'", file.display()))
        .arg("--save")
        .arg(folder.path().join("models"))
        .assert()
        .success();
    let told = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(told.contains("Not saved: mute sent no parameters"), "{told}");
}

#[test]
fn the_error_of_a_file_that_is_not_a_checkpoint_has_the_way_out() {
    let (folder, _) = result_file();
    let path = folder.path().join("weights.safetensors");
    for (content, word) in
        [(&b"hello"[..], "weights.safetensors"), (&b"\x02\0\0\0\0\0\0\0{}"[..], "--save")]
    {
        fs::write(&path, content).unwrap();
        let run = crosscheck().arg("--load").arg(&path).assert().code(1);
        let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(error.contains(word), "{error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}

#[test]
fn a_saved_network_that_does_not_fit_the_data_set_names_both_widths() {
    let folder = tempfile::tempdir().unwrap();
    save(folder.path());
    let model = folder.path().join("models/synthetic-digits-scratch-1.safetensors");
    let run = crosscheck().arg("--load").arg(&model).args(["--dataset", "edges"]).assert().code(2);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("784") && error.contains("25"), "{error}");
}
