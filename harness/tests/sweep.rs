//! Experiments that vary a setting, and those that name their contenders.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::PathBuf};

use support::{crosscheck, ids, records, result_file};
use tempfile::TempDir;

/// A small network on edges, with these lines before the model and behind the training.
fn experiment(before: &str, behind: &str) -> (TempDir, PathBuf) {
    let (folder, _) = result_file();
    let file = folder.path().join("small.toml");
    let text = include_str!("../../experiments/edges-8-2.toml");
    let text = text.replace("epochs = 200", "epochs = 4");
    let text = text.replace("[model]", &format!("{before}\n[model]"));
    fs::write(&file, format!("{text}\n{behind}\n")).unwrap();
    (folder, file)
}

#[test]
fn every_setting_of_a_sweep_is_a_row_and_is_named_in_its_record() {
    let (folder, file) = experiment(
        "contenders = [\"scratch\", \"burn-flex\"]",
        "[sweep]\nhidden_width = [3, 8]\nhidden_layers = [2]\nepochs = [0]\nbatch = [50]",
    );
    let out = folder.path().join("results.jsonl");
    let run = crosscheck()
        .args(["compare", "--repetitions", "1", "--experiment"])
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let records = records(&out);
    let who = ["scratch", "burn-flex"];
    assert_eq!(ids(&records), [who; 5].concat());
    let settings: Vec<_> = records
        .iter()
        .step_by(2)
        .map(|record| {
            let workload = &record.workload;
            let label = workload.setting.unwrap();
            let (widths, training) = (workload.model.widths(), &workload.training);
            format!("{label}: {widths} {} {}", training.epochs, training.batch)
        })
        .collect();
    assert_eq!(
        settings,
        [
            "base: 25-8-2 4 16",
            "hidden width 3: 25-3-2 4 16",
            "hidden layers 2: 25-8-8-2 4 16",
            "epochs 0: 25-8-2 0 16",
            "batch 50: 25-8-2 4 50",
        ]
    );
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    for setting in ["setting", "base", "hidden width 3", "epochs 0", "batch 50"] {
        assert!(table.contains(&format!("| {setting} ")), "{table}");
    }
    // Every setting has its own reference: agreement is 1e-7, not the distance of two models.
    let burn = records.iter().filter(|r| r.contender.id == "burn-flex");
    for record in burn {
        let agreement = record.agreement.as_ref().unwrap();
        assert!(agreement.gradients.iter().all(|it| it.relative < 1e-5));
    }
}

#[test]
fn the_command_line_wins_over_the_contenders_of_the_experiment() {
    let (folder, file) = experiment("contenders = [\"scratch\", \"burn-flex\"]", "");
    let out = folder.path().join("results.jsonl");
    crosscheck()
        .args(["--repetitions", "1", "--contenders", "scratch"])
        .arg("--experiment")
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    assert_eq!(ids(&records(&out)), ["scratch"]);
}

#[test]
fn a_sweep_that_cannot_be_run_is_told_with_its_file_before_anything_runs() {
    for (before, behind, expected) in [
        ("", "[sweep]", "varies nothing"),
        ("", "[sweep]\nbatch = []", "batch is an empty list"),
        ("", "[sweep]\nbatch = [16, 0]", "batch 0: batch is 0"),
        ("", "[sweep]\nhidden_width = [0]", "hidden_width 0: "),
        ("", "[sweep]\nhidden_layers = [0]", "hidden_layers 0: "),
        ("", "[sweep]\nwidth = [3]", "unknown field `width`"),
        ("", "[sweep]\nbatch = [-1]", "line 2"),
    ] {
        let (folder, file) = experiment(before, behind);
        let out = folder.path().join("results.jsonl");
        let run =
            crosscheck().arg("--experiment").arg(&file).arg("--out").arg(&out).assert().code(2);
        let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(error.contains("small.toml") && error.contains(expected), "{error}");
        assert_eq!(error.trim_end().lines().count(), 1, "{error}");
        assert!(!out.exists());
    }
}

#[test]
fn an_unknown_contender_of_an_experiment_is_told_with_those_that_exist() {
    let (_folder, file) = experiment("contenders = [\"torch\"]", "");
    let mut command = crosscheck();
    let run = command.arg("--experiment").arg(&file).assert().code(2);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("\"torch\"") && error.contains("burn-flex"), "{error}");
}
