//! Dropout.

use burn::module::Module;
use burn::tensor::{Tensor, TensorData};
use classifier::{Batch, Result};

/// `x · factor` in training, `x` in evaluation.
///
/// Burn's own draws its factors itself (`burn-nn/src/modules/dropout.rs`); these come with the
/// batch.
#[derive(Module, Debug)]
pub(crate) struct Dropout {
    /// Which of the model's dropout layers it is, from 0.
    pub(super) index: usize,
    pub(super) rate: f64,
}

impl Dropout {
    /// # Errors
    /// A batch without masks.
    pub(crate) fn forward_training(&self, x: Tensor<2>, batch: &Batch<'_>) -> Result<Tensor<2>> {
        let [rows, width] = x.dims();
        let factors = batch.dropout_factors(self.index, width, self.rate)?;
        let factors = TensorData::new(factors, [rows, width]);
        let factors = Tensor::from_data(factors, &x.device());
        Ok(x * factors)
    }
}
