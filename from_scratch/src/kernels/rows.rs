//! What is done to all rows alike.

use super::vectorized;
use crate::Real;

/// Every row becomes the vector.
pub(crate) fn fill_rows<T: Real>(matrix: &mut [T], vector: &[T]) {
    for row in matrix.chunks_exact_mut(vector.len()) {
        row.copy_from_slice(vector);
    }
}

/// `sum = Σ rows of the matrix`.
pub(crate) fn sum_of_rows<T: Real>(matrix: &[T], sum: &mut [T]) {
    vectorized!({
        sum.fill(T::zero());
        for row in matrix.chunks_exact(sum.len()) {
            for (sum, &value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    });
}
