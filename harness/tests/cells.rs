//! Contenders of other makes, good and bad: whatever happens to one, the rest goes on.

#![allow(clippy::unwrap_used)]

mod support;

use std::process::Command;

use records::Outcome;
use support::{crosscheck, ids, records, result_file, small_comparison};

/// Runs `scratch` and one external contender; its outcome.
fn outcome_of(command: &str, more: &[&str]) -> Outcome {
    let (_folder, out) = result_file();
    small_comparison(&out)
        .args(["--contenders", "scratch", "--external", &format!("other={command}")])
        .args(more)
        .assert()
        .code(1);
    let records = records(&out);
    assert_eq!(ids(&records), ["scratch", "other"]);
    assert_eq!(records[0].outcome, Outcome::Ok, "the others go on");
    records[1].outcome.clone()
}

fn failure_of(command: &str) -> String {
    match outcome_of(command, &[]) {
        Outcome::Failed { error } => error,
        outcome => unreachable!("{command}: {outcome:?}"),
    }
}

#[test]
fn a_contender_in_plain_python_takes_part() {
    if Command::new("python3").arg("--version").output().is_err() {
        println!("skipped: no python3");
        return;
    }
    let (_folder, out) = result_file();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/majority.py");
    small_comparison(&out)
        .args(["--contenders", "scratch"])
        .args(["--external", &format!("majority=python3 '{script}'")])
        .assert()
        .success();
    let majority = &records(&out)[1];
    assert_eq!(majority.outcome, Outcome::Ok);
    // The ten digits are equally frequent there.
    assert_eq!(majority.quality.correct, Some(200));
    assert!(majority.contender.framework.starts_with("python 3"));
}

#[cfg(unix)]
#[test]
fn a_contender_killed_by_a_signal_is_a_failed_row_that_names_it() {
    assert_eq!(failure_of("sh -c 'kill -SEGV $$'"), "killed by SIGSEGV");
    assert!(failure_of("sh -c 'kill -KILL $$'").contains("SIGKILL"));
}

#[cfg(unix)]
#[test]
fn a_contender_that_panics_is_a_failed_row_with_its_last_words() {
    let error = failure_of("sh -c 'echo thread main panicked: index 9 of 3 >&2; exit 101'");
    assert_eq!(error, "exit status: 101: thread main panicked: index 9 of 3");
}

#[cfg(unix)]
#[test]
fn nonsense_silence_and_short_answers_are_failed_rows() {
    assert!(failure_of("echo hello").contains("not a message"));
    assert!(failure_of("cat").contains("not a message"));
    assert_eq!(failure_of("true"), "ended without predictions");
    let short = r#"echo '{"event":"predictions","classes":[1,2],"seconds":[0.1]}'"#;
    assert_eq!(failure_of(short), "predicted 2 classes for 2000 test examples");
    let message = r#"echo '{"event":"failed","error":"no such device"}'"#;
    assert_eq!(failure_of(message), "no such device");
}

#[cfg(unix)]
#[test]
fn a_contender_that_takes_too_long_is_ended_with_all_that_it_started() {
    // Enough for `scratch` on a slow machine, little beside the hour of the other.
    let timeout = ["--timeout", "10s"];
    let outcome = outcome_of("sh -c 'sleep 3661; true'", &timeout);
    assert_eq!(outcome, Outcome::TimedOut { seconds: 10.0 });
    let sleepers = Command::new("pgrep").args(["-f", "sleep 3661"]).output();
    assert!(sleepers.is_ok_and(|found| found.stdout.is_empty()), "sleep goes on");
}

#[cfg(unix)]
#[test]
fn a_contender_that_cannot_run_here_is_a_skipped_row_and_no_failure() {
    let (_folder, out) = result_file();
    let skipped = r#"other=echo '{"event":"skipped","reason":"no GPU"}'"#;
    let run = small_comparison(&out)
        .args(["--contenders", "scratch", "--external", skipped])
        .assert()
        .success();
    let reason = "no GPU".to_owned();
    assert_eq!(records(&out)[1].outcome, Outcome::Skipped { reason });
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(table.contains("other: skipped: no GPU"), "{table}");
}

#[cfg(unix)]
#[test]
fn a_program_whose_libraries_are_not_here_is_skipped_in_the_loaders_words() {
    let (_folder, out) = result_file();
    let words =
        "error while loading shared libraries: libcuda.so.1: cannot open shared object file";
    let program = format!("other=sh -c \"echo crosscheck: {words} >&2; exit 127\"");
    small_comparison(&out)
        .args(["--contenders", "scratch", "--external", &program])
        .assert()
        .success();
    let reason = format!("crosscheck: {words}");
    assert_eq!(records(&out)[1].outcome, Outcome::Skipped { reason });
}

/// A contender that answers at once, with the right number of classes, and then runs `command`.
#[cfg(unix)]
fn answers_and(command: &str) -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let answer = folder.path().join("answer");
    let classes = vec!["0"; 2000].join(",");
    let message = format!(r#"{{"event":"predictions","classes":[{classes}],"seconds":[0.1]}}"#);
    std::fs::write(&answer, message + "\n").unwrap();
    let program = format!("sh -c 'cat {}; {command}'", answer.display());
    (folder, program)
}

