//! `crosscheck` as a user starts it, away from the user's own data, cache and network.

#![allow(clippy::unwrap_used, dead_code)] // every test file uses its own part of this

use std::{
    fs,
    path::{Path, PathBuf},
};

use assert_cmd::Command;
use records::Record;
use tempfile::TempDir;

/// A command that finds no data set on this machine and cannot reach a mirror.
pub(crate) fn crosscheck() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crosscheck"));
    for name in ["NN_DATA", "COLUMNS", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    command
        .env("XDG_CACHE_HOME", env!("CARGO_TARGET_TMPDIR"))
        .env("HOME", env!("CARGO_TARGET_TMPDIR"))
        // Nobody listens there: every download is refused at once.
        .env("ALL_PROXY", "http://127.0.0.1:9")
        .env("RUST_BACKTRACE", "1");
    command
}

/// A comparison of small networks on generated digits that takes a second or two.
pub(crate) fn small_comparison(out: &Path) -> Command {
    repeated_comparison(out, "1")
}

/// The same with several repetitions.
pub(crate) fn repeated_comparison(out: &Path, repetitions: &str) -> Command {
    let mut command = crosscheck();
    command
        .args(["compare", "--dataset", "synthetic-digits", "--model", "784-32-10"])
        .args(["--epochs", "2", "--knn-queries", "40", "--repetitions", repetitions])
        .arg("--out")
        .arg(out);
    command
}

/// A temporary folder and a result file's path in it.
pub(crate) fn result_file() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("results.jsonl");
    (folder, path)
}

/// All records of a result file.
pub(crate) fn records(path: &Path) -> Vec<Record> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The findings of `agree` with these further arguments; all must agree.
pub(crate) fn agreed_cases(arguments: &[&str]) -> Vec<serde_json::Value> {
    let run =
        crosscheck().args(["agree", "--json", "--seeds", "1"]).args(arguments).assert().success();
    let lines = run.get_output().stdout.split(|&byte| byte == b'\n');
    lines
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect()
}

/// The id of every record's contender.
pub(crate) fn ids(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.contender.id.as_str()).collect()
}

/// The folder with the real data: `$NN_DATA`, or `shared/data` beside the checkout.
pub(crate) fn real_data() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data");
    let named = std::env::var_os("NN_DATA").map(PathBuf::from);
    let folder = named.unwrap_or(beside);
    folder.join("mnist").is_dir().then_some(folder)
}

/// The number of processes that were started with this `TMPDIR`.
#[cfg(target_os = "linux")]
pub(crate) fn processes_with(temporary: &Path) -> usize {
    let variable = format!("TMPDIR={}", temporary.display());
    let processes = fs::read_dir("/proc").unwrap().flatten();
    let environments = processes.filter_map(|entry| fs::read(entry.path().join("environ")).ok());
    let has_it = |environment: &Vec<u8>| {
        environment.split(|&byte| byte == 0).any(|entry| entry == variable.as_bytes())
    };
    environments.filter(has_it).count()
}
