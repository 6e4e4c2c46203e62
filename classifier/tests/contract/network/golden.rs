//! Against PyTorch: what `reference/golden.py` had it compute. No Python runs here.

use std::collections::{BTreeMap, BTreeSet};

use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, EpochReport, LayerSpec, Loss, Observer,
    OptimizerSpec, Parameters, Result, RunningVariance, Schedule, Tensor,
};
use serde_json::{Value, from_value, json};

use super::golden_file::{Golden, goldens};
use crate::network;

/// Allowed norm of the difference over the norm of PyTorch's tensor.
///
/// Both sides compute in `f32`, which keeps 6e-8, and each is off the truth by some roundings: the
/// worst tensor of all networks differs by 4e-7 in the gradients and by 8e-7 after 100 steps of SGD.
/// Adam divides by the root of its second moment, which magnifies the rounding of small gradients,
/// and Burn holds β₂ in `f32`, so that 1 − β₂ is off by 1e-5: the worst there is 1e-5.
fn tolerance(golden: &Golden, name: &str) -> f64 {
    let adam = matches!(golden.training.optimizer, OptimizerSpec::Adam { .. });
    match group(name) {
        "loss" | "gradient" => 2e-6,
        _ if adam => 5e-5,
        _ => 5e-6,
    }
}

/// The network's own tensors, under the names that the golden file has for PyTorch's.
#[derive(Default)]
struct Computed(BTreeMap<String, Tensor>);

impl Computed {
    fn of(golden: &Golden) -> Self {
        let mut network = network(&golden.model, &golden.training, &golden.first).unwrap();
        let (rows, masks) = (golden.order.epoch(0), golden.order.dropout_masks(0));
        let batch = Batch::new(&golden.examples, &rows).unwrap();
        let batch = batch.with_dropout(masks.as_ref());

        let mut computed = Self::default();
        let (loss, gradients) = network.gradients(batch).unwrap();
        computed.insert("loss", vec![1], vec![loss as f32]);
        computed.extend("gradient", gradients);
        let (examples, order) = (&golden.examples, &golden.order);
        network.fit(examples, order, &mut computed).unwrap();
        let shape = vec![rows.len(), examples.classes()];
        let probabilities = network.predict_batch(batch).unwrap().probabilities;
        computed.insert("probabilities", shape, probabilities);
        computed
    }

    fn insert(&mut self, name: &str, shape: Vec<usize>, values: Vec<f32>) {
        let tensor = Tensor { name: name.to_owned(), shape, values };
        self.0.insert(name.to_owned(), tensor);
    }

    fn extend(&mut self, group: &str, parameters: Parameters) {
        for tensor in parameters.0 {
            let name = format!("{group}/{}", tensor.name);
            self.insert(&name, tensor.shape, tensor.values);
        }
    }
}

/// An epoch of a golden case is one step.
impl Observer for Computed {
    fn on_epoch(&mut self, epoch: &EpochReport, network: &mut dyn Differentiable) -> Result<()> {
        if [1, 10, 100].contains(&epoch.epoch) {
            self.extend(&format!("after{}", epoch.epoch), network.parameters()?);
        }
        Ok(())
    }
}

/// The part of a name before the slash.
fn group(name: &str) -> &str {
    name.split('/').next().unwrap_or(name)
}

/// The tensors that are not within their tolerance, with how much they are off.
fn disagreements(golden: &Golden, computed: &Computed) -> Vec<(String, f64)> {
    let errors = golden.expected.iter().map(|(name, expected)| {
        let together = golden.expected.iter();
        let together = together.filter(|(other, _)| group(other) == group(name));
        let together = norm(together.flat_map(|(_, tensor)| &tensor.values));
        let got = computed.0.get(name);
        let error = got.map_or(f64::NAN, |got| relative_error(got, expected, together));
        (name.clone(), error)
    });
    // Not `error > tolerance`: a number that is none does not agree.
    let agrees = |name: &str, error: f64| error <= tolerance(golden, name);
    errors.filter(|(name, error)| !agrees(name, *error)).collect()
}

