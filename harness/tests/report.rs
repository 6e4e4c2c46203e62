//! `crosscheck report`: result files as tables, as numbers, side by side and in a Markdown file.

#![allow(clippy::unwrap_used)]

mod support;

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};
use support::crosscheck;
use tempfile::TempDir;

/// A record of a contender that is right for `correct` of 100 images, and took `seconds` for its only
/// epoch.
fn record(id: &str, repetition: u32, correct: usize, seconds: f64) -> Value {
    json!({
        "schema_version": 1,
        "contender": {"id": id, "framework": "own 1.0", "backend": "b", "device": "cpu", "features": []},
        "workload": {
            "dataset": "mnist", "digest": "d", "source": "here", "fallback": null,
            "train_rows": 1000, "test_rows": 100,
            "model": {"inputs": 4, "layers": [{"kind": "linear", "outputs": 2, "init": "he-normal"}]},
            "training": {"epochs": 2, "batch": 10, "optimizer": {"kind": "sgd", "learning_rate": 0.1}},
            "knn": {"k": 5}, "seed": 7, "repetition": repetition, "threads": 2, "dtype": "f32",
        },
        "outcome": {"status": "ok"},
        "timings": {
            "load_seconds": 0.1, "setup_seconds": 0.1, "first_step_seconds": 0.1,
            "train_seconds": [seconds, seconds], "fit_seconds": seconds, "evaluate_seconds": [],
            "predict_seconds": [0.5], "wall_seconds": 9.0,
        },
        "peak_memory_bytes": 8 << 20,
        "quality": {
            "epochs": [epoch(1, 2.0, seconds), epoch(2, 1.0, seconds)],
            "correct": correct, "total": 100, "confusion": [],
        },
        "agreement": null,
        "provenance": {
            "started": "2026-01-02T03:04:05Z", "crosscheck": "0.1.0", "git_revision": "0123456789abcdef",
            "git_dirty": false, "rustc": "rustc 1.95.0", "profile": "release", "os": "Linux",
            "cpu": "a processor", "processors": 4, "memory_bytes": 1,
        },
    })
}

fn epoch(epoch: usize, train_loss: f64, train_seconds: f64) -> Value {
    json!({
        "epoch": epoch, "train_loss": train_loss, "train_seconds": train_seconds,
        "first_step_seconds": 0.1, "rows": 1000, "test_loss": 1.0, "test_correct": 1, "test_total": 2,
        "evaluate_seconds": 0.1,
    })
}

/// `scratch` needs 1, 2 and 4 seconds per epoch, `other` always twice as long; 90, 92, 94 % and always
/// 92 % are right.
fn two_contenders() -> Vec<Value> {
    let repetitions = [(90, 1.0), (92, 2.0), (94, 4.0)].into_iter().zip(0..);
    let both = |((correct, seconds), repetition)| {
        [
            record("scratch", repetition, correct, seconds),
            record("other", repetition, 92, 2.0 * seconds),
        ]
    };
    repetitions.flat_map(both).collect()
}

fn write(folder: &TempDir, name: &str, records: &[Value]) -> PathBuf {
    let path = folder.path().join(name);
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

fn report(arguments: &[&str], files: &[&Path]) -> assert_cmd::Command {
    let mut command = crosscheck();
    command.arg("report").args(arguments).args(files);
    command
}

fn told(mut command: assert_cmd::Command) -> String {
    let run = command.assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

fn error(mut command: assert_cmd::Command, code: i32) -> String {
    let run = command.assert().code(code);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(!error.contains("panicked"), "{error}");
    error
}

/// The cells of the line that begins so.
fn cells<'a>(table: &'a str, start: &str) -> Vec<&'a str> {
    let line = table.lines().find(|line| line.starts_with(start));
    line.unwrap().split('|').map(str::trim).collect()
}

#[test]
fn the_table_marks_the_best_and_draws_the_loss() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.jsonl", &two_contenders());
    let table = told(report(&[], &[&file]));
    assert!(table.starts_with("mnist: 1,000 train, 100 test; model 4-2 (10 parameters); 2 epochs"));
    let scratch = cells(&table, "| scratch");
    // Both are right for 92.00 % on average: a tie. So it is in prediction and memory.
    let expected = [
        "",
        "scratch",
        "cpu",
        "*92.00 ± 2.00 %",
        "*2.00 s",
        "*500",
        "*1.00",
        "*0.50 s",
        "*8 MiB",
        "reference",
        "reference",
        "█▁ 1.000",
        "",
    ];
    assert_eq!(scratch, expected);
    let other = cells(&table, "| other");
    let expected = ["*92.00 ± 0.00 %", "4.00 s", "250", "2.00", "*0.50 s", "*8 MiB"];
    assert_eq!(other[3..9], expected);
    assert!(table.contains("\n*: the best value of the column\n"), "{table}");
    assert!(folder.path().join("a.html").exists(), "its page");
}

