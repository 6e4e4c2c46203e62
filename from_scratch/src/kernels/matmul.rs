//! The matrix product.

use faer::{Accum, MatMut, MatRef, Par, linalg::matmul};
use ndarray::{ArrayView2, ArrayViewMut2};

use super::{FlatMut, columns::middle, threads};
use crate::Real;

/// Multiplications from which several threads are faster than one: microseconds. During larger
/// products on one thread, the idle ones would fall asleep.
const PARALLEL: usize = 1 << 17;

/// `c ← a·b`, plus `bias` on every row if there is one.
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
    let threads = threads(rows * columns * a.ncols(), PARALLEL);
    let c = MatMut::from_row_major_slice_mut(c.flat_mut(), rows, columns);
    split(view(a), view(b), bias, c, threads);
}

/// The product on so many threads: each computes some columns of c, or some rows if the columns are
/// few. No sum is cut, so that the result does not depend on the number of threads.
fn split<T: Real>(
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
            || split(a, left_b, left, left_c, half),
            || split(a, right_b, right, right_c, rest),
        );
    } else if threads > 1 && c.nrows() > 1 {
        let middle = c.nrows() * half / threads;
        let (upper_a, lower_a) = a.split_at_row(middle);
        let (upper_c, lower_c) = c.split_at_row_mut(middle);
        rayon::join(
            || split(upper_a, b, bias, upper_c, half),
            || split(lower_a, b, bias, lower_c, rest),
        );
    } else {
        on_one_thread(a, b, bias, c);
    }
}

/// Copies the bias to every row of c, then adds the product.
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

/// The faer view of a matrix or of a transposed view.
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

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::kernels::in_pool_of;

    /// Cut by columns, cut by rows and whole; with operands stored either way.
    #[test]
    fn one_and_three_threads_compute_what_ndarray_does() {
        let wave = |shape| Array2::from_shape_fn(shape, |(i, j)| ((3 * i + 7 * j) as f64).sin());
        for (m, k, n) in [(1, 1, 1), (64, 100, 130), (700, 40, 10)] {
            let (a, b, bias) = (wave((m, k)), wave((k, n)), wave((1, n)));
            let (a_stored, b_stored) = (wave((k, m)), wave((n, k)));
            for threads in [1, 3] {
                let assert_product = |a: ArrayView2<f64>, b: ArrayView2<f64>| {
                    let mut c = Array2::zeros((m, n));
                    in_pool_of(threads, || matmul(a, b, bias.as_slice(), c.view_mut()));
                    assert!((c - (a.dot(&b) + &bias)).iter().all(|error| error.abs() < 1e-12));
                    let mut c = Array2::ones((m, n));
                    in_pool_of(threads, || matmul(a, b, None, c.view_mut()));
                    assert!((c - a.dot(&b)).iter().all(|error| error.abs() < 1e-12));
                };
                assert_product(a.view(), b.view());
                assert_product(a_stored.t(), b.view());
                assert_product(a.view(), b_stored.t());
            }
        }
    }
}
