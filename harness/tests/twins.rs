//! A contender entered twice is as fast as itself.

#![allow(clippy::unwrap_used)]

mod support;

use records::{REFERENCE, statistics::paired_ratio};
use support::{crosscheck, records, result_file};

/// Runs of the comparison before the twin counts as slower or faster.
///
/// A 95 % interval leaves the truth out once in twenty runs by its very meaning; three times in a row it
/// does so once in 8,000.
const TRIES: usize = 3;

/// `scratch` under another name, in a process of its own like any other contender.
fn twin() -> String {
    let binary = env!("CARGO_BIN_EXE_crosscheck");
    format!("twin=sh -c \"sed s/twin/{REFERENCE}/ | exec {binary} cell\"")
}

#[test]
#[ignore = "measures times: run it on an idle machine"]
fn a_contender_entered_twice_comes_out_at_1_within_its_interval() {
    let ratios = (0..TRIES).map(|_| {
        let (_folder, out) = result_file();
        crosscheck()
            .args(["--dataset", "synthetic-digits", "--model", "784-16-10"])
            .args(["--epochs", "1", "--repetitions", "9", "--threads", "1"])
            .args(["--contenders", REFERENCE, "--external", &twin(), "--out"])
            .arg(&out)
            .assert()
            .success();
        let seconds: Vec<f64> =
            records(&out).iter().map(|record| record.timings.train_seconds.iter().sum()).collect();
        let pairs: Vec<(f64, f64)> = seconds.chunks(2).map(|pair| (pair[1], pair[0])).collect();
        assert_eq!(pairs.len(), 9);
        paired_ratio(&pairs).unwrap()
    });
    let mut seen = Vec::new();
    for ratio in ratios {
        seen.push(ratio.to_string());
        if ratio.low <= 1.0 && 1.0 <= ratio.high {
            return;
        }
    }
    assert!(seen.is_empty(), "never 1.00: {}", seen.join(", "));
}
