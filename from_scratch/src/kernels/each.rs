//! Element-wise functions.

use super::{by_columns, vectorized};
use crate::Real;

/// Calls `body` for each index of slices of one length, with the values that it writes and those
/// that it reads: in vector instructions, and on several threads if the values are many.
pub(crate) fn each<T: Real, const W: usize, const R: usize>(
    written: [&mut [T]; W],
    read: [&[T]; R],
    body: impl Fn([&mut T; W], [T; R]) + Copy + Sync,
) {
    // Slices are matrices of one row.
    let shape = (1, written[0].len());
    by_columns(shape, (written, read), |(written, read)| {
        vectorized!(for_each(written, read, body));
    });
}

/// A plain loop.
#[inline(always)]
fn for_each<T: Real, const W: usize, const R: usize>(
    mut written: [&mut [T]; W],
    read: [&[T]; R],
    body: impl Fn([&mut T; W], [T; R]),
) {
    let count = written[0].len();
    // Slices of one known length: the compiler drops the bounds checks.
    let mut written = written.each_mut().map(|slice| &mut slice[..count]);
    let read = read.map(|slice| &slice[..count]);
    for index in 0..count {
        body(written.each_mut().map(|slice| &mut slice[index]), read.map(|slice| slice[index]));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernels::in_pool_of;

    #[test]
    fn every_value_is_visited_once_on_one_thread_as_on_several() {
        for (threads, count) in [(1, 0), (3, 0), (3, 1), (1, 100_003), (3, 100_003)] {
            let x: Vec<f32> = (0..count).map(|index| index as f32).collect();
            let mut y = vec![0.0; count];
            in_pool_of(threads, || each([&mut y], [&x], |[y], [x]| *y += x + 1.0));
            assert!(y.iter().zip(&x).all(|(y, x)| *y == x + 1.0), "{count}");
        }
    }
}
