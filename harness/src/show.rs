//! `crosscheck show`: what a model, a data set or an activation looks like, before anything runs.

pub mod activations;
pub mod dataset;
pub mod model;

use std::path::Path;

use crate::{HarnessError, Result, terminal};

/// Writes a file to a folder that may not be there yet, and says where.
fn save(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(HarnessError::file("create folder", folder))?;
    let path = folder.join(name);
    std::fs::write(&path, content).map_err(HarnessError::file("write", &path))?;
    terminal::note(&format!("Picture: {}", path.display()));
    Ok(())
}
