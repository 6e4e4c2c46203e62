//! Linear: `y = x·W + b`.

use classifier::Role;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use super::{Layer, Mode};
use crate::{
    Parameter, Real,
    kernels::{Flat, FlatMut, matmul, sum_of_rows},
};

/// `y = x·W + b` with W `[inputs, outputs]` and b `[1, outputs]` (Goodfellow, Bengio & Courville
/// 2016, *Deep Learning*, section 6.5, <https://www.deeplearningbook.org/contents/mlp.html>).
#[derive(Debug, Clone)]
pub struct Linear<T> {
    weight_and_bias: [Parameter<T>; 2],
}

impl<T: Real> Linear<T> {
    /// W `[inputs, outputs]` and b `[1, outputs]`.
    pub fn new(weight: Array2<T>, bias: Array2<T>) -> Self {
        Self {
            weight_and_bias: [
                Parameter::new(Role::Weight, weight),
                Parameter::new(Role::Bias, bias),
            ],
        }
    }
}

impl<T: Real> Layer<T> for Linear<T> {
    fn outputs(&self, _inputs: usize) -> usize {
        self.weight_and_bias[0].value.ncols()
    }

    /// `y = x·W + b`.
    fn forward(&mut self, x: ArrayView2<T>, y: ArrayViewMut2<T>, _mode: Mode) {
        let [weight, bias] = &self.weight_and_bias;
        matmul(x, weight.value.view(), Some(bias.value.flat()), y);
    }

    /// `dW = xᵀ·dy`, `db = Σ dy` over the rows, `dx = dy·Wᵀ`.
    ///
    /// No division by the batch size: the loss is a mean, so `dy` already contains the 1/n.
    fn backward(
        &mut self,
        x: ArrayView2<T>,
        _y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let [weight, bias] = &mut self.weight_and_bias;
        matmul(x.t(), dy, None, weight.gradient.view_mut());
        sum_of_rows(dy, bias.gradient.flat_mut());
        if let Some(dx) = dx {
            matmul(dy, weight.value.t(), None, dx);
        }
    }

    fn parameters(&self) -> &[Parameter<T>] {
        &self.weight_and_bias
    }

    fn parameters_mut(&mut self) -> &mut [Parameter<T>] {
        &mut self.weight_and_bias
    }
}
