//! Softmax and cross-entropy in one, as every framework computes them.

use ndarray::{ArrayView2, ArrayViewMut2, Zip};

use crate::{
    Real,
    kernels::{FlatMut, vectorized},
    layers::shift_by_max,
};

/// Mean over the rows of `−ln softmax(z)[label]`, and its gradient `dz = (softmax(z) − onehot) / n`.
///
/// Taken together the logarithm and the exponential cancel: the loss of a row is
/// `ln Σ e^(z−max) − (z[label] − max)`, finite for any finite logits.
///
/// # Shapes
/// z and dz `[rows, classes]`, one label per row.
pub fn softmax_cross_entropy<T: Real>(
    z: ArrayView2<T>,
    labels: impl Iterator<Item = u32> + Clone,
    mut dz: ArrayViewMut2<T>,
) -> f64 {
    let (rows, classes) = z.dim();
    let count = T::of(rows as f64);
    dz.assign(&z);
    vectorized!({
        // The exponentials of all rows are taken at once: rows of ten are too short for vectors.
        let dz = dz.flat_mut();
        dz.chunks_exact_mut(classes).for_each(shift_by_max);
        let of_labels = dz.chunks_exact(classes).zip(labels.clone());
        let mut loss: f64 = of_labels.map(|(row, label)| -row[label as usize].to_double()).sum();
        dz.iter_mut().for_each(|dz| *dz = dz.exponential());
        for (row, label) in dz.chunks_exact_mut(classes).zip(labels) {
            let sum = row.iter().fold(T::zero(), |sum, &value| sum + value);
            loss += sum.ln().to_double();
            let factor = T::one() / (sum * count);
            row.iter_mut().for_each(|exponential| *exponential *= factor);
            row[label as usize] -= T::one() / count;
        }
        loss / rows as f64
    })
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
    let count = T::of(z.nrows() as f64);
    dz.assign(&z);
    let mut loss = 0.0;
    for (mut row, target) in dz.rows_mut().into_iter().zip(targets.rows()) {
        let max = row.fold(T::neg_infinity(), |max, &z| max.max(z));
        row -= max;
        let of_target = row.dot(&target);
        row.mapv_inplace(T::exponential);
        let sum = row.sum();
        loss += (sum.ln() - of_target).to_double();
        Zip::from(&mut row)
            .and(&target)
            .for_each(|value, &target| *value = (*value / sum - target) / count);
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
