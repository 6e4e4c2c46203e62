//! The loops of softmax, over all rows of a matrix.

use ndarray::ArrayViewMut2;

use super::{FlatMut, vectorized};
use crate::Real;

/// `z ← z − max z`, row by row; softmax does not change, and no exponential overflows
/// (Goodfellow, Bengio & Courville 2016, *Deep Learning*, section 4.1,
/// <https://www.deeplearningbook.org/contents/numerical.html>).
pub(crate) fn subtract_row_max<T: Real>(z: &mut ArrayViewMut2<T>) {
    let columns = z.ncols().max(1);
    vectorized!({
        for row in z.flat_mut().chunks_exact_mut(columns) {
            let max = row.iter().fold(T::neg_infinity(), |max, &z| max.max(z));
            row.iter_mut().for_each(|z| *z -= max);
        }
    });
}

/// `z ← eᶻ`, over all rows at once: rows of ten are too short for vector instructions.
pub(crate) fn exponentiate<T: Real>(z: &mut ArrayViewMut2<T>) {
    vectorized!(z.flat_mut().iter_mut().for_each(|z| *z = z.exponential()));
}

/// `z ← z / Σ z`, row by row.
pub(crate) fn divide_by_row_sum<T: Real>(z: &mut ArrayViewMut2<T>) {
    let columns = z.ncols().max(1);
    vectorized!({
        for row in z.flat_mut().chunks_exact_mut(columns) {
            let sum = row.iter().fold(T::zero(), |sum, &z| sum + z);
            row.iter_mut().for_each(|z| *z /= sum);
        }
    });
}

/// `z ← z · factor(Σ z)`, row by row from the top.
pub(crate) fn scale_rows<T: Real>(z: &mut ArrayViewMut2<T>, mut factor: impl FnMut(T) -> T) {
    let columns = z.ncols().max(1);
    vectorized!({
        for row in z.flat_mut().chunks_exact_mut(columns) {
            let factor = factor(row.iter().fold(T::zero(), |sum, &z| sum + z));
            row.iter_mut().for_each(|z| *z *= factor);
        }
    });
}
