//! LeakyReLU.

use burn::module::Module;
use burn::tensor::Tensor;

/// `x` above 0, `slope·x` elsewhere; the derivative at 0 is `slope`.
///
/// In Burn's layer the derivative at 0 is 1 (`burn-backend/src/backend/ops/activation.rs`,
/// `float_lower_elem`).
#[derive(Module, Debug)]
pub(crate) struct LeakyRelu {
    pub(super) slope: f64,
}

impl LeakyRelu {
    pub(super) fn forward(&self, x: Tensor<2>) -> Tensor<2> {
        let not_above = x.clone().lower_equal_elem(0);
        let scaled = x.clone().mul_scalar(self.slope);
        x.mask_where(not_above, scaled)
    }
}
