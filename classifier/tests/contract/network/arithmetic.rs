//! Loss, gradients and updates, against arithmetic by hand and against the `f64` reference.

use classifier::{
    Batch, Classifier, Differentiable, Examples, LayerSpec, Loss, ModelSpec, OptimizerSpec,
    Parameters, RunningVariance, TrainSpec,
};

use super::cases::{
    batch, batch_norm, biased_parameters, examples, first_parameters, linear, masks, model,
    moody_model, small_model, training,
};
use super::reference::Reference;
use crate::network;

/// `f32` keeps 6e-8; some hundred roundings stay well below this.
const TOLERANCE: f64 = 1e-5;

/// Norm of the difference over the norm of what is expected.
///
/// What is expected to be 0 comes out as rounding alone, of terms near 1: it is measured against 1.
fn relative_error(got: &[f32], expected: &[f64]) -> f64 {
    assert_eq!(got.len(), expected.len());
    let differences = got.iter().zip(expected).map(|(&g, e)| f64::from(g) - e);
    let difference = differences.map(|d| d * d).sum::<f64>().sqrt();
    let norm = expected.iter().map(|e| e * e).sum::<f64>().sqrt();
    let idle = norm < 1e-12;
    difference / if idle { 1.0 } else { norm }
}

fn all_rows(examples: &Examples) -> Vec<u32> {
    (0..examples.rows() as u32).collect()
}

fn with_loss(loss: Loss) -> TrainSpec {
    TrainSpec { loss, ..training(OptimizerSpec::sgd(0.1)) }
}

fn assert_gradients_agree(
    layers: &[LayerSpec],
    loss: Loss,
    parameters: fn(&ModelSpec) -> Parameters,
) {
    let (model, training) = (model(5, layers), with_loss(loss));
    let parameters = parameters(&model);
    let (examples, masks) = (examples(&model, 9), masks());
    let rows = all_rows(&examples);
    let batch = batch(&examples, &rows, &masks);
    let mut network = network(&model, &training, &parameters).unwrap();
    let (got, gradients) = network.gradients(batch).unwrap();

    let reference = Reference::new(&model, &training, &parameters);
    let (expected_loss, expected) = reference.gradients(batch);
    assert!(
        (got - expected_loss).abs() < TOLERANCE * expected_loss,
        "{layers:?}, {loss}: loss {got}, expected {expected_loss}"
    );
    gradients.check(&model.trained_shapes()).unwrap();
    for (gradient, expected) in gradients.0.iter().zip(&expected) {
        let error = relative_error(&gradient.values, expected);
        assert!(error < TOLERANCE, "{layers:?}, {loss}: {} {error}", gradient.name);
    }
}

const LEAKY: LayerSpec = LayerSpec::LeakyRelu { slope: 0.2 };
const DROPOUT: LayerSpec = LayerSpec::Dropout { rate: 0.3 };

#[test]
fn gradients_agree_with_the_reference_for_every_layer() {
    for layer in [
        LayerSpec::Relu,
        LEAKY,
        LayerSpec::Sigmoid,
        LayerSpec::Tanh,
        LayerSpec::Softmax,
        DROPOUT,
        batch_norm(RunningVariance::Unbiased),
    ] {
        let layers = [linear(7), layer.clone(), linear(6), layer, linear(3)];
        assert_gradients_agree(&layers, Loss::SoftmaxCrossEntropy, biased_parameters);
        // Zero rows and zero biases: every value before the first activation is exactly 0.
        assert_gradients_agree(&layers, Loss::SoftmaxCrossEntropy, first_parameters);
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
        vec![DROPOUT, linear(4), DROPOUT, DROPOUT, linear(3), DROPOUT],
        vec![batch_norm(RunningVariance::Biased), linear(3)],
        moody_model().layers,
    ] {
        assert_gradients_agree(&layers, Loss::SoftmaxCrossEntropy, biased_parameters);
        assert_gradients_agree(&layers, Loss::SoftmaxCrossEntropy, first_parameters);
    }
}

