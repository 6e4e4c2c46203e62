//! `crosscheck reproduce`, on the exercises that need no download.

#![allow(clippy::unwrap_used)]

mod support;

use support::{crosscheck, ids, records, result_file};

const NETWORKS: [&str; 3] = ["scratch", "burn-flex", "candle-cpu"];

#[test]
fn xor_is_learned_by_every_network() {
    let (_folder, out) = result_file();
    let run = crosscheck().args(["reproduce", "xor", "--out"]).arg(&out).assert().success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let holds = table.lines().filter(|line| line.starts_with("| xor") && line.contains(" holds "));
    assert_eq!(holds.count(), NETWORKS.len(), "{table}");
    let records = records(&out);
    assert_eq!(ids(&records), NETWORKS);
    for record in &records {
        assert_eq!(record.quality.correct, Some(4));
        let losses: Vec<f64> = record.quality.epochs.iter().map(|e| e.train_loss).collect();
        assert!(losses[0] > 0.3 && losses[1999] < 0.05, "{} to {}", losses[0], losses[1999]);
    }
}

#[test]
fn edges_are_told_from_flat_patches_by_every_size_of_network() {
    let (_folder, out) = result_file();
    crosscheck()
        .args(["reproduce", "edges-2", "edges-8-2", "edges-16-8-2", "--out"])
        .arg(&out)
        .assert()
        .success();
    let records = records(&out);
    assert_eq!(ids(&records), [NETWORKS, NETWORKS, NETWORKS].concat());
    for record in &records {
        assert_eq!((record.workload.train_rows, record.workload.test_rows), (200, 50));
        let correct = record.quality.correct.unwrap();
        let widths = record.workload.model.widths();
        assert!(correct >= 40, "{} {widths}: {correct} of 50", record.contender.id);
    }
}

#[test]
fn a_quick_run_checks_no_claim() {
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["reproduce", "edges-2", "--quick", "--contenders", "scratch", "--out"])
        .arg(&out)
        .assert()
        .success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(table.contains("quick run"), "{table}");
    assert_eq!(records(&out)[0].quality.epochs.len(), 40);
}

#[test]
fn an_exercise_without_its_data_is_a_row_and_the_others_go_on() {
    let (folder, out) = result_file();
    let run = crosscheck()
        .current_dir(folder.path())
        .args(["reproduce", "knn", "edges-2", "tabular", "--quick"])
        .args(["--contenders", "scratch", "--out"])
        .arg(&out)
        .assert()
        .code(1);
    let output = run.get_output();
    let table = String::from_utf8(output.stdout.clone()).unwrap();
    for (exercise, verdict) in
        [("knn", "NO DATA"), ("edges-2", "quick run"), ("tabular", "NO DATA")]
    {
        let start = format!("| {exercise} ");
        let row = table.lines().find(|line| line.starts_with(&start)).unwrap();
        assert!(row.contains(verdict), "{table}");
    }
    assert!(table.contains("knn: mnist is unavailable"), "{table}");
    let where_to_run = "tabular: examples/students.csv: the file cannot be read";
    assert!(table.contains(where_to_run) && table.contains("the checkout"));
    let error = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(error.contains("2 of the exercises had no data"), "{error}");
    assert_eq!(ids(&records(&out)), ["scratch"]);
}

