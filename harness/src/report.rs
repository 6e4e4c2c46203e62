//! The report: everything that a result file holds, on one page.
//!
//! The page needs nothing but itself: no network, no script. `comparison` finds the records that had
//! the same work and `contender` sums up each of them; `verdict`, `ranking`, `figures`, `agreement`,
//! `confusion`, `predictions`, `neighbours`, `growth`, `variants` and `provenance` are its sections, each only
//! there when its data are; `page` puts them into the templates of `harness/templates`.

mod activations;
mod agreement;
mod comparison;
mod confusion;
mod contender;
mod figures;
mod growth;
mod images;
mod neighbours;
mod page;
mod predictions;
mod provenance;
mod ranking;
mod table;
mod variants;
mod verdict;

use std::path::{Path, PathBuf};

use crate::{
    HarnessError, Result,
    record::{Record, ResultFile},
    terminal,
};

/// Writes the page of `records` to `path`; with pictures of the images that were misread where the
/// data set lies on this machine, in `data_dir` or where it is usually looked for.
///
/// # Errors
/// A chart that cannot be drawn, a file that cannot be written.
pub fn write(records: &[Record], data_dir: Option<PathBuf>, path: &Path) -> Result<()> {
    let page = page::render(records, &images::datasets(records, data_dir))?;
    std::fs::write(path, page).map_err(HarnessError::file("write", path))?;
    terminal::note(&format!("Report: {}", path.display()));
    Ok(())
}

/// Writes the page of a result file beside it, as `FILE.html`.
///
/// # Errors
/// A file that cannot be read, and those of [`write`](fn@write).
pub fn write_beside(results: &Path, data_dir: Option<PathBuf>) -> Result<()> {
    let records = ResultFile::read(results)?;
    write(&records, data_dir, &results.with_extension("html"))
}
