//! The file that records are appended to and read from.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use super::{Record, SCHEMA_VERSION};
use crate::{HarnessError, Result};

/// A result file, one record per line.
pub struct ResultFile {
    file: File,
    path: PathBuf,
}

impl ResultFile {
    /// Reads all records of a file.
    ///
    /// # Errors
    /// A file that cannot be read or holds no record; a line that is no record, or one of a newer
    /// version, by its number.
    pub fn read(path: &Path) -> Result<Vec<Record>> {
        let text = std::fs::read_to_string(path).map_err(HarnessError::file("read", path))?;
        let wrong = |reason: String| HarnessError::file("read records from", path)(reason);
        let record = |(index, line): (usize, &str)| {
            record(line).map_err(|problem| wrong(format!("line {} {problem}", index + 1)))
        };
        let lines = text.lines().enumerate();
        let filled = lines.filter(|(_, line)| !line.trim().is_empty());
        let records: Vec<Record> = filled.map(record).collect::<Result<_>>()?;
        match records.is_empty() {
            true => Err(wrong(format!("it is empty: {EXPECTED}"))),
            false => Ok(records),
        }
    }

    /// Opens the file to append to it; makes it, and its folder, where there is none.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(HarnessError::file("create folder", folder))?;
        }
        let file = OpenOptions::new().create(true).append(true).open(path);
        Ok(Self {
            file: file.map_err(HarnessError::file("write to", path))?,
            path: path.to_owned(),
        })
    }

    /// Appends a record: in one write, and on disk before this returns.
    pub fn append(&mut self, record: &Record) -> Result<()> {
        let line = serde_json::to_string(record).map_err(std::io::Error::from);
        let written = line
            .and_then(|line| self.file.write_all(format!("{line}\n").as_bytes()))
            .and_then(|()| self.file.sync_data());
        written.map_err(HarnessError::file("write to", &self.path))
    }
}

/// What a result file is.
const EXPECTED: &str = "a result file has one JSON object per line, as `crosscheck` leaves it in \
    crosscheck-results/ or in --out FILE.jsonl";

/// The record in a line, or why there is none.
fn record(line: &str) -> std::result::Result<Record, String> {
    #[derive(Deserialize)]
    struct Version {
        schema_version: u32,
    }
    // The version first: what is newer lacks whatever this one looks for.
    match serde_json::from_str(line) {
        Ok(Version { schema_version }) if schema_version > SCHEMA_VERSION => Err(format!(
            "has schema version {schema_version}, and this crosscheck knows {SCHEMA_VERSION}: read it \
             with the one that wrote it, or a newer one"
        )),
        Ok(_) => serde_json::from_str(line).map_err(none),
        Err(error) => Err(format!("{}; {EXPECTED}", none(error))),
    }
}

/// The parser has seen one line only, and calls it the first.
fn none(error: serde_json::Error) -> String {
    let reason = error.to_string();
    format!("is none: {}", reason.replace(" at line 1 column ", ", column "))
}
