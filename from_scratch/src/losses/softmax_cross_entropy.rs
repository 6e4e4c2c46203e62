//! Softmax and cross-entropy in one, as every framework computes them.

use ndarray::{Array2, ArrayView2, ArrayViewMut1, ArrayViewMut2, Axis};

use crate::Real;

/// Mean over the rows of `−ln softmax(z)[label]`, and its gradient `dz = (softmax(z) − onehot) / n`.
///
/// Taken together the logarithm and the exponential cancel: the loss of a row is
/// `ln Σ e^(z−max) − (z[label] − max)`, finite for any finite logits.
///
/// # Shapes
/// z and dz `[rows, classes]`, one label per row.
pub fn softmax_cross_entropy<T: Real>(
    z: ArrayView2<T>,
    labels: impl Iterator<Item = u32>,
    mut dz: ArrayViewMut2<T>,
) -> f64 {
    let rows = T::of(z.nrows() as f64);
    dz.assign(&z);
    let mut loss = 0.0;
    for (mut row, label) in dz.axis_iter_mut(Axis(0)).zip(labels) {
        let label = label as usize;
        shift_by_max(&mut row);
        let of_label = row[label];
        let sum = exponentials(&mut row);
        loss += (sum.ln() - of_label).to_double();
        row.mapv_inplace(|exponential| exponential / (sum * rows));
        row[label] -= T::one() / rows;
    }
    loss / z.nrows() as f64
}

/// Turns every row of logits into probabilities, `e^(z−max) / Σ e^(z−max)`.
///
/// # Shapes
/// z and the result `[rows, classes]`.
pub fn softmax<T: Real>(z: ArrayView2<T>) -> Array2<T> {
    let mut probabilities = z.to_owned();
    for mut row in probabilities.axis_iter_mut(Axis(0)) {
        shift_by_max(&mut row);
        let sum = exponentials(&mut row);
        row.mapv_inplace(|exponential| exponential / sum);
    }
    probabilities
}

/// `z − max z`, so that no exponential overflows; softmax does not change.
fn shift_by_max<T: Real>(row: &mut ArrayViewMut1<T>) {
    let max = row.fold(T::neg_infinity(), |max, &z| max.max(z));
    row.mapv_inplace(|z| z - max);
}

/// `e^z` in place; returns their sum.
fn exponentials<T: Real>(row: &mut ArrayViewMut1<T>) -> T {
    row.mapv_inplace(T::exp);
    row.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;

    fn loss_and_gradient(z: &Array2<f64>, labels: &[u32]) -> (f64, Array2<f64>) {
        let mut dz = Array2::zeros(z.dim());
        let loss = softmax_cross_entropy(z.view(), labels.iter().copied(), dz.view_mut());
        (loss, dz)
    }

    /// softmax([0, ln 3]) = [1/4, 3/4].
    #[test]
    fn loss_and_gradient_are_those_worked_out_by_hand() {
        let z = array![[0.0, 3.0_f64.ln()], [0.0, 3.0_f64.ln()]];
        let (loss, dz) = loss_and_gradient(&z, &[0, 1]);
        let expected = (4.0_f64.ln() + (4.0_f64 / 3.0).ln()) / 2.0;
        assert!((loss - expected).abs() < 1e-15);
        let expected = array![[-0.375, 0.375], [0.125, -0.125]];
        assert!((dz - expected).iter().all(|error| error.abs() < 1e-15));
    }

    #[test]
    fn huge_logits_give_a_finite_loss_and_gradient() {
        let (loss, dz) = loss_and_gradient(&array![[1e4, -1e4, 0.0]], &[1]);
        assert_eq!(loss, 2e4);
        assert_eq!(dz, array![[1.0, -1.0, 0.0]]);
    }
}
