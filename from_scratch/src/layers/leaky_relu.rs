//! LeakyReLU: `y = x` above 0, `slope·x` elsewhere.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, chain, map};
use crate::Real;

/// `y = x` above 0, `slope·x` elsewhere.
#[derive(Debug, Clone, Copy)]
pub struct LeakyRelu {
    /// Factor below zero.
    pub slope: f64,
}

impl<T: Real> Layer<T> for LeakyRelu {
    /// `y = x` above 0, `slope·x` elsewhere.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        let slope = T::of(self.slope);
        map(x, y, |x| if x > T::zero() { x } else { slope * x });
    }

    /// `dx = dy` where `x > 0`, else `slope·dy`; so the derivative at the kink is `slope`.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let slope = T::of(self.slope);
        let step = |x| if x > T::zero() { T::one() } else { slope };
        chain(x, dy, dx, step);
    }
}
