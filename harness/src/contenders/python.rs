//! The Python contenders of the folder `reference/`.

use std::{
    env,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

/// The command that runs a script of `reference/`.
///
/// # Errors
/// A message if there is no folder `reference/` or no Python. Whether that Python has the libraries,
/// only the script can tell.
pub(super) fn program(script: &str) -> Result<Vec<String>, String> {
    let folder = folder().ok_or(
        "the folder reference/ is neither in the working directory nor where this program was \
         built: run it from a checkout",
    )?;
    let python = python(&folder);
    let status =
        Command::new(&python).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    if !status.is_ok_and(|status| status.success()) {
        return Err(format!(
            "there is no Python at {}: set NN_PYTHON to one, or set it up as in reference/README.md",
            python.display()
        ));
    }
    Ok(vec![text(&python), text(&folder.join(script))])
}

/// The folder with the scripts, in the working directory or where this program was built.
fn folder() -> Option<PathBuf> {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference");
    let places = [PathBuf::from("reference"), built];
    places.into_iter().find(|place| place.is_dir())
}

/// `$NN_PYTHON`, else the virtual environment in `reference/.venv`, else the system's Python.
fn python(folder: &Path) -> PathBuf {
    if let Some(python) = env::var_os("NN_PYTHON") {
        return python.into();
    }
    let own = folder.join(".venv/bin/python");
    if own.exists() { own } else { "python3".into() }
}

fn text(path: &Path) -> String {
    path.to_string_lossy().into_owned()
}
