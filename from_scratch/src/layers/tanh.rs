//! Tanh: `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, map, times_derivative};
use crate::Real;

/// `y = (eˣ − e⁻ˣ) / (eˣ + e⁻ˣ)` (NIST Digital Library of Mathematical Functions, section 4.28,
/// <https://dlmf.nist.gov/4.28>).
#[derive(Debug, Clone, Copy)]
pub struct Tanh;

impl<T: Real> Layer<T> for Tanh {
    /// `y = tanh x`.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        map(x, y, T::hyperbolic_tangent);
    }

    /// `dx = dy · (1 − y²)`; the derivative is 1 / cosh² x (<https://dlmf.nist.gov/4.34>).
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        times_derivative(dy, y, dx, |y| T::one() - y * y);
    }
}
