//! The losses.

use candle_core::{Device, Result, Tensor};
use candle_nn::loss;
use classifier::{Batch, Loss, SMALLEST_PROBABILITY};

/// The targets of a batch: labels `[rows]` for the cross-entropies over classes, targets
/// `[rows, outputs]` for the other losses.
pub(crate) fn targets(
    kind: Loss,
    batch: &Batch<'_>,
    outputs: usize,
    device: &Device,
) -> Result<Tensor> {
    match kind {
        Loss::SoftmaxCrossEntropy | Loss::CrossEntropy => Tensor::from_iter(batch.labels(), device),
        Loss::BinaryCrossEntropy | Loss::SigmoidCrossEntropy | Loss::MeanSquaredError => {
            let rows = batch.labels().map(|label| kind.target(label, outputs));
            Tensor::from_iter(rows.flatten(), device)?.reshape((batch.len(), outputs))
        }
    }
}

/// The mean loss of the outputs `[rows, outputs]`, a scalar.
pub(crate) fn mean_loss(kind: Loss, outputs: &Tensor, targets: &Tensor) -> Result<Tensor> {
    match kind {
        Loss::SoftmaxCrossEntropy => loss::cross_entropy(outputs, targets),
        Loss::CrossEntropy => loss::nll(&bounded_ln(outputs)?, targets),
        Loss::BinaryCrossEntropy => binary_cross_entropy(outputs, targets),
        Loss::SigmoidCrossEntropy => sigmoid_cross_entropy(outputs, targets),
        Loss::MeanSquaredError => loss::mse(outputs, targets),
    }
}

/// `−t·ln p − (1−t)·ln(1−p)`.
fn binary_cross_entropy(p: &Tensor, t: &Tensor) -> Result<Tensor> {
    let of_one = (t * bounded_ln(p)?)?;
    let of_zero = (one_minus(t)? * bounded_ln(&one_minus(p)?)?)?;
    (of_one + of_zero)?.neg()?.mean_all()
}

/// `max(z, 0) − t·z + ln(1 + e^−|z|)`.
///
/// `candle_nn::loss::binary_cross_entropy_with_logit` takes the logarithm of `sigmoid(z)`, which
/// rounds to 0 or 1 in `f32` for large logits and makes the loss NaN (`candle-nn/src/loss.rs`).
///
/// The derivative at 0 is the correct `½ − t` because Candle's derivatives of `relu` and `abs` at 0
/// are both 1 (`candle-core/src/backprop.rs`). This crate's `relu` (0) or `maximum` (½) would make
/// it wrong.
fn sigmoid_cross_entropy(z: &Tensor, t: &Tensor) -> Result<Tensor> {
    let softplus_of_minus_abs = (z.abs()?.neg()?.exp()? + 1.0)?.log()?;
    ((z.relu()? - (z * t)?)? + softplus_of_minus_abs)?.mean_all()
}

/// `ln max(p, `[`SMALLEST_PROBABILITY`]`)`, with a gradient of 0 up to the bound; NaN stays NaN.
///
/// The gradient of `maximum` at the bound would be ½ (`candle-core/src/backprop.rs`).
fn bounded_ln(p: &Tensor) -> Result<Tensor> {
    let smallest = (p.ones_like()? * SMALLEST_PROBABILITY)?;
    p.le(&smallest)?.where_cond(&smallest, p)?.log()
}

fn one_minus(x: &Tensor) -> Result<Tensor> {
    x.affine(-1.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use candle_core::Var;

    /// Loss and derivative of one row of outputs.
    fn both(kind: Loss, outputs: &[f32], targets: Tensor) -> (f32, Vec<f32>) {
        let outputs = Var::new(outputs, &Device::Cpu).unwrap();
        let row = outputs.unsqueeze(0).unwrap();
        let loss = mean_loss(kind, &row, &targets).unwrap();
        let gradients = loss.backward().unwrap();
        let gradient = gradients.get(&outputs).unwrap().to_vec1().unwrap();
        (loss.to_scalar().unwrap(), gradient)
    }

    fn row(targets: [f32; 2]) -> Tensor {
        Tensor::new(&[targets], &Device::Cpu).unwrap()
    }

    #[test]
    fn sigmoid_cross_entropy_has_its_derivative_at_0_and_at_logits_of_100() {
        let kind = Loss::SigmoidCrossEntropy;
        let (loss, gradient) = both(kind, &[0.0, 0.0], row([0.0, 1.0]));
        assert!((loss - 2_f32.ln()).abs() < 1e-7);
        assert_eq!(gradient, [0.25, -0.25]);
        let (loss, gradient) = both(kind, &[100.0, -100.0], row([0.0, 1.0]));
        assert_eq!((loss, gradient), (100.0, vec![0.5, -0.5]));
        let (loss, gradient) = both(kind, &[100.0, -100.0], row([1.0, 0.0]));
        assert!(loss == 0.0 && gradient.iter().all(|gradient| gradient.abs() < 1e-40));
    }

    #[test]
    fn wrong_predictions_with_certainty_give_finite_losses_and_no_gradient() {
        let bound = (SMALLEST_PROBABILITY as f32).ln();
        let wrong = both(Loss::BinaryCrossEntropy, &[0.0, 1.0], row([1.0, 0.0]));
        assert_eq!(wrong, (-bound, vec![0.0, 0.0]));
        let right = both(Loss::BinaryCrossEntropy, &[0.0, 1.0], row([0.0, 1.0]));
        assert_eq!(right, (0.0, vec![0.5, -0.5]));
        let label = Tensor::new(&[0_u32], &Device::Cpu).unwrap();
        for p in [0.0, SMALLEST_PROBABILITY as f32] {
            let wrong = both(Loss::CrossEntropy, &[p, 1.0], label.clone());
            assert_eq!(wrong, (-bound, vec![0.0, 0.0]));
        }
    }
}
