//! Ctrl-C: the running cell is ended, and what is done is shown.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

/// Becomes true on Ctrl-C, for everything that this process runs from then on.
pub fn stop() -> Arc<AtomicBool> {
    // A process has one handler: a second run in it must look at the first one's flag.
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = STOP.get_or_init(|| {
        let stop = Arc::new(AtomicBool::new(false));
        let on_interrupt = Arc::clone(&stop);
        // Without a handler Ctrl-C simply ends the program, which is no reason not to run.
        let _ = ctrlc::set_handler(move || on_interrupt.store(true, Ordering::Relaxed));
        stop
    });
    Arc::clone(flag)
}

/// Whether Ctrl-C was pressed.
pub fn stopped() -> bool {
    stop().load(Ordering::Relaxed)
}