#[test]
fn gradients_agree_with_the_reference_for_every_loss() {
    let (relu, sigmoid, softmax) = (LayerSpec::Relu, LayerSpec::Sigmoid, LayerSpec::Softmax);
    for (loss, last) in [
        (Loss::SoftmaxCrossEntropy, None),
        (Loss::CrossEntropy, Some(softmax)),
        (Loss::BinaryCrossEntropy, Some(sigmoid.clone())),
        (Loss::SigmoidCrossEntropy, None),
        (Loss::MeanSquaredError, Some(sigmoid)),
        (Loss::MeanSquaredError, None),
    ] {
        for outputs in [1, 2, 3] {
            if loss.classes(outputs).is_err() {
                continue;
            }
            let mut layers = vec![linear(7), relu.clone(), linear(outputs)];
            layers.extend(last.clone());
            assert_gradients_agree(&layers, loss, biased_parameters);
        }
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
    let (loss, gradients) = network.gradients(Batch::new(&examples, &[0]).unwrap()).unwrap();
    assert!((loss - 2.0_f64.ln()).abs() < 1e-7);
    assert_eq!(gradients.0[0].values, [-0.5, 0.5, -1.0, 1.0]);
    assert_eq!(gradients.0[1].values, [-0.5, 0.5]);
}

/// x = 0 and b = 0, so the activation stands at 0; behind it W = 1, so its gradient is
/// f′(0)·(p − y) = f′(0)·(−½, ½).
#[test]
fn the_derivative_at_0_is_0_for_relu_and_the_slope_for_leaky_relu() {
    for (activation, derivative) in
        [(LayerSpec::Relu, 0.0), (LayerSpec::LeakyRelu { slope: 0.25 }, 0.25)]
    {
        let model = model(1, &[linear(2), activation, linear(2)]);
        let mut parameters = first_parameters(&model);
        parameters.0[2].values = vec![1.0, 0.0, 0.0, 1.0];
        let examples = Examples::new(vec![0.0], 1, vec![0], 2).unwrap();
        let mut network = network(&model, &training(OptimizerSpec::sgd(0.1)), &parameters).unwrap();
        let (_, gradients) = network.gradients(Batch::new(&examples, &[0]).unwrap()).unwrap();
        let bias = &gradients.get("linear1.bias").unwrap().values;
        assert_eq!(bias, &[-0.5 * derivative, 0.5 * derivative]);
    }
}

#[test]
fn optimizers_agree_with_the_reference_after_1_and_10_steps() {
    let sgd = |momentum, nesterov, weight_decay, decoupled_weight_decay| OptimizerSpec::Sgd {
        learning_rate: 0.1,
        momentum,
        nesterov,
        weight_decay,
        decoupled_weight_decay,
    };
    let adam = |epsilon, weight_decay, decoupled_weight_decay| OptimizerSpec::Adam {
        learning_rate: 0.01,
        beta1: 0.8,
        beta2: 0.99,
        epsilon,
        weight_decay,
        decoupled_weight_decay,
    };
    for optimizer in [
        sgd(0.0, false, 0.0, 0.0),
        sgd(0.9, false, 0.0, 0.0),
        sgd(0.9, true, 0.0, 0.0),
        sgd(0.0, false, 0.3, 0.0),
        sgd(0.9, true, 0.3, 0.0),
        sgd(0.9, false, 0.0, 0.3),
        OptimizerSpec::adam(0.01),
        adam(1e-8, 0.3, 0.0),
        adam(1e-8, 0.0, 0.3),
        adam(1e-8, 0.2, 0.3),
        adam(0.1, 0.0, 0.0),
    ] {
        assert_updates_agree(&small_model(), &training(optimizer));
    }
}

#[test]
fn clipping_agrees_with_the_reference_where_it_bites_and_where_it_does_not() {
    for max_norm in [0.01, 100.0] {
        let clipped = TrainSpec { clip_norm: Some(max_norm), ..training(OptimizerSpec::sgd(0.1)) };
        assert_updates_agree(&small_model(), &clipped);
    }
}

#[test]
fn batch_norm_and_dropout_agree_with_the_reference_step_by_step() {
    assert_updates_agree(&moody_model(), &training(OptimizerSpec::sgd(0.05)));
}

fn assert_updates_agree(model: &ModelSpec, training: &TrainSpec) {
    let parameters = biased_parameters(model);
    let (examples, masks) = (examples(model, 9), masks());
    let rows = all_rows(&examples);
    let batch = batch(&examples, &rows, &masks);
    let mut reference = Reference::new(model, training, &parameters);
    let mut network = network(model, training, &parameters).unwrap();
    for step in 1..=10 {
        // Another rate every step, as a schedule would give it.
        let learning_rate = training.optimizer.learning_rate() * (1.0 + 0.1 * f64::from(step));
        let (expected, _) = reference.gradients(batch);
        let loss = network.train_step(batch, learning_rate).unwrap();
        assert!((loss - expected).abs() < TOLERANCE * expected, "{training:?}");
        reference.step(batch, learning_rate);
        if step == 1 || step == 10 {
            let parameters = network.parameters().unwrap();
            for (got, expected) in parameters.0.iter().zip(&reference.parameters) {
                let error = relative_error(&got.values, expected);
                let name = &got.name;
                assert!(error < TOLERANCE, "{training:?} {step}: {name} {error}");
            }
        }
    }
    let probabilities = network.predict_batch(batch).unwrap().probabilities;
    let outputs = reference.evaluate(batch);
    let expected = outputs.iter().flat_map(|row| {
        let row: Vec<f32> = row.iter().map(|&output| output as f32).collect();
        training.loss.probabilities(&row)
    });
    let expected: Vec<f64> = expected.map(f64::from).collect();
    assert!(relative_error(&probabilities, &expected) < TOLERANCE, "{training:?}");
}
