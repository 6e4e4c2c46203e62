//! Columns of a matrix, shared among the threads.

use std::ops::Range;

use ndarray::{ArrayView2, ArrayViewMut2, Axis};

use super::{Flat, aligned::LINE, threads, vectorized};
use crate::Real;

/// Values of a matrix from which sharing its columns pays.
const SHARED: usize = 1 << 14;

/// Columns are cut at multiples of this many, whole cache lines of `f32` and of `f64`.
const ALIGNED: usize = LINE / size_of::<f32>();

/// Where to cut so many columns in two for so many threads, if they can be.
///
/// All matrices of one width are cut at the same places: a thread meets again the columns that it wrote.
pub(crate) fn middle(columns: usize, threads: usize) -> Option<usize> {
    let middle = (columns * (threads / 2) / threads).next_multiple_of(ALIGNED);
    (threads > 1 && middle < columns).then_some(middle)
}

/// What has a place for every column: matrices and vectors, one or several.
pub(crate) trait Columns: Sized + Send {
    /// The columns before the one in the middle, and the rest.
    fn cut(self, middle: usize) -> (Self, Self);
}

impl<T: Real> Columns for ArrayViewMut2<'_, T> {
    fn cut(self, middle: usize) -> (Self, Self) {
        self.split_at(Axis(1), middle)
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

/// Calls `work` with blocks of the columns of a matrix `[rows, width]`, on all cores where that pays, and with
/// what belongs to these columns.
pub(crate) fn by_columns<C: Columns>(
    (rows, width): (usize, usize),
    columns: C,
    work: impl Fn(Range<usize>, C) + Sync,
) {
    share(0..width, columns, &work, threads(rows * width, SHARED));
}

/// The same on so many threads.
fn share<C: Columns>(
    range: Range<usize>,
    columns: C,
    work: &(impl Fn(Range<usize>, C) + Sync),
    threads: usize,
) {
    let Some(middle) = middle(range.len(), threads) else {
        return work(range, columns);
    };
    let (left, right) = columns.cut(middle);
    let middle = range.start + middle;
    rayon::join(
        || share(range.start..middle, left, work, threads / 2),
        || share(middle..range.end, right, work, threads - threads / 2),
    );
}

/// `sum = Σ rows`.
pub(crate) fn sum_of_rows<'a, T: Real>(rows: impl Iterator<Item = &'a [T]>, sum: &mut [T]) {
    vectorized!({
        sum.fill(T::zero());
        for row in rows {
            for (sum, &value) in sum.iter_mut().zip(row) {
                *sum += value;
            }
        }
    });
}

/// Some columns of a matrix, row by row.
#[inline(always)]
pub(crate) fn columns<'a, T: Real>(
    matrix: &'a ArrayView2<T>,
    columns: Range<usize>,
) -> impl Iterator<Item = &'a [T]> + Clone {
    let rows = matrix.flat().chunks_exact(matrix.ncols());
    rows.map(
        #[inline(always)]
        move |row| &row[columns.clone()],
    )
}

/// All columns of a block, row by row.
#[inline(always)]
pub(crate) fn rows_mut<'a, T: Real>(
    block: &'a mut ArrayViewMut2<'_, T>,
) -> impl Iterator<Item = &'a mut [T]> {
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

    #[test]
    fn every_column_is_in_one_block_however_many_rows_and_columns_there_are() {
        for (rows, width) in [(0, 3), (1, 300), (128, 256), (200, 65), (3 * SHARED, 10)] {
            let matrix = Array2::from_shape_fn((rows, width), |(_, column)| column as f32);
            let (mut copy, mut sums) = (matrix.clone(), vec![0.0; width]);
            let written = (copy.view_mut(), [&mut sums[..]]);
            let work =
                |range: Range<usize>, (mut block, [sums]): (ArrayViewMut2<_>, [&mut [_]; 1])| {
                    sum_of_rows(columns(&matrix.view(), range), sums);
                    for row in rows_mut(&mut block) {
                        row.iter_mut().for_each(|value| *value += 1.0);
                    }
                };
            in_pool_of(3, || by_columns((rows, width), written, work));
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
