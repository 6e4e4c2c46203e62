//! Cross-entropy of probabilities.

use classifier::SMALLEST_PROBABILITY;
use ndarray::{ArrayView2, ArrayViewMut2};

use crate::Real;

/// Mean over the n rows of `−ln p[label]`, and its gradient `dp[label] = −1 / (n·p[label])`,
/// 0 elsewhere (Bishop 2006, equation 4.108).
///
/// Probabilities are at least [`SMALLEST_PROBABILITY`]; below that bound the gradient is 0.
///
/// # Shapes
/// p and dp `[n, classes]`, one label per row.
pub fn cross_entropy<T: Real>(
    p: ArrayView2<T>,
    labels: impl Iterator<Item = u32>,
    mut dp: ArrayViewMut2<T>,
) -> f64 {
    let n = T::of(p.nrows() as f64);
    let smallest = T::of(SMALLEST_PROBABILITY);
    dp.fill(T::zero());
    let mut loss = 0.0;
    for ((p, mut dp), label) in p.rows().into_iter().zip(dp.rows_mut()).zip(labels) {
        let label = label as usize;
        // Not `max`, which drops NaN.
        if p[label] <= smallest {
            loss -= smallest.ln().to_double();
        } else {
            loss -= p[label].ln().to_double();
            dp[label] = -T::one() / (n * p[label]);
        }
    }
    loss / p.nrows() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

    #[test]
    fn loss_and_gradient_are_those_worked_out_by_hand() {
        let p = array![[0.25, 0.75], [0.5, 0.5]];
        let mut dp = Array2::zeros((2, 2));
        let loss = cross_entropy(p.view(), [1, 0].into_iter(), dp.view_mut());
        let expected = -(0.75_f64.ln() + 0.5_f64.ln()) / 2.0;
        assert!((loss - expected).abs() < 1e-15);
        assert_eq!(dp, array![[0.0, -0.5 / 0.75], [-1.0, 0.0]]);
    }

    #[test]
    fn nan_stays_nan() {
        let mut dp = Array2::zeros((1, 2));
        let p = array![[f64::NAN, 1.0]];
        let loss = cross_entropy(p.view(), [0].into_iter(), dp.view_mut());
        assert!(loss.is_nan() && dp[[0, 0]].is_nan());
    }

    #[test]
    fn a_probability_of_0_gives_a_finite_loss_and_no_gradient() {
        let mut dp = Array2::zeros((1, 2));
        let p = array![[0.0_f32, 1.0]];
        let loss = cross_entropy(p.view(), [0].into_iter(), dp.view_mut());
        assert!((loss - 87.336).abs() < 1e-3, "{loss}");
        assert_eq!(dp, array![[0.0, 0.0]]);
    }
}
