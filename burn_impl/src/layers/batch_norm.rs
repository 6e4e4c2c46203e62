//! Batch normalisation.

use burn::module::{Module, Param};
use burn::tensor::Tensor;
use burn::tensor::module::{batch_norm, batch_norm_train};
use classifier::RunningVariance;

/// `scale · (x − mean) / √(variance + ε) + shift`, column by column, computed by the functions
/// behind Burn's own `BatchNorm`.
///
/// That layer remembers in every training pass, those for `gradients` included, and takes in the
/// biased variance (`burn-nn/src/modules/norm/batch.rs`, `forward_train`).
#[derive(Module, Debug)]
pub(crate) struct BatchNorm {
    pub(super) scale: Param<Tensor<1>>,
    pub(super) shift: Param<Tensor<1>>,
    pub(super) running_mean: Param<Tensor<1>>,
    pub(super) running_variance: Param<Tensor<1>>,
    pub(super) epsilon: f64,
    /// Share of the new value, as in Burn's own.
    pub(super) momentum: f64,
    /// Which variance of a batch `running_variance` takes in.
    #[module(skip)]
    pub(super) kind: RunningVariance,
}

/// What a batch normalisation is to remember of a training pass.
pub(crate) struct BatchStatistics {
    mean: Tensor<1>,
    variance: Tensor<1>,
}

impl BatchNorm {
    /// With the statistics of the batch, which are returned.
    pub(crate) fn forward_training(&self, x: Tensor<2>) -> (Tensor<2>, BatchStatistics) {
        let rows = x.dims()[0] as f64;
        let batch = batch_norm_train(x, self.scale.val(), self.shift.val(), self.epsilon);
        let variance = match self.kind {
            RunningVariance::Unbiased => batch.variance.mul_scalar(rows / (rows - 1.0)),
            RunningVariance::Biased => batch.variance,
        };
        let mean = batch.mean;
        (batch.output, BatchStatistics { mean, variance })
    }

    /// With the running statistics.
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
    pub(crate) fn remember(&mut self, batch: BatchStatistics) {
        let momentum = self.momentum;
        let update = |running: &mut Param<Tensor<1>>, new: Tensor<1>| {
            let new = new.mul_scalar(momentum);
            *running = running.clone().map(|old| old.mul_scalar(1.0 - momentum) + new);
        };
        update(&mut self.running_mean, batch.mean);
        update(&mut self.running_variance, batch.variance);
    }
}
