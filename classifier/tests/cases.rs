//! The list of cases covers the whole vocabulary of the specs, and its copy for Python is current.

#![allow(clippy::unwrap_used)]

use std::{
    collections::{BTreeMap, BTreeSet},
    env, fs,
    path::{Path, PathBuf},
};

use classifier::{
    LayerSpec, Loss, OptimizerSpec, RunningVariance, Schedule,
    cases::{self, Case},
};
use serde_json::{Value, from_value, json, to_value};

/// Rewrites `reference/cases.json` if set to 1.
const WRITE: &str = "WRITE_CASES";

/// One case a line, so that a difference names its case.
fn as_json(cases: &[Case]) -> String {
    let lines: Vec<_> = cases.iter().map(|case| serde_json::to_string(case).unwrap()).collect();
    format!("[\n{}\n]\n", lines.join(",\n"))
}

fn reference(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference").join(path)
}

#[test]
fn every_case_has_a_golden_file_and_every_golden_file_a_case() {
    let files = fs::read_dir(reference("golden")).unwrap();
    let files: BTreeSet<_> =
        files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
    let cases = cases::all().into_iter().map(|case| format!("{}.safetensors", case.name)).collect();
    let unmatched: Vec<_> = files.symmetric_difference(&cases).collect();
    assert_eq!(unmatched, Vec::<&String>::new(), "run reference/golden.py");
}

#[test]
fn the_list_for_python_is_current() {
    let path = reference("cases.json");
    let current = as_json(&cases::all());
    if env::var_os(WRITE).is_some_and(|value| value == "1") {
        fs::write(&path, &current).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == current,
        "reference/cases.json is not the list of classifier::cases. Write it again with\n\
         {WRITE}=1 cargo test --release -p classifier --test cases\n\
         and the golden files of new cases with\n\
         reference/.venv/bin/python reference/golden.py"
    );
}

#[test]
fn every_case_has_a_name_of_its_own_and_can_be_run() {
    let mut names = BTreeSet::new();
    for case in cases::all() {
        case.model.check().unwrap();
        case.training.check().unwrap();
        case.parameters().unwrap().check(&case.model.parameter_shapes()).unwrap();
        let labels = case.examples().unwrap().labels().to_vec();
        assert_eq!(labels.len(), case.training.batch, "{}", case.name);
        assert!(!labels.iter().any(|&label| Some(label) == case.absent_class), "{}", case.name);
        assert_eq!(cases::named(&case.name).as_ref(), Some(&case));
        assert!(names.insert(case.name.clone()), "{} is there twice", case.name);
    }
    assert_eq!(cases::named("layer"), None);
}

#[test]
fn a_case_covers_every_layer_loss_optimizer_and_schedule() {
    let json: Vec<Value> = cases::all().iter().map(|case| to_value(case).unwrap()).collect();
    let layers = json.iter().flat_map(|case| case["model"]["layers"].as_array().unwrap());
    let layers = |key: &str| texts(layers.clone().map(|layer| &layer[key]));
    let training =
        |pointer: &str| texts(json.iter().filter_map(|c| c["training"].pointer(pointer)));

    let (text, kind) = (json!("?"), json!({"kind": "?"}));
    assert_eq!(layers("kind"), known(from_value::<LayerSpec>(kind.clone())));
    assert_eq!(layers("running_variance"), known(from_value::<RunningVariance>(text.clone())));
    assert_eq!(training("/loss"), known(from_value::<Loss>(text)));
    assert_eq!(training("/schedule/kind"), known(from_value::<Schedule>(kind.clone())));
    assert_eq!(training("/optimizer/kind"), known(from_value::<OptimizerSpec>(kind)));
}

/// A setting with the same value in all cases is not tested by them.
#[test]
fn every_setting_of_an_optimizer_varies() {
    let mut values = BTreeMap::<_, BTreeSet<String>>::new();
    for Case { training, .. } in cases::all() {
        let optimizer = to_value(&training.optimizer).unwrap();
        let clip = ("clip_norm".to_owned(), json!(training.clip_norm));
        for (setting, value) in optimizer.as_object().unwrap().clone().into_iter().chain([clip]) {
            let setting = (optimizer["kind"].to_string(), setting);
            values.entry(setting).or_default().insert(value.to_string());
        }
    }
    values.retain(|(_, setting), values| setting != "kind" && values.len() < 2);
    assert_eq!(values, BTreeMap::new());
}

/// A single batch of 16 rows and three classes hides some mistakes.
#[test]
fn batches_of_1_7_and_16_rows_zeros_and_an_absent_class_occur() {
    let rows: BTreeSet<usize> = cases::all().iter().map(|case| case.training.batch).collect();
    assert_eq!(rows, BTreeSet::from([1, 7, 16]));
    assert!(cases::all().iter().any(|case| case.absent_class.is_some()));
    for case in cases::all() {
        let examples = case.examples().unwrap();
        let has = |sign: fn(&f32) -> bool| examples.inputs().iter().any(sign);
        assert!(has(|x| *x < 0.0) && has(|x| *x > 0.0), "{}", case.name);
        assert!(case.training.batch == 1 || has(|x| *x == 0.0), "{}", case.name);
    }
}

/// Two of a kind, so that the upper one's `dx` reaches gradients through the lower one.
#[test]
fn every_layer_stands_twice_among_square_weights() {
    let all = cases::layers();
    let has_square_weights = |case: &&Case| {
        let shapes = case.model.trained_shapes().into_iter().map(|shape| shape.shape);
        shapes.filter(|shape| matches!(shape[..], [rows, columns] if rows == columns)).count() >= 2
    };
    let squares: Vec<_> = all.iter().filter(has_square_weights).collect();
    let layers = |case: &Case| case.model.layers.iter().map(LayerSpec::name).collect::<Vec<_>>();
    for kind in all.iter().flat_map(layers) {
        let twice = |case: &&Case| layers(case).iter().filter(|other| **other == kind).count() >= 2;
        assert!(squares.iter().any(twice), "{kind}");
    }
}

/// The names that serde knows: its error about an unknown one lists them.
fn known<T>(unknown: serde_json::Result<T>) -> BTreeSet<String> {
    let message = unknown.err().unwrap().to_string();
    let quoted = message.split('`').skip(1).step_by(2);
    quoted.filter(|&name| name != "?").map(str::to_owned).collect()
}

fn texts<'a>(values: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    values.filter_map(Value::as_str).map(str::to_owned).collect()
}
