//! Batch normalisation.

use burn::module::{Module, Param};
use burn::tensor::Tensor;
use burn::tensor::module::{batch_norm, batch_norm_train};
use classifier::RunningVariance;

/// `scale · (x − mean) / √(variance + ε) + shift`, column by column, with the functions that Burn's
/// `BatchNorm` calls.
///
/// Burn's layer updates its running statistics in every training pass, even for `gradients`, and
/// with the biased variance (`burn-nn/src/modules/norm/batch.rs`, `forward_train`).
#[derive(Module, Debug)]
pub(crate) struct BatchNorm {
    pub(super) scale: Param<Tensor<1>>,
    pub(super) shift: Param<Tensor<1>>,
    pub(super) running_mean: Param<Tensor<1>>,
    pub(super) running_variance: Param<Tensor<1>>,
    pub(super) epsilon: f64,
    /// The weight of the batch in the running statistics, as in Burn.
    pub(super) momentum: f64,
    /// The variance of a batch that updates `running_variance`.
    #[module(skip)]
    pub(super) kind: RunningVariance,
}

/// The statistics of a batch for updating the running statistics.
pub(crate) struct BatchStatistics {
    mean: Tensor<1>,
    variance: Tensor<1>,
}

impl BatchNorm {
    /// Normalises with the statistics of the batch and returns them.
    pub(crate) fn forward_training(&self, x: Tensor<2>) -> (Tensor<2>, BatchStatistics) {
        let rows = x.dims()[0] as f64;
        let batch = batch_norm_train(x, self.scale.val(), self.shift.val(), self.epsilon);
        let variance = match self.kind {
            RunningVariance::Unbiased => batch.variance.mul_scalar(rows / (rows - 1.0)),
            RunningVariance::Biased => batch.variance,
        };
        (batch.output, BatchStatistics { mean: batch.mean, variance })
    }

    /// Normalises with the running statistics.
    pub(super) fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        batch_norm(
            x,
            self.scale.val(),
            self.shift.val(),
            self.running_mean.val(),
            self.running_variance.val(),
            self.epsilon,
        )
    }

    /// `running ← (1 − momentum)·running + momentum·batch`.
    pub(crate) fn update_running_statistics(&mut self, batch: BatchStatistics) {
        let momentum = self.momentum;
        let update = |running: &mut Param<Tensor<1>>, batch: Tensor<1>| {
            let new = batch.mul_scalar(momentum);
            *running = running.clone().map(|old| old.mul_scalar(1.0 - momentum) + new);
        };
        update(&mut self.running_mean, batch.mean);
        update(&mut self.running_variance, batch.variance);
    }
}
