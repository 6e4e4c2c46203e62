//! What is done to all rows alike, or column by column.

use std::ops::Range;

use rayon::prelude::*;

use super::vectorized;
use crate::Real;

/// Values of a matrix that one thread works through by itself, microseconds.
const PIECE: usize = 1 << 13;

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

/// Calls `work` with blocks of the columns of a matrix of so many rows, on all cores where that pays, and
/// with these columns' places in two vectors.
pub(crate) fn by_columns<T: Real>(
    rows: usize,
    [a, b]: [&mut [T]; 2],
    work: impl Fn(Range<usize>, &mut [T], &mut [T]) + Sync,
) {
    // Whole cache lines.
    let block = PIECE.div_ceil(rows.max(1)).next_multiple_of(64);
    let blocks = a.par_chunks_mut(block).zip(b.par_chunks_mut(block));
    blocks.enumerate().for_each(|(index, (a, b))| {
        let first = index * block;
        work(first..first + a.len(), a, b);
    });
}

/// Some columns of a matrix, row by row.
#[inline(always)]
pub(crate) fn columns<T>(
    matrix: &[T],
    width: usize,
    columns: Range<usize>,
) -> impl Iterator<Item = &[T]> + Clone {
    let rows = matrix.chunks_exact(width);
    rows.map(
        #[inline(always)]
        move |row| &row[columns.clone()],
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_column_is_in_one_block_however_many_rows_and_columns_there_are() {
        for (rows, width) in [(0, 3), (1, 300), (128, 256), (200, 65), (3 * PIECE, 130)] {
            let matrix: Vec<f32> = (0..rows * width).map(|i| (i % width) as f32).collect();
            let (mut sums, mut visits) = (vec![0.0; width], vec![0.0; width]);
            by_columns(rows, [&mut sums, &mut visits], |range, sums, visits| {
                for row in columns(&matrix, width, range) {
                    sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
                }
                visits.iter_mut().for_each(|visits| *visits += 1.0);
            });
            assert!(visits.iter().all(|&visits| visits == 1.0));
            let expected = (0..width).map(|column| (column * rows) as f32);
            assert!(expected.eq(sums), "{rows} × {width}");
        }
    }
}
