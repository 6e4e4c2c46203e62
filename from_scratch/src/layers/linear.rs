//! Linear: `y = x·W + b`.

use classifier::Role;
use ndarray::{Array2, ArrayView2, ArrayViewMut2, Axis, linalg::general_mat_mul};

use super::{Layer, Mode};
use crate::{Parameter, Real};

/// `y = x·W + b` with W `[inputs, outputs]` and b `[1, outputs]`.
#[derive(Debug, Clone)]
pub struct Linear<T> {
    weight: Parameter<T>,
    bias: Parameter<T>,
}

impl<T: Real> Linear<T> {
    /// W `[inputs, outputs]`, b `[1, outputs]`.
    pub fn new(weight: Array2<T>, bias: Array2<T>) -> Self {
        Self {
            weight: Parameter::new(Role::Weight, weight),
            bias: Parameter::new(Role::Bias, bias),
        }
    }
}

impl<T: Real> Layer<T> for Linear<T> {
    fn outputs(&self, _inputs: usize) -> usize {
        self.weight.value.ncols()
    }

    /// `y = x·W + b`, b added to every row.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, _mode: Mode) {
        y.assign(&self.bias.value);
        general_mat_mul(T::one(), &x, &self.weight.value, T::one(), &mut y);
    }

    /// `dW = xᵀ·dy`, `db = Σ dy` over the rows, `dx = dy·Wᵀ`.
    ///
    /// No division by the batch size: the loss is a mean, so `dy` already carries the 1/n.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let (one, zero) = (T::one(), T::zero());
        general_mat_mul(one, &x.t(), &dy, zero, &mut self.weight.gradient);
        self.bias.gradient.fill(zero);
        for dy in dy.axis_iter(Axis(0)) {
            self.bias.gradient += &dy;
        }
        if let Some(mut dx) = dx {
            general_mat_mul(one, &dy, &self.weight.value.t(), zero, &mut dx);
        }
    }

    fn parameters(&self) -> Vec<&Parameter<T>> {
        vec![&self.weight, &self.bias]
    }

    fn parameters_mut(&mut self) -> Vec<&mut Parameter<T>> {
        vec![&mut self.weight, &mut self.bias]
    }
}
