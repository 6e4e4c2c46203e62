//! How much memory a process held at once.

use std::fs;

use wait4::ResUse;

/// Peak resident memory in bytes of a process that still runs; nothing where the system has no
/// `/proc`.
///
/// Asked again and again while the process runs, and not once when it has ended: what the kernel
/// reports then counts the parent's memory too, which the child held for the instant between fork
/// and exec.
pub(crate) fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    peak_in(&status)
}

/// The same for a process that has ended, where the system says it.
pub(crate) fn peak_of_ended(usage: ResUse) -> Option<u64> {
    Some(usage.rusage.maxrss).filter(|&bytes| bytes > 0)
}

/// Reads the line `VmHWM:   12345 kB` ("high water mark", proc_pid_status(5)).
fn peak_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_high_water_mark_is_read_in_bytes() {
        let status = "Name:\tcrosscheck\nVmHWM:\t   296 kB\nVmRSS:\t 12 kB\n";
        assert_eq!(peak_in(status), Some(296 * 1024));
        assert_eq!(peak_in("Name:\tzombie\n"), None);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn memory_that_was_touched_shows_in_the_peak() {
        let block = std::hint::black_box(vec![1_u8; 64 << 20]);
        let peak = peak_of(std::process::id()).unwrap();
        assert!(peak >= block.len() as u64);
    }
}
