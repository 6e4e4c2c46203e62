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
            vec![finding("", first_batch(outputs, reference), GRADIENTS)]
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

/// Loss, gradients and predicted classes. One other class of a few hundred rows is beyond every
/// tolerance of gradients.
fn first_batch(got: &Outputs, expected: &Outputs) -> Compared {
    let gradients = tensors(got.gradients.as_ref(), expected.gradients.as_ref())?;
    let loss = numbers("loss", got.loss.as_slice(), expected.loss.as_slice())?;
    let classes = predictions(got, expected)?;
    // Of equal ones the last is the largest.
    let all = [classes, loss, gradients].into_iter();
    let largest = all.max_by(|a, b| agreement::by_size(a.relative, b.relative));
    largest.ok_or_else(|| "there are no tensors".to_owned())
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

/// The name of predictions among the tensors.
const CLASSES: &str = "predicted classes";

/// The fraction of test examples with different predictions.
fn predictions(got: &Outputs, expected: &Outputs) -> Compared {
    let got = got.predictions.as_deref().unwrap_or_default();
    let expected = expected.predictions.as_deref().unwrap_or_default();
    same_length(CLASSES, got, expected)?;
    let different = got.iter().zip(expected).filter(|(a, b)| a != b).count();
    Ok(Worst {
        tensor: CLASSES.to_owned(),
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
mod tests;
