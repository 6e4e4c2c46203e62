//! The loops of batch normalisation, over a block of columns.

// One column index for several vectors reads more plainly than a zip of them all.
#![allow(clippy::needless_range_loop)]

use ndarray::{ArrayView2, ArrayViewMut2};

use super::{rows, rows_mut, sum_of_rows, vectorized};
use crate::Real;

/// `mean = Σ x / n` and `variance = Σ (x − mean)² / n` over the n rows.
///
/// # Shapes
/// x `[n, columns]`, mean and variance `[columns]`.
pub(crate) fn mean_and_variance<T: Real>(x: ArrayView2<T>, mean: &mut [T], variance: &mut [T]) {
    let n = T::of(x.nrows() as f64);
    sum_of_rows(x, mean);
    vectorized!({
        mean.iter_mut().for_each(|mean| *mean /= n);
        variance.fill(T::zero());
        for x in rows(&x) {
            for ((variance, &x), &mean) in variance.iter_mut().zip(x).zip(&*mean) {
                *variance += (x - mean) * (x - mean);
            }
        }
        variance.iter_mut().for_each(|variance| *variance /= n);
    });
}

/// `inv_std = 1 / √(variance + ε)`.
pub(crate) fn inverse_std<T: Real>(variance: &[T], epsilon: T, inv_std: &mut [T]) {
    vectorized!({
        for (inv_std, &variance) in inv_std.iter_mut().zip(variance) {
            *inv_std = T::one() / (variance + epsilon).sqrt();
        }
    });
}

/// `y = scale·x̂ + shift` with `x̂ = (x − mean)·inv_std`.
///
/// # Shapes
/// x and y `[n, columns]`, all vectors `[columns]`.
pub(crate) fn normalize<T: Real>(
    x: ArrayView2<T>,
    [mean, inv_std]: [&[T]; 2],
    [scale, shift]: [&[T]; 2],
    mut y: ArrayViewMut2<T>,
) {
    let columns = x.ncols();
    // Slices of one known length: the compiler drops the bounds checks.
    let (mean, inv_std) = (&mean[..columns], &inv_std[..columns]);
    let (scale, shift) = (&scale[..columns], &shift[..columns]);
    vectorized!({
        for (y, x) in rows_mut(&mut y).zip(rows(&x)) {
            let (y, x) = (&mut y[..columns], &x[..columns]);
            for j in 0..columns {
                y[j] = scale[j] * ((x[j] - mean[j]) * inv_std[j]) + shift[j];
            }
        }
    });
}

/// `dscale = Σ dy·x̂` and `dshift = Σ dy` over the rows, with `x̂ = (x − mean)·inv_std`.
///
/// # Shapes
/// x and dy `[n, columns]`, all vectors `[columns]`.
pub(crate) fn scale_and_shift_gradients<T: Real>(
    [x, dy]: [ArrayView2<T>; 2],
    [mean, inv_std]: [&[T]; 2],
    [dscale, dshift]: [&mut [T]; 2],
) {
    let columns = x.ncols();
    let (mean, inv_std) = (&mean[..columns], &inv_std[..columns]);
    let (dscale, dshift) = (&mut dscale[..columns], &mut dshift[..columns]);
    vectorized!({
        dscale.fill(T::zero());
        dshift.fill(T::zero());
        for (x, dy) in rows(&x).zip(rows(&dy)) {
            let (x, dy) = (&x[..columns], &dy[..columns]);
            for j in 0..columns {
                dscale[j] += dy[j] * ((x[j] - mean[j]) * inv_std[j]);
                dshift[j] += dy[j];
            }
        }
    });
}

/// `dx = scale·inv_std·(dy − dshift/n − x̂·dscale/n)` with `x̂ = (x − mean)·inv_std`, over n rows.
///
/// # Shapes
/// x, dy and dx `[n, columns]`, all vectors `[columns]`.
pub(crate) fn input_gradient<T: Real>(
    [x, dy]: [ArrayView2<T>; 2],
    [mean, inv_std]: [&[T]; 2],
    [scale, dscale, dshift]: [&[T]; 3],
    mut dx: ArrayViewMut2<T>,
) {
    let (columns, per_row) = (x.ncols(), T::of(1.0 / x.nrows() as f64));
    let (mean, inv_std, scale) = (&mean[..columns], &inv_std[..columns], &scale[..columns]);
    let (dscale, dshift) = (&dscale[..columns], &dshift[..columns]);
    vectorized!({
        for (dx, (x, dy)) in rows_mut(&mut dx).zip(rows(&x).zip(rows(&dy))) {
            let (dx, x, dy) = (&mut dx[..columns], &x[..columns], &dy[..columns]);
            for j in 0..columns {
                let normalized = (x[j] - mean[j]) * inv_std[j];
                let centred = dy[j] - dshift[j] * per_row - normalized * (dscale[j] * per_row);
                dx[j] = scale[j] * inv_std[j] * centred;
            }
        }
    });
}
