//! Layers: differentiable functions of a batch, some of them with parameters.
//!
//! Each file shows one layer: forward and, right under it, backward, both in the terms of their
//! formulas. The fast loops behind names such as `matmul` and `mean_and_variance` are in
//! `src/kernels/`. Where these are more than one obvious loop, the end of the file has the plain
//! version: the same formulas as `ndarray` expressions, to which a test compares the layer
//! (`batch_norm.rs`, `softmax.rs`, `losses/softmax_cross_entropy.rs`). Read it first.
//!
//! Notation: x is the input, y the output, and dx, dy, dW are the derivatives of the loss with
//! respect to x, y, W.

mod batch_norm;
mod dropout;
mod leaky_relu;
mod linear;
mod relu;
mod sigmoid;
mod softmax;
mod tanh;

pub use batch_norm::BatchNorm;
pub use dropout::Dropout;
pub use leaky_relu::LeakyRelu;
pub use linear::Linear;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use softmax::Softmax;
pub use tanh::Tanh;

use classifier::{Batch, Result};
use ndarray::{ArrayView2, ArrayViewMut2};

use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, each},
};

/// The purpose of a forward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// A backward pass follows: batch normalisation uses the batch's statistics, dropout is on.
    Training,
    /// Prediction: batch normalisation uses the running statistics, dropout is off.
    Evaluation,
}

/// A function `y = f(x)` on batches, one example per row.
///
/// A layer stores no activations: the caller keeps `x` and `y` and passes both to the backward.
/// All matrices are stored row by row.
pub trait Layer<T: Real>: Send {
    /// Width of `y` for an `x` of width `inputs`; the same width unless a layer says otherwise.
    fn outputs(&self, inputs: usize) -> usize {
        inputs
    }

    /// Reads the training batch before its forward pass; only dropout does, for its masks.
    ///
    /// # Errors
    /// Dropout and a batch without masks.
    fn prepare(&mut self, _batch: Batch<'_>) -> Result<()> {
        Ok(())
    }

    /// Writes `f(x)` to `y`.
    ///
    /// # Shapes
    /// x `[rows, inputs]`, y `[rows, outputs]`.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, mode: Mode);

    /// Computes from dy the gradients of the parameters, and dx unless it is `None`, for the last
    /// training pass; evaluations in between change nothing.
    ///
    /// # Shapes
    /// x and dx `[rows, inputs]`, y and dy `[rows, outputs]`.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    );

    /// Updates the running statistics from the last training batch; only batch normalisation has
    /// any.
    fn update_running_statistics(&mut self) {}

    /// Trained parameters and running statistics, in the order of `LayerSpec::parameters`; a vector
    /// is a matrix `[1, width]`.
    fn parameters(&self) -> &[Parameter<T>] {
        &[]
    }

    /// The same, mutable.
    fn parameters_mut(&mut self) -> &mut [Parameter<T>] {
        &mut []
    }
}

/// `y = f(x)`, value by value.
///
/// # Shapes
/// x and y `[rows, width]`.
fn map<T: Real>(
    x: ArrayView2<T>,
    mut y: ArrayViewMut2<T>,
    f: impl Fn(T) -> T + Copy + Send + Sync,
) {
    each([y.flat_mut()], [x.flat()], |[y], [x]| *y = f(x));
}

/// `dx = dy · f′`, value by value, with f′ a function of x or of y; does nothing if `dx` is `None`.
///
/// # Shapes
/// x or y, dy and dx `[rows, width]`.
fn times_derivative<T: Real>(
    dy: ArrayView2<T>,
    x_or_y: ArrayView2<T>,
    dx: Option<ArrayViewMut2<T>>,
    derivative: impl Fn(T) -> T + Copy + Send + Sync,
) {
    let Some(mut dx) = dx else { return };
    let read = [dy.flat(), x_or_y.flat()];
    each([dx.flat_mut()], read, |[dx], [dy, x_or_y]| *dx = dy * derivative(x_or_y));
}
