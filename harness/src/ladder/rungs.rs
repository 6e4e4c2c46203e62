//! The rungs: what two contenders showed on a piece, and whether it agrees.

use classifier::OptimizerSpec;
use from_scratch::gradient_check::{Slope, gradient_check};

use super::{
    Case, GPU_RUNG, Rung, Verdict, Worst,
    piece::Piece,
    pieces,
    tolerance::{self, Tolerance},
};
use crate::{
    Result, agreement,
    registry::CPU,
    supervisor::Outcome,
    witness::{Shown, Witness},
};

/// Rung 1: the hand-written backward in `f64` against differences of the loss; at a kink against
/// those from either side.
pub(super) fn derivatives() -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for piece in pieces::layers_and_losses()? {
        cases.push(derivative(&piece, Slope::Central)?);
    }
    // At 0 the backward has the slope from below, a hair above 0 that from above.
    for (offset, slope, side) in
        [(0.0, Slope::FromBelow, "below"), (2_f32.powi(-20), Slope::FromAbove, "above")]
    {
        for mut piece in pieces::kinks(offset)? {
            piece.name = format!("{} at its kink, from {side}", piece.name);
            cases.push(derivative(&piece, slope)?);
        }
    }
    Ok(cases)
}

fn derivative(piece: &Piece, slope: Slope) -> Result<Case> {
    let (model, loss) = (&piece.experiment.model, piece.experiment.training.loss);
    let (rows, masks) = (piece.rows(), piece.masks());
    let batch = piece.batch(&rows, &masks)?;
    let first = piece.first_parameters()?;
    let checks = gradient_check(model, &first, loss, batch, slope, 1e-5)?;
    let tensors = checks
        .iter()
        .map(|check| (check.name.as_str(), check.backward.iter(), check.numerical.iter()));
    let worst = worst(agreement::compare_f64(tensors.collect()));
    let pair = ("scratch in f64", "differences");
    Ok(case(1, &piece.name, pair, worst, tolerance::DERIVATIVES))
}

/// The rungs above: what `witness` showed on the piece, and how it ended, against what the
/// reference showed.
///
/// `pair` are the ids of the contender and of the reference.
pub(super) fn compare(
    piece: &Piece,
    pair: (&str, &str),
    (witness, outcome): (&Witness, &Outcome),
    reference: &Witness,
) -> Vec<Case> {
    let on_cpu = witness.device == CPU;
    let rung = if on_cpu { piece.rung.number() } else { GPU_RUNG };
    let case = |what: &str, compared: Compared, tolerance: Tolerance| {
        let compared = outcome.problem().map_or(compared, Err);
        let name = format!("{}{what}", piece.name);
        let tolerance = match on_cpu {
            true => tolerance,
            false => tolerance.on_gpu(witness.tf32),
        };
        case(rung, &name, pair, compared, tolerance)
    };
    match piece.rung {
        Rung::Gradients => {
            let compared = loss_and_gradients(witness, reference);
            vec![case("", compared, tolerance::GRADIENTS)]
        }
        Rung::Steps => {
            let optimizer = &piece.experiment.training.optimizer;
            let adam = matches!(optimizer, OptimizerSpec::Adam { .. });
            let snapshots = piece.snapshots.iter();
            let snapshot = |&steps: &usize| {
                let compared =
                    tensors(witness.snapshots.get(&steps), reference.snapshots.get(&steps));
                let what = format!(", step {steps}");
                case(&what, compared, tolerance::steps(steps, adam))
            };
            snapshots.map(snapshot).collect()
        }
        Rung::Run => {
            let smooth = piece.is_smooth();
            let losses = numbers("loss of each epoch", &witness.losses, &reference.losses);
            let predictions = predictions(witness, reference);
            vec![
                case(": loss curve", losses, tolerance::loss_curve(smooth)),
                case(": predictions", predictions, tolerance::predictions(smooth)),
            ]
        }
    }
}

/// What agrees least, or why there is nothing to compare.
type Compared = std::result::Result<Worst, String>;

fn loss_and_gradients(got: &Witness, expected: &Witness) -> Compared {
    let gradients = tensors(got.gradients.as_ref(), expected.gradients.as_ref())?;
    let loss = numbers("loss", got.loss.as_slice(), expected.loss.as_slice())?;
    Ok(match loss.relative > gradients.relative {
        true => loss,
        false => gradients,
    })
}

fn tensors(got: Option<&Shown>, expected: Option<&Shown>) -> Compared {
    let shown = |tensors: Option<&Shown>| match tensors {
        Some(tensors) => tensors.clone(),
        None => Err("the tensors were not shown".to_owned()),
    };
    worst(agreement::compare(&shown(got)?, &shown(expected)?)?)
}

