//! The end of a run by a signal: Ctrl-C (SIGINT), `kill` (SIGTERM), a closed terminal (SIGHUP).
//!
//! The first signal is noted: the running cell is ended with everything that it started, the finished
//! cells are shown, and the command fails with [`HarnessError::Interrupted`]. A second signal ends the
//! process at once.

use std::{
    sync::{
        Mutex, MutexGuard, Once, PoisonError,
        atomic::{AtomicI32, AtomicU64, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

use crate::{HarnessError, Result};

/// The signal that interrupted the run; 0 without one.
static SIGNAL: AtomicI32 = AtomicI32::new(0);
/// The cells of the run, and those that are finished.
static CELLS: AtomicU64 = AtomicU64::new(0);
static FINISHED: AtomicU64 = AtomicU64::new(0);
/// Held while a record is written.
static WRITING: Mutex<()> = Mutex::new(());

/// Begins a run of a number of cells. Until then a signal ends the process as usual.
pub fn begin(cells: u64) {
    CELLS.store(cells, Relaxed);
    FINISHED.store(0, Relaxed);
    static LISTENING: Once = Once::new();
    LISTENING.call_once(listen);
}

/// Counts a finished cell.
pub fn count_cell() {
    FINISHED.fetch_add(1, Relaxed);
}

/// Cells of the run that are finished.
pub fn finished() -> u64 {
    FINISHED.load(Relaxed)
}

/// Succeeds until the run is interrupted.
///
/// # Errors
/// [`HarnessError::Interrupted`] after a signal.
pub fn check() -> Result<()> {
    match SIGNAL.load(Relaxed) {
        0 => Ok(()),
        signal => Err(HarnessError::Interrupted {
            signal,
            finished: finished(),
            cells: CELLS.load(Relaxed),
        }),
    }
}

/// The result of `work`, which is abandoned after a signal: for work that cannot look for one.
///
/// # Errors
/// [`HarnessError::Interrupted`] after a signal.
pub fn unless_interrupted<T: Send + 'static>(
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T> {
    let working = thread::spawn(work);
    while !working.is_finished() {
        check()?;
        thread::sleep(Duration::from_millis(5));
    }
    Ok(working.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
}

/// While the guard lives, a second signal waits: a record is written whole.
pub fn while_writing() -> MutexGuard<'static, ()> {
    WRITING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(unix)]
fn listen() {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };
    use std::time::Instant;

    let ignored = ignored();
    let ours =
        [SIGHUP, SIGINT, SIGTERM].into_iter().filter(|signal| ignored >> (signal - 1) & 1 == 0);
    // Without a handler a signal ends the program, which is acceptable.
    let Ok(mut signals) = Signals::new(ours) else { return };
    thread::spawn(move || {
        let mut first: Option<Instant> = None;
        for signal in signals.forever() {
            match first {
                None => {
                    first = Some(Instant::now());
                    SIGNAL.store(signal, Relaxed);
                }
                // `timeout` sends its signal to the process, and again to the process group.
                Some(first) if first.elapsed() < Duration::from_millis(300) => {}
                Some(_) => {
                    super::leftovers::end();
                    let _whole = while_writing();
                    std::process::exit(128 + signal);
                }
            }
        }
    });
}

#[cfg(not(unix))]
fn listen() {}

/// The signals that this process was started to ignore, by `nohup` for instance, as a mask: bit n − 1
/// stands for signal n (`SigIgn` in proc_pid_status(5)). They stay ignored.
#[cfg(unix)]
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or_default()
}
