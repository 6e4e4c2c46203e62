//! The provenance of this run: machine, build and command.

use std::{env, fs, path::Path, sync::OnceLock, time::SystemTime};

use datasets::sha256_hex;
use records::Provenance;
use sysinfo::{CpuRefreshKind, MemoryRefreshKind, RefreshKind, System};

/// The provenance of this binary on this machine, for a run of a number of cells that begins now.
pub(super) fn of_run(cells: u64) -> Provenance {
    let wanted = RefreshKind::nothing()
        .with_cpu(CpuRefreshKind::nothing())
        .with_memory(MemoryRefreshKind::nothing().with_ram());
    let system = System::new_with_specifics(wanted).ok();
    let cpus = system.as_ref().map(System::cpus);
    let cpu = cpus.and_then(|cpus| cpus.first()).map(|cpu| cpu.brand().trim().to_owned());
    let revision = env!("BUILT_FROM_REVISION");
    let git_dirty = env!("BUILT_FROM_DIRTY") == "true";
    let arguments = env::args_os().map(|argument| argument.to_string_lossy().into_owned());
    let profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    Provenance {
        started: humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
        command: command(arguments.skip(1)),
        cells: Some(cells),
        crosscheck: env!("CARGO_PKG_VERSION").to_owned(),
        git_revision: (!revision.is_empty()).then(|| revision.to_owned()),
        git_dirty,
        program: if git_dirty || revision.is_empty() { digest_of_this_program() } else { None },
        rustc: env!("BUILT_WITH_RUSTC").to_owned(),
        profile: profile.to_owned(),
        os: System::long_os_version().unwrap_or_else(|_| env::consts::OS.to_owned()),
        cpu: cpu.filter(|brand| !brand.is_empty()),
        processors: cpus.map(<[_]>::len),
        memory_bytes: system.as_ref().map(System::total_memory),
    }
}

/// SHA-256 of the running program; `None` if the system does not show its file.
fn digest_of_this_program() -> Option<String> {
    static DIGEST: OnceLock<Option<String>> = OnceLock::new();
    let digest = || Some(sha256_hex([fs::read(env::current_exe().ok()?).ok()?]));
    DIGEST.get_or_init(digest).clone()
}

/// Options whose values are folders and files of this machine alone.
const LEFT_OUT: [&str; 4] = ["--data-dir", "--out", "--save", "--plots"];

/// The arguments, quoted for a shell, without those [`LEFT_OUT`]; of other absolute paths the file
/// name is kept.
fn command(mut arguments: impl Iterator<Item = String>) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    while let Some(argument) = arguments.next() {
        let is_command = kept.last().is_some_and(|option| option == "--external");
        match argument.split_once('=') {
            Some(("--external", external)) => {
                let (name, words) = external.split_once('=')?;
                kept.push(format!("--external={name}={}", command_without_folders(words)?));
            }
            Some((name, _)) if LEFT_OUT.contains(&name) => {}
            None if LEFT_OUT.contains(&argument.as_str()) => drop(arguments.next()),
            Some((name, words)) if is_command => {
                kept.push(format!("{name}={}", command_without_folders(words)?));
            }
            _ => kept.push(without_folder(&argument)),
        }
    }
    shlex::try_join(kept.iter().map(String::as_str)).ok()
}

/// A command line with the file names of its absolute paths.
fn command_without_folders(words: &str) -> Option<String> {
    let words: Vec<String> = shlex::split(words)?.iter().map(|word| without_folder(word)).collect();
    shlex::try_join(words.iter().map(String::as_str)).ok()
}

/// `x.csv` for `/home/me/x.csv`, `--dataset=x.csv` for `--dataset=/home/me/x.csv`.
fn without_folder(word: &str) -> String {
    let path = Path::new(word);
    match (path.file_name().filter(|_| path.is_absolute()), word.split_once('=')) {
        (Some(name), _) => name.to_string_lossy().into_owned(),
        (None, Some((name, value))) => format!("{name}={}", without_folder(value)),
        (None, None) => word.to_owned(),
    }
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
        let typed = [
            "--dataset",
            "/home/me/my data/x.csv",
            "--experiment=/home/me/e.toml",
            "--load",
            "models/a.safetensors",
            "--external",
            "a=/usr/bin/python3 '/home/me/my code.py' --seed=1 --weights=/home/me/w",
        ];
        let kept = command(typed.map(str::to_owned).into_iter());
        let kept = shlex::split(&kept.unwrap()).unwrap();
        let external = "a=python3 'my code.py' '--seed=1' '--weights=w'";
        assert_eq!(kept[..3], ["--dataset", "x.csv", "--experiment=e.toml"]);
        assert_eq!(kept[3..6], ["--load", "models/a.safetensors", "--external"]);
        assert_eq!(shlex::split(&kept[6]), shlex::split(external));
    }
}
