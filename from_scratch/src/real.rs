//! The numbers that the library computes with.

use ndarray::NdFloat;
use num_traits::FromPrimitive;

/// `f32` for training, `f64` for checking gradients.
pub trait Real: NdFloat + FromPrimitive {
    /// The nearest number of this type.
    fn of(value: f64) -> Self;

    /// This number as `f64`.
    fn to_double(self) -> f64;
}

impl Real for f32 {
    fn of(value: f64) -> Self {
        value as f32
    }

    fn to_double(self) -> f64 {
        f64::from(self)
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn to_double(self) -> f64 {
        self
    }
}
