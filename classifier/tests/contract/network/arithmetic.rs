//! Loss, gradients and updates, against arithmetic by hand and against the `f64` reference.

use classifier::{
    Batch, Classifier, Differentiable, Examples, LayerSpec, Loss, ModelSpec, OptimizerSpec,
    Parameters,
    cases::{self, Case},
};

use super::reference::{Reference, transposed};
use super::support::{all_rows, batch, linear, masks, training, zero_bias_parameters};
use crate::network;

/// `f32` rounds to 6e-8; some hundred roundings stay well below this.
const TOLERANCE: f64 = 1e-5;

/// Norm of the difference over the norm of the expected values.
///
/// An expected 0 comes out as rounding alone, of terms near 1: it is measured against 1.
fn relative_error(got: &[f32], expected: &[f64]) -> f64 {
    assert_eq!(got.len(), expected.len());
    let differences = got.iter().zip(expected).map(|(&g, e)| f64::from(g) - e);
    let difference = differences.map(|d| d * d).sum::<f64>().sqrt();
    let norm = expected.iter().map(|e| e * e).sum::<f64>().sqrt();
    let idle = norm < 1e-12;
    difference / if idle { 1.0 } else { norm }
}

/// The relative error of each gradient, by its name.
fn errors(got: &Parameters, expected: &[Vec<f64>]) -> Vec<(String, f64)> {
    assert_eq!(got.0.len(), expected.len());
    let pairs = got.0.iter().zip(expected);
    pairs.map(|(got, e)| (got.name.clone(), relative_error(&got.values, e))).collect()
}

/// Compares the case's loss and gradients with the reference's: from biases that are not 0, and
/// from zero biases, where a row of zeros puts every kink exactly at 0.
fn assert_gradients_agree(case: &Case) {
    for parameters in [case.parameters().unwrap(), zero_bias_parameters(&case.model)] {
        let (examples, masks) = (case.examples().unwrap(), masks());
        let rows = all_rows(&examples);
        let batch = batch(&examples, &rows, &masks);
        let mut network = network(&case.model, &case.training, &parameters).unwrap();
        let (loss, gradients) = network.gradients(batch).unwrap();

        let reference = Reference::new(&case.model, &case.training, &parameters);
        let (expected_loss, expected) = reference.gradients(batch);
        assert!(
            (loss - expected_loss).abs() < TOLERANCE * expected_loss,
            "{}: loss {loss}, expected {expected_loss}",
            case.name
        );
        gradients.check(&case.model.trained_shapes()).unwrap();
        for (tensor, error) in errors(&gradients, &expected) {
            assert!(error < TOLERANCE, "{}: {tensor} {error}", case.name);
        }
    }
}

#[test]
fn gradients_agree_with_the_reference_for_every_layer() {
    cases::layers().iter().for_each(assert_gradients_agree);
}

#[test]
fn gradients_agree_with_the_reference_for_unusual_stacks() {
    cases::combinations().iter().for_each(assert_gradients_agree);
}

#[test]
fn gradients_agree_with_the_reference_for_every_loss_on_1_2_and_3_outputs() {
    for mut case in cases::losses() {
        assert_gradients_agree(&case);
        // Of few rows, the gradients can cancel but for rounding where the outputs are others.
        let widths = if case.training.batch < 16 { 0..0 } else { 1..4 };
        for outputs in widths.filter(|&outputs| case.training.loss.classes(outputs).is_ok()) {
            let mut layers = case.model.layers.iter_mut().rev();
            let last = layers.find(|layer| matches!(layer, LayerSpec::Linear { .. }));
            *last.unwrap() = linear(outputs);
            assert_gradients_agree(&case);
        }
    }
}

/// The comparison above must see two mistakes that keep every shape: a transposed weight gradient,
/// and `dx = dy·W` in place of `dy·Wᵀ`.
#[test]
fn mistakes_that_a_square_weight_hides_are_found() {
    let squares = cases::layers().into_iter().filter(|case| case.name.starts_with("square-"));
    for case in squares {
        let (examples, masks) = (case.examples().unwrap(), masks());
        let rows = all_rows(&examples);
        let batch = batch(&examples, &rows, &masks);
        let parameters = case.parameters().unwrap();
        let mut network = network(&case.model, &case.training, &parameters).unwrap();
        let (_, gradients) = network.gradients(batch).unwrap();
        let reference = Reference::new(&case.model, &case.training, &parameters);

        let (_, expected) = reference.gradients(batch);
        for (index, shape) in case.model.trained_shapes().iter().enumerate() {
            let Some(wrong) = transposed(shape, &expected[index]) else { continue };
            let error = relative_error(&gradients.0[index].values, &wrong);
            assert!(error > 0.1, "{}: {} {error}", case.name, shape.name);
        }
        let wrong = reference.gradients_through_untransposed_weights(batch);
        let errors = errors(&gradients, &wrong);
        assert!(errors.iter().any(|(_, error)| *error > 0.1), "{}: {errors:?}", case.name);
    }
}

