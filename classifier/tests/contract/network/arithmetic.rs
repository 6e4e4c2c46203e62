//! Loss, gradients and updates, against arithmetic by hand and against the `f64` reference.

use classifier::{
    Batch, Differentiable, Examples, LayerSpec, ModelSpec, OptimizerSpec, Parameters,
};

use super::cases::{
    biased_parameters, examples, first_parameters, linear, model, small_model, training,
};
use super::reference::Reference;
use crate::network;

/// `f32` keeps 6e-8; some hundred roundings stay well below this.
const TOLERANCE: f64 = 1e-5;

/// Norm of the difference over the norm of what is expected.
fn relative_error(got: &[f32], expected: &[f64]) -> f64 {
    assert_eq!(got.len(), expected.len());
    let differences = got.iter().zip(expected).map(|(&g, e)| f64::from(g) - e);
    let difference = differences.map(|d| d * d).sum::<f64>().sqrt();
    let norm = expected.iter().map(|e| e * e).sum::<f64>().sqrt();
    if difference == 0.0 {
        0.0
    } else {
        difference / norm
    }
}

fn all_rows(examples: &Examples) -> Vec<u32> {
    (0..examples.rows() as u32).collect()
}

fn assert_gradients_agree(layers: &[LayerSpec], parameters: fn(&ModelSpec) -> Parameters) {
    let model = model(5, layers);
    let parameters = parameters(&model);
    let examples = examples(&model, 9);
    let optimizer = OptimizerSpec::sgd(0.1);
    let mut network = network(&model, &training(optimizer.clone()), &parameters).unwrap();
    let batch = all_rows(&examples);
    let (loss, gradients) = network
        .gradients(Batch::new(&examples, &batch).unwrap())
        .unwrap();

    let reference = Reference::new(&model, &optimizer, &parameters);
    let (expected_loss, expected) = reference.gradients(examples.inputs(), examples.labels());
    assert!(
        (loss - expected_loss).abs() < TOLERANCE * expected_loss,
        "{layers:?}: loss {loss}, expected {expected_loss}"
    );
    gradients.check(&model.parameter_shapes()).unwrap();
    for (gradient, expected) in gradients.0.iter().zip(&expected) {
        let error = relative_error(&gradient.values, expected);
        assert!(error < TOLERANCE, "{layers:?}: {} {error}", gradient.name);
    }
}

#[test]
fn gradients_agree_with_the_reference_for_every_activation() {
    let leaky = LayerSpec::LeakyRelu { slope: 0.2 };
    let (relu, sigmoid, tanh) = (LayerSpec::Relu, LayerSpec::Sigmoid, LayerSpec::Tanh);
    for activation in [&relu, &leaky, &sigmoid, &tanh] {
        let layers = [
            linear(7),
            activation.clone(),
            linear(6),
            activation.clone(),
            linear(3),
        ];
        assert_gradients_agree(&layers, biased_parameters);
        // Zero rows and zero biases: every value before the first activation is exactly 0.
        assert_gradients_agree(&layers, first_parameters);
    }
}

#[test]
fn gradients_agree_with_the_reference_for_unusual_stacks() {
    let leaky = LayerSpec::LeakyRelu { slope: -0.5 };
    let (relu, sigmoid, tanh) = (LayerSpec::Relu, LayerSpec::Sigmoid, LayerSpec::Tanh);
    for layers in [
        vec![linear(3)],
        vec![linear(7), linear(3)],
        vec![tanh.clone(), linear(3), sigmoid.clone()],
        vec![relu.clone(), leaky.clone(), linear(3), leaky.clone()],
        vec![linear(4), sigmoid, relu.clone(), tanh, linear(3), relu],
    ] {
        assert_gradients_agree(&layers, biased_parameters);
        assert_gradients_agree(&layers, first_parameters);
    }
}

