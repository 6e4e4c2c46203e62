//! The choice between the calling thread and rayon's pool.

/// Operations from which the pool is faster than the calling thread, two thread switches included.
const PARALLEL: usize = 1 << 18;

/// Runs `work` of so many `operations`: in rayon's pool if they are many, so that everything below
/// forks without a thread switch, else on the calling thread.
pub(crate) fn in_pool<R: Send>(operations: usize, work: impl FnOnce() -> R + Send) -> R {
    if operations < PARALLEL { work() } else { rayon::scope(|_| work()) }
}

/// Number of threads for work of this size: all threads of the pool from `parallel` on, one below
/// and outside the pool.
pub(crate) fn threads(size: usize, parallel: usize) -> usize {
    let alone = size < parallel || rayon::current_thread_index().is_none();
    if alone { 1 } else { rayon::current_num_threads() }
}

/// Runs `work` in a pool of so many threads.
#[cfg(test)]
#[allow(clippy::unwrap_used)]
pub(crate) fn in_pool_of<R: Send>(threads: usize, work: impl FnOnce() -> R + Send) -> R {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build();
    pool.unwrap().install(work)
}