#[test]
fn failed_contenders_and_samples_of_the_test_set_are_never_the_best() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = two_contenders();
    let mut some = record("some", 0, 40, 3.0);
    some["quality"]["total"] = json!(40);
    let mut failed = record("broken", 0, 100, 0.001);
    failed["outcome"] = json!({"status": "failed", "error": "no luck"});
    records.extend([some, failed]);
    let file = write(&folder, "a.jsonl", &records);
    let table = told(report(&[], &[&file]));
    assert_eq!(cells(&table, "| some")[3], "100.00 %", "not marked");
    assert_eq!(cells(&table, "| broken")[3..5], ["failed", "–"]);
    assert_eq!(cells(&table, "| scratch")[3..5], ["*92.00 ± 2.00 %", "*2.00 s"]);
    assert!(
        table.contains("broken: failed: no luck")
            && table.contains("for 40 of the 100 test images")
    );
    assert!(table.contains("are left out"), "{table}");
}

#[test]
fn a_single_contender_is_not_marked_as_the_best() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.jsonl", &[record("scratch", 0, 90, 1.0)]);
    let table = told(report(&[], &[&file]));
    assert!(!table.contains('*'), "{table}");
}

#[test]
fn csv_holds_plain_numbers_under_names_with_units_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = two_contenders();
    let mut skipped = record("gpu", 0, 0, 1.0);
    skipped["outcome"] = json!({"status": "skipped", "reason": "no device, \"none\""});
    records.push(skipped);
    let file = write(&folder, "a.jsonl", &records);
    let text = told(report(&["--format", "csv"], &[&file]));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let names: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let cell = |row: usize, name: &str| {
        let column = names.iter().position(|known| known == name);
        rows[row].get(column.unwrap()).unwrap().to_owned()
    };
    assert_eq!(rows.len(), 3);
    let expected = [
        ("contender", "other"),
        ("dataset", "mnist"),
        ("setting", ""),
        ("outcome", "ok"),
        ("repetitions", "3"),
        ("parameters", "10"),
        ("threads", "2"),
        ("seed", "7"),
        ("test_accuracy_mean_percent", "92.0"),
        ("test_accuracy_deviation_percent", "0.0"),
        ("train_loss_last_epoch", "1.0"),
        ("train_seconds_per_epoch_median", "4.0"),
        ("train_images_per_second_median", "250.0"),
        ("time_ratio_median", "2.0"),
        ("time_ratio_low", "2.0"),
        ("time_ratio_high", "2.0"),
        ("predict_seconds_median", "0.5"),
        ("peak_memory_bytes", "8388608"),
        ("gradient_difference_max", ""),
        ("revision", "0123456789abcdef"),
        ("rustc", "rustc 1.95.0"),
    ];
    for (name, value) in expected {
        assert_eq!(cell(1, name), value, "{name}");
    }
    assert_eq!(cell(0, "test_accuracy_deviation_percent"), "2.0");
    assert_eq!(cell(2, "outcome"), "skipped");
    assert_eq!(cell(2, "reason"), "skipped: no device, \"none\"");
    assert_eq!(cell(2, "test_accuracy_mean_percent"), "", "missing");
    assert!(!folder.path().join("a.html").exists(), "no page in this format");
}

#[test]
fn json_holds_the_same_with_null_for_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.jsonl", &two_contenders());
    let rows: Value = serde_json::from_str(&told(report(&["--format", "json"], &[&file]))).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["contender"], "scratch");
    assert_eq!(rows[1]["time_ratio_median"], 2.0);
    assert_eq!(rows[1]["gradient_difference_max"], Value::Null);
}

#[test]
fn markdown_prints_the_best_in_bold_and_no_curve() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.jsonl", &two_contenders());
    let table = told(report(&["--format", "markdown"], &[&file]));
    assert_eq!(cells(&table, "| scratch")[4], "**2.00 s**");
    assert!(!table.contains("loss") && table.contains("\n- a processor, Linux"), "{table}");
}

