//! `crosscheck agree`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use support::crosscheck;

#[test]
fn every_network_agrees_on_every_rung() {
    let run = crosscheck().args(["agree", "--json"]).assert().success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let cases: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    for (rung, contender) in [
        (1, "scratch in f64"),
        (2, "burn-flex"),
        (2, "candle-cpu"),
        (3, "burn-flex"),
        (3, "candle-cpu"),
    ] {
        let of_rung = cases.iter().filter(|case| case["rung"] == rung);
        let cases = of_rung
            .filter(|case| case["contender"] == contender)
            .count();
        assert!(cases >= 13, "rung {rung}, {contender}: {cases} cases");
    }
    for case in &cases {
        assert_eq!(case["agrees"], true, "{case}");
        assert!(case["worst"]["relative"].as_f64().unwrap() <= case["tolerance"].as_f64().unwrap());
    }
}

#[test]
fn the_table_ends_with_the_sum() {
    let run = crosscheck()
        .args(["agree", "--contenders", "burn-flex"])
        .assert()
        .success();
    let text = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(
        text.contains("| batchnorm ") && !text.contains("candle-cpu"),
        "{text}"
    );
    assert!(text.trim_end().ends_with("cases agree."), "{text}");
}

#[test]
fn who_is_no_network_cannot_be_compared() {
    for id in ["torch", "knn-linfa-linear"] {
        let run = crosscheck()
            .args(["agree", "--contenders", id])
            .assert()
            .code(2);
        let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
        assert!(
            error.contains(id) && error.contains("crosscheck list"),
            "{error}"
        );
    }
}
