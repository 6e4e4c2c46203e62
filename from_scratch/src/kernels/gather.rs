//! Copying the rows of a shuffled batch into one matrix.

use rayon::prelude::*;

use super::threads;

/// Values from which several threads are faster than one.
const PARALLEL: usize = 1 << 15;

/// Rows that are copied together.
const ROWS: usize = 8;

/// Values of a row that are copied before those of the next row: four cache lines.
const PART: usize = 64;

/// Writes `row(0)`, `row(1)`, … of `width` values each to `rows`.
///
/// Rows are scattered in memory, and the processor waits at the start of each; copied together,
/// several rows share one wait.
pub(crate) fn gather<'a>(row: impl Fn(usize) -> &'a [f32] + Sync, width: usize, rows: &mut [f32]) {
    let count = rows.len() / width;
    let copy = |(block, rows): (usize, &mut [f32])| {
        let from: [_; ROWS] =
            std::array::from_fn(|index| row((block * ROWS + index).min(count - 1)));
        for start in (0..width).step_by(PART) {
            let part = start..(start + PART).min(width);
            for (copied, row) in rows.chunks_exact_mut(width).zip(from) {
                copied[part.clone()].copy_from_slice(&row[part.clone()]);
            }
        }
    };
    match threads(rows.len(), PARALLEL) {
        1 => rows.chunks_mut(ROWS * width).enumerate().for_each(copy),
        _ => rows.par_chunks_mut(ROWS * width).enumerate().for_each(copy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::in_pool_of;

    #[test]
    fn rows_come_in_their_order_however_many_and_however_wide_they_are() {
        for (count, width) in [(1, 1), (7, 25), (8, 64), (9, 65), (100, 784)] {
            let set: Vec<f32> = (0..2 * count * width).map(|index| index as f32).collect();
            let row = |index: usize| &set[(2 * index + 1) * width..][..width];
            let mut rows = vec![0.0; count * width];
            in_pool_of(3, || gather(row, width, &mut rows));
            let expected: Vec<&[f32]> = (0..count).map(row).collect();
            assert_eq!(rows, expected.concat(), "{count} rows of {width}");
        }
    }
}
