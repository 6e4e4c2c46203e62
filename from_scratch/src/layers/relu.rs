//! ReLU: `y = max(x, 0)`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, chain, map};
use crate::Real;

/// `y = max(x, 0)`.
#[derive(Debug, Clone, Copy)]
pub struct Relu;

impl<T: Real> Layer<T> for Relu {
    /// `y = max(x, 0)`.
    fn forward(&self, x: ArrayView2<T>, y: ArrayViewMut2<T>) {
        map(x, y, |x| if x > T::zero() { x } else { T::zero() });
    }

    /// `dx = dy` where `x > 0`, else 0; so the derivative at the kink is 0, as in PyTorch.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let step = |x| if x > T::zero() { T::one() } else { T::zero() };
        chain(x, dy, dx, step);
    }
}
