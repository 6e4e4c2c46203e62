//! The Python peers, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use std::{path::Path, process::Command};

use records::Outcome;
use support::{crosscheck, records, result_file};

/// A Python with PyTorch: `$NN_PYTHON`, or the virtual environment of `reference/`.
fn python_with_torch() -> Option<String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference/.venv/bin/python");
    let named = std::env::var("NN_PYTHON").ok();
    let python = named.unwrap_or_else(|| own.to_string_lossy().into_owned());
    let mut command = Command::new(&python);
    let works = command.args(["-c", "import torch"]).output();
    let works = works.is_ok_and(|output| output.status.success());
    if !works {
        eprintln!("skipped: set NN_PYTHON to a Python with PyTorch (reference/README.md)");
    }
    works.then_some(python)
}

#[test]
fn the_networks_agree_with_pytorch() {
    let Some(python) = python_with_torch() else {
        return;
    };
    // One level is enough here: the golden tensors hold the rest in every run.
    crosscheck()
        .env("NN_PYTHON", python)
        .args(["agree", "--against", "pytorch", "--levels", "3"])
        .assert()
        .success();
}

#[test]
fn pytorch_takes_part_in_a_comparison() {
    let Some(python) = python_with_torch() else {
        return;
    };
    let (_folder, out) = result_file();
    crosscheck()
        .env("NN_PYTHON", python)
        .args(["--dataset", "synthetic-digits", "--model", "784-32-10"])
        .args(["--epochs", "1", "--repetitions", "1"])
        .args(["--contenders", "scratch,pytorch-cpu", "--out"])
        .arg(&out)
        .assert()
        .success();
    let agreement = records(&out)[1].agreement.clone().unwrap();
    let worst = records::agreement::worst(&agreement.gradients).unwrap();
    assert!(worst.relative < 1e-5, "{worst:?}");
}

#[test]
fn without_python_the_contender_is_a_skipped_row_with_what_helps() {
    let (_folder, out) = result_file();
    crosscheck()
        .env("NN_PYTHON", "/no/such/python")
        .args(["--dataset", "synthetic-digits", "--model", "784-32-10"])
        .args(["--epochs", "1", "--repetitions", "1"])
        .args(["--contenders", "scratch,pytorch-cpu", "--out"])
        .arg(&out)
        .assert()
        .success();
    match &records(&out)[1].outcome {
        Outcome::Skipped { reason } => {
            assert!(reason.contains("NN_PYTHON"), "{reason}");
            assert!(reason.contains("/no/such/python"), "{reason}");
        }
        outcome => panic!("{outcome:?}"),
    }
}

#[test]
fn an_unavailable_reference_is_an_error() {
    let run = crosscheck()
        .env("NN_PYTHON", "/no/such/python")
        .args(["agree", "--against", "pytorch", "--levels", "3"])
        .assert()
        .code(1);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("pytorch-cpu") && error.contains("skipped"), "{error}");
}