/// Norm of the difference over the norm of the expected tensor.
///
/// A tensor that is 0 but for rounding, such as the gradient of a bias that batch normalisation
/// takes out again, is measured against all tensors of its group `together`.
fn relative_error(got: &Tensor, expected: &Tensor, together: f64) -> f64 {
    assert_eq!(got.shape, expected.shape, "{}", expected.name);
    let pairs = got.values.iter().zip(&expected.values);
    let differences: Vec<f32> = pairs.map(|(got, expected)| got - expected).collect();
    let own = norm(&expected.values);
    let idle = own < 1e-6 * together;
    norm(&differences) / if idle { together } else { own }
}

fn norm<'a>(values: impl IntoIterator<Item = &'a f32>) -> f64 {
    let squares = values.into_iter().map(|&value| f64::from(value).powi(2));
    squares.sum::<f64>().sqrt()
}

#[test]
fn loss_gradients_steps_and_predictions_are_pytorchs() {
    for golden in goldens() {
        let disagreements = disagreements(&golden, &Computed::of(&golden));
        assert_eq!(disagreements, [], "{}", golden.name);
    }
}

#[test]
fn a_golden_value_that_is_off_is_found() {
    let named = |golden: &Golden| golden.name == "optimizer-adam";
    let mut golden = goldens().into_iter().find(named).unwrap();
    let computed = Computed::of(&golden);
    for (name, right) in golden.expected.clone() {
        let mut wrong = right.clone();
        wrong.values[0] += 1e-4 * norm(&right.values) as f32;
        golden.expected.insert(name.clone(), wrong);
        let found = disagreements(&golden, &computed);
        assert!(matches!(&found[..], [(found, _)] if *found == name));
        golden.expected.insert(name, right);
    }
}

#[test]
fn every_piece_has_a_golden_file() {
    let (mut layers, mut trainings) = (Vec::new(), Vec::new());
    for golden in goldens() {
        let json = |layer| serde_json::to_value(layer).unwrap();
        layers.extend(golden.model.layers.iter().map(json));
        trainings.push(serde_json::to_value(&golden.training).unwrap());
    }
    let layer = |key: &str| texts(layers.iter().map(|layer| &layer[key]));
    let training = |pointer: &str| texts(trainings.iter().filter_map(|t| t.pointer(pointer)));

    let (text, kind) = (json!("?"), json!({"kind": "?"}));
    let known_layers = known(from_value::<LayerSpec>(kind.clone()));
    assert_eq!(layer("kind"), known_layers);
    let known_variances = known(from_value::<RunningVariance>(text.clone()));
    assert_eq!(layer("running_variance"), known_variances);
    assert_eq!(training("/loss"), known(from_value::<Loss>(text)));
    let known_schedules = known(from_value::<Schedule>(kind.clone()));
    assert_eq!(training("/schedule/kind"), known_schedules);
    let known_optimizers = known(from_value::<OptimizerSpec>(kind));
    assert_eq!(training("/optimizer/kind"), known_optimizers);
}

/// A setting that is the same in all files is not tested by them.
#[test]
fn every_setting_of_an_optimizer_varies() {
    let mut values = BTreeMap::<_, BTreeSet<String>>::new();
    for golden in goldens() {
        let optimizer = serde_json::to_value(&golden.training.optimizer).unwrap();
        let clip = ("clip_norm".to_owned(), json!(golden.training.clip_norm));
        let settings = optimizer.as_object().unwrap().clone().into_iter();
        for (setting, value) in settings.chain([clip]) {
            let setting = (optimizer["kind"].to_string(), setting);
            values.entry(setting).or_default().insert(value.to_string());
        }
    }
    values.retain(|(_, setting), values| setting != "kind" && values.len() < 2);
    assert_eq!(values, BTreeMap::new());
}

/// The names that serde knows: its error about one that it does not know lists them.
fn known<T>(unknown: serde_json::Result<T>) -> BTreeSet<String> {
    let message = unknown.err().unwrap().to_string();
    let quoted = message.split('`').skip(1).step_by(2);
    let names = quoted.filter(|&name| name != "?").map(str::to_owned);
    names.collect()
}

fn texts<'a>(values: impl Iterator<Item = &'a Value>) -> BTreeSet<String> {
    let texts = values.filter_map(Value::as_str).map(str::to_owned);
    texts.collect()
}
