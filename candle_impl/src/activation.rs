//! ReLU and LeakyReLU with the contract's derivative at 0.

use candle_core::backend::BackendStorage;
use candle_core::op::Relu as ReluKernel;
use candle_core::{
    CpuStorage, CudaStorage, CustomOp1, Layout, MetalStorage, Result, Shape, Tensor,
};

/// `max(x, 0)` with Candle's kernel; the derivative at 0 is 0.
///
/// The derivative of Candle's `relu` at 0 is 1: `arg.ge(0)` in `candle-core/src/backprop.rs`.
pub(crate) fn relu(x: &Tensor) -> Result<Tensor> {
    x.apply_op1(Relu)
}

/// `x` above 0, `slope·x` elsewhere; the derivative at 0 is `slope`.
///
/// `candle_nn::ops::leaky_relu` is `max(x, 0) + slope·min(x, 0)`. Candle splits the gradient of a
/// maximum equally if both sides are equal (`candle-core/src/backprop.rs`), so its derivative at 0
/// is `(1 + slope) / 2`.
pub(crate) fn leaky_relu(x: &Tensor, slope: f64) -> Result<Tensor> {
    x.gt(0f32)?.where_cond(x, &(x * slope)?)
}

struct Relu;

impl Relu {
    fn forward<S: BackendStorage>(storage: &S, layout: &Layout) -> Result<(S, Shape)> {
        let output = storage.unary_impl::<ReluKernel>(layout)?;
        Ok((output, layout.shape().clone()))
    }
}

impl CustomOp1 for Relu {
    fn name(&self) -> &'static str {
        "relu"
    }

    fn cpu_fwd(&self, storage: &CpuStorage, layout: &Layout) -> Result<(CpuStorage, Shape)> {
        Self::forward(storage, layout)
    }

    fn cuda_fwd(&self, storage: &CudaStorage, layout: &Layout) -> Result<(CudaStorage, Shape)> {
        Self::forward(storage, layout)
    }

    fn metal_fwd(&self, storage: &MetalStorage, layout: &Layout) -> Result<(MetalStorage, Shape)> {
        Self::forward(storage, layout)
    }

    /// The output is never negative, so its sign is the derivative: 1 above 0 and 0 at 0.
    fn bwd(&self, _x: &Tensor, output: &Tensor, gradient: &Tensor) -> Result<Option<Tensor>> {
        Ok(Some((output.sign()? * gradient)?))
    }
}
