//! Sigmoid: `y = 1 / (1 + e⁻ˣ)`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, map, times_derivative};
use crate::Real;

/// `y = 1 / (1 + e⁻ˣ)` (Goodfellow, Bengio & Courville 2016, *Deep Learning*, section 3.10,
/// <https://www.deeplearningbook.org/contents/prob.html>).
#[derive(Debug, Clone, Copy)]
pub struct Sigmoid;

impl<T: Real> Layer<T> for Sigmoid {
    /// `y = 1 / (1 + e⁻ˣ)`; for x far below 0 the exponential is infinite and y its limit, 0.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        map(x, y, |x| T::one() / (T::one() + (-x).exponential()));
    }

    /// `dx = dy · y·(1 − y)`.
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        times_derivative(dy, y, dx, |y| y * (T::one() - y));
    }
}
