//! Wrong arguments and files: one clear line, the right exit code, nothing left behind.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use support::{crosscheck, real_data, result_file, small_comparison};

/// Runs, checks the exit code, and that the error is clear; returns it.
fn error(command: &mut assert_cmd::Command, code: i32) -> String {
    let run = command.assert().code(code);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(!error.contains("panicked") && !error.contains("backtrace"), "{error}");
    assert!(error.contains("error: "), "{error}");
    error
}

/// An error of one line.
fn line(command: &mut assert_cmd::Command, code: i32) -> String {
    let error = error(command, code);
    assert_eq!(error.trim_end().lines().count(), 1, "{error}");
    error
}

#[test]
fn an_unknown_contender_is_told_with_those_that_exist() {
    let (_folder, out) = result_file();
    let error = line(small_comparison(&out).args(["--contenders", "scratch,torch"]), 2);
    assert!(error.contains("\"torch\"") && error.contains("burn-flex"), "{error}");
    assert!(!out.exists());
}

#[test]
fn a_contender_named_twice_is_an_error() {
    let (_folder, out) = result_file();
    let error = line(small_comparison(&out).args(["--external", "scratch=true"]), 2);
    assert!(error.contains("\"scratch\" is named twice"), "{error}");
}

#[test]
fn a_model_that_does_not_fit_the_data_is_told_with_both_widths() {
    let (_folder, out) = result_file();
    let run = |model: &str| {
        let mut command = crosscheck();
        command.args(["--dataset", "synthetic-digits", "--model", model, "--out"]).arg(&out);
        line(&mut command, 2)
    };
    let wrong_start = run("100-10");
    assert!(wrong_start.contains("100") && wrong_start.contains("784"), "{wrong_start}");
    let wrong_end = run("784-20");
    assert!(wrong_end.contains("20") && wrong_end.contains("784-128-10"), "{wrong_end}");
    assert!(!out.exists());
}

#[test]
fn flags_out_of_range_are_usage_errors_that_name_the_flag() {
    for arguments in [
        ["--model", "784"],
        ["--model", "784-ten"],
        ["--model", "784-0-10"],
        ["--model", "784-99999999999-10"],
        ["--epochs", "many"],
        ["--batch", "0"],
        ["--k", "0"],
        ["--knn-queries", "0"],
        ["--repetitions", "0"],
        ["--threads", "0"],
        ["--threads", "100000"],
        ["--timeout", "soon"],
        ["--timeout", "0s"],
        ["--dataset", "cifar"],
        ["--external", "noequals"],
        ["--external", "a/b=true"],
        ["--external", "x="],
        ["--external", "x='open"],
        ["--experiment", "/no/such/file.toml"],
    ] {
        let code = if arguments[0] == "--experiment" { 1 } else { 2 };
        let mut command = crosscheck();
        command.args(["--dataset=synthetic-digits", "--out=/dev/null"]).args(arguments);
        let error = error(&mut command, code);
        assert!(error.contains(arguments[0].trim_start_matches("--")) || code == 1, "{error}");
    }
}

#[test]
fn a_broken_experiment_file_is_told_with_line_and_column() {
    let (folder, out) = result_file();
    let file = folder.path().join("broken.toml");
    let good = include_str!("../../experiments/default.toml");
    for (text, expected) in [
        ("[model", "line 1"),
        (good.replace("epochs = 5", "epochs = -5").as_str(), "line 15, column 10"),
        (good.replace("\"relu\"", "\"swish\"").as_str(), "swish"),
        (good.replace("batch = 64", "").as_str(), "batch"),
        (good.replace("momentum = 0.9", "momentum = \"x\"").as_str(), "line 17"),
        ("", "model"),
    ] {
        fs::write(&file, text).unwrap();
        let mut command = crosscheck();
        command.arg("--experiment").arg(&file).arg("--out").arg(&out);
        let error = line(&mut command, 2);
        assert!(error.contains("broken.toml") && error.contains(expected), "{error}");
    }
    fs::write(&file, b"\xff\xfe").unwrap();
    let mut command = crosscheck();
    line(command.arg("--experiment").arg(&file), 1);
    let momentum = good.replace("momentum = 0.9", "momentum = 1.5");
    fs::write(&file, momentum).unwrap();
    let mut command = crosscheck();
    let error = line(command.arg("--experiment").arg(&file), 2);
    assert!(error.contains("momentum is 1.5"), "{error}");
    assert!(!out.exists());
}

