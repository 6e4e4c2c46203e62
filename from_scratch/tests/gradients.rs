//! The hand-written backward against central differences in `f64`, an independent truth.

// Clippy knows that a test may unwrap, not that its helpers may.
#![allow(clippy::unwrap_used)]

use classifier::{
    Batch, DropoutMasks, Examples, Init, LayerSpec, Loss, ModelSpec, Parameters, Randomness,
    RunningVariance, Tensor, initial_parameters,
};
use from_scratch::gradient_check::{Check, Slope, gradient_check};

/// Truncation (h² · third derivative) and rounding (1e-16 / h) together stay below this for
/// h = 1e-5 and values near 1.
const TOLERANCE: f64 = 1e-7;

fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear { outputs, init: Init::XavierNormal }
}

fn batch_norm() -> LayerSpec {
    LayerSpec::BatchNorm {
        epsilon: 1e-5,
        momentum: 0.1,
        running_variance: RunningVariance::Unbiased,
    }
}

/// First parameters with every vector moved off its round starting value, and so off the kinks.
fn parameters(model: &ModelSpec) -> Parameters {
    let randomness = Randomness::new(3, "gradient check", 0);
    let mut parameters = initial_parameters(model, &randomness).unwrap();
    let vectors = parameters.0.iter_mut().filter(|tensor| tensor.shape.len() == 1);
    for (index, value) in vectors.flat_map(|vector| &mut vector.values).enumerate() {
        *value += 0.1 + 0.3 * (index as f32 * 0.7).sin();
    }
    parameters
}

fn examples(rows: usize, width: usize, classes: usize) -> Examples {
    let inputs = (0..rows * width).map(|i| (3.1 * i as f32).sin()).collect();
    let labels = (0..rows).map(|row| (row * 2 % classes) as u32).collect();
    Examples::new(inputs, width, labels, classes).unwrap()
}

fn checks(layers: &[LayerSpec], loss: Loss) -> Vec<Check> {
    let layers = layers.to_vec();
    let model = ModelSpec { inputs: 5, layers };
    let examples = examples(7, 5, loss.classes(model.outputs()).unwrap());
    let masks = DropoutMasks::new(Randomness::new(4, "gradient check", 0), 0);
    let batch = Batch::new(&examples, &[0, 1, 2, 3, 4, 5, 6]).unwrap();
    let batch = batch.with_dropout(Some(&masks));
    let checks =
        gradient_check(&model, &parameters(&model), loss, batch, Slope::Central, 1e-5).unwrap();
    assert_eq!(checks.len(), model.trained_shapes().len());
    checks
}

fn assert_matches(layers: &[LayerSpec], loss: Loss) {
    for check in checks(layers, loss) {
        let difference = check.relative_difference();
        let name = &check.name;
        assert!(difference < TOLERANCE, "{layers:?}, {loss}: {name} {difference:e}");
    }
}

const LEAKY: LayerSpec = LayerSpec::LeakyRelu { slope: 0.1 };
const DROPOUT: LayerSpec = LayerSpec::Dropout { rate: 0.4 };

#[test]
fn every_layer_matches_central_differences() {
    for layer in
        [LayerSpec::Relu, LEAKY, LayerSpec::Sigmoid, LayerSpec::Tanh, LayerSpec::Softmax, DROPOUT]
    {
        assert_matches(&[linear(4), layer, linear(3)], Loss::SoftmaxCrossEntropy);
    }
}

/// A bias under batch normalisation has no effect at all: its gradient is 0 but for rounding.
#[test]
fn batch_norm_matches_central_differences_and_makes_the_bias_below_it_idle() {
    let checks =
        checks(&[linear(4), batch_norm(), LayerSpec::Tanh, linear(3)], Loss::SoftmaxCrossEntropy);
    for check in checks {
        if check.name == "linear1.bias" {
            assert!(check.backward.iter().all(|gradient| gradient.abs() < 1e-12));
        } else {
            let difference = check.relative_difference();
            assert!(difference < TOLERANCE, "{}: {difference:e}", check.name);
        }
    }
}

#[test]
fn every_loss_matches_central_differences() {
    let logits = [linear(4), LayerSpec::Tanh, linear(3)];
    let probabilities = [&logits[..], &[LayerSpec::Softmax]].concat();
    let chances = [&logits[..], &[LayerSpec::Sigmoid]].concat();
    assert_matches(&logits, Loss::SoftmaxCrossEntropy);
    assert_matches(&probabilities, Loss::CrossEntropy);
    assert_matches(&chances, Loss::BinaryCrossEntropy);
    assert_matches(&logits, Loss::SigmoidCrossEntropy);
    assert_matches(&logits, Loss::MeanSquaredError);
    assert_matches(&[linear(1)], Loss::SigmoidCrossEntropy);
    assert_matches(&[linear(1), LayerSpec::Sigmoid], Loss::BinaryCrossEntropy);
}

#[test]
fn deep_stacks_and_layers_in_any_place_match_central_differences() {
    for layers in [
        vec![linear(3)],
        vec![linear(3), LayerSpec::Sigmoid],
        vec![LayerSpec::Tanh, linear(6), linear(3)],
        vec![batch_norm(), linear(3), batch_norm()],
        vec![DROPOUT, linear(6), DROPOUT, LayerSpec::Tanh, linear(3), DROPOUT],
        vec![
            linear(6),
            LayerSpec::Tanh,
            LEAKY,
            linear(5),
            LayerSpec::Sigmoid,
            linear(4),
            LayerSpec::Softmax,
            linear(3),
        ],
    ] {
        let idle = |check: &Check| check.backward.iter().all(|gradient| gradient.abs() < 1e-12);
        for check in checks(&layers, Loss::SoftmaxCrossEntropy) {
            let difference = check.relative_difference();
            let name = &check.name;
            assert!(difference < TOLERANCE || idle(&check), "{layers:?}: {name} {difference:e}");
        }
    }
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
