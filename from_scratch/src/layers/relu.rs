//! ReLU: `y = max(x, 0)`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, map, times_derivative};
use crate::Real;

/// `y = max(x, 0)` (Nair & Hinton 2010, <https://icml.cc/Conferences/2010/papers/432.pdf>).
#[derive(Debug, Clone, Copy)]
pub struct Relu;

impl<T: Real> Layer<T> for Relu {
    /// `y = max(x, 0)`; NaN stays NaN, so divergence is visible.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        map(x, y, |x| if x <= T::zero() { T::zero() } else { x });
    }

    /// `dx = dy` where `x > 0`, else 0; the derivative at the kink is 0, as in PyTorch.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        times_derivative(dy, x, dx, |x| if x <= T::zero() { T::zero() } else { T::one() });
    }
}
