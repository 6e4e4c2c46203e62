//! Result files that a killed run, a full disk or an editor left: every whole record stays.

#![allow(clippy::unwrap_used)]

mod support;

use std::{fs, path::Path};

use support::{crosscheck, records, result_file};

/// A small comparison of one cell that appends to `out`.
fn run(out: &Path) -> assert_cmd::Command {
    repeated(out, "1")
}

fn repeated(out: &Path, repetitions: &str) -> assert_cmd::Command {
    let mut command = crosscheck();
    command
        .args(["--dataset", "edges", "--model", "25-2", "--epochs", "1"])
        .args(["--contenders", "scratch", "--repetitions", repetitions, "--out"])
        .arg(out);
    command
}

fn told(run: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(run.get_output().stderr.clone()).unwrap()
}

fn shown(run: &assert_cmd::assert::Assert) -> String {
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

/// The text of a result file with records of three seeds.
fn three_lines(out: &Path) -> String {
    for seed in ["1", "2", "3"] {
        run(out).args(["--seed", seed]).assert().success();
    }
    fs::read_to_string(out).unwrap()
}

#[test]
fn a_last_line_without_end_is_ended_and_a_torn_one_is_set_aside() {
    let (folder, out) = result_file();
    let text = three_lines(&out);
    fs::write(&out, text.trim_end()).unwrap();
    run(&out).args(["--seed", "4"]).assert().success();
    assert_eq!(records(&out).len(), 4);
    assert!(fs::read_to_string(&out).unwrap().starts_with(&text));

    let torn = &text[..text.len() - 100];
    fs::write(&out, torn).unwrap();
    let again = run(&out).args(["--seed", "4"]).assert().success();
    assert!(told(&again).contains("results.jsonl.torn"), "{}", told(&again));
    let seeds: Vec<u64> = records(&out).iter().map(|record| record.workload.seed).collect();
    assert_eq!(seeds, [1, 2, 4]);
    let aside = fs::read_to_string(folder.path().join("results.jsonl.torn")).unwrap();
    assert_eq!(aside.trim_end(), torn.lines().last().unwrap());
}

#[test]
fn report_shows_what_is_whole_and_says_what_is_not() {
    let (folder, out) = result_file();
    let text = three_lines(&out);
    let lines: Vec<&str> = text.lines().collect();
    let torn_at_the_end = text[..text.len() - 100].to_owned();
    let torn_within = [lines[0], &lines[1][..300], lines[2], ""].join("\n");
    for (text, line, whole) in [
        (torn_at_the_end, "line 3 is not a record", "seed 2"),
        (torn_within, "line 2 is not a record", "seed 3"),
    ] {
        fs::write(&out, text).unwrap();
        let report = crosscheck().arg("report").arg(&out).assert().success();
        assert!(told(&report).contains(line), "{}", told(&report));
        assert!(shown(&report).contains("seed 1") && shown(&report).contains(whole));
        assert!(folder.path().join("results.html").exists());
        crosscheck().arg("mistakes").arg(&out).assert().success();
    }
    // A README takes whole files only.
    let readme = folder.path().join("README.md");
    fs::write(&readme, "<!-- results: results.jsonl -->\n<!-- /results -->\n").unwrap();
    let update = crosscheck().args(["report", "--update"]).arg(&readme).assert().code(1);
    assert!(told(&update).contains("line 2 is not a record"), "{}", told(&update));
}

#[test]
fn a_file_that_is_no_result_file_is_never_appended_to() {
    let (folder, out) = result_file();
    for text in ["my notes\n", "my notes", "[model]\n", "{\"a\": 1}\n"] {
        fs::write(&out, text).unwrap();
        let refused = run(&out).assert().code(1);
        assert!(told(&refused).contains("is not a result file"), "{}", told(&refused));
        assert_eq!(told(&refused).lines().count(), 1, "it is told before anything runs");
        assert_eq!(fs::read_to_string(&out).unwrap(), text);
    }
    // The page would replace the records.
    let page = folder.path().join("results.html");
    assert!(told(&run(&page).assert().code(2)).contains("results.html"));
    assert!(!page.exists());
    let refused = run(folder.path()).assert().code(1);
    assert!(told(&refused).contains("it is not a file"), "{}", told(&refused));
}

#[test]
fn two_runs_that_write_to_one_file_keep_whole_lines() {
    let (_folder, out) = result_file();
    std::thread::scope(|scope| {
        for seed in ["1", "2"] {
            let mut run = repeated(&out, "10");
            run.args(["--seed", seed]);
            scope.spawn(move || run.assert().success());
        }
    });
    assert_eq!(records(&out).len(), 20);
}
