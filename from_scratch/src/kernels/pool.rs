//! Where a step runs: on the calling thread, or among the worker threads.

/// Operations from which work is worth the two thread switches to the pool.
const PAYS: usize = 1 << 18;

/// Runs `work` of so many `operations`: in rayon's pool where it is large, so that everything below it
/// forks without a switch of threads, and right here where it is small.
pub(crate) fn in_pool<R: Send>(operations: usize, work: impl FnOnce() -> R + Send) -> R {
    match operations < PAYS {
        true => work(),
        false => rayon::scope(|_| work()),
    }
}

/// How many threads share work of this size: one where it is below what pays, and outside the pool.
pub(crate) fn threads(size: usize, pays: usize) -> usize {
    match size < pays || rayon::current_thread_index().is_none() {
        true => 1,
        false => rayon::current_num_threads(),
    }
}

/// Runs `work` in a pool of so many threads.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) fn in_pool_of<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(work)
}
