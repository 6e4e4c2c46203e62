//! Planted mistakes, and what is found of them.

use super::*;
use classifier::{Classifier, Differentiable, Parameters};
use from_scratch::ScratchMlp;

/// The gradients of a small ReLU network, changed by `mistake`, against the right ones.
fn case_with(mistake: impl Fn(&mut Parameters)) -> Finding {
    case_of("layer-relu", |gradients, _| mistake(gradients))
}

/// The gradients of a case, changed by `mistake` (which gets the parameters as well), against the
/// right ones.
fn case_of(name: &str, mistake: impl Fn(&mut Parameters, &Parameters)) -> Finding {
    let mut cases = cases::layers_and_losses().unwrap().into_iter();
    let case = cases.find(|case| case.name == name).unwrap();
    let (rows, masks) = (case.rows(), case.masks());
    let batch = case.batch(&rows, &masks).unwrap();
    let first = case.initial_parameters().unwrap();
    let training = &case.experiment.training;
    let mut network = ScratchMlp::new(&case.experiment.model, training, &first).unwrap();
    let (loss, expected) = network.gradients(batch).unwrap();
    let mut got = expected.clone();
    mistake(&mut got, &first);
    let classes = network.predict_batch(batch).unwrap().classes;
    finding_for(&case, outputs(loss, got, classes.clone()), outputs(loss, expected, classes))
}

fn outputs(loss: f64, gradients: Parameters, classes: Vec<u32>) -> Outputs {
    Outputs {
        device: CPU.to_owned(),
        loss: Some(loss),
        gradients: Some(Ok(gradients)),
        predictions: Some(classes),
        ..Outputs::default()
    }
}

fn finding_for(case: &CaseRun, got: Outputs, expected: Outputs) -> Finding {
    compare(case, ("other", "scratch"), (&got, &Outcome::Ok), &expected).remove(0)
}

fn scale(parameters: &mut Parameters, names: &[&str], factor: f32) {
    for tensor in &mut parameters.0 {
        if names.contains(&tensor.name.as_str()) {
            tensor.values.iter_mut().for_each(|value| *value *= factor);
        }
    }
}

#[test]
fn right_gradients_agree() {
    let case = case_with(|_| {});
    assert_eq!((case.verdict, case.problem), (Verdict::Agrees, None));
}

#[test]
fn common_mistakes_disagree_and_name_the_tensor() {
    let batch_twice = case_with(|g| scale(g, &["linear1.weight", "linear1.bias"], 1.0 / 16.0));
    let sign = case_with(|g| scale(g, &["linear2.bias"], -1.0));
    let forgotten_bias = case_with(|g| scale(g, &["linear1.bias"], 0.0));
    let transposed = case_with(|g| g.0[0].values.reverse());
    let a_little = case_with(|g| scale(g, &["linear2.weight"], 1.0 + 5e-5));
    for (case, tensor) in [
        (batch_twice, "linear1"),
        (sign, "linear2.bias"),
        (forgotten_bias, "linear1.bias"),
        (transposed, "linear1.weight"),
        (a_little, "linear2.weight"),
    ] {
        assert_eq!(case.verdict, Verdict::Disagrees, "{case:?}");
        let worst = &case.worst.as_ref().unwrap().tensor;
        assert!(worst.starts_with(tensor), "{case:?}");
    }
}

/// `values · matrix`, or `values · matrixᵀ`, for a square matrix.
fn product(values: &[f32], matrix: &[f32], transposed: bool) -> Vec<f32> {
    let n = values.len();
    let at = |i: usize, j: usize| if transposed { matrix[j * n + i] } else { matrix[i * n + j] };
    (0..n).map(|j| (0..n).map(|i| values[i] * at(i, j)).sum()).collect()
}

#[test]
fn a_transposed_gradient_of_a_square_weight_disagrees() {
    let squares = cases::layers_and_losses().unwrap().into_iter();
    for case in squares.filter(|case| case.name.starts_with("square-")) {
        for name in ["linear1.weight", "linear2.weight"] {
            let finding = case_of(&case.name, |gradients, _| {
                let weight = gradients.0.iter_mut().find(|tensor| tensor.name == name).unwrap();
                let (right, n) = (weight.values.clone(), weight.shape[0]);
                weight.values = (0..n * n).map(|at| right[at % n * n + at / n]).collect();
            });
            assert_eq!(finding.verdict, Verdict::Disagrees, "{}: {name}", case.name);
            assert_eq!(finding.worst.unwrap().tensor, name, "{}", case.name);
        }
    }
}

/// In 6-6-6-3 without activations the gradient of the first bias is that of the second, times
/// W₂ᵀ: both are sums over the rows.
#[test]
fn a_backward_by_w_in_place_of_its_transpose_disagrees() {
    let with = |transposed| {
        case_of("square-linear", |gradients, parameters| {
            let upper = &gradients.get("linear2.bias").unwrap().values;
            let weight = &parameters.get("linear2.weight").unwrap().values;
            gradients.0[1].values = product(upper, weight, transposed);
        })
    };
    assert_eq!(with(true).verdict, Verdict::Agrees);
    let wrong = with(false);
    assert_eq!(wrong.verdict, Verdict::Disagrees);
    assert_eq!(wrong.worst.unwrap().tensor, "linear1.bias");
}

#[test]
fn missing_and_misshapen_tensors_are_named() {
    for (case, tensor) in [
        (case_with(|g| g.0.truncate(3)), "linear2.bias"),
        (case_with(|g| g.0[0].shape.reverse()), "linear1.weight"),
    ] {
        assert_eq!(case.verdict, Verdict::Disagrees);
        assert!(case.problem.unwrap().contains(tensor));
    }
}

/// Once, probabilities bounded to 0 and 1 chose the class: of outputs of 1.2 and 1.5 the first.
#[test]
fn classes_of_bounded_outputs_disagree_under_the_squared_error() {
    let mut cases = cases::layers_and_losses().unwrap().into_iter();
    let case = cases.find(|case| case.name == "loss-mean-squared-error-beyond-1").unwrap();
    let (rows, masks) = (case.rows(), case.masks());
    let batch = case.batch(&rows, &masks).unwrap();
    let training = &case.experiment.training;
    let first = case.initial_parameters().unwrap();
    let mut network = ScratchMlp::new(&case.experiment.model, training, &first).unwrap();
    let (loss, gradients) = network.gradients(batch).unwrap();
    let predictions = network.predict_batch(batch).unwrap();
    let bounded = predictions.probabilities.chunks(3).map(|row| {
        let largest = row.iter().copied().fold(0.0, f32::max);
        row.iter().position(|&probability| probability == largest).unwrap() as u32
    });
    let got = outputs(loss, gradients.clone(), bounded.collect());
    let finding = finding_for(&case, got, outputs(loss, gradients, predictions.classes));
    assert_eq!(finding.verdict, Verdict::Disagrees);
    assert_eq!(finding.worst.unwrap().tensor, CLASSES);
}

#[test]
fn nan_disagrees() {
    let case = case_with(|g| g.0[0].values[0] = f32::NAN);
    assert_eq!(case.verdict, Verdict::Disagrees);
}
