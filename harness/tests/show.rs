//! `crosscheck show`, from the command line.

#![allow(clippy::unwrap_used)]

mod support;

use support::crosscheck;

fn summary(arguments: &[&str]) -> String {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/..");
    let mut command = crosscheck();
    command.current_dir(root).args(["show", "model"]);
    let run = command.args(arguments).assert().success();
    String::from_utf8(run.get_output().stdout.clone()).unwrap()
}

#[test]
fn the_exercises_models_have_the_parameters_that_they_promise() {
    let simple = summary(&["--experiment", "experiments/simple.toml"]);
    assert!(simple.contains("| linear1 | [rows, 10]   |   7,850 |"));
    assert!(simple.trim_end().ends_with("trained: 7,850"), "{simple}");
    let complex = summary(&["--experiment", "experiments/complex.toml"]);
    let sum = "trained: 401,920 + 262,656 + 5,130 = 669,706";
    assert!(complex.trim_end().ends_with(sum), "{complex}");
}

#[test]
fn what_batch_normalisation_remembers_is_counted_apart() {
    let library = summary(&["--experiment", "experiments/library.toml"]);
    assert!(
        library.contains("| batchnorm1 | [rows, 256]  |     512 |     512 |"),
        "{library}"
    );
    assert!(library.contains("= 235,914\nrunning: 768,"), "{library}");
}

#[test]
fn widths_on_the_command_line_are_a_model_too_and_zero_is_none() {
    let widths = summary(&["--model", "4-3-2"]);
    assert!(widths.contains("trained: 15 + 8 = 23"), "{widths}");
    assert!(summary(&[]).contains("= 109,386"), "the default model");
    let mut command = crosscheck();
    let run = command.args(["show", "model", "--model", "4-0-2"]);
    run.assert().code(2);
}
