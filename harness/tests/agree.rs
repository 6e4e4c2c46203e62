//! `crosscheck agree`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use support::{agreed_cases, crosscheck};

#[test]
fn every_network_agrees_on_every_level() {
    let cases = agreed_cases(&[]);
    for (level, contender) in [
        (1, "scratch in f64"),
        (2, "burn-flex"),
        (2, "candle-cpu"),
        (3, "burn-flex"),
        (3, "candle-cpu"),
        (4, "burn-flex"),
        (4, "candle-cpu"),
    ] {
        let of_level = cases.iter().filter(|case| case["level"] == level);
        let cases = of_level.filter(|case| case["contender"] == contender).count();
        assert!(cases >= 13, "level {level}, {contender}: {cases} cases");
    }
    for case in &cases {
        assert_eq!(case["verdict"], "agrees", "{case}");
        assert!(case["worst"]["relative"].as_f64().unwrap() <= case["tolerance"].as_f64().unwrap());
    }
}

#[test]
fn the_table_ends_with_the_total() {
    let run = crosscheck()
        .args(["agree", "--contenders", "burn-flex", "--levels", "2"])
        .assert()
        .success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(text.contains("| layer-batch-norm ") && !text.contains("candle-cpu"), "{text}");
    assert!(text.trim_end().ends_with("cases agree."), "{text}");
}

#[test]
fn a_contender_without_gradients_cannot_be_compared() {
    for (flag, id) in [
        ("--contenders", "torch"),
        ("--contenders", "knn-linfa-linear"),
        ("--against", "knn-linfa-linear"),
        ("--against", "torch"),
    ] {
        let run = crosscheck().args(["agree", flag, id]).assert().code(2);
        let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(error.contains(id) && error.contains("crosscheck list"), "{error}");
    }
}

/// A program of the user's: `candle-cpu` under another name, its answer sent through `filter`.
fn external(filter: &str) -> String {
    let binary = env!("CARGO_BIN_EXE_crosscheck");
    format!("mine=sh -c \"sed s/mine/candle-cpu/ | {binary} cell | {filter}\"")
}

#[test]
fn an_external_network_is_compared_over_the_cell_protocol() {
    let run = crosscheck()
        .args(["agree", "--contenders", "scratch", "--levels", "2,3"])
        .args(["--external", &external("cat")])
        .assert()
        .success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(text.contains("| mine ") && text.contains("optimizer-adamw, step 100"));
}

#[test]
fn a_wrong_loss_of_an_external_network_disagrees() {
    let doubled = external(r#"sed -E 's/(gradients.,.loss.:)/\19/'"#);
    let run =
        crosscheck().args(["agree", "--levels", "2", "--external", &doubled]).assert().code(1);
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let wrong = |line: &&str| line.contains("| mine ") && line.contains("| loss ");
    let wrong: Vec<_> = text.lines().filter(wrong).collect();
    assert!(!wrong.is_empty(), "{text}");
    assert!(wrong.iter().all(|line| line.contains("DISAGREES")), "{text}");
}

#[test]
fn a_reference_without_a_result_is_an_error() {
    let run = crosscheck()
        .args(["agree", "--levels", "2", "--external", "mute=true"])
        .args(["--against", "mute"])
        .assert()
        .code(1);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("mute") && error.contains("ended without predictions"));
}

/// Once "All 0 cases agree.", with exit code 0.
#[test]
fn nothing_compared_is_an_error() {
    for (arguments, reason) in [
        (["--levels", "2", "--cases", "adamm"], "no case of these levels has \"adamm\""),
        // One of two names: a typing error must not hide behind the other.
        (["--levels", "2", "--cases", "layer-relu,adamm"], "no case of these levels has \"adamm\""),
        (["--levels", "2", "--contenders", "scratch"], "nothing was compared: name a contender"),
        (["--levels", "5", "--cases", "layer-relu"], "no case of these levels has \"layer-relu\""),
    ] {
        let run = crosscheck().arg("agree").args(arguments).assert().code(2);
        let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(error.contains(reason), "{error}");
    }
}

/// The flags of older versions.
#[test]
fn rungs_and_pieces_are_still_read() {
    let arguments = ["--rungs", "2", "--pieces", "layer-relu", "--contenders", "burn-flex"];
    crosscheck().arg("agree").args(arguments).assert().success();
}