#[test]
fn lines_fit_the_terminal_and_nothing_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = two_contenders();
    records.extend((0..7).map(|n| record(&format!("contender-{n}"), 0, 50, 1.0)));
    let file = write(&folder, "a.jsonl", &records);
    for columns in ["40", "80", "120"] {
        let mut command = report(&[], &[&file]);
        command.env("COLUMNS", columns);
        let table = told(command);
        let longest = table.lines().map(|line| line.chars().count()).max();
        assert!(longest <= columns.parse().ok(), "{columns}:\n{table}");
        for title in ["test accuracy", "time vs scratch", "peak memory", "Δ parameters", "loss"] {
            assert!(table.contains(&format!("{title} |")), "{columns}: {title}\n{table}");
        }
    }
}

#[test]
fn colour_is_for_terminals_and_never_with_no_color() {
    let folder = tempfile::tempdir().unwrap();
    let file = write(&folder, "a.jsonl", &two_contenders());
    let coloured = |variables: &[(&str, &str)]| {
        let mut command = report(&[], &[&file]);
        command.envs(variables.iter().copied());
        told(command).contains('\x1b')
    };
    assert!(!coloured(&[]), "no terminal");
    assert!(coloured(&[("CLICOLOR_FORCE", "1")]));
    assert!(!coloured(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")]));
}

#[test]
fn best_skipped_failed_and_diverged_have_colours_of_their_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = two_contenders();
    for outcome in [
        json!({"status": "skipped", "reason": "r"}),
        json!({"status": "failed", "error": "e"}),
        json!({"status": "diverged", "epoch": 1, "step": 2}),
    ] {
        let mut record = record(&format!("it-{}", records.len()), 0, 0, 1.0);
        record["outcome"] = outcome;
        records.push(record);
    }
    let file = write(&folder, "a.jsonl", &records);
    let mut command = report(&[], &[&file]);
    command.env("CLICOLOR_FORCE", "1");
    let table = told(command);
    // The text between the last escape and the word.
    let colour = |word: &str| {
        let before = table.split(word).next().unwrap();
        before.rsplit('\x1b').next().unwrap().to_owned()
    };
    let mut colours = ["*92.00", "skipped", "failed", "diverged"].map(colour);
    assert!(colours.iter().all(|colour| colour.ends_with('m')), "{colours:?}");
    colours.sort_unstable();
    assert!(colours.windows(2).all(|pair| pair[0] != pair[1]), "{colours:?}");
}

#[test]
fn every_comparison_of_a_file_has_a_table_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let mut records = two_contenders();
    let mut other = record("scratch", 0, 10, 1.0);
    other["workload"]["dataset"] = json!("edges");
    records.push(other);
    let file = write(&folder, "a.jsonl", &records);
    let table = told(report(&[], &[&file]));
    assert!(
        table.contains("mnist: 1,000 train") && table.contains("\nedges: 1,000 train"),
        "{table}"
    );
    assert_eq!(table.matches("| scratch ").count(), 2);
}

#[test]
fn two_files_stand_side_by_side_with_the_ratio_of_their_medians() {
    let folder = tempfile::tempdir().unwrap();
    let a = write(&folder, "a.jsonl", &two_contenders());
    let mut faster = vec![record("scratch", 0, 95, 1.0), record("new", 0, 95, 1.0)];
    for record in &mut faster {
        record["provenance"]["rustc"] = json!("rustc 1.96.0");
        record["timings"]["predict_seconds"] = json!([0.25]);
    }
    let b = write(&folder, "b.jsonl", &faster);
    let table = told(report(&[], &[&a, &b]));
    let rows: Vec<Vec<&str>> = table
        .lines()
        .filter(|line| line.starts_with("| scratch"))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    assert_eq!(rows[0][1..6], ["scratch", "A", "92.00 ± 2.00 %", "2.00 s", "1.00"]);
    // The median of 1, 1, 2, 2, 4, 4 is 2; resampled it lies between 1 and 4.
    assert_eq!(rows[1][1..6], ["scratch", "B", "95.00 %", "1.00 s", "0.50 (0.25–1.00)"]);
    assert_eq!(rows[1][6..9], ["0.25 s for 100", "0.50", "8 MiB"]);
    assert!(table.contains("Differs: rustc: rustc 1.95.0 in A; rustc 1.96.0 in B"), "{table}");
    assert!(table.contains("Not compared: other, only in A"), "{table}");
    assert!(table.contains("Not compared: new, only in B"), "{table}");
    assert!(!table.contains("NOT THE SAME WORK"), "{table}");
    assert!(!folder.path().join("a.html").exists(), "no page of several files");
}