/// One row x = (1, 2) of class 0, W = 0, b = 0: p = (½, ½), the loss is ln 2, the derivative by
/// the logits is p − (1, 0), that of W is x times it.
#[test]
fn the_loss_of_two_equal_logits_is_ln_2() {
    let model = model(2, &[linear(2)]);
    let mut parameters = first_parameters(&model);
    parameters.0[0].values.fill(0.0);
    let examples = Examples::new(vec![1.0, 2.0], 2, vec![0], 2).unwrap();
    let mut network = network(&model, &training(OptimizerSpec::sgd(0.1)), &parameters).unwrap();
    let (loss, gradients) = network
        .gradients(Batch::new(&examples, &[0]).unwrap())
        .unwrap();
    assert!((loss - 2.0_f64.ln()).abs() < 1e-7);
    assert_eq!(gradients.0[0].values, [-0.5, 0.5, -1.0, 1.0]);
    assert_eq!(gradients.0[1].values, [-0.5, 0.5]);
}

/// x = 0 and b = 0, so the activation stands at 0; behind it W = 1, so its gradient is
/// f′(0)·(p − y) = f′(0)·(−½, ½).
#[test]
fn the_derivative_at_0_is_0_for_relu_and_the_slope_for_leaky_relu() {
    for (activation, derivative) in [
        (LayerSpec::Relu, 0.0),
        (LayerSpec::LeakyRelu { slope: 0.25 }, 0.25),
    ] {
        let model = model(1, &[linear(2), activation, linear(2)]);
        let mut parameters = first_parameters(&model);
        parameters.0[2].values = vec![1.0, 0.0, 0.0, 1.0];
        let examples = Examples::new(vec![0.0], 1, vec![0], 2).unwrap();
        let mut network = network(&model, &training(OptimizerSpec::sgd(0.1)), &parameters).unwrap();
        let (_, gradients) = network
            .gradients(Batch::new(&examples, &[0]).unwrap())
            .unwrap();
        let bias = &gradients.get("linear1.bias").unwrap().values;
        assert_eq!(bias, &[-0.5 * derivative, 0.5 * derivative]);
    }
}

#[test]
fn optimizers_agree_with_the_reference_after_1_and_10_steps() {
    let sgd = |momentum, weight_decay| OptimizerSpec::Sgd {
        learning_rate: 0.1,
        momentum,
        weight_decay,
    };
    let adam = |epsilon, weight_decay| OptimizerSpec::Adam {
        learning_rate: 0.01,
        beta1: 0.8,
        beta2: 0.99,
        epsilon,
        weight_decay,
    };
    for optimizer in [
        sgd(0.0, 0.0),
        sgd(0.9, 0.0),
        sgd(0.0, 0.3),
        sgd(0.9, 0.3),
        OptimizerSpec::adam(0.01),
        adam(1e-8, 0.3),
        adam(0.1, 0.0),
    ] {
        assert_updates_agree(optimizer);
    }
}

fn assert_updates_agree(optimizer: OptimizerSpec) {
    let model = small_model();
    let parameters = biased_parameters(&model);
    let examples = examples(&model, 9);
    let batch = all_rows(&examples);
    let mut reference = Reference::new(&model, &optimizer, &parameters);
    let mut network = network(&model, &training(optimizer.clone()), &parameters).unwrap();
    for step in 1..=10 {
        // Another rate every step, as a schedule would give it.
        let learning_rate = optimizer.learning_rate() * (1.0 + 0.1 * f64::from(step));
        let (expected, _) = reference.gradients(examples.inputs(), examples.labels());
        let loss = network
            .train_step(Batch::new(&examples, &batch).unwrap(), learning_rate)
            .unwrap();
        assert!(
            (loss - expected).abs() < TOLERANCE * expected,
            "{optimizer:?}"
        );
        reference.step(examples.inputs(), examples.labels(), learning_rate);
        if step == 1 || step == 10 {
            let parameters = network.parameters().unwrap();
            for (got, expected) in parameters.0.iter().zip(&reference.parameters) {
                let error = relative_error(&got.values, expected);
                assert!(
                    error < TOLERANCE,
                    "{optimizer:?} {step}: {} {error}",
                    got.name
                );
            }
        }
    }
}
