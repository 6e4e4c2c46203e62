//! The provenance of this run: machine, build and command.

use std::time::SystemTime;

use records::Provenance;
use sysinfo::{CpuRefreshKind, MemoryRefreshKind, RefreshKind, System};

/// The provenance of this binary on this machine, now.
pub(super) fn of_this_run() -> Provenance {
    let wanted = RefreshKind::nothing()
        .with_cpu(CpuRefreshKind::nothing())
        .with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(wanted).ok();
    let cpus = system.as_ref().map(System::cpus);
    let cpu = cpus.and_then(|cpus| cpus.first()).map(|cpu| cpu.brand().trim().to_owned());
    let revision = env!("BUILT_FROM_REVISION");
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    Provenance {
        started: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        command: command(std::env::args().skip(1)),
        crosscheck: env!("CARGO_PKG_VERSION").to_owned(),
        git_revision: (!revision.is_empty()).then(|| revision.to_owned()),
        git_dirty: env!("BUILT_FROM_DIRTY") == "true",
        rustc: env!("BUILT_WITH_RUSTC").to_owned(),
        profile: profile.to_owned(),
        os: System::long_os_version().unwrap_or_else(|_| std::env::consts::OS.to_owned()),
        cpu: cpu.filter(|brand| !brand.is_empty()),
        processors: cpus.map(<[_]>::len),
        memory_bytes: system.as_ref().map(System::total_memory),
    }
}

/// Options whose values are paths of this machine.
const PATHS: [&str; 4] = ["--data-dir", "--out", "--save", "--plots"];

/// The arguments, quoted for a shell, without [`PATHS`].
fn command(mut arguments: impl Iterator<Item = String>) -> Option<String> {
    let mut kept = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.split_once('=') {
            Some((name, _)) if PATHS.contains(&name) => {}
            None if PATHS.contains(&argument.as_str()) => drop(arguments.next()),
            _ => kept.push(argument),
        }
    }
    shlex::try_join(kept.iter().map(String::as_str)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_kept_without_paths_of_this_machine() {
        let typed =
            ["knn", "--out", "a b.jsonl", "--k", "5", "--data-dir=/x", "--external", "a=b c"];
        let kept = command(typed.map(str::to_owned).into_iter());
        assert_eq!(kept.as_deref(), Some("knn --k 5 --external 'a=b c'"));
    }
}