#[cfg(target_os = "linux")]
#[test]
fn ctrl_c_ends_a_later_exercise_as_well_and_shows_what_is_done() {
    use std::{
        process::{Command, Stdio},
        time::{Duration, Instant},
    };

    use nix::{sys::signal, unistd::Pid};

    let (folder, out) = result_file();
    let flag = folder.path().join("flag").display().to_string();
    // Gives up in the first exercise and would sleep through the second.
    let slow = format!("slow=sh -c 'test -e {flag} && exec sleep 3663; touch {flag}; exit 1'");
    let run = Command::new("env")
        .args(["--default-signal=INT", env!("CARGO_BIN_EXE_crosscheck")])
        .args(["reproduce", "edges-2", "edges-8-2", "xor", "--contenders"])
        .args(["scratch", "--external", &slow, "--out"])
        .arg(&out)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let start = Instant::now();
    while !out.exists() || records(&out).len() < 3 {
        assert!(start.elapsed() < Duration::from_secs(600));
        std::thread::sleep(Duration::from_millis(50));
    }
    signal::kill(Pid::from_raw(run.id() as i32), signal::Signal::SIGINT).unwrap();
    let output = run.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.ends_with("error: interrupted after 3 of 6 cells\n"), "{told}");
    let table = String::from_utf8(output.stdout).unwrap();
    assert!(
        table.contains("| edges-8-2 ") && table.contains("incomplete: 3 of 6 cells"),
        "{table}"
    );
    assert!(!table.contains("| xor "), "{table}");
}

#[test]
fn the_table_of_students_takes_two_hundred_steps_of_all_rows() {
    let (_folder, out) = result_file();
    crosscheck()
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
        .args(["reproduce", "tabular", "--out"])
        .arg(&out)
        .assert()
        .success();
    let records = records(&out);
    assert_eq!(ids(&records), NETWORKS);
    for record in &records {
        assert_eq!(record.workload.class_names, ["bad", "good", "medium"]);
        let epochs = &record.quality.epochs;
        assert_eq!((epochs.len(), epochs[0].rows), (200, 120));
        assert!(epochs[199].train_loss < epochs[0].train_loss);
    }
}

/// The claims about k-nearest neighbours, on the data that they are made for.
#[test]
fn on_mnist_the_claim_about_neighbours_holds_and_their_confusion_is_shown() {
    let Some(data) = support::real_data() else {
        println!("skipped: no MNIST in $NN_DATA or ../shared/data");
        return;
    };
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["reproduce", "knn", "--data-dir"])
        .arg(&data)
        .arg("--out")
        .arg(&out)
        .assert()
        .success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let row = |id: &str| {
        let mut rows = table.lines().filter(|line| line.starts_with("| knn "));
        rows.find(|line| line.contains(id)).unwrap().to_owned()
    };
    assert!(row("| knn-exact ").contains("holds |"), "{table}");
    assert!(row("| scratch ").ends_with("– |"), "{table}");
    assert!(table.contains("knn-exact on mnist, repetition 1"));
    let classes = (0..10).filter(|label| table.contains(&format!("\n| {label}     |")));
    assert_eq!(classes.count(), 10, "{table}");
}

#[test]
fn an_unknown_exercise_is_a_usage_error() {
    let run = crosscheck().args(["reproduce", "xorr"]).assert().code(2);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("\"xorr\"") && error.contains("edges-8-2"), "{error}");
}

#[test]
fn a_claim_that_does_not_hold_is_exit_code_3() {
    let (folder, out) = result_file();
    let run = crosscheck()
        .args(["reproduce", "xor", "--seed", "1", "--contenders", "scratch", "--out"])
        .arg(&out)
        .assert()
        .code(3);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("1 of 1 results do not fulfil their claim"), "{error}");

    // The claim of one's own file is checked as well, unless the command line changes its work.
    let file = folder.path().join("own.toml");
    std::fs::write(&file, include_str!("../../experiments/xor.toml")).unwrap();
    let compare = |arguments: &[&str], code| {
        let mut command = crosscheck();
        command.args(["--seed", "1", "--repetitions", "1", "--contenders", "scratch"]);
        command.args(arguments).arg("--experiment").arg(&file).arg("--out").arg(&out);
        let run = command.assert().code(code);
        String::from_utf8(run.get_output().stderr.clone()).unwrap()
    };
    assert!(compare(&[], 3).contains("scratch: DOES NOT HOLD in 1 of 1 repetitions"));
    assert!(!compare(&["--epochs", "1"], 0).contains("Claim: "));
}
