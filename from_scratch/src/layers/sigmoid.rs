//! Sigmoid: `y = 1 / (1 + e⁻ˣ)`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, chain, map};
use crate::Real;

/// `y = 1 / (1 + e⁻ˣ)`.
#[derive(Debug, Clone, Copy)]
pub struct Sigmoid;

impl<T: Real> Layer<T> for Sigmoid {
    /// `y = 1 / (1 + e⁻ˣ)`; at large −x the exponential becomes infinite and y its limit, 0.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        map(x, y, |x| T::one() / (T::one() + (-x).exponential()));
    }

    /// `dx = dy · y(1 − y)`.
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        chain(y, dy, dx, |y| y * (T::one() - y));
    }
}
