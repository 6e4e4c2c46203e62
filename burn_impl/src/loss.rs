//! The losses.

use burn::nn::loss::{CrossEntropyLossConfig, MseLoss, Reduction};
use burn::tensor::activation::log_sigmoid;
use burn::tensor::{Device, Int, Tensor, TensorData};
use classifier::{Loss, SMALLEST_PROBABILITY};

/// A loss with its targets.
pub(crate) struct LossFunction {
    kind: Loss,
    /// The target of each class: `[classes, outputs]`.
    class_targets: Tensor<2>,
}

impl LossFunction {
    pub(crate) fn new(kind: Loss, classes: usize, outputs: usize, device: &Device) -> Self {
        let targets: Vec<f32> =
            (0..classes as u32).flat_map(|class| kind.target(class, outputs)).collect();
        let data = TensorData::new(targets, [classes, outputs]);
        Self { kind, class_targets: Tensor::from_data(data, device) }
    }

    /// The mean loss of a batch's outputs `[rows, outputs]`, a scalar.
    pub(crate) fn mean(&self, outputs: Tensor<2>, labels: Tensor<1, Int>) -> Tensor<1> {
        let targets = |labels| self.class_targets.clone().select(0, labels);
        match self.kind {
            Loss::SoftmaxCrossEntropy => {
                let cross_entropy = CrossEntropyLossConfig::new().init(&outputs.device());
                cross_entropy.forward(outputs, labels)
            }
            Loss::CrossEntropy => {
                bounded_log(outputs.gather(1, labels.unsqueeze_dim(1))).mean().neg()
            }
            Loss::BinaryCrossEntropy => {
                let t = targets(labels);
                let hits = t.clone() * bounded_log(outputs.clone());
                let misses = one_minus(t) * bounded_log(one_minus(outputs));
                (hits + misses).mean().neg()
            }
            // −ln σ(z) for target 1, −ln(1 − σ(z)) = −ln σ(−z) for target 0. Burn's formula
            // `(1 − t)·z − ln σ(z)` (`burn-nn/src/loss/binary_cross_entropy.rs`) cancels for z ≪ 0.
            Loss::SigmoidCrossEntropy => {
                let sign = targets(labels) * 2.0 - 1.0;
                log_sigmoid(sign * outputs).mean().neg()
            }
            Loss::MeanSquaredError => {
                MseLoss::new().forward(outputs, targets(labels), Reduction::Mean)
            }
        }
    }
}

/// `ln max(p, `[`SMALLEST_PROBABILITY`]`)`, with a gradient of 0 below the bound.
///
/// Burn's losses have other bounds: 1.1e-19 for `p` (`burn-nn/src/loss/cross_entropy.rs`,
/// `clamp_probs`), −100 for `ln p` (`burn-nn/src/loss/binary_cross_entropy.rs`).
fn bounded_log(p: Tensor<2>) -> Tensor<2> {
    p.clamp_min(SMALLEST_PROBABILITY).log()
}

/// `1 − x`.
fn one_minus(x: Tensor<2>) -> Tensor<2> {
    x.neg().add_scalar(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Loss and gradient of one row of outputs.
    fn both<const N: usize>(loss: Loss, outputs: [f32; N], label: i32) -> (f32, Vec<f32>) {
        let device = Device::flex().autodiff();
        let outputs = Tensor::<2>::from_data([outputs], &device).require_grad();
        let loss = LossFunction::new(loss, N.max(2), N, &device)
            .mean(outputs.clone(), Tensor::from_data([label], &device));
        let gradient = outputs.grad(&loss.backward()).unwrap().into_data();
        (loss.into_scalar(), gradient.try_into_vec().unwrap())
    }

    /// −ln of the smallest probability is 87.336…
    #[test]
    fn wrong_predictions_with_certainty_give_finite_losses_and_no_gradient() {
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
