//! What a layer learns or remembers.

use classifier::Role;
use ndarray::Array2;

use crate::{Real, kernels::zeros};

/// A matrix and, when it is trained, its gradient; a vector is a matrix of one row.
#[derive(Debug, Clone)]
pub struct Parameter<T> {
    /// What it does in its layer.
    pub role: Role,
    /// The value.
    pub value: Array2<T>,
    /// dL/d(value), written by the layer's backward; zero for what is not trained.
    pub gradient: Array2<T>,
}

impl<T: Real> Parameter<T> {
    /// A parameter with no gradient yet.
    pub fn new(role: Role, value: Array2<T>) -> Self {
        Self { role, gradient: zeros(value.dim()), value }
    }
}
