//! The matrix product.

use faer::{Accum, MatMut, MatRef, Par, linalg::matmul};
use ndarray::{ArrayView2, ArrayViewMut2};

use super::{FlatMut, columns::middle, threads};
use crate::Real;

/// Multiplications from which sharing them among the threads pays: microseconds. With larger products on one
/// thread the others would be without work for so long that they fall asleep.
const SHARED: usize = 1 << 17;

/// `c ← a·b`, and `c ← a·b + bias` on every row where there is one; on all cores where that pays.
///
/// # Shapes
/// a `[m, k]`, b `[k, n]`, bias `[n]`, c `[m, n]`; a and b may be transposed views.
pub(crate) fn matmul<T: Real>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    bias: Option<&[T]>,
    mut c: ArrayViewMut2<T>,
) {
    let (rows, columns) = c.dim();
    let threads = threads(rows * columns * a.ncols(), SHARED);
    let c = MatMut::from_row_major_slice_mut(c.flat_mut(), rows, columns);
    share(view(a), view(b), bias, c, threads);
}

/// The product on so many threads, each of which computes some columns of c, or where these are few some rows.
/// No sum is cut: a value of c does not depend on who computes it.
fn share<T: Real>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    bias: Option<&[T]>,
    c: MatMut<'_, T>,
    threads: usize,
) {
    let (half, rest) = (threads / 2, threads - threads / 2);
    if let Some(middle) = middle(c.ncols(), threads) {
        let (left_b, right_b) = b.split_at_col(middle);
        let (left, right) = bias.map(|bias| bias.split_at(middle)).unzip();
        let (left_c, right_c) = c.split_at_col_mut(middle);
        rayon::join(
            || share(a, left_b, left, left_c, half),
            || share(a, right_b, right, right_c, rest),
        );
    } else if threads > 1 && c.nrows() > 1 {
        let middle = c.nrows() * half / threads;
        let (upper_a, lower_a) = a.split_at_row(middle);
        let (upper_c, lower_c) = c.split_at_row_mut(middle);
        rayon::join(
            || share(upper_a, b, bias, upper_c, half),
            || share(lower_a, b, bias, lower_c, rest),
        );
    } else {
        on_one_thread(a, b, bias, c);
    }
}

/// Every row of c starts as the bias, and the product is added to it.
fn on_one_thread<T: Real>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    bias: Option<&[T]>,
    mut c: MatMut<'_, T>,
) {
    let Some(bias) = bias else {
        return matmul::matmul(c, Accum::Replace, a, b, T::one(), Par::Seq);
    };
    let rows = c.as_mut().row_iter_mut();
    for row in rows.filter_map(|row| row.try_as_row_major_mut()) {
        row.as_slice_mut().copy_from_slice(bias);
    }
    matmul::matmul(c, Accum::Add, a, b, T::one(), Par::Seq);
}

/// The matrix, a whole one or the transposed view of one, in faer's terms.
fn view<'a, T: Real>(matrix: ArrayView2<'a, T>) -> MatRef<'a, T> {
    let (rows, columns) = matrix.dim();
    match matrix.to_slice() {
        Some(values) => MatRef::from_row_major_slice(values, rows, columns),
        None => {
            let values = matrix.reversed_axes().to_slice().unwrap_or_default();
            MatRef::from_row_major_slice(values, columns, rows).transpose()
        }
    }
}
