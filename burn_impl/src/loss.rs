//! The losses.

use burn::nn::loss::{CrossEntropyLossConfig, MseLoss, Reduction};
use burn::tensor::activation::log_sigmoid;
use burn::tensor::{Int, Tensor, TensorData};
use classifier::{Batch, Loss, SMALLEST_PROBABILITY};

/// The loss of a batch's outputs `[rows, outputs]`, a scalar.
pub(crate) fn mean_loss(loss: Loss, outputs: Tensor<2>, batch: &Batch<'_>) -> Tensor<1> {
    let targets = || targets(loss, &outputs, batch);
    match loss {
        Loss::SoftmaxCrossEntropy => {
            let labels = labels(&outputs, batch);
            let cross_entropy = CrossEntropyLossConfig::new().init(&outputs.device());
            cross_entropy.forward(outputs, labels)
        }
        Loss::CrossEntropy => {
            let labels = labels(&outputs, batch).unsqueeze_dim(1);
            bounded_log(outputs.gather(1, labels)).mean().neg()
        }
        Loss::BinaryCrossEntropy => {
            let t = targets();
            let hits = t.clone() * bounded_log(outputs.clone());
            let misses = one_minus(t) * bounded_log(one_minus(outputs));
            (hits + misses).mean().neg()
        }
        // −ln σ(z) where the target is 1, −ln(1 − σ(z)) = −ln σ(−z) where it is 0. Burn's own
        // `(1 − t)·z − ln σ(z)` (`burn-nn/src/loss/binary_cross_entropy.rs`) cancels where z ≪ 0.
        Loss::SigmoidCrossEntropy => {
            let sign = targets() * 2.0 - 1.0;
            log_sigmoid(sign * outputs).mean().neg()
        }
        Loss::MeanSquaredError => {
            let targets = targets();
            MseLoss::new().forward(outputs, targets, Reduction::Mean)
        }
    }
}

/// `ln p`, with `p` below [`SMALLEST_PROBABILITY`] counted as that and a gradient of 0 there.
///
/// Burn's own losses bound elsewhere: `p` at 1.1e-19 (`burn-nn/src/loss/cross_entropy.rs`,
/// `clamp_probs`), `ln p` at −100 (`burn-nn/src/loss/binary_cross_entropy.rs`).
fn bounded_log(p: Tensor<2>) -> Tensor<2> {
    p.clamp_min(SMALLEST_PROBABILITY).log()
}

/// `1 − x`.
fn one_minus(x: Tensor<2>) -> Tensor<2> {
    x.neg().add_scalar(1.0)
}

/// The labels `[rows]`.
fn labels(outputs: &Tensor<2>, batch: &Batch<'_>) -> Tensor<1, Int> {
    let labels: Vec<i32> = batch.labels().map(|label| label as i32).collect();
    Tensor::from_data(labels.as_slice(), &outputs.device())
}

/// The targets `[rows, outputs]`.
fn targets(loss: Loss, outputs: &Tensor<2>, batch: &Batch<'_>) -> Tensor<2> {
    let [rows, width] = outputs.dims();
    let labels = batch.labels();
    let targets: Vec<f32> = labels.flat_map(|label| loss.target(label, width)).collect();
    Tensor::from_data(TensorData::new(targets, [rows, width]), &outputs.device())
}

#[cfg(test)]
mod tests {
    use super::*;
    use burn::tensor::Device;
    use classifier::Examples;

    /// Loss and gradient of one row of outputs.
    fn both<const N: usize>(loss: Loss, outputs: [f32; N], label: u32) -> (f32, Vec<f32>) {
        let examples = Examples::new(vec![0.0], 1, vec![label], N.max(2)).unwrap();
        let batch = Batch::new(&examples, &[0]).unwrap();
        let outputs = Tensor::<2>::from_data([outputs], &Device::flex().autodiff());
        let outputs = outputs.require_grad();
        let loss = mean_loss(loss, outputs.clone(), &batch);
        let gradient = outputs.grad(&loss.backward()).unwrap().into_data();
        (loss.into_scalar(), gradient.try_into_vec().unwrap())
    }

    /// −ln of the smallest probability is 87.336…
    #[test]
    fn certain_answers_give_finite_losses_and_no_gradient() {
        let (loss, gradient) = both(Loss::CrossEntropy, [0.0, 1.0], 0);
        assert!((loss - 87.336).abs() < 1e-3, "{loss}");
        assert_eq!(gradient, [0.0, 0.0]);
        let (loss, gradient) = both(Loss::BinaryCrossEntropy, [0.0, 1.0], 0);
        assert!((loss - 87.336).abs() < 1e-3, "{loss}");
        assert_eq!(gradient, [0.0, 0.0]);
    }

    #[test]
    fn logits_of_0_and_of_100_are_exact_under_sigmoid_cross_entropy() {
        let loss = Loss::SigmoidCrossEntropy;
        assert_eq!(both(loss, [0.0], 1), (2.0_f32.ln(), vec![-0.5]));
        assert_eq!(both(loss, [100.0], 0), (100.0, vec![1.0]));
        assert_eq!(both(loss, [-100.0], 1), (100.0, vec![-1.0]));
        let (small, slope) = both(loss, [-30.0], 0);
        let expected = (-30.0_f32).exp();
        assert!((small / expected - 1.0).abs() < 1e-6, "{small}");
        assert!((slope[0] / expected - 1.0).abs() < 1e-6, "{slope:?}");
    }
}
