//! What a layer learns.

use ndarray::Array2;

use crate::Real;

/// A trainable matrix and its gradient; a bias is a matrix of one row.
#[derive(Debug, Clone)]
pub struct Parameter<T> {
    /// The value.
    pub value: Array2<T>,
    /// dL/d(value), written by the layer's backward.
    pub gradient: Array2<T>,
    /// Whether weight decay pulls it towards zero: weights yes, biases no.
    pub decays: bool,
}

impl<T: Real> Parameter<T> {
    /// A parameter that weight decay applies to.
    pub fn weight(value: Array2<T>) -> Self {
        Self {
            gradient: Array2::zeros(value.dim()),
            value,
            decays: true,
        }
    }

    /// A parameter that weight decay leaves alone.
    pub fn bias(value: Array2<T>) -> Self {
        Self {
            decays: false,
            ..Self::weight(value)
        }
    }
}
