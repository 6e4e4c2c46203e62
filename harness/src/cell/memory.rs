//! Peak memory of a process.

use std::fs;

use wait4::ResUse;

/// Peak resident memory in bytes of a running process; `None` without `/proc`.
///
/// It is read repeatedly while the process runs. The kernel's value after the end includes the
/// parent's memory, which the child holds between fork and exec.
pub(crate) fn peak_of(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    peak_in(&status)
}

/// Peak resident memory in bytes of a process that has ended; `None` if the system does not report it.
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
