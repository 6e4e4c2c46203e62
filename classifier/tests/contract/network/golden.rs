//! Against PyTorch: the tensors that `reference/golden.py` computed. No Python runs here.

use std::collections::BTreeMap;

use classifier::{
    Batch, BatchOrder, Classifier, Differentiable, EpochReport, Observer, OptimizerSpec,
    Parameters, Result, Tensor, cases,
};

use super::golden_file::Golden;
use crate::network;

/// Allowed norm of the difference over the norm of PyTorch's tensor.
///
/// Both sides compute in `f32`, which rounds to 6e-8, and differ by some roundings: the worst
/// tensor of all networks differs by 4e-7 in the gradients and by 8e-7 after 100 steps of SGD. Adam
/// divides by the root of its second moment, which magnifies the rounding of small gradients, and
/// Burn holds β₂ in `f32`, so that 1 − β₂ is off by 1e-5: the worst tensor there differs by 1e-5.
fn tolerance(golden: &Golden, name: &str) -> f64 {
    let adam = matches!(golden.case.training.optimizer, OptimizerSpec::Adam { .. });
    match group(name) {
        "loss" | "gradient" => 2e-6,
        _ if adam => 5e-5,
        _ => 5e-6,
    }
}

/// The tensors of the network under test, named as in the golden file.
#[derive(Default)]
struct Computed(BTreeMap<String, Tensor>);

impl Computed {
    fn of(golden: &Golden) -> Self {
        let mut network =
            network(&golden.case.model, &golden.case.training, &golden.first).unwrap();
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

/// An epoch of a case is one step.
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

/// The tensors outside their tolerance, with their relative errors.
fn disagreements(golden: &Golden, computed: &Computed) -> Vec<(String, f64)> {
    let errors = golden.expected.iter().map(|(name, expected)| {
        let together = golden.expected.iter();
        let together = together.filter(|(other, _)| group(other) == group(name));
        let together = norm(together.flat_map(|(_, tensor)| &tensor.values));
        let got = computed.0.get(name);
        let error = got.map_or(f64::NAN, |got| relative_error(got, expected, together));
        (name.clone(), error)
    });
    // Not `error > tolerance`: NaN must not agree.
    let agrees = |name: &str, error: f64| error <= tolerance(golden, name);
    errors.filter(|(name, error)| !agrees(name, *error)).collect()
}

/// Norm of the difference over the norm of the expected tensor.
///
/// A tensor that is 0 except for rounding, such as the gradient of a bias under batch
/// normalisation, is measured against the norm of all tensors of its group, `together`.
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
fn loss_gradients_steps_and_predictions_agree_with_pytorch() {
    let mut wrong = Vec::new();
    for case in cases::all() {
        let golden = Golden::of(case);
        for (tensor, error) in disagreements(&golden, &Computed::of(&golden)) {
            wrong.push((golden.case.name.clone(), tensor, error));
        }
    }
    assert_eq!(wrong, []);
}

#[test]
fn a_wrong_golden_value_is_found() {
    let mut golden = Golden::of(cases::named("optimizer-adam").unwrap());
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
