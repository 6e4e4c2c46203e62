//! Blocks of columns, one for each thread.

use ndarray::{ArrayView2, ArrayViewMut2, Axis};

use super::{aligned::LINE, threads, vectorized};
use crate::Real;

/// Values of a matrix from which several threads are faster than one.
const PARALLEL: usize = 1 << 14;

/// Columns are cut at multiples of this many, whole cache lines of `f32` and of `f64`.
const ALIGNED: usize = LINE / size_of::<f32>();

/// The column at which to cut a matrix in two for so many threads; `None` if it stays whole.
///
/// All matrices of one width are cut at the same places, so that each thread reads the columns
/// that it wrote.
pub(crate) fn middle(columns: usize, threads: usize) -> Option<usize> {
    let middle = (columns * (threads / 2) / threads).next_multiple_of(ALIGNED);
    (threads > 1 && middle < columns).then_some(middle)
}

/// Matrices of one width and vectors of that length, which can be cut between two columns.
pub(crate) trait Columns: Sized + Send {
    /// The first `middle` columns, and the others.
    fn cut(self, middle: usize) -> (Self, Self);
}

impl<T: Real> Columns for ArrayViewMut2<'_, T> {
    fn cut(self, middle: usize) -> (Self, Self) {
        self.split_at(Axis(1), middle)
    }
}

impl<T: Real, const N: usize> Columns for [ArrayView2<'_, T>; N] {
    fn cut(self, middle: usize) -> (Self, Self) {
        let halves = self.map(|matrix| matrix.split_at(Axis(1), middle));
        (halves.map(|(left, _)| left), halves.map(|(_, right)| right))
    }
}

impl<T: Real, const N: usize> Columns for [&mut [T]; N] {
    fn cut(mut self, middle: usize) -> (Self, Self) {
        let left = self.each_mut().map(|vector| vector.split_off_mut(..middle));
        (left.map(Option::unwrap_or_default), self)
    }
}

impl<T: Real, const N: usize> Columns for [&[T]; N] {
    fn cut(self, middle: usize) -> (Self, Self) {
        (self.map(|vector| &vector[..middle]), self.map(|vector| &vector[middle..]))
    }
}

impl<C: Columns> Columns for Option<C> {
    fn cut(self, middle: usize) -> (Self, Self) {
        self.map(|columns| columns.cut(middle)).unzip()
    }
}

impl<A: Columns, B: Columns> Columns for (A, B) {
    fn cut(self, middle: usize) -> (Self, Self) {
        let ((left_a, right_a), (left_b, right_b)) = (self.0.cut(middle), self.1.cut(middle));
        ((left_a, left_b), (right_a, right_b))
    }
}

/// Calls `work` with blocks of the columns of matrices `[rows, width]`, each block on a thread of
/// its own if there are enough values.
pub(crate) fn by_columns<C: Columns>(
    (rows, width): (usize, usize),
    columns: C,
    work: impl Fn(C) + Sync,
) {
    split(width, columns, &work, threads(rows * width, PARALLEL));
}

/// The same on exactly so many threads, or fewer if the columns are few.
fn split<C: Columns>(width: usize, columns: C, work: &(impl Fn(C) + Sync), threads: usize) {
    let Some(middle) = middle(width, threads) else {
        return work(columns);
    };
    let (left, right) = columns.cut(middle);
    rayon::join(
        || split(middle, left, work, threads / 2),
        || split(width - middle, right, work, threads - threads / 2),
    );
}

/// `sum = Σ x` over the rows.
///
/// # Shapes
/// x `[rows, columns]`, sum `[columns]`.
pub(crate) fn sum_of_rows<T: Real>(x: ArrayView2<T>, sum: &mut [T]) {
    vectorized!({
        sum.fill(T::zero());
        for row in rows(&x) {
            for (sum, &value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    });
}

/// The rows of a block of columns.
///
/// # Panics
/// On a block of a matrix that is not stored row by row; all of this library are.
#[inline(always)]
pub(crate) fn rows<'a, T: Real>(block: &'a ArrayView2<'_, T>) -> impl Iterator<Item = &'a [T]> {
    assert!(block.rows().into_iter().next().is_none_or(|row| row.is_standard_layout()));
    block.rows().into_iter().map(
        #[inline(always)]
        |row| row.to_slice().unwrap_or_default(),
    )
}

/// The same, mutable.
#[inline(always)]
pub(crate) fn rows_mut<'a, T: Real>(
    block: &'a mut ArrayViewMut2<'_, T>,
) -> impl Iterator<Item = &'a mut [T]> {
    assert!(block.rows().into_iter().next().is_none_or(|row| row.is_standard_layout()));
    block.rows_mut().into_iter().map(
        #[inline(always)]
        |row| row.into_slice().unwrap_or_default(),
    )
}

#[cfg(test)]
mod tests {
    use ndarray::Array2;

    use super::*;
    use crate::kernels::in_pool_of;

    type Blocks<'a> = (([ArrayView2<'a, f32>; 1], ArrayViewMut2<'a, f32>), [&'a mut [f32]; 1]);

    #[test]
    fn every_column_is_in_one_block_however_many_rows_and_columns_there_are() {
        for (rows, width) in [(0, 3), (1, 300), (128, 256), (200, 65), (3 * PARALLEL, 10)] {
            let matrix = Array2::from_shape_fn((rows, width), |(_, column)| column as f32);
            let (mut copy, mut sums) = (matrix.clone(), vec![0.0; width]);
            let columns = (([matrix.view()], copy.view_mut()), [&mut sums[..]]);
            let work = |(([matrix], mut copy), [sums]): Blocks| {
                sum_of_rows(matrix, sums);
                for row in rows_mut(&mut copy) {
                    row.iter_mut().for_each(|value| *value += 1.0);
                }
            };
            in_pool_of(3, || by_columns((rows, width), columns, work));
            assert_eq!(copy, &matrix + 1.0);
            assert_eq!(sums, matrix.sum_axis(Axis(0)).to_vec(), "{rows} × {width}");
        }
    }

    #[test]
    fn columns_are_cut_at_cache_lines_into_no_more_blocks_than_threads() {
        fn blocks(columns: usize, threads: usize) -> usize {
            middle(columns, threads).map_or(1, |middle| {
                assert_eq!(middle % ALIGNED, 0);
                blocks(middle, threads / 2) + blocks(columns - middle, threads - threads / 2)
            })
        }
        assert_eq!([1, 2, 3, 16].map(|threads| blocks(784, threads)), [1, 2, 3, 16]);
        assert_eq!([10, 16, 17, 64].map(|columns| blocks(columns, 2)), [1, 1, 2, 2]);
    }
}
