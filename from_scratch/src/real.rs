//! The number types of the library.

use ndarray::NdFloat;
use num_traits::FromPrimitive;

use crate::kernels::exp;

/// `f32` for training, `f64` for checking gradients.
pub trait Real: NdFloat + FromPrimitive + faer::traits::ComplexField {
    /// `value` rounded to this type.
    fn of(value: f64) -> Self;

    /// This number as `f64`, exactly.
    fn to_double(self) -> f64;

    /// `eˣ`: in `f32` a polynomial that compiles to vector instructions, in `f64` the standard
    /// library's.
    fn exponential(self) -> Self;

    /// `tanh x`, likewise.
    fn hyperbolic_tangent(self) -> Self;
}

impl Real for f32 {
    #[inline(always)]
    fn of(value: f64) -> Self {
        value as f32
    }

    #[inline(always)]
    fn to_double(self) -> f64 {
        f64::from(self)
    }

    #[inline(always)]
    fn exponential(self) -> Self {
        exp::exp(self)
    }

    #[inline(always)]
    fn hyperbolic_tangent(self) -> Self {
        exp::tanh(self)
    }
}

impl Real for f64 {
    fn of(value: f64) -> Self {
        value
    }

    fn to_double(self) -> f64 {
        self
    }

    fn exponential(self) -> Self {
        self.exp()
    }

    fn hyperbolic_tangent(self) -> Self {
        self.tanh()
    }
}
