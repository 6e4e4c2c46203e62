//! The hand-written backward against central differences in `f64`.

// Clippy knows that a test may unwrap, not that its helpers may.
#![allow(clippy::unwrap_used)]

use classifier::{
    Batch, DropoutMasks, Examples, Init, LayerSpec, Loss, ModelSpec, Parameters, Randomness,
    Tensor,
    cases::{self, Case},
};
use from_scratch::gradient_check::{Check, Slope, gradient_check};

/// Truncation (h² · third derivative) and rounding (1e-16 / h) together stay below this for
/// h = 1e-5 and values near 1.
const TOLERANCE: f64 = 1e-7;

fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear { outputs, init: Init::XavierNormal }
}

fn checks(case: &Case) -> Vec<Check> {
    let (examples, parameters) = (case.examples().unwrap(), case.parameters().unwrap());
    let rows: Vec<u32> = (0..examples.rows() as u32).collect();
    let masks = DropoutMasks::new(Randomness::new(4, "gradient check", 0), 0);
    let batch = Batch::new(&examples, &rows).unwrap().with_dropout(Some(&masks));
    let loss = case.training.loss;
    let checks =
        gradient_check(&case.model, &parameters, loss, batch, Slope::Central, 1e-5).unwrap();
    assert_eq!(checks.len(), case.model.trained_shapes().len());
    checks
}

fn is_zero(check: &Check) -> bool {
    check.backward.iter().all(|gradient| gradient.abs() < 1e-12)
}

#[test]
fn every_layer_loss_and_stack_matches_central_differences() {
    for case in [cases::layers(), cases::losses(), cases::combinations()].concat() {
        // Under batch normalisation a constant has no effect: its gradient is 0 except for
        // rounding.
        let normalized = case.model.layers.iter().any(|layer| layer.name() == "batchnorm");
        for check in checks(&case) {
            let (name, difference) = (&check.name, check.relative_difference());
            let zero = normalized && is_zero(&check);
            assert!(difference < TOLERANCE || zero, "{}: {name} {difference:e}", case.name);
        }
    }
}

#[test]
fn the_gradient_of_a_bias_under_batch_norm_is_zero() {
    let zero: Vec<String> = checks(&cases::named("layer-batch-norm").unwrap())
        .iter()
        .filter(|check| is_zero(check))
        .map(|check| check.name.clone())
        .collect();
    assert_eq!(zero, ["linear1.bias"]);
}

/// One input, one weight of 1, x = 0: the pre-activation sits exactly on the kink. The loss seen
/// from the left is what `x·slope` gives, from the right what `x` gives; the backward must take the
/// left one, which is the convention (0 for ReLU, `slope` for LeakyReLU).
#[test]
fn at_the_kink_the_backward_takes_the_slope_from_the_left() {
    for (activation, slope) in
        [(LayerSpec::Relu, 0.0), (LayerSpec::LeakyRelu { slope: 0.25 }, 0.25)]
    {
        let model = ModelSpec { inputs: 1, layers: vec![linear(1), activation, linear(2)] };
        let tensor = |name: &str, shape: &[usize], values: &[f32]| Tensor {
            name: name.to_owned(),
            shape: shape.to_vec(),
            values: values.to_vec(),
        };
        let parameters = Parameters(vec![
            tensor("linear1.weight", &[1, 1], &[1.0]),
            tensor("linear1.bias", &[1], &[0.0]),
            tensor("linear2.weight", &[1, 2], &[1.0, 3.0]),
            tensor("linear2.bias", &[2], &[0.0, 0.0]),
        ]);
        let examples = Examples::new(vec![0.0], 1, vec![0], 2).unwrap();
        let batch = Batch::new(&examples, &[0]).unwrap();
        let loss = Loss::SoftmaxCrossEntropy;
        let checks =
            gradient_check(&model, &parameters, loss, batch, Slope::Central, 1e-6).unwrap();
        // Both logits are 0, so dL/dz = [−1/2, 1/2] and dL/da = (3 − 1)/2 = 1.
        let bias = &checks[1];
        assert_eq!(bias.backward[[0, 0]], slope);
        // Central differences see the mean of both sides.
        assert!((bias.numerical[[0, 0]] - (slope + 1.0) / 2.0).abs() < 1e-5);
    }
}
