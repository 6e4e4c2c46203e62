//! ReLU: `y = max(x, 0)`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, chain, map};
use crate::Real;

/// `y = max(x, 0)`.
#[derive(Debug, Clone, Copy)]
pub struct Relu;

impl<T: Real> Layer<T> for Relu {
    /// `y = max(x, 0)`; what is not a number stays none, so that divergence shows.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        map(x, y, |x| if x <= T::zero() { T::zero() } else { x });
    }

    /// `dx = dy` where `x > 0`, else 0; so the derivative at the kink is 0, as in PyTorch.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let step = |x| if x <= T::zero() { T::zero() } else { T::one() };
        chain(x, dy, dx, step);
    }
}
