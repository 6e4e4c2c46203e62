//! The hand-written backward against central differences in `f64`, an independent truth.

// Clippy knows that a test may unwrap, not that its helpers may.
#![allow(clippy::unwrap_used)]

use classifier::{Init, LayerSpec, ModelSpec, Parameters, Randomness, Tensor, initial_parameters};
use from_scratch::gradient_check::gradient_check;
use ndarray::{Array2, array};

/// Truncation (h² · third derivative) and rounding (1e-16 / h) together stay below this for
/// h = 1e-5 and values near 1.
const TOLERANCE: f64 = 1e-8;

fn linear(outputs: usize) -> LayerSpec {
    LayerSpec::Linear {
        outputs,
        init: Init::XavierNormal,
    }
}

fn worst_difference(layers: Vec<LayerSpec>) -> f64 {
    let model = ModelSpec { inputs: 5, layers };
    let randomness = Randomness::new(3, "gradient check", 0);
    let mut parameters = initial_parameters(&model, &randomness).unwrap();
    for (index, bias) in parameters.0.iter_mut().skip(1).step_by(2).enumerate() {
        bias.values.fill(0.1 + 0.01 * index as f32); // away from the kinks at 0
    }
    let x = Array2::from_shape_fn((7, 5), |(i, j)| ((3 * i + 5 * j) as f64).sin());
    let labels = [0, 1, 2, 0, 1, 2, 1];
    let checks = gradient_check(&model, &parameters, x.view(), &labels, 1e-5).unwrap();
    assert_eq!(checks.len(), model.parameter_shapes().len());
    let differences = checks.iter().map(|check| check.relative_difference());
    differences.fold(0.0, f64::max)
}

#[test]
fn every_activation_matches_central_differences() {
    for activation in [
        LayerSpec::Relu,
        LayerSpec::LeakyRelu { slope: 0.1 },
        LayerSpec::Sigmoid,
        LayerSpec::Tanh,
    ] {
        let layers = vec![linear(4), activation.clone(), linear(3)];
        let difference = worst_difference(layers);
        assert!(difference < TOLERANCE, "{activation:?}: {difference:e}");
    }
}

#[test]
fn deep_stacks_and_activations_in_any_place_match_central_differences() {
    for layers in [
        vec![linear(3)],
        vec![linear(3), LayerSpec::Sigmoid],
        vec![LayerSpec::Tanh, linear(6), linear(3)],
        vec![
            linear(6),
            LayerSpec::Tanh,
            LayerSpec::LeakyRelu { slope: 0.2 },
            linear(5),
            LayerSpec::Sigmoid,
            linear(4),
            LayerSpec::Relu,
            linear(3),
        ],
    ] {
        let difference = worst_difference(layers.clone());
        assert!(difference < TOLERANCE, "{layers:?}: {difference:e}");
    }
}

/// One input, one weight of 1, x = 0: the pre-activation sits exactly on the kink. The loss seen
/// from the left is what `x·slope` gives, from the right what `x` gives; the backward must take the
/// left one, which is the convention (0 for ReLU, `slope` for LeakyReLU).
#[test]
fn at_the_kink_the_backward_takes_the_slope_from_the_left() {
    for (activation, slope) in [
        (LayerSpec::Relu, 0.0),
        (LayerSpec::LeakyRelu { slope: 0.25 }, 0.25),
    ] {
        let model = ModelSpec {
            inputs: 1,
            layers: vec![linear(1), activation, linear(2)],
        };
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
        let checks = gradient_check(&model, &parameters, array![[0.0]].view(), &[0], 1e-6).unwrap();
        // Both logits are 0, so dL/dz = [−1/2, 1/2] and dL/da = (3 − 1)/2 = 1.
        let bias = &checks[1];
        assert_eq!(bias.backward[[0, 0]], slope);
        // Central differences see the mean of both sides.
        assert!((bias.numerical[[0, 0]] - (slope + 1.0) / 2.0).abs() < 1e-5);
    }
}