#[test]
fn files_of_other_work_are_compared_with_a_warning_before_the_table() {
    let folder = tempfile::tempdir().unwrap();
    let a = write(&folder, "a.jsonl", &[record("scratch", 0, 90, 1.0)]);
    let mut other = record("scratch", 0, 90, 1.0);
    other["workload"]["threads"] = json!(8);
    other["workload"]["digest"] = json!("e");
    other["workload"]["training"]["optimizer"]["learning_rate"] = json!(0.2);
    let b = write(&folder, "b.jsonl", &[other]);
    let run = report(&["--format", "csv"], &[&a, &b]).assert().success();
    let warned = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    for text in [told(report(&[], &[&a, &b])), warned] {
        for difference in [
            "threads: 2 in A; 8 in B",
            "digest: d in A; e in B",
            "training.optimizer.learning_rate: 0.1 in A; 0.2 in B",
        ] {
            assert!(text.contains(&format!("NOT THE SAME WORK: {difference}")), "{text}");
        }
    }
    let rows = csv::Reader::from_reader(&run.get_output().stdout[..]).into_records();
    assert_eq!(rows.map(Result::unwrap).count(), 2, "standard output holds the rows alone");
}

#[test]
fn update_writes_between_the_markers_and_nowhere_else() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "a.jsonl", &two_contenders());
    let page = folder.path().join("page.md");
    let text =
        "# Title\r\n\n<!-- results: a.jsonl -->\nold\n<!-- /results -->\n\nno newline at the end";
    fs::write(&page, text).unwrap();
    told(report(&["--update"], &[&page]));
    let updated = fs::read_to_string(&page).unwrap();
    assert!(updated.starts_with("# Title\r\n\n<!-- results: a.jsonl -->\n\nmnist: 1,000 train"));
    assert!(updated.ends_with("\n\n<!-- /results -->\n\nno newline at the end"));
    assert!(
        updated.contains("| **92.00 ± 2.00 %** |") && !updated.contains("\nold\n"),
        "{updated}"
    );
    told(report(&["--update"], &[&page]));
    assert_eq!(fs::read_to_string(&page).unwrap(), updated, "twice is once");
}

#[test]
fn the_error_of_a_marker_without_its_other_half_has_its_line_and_nothing_changes() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "a.jsonl", &two_contenders());
    let page = folder.path().join("page.md");
    let begin = "<!-- results: a.jsonl -->\n";
    for (text, words) in [
        ("text\n", "there is no place for a table"),
        (begin, "the results of line 1 do not end"),
        ("\n<!-- /results -->\n", "line 2 ends results that no line begins"),
        (&format!("{begin}{begin}"), "line 2 begins results before those of line 1 end"),
        ("<!-- results: none.jsonl -->\n", "none.jsonl"),
    ] {
        fs::write(&page, text).unwrap();
        let error = error(report(&["--update"], &[&page]), 1);
        assert!(error.contains(words), "{error}");
        assert_eq!(fs::read_to_string(&page).unwrap(), text);
    }
}

#[test]
fn the_error_of_a_file_without_records_has_path_line_and_way_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("file.jsonl");
    let newer = record("scratch", 0, 1, 1.0)
        .to_string()
        .replace("\"schema_version\":1", "\"schema_version\":2");
    let good = record("scratch", 0, 1, 1.0);
    for (text, words) in [
        (String::new(), ["it is empty", "one JSON object per line"]),
        ("label,pixel\n1,2\n".to_owned(), ["line 1 is not a record", "one JSON object per line"]),
        ("{\n\"a\": 1}".to_owned(), ["line 1 is not a record", "one JSON object per line"]),
        (format!("{newer}\n"), ["line 1 has schema version 2", "knows 1"]),
    ] {
        fs::write(&path, text).unwrap();
        let error = error(report(&[], &[&path]), 1);
        assert!(
            error.contains("file.jsonl") && words.iter().all(|it| error.contains(it)),
            "{error}"
        );
    }
    fs::write(&path, format!("{good}\n{newer}\n")).unwrap();
    let note = error(report(&[], &[&path]), 0);
    assert!(note.contains("line 2 has schema version 2") && note.contains("knows 1"), "{note}");
    let missing = error(report(&[], &[&folder.path().join("none.jsonl")]), 1);
    assert!(missing.contains("none.jsonl"), "{missing}");
    let format = error(report(&["--format", "xml"], &[&path]), 2);
    assert!(format.contains("markdown") && format.contains("csv"), "{format}");
    let nothing = error(report(&[], &[]), 2);
    assert!(nothing.contains("RESULTS.jsonl"), "{nothing}");
}
