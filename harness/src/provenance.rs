//! Where a result comes from. No host name: results are published.

use std::time::SystemTime;

use serde::{Deserialize, Serialize};
use sysinfo::{CpuRefreshKind, MemoryRefreshKind, RefreshKind, System};

/// Machine and build behind a result.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Provenance {
    /// When the run began, RFC 3339, UTC.
    pub started: String,
    /// What was typed after `crosscheck`, without the places of this machine's data and results.
    #[serde(default)]
    pub command: Option<String>,
    /// Version of `crosscheck`.
    pub crosscheck: String,
    /// Commit that it was built from.
    pub git_revision: Option<String>,
    /// Whether tracked files differed from that commit.
    pub git_dirty: bool,
    /// Compiler.
    pub rustc: String,
    /// `release`, or `debug`, whose times mean nothing.
    pub profile: String,
    /// Operating system.
    pub os: String,
    /// Processor model.
    pub cpu: Option<String>,
    /// Logical processors.
    pub processors: Option<usize>,
    /// Main memory in bytes.
    pub memory_bytes: Option<u64>,
}

impl Provenance {
    /// Of this binary on this machine, now.
    pub fn of_this_run() -> Self {
        let wanted = RefreshKind::nothing()
            .with_cpu(CpuRefreshKind::nothing())
            .with_memory(MemoryRefreshKind::nothing().with_ram());
        let system = System::new_with_specifics(wanted).ok();
        let cpus = system.as_ref().map(System::cpus);
        let brand = cpus.and_then(|cpus| cpus.first()).map(|cpu| cpu.brand().trim());
        let revision = env!("BUILT_FROM_REVISION");
        Self {
            started: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
            command: command(std::env::args().skip(1)),
            crosscheck: env!("CARGO_PKG_VERSION").to_owned(),
            git_revision: (!revision.is_empty()).then(|| revision.to_owned()),
            git_dirty: env!("BUILT_FROM_DIRTY") == "true",
            rustc: env!("BUILT_WITH_RUSTC").to_owned(),
            profile: if cfg!(debug_assertions) { "debug" } else { "release" }.to_owned(),
            os: System::long_os_version().unwrap_or_else(|_| std::env::consts::OS.to_owned()),
            cpu: brand.filter(|brand| !brand.is_empty()).map(str::to_owned),
            processors: cpus.map(<[_]>::len),
            memory_bytes: system.as_ref().map(System::total_memory),
        }
    }
}

/// Options whose values are places of one machine.
const PLACES: [&str; 4] = ["--data-dir", "--out", "--save", "--plots"];

/// The arguments as a shell takes them.
fn command(arguments: impl Iterator<Item = String>) -> Option<String> {
    let mut kept = Vec::new();
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let name = argument.split('=').next().unwrap_or_default();
        match PLACES.contains(&name) {
            true if argument.contains('=') => {}
            true => drop(arguments.next()),
            false => kept.push(argument),
        }
    }
    shlex::try_join(kept.iter().map(String::as_str)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_is_kept_without_the_places_of_this_machine() {
        let typed =
            ["knn", "--out", "a b.jsonl", "--k", "5", "--data-dir=/x", "--external", "a=b c"];
        let kept = command(typed.map(str::to_owned).into_iter());
        assert_eq!(kept.as_deref(), Some("knn --k 5 --external 'a=b c'"));
    }
}