/// One row x = (1, 2) of class 0, W = 0, b = 0: p = (½, ½), the loss is ln 2, the derivative by
/// the logits is p − (1, 0), that of W is x times it.
#[test]
fn the_loss_of_two_equal_logits_is_ln_2() {
    let model = ModelSpec { inputs: 2, layers: vec![linear(2)] };
    let mut parameters = zero_bias_parameters(&model);
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
        let model = ModelSpec { inputs: 1, layers: vec![linear(2), activation, linear(2)] };
        let mut parameters = zero_bias_parameters(&model);
        parameters.0[2].values = vec![1.0, 0.0, 0.0, 1.0];
        let examples = Examples::new(vec![0.0], 1, vec![0], 2).unwrap();
        let mut network = network(&model, &training(OptimizerSpec::sgd(0.1)), &parameters).unwrap();
        let (_, gradients) = network.gradients(Batch::new(&examples, &[0]).unwrap()).unwrap();
        let bias = &gradients.get("linear1.bias").unwrap().values;
        assert_eq!(bias, &[-0.5 * derivative, 0.5 * derivative]);
    }
}

#[test]
fn ten_steps_of_every_case_agree_with_the_reference() {
    cases::all().iter().for_each(assert_updates_agree);
}

#[test]
fn clipping_agrees_with_the_reference_where_it_bites_and_where_it_does_not() {
    for max_norm in [0.01, 100.0] {
        let mut case = cases::named("clipping").unwrap();
        case.training.clip_norm = Some(max_norm);
        assert_updates_agree(&case);
    }
}

fn assert_updates_agree(case: &Case) {
    let Case { name, model, training, .. } = case;
    let parameters = case.parameters().unwrap();
    let (examples, masks) = (case.examples().unwrap(), masks());
    let rows = all_rows(&examples);
    let batch = batch(&examples, &rows, &masks);
    let mut reference = Reference::new(model, training, &parameters);
    let mut network = network(model, training, &parameters).unwrap();
    for step in 1..=10 {
        // Another rate every step, as a schedule would give it.
        let learning_rate = training.optimizer.learning_rate() * (1.0 + 0.1 * f64::from(step));
        let (expected, _) = reference.gradients(batch);
        let loss = network.train_step(batch, learning_rate).unwrap();
        assert!((loss - expected).abs() < TOLERANCE * expected, "{name}, step {step}: {loss}");
        reference.step(batch, learning_rate);
        if step == 1 || step == 10 {
            for (tensor, error) in errors(&network.parameters().unwrap(), &reference.parameters) {
                assert!(error < TOLERANCE, "{name}, step {step}: {tensor} {error}");
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
    assert!(relative_error(&probabilities, &expected) < TOLERANCE, "{name}");
}

/// Outputs of many models beyond 1 and below 0, where several have the same probability.
#[test]
fn the_class_is_that_of_the_largest_output() {
    let mut beyond_probabilities = 0;
    for case in [cases::losses(), cases::layers(), cases::combinations()].concat() {
        let Case { name, model, training, .. } = &case;
        let mut parameters = case.parameters().unwrap();
        for value in parameters.0.iter_mut().flat_map(|tensor| &mut tensor.values) {
            // Also running variances: positive ones stay positive.
            *value *= 5.0;
        }
        let (examples, masks) = (case.examples().unwrap(), masks());
        let rows = all_rows(&examples);
        let batch = batch(&examples, &rows, &masks);
        let classes = network(model, training, &parameters).unwrap().predict_batch(batch).unwrap();
        let outputs = Reference::new(model, training, &parameters).evaluate(batch);
        for (row, outputs) in outputs.iter().enumerate() {
            let Some((class, lead)) = largest(outputs, training.loss) else { continue };
            let size = outputs.iter().fold(1.0, |size: f64, output| size.max(output.abs()));
            if lead > 1e-4 * size {
                assert_eq!(classes.classes[row], class, "{name}, row {row}: {outputs:?}");
            }
            let several = |is: fn(f64) -> bool| outputs.iter().filter(|&&y| is(y)).count() > 1;
            beyond_probabilities += usize::from(several(|y| y > 1.0) || !several(|y| y > 0.0));
        }
    }
    assert!(beyond_probabilities > 50, "{beyond_probabilities}");
}

/// The class of the largest of several outputs, and by how much it is larger than the next.
fn largest(outputs: &[f64], loss: Loss) -> Option<(u32, f64)> {
    if let [output] = outputs {
        let margin = output - if loss == Loss::SigmoidCrossEntropy { 0.0 } else { 0.5 };
        return Some((u32::from(margin > 0.0), margin.abs()));
    }
    let mut order: Vec<usize> = (0..outputs.len()).collect();
    order.sort_by(|&a, &b| outputs[b].total_cmp(&outputs[a]));
    let [first, second, ..] = order[..] else { return None };
    Some((first as u32, outputs[first] - outputs[second]))
}
