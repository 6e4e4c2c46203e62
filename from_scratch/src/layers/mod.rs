//! Layers: functions with a derivative, some of them with parameters.

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
pub(crate) use softmax::shift_by_max;
pub use softmax::{Softmax, softmax_rows};
pub use tanh::Tanh;

use classifier::{Batch, Result};
use ndarray::{ArrayView2, ArrayViewMut2};

use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, each},
};

/// What a forward pass is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Before a backward pass: batch statistics, dropout.
    Training,
    /// For an answer: running statistics, no dropout.
    Evaluation,
}

/// A function `y = f(x)` on batches, one example per row.
///
/// A layer keeps no activations: its caller holds `x` and `y` and hands them back to the backward.
/// All matrices are stored row by row.
pub trait Layer<T: Real>: Send {
    /// Width of `y` for an `x` of width `inputs`.
    fn outputs(&self, inputs: usize) -> usize {
        inputs
    }

    /// Takes from the batch what a training pass needs beside `x`: dropout its factors.
    ///
    /// # Errors
    /// A batch that does not have it.
    fn begin(&mut self, _batch: Batch<'_>) -> Result<()> {
        Ok(())
    }

    /// Writes `f(x)` to `y`.
    ///
    /// # Shapes
    /// x `[rows, inputs]`, y `[rows, outputs]`.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, mode: Mode);

    /// From `dy` = dL/dy computes the gradients of the parameters and, where asked for, `dx` = dL/dx, of the
    /// last training pass; an evaluation in between changes nothing.
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

    /// Takes the batch of the last training pass into what the layer remembers of all batches.
    fn remember(&mut self) {}

    /// What the layer learns and remembers, in the order of `LayerSpec::parameters`.
    fn parameters(&self) -> &[Parameter<T>] {
        &[]
    }

    /// The same, to be updated.
    fn parameters_mut(&mut self) -> &mut [Parameter<T>] {
        &mut []
    }
}

/// `y = f(x)`, value by value.
fn map<T: Real>(
    x: ArrayView2<T>,
    mut y: ArrayViewMut2<T>,
    f: impl Fn(T) -> T + Copy + Send + Sync,
) {
    each([y.flat_mut()], [x.flat()], |[y], [x]| *y = f(x));
}

/// `dx = dy · f′(x or y)`, value by value; nothing to do where no `dx` is asked for.
fn chain<T: Real>(
    x_or_y: ArrayView2<T>,
    dy: ArrayView2<T>,
    dx: Option<ArrayViewMut2<T>>,
    derivative: impl Fn(T) -> T + Copy + Send + Sync,
) {
    let Some(mut dx) = dx else { return };
    let read = [dy.flat(), x_or_y.flat()];
    each([dx.flat_mut()], read, |[dx], [dy, value]| *dx = dy * derivative(value));
}
