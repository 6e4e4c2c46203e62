//! Revision and compiler of the binary, for the provenance of every result.

use std::{env, process::Command};

fn main() {
    let git = |arguments: &[&str]| run("git", arguments);
    let revision = git(&["rev-parse", "HEAD"]).unwrap_or_default();
    let changes = git(&["status", "--porcelain", "--untracked-files=no"]);
    let dirty = changes.is_some_and(|changes| !changes.is_empty());
    let rustc = env::var("RUSTC").ok().and_then(|rustc| run(&rustc, &["--version"]));
    println!("cargo:rustc-env=BUILT_FROM_REVISION={revision}");
    println!("cargo:rustc-env=BUILT_FROM_DIRTY={dirty}");
    println!("cargo:rustc-env=BUILT_WITH_RUSTC={}", rustc.unwrap_or_default());
    for path in ["HEAD", "index", "logs/HEAD"] {
        println!("cargo:rerun-if-changed=../.git/{path}");
    }
    for member in [
        "classifier",
        "datasets",
        "from_scratch",
        "burn_impl",
        "candle_impl",
        "knn_baseline",
        "harness",
    ] {
        println!("cargo:rerun-if-changed=../{member}");
    }
}

/// The output of a command, trimmed; `None` if it cannot be run or fails.
fn run(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    output.status.success().then(|| text.trim().to_owned())
}