#[test]
fn an_unwritable_result_file_is_told_before_anything_runs() {
    let (folder, _) = result_file();
    let file = folder.path().join("file");
    fs::write(&file, "").unwrap();
    for out in [folder.path().to_owned(), file.join("results.jsonl")] {
        let error = line(&mut small_comparison(&out), 1);
        assert!(error.contains(&out.parent().unwrap().display().to_string()), "{error}");
    }
}

#[test]
fn an_external_program_that_does_not_exist_is_a_failed_row() {
    let (_folder, out) = result_file();
    let mut command = small_comparison(&out);
    command.args(["--contenders", "scratch", "--external", "x=/no/such/program"]);
    error(&mut command, 1);
    let records = support::records(&out);
    assert_eq!(records.len(), 2, "scratch stands, x is a row");
}

#[test]
fn mnist_asked_for_by_name_that_cannot_be_had_tells_what_was_tried() {
    let (_folder, out) = result_file();
    let mut command = crosscheck();
    let error = error(command.args(["--dataset", "mnist", "--out"]).arg(&out), 1);
    for expected in ["ossci-datasets", "cvdf-datasets", "--data-dir", "NN_DATA"] {
        assert!(error.contains(expected), "{expected} is missing in {error}");
    }
}

#[test]
fn a_data_folder_without_the_data_is_told_with_the_file_looked_for() {
    let (folder, out) = result_file();
    let mut named = crosscheck();
    named.arg("--data-dir").arg(folder.path()).arg("--out").arg(&out);
    let by_flag = line(&mut named, 1);
    let mut named = crosscheck();
    named.env("NN_DATA", folder.path()).arg("--out").arg(&out);
    let by_variable = line(&mut named, 1);
    for error in [by_flag, by_variable] {
        assert!(error.contains("train-images-idx3-ubyte"), "{error}");
    }
    assert!(!out.exists());
}

/// A copy of the real files with one of them changed.
fn damaged(change: impl Fn(&Path)) -> Option<String> {
    let data = real_data()?;
    let (folder, out) = result_file();
    let copy = folder.path().join("mnist");
    fs::create_dir(&copy).unwrap();
    for entry in fs::read_dir(data.join("mnist")).unwrap() {
        let entry = entry.unwrap();
        fs::write(copy.join(entry.file_name()), fs::read(entry.path()).unwrap()).unwrap();
    }
    change(&copy);
    let mut command = crosscheck();
    command.arg("--data-dir").arg(folder.path()).arg("--out").arg(&out);
    let error = line(&mut command, 1);
    assert!(!out.exists());
    Some(error)
}

#[test]
fn damaged_data_files_are_told_by_their_path() {
    let labels = "t10k-labels-idx1-ubyte.gz";
    let truncated = damaged(|folder| {
        let bytes = fs::read(folder.join(labels)).unwrap();
        fs::write(folder.join(labels), &bytes[..bytes.len() / 2]).unwrap();
    });
    let flipped = damaged(|folder| {
        let mut bytes = fs::read(folder.join(labels)).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        fs::write(folder.join(labels), bytes).unwrap();
    });
    let swapped = damaged(|folder| {
        fs::copy(folder.join("train-labels-idx1-ubyte.gz"), folder.join(labels)).unwrap();
    });
    let errors = [truncated, flipped, swapped];
    if errors.contains(&None) {
        println!("skipped: no MNIST in $NN_DATA or ../shared/data");
        return;
    }
    for error in errors.into_iter().flatten() {
        assert!(error.contains(labels), "{error}");
    }
}

#[test]
fn list_and_help_explain_themselves() {
    let list = crosscheck().arg("list").assert().success();
    let list = String::from_utf8(list.get_output().stdout.clone()).unwrap();
    for expected in ["scratch", "burn-flex", "candle-cpu", "knn-linfa-linear", "fashion-mnist"] {
        assert!(list.contains(expected), "{list}");
    }
    let help = crosscheck().arg("--help").assert().success();
    let help = String::from_utf8(help.get_output().stdout.clone()).unwrap();
    for flag in
        ["--dataset", "--contenders", "--experiment", "--external", "--timeout", "mistakes", "show"]
    {
        assert!(help.contains(flag), "{help}");
    }
}
