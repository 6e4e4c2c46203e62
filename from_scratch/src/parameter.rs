//! The parameters of layers.

use classifier::Role;
use ndarray::Array2;

use crate::{Real, kernels::zeros};

/// A trained matrix with its gradient, or a running statistic; a vector is a matrix `[1, width]`.
#[derive(Debug, Clone)]
pub struct Parameter<T> {
    /// Purpose in the layer: weight, bias, scale, …
    pub role: Role,
    /// Current values.
    pub value: Array2<T>,
    /// dL/d(value) of the same shape, written by the layer's backward; zero for running statistics.
    pub gradient: Array2<T>,
}

impl<T: Real> Parameter<T> {
    /// A parameter with a gradient of zero.
    pub fn new(role: Role, value: Array2<T>) -> Self {
        Self { role, gradient: zeros(value.dim()), value }
    }
}
