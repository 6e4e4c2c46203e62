//! Softmax: `y = eˣ / Σ eˣ` over the row.

use ndarray::{Array1, ArrayView2, ArrayViewMut2, Axis, Zip};

use super::{Layer, Mode};
use crate::{
    Real,
    kernels::{FlatMut, vectorized},
};

/// `y = eˣ / Σ eˣ` over the row.
#[derive(Debug, Clone, Copy)]
pub struct Softmax;

impl<T: Real> Layer<T> for Softmax {
    /// `y = e^(x − max x) / Σ e^(x − max x)`, row by row.
    fn forward(&mut self, x: ArrayView2<T>, mut y: ArrayViewMut2<T>, _mode: Mode) {
        y.assign(&x);
        softmax_rows(y);
    }

    /// `dx = y · (dy − Σ dy·y)`, the sum over the row: each output depends on every input.
    fn backward(
        &mut self,
        _x: ArrayView2<T>,
        y: ArrayView2<T>,
        dy: ArrayView2<T>,
        dx: Option<ArrayViewMut2<T>>,
    ) {
        let Some(dx) = dx else { return };
        let sums: Array1<T> = Zip::from(y.rows()).and(dy.rows()).map_collect(|y, dy| y.dot(&dy));
        let sums = sums.insert_axis(Axis(1));
        Zip::from(dx)
            .and(y)
            .and(dy)
            .and_broadcast(&sums)
            .for_each(|dx, &y, &dy, &sum| *dx = y * (dy - sum));
    }
}

/// Turns every row of logits into probabilities, `e^(z−max) / Σ e^(z−max)`.
pub fn softmax_rows<T: Real>(mut z: ArrayViewMut2<T>) {
    let classes = z.ncols().max(1);
    vectorized!({
        let z = z.flat_mut();
        z.chunks_exact_mut(classes).for_each(shift_by_max);
        z.iter_mut().for_each(|z| *z = z.exponential());
        for row in z.chunks_exact_mut(classes) {
            let sum = row.iter().fold(T::zero(), |sum, &value| sum + value);
            row.iter_mut().for_each(|exponential| *exponential /= sum);
        }
    });
}

/// `z − max z`, so that no exponential overflows; softmax does not change.
#[inline(always)]
pub(crate) fn shift_by_max<T: Real>(row: &mut [T]) {
    let max = row.iter().fold(T::neg_infinity(), |max, &z| max.max(z));
    row.iter_mut().for_each(|z| *z -= max);
}
