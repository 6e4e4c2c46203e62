//! The levels: the outputs of two contenders on a case, and whether they agree.

use classifier::OptimizerSpec;
use from_scratch::gradient_check::{Slope, gradient_check};
use records::{CPU, GRADIENTS, Outcome, TensorAgreement, Tolerance, agreement};

use super::{Finding, GPU_LEVEL, Level, Verdict, Worst, case::CaseRun, cases, tolerance};
use crate::{
    Result,
    run::{Outputs, Tensors},
};

/// Level 1: the hand-written backward in `f64` against central differences of the loss; at a kink
/// against one-sided differences.
pub(super) fn derivatives() -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for case in cases::layers_and_losses()? {
        findings.push(derivative(&case, Slope::Central)?);
    }
    // At 0 the backward has the slope from below, just above 0 that from above.
    for (offset, slope, side) in
        [(0.0, Slope::FromBelow, "below"), (2_f32.powi(-20), Slope::FromAbove, "above")]
    {
        for mut case in cases::kinks(offset)? {
            case.name = format!("{} at its kink, from {side}", case.name);
            findings.push(derivative(&case, slope)?);
        }
    }
    Ok(findings)
}

fn derivative(case: &CaseRun, slope: Slope) -> Result<Finding> {
    let (model, loss) = (&case.experiment.model, case.experiment.training.loss);
    let (rows, masks) = (case.rows(), case.masks());
    let batch = case.batch(&rows, &masks)?;
    let checks = gradient_check(model, &case.initial_parameters()?, loss, batch, slope, 1e-5)?;
    let tensors = checks
        .iter()
        .map(|check| (check.name.as_str(), check.backward.iter(), check.numerical.iter()));
    let worst = worst(agreement::compare_f64(tensors.collect()));
    let pair = ("scratch in f64", "differences");
    Ok(finding(1, &case.name, pair, worst, tolerance::DERIVATIVES))
}

/// The higher levels: `outputs` and outcome of a contender against the reference's outputs.
///
/// `pair` holds the ids of contender and reference.
pub(super) fn compare(
    case: &CaseRun,
    pair: (&str, &str),
    (outputs, outcome): (&Outputs, &Outcome),
    reference: &Outputs,
) -> Vec<Finding> {
    let on_cpu = outputs.device == CPU;
    let level = if on_cpu { case.level.number() } else { GPU_LEVEL };
    let finding = |what: &str, compared: Compared, tolerance: Tolerance| {
        let compared = outcome.problem().map_or(compared, Err);
        let name = format!("{}{what}", case.name);
        let tolerance = if on_cpu { tolerance } else { tolerance.on_gpu(outputs.tf32) };
        finding(level, &name, pair, compared, tolerance)
    };
    match case.level {
        Level::Gradients => {
            vec![finding("", loss_and_gradients(outputs, reference), GRADIENTS)]
        }
        Level::Steps => {
            let optimizer = &case.experiment.training.optimizer;
            let adam = matches!(optimizer, OptimizerSpec::Adam { .. });
            let of_steps = |&steps: &usize| {
                let [got, expected] =
                    [outputs, reference].map(|outputs| outputs.snapshots.get(&steps));
                let what = format!(", step {steps}");
                finding(&what, tensors(got, expected), tolerance::steps(steps, adam))
            };
            case.snapshots.iter().map(of_steps).collect()
        }
        Level::Run => {
            let smooth = case.is_smooth();
            let losses = numbers("loss of each epoch", &outputs.losses, &reference.losses);
            let predictions = predictions(outputs, reference);
            vec![
                finding(": loss curve", losses, tolerance::loss_curve(smooth)),
                finding(": predictions", predictions, tolerance::predictions(smooth)),
            ]
        }
    }
}

/// The largest difference, or why nothing was compared.
type Compared = std::result::Result<Worst, String>;

