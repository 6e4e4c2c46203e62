//! The matrix product.

use faer::{MatMut, MatRef, Par, linalg::matmul};
use ndarray::{ArrayView2, ArrayViewMut2};

use super::FlatMut;
use crate::Real;

pub(crate) use faer::Accum as Start;

/// Multiplications that one thread does by itself, microseconds: sharing fewer costs more than it saves.
/// Larger pieces leave the other threads without work for so long that they fall asleep.
const PIECE: usize = 1 << 17;

/// `c ← a·b`, or `c ← c + a·b` where it starts from what `c` holds; on all cores where that pays.
///
/// # Shapes
/// a `[m, k]`, b `[k, n]`, c `[m, n]`; a and b may be transposed views.
pub(crate) fn matmul<T: Real>(
    a: ArrayView2<T>,
    b: ArrayView2<T>,
    start: Start,
    mut c: ArrayViewMut2<T>,
) {
    let (rows, columns) = c.dim();
    let threads = match rows * columns * a.ncols() < 2 * PIECE {
        true => 1,
        false => rayon::current_num_threads(),
    };
    let c = MatMut::from_row_major_slice_mut(c.flat_mut(), rows, columns);
    share(view(a), view(b), start, c, threads);
}

/// The product on so many threads, each of which computes some rows of c. A value of c is the same sum
/// whoever computes it, so results do not depend on who was faster.
fn share<T: Real>(
    a: MatRef<'_, T>,
    b: MatRef<'_, T>,
    start: Start,
    c: MatMut<'_, T>,
    threads: usize,
) {
    if threads < 2 || c.nrows() < 2 {
        return matmul::matmul(c, start, a, b, T::one(), Par::Seq);
    }
    let first = threads / 2;
    let middle = c.nrows() * first / threads;
    let (upper_a, lower_a) = a.split_at_row(middle);
    let (upper_c, lower_c) = c.split_at_row_mut(middle);
    rayon::join(
        || share(upper_a, b, start, upper_c, first),
        || share(lower_a, b, start, lower_c, threads - first),
    );
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