/// With the limit of an hour, a wait for the child would hang the test.
#[cfg(target_os = "linux")]
#[test]
fn an_answer_counts_when_the_process_has_ended_whatever_it_leaves_behind() {
    for command in ["sleep 3674 &", "setsid sleep 3674 &", "sleep 3674 >/dev/null 2>&1 &"] {
        let (_answer, program) = answers_and(command);
        let (folder, out) = result_file();
        small_comparison(&out)
            .env("TMPDIR", folder.path())
            .args(["--contenders", "scratch", "--external", &format!("other={program}")])
            .assert()
            .success();
        let other = &records(&out)[1];
        assert_eq!(other.outcome, Outcome::Ok, "{command}");
        // The ten digits are equally frequent there.
        assert_eq!(other.quality.correct, Some(200));
        assert_eq!(support::processes_with(folder.path()), 0, "{command}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_process_that_left_the_group_of_its_cell_is_ended_with_it() {
    let timeout = ["--timeout", "10s"];
    let outcome = outcome_of("sh -c 'setsid sleep 3602; true'", &timeout);
    assert_eq!(outcome, Outcome::TimedOut { seconds: 10.0 });
    let sleepers = Command::new("pgrep").args(["-f", "sleep 3602"]).output();
    assert!(sleepers.is_ok_and(|found| found.stdout.is_empty()), "sleep goes on");
}

#[cfg(unix)]
#[test]
fn a_crash_is_told_at_once_though_a_child_holds_the_output() {
    assert_eq!(failure_of("sh -c 'sleep 3675 & exit 3'"), "exit status: 3");
    assert_eq!(failure_of("sh -c 'sleep 3675 &'"), "ended without predictions");
}

#[cfg(unix)]
#[test]
fn nan_in_a_message_about_the_loss_is_divergence() {
    let message = r#"{"event": "gradients", "loss": NaN, "file": "g"}"#;
    let outcome = outcome_of(&format!("echo '{message}'"), &[]);
    assert_eq!(outcome, Outcome::Diverged { epoch: 1, step: 1 });
    // As Python's json.dumps writes it; 8,000 examples in batches of 64.
    let message = r#"{"event": "epoch", "epoch": 2, "train_loss": NaN, "train_seconds": 1.0, "first_step_seconds": 0.1, "rows": 8000, "test_loss": Infinity, "test_correct": 9, "test_total": 2000, "evaluate_seconds": 0.1}"#;
    let outcome = outcome_of(&format!("echo '{message}'"), &[]);
    assert_eq!(outcome, Outcome::Diverged { epoch: 2, step: 125 });
}

#[cfg(unix)]
#[test]
fn a_malformed_answer_is_told_by_message_and_key() {
    let message = r#"{"event": "gradients", "loss": [0.9164], "file": "g"}"#;
    let error = failure_of(&format!("echo '{message}'"));
    assert_eq!(error, "message 1 (gradients): key loss: expected a number, got a list");
    let error = failure_of("echo 'Epoch 1: loss 0.5'");
    assert!(error.contains("standard error") && error.contains("Epoch 1: loss 0.5"), "{error}");
}

#[cfg(unix)]
#[test]
fn floods_end_in_a_row() {
    assert!(failure_of("sh -c 'yes | tr -d \\\\n'").contains("a line of more than 64 MiB"));
    let error = failure_of("sh -c 'yes | tr -d \\\\n | head -c 100000000 >&2'");
    assert!(error.starts_with("ended without predictions: y"), "{}", &error[..100]);
    assert!(error.len() < 5_000);
}

/// A cell that is not read used to block the parent, beyond any limit.
#[cfg(unix)]
#[test]
fn the_limit_holds_while_a_large_cell_is_handed_over() {
    let (folder, out) = result_file();
    let experiment = include_str!("../../experiments/edges-2.toml");
    let layer = "{ kind = \"leaky-relu\", slope = 0.1 },";
    let layers = experiment.replacen("layers = [", &format!("layers = [{}", layer.repeat(4000)), 1);
    assert_ne!(layers, experiment);
    let file = folder.path().join("large.toml");
    std::fs::write(&file, layers).unwrap();
    crosscheck()
        .args(["--epochs", "0", "--repetitions", "1", "--timeout", "1s"])
        .args(["--contenders", "knn-exact", "--external", "other=sleep 3676", "--experiment"])
        .arg(&file)
        .arg("--out")
        .arg(&out)
        .assert()
        .code(1);
    let last = records(&out).pop().unwrap();
    assert_eq!(last.outcome, Outcome::TimedOut { seconds: 1.0 });
}

#[test]
fn a_cell_that_is_no_cell_is_a_usage_error() {
    for text in ["", "{}", "[1,2]", "hello"] {
        let run = crosscheck().arg("cell").write_stdin(text).assert().code(2);
        let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(error.contains("docs/cell-protocol.md"), "{error}");
        assert!(!error.contains("panicked"), "{error}");
    }
}

#[test]
fn a_cell_whose_files_are_missing_answers_that_it_failed() {
    let cell = include_str!("../../examples/cell.json").replace("majority", "scratch");
    let run = crosscheck().arg("cell").write_stdin(cell).assert().success();
    let answer = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(answer.contains(r#"{"event":"failed""#), "{answer}");
    assert!(answer.contains("train.safetensors"), "{answer}");
}
