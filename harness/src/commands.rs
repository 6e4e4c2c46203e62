//! The subcommands. Each runs comparisons or reads a result file, then hands the records to
//! the crate `report`.

pub mod claims;
pub mod compare;
#[cfg(feature = "knn-exact")]
pub mod knn;
pub mod list;
pub mod mistakes;
pub mod report;
pub mod reproduce;
pub mod scale;
pub mod show;

use std::path::Path;

use ::report::terminal;
use records::{Content, Record, ResultFile};

use crate::Result;

/// The records of a result file; prints a note for every line that is none.
fn read(path: &Path) -> Result<Vec<Record>> {
    let Content { records, unreadable } = ResultFile::read_whole_lines(path)?;
    for line in unreadable {
        terminal::note(&format!("note: {}: {line}; it is left out", path.display()));
    }
    Ok(records)
}
