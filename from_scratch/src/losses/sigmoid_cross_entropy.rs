//! Sigmoid and binary cross-entropy in one function.

use ndarray::{ArrayView2, ArrayViewMut2, Zip};

use crate::Real;

/// Mean over all `n·d` outputs of `−t·ln σ(z) − (1−t)·ln(1−σ(z))` with the sigmoid σ, and its
/// gradient `dz = (σ(z) − t) / (n·d)` (Bishop 2006, equations 4.90 and 4.91).
///
/// The loss is computed as `max(z, 0) − t·z + ln(1 + e^−|z|)`, in which no exponential overflows
/// and no logarithm meets 0
/// (<https://www.tensorflow.org/api_docs/python/tf/nn/sigmoid_cross_entropy_with_logits>).
///
/// # Shapes
/// z, t and dz `[n, d]`.
pub fn sigmoid_cross_entropy<T: Real>(
    z: ArrayView2<T>,
    t: ArrayView2<T>,
    dz: ArrayViewMut2<T>,
) -> f64 {
    let (one, zero) = (T::one(), T::zero());
    let count = T::of(z.len() as f64);
    let mut loss = 0.0;
    Zip::from(dz).and(z).and(t).for_each(|dz, &z, &t| {
        let term = z.max(zero) - t * z + (-z.abs()).exp().ln_1p();
        loss += term.to_double();
        *dz = (one / (one + (-z).exp()) - t) / count;
    });
    loss / z.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    fn both(z: f64, t: f64) -> (f64, f64) {
        let mut dz = Array2::zeros((1, 1));
        let loss = sigmoid_cross_entropy(array![[z]].view(), array![[t]].view(), dz.view_mut());
        (loss, dz[[0, 0]])
    }

    /// sigmoid(ln 3) = 3/4.
    #[test]
    fn loss_and_gradient_are_those_worked_out_by_hand() {
        let (loss, dz) = both(3.0_f64.ln(), 0.0);
        assert!((loss - 4.0_f64.ln()).abs() < 1e-15);
        assert!((dz - 0.75).abs() < 1e-15);
    }

    #[test]
    fn logits_of_100_are_exact_on_both_sides() {
        let near = |value: f64, expected: f64| (value - expected).abs() < 1e-40;
        assert_eq!(both(100.0, 0.0), (100.0, 1.0));
        assert_eq!(both(-100.0, 1.0), (100.0, both(-100.0, 0.0).1 - 1.0));
        assert!(near(both(100.0, 1.0).0, (-100.0_f64).exp()));
        assert!(near(both(-100.0, 0.0).0, (-100.0_f64).exp()));
        assert_eq!(both(-1e4, 1.0).0, 1e4);
    }
}
