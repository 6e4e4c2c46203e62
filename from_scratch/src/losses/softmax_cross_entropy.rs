//! Softmax and cross-entropy in one function, as every framework computes them.

use ndarray::{ArrayView2, ArrayViewMut2};

use crate::{
    Real,
    kernels::{exponentiate, scale_rows, subtract_row_max},
};

/// Mean over the n rows of `−ln softmax(z)[label]`, and its gradient
/// `dz = (softmax(z) − onehot) / n` (Bishop 2006, equations 4.108 and 4.109).
///
/// Logarithm and exponential cancel: the loss of a row is `ln Σ e^(z − max) − (z[label] − max)`,
/// finite for any finite logits.
///
/// # Shapes
/// z and dz `[n, classes]`, one label per row.
pub fn softmax_cross_entropy<T: Real>(
    z: ArrayView2<T>,
    labels: impl Iterator<Item = u32> + Clone,
    mut dz: ArrayViewMut2<T>,
) -> f64 {
    let n = T::of(z.nrows() as f64);
    dz.assign(&z);
    subtract_row_max(&mut dz);
    let of_labels = labels.clone().enumerate().map(|(row, label)| dz[[row, label as usize]]);
    let mut loss: f64 = of_labels.map(|shifted| -shifted.to_double()).sum();
    exponentiate(&mut dz);
    // Now dz = e^(z − max), and each sum is Σ e^(z − max).
    scale_rows(&mut dz, |sum| {
        loss += sum.ln().to_double();
        T::one() / (sum * n)
    });
    // Now dz = softmax(z) / n.
    for (row, label) in labels.enumerate() {
        dz[[row, label as usize]] -= T::one() / n;
    }
    loss / z.nrows() as f64
}

#[cfg(test)]
mod tests {
    use ndarray::{Array2, Axis, array};

    use super::*;

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

    /// Loss and gradient for one-hot targets t in plain ndarray expressions.
    fn plain(z: &Array2<f64>, t: &Array2<f64>) -> (f64, Array2<f64>) {
        let n = z.nrows() as f64;
        let softmax = z.exp() / z.exp().sum_axis(Axis(1)).insert_axis(Axis(1));
        let loss = -(t * softmax.ln()).sum() / n;
        (loss, (softmax - t) / n)
    }

    #[test]
    fn labels_give_what_the_plain_expressions_give_for_one_hot_targets() {
        let z = array![[0.5, -1.0, 2.0], [3.0, 0.0, -3.0]];
        let (loss, dz) = loss_and_gradient(&z, &[2, 1]);
        let one_hot = array![[0.0, 0.0, 1.0], [0.0, 1.0, 0.0]];
        let (plain_loss, plain_dz) = plain(&z, &one_hot);
        assert!((loss - plain_loss).abs() < 1e-15);
        assert!((dz - plain_dz).iter().all(|error| error.abs() < 1e-15));
    }
}
