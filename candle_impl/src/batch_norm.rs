//! Batch normalisation.

use candle_core::{Result, Tensor, Var};
use classifier::RunningVariance;

/// `scale · (x − mean) / √(variance + ε) + shift`, column by column.
///
/// `candle_nn::BatchNorm` updates its running statistics in every training pass, and only with the
/// unbiased variance (`candle-nn/src/batch_norm.rs`, `forward_train`); under the contract a pass
/// for gradients updates nothing.
pub(crate) struct BatchNorm {
    pub(crate) epsilon: f64,
    /// The weight of the batch in the running statistics, as in Candle.
    pub(crate) momentum: f64,
    pub(crate) kind: RunningVariance,
    pub(crate) scale: Var,
    pub(crate) shift: Var,
    pub(crate) running_mean: Var,
    pub(crate) running_variance: Var,
}

/// Mean and variance (with `n` in the denominator) of a batch's columns, detached from the graph.
pub(crate) struct Statistics {
    rows: usize,
    mean: Tensor,
    variance: Tensor,
}

impl BatchNorm {
    /// Normalises with the statistics of the batch and returns them.
    pub(crate) fn train(&self, x: &Tensor) -> Result<(Tensor, Statistics)> {
        let mean = x.mean_keepdim(0)?;
        let centred = x.broadcast_sub(&mean)?;
        let variance = centred.sqr()?.mean_keepdim(0)?;
        let statistics =
            Statistics { rows: x.dim(0)?, mean: mean.detach(), variance: variance.detach() };
        let (scale, shift) = (self.scale.as_tensor(), self.shift.as_tensor());
        Ok((self.scaled(&centred, &variance, scale, shift)?, statistics))
    }

    /// Normalises with the running statistics, without a graph.
    pub(crate) fn evaluate(&self, x: &Tensor) -> Result<Tensor> {
        let [scale, shift, mean, variance] =
            [&self.scale, &self.shift, &self.running_mean, &self.running_variance]
                .map(Var::as_detached_tensor);
        self.scaled(&x.broadcast_sub(&mean)?, &variance, &scale, &shift)
    }

    fn scaled(
        &self,
        centred: &Tensor,
        variance: &Tensor,
        scale: &Tensor,
        shift: &Tensor,
    ) -> Result<Tensor> {
        let deviation = (variance + self.epsilon)?.sqrt()?;
        centred.broadcast_div(&deviation)?.broadcast_mul(scale)?.broadcast_add(shift)
    }

    /// `running ← (1 − momentum)·running + momentum·batch`; the unbiased variance is `n / (n − 1)`
    /// times the batch's.
    pub(crate) fn update_running_statistics(&self, batch: &Statistics) -> Result<()> {
        let rows = batch.rows as f64;
        let correction = match self.kind {
            RunningVariance::Unbiased => rows / (rows - 1.0),
            RunningVariance::Biased => 1.0,
        };
        for (running, batch, correction) in [
            (&self.running_mean, &batch.mean, 1.0),
            (&self.running_variance, &batch.variance, correction),
        ] {
            let old = (running.as_detached_tensor() * (1.0 - self.momentum))?;
            let new = (batch.squeeze(0)? * (self.momentum * correction))?;
            running.set(&(old + new)?)?;
        }
        Ok(())
    }
}
