//! Layers: functions with a derivative, some of them with parameters.

mod leaky_relu;
mod linear;
mod relu;
mod sigmoid;
mod tanh;

pub use leaky_relu::LeakyRelu;
pub use linear::Linear;
pub use relu::Relu;
pub use sigmoid::Sigmoid;
pub use tanh::Tanh;

use ndarray::{ArrayView2, ArrayViewMut2, Zip};

use crate::{Parameter, Real};

/// A function `y = f(x)` on batches, one example per row.
///
/// A layer keeps no activations: its caller holds `x` and `y` and hands them back to the backward.
pub trait Layer<T: Real> {
    /// Width of `y` for an `x` of width `inputs`.
    fn outputs(&self, inputs: usize) -> usize {
        inputs
    }

    /// Writes `f(x)` to `y`.
    ///
    /// # Shapes
    /// x `[rows, inputs]`, y `[rows, outputs]`.
    fn forward(&self, x: ArrayView2<T>, y: ArrayViewMut2<T>);

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

    /// What the layer learns, weight first.
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
