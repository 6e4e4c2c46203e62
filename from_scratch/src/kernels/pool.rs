//! Where a step runs: on the calling thread, or among the worker threads.

use std::sync::atomic::{AtomicBool, Ordering};

use rayon::Yield;

/// Multiplications and additions from which a step is worth the two thread switches to the pool.
const PAYS: usize = 1 << 21;

/// Runs `work` of so many `operations`: in rayon's pool where it is large, so that everything below it
/// forks without a switch of threads, and right here where it is small.
///
/// Until the work is done no thread of the pool falls asleep. One that finds nothing to do would, after
/// the time of a few small layers, and waking it takes longer than the next product does.
pub(crate) fn in_pool<R: Send>(operations: usize, work: impl FnOnce() -> R + Send) -> R {
    let inside = rayon::current_thread_index().is_some();
    if inside || operations < PAYS {
        return work();
    }
    let working = &AtomicBool::new(true);
    rayon::scope(|scope| {
        let worker = rayon::current_thread_index();
        scope.spawn_broadcast(move |_, thread| {
            while Some(thread.index()) != worker && working.load(Ordering::Relaxed) {
                // Takes work of the others, where there is some.
                if rayon::yield_now() != Some(Yield::Executed) {
                    std::thread::yield_now();
                }
            }
        });
        let _done = Done(working);
        work()
    })
}

/// Lets the threads go when it is dropped, so also when the work panics.
struct Done<'a>(&'a AtomicBool);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use std::panic::{AssertUnwindSafe, catch_unwind};

    use super::*;

    #[test]
    fn large_work_is_done_in_the_pool_and_small_work_here() {
        let thread = || rayon::current_thread_index();
        assert!(in_pool(PAYS, thread).is_some());
        assert!(in_pool(PAYS, || in_pool(PAYS, thread)).is_some());
        assert_eq!(in_pool(PAYS - 1, thread), None);
    }

    #[test]
    fn threads_that_stay_awake_share_the_work_and_are_let_go_when_it_panics() {
        for _ in 0..100 {
            let (left, right) = in_pool(PAYS, || rayon::join(|| 1, || 2));
            assert_eq!(left + right, 3);
            let broken = || in_pool(PAYS, || rayon::join(|| 1, || -> i32 { panic!("broken") }));
            assert!(catch_unwind(AssertUnwindSafe(broken)).is_err());
        }
    }
}
