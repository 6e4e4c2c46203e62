//! Element-wise work in vector instructions, on all cores where that pays.

use super::{by_columns, vectorized};
use crate::Real;

/// Calls `body` with the values at each place of some slices of one length, those that it writes and those that
/// it reads, in vector instructions, and on all cores where there are many values.
pub(crate) fn each<T: Real, const W: usize, const R: usize>(
    written: [&mut [T]; W],
    read: [&[T]; R],
    body: impl Fn([&mut T; W], [T; R]) + Copy + Sync,
) {
    // Slices are matrices of one row.
    let shape = (1, written[0].len());
    by_columns(shape, (written, read), |_, (written, read)| {
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
    // Of one known length, so that the compiler need not check every place.
    let mut written = written.each_mut().map(|slice| &mut slice[..count]);
    let read = read.map(|slice| &slice[..count]);
    for place in 0..count {
        body(written.each_mut().map(|slice| &mut slice[place]), read.map(|slice| slice[place]));
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
