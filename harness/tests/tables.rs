//! Tables of one's own, from the command line to the printed result.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use support::{crosscheck, records, result_file};

/// Three kinds of ten rows, far apart.
fn kinds(delimiter: &str) -> String {
    let row = |row: usize| {
        let kind = row % 3;
        let numbers = [row, 100 * kind + row % 7, 7 * row % 11].map(|number| number.to_string());
        format!("{}{delimiter}{}\n", numbers.join(delimiter), ["a", "b", "c"][kind])
    };
    let names = ["Id", "size", "noise", "kind"].join(delimiter);
    format!("{names}\n{}", (1..=30).map(row).collect::<String>())
}

/// Runs k-nearest neighbours and `scratch`; standard error.
fn compared(file: &Path, arguments: &[&str]) -> (String, Vec<records::Record>) {
    let (_folder, out) = result_file();
    let mut command = crosscheck();
    command.arg("compare").arg("--dataset").arg(file).arg("--out").arg(&out);
    command.args(["--contenders", "scratch,knn-exact", "--repetitions", "1", "--epochs", "60"]);
    let run = command.args(["--batch", "4"]).args(arguments).assert().success();
    (String::from_utf8(run.get_output().stderr.clone()).unwrap(), records(&out))
}

#[test]
fn a_table_without_options_gets_a_model_that_fits_and_tells_how_it_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kinds.txt");
    fs::write(&file, kinds(";")).unwrap();
    let (told, records) = compared(&file, &["--drop", "Id"]);
    for line in [
        "note: kinds has 2 inputs and 3 classes: the model is 2-128-3 (--model for another)",
        "30 rows read; labels: column \"kind\", the last; left out: \"Id\"; delimiter semicolon",
        "; most frequent: a, 33.3 % of the test rows",
    ] {
        assert!(told.contains(line), "{line}: {told}");
    }
    assert!(records.iter().all(|record| record.quality.accuracy() == Some(100.0)));
    let (told, _) = compared(&file, &[]);
    assert!(told.contains("note: column \"Id\" counts the rows"), "{told}");
}

#[test]
fn milliseconds_are_told_apart_as_well_as_seconds() {
    let folder = tempfile::tempdir().unwrap();
    let accuracy = |start: u64| {
        let file = folder.path().join("time.csv");
        let row = |row: u64| {
            let shift = if row.is_multiple_of(2) { "early" } else { "late" };
            format!("{},{shift}\n", start + 1000 * (row / 2) + 60_000 * (row % 2))
        };
        let rows: String = (0..40).map(row).collect();
        fs::write(&file, format!("time,shift\n{rows}")).unwrap();
        let (_, records) = compared(&file, &[]);
        records.iter().map(|record| record.quality.accuracy().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(accuracy(1_700_000_000_000), [100.0, 100.0]);
    assert_eq!(accuracy(0), [100.0, 100.0]);
}

#[test]
fn a_model_that_was_asked_for_must_fit() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kinds.csv");
    fs::write(&file, kinds(",")).unwrap();
    let mut command = crosscheck();
    command.arg("--dataset").arg(&file).args(["--model", "5-4-3", "--out"]);
    command.arg(folder.path().join("results.jsonl"));
    let run = command.assert().code(2);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("model 5-4-3 has 5 inputs, but kinds has 3"), "{error}");
}

#[test]
fn options_of_an_experiment_file_are_those_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kinds.csv");
    // A remark, which most rows lack, stands after the labels.
    let lines = kinds(",");
    let (header, rows) = lines.split_once('\n').unwrap();
    let rows = rows.replace('\n', ",\n").replacen(",\n", ",seen twice\n", 1);
    fs::write(&file, format!("{header},remark\n{rows}")).unwrap();
    let text =
        fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../experiments/default.toml"))
            .unwrap();
    let experiment = folder.path().join("kinds.toml");
    let table = "[table]\nlabel = \"kind\"\ndrop = [\"remark\", \"Id\"]\n\n";
    let layers = "[model]\ninputs = 2\nlayers = [{ kind = \"linear\", outputs = 3, init = \"he-normal\" }]\n\n";
    let training = &text[text.find("[training]").unwrap()..];
    let dataset = format!("dataset = {:?}\n\n", file.display().to_string());
    fs::write(&experiment, [&dataset, table, layers, training].concat()).unwrap();
    let (_results, out) = result_file();
    let mut command = crosscheck();
    command.arg("--experiment").arg(&experiment).arg("--out").arg(&out);
    command.args(["--contenders", "scratch", "--repetitions", "1", "--epochs", "1"]);
    command.arg("--save").arg(folder.path());
    let run = command.assert().success();
    let told = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    let line = "30 rows read; labels: column \"kind\", 4 of 5; left out: \"Id\", \"remark\"";
    assert!(told.contains(line), "{told}");
    // A saved network keeps the options.
    let mut command = crosscheck();
    command.arg("--load").arg(folder.path().join("kinds-scratch-1.safetensors"));
    command.args(["--contenders", "scratch", "--repetitions", "1"]).arg("--out").arg(&out);
    let run = command.assert().success();
    let told = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(told.contains(line), "{told}");
}

#[test]
fn variants_need_images_and_quote_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kinds.csv");
    fs::write(&file, kinds(",")).unwrap();
    let mut command = crosscheck();
    command.arg("variants").arg("--dataset").arg(&file).args(["--contenders", "scratch"]);
    let run = command.arg("--out").arg(folder.path().join("results.jsonl")).assert().code(1);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("variants need images, but kinds is a table"), "{error}");
    // Row 1 is a test row.
    assert!(error.contains("\"Id\" from 2 to 30 in the training rows of the file"), "{error}");
}

#[test]
fn show_dataset_prints_how_a_table_was_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("flowers.data");
    fs::write(&file, "5.1,?,1.4,setosa\n4.9,3.0,1.4,setosa\n6.3,3.1,4.9,virginica\n").unwrap();
    let mut command = crosscheck();
    command.args(["show", "dataset", "--missing", "drop", "--dataset"]).arg(&file);
    let run = command.assert().success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(text.contains("3 rows read, 2 used, 1 dropped (missing values)"), "{text}");
    let note = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(note.contains("note: line 1 holds numbers, so it is read as a row"), "{note}");
}
