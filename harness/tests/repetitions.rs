//! Several runs into one result file: only repetitions of the same work are counted together.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use records::{Comparison, Record, studies};
use support::{crosscheck, records, result_file};

/// A short run of `scratch` on edges into `out`.
fn run(out: &Path, arguments: &[&str]) -> String {
    let mut command = crosscheck();
    command.args(["--repetitions", "1", "--contenders", "scratch"]).args(arguments);
    let done = command.arg("--out").arg(out).assert().success();
    String::from_utf8(done.get_output().stderr.clone()).unwrap()
}

const EDGES: [&str; 4] = ["--dataset", "edges", "--model", "25-8-2"];

/// The number of repetitions in each comparison, contender by contender.
fn repetitions(records: &[Record]) -> Vec<Vec<usize>> {
    let of = |comparison: &Comparison<'_>| {
        comparison.contenders.iter().map(|contender| contender.records.len()).collect()
    };
    studies(records).iter().flat_map(|study| &study.comparisons).map(of).collect()
}

#[test]
fn the_same_command_twice_is_said_and_counted_once() {
    let (_folder, out) = result_file();
    let arguments = [&EDGES[..], &["--epochs", "1", "--repetitions", "3"]].concat();
    let twice = |_| {
        let done = crosscheck()
            .args(&arguments)
            .args(["--contenders", "scratch", "--out"])
            .arg(&out)
            .assert()
            .success();
        String::from_utf8(done.get_output().stderr.clone()).unwrap()
    };
    let [first, second] = [0, 1].map(twice);
    assert!(!first.contains("already holds"), "{first}");
    assert!(second.contains("already holds repetition 1 of scratch"), "{second}");
    let records = records(&out);
    assert_eq!(records.len(), 6);
    assert_eq!(repetitions(&records), [[3]]);
    let table = crosscheck().arg("report").arg(&out).assert().success();
    let table = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    assert!(table.contains("3 records repeat a repetition"), "{table}");
    assert!(table.contains("1.00") && !table.contains("1.00 ("), "{table}");
}

#[test]
fn networks_loaded_from_different_files_are_different_work() {
    let (folder, out) = result_file();
    for epochs in ["1", "20"] {
        let saved = folder.path().join(epochs);
        let arguments = [&EDGES[..], &["--epochs", epochs, "--save"]].concat();
        run(
            &folder.path().join("training.jsonl"),
            &[&arguments[..], &[saved.to_str().unwrap()]].concat(),
        );
        let network = saved.join("edges-scratch-1.safetensors");
        run(&out, &["--load", network.to_str().unwrap()]);
    }
    run(&out, &[&EDGES[..], &["--epochs", "0"]].concat());
    let records = records(&out);
    assert_eq!(repetitions(&records), [[1], [1], [1]]);
    let accuracies: Vec<_> = records.iter().map(|record| record.quality.accuracy()).collect();
    assert!(accuracies[1] > accuracies[0], "{accuracies:?}");
    let starts: Vec<_> = records.iter().map(|record| record.workload.start.is_some()).collect();
    assert_eq!(starts, [true, true, false]);

    // Side by side they are not the same work either.
    let text = fs::read_to_string(&out).unwrap();
    let files = ["a.jsonl", "b.jsonl"].map(|name| folder.path().join(name));
    for (file, line) in files.iter().zip(text.lines()) {
        fs::write(file, line).unwrap();
    }
    let diff = crosscheck().arg("report").args(&files).assert().success();
    let diff = String::from_utf8(diff.get_output().stdout.clone()).unwrap();
    assert!(diff.contains("NOT THE SAME WORK: start: "), "{diff}");
}

#[test]
fn an_external_program_with_other_arguments_or_content_is_another_contender() {
    let (folder, out) = result_file();
    let script = folder.path().join("majority.py");
    fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/majority.py"), &script).unwrap();
    let run = |command: &str| {
        run(&out, &[&EDGES[..], &["--epochs", "1", "--external", command]].concat());
    };
    let plain = format!("mine=python3 {}", script.display());
    run(&plain);
    run(&format!("{plain} --other"));
    fs::write(&script, fs::read_to_string(&script).unwrap() + "\n# fixed\n").unwrap();
    run(&plain);
    // scratch repeats its repetition, and each of the programs has one of its own.
    let records = records(&out);
    assert_eq!(repetitions(&records), [[1, 1, 1, 1]]);
    let table = crosscheck().arg("report").arg(&out).assert().success();
    let table = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    assert!(
        table.contains("mine has 3 rows: ") && table.contains("majority.py --other"),
        "{table}"
    );
    assert!(!table.contains(folder.path().to_str().unwrap()), "{table}");
}

#[test]
fn two_runs_in_one_second_have_files_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let runs = [0, 1].map(|_| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_crosscheck"));
        command.args(EDGES).args([
            "--epochs",
            "1",
            "--repetitions",
            "1",
            "--contenders",
            "scratch",
        ]);
        command.current_dir(folder.path()).output()
    });
    assert!(runs.iter().all(|run| run.as_ref().unwrap().status.success()));
    let files = fs::read_dir(folder.path().join("crosscheck-results")).unwrap();
    let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
    assert_eq!(names.filter(|name| name.ends_with(".jsonl")).count(), 2);
}

/// Once "75.00 ± 35.36 %, repetitions 2".
#[test]
fn two_label_columns_of_one_table_are_different_work() {
    let (folder, out) = result_file();
    let table = folder.path().join("two.csv");
    let row = |row: i32| format!("{}.5,{},{}\n", row % 7, u8::from(row % 7 > 3), row % 2);
    let rows: String = (0..60).map(row).collect();
    fs::write(&table, format!("x,left,up\n{rows}")).unwrap();
    for label in ["left", "up"] {
        let arguments = ["--dataset", table.to_str().unwrap(), "--label", label, "--epochs", "2"];
        run(&out, &[&arguments[..], &["--batch", "8"]].concat());
    }
    assert_eq!(repetitions(&records(&out)), [[1], [1]]);
    let table = crosscheck().arg("report").arg(&out).assert().success();
    let table = String::from_utf8(table.get_output().stdout.clone()).unwrap();
    for title in ["two, labels \"left\": 48 train", "two, labels \"up\": 48 train"] {
        assert!(table.contains(title), "{table}");
    }
}
