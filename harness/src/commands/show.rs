//! `crosscheck show`: models, data sets and activations, without a run.

pub mod activations;
pub mod dataset;
pub mod model;

use std::path::Path;

use report::terminal;

use crate::{HarnessError, Result};

/// Writes a file to a folder, which is created if missing, and prints its path.
fn save(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(HarnessError::file("create folder", folder))?;
    let path = folder.join(name);
    std::fs::write(&path, content).map_err(HarnessError::file("write", &path))?;
    terminal::note(&format!("Picture: {}", path.display()));
    Ok(())
}

/// Writes a chart as `NAME.svg` and, with the feature `png`, as `NAME.png`.
fn save_chart(folder: &Path, name: &str, svg: &str) -> Result<()> {
    save(folder, &format!("{name}.svg"), charts::on_white(svg))?;
    #[cfg(feature = "png")]
    save(folder, &format!("{name}.png"), charts::png(svg)?)?;
    Ok(())
}
