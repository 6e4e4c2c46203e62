//! LeakyReLU: `y = x` where `x > 0`, else `slope·x`.

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{Layer, Mode, map, times_derivative};
use crate::Real;

/// `y = x` where `x > 0`, else `slope·x` (Maas, Hannun & Ng 2013, section 2,
/// <https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf>).
#[derive(Debug, Clone, Copy)]
pub struct LeakyRelu {
    /// Factor of negative inputs.
    pub slope: f64,
}

impl<T: Real> Layer<T> for LeakyRelu {
    /// `y = x` where `x > 0`, else `slope·x`.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        let slope = T::of(self.slope);
        map(x, y, |x| if x > T::zero() { x } else { slope * x });
    }

    /// `dx = dy` where `x > 0`, else `slope·dy`; so the derivative at the kink is `slope`, as in
    /// PyTorch.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let slope = T::of(self.slope);
        times_derivative(dy, x, dx, |x| if x > T::zero() { T::one() } else { slope });
    }
}
