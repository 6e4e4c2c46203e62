//! Element-wise work in vector instructions, on all cores where that pays.

use super::threads;
use crate::Real;

/// Values from which sharing them among the threads pays.
const SHARED: usize = 1 << 15;

/// Compiles a block for each vector width there is, and runs the one for the widest that this machine
/// has, whatever the compiler was told about the target.
macro_rules! vectorized {
    ($block:expr) => {{
        // What is merely called from code for AVX-512 is itself code for the baseline: hence `inline`, and `once`.
        let once = $crate::kernels::Once;
        pulp::Arch::new().dispatch(
            #[inline(always)]
            || {
                once.take();
                $block
            },
        )
    }};
}
pub(crate) use vectorized;

/// A closure that takes it can be called once only. One that could be called twice is called once by a
/// function around it, which the closure's `inline` says nothing about.
pub(crate) struct Once;

impl Once {
    #[inline(always)]
    pub(crate) fn take(self) {}
}

/// Calls `body` with the values at each place of some slices of one length, those that it writes and those that
/// it reads, in vector instructions, and on all cores where there are many values.
pub(crate) fn each<T: Real, const W: usize, const R: usize>(
    written: [&mut [T]; W],
    read: [&[T]; R],
    body: impl Fn([&mut T; W], [T; R]) + Copy + Sync,
) {
    let threads = threads(written[0].len(), SHARED);
    share(written, read, body, threads);
}

/// The same on so many threads.
fn share<T: Real, const W: usize, const R: usize>(
    mut written: [&mut [T]; W],
    read: [&[T]; R],
    body: impl Fn([&mut T; W], [T; R]) + Copy + Sync,
    threads: usize,
) {
    let count = written[0].len();
    // At a whole number of cache lines.
    let middle = (count * (threads / 2) / threads).next_multiple_of(64);
    if threads < 2 || middle >= count {
        return vectorized!(for_each(written, read, body));
    }
    let left = written
        .each_mut()
        .map(|slice| slice.split_off_mut(..middle).unwrap_or_default());
    let (left_read, read) = (
        read.map(|slice| &slice[..middle]),
        read.map(|slice| &slice[middle..]),
    );
    rayon::join(
        || share(left, left_read, body, threads / 2),
        || share(written, read, body, threads - threads / 2),
    );
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
        body(
            written.each_mut().map(|slice| &mut slice[place]),
            read.map(|slice| slice[place]),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_is_visited_once_in_pieces_as_in_one() {
        for count in [0, 1, SHARED, SHARED + 1, 5 * SHARED + 3] {
            let x: Vec<f32> = (0..count).map(|index| index as f32).collect();
            let mut y = vec![0.0; count];
            each([&mut y], [&x], |[y], [x]| *y += x + 1.0);
            assert!(y.iter().zip(&x).all(|(y, x)| *y == x + 1.0), "{count}");
        }
    }
}
