//! Processes that a cell started and left behind, also in a process group or session of their own.
//!
//! A variable in their environment marks them, which every process inherits.

use std::{
    process::Command,
    sync::OnceLock,
    time::{SystemTime, UNIX_EPOCH},
};

/// The variable.
const MARK: &str = "CROSSCHECK_CELL";

/// The value, which no other process of `crosscheck` has.
fn value() -> &'static str {
    static VALUE: OnceLock<String> = OnceLock::new();
    VALUE.get_or_init(|| {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        format!("{}-{}", std::process::id(), now.as_nanos())
    })
}

/// Marks the process of a cell, which is not yet started.
pub(super) fn mark(command: &mut Command) {
    command.env(MARK, value());
}

/// Ends all processes with the mark. Without `/proc` none is found.
#[cfg(unix)]
pub(super) fn end() {
    use nix::sys::signal::{Signal, kill};
    // A process may start another one while it is ended.
    for _ in 0..100 {
        let left = marked();
        if left.is_empty() {
            return;
        }
        for process in left {
            let _ = kill(process, Signal::SIGKILL);
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
}

#[cfg(not(unix))]
pub(super) fn end() {}

/// Processes with the mark; those that have ended have no environment any more.
#[cfg(unix)]
fn marked() -> Vec<nix::unistd::Pid> {
    let mark = format!("{MARK}={}", value());
    let processes = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let marked = processes.filter_map(|entry| {
        let process: i32 = entry.file_name().to_str()?.parse().ok()?;
        let environment = std::fs::read(entry.path().join("environ")).ok()?;
        let is_marked = environment.split(|&byte| byte == 0).any(|entry| entry == mark.as_bytes());
        is_marked.then(|| nix::unistd::Pid::from_raw(process))
    });
    marked.collect()
}