fn numbers(name: &str, got: &[f64], expected: &[f64]) -> Compared {
    same_length(name, got, expected)?;
    let numbers = vec![(name, got.iter(), expected.iter())];
    worst(agreement::compare_f64(numbers))
}

/// The share of the test examples that are put in another class.
fn predictions(got: &Witness, expected: &Witness) -> Compared {
    let got = got.predictions.as_deref().unwrap_or_default();
    let expected = expected.predictions.as_deref().unwrap_or_default();
    same_length("test predictions", got, expected)?;
    let others = got.iter().zip(expected).filter(|(a, b)| a != b).count();
    Ok(Worst {
        tensor: "test predictions".to_owned(),
        relative: others as f64 / expected.len().max(1) as f64,
        max_abs: None,
        cosine: None,
    })
}

fn same_length<T>(name: &str, got: &[T], expected: &[T]) -> std::result::Result<(), String> {
    match (got.len(), expected.len()) {
        (got, expected) if got == expected && expected > 0 => Ok(()),
        (got, expected) => Err(format!("{name}: {got} values, the reference has {expected}")),
    }
}

fn worst(tensors: Vec<agreement::TensorAgreement>) -> Compared {
    let worst = agreement::worst(&tensors).ok_or("there are no tensors")?;
    Ok(Worst {
        tensor: worst.tensor.clone(),
        relative: worst.relative,
        max_abs: Some(worst.max_abs),
        cosine: Some(worst.cosine),
    })
}

fn case(
    rung: u8,
    piece: &str,
    (contender, reference): (&str, &str),
    compared: Compared,
    tolerance: Tolerance,
) -> Case {
    let within = |worst: &Worst| worst.relative <= tolerance.relative;
    Case {
        rung,
        piece: piece.to_owned(),
        contender: contender.to_owned(),
        reference: reference.to_owned(),
        verdict: match &compared {
            Ok(worst) if within(worst) => Verdict::Agrees,
            _ => Verdict::Disagrees,
        },
        tolerance: tolerance.relative,
        reason: tolerance.reason,
        problem: compared.as_ref().err().cloned(),
        worst: compared.ok(),
    }
}

/// The line of a contender that cannot run here.
pub(super) fn skipped(piece: &Piece, (contender, reference): (&str, &str), reason: &str) -> Case {
    Case {
        verdict: Verdict::Skipped,
        ..case(
            piece.rung.number(),
            &piece.name,
            (contender, reference),
            Err(reason.to_owned()),
            tolerance::GRADIENTS,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use classifier::{Differentiable, Parameters};
    use from_scratch::ScratchMlp;

    /// The gradients of a small ReLU network, changed by `mistake`, against the right ones.
    fn case_with(mistake: impl Fn(&mut Parameters)) -> Case {
        let pieces = pieces::layers_and_losses().unwrap();
        let piece = pieces.into_iter().find(|piece| piece.name == "relu").unwrap();
        let (rows, masks) = (piece.rows(), piece.masks());
        let batch = piece.batch(&rows, &masks).unwrap();
        let first = piece.first_parameters().unwrap();
        let training = &piece.experiment.training;
        let mut network = ScratchMlp::new(&piece.experiment.model, training, &first).unwrap();
        let (loss, expected) = network.gradients(batch).unwrap();
        let mut got = expected.clone();
        mistake(&mut got);
        let witness = |gradients| Witness {
            device: "cpu".to_owned(),
            loss: Some(loss),
            gradients: Some(Ok(gradients)),
            ..Witness::default()
        };
        let shown = (&witness(got), &Outcome::Ok);
        let mut cases = compare(&piece, ("somebody", "scratch"), shown, &witness(expected));
        cases.remove(0)
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
    fn mistakes_that_people_make_disagree_and_name_the_tensor() {
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

    #[test]
    fn missing_and_misshapen_tensors_are_told() {
        for (case, tensor) in [
            (case_with(|g| g.0.truncate(3)), "linear2.bias"),
            (case_with(|g| g.0[0].shape.reverse()), "linear1.weight"),
        ] {
            assert_eq!(case.verdict, Verdict::Disagrees);
            assert!(case.problem.unwrap().contains(tensor));
        }
    }

    #[test]
    fn no_number_is_no_agreement() {
        let case = case_with(|g| g.0[0].values[0] = f32::NAN);
        assert_eq!(case.verdict, Verdict::Disagrees);
    }
}
