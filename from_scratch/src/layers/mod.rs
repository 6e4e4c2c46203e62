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
use ndarray::{ArrayView2, ArrayViewMut2, Zip};

use crate::{Parameter, Real};

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
pub trait Layer<T: Real> {
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

    /// From `dy` = dL/dy computes the gradients of the parameters and, where asked for, `dx` = dL/dx.
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
    fn parameters(&self) -> Vec<&Parameter<T>> {
        Vec::new()
    }

    /// The same, to be updated.
    fn parameters_mut(&mut self) -> Vec<&mut Parameter<T>> {
        Vec::new()
    }
}

/// `y = f(x)`, value by value.
fn map<T: Real>(x: ArrayView2<T>, y: ArrayViewMut2<T>, f: impl Fn(T) -> T) {
    Zip::from(y).and(x).for_each(|y, &x| *y = f(x));
}

/// `dx = dy · f′(x or y)`, value by value; nothing to do where no `dx` is asked for.
fn chain<T: Real>(
    x_or_y: ArrayView2<T>,
    dy: ArrayView2<T>,
    dx: Option<ArrayViewMut2<T>>,
    derivative: impl Fn(T) -> T,
) {
    if let Some(dx) = dx {
        Zip::from(dx)
            .and(dy)
            .and(x_or_y)
            .for_each(|dx, &dy, &value| *dx = dy * derivative(value));
    }
}
