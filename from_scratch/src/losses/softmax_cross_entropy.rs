//! Softmax and cross-entropy in one, as every framework computes them.

use ndarray::{ArrayView2, ArrayViewMut2, Axis, Zip};

use crate::{Real, layers::shift_by_max};

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
        row.mapv_inplace(T::exp);
        let sum = row.sum();
        loss += (sum.ln() - of_label).to_double();
        row.mapv_inplace(|exponential| exponential / (sum * rows));
        row[label] -= T::one() / rows;
    }
    loss / z.nrows() as f64
}

/// The same for targets that are distributions, such as one-hot vectors: mean over the rows of
/// `Σ −t·ln softmax(z)`, and `dz = (softmax(z) − t) / n`.
///
/// # Shapes
/// z, targets and dz `[rows, classes]`; each row of the targets sums to 1.
pub fn softmax_cross_entropy_one_hot<T: Real>(
    z: ArrayView2<T>,
    targets: ArrayView2<T>,
    mut dz: ArrayViewMut2<T>,
) -> f64 {
    let rows = T::of(z.nrows() as f64);
    dz.assign(&z);
    let mut loss = 0.0;
    for (mut row, target) in dz.axis_iter_mut(Axis(0)).zip(targets.rows()) {
        shift_by_max(&mut row);
        let of_target = row.dot(&target);
        row.mapv_inplace(T::exp);
        let sum = row.sum();
        loss += (sum.ln() - of_target).to_double();
        Zip::from(&mut row)
            .and(&target)
            .for_each(|value, &target| *value = (*value / sum - target) / rows);
    }
    loss / z.nrows() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, array};

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

    #[test]
    fn one_hot_targets_give_what_their_labels_give() {
        let z = array![[0.5, -1.0, 2.0], [3.0, 0.0, -3.0]];
        let (loss, dz) = loss_and_gradient(&z, &[2, 1]);
        let one_hot = array![[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]];
        let mut other = Array2::zeros(z.dim());
        let same = softmax_cross_entropy_one_hot(z.view(), one_hot.view(), other.view_mut());
        assert!((loss - same).abs() < 1e-15);
        assert!((dz - other).iter().all(|error| error.abs() < 1e-15));
    }
}
