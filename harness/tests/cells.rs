//! Contenders of other makes, good and bad: whatever happens to one, the rest goes on.

#![allow(clippy::unwrap_used)]

mod support;

use std::{
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use records::Outcome;
use support::{crosscheck, ids, records, result_file, small_comparison};

/// A run that takes this long hangs, on any machine.
const HANGS: Duration = Duration::from_secs(600);

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

#[cfg(unix)]
#[test]
fn ctrl_c_keeps_what_is_done_and_leaves_no_files_behind() {
    use nix::{sys::signal, unistd::Pid};
    let (folder, out) = result_file();
    let temporary = folder.path().join("temporary");
    std::fs::create_dir(&temporary).unwrap();
    let mut run = Command::new(env!("CARGO_BIN_EXE_crosscheck"))
        .args(["--dataset", "synthetic-digits", "--model", "784-10", "--epochs", "1"])
        .args(["--contenders", "scratch", "--external", "slow=sleep 3662", "--out"])
        .arg(&out)
        .env("TMPDIR", &temporary)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !out.exists() || records(&out).is_empty() {
        assert!(start.elapsed() < HANGS);
        std::thread::sleep(Duration::from_millis(50));
    }
    std::thread::sleep(Duration::from_millis(300));
    signal::kill(Pid::from_raw(run.id() as i32), signal::Signal::SIGINT).unwrap();
    // Without Ctrl-C the run would sleep for an hour.
    assert!(!run.wait().unwrap().success());
    assert_eq!(ids(&records(&out)), ["scratch", "slow"]);
    assert_eq!(std::fs::read_dir(&temporary).unwrap().count(), 0);
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
