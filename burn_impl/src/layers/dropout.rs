//! Dropout.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use classifier::{Batch, Result};

/// `x · factor` in training, `x` in evaluation.
///
/// The factors come with the batch; Burn's layer would draw its own
/// (`burn-nn/src/modules/dropout.rs`).
#[derive(Module, Debug)]
pub(crate) struct Dropout {
    /// The index among the model's dropout layers, from 0.
    pub(super) index: usize,
    pub(super) rate: f64,
}

impl Dropout {
    /// # Errors
    /// A batch without masks.
    pub(crate) fn forward_training(&self, x: Tensor<2>, batch: &Batch<'_>) -> Result<Tensor<2>> {
        let [rows, width] = x.dims();
        let factors = batch.dropout_factors(self.index, width, self.rate)?;
        let data = TensorData::new(factors, [rows, width]);
        let mask = Tensor::from_data(data, &x.device());
        Ok(x * mask)
    }
}
