//! Burn on wgpu, from the command line: `cargo test --release --features wgpu --test gpu`.
//!
//! Any adapter will do, a software one included (Debian: `mesa-vulkan-drivers`), on which the very
//! first step takes half a minute; without any, nothing here would be tested, so these tests fail.

#![cfg(feature = "burn-wgpu")]
#![allow(clippy::unwrap_used)]

mod support;

use classifier::HardwareKind;
use records::{Outcome, agreement};
use support::{agreed_cases, crosscheck, records, result_file};

/// The first adapter, of whatever kind.
const DEVICE: [&str; 2] = ["--device", "burn-wgpu:0"];

fn assert_that_there_is_an_adapter() {
    let run = crosscheck().arg("list").assert().success();
    let list = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    assert!(
        list.contains("burn-wgpu:0"),
        "wgpu finds no adapter; a software one (Debian): apt-get install mesa-vulkan-drivers\n{list}"
    );
}

#[test]
fn the_first_adapter_agrees_with_scratch_within_the_tolerance_of_gpus() {
    assert_that_there_is_an_adapter();
    let names = "layer-leaky-relu,layer-batch-norm,optimizer-adamw,edges-2";
    let arguments = ["--levels", "5", "--contenders", "burn-wgpu", "--cases", names];
    let cases = agreed_cases(&[&arguments[..], &DEVICE].concat());
    assert!(cases.len() >= 8, "{cases:?}");
    for case in cases {
        assert_eq!((&case["level"], &case["verdict"]), (&5.into(), &"agrees".into()), "{case}");
        assert!(case["tolerance"].as_f64().unwrap() >= 1e-4, "{case}");
    }
}

#[test]
fn a_short_training_names_its_device_and_tells_the_first_step_apart() {
    assert_that_there_is_an_adapter();
    let (_folder, out) = result_file();
    let run = crosscheck()
        .args(["--dataset", "synthetic-digits", "--model", "784-32-10"])
        .args(["--epochs", "2", "--batch", "500", "--repetitions", "1"])
        .args(["--contenders", "scratch,burn-wgpu", "--out"])
        .arg(&out)
        .args(DEVICE)
        .assert()
        .success();
    let table = String::from_utf8(run.get_output().stdout.clone()).unwrap();
    let records = records(&out);
    let [scratch, gpu] = &records[..] else { panic!("{records:?}") };
    let hardware = gpu.contender.hardware.clone().unwrap();
    assert_eq!(gpu.contender.device, hardware.name);
    assert!(!hardware.driver.is_empty() && !hardware.api.is_empty());
    assert!(table.contains(&format!("burn-wgpu: on {hardware}; not counted: ")), "{table}");
    assert!(gpu.train_seconds()[0] < gpu.timings.train_seconds[0]);
    assert_eq!(scratch.train_seconds(), scratch.timings.train_seconds);
    let worst = gpu.agreement.clone().unwrap();
    let worst = agreement::worst(&worst.gradients).cloned().unwrap();
    assert!(worst.relative < 1e-4, "{worst:?}");
    let (ours, theirs) = (scratch.quality.accuracy(), gpu.quality.accuracy());
    assert!((ours.unwrap() - theirs.unwrap()).abs() < 1.0, "{ours:?} {theirs:?}");
}

/// The reason why a comparison skips `burn-wgpu`, where it does.
fn reason_to_skip(device: &[&str]) -> Option<String> {
    let (_folder, out) = result_file();
    crosscheck()
        .args(["--dataset", "synthetic-digits", "--model", "784-10", "--epochs", "0"])
        .args(["--repetitions", "1", "--contenders", "burn-wgpu", "--out"])
        .arg(&out)
        .args(device)
        .assert()
        .success();
    match &records(&out)[0].outcome {
        Outcome::Skipped { reason } => Some(reason.clone()),
        outcome => {
            assert_eq!(*outcome, Outcome::Ok);
            let hardware = records(&out)[0].contender.hardware.clone().unwrap();
            assert_ne!(hardware.kind, HardwareKind::Software);
            None
        }
    }
}

#[test]
fn a_software_device_is_used_only_when_named() {
    if let Some(reason) = reason_to_skip(&[]) {
        assert!(reason.contains("no adapter") || reason.contains("no GPU"), "{reason}");
    }
}

#[test]
fn a_missing_device_is_not_replaced_by_another() {
    let reason = reason_to_skip(&["--device", "burn-wgpu:Voodoo2"]).unwrap();
    assert!(reason.contains("no adapter") || reason.contains("Voodoo2"), "{reason}");
}

#[test]
fn a_device_for_a_contender_that_does_not_take_part_is_an_error() {
    let run =
        crosscheck().args(["--contenders", "scratch", "--device", "burn-wgpu:0"]).assert().code(2);
    let error = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    assert!(error.contains("burn-wgpu:0") && error.contains("--contenders"), "{error}");
}
