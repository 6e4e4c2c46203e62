//! The report: everything that a result file holds, on one page.

use std::path::Path;

use crate::{HarnessError, Result, record::Record};

/// Writes the page of `records` to `path`.
///
/// # Errors
/// A file that cannot be written.
pub fn write(records: &[Record], path: &Path) -> Result<()> {
    let page = format!("{} records", records.len());
    std::fs::write(path, page).map_err(HarnessError::file("write", path))
}