fn loss_and_gradients(got: &Outputs, expected: &Outputs) -> Compared {
    let gradients = tensors(got.gradients.as_ref(), expected.gradients.as_ref())?;
    let loss = numbers("loss", got.loss.as_slice(), expected.loss.as_slice())?;
    Ok(if loss.relative > gradients.relative { loss } else { gradients })
}

fn tensors(got: Option<&Tensors>, expected: Option<&Tensors>) -> Compared {
    let sent = |tensors: Option<&Tensors>| match tensors {
        Some(tensors) => tensors.clone(),
        None => Err("the tensors were not sent".to_owned()),
    };
    worst(agreement::compare(&sent(got)?, &sent(expected)?)?)
}

fn numbers(name: &str, got: &[f64], expected: &[f64]) -> Compared {
    same_length(name, got, expected)?;
    worst(agreement::compare_f64(vec![(name, got.iter(), expected.iter())]))
}

/// The fraction of test examples with different predictions.
fn predictions(got: &Outputs, expected: &Outputs) -> Compared {
    let got = got.predictions.as_deref().unwrap_or_default();
    let expected = expected.predictions.as_deref().unwrap_or_default();
    same_length("test predictions", got, expected)?;
    let different = got.iter().zip(expected).filter(|(a, b)| a != b).count();
    Ok(Worst {
        tensor: "test predictions".to_owned(),
        relative: different as f64 / expected.len().max(1) as f64,
        max_abs: None,
        cosine: None,
        norm_ratio: None,
    })
}

fn same_length<T>(name: &str, got: &[T], expected: &[T]) -> std::result::Result<(), String> {
    match (got.len(), expected.len()) {
        (got, expected) if got == expected && expected > 0 => Ok(()),
        (got, expected) => Err(format!("{name}: {got} values, the reference has {expected}")),
    }
}

fn worst(tensors: Vec<TensorAgreement>) -> Compared {
    let worst = agreement::worst(&tensors).ok_or("there are no tensors")?;
    let ratio = worst.norm / worst.reference_norm;
    Ok(Worst {
        tensor: worst.tensor.clone(),
        relative: worst.relative,
        max_abs: Some(worst.max_abs),
        cosine: Some(worst.cosine),
        norm_ratio: ratio.is_finite().then_some(ratio),
    })
}

fn finding(
    level: u8,
    case: &str,
    (contender, reference): (&str, &str),
    compared: Compared,
    tolerance: Tolerance,
) -> Finding {
    let is_within = |worst: &Worst| worst.relative <= tolerance.relative;
    Finding {
        level,
        case: case.to_owned(),
        contender: contender.to_owned(),
        reference: reference.to_owned(),
        verdict: match &compared {
            Ok(worst) if is_within(worst) => Verdict::Agrees,
            _ => Verdict::Disagrees,
        },
        tolerance: tolerance.relative,
        reason: tolerance.reason,
        problem: compared.as_ref().err().cloned(),
        worst: compared.ok(),
    }
}

/// The finding for an unavailable contender.
pub(super) fn skipped(case: &CaseRun, pair: (&str, &str), reason: &str) -> Finding {
    let compared = Err(reason.to_owned());
    Finding {
        verdict: Verdict::Skipped,
        ..finding(case.level.number(), &case.name, pair, compared, GRADIENTS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::{Differentiable, Parameters};
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
        let outputs = |gradients| Outputs {
            device: "cpu".to_owned(),
            loss: Some(loss),
            gradients: Some(Ok(gradients)),
            ..Outputs::default()
        };
        let got = (&outputs(got), &Outcome::Ok);
        let mut findings = compare(&case, ("other", "scratch"), got, &outputs(expected));
        findings.remove(0)
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
        let at =
            |i: usize, j: usize| if transposed { matrix[j * n + i] } else { matrix[i * n + j] };
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

    #[test]
    fn nan_disagrees() {
        let case = case_with(|g| g.0[0].values[0] = f32::NAN);
        assert_eq!(case.verdict, Verdict::Disagrees);
    }
}
