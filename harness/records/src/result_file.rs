//! The result file: records as JSON Lines.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{Record, RecordsError, Result, SCHEMA_VERSION};

/// A result file, one record per line.
pub struct ResultFile {
    file: File,
    path: PathBuf,
}

impl ResultFile {
    /// Reads all records of a file.
    ///
    /// # Errors
    /// A file that cannot be read or is empty; the number of a line that is not a record or has a
    /// newer schema version.
    pub fn read(path: &Path) -> Result<Vec<Record>> {
        let text = std::fs::read_to_string(path).map_err(RecordsError::file("read", path))?;
        let wrong = |reason: String| RecordsError::file("read records from", path)(reason);
        let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let records = lines.map(|(index, line)| {
            record(line).map_err(|problem| wrong(format!("line {} {problem}", index + 1)))
        });
        let records: Vec<Record> = records.collect::<Result<_>>()?;
        if records.is_empty() {
            return Err(wrong(format!("it is empty: {EXPECTED}")));
        }
        Ok(records)
    }

    /// Opens the file to append to it, and creates it and its folder if they are missing.
    ///
    /// # Errors
    /// A folder or file that cannot be created or written.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(RecordsError::file("create folder", folder))?;
        }
        let file = OpenOptions::new().create(true).append(true).open(path);
        Ok(Self {
            file: file.map_err(RecordsError::file("write to", path))?,
            path: path.to_owned(),
        })
    }

    /// Appends a record in one write and syncs it to disk.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn append(&mut self, record: &Record) -> Result<()> {
        let line = serde_json::to_string(record).map_err(std::io::Error::from);
        let written = line
            .and_then(|line| self.file.write_all(format!("{line}\n").as_bytes()))
            .and_then(|()| self.file.sync_data());
        written.map_err(RecordsError::file("write to", &self.path))
    }
}

/// A description for error messages.
const EXPECTED: &str = "a result file has one JSON object per line, as `crosscheck` leaves it in \
    crosscheck-results/ or in --out FILE.jsonl";

/// Parses a line, or says why it is not a record.
fn record(line: &str) -> std::result::Result<Record, String> {
    #[derive(Deserialize)]
    struct Version {
        schema_version: u32,
    }
    // The version comes first: a newer record may lack keys that this version requires.
    match serde_json::from_str(line) {
        Ok(Version { schema_version }) if schema_version > SCHEMA_VERSION => Err(format!(
            "has schema version {schema_version}, and this crosscheck knows {SCHEMA_VERSION}: read it \
             with the one that wrote it, or a newer one"
        )),
        Ok(_) => serde_json::from_str(line).map_err(not_a_record),
        Err(error) => Err(format!("{}; {EXPECTED}", not_a_record(error))),
    }
}

/// The message without the parser's line number, which is always 1.
fn not_a_record(error: serde_json::Error) -> String {
    format!("is not a record: {}", error.to_string().replace(" at line 1 column ", ", column "))
}
