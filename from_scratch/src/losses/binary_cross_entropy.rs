//! Binary cross-entropy of probabilities.

use classifier::SMALLEST_PROBABILITY;
use ndarray::{ArrayView2, ArrayViewMut2, Zip};

use crate::Real;

/// Mean over all `n·d` outputs of `−t·ln p − (1−t)·ln(1−p)`, and its gradient
/// `dp = ((1−t)/(1−p) − t/p) / (n·d)` (Bishop 2006, equation 4.90).
///
/// `p` and `1−p` are at least [`SMALLEST_PROBABILITY`]; below that bound the gradient is 0.
///
/// # Shapes
/// p, t and dp `[n, d]`.
pub fn binary_cross_entropy<T: Real>(
    p: ArrayView2<T>,
    t: ArrayView2<T>,
    dp: ArrayViewMut2<T>,
) -> f64 {
    let (one, zero) = (T::one(), T::zero());
    let count = T::of(p.len() as f64);
    let smallest = T::of(SMALLEST_PROBABILITY);
    // Not `max`, which drops NaN.
    let bounded_ln = |p: T| if p <= smallest { smallest.ln() } else { p.ln() };
    let slope = |p: T| if p <= smallest { zero } else { one / p };
    let mut loss = 0.0;
    Zip::from(dp).and(p).and(t).for_each(|dp, &p, &t| {
        let term = t * bounded_ln(p) + (one - t) * bounded_ln(one - p);
        loss -= term.to_double();
        *dp = ((one - t) * slope(one - p) - t * slope(p)) / count;
    });
    loss / p.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn loss_and_gradient_are_those_worked_out_by_hand() {
        let mut dp = Array2::zeros((2, 1));
        let (p, t) = (array![[0.25], [0.25]], array![[1.0], [0.0]]);
        let loss = binary_cross_entropy(p.view(), t.view(), dp.view_mut());
        let expected = -(0.25_f64.ln() + 0.75_f64.ln()) / 2.0;
        assert!((loss - expected).abs() < 1e-15);
        assert_eq!(dp, array![[-2.0], [0.5 / 0.75]]);
    }

    /// sigmoid(±100) is 1 and 0 in `f32`.
    #[test]
    fn probabilities_of_0_and_1_give_finite_losses_and_gradients() {
        let mut dp = Array2::zeros((2, 2));
        let p = array![[0.0_f32, 1.0], [0.0, 1.0]];
        let t = array![[0.0, 1.0], [1.0, 0.0]];
        let loss = binary_cross_entropy(p.view(), t.view(), dp.view_mut());
        assert!((loss - 87.336 / 2.0).abs() < 1e-3, "{loss}");
        assert!(dp.iter().all(|dp| dp.is_finite()));
    }
}
