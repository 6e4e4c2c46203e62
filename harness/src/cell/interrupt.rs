//! Ctrl-C: ends the running cell and keeps the finished ones.

use std::sync::{
    Arc, OnceLock,
    atomic::{AtomicBool, Ordering},
};

/// A flag that becomes true on Ctrl-C.
pub fn stop() -> Arc<AtomicBool> {
    // A process has one handler: all runs share its flag.
    static STOP: OnceLock<Arc<AtomicBool>> = OnceLock::new();
    let flag = STOP.get_or_init(|| {
        let stop = Arc::new(AtomicBool::new(false));
        let on_interrupt = Arc::clone(&stop);
        // Without a handler Ctrl-C ends the program, which is acceptable.
        let _ = ctrlc::set_handler(move || on_interrupt.store(true, Ordering::Relaxed));
        stop
    });
    Arc::clone(flag)
}

/// Whether Ctrl-C was pressed.
pub fn stopped() -> bool {
    stop().load(Ordering::Relaxed)
}
