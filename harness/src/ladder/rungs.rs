//! The rungs.

use classifier::{Differentiable, OptimizerSpec, Parameters};
use from_scratch::{ScratchMlp, gradient_check::gradient_check};

use super::{
    Case, Network,
    pieces::{self, Piece},
};
use crate::{
    Result,
    agreement::{self, TensorAgreement},
    registry::REFERENCE,
};

/// Rung 1: the hand-written backward in `f64` against central differences.
pub fn derivatives() -> Result<Vec<Case>> {
    let case = |piece: Piece| {
        let loss = piece.training.loss;
        let batch = piece.batch()?;
        let checks = gradient_check(&piece.model, &piece.parameters, loss, batch, 1e-5)?;
        let tensors: Vec<_> = checks
            .iter()
            .map(|check| {
                (
                    check.name.as_str(),
                    check.backward.iter(),
                    check.numerical.iter(),
                )
            })
            .collect();
        Ok(Case {
            reference: "central differences",
            ..case(
                (1, piece.name, "scratch in f64"),
                Ok(agreement::compare_f64(tensors)),
                (1e-7, "step 1e-5: truncation 1e-10, rounding 1e-11"),
            )
        })
    };
    pieces::layers_and_losses()?.into_iter().map(case).collect()
}

/// Rung 2: gradients in `f32` against the hand-written ones.
pub fn gradients(network: &Network) -> Result<Vec<Case>> {
    let mut pieces = pieces::layers_and_losses()?;
    pieces.extend(pieces::experiments()?);
    let case = |piece: Piece| {
        let (_, expected) = reference(&piece)?.gradients(piece.batch()?)?;
        let got = network
            .build(&piece)
            .and_then(|mut network| Ok(network.gradients(piece.batch()?)?.1));
        Ok(case(
            (2, piece.name, network.id),
            compare(got, &expected),
            (1e-5, "f32 rounds to 6e-8, sums of some hundred terms"),
        ))
    };
    pieces.into_iter().map(case).collect()
}

/// Rung 3: parameters after 1, 10 and 100 steps of every optimizer.
pub fn steps(network: &Network) -> Result<Vec<Case>> {
    let mut cases = Vec::new();
    for piece in pieces::optimizers()? {
        let adam = matches!(piece.training.optimizer, OptimizerSpec::Adam { .. });
        for steps in [1, 10, 100] {
            let expected = after(&mut reference(&piece)?, &piece, steps)?;
            let got = network
                .build(&piece)
                .and_then(|mut network| after(&mut *network, &piece, steps));
            cases.push(case(
                (3, format!("{}, step {steps}", piece.name), network.id),
                compare(got, &expected),
                tolerance(steps, adam),
            ));
        }
    }
    Ok(cases)
}

fn tolerance(steps: usize, adam: bool) -> (f64, &'static str) {
    match (steps, adam) {
        (1, false) => (1e-6, "one rounding of each parameter"),
        (1 | 10, _) => (1e-5, "the gradients' tolerance"),
        (_, false) => (
            1e-5,
            "a smooth model: differences add up, none is amplified",
        ),
        (_, true) => (
            1e-4,
            "Adam divides by the root of the gradient's square: small ones are amplified",
        ),
    }
}

fn reference(piece: &Piece) -> Result<ScratchMlp> {
    Ok(ScratchMlp::new(
        &piece.model,
        &piece.training,
        &piece.parameters,
    )?)
}

/// The parameters after so many steps on the piece's batch.
fn after(network: &mut dyn Differentiable, piece: &Piece, steps: usize) -> Result<Parameters> {
    let learning_rate = piece.training.optimizer.learning_rate();
    for _ in 0..steps {
        network.train_step(piece.batch()?, learning_rate)?;
    }
    Ok(network.parameters()?)
}

type Compared = std::result::Result<Vec<TensorAgreement>, String>;

fn compare(got: Result<Parameters>, expected: &Parameters) -> Compared {
    let got = got.map_err(|error| error.to_string())?;
    agreement::compare(&got, expected)
}

fn case(
    (rung, piece, contender): (u8, String, &str),
    compared: Compared,
    (tolerance, reason): (f64, &'static str),
) -> Case {
    let (tensors, problem) = match compared {
        Ok(tensors) => (tensors, None),
        Err(problem) => (Vec::new(), Some(problem)),
    };
    let worst = agreement::worst(&tensors).cloned();
    Case {
        rung,
        piece,
        contender: contender.to_owned(),
        reference: REFERENCE,
        agrees: worst
            .as_ref()
            .is_some_and(|worst| worst.relative <= tolerance),
        worst,
        tolerance,
        reason,
        problem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The gradients of a small ReLU network, changed by `mistake`, against the right ones.
    fn verdict(mistake: impl Fn(&mut Parameters)) -> Case {
        let pieces = pieces::layers_and_losses().unwrap();
        let piece = pieces
            .into_iter()
            .find(|piece| piece.name == "relu")
            .unwrap();
        let batch = piece.batch().unwrap();
        let (_, expected) = reference(&piece).unwrap().gradients(batch).unwrap();
        let mut got = expected.clone();
        mistake(&mut got);
        case(
            (2, piece.name, "somebody"),
            compare(Ok(got), &expected),
            (1e-5, "test"),
        )
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
        let case = verdict(|_| {});
        assert!(case.agrees && case.problem.is_none());
    }

    #[test]
    fn mistakes_that_people_make_disagree_and_name_the_tensor() {
        let batch_twice = verdict(|g| scale(g, &["linear1.weight", "linear1.bias"], 1.0 / 16.0));
        let sign = verdict(|g| scale(g, &["linear2.bias"], -1.0));
        let forgotten_bias = verdict(|g| scale(g, &["linear1.bias"], 0.0));
        let transposed = verdict(|g| g.0[0].values.reverse());
        let a_little = verdict(|g| scale(g, &["linear2.weight"], 1.0 + 5e-5));
        for (case, tensor) in [
            (batch_twice, "linear1"),
            (sign, "linear2.bias"),
            (forgotten_bias, "linear1.bias"),
            (transposed, "linear1.weight"),
            (a_little, "linear2.weight"),
        ] {
            assert!(!case.agrees, "{case:?}");
            assert!(
                case.worst.as_ref().unwrap().tensor.starts_with(tensor),
                "{case:?}"
            );
        }
    }

    #[test]
    fn missing_and_misshapen_tensors_are_told() {
        let missing = verdict(|g| g.0.truncate(3));
        assert!(!missing.agrees && missing.problem.unwrap().contains("linear2.bias"));
        let misshapen = verdict(|g| g.0[0].shape.reverse());
        assert!(!misshapen.agrees && misshapen.problem.unwrap().contains("linear1.weight"));
    }

    #[test]
    fn no_number_is_no_agreement() {
        assert!(!verdict(|g| g.0[0].values[0] = f32::NAN).agrees);
    }
}
