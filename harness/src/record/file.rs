//! The file that records are appended to and read from.

use std::{
    fs::{File, OpenOptions},
    io::Write,
    path::{Path, PathBuf},
};

use super::Record;
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
    /// A file that cannot be read, or a line that is no record, by its number.
    pub fn read(path: &Path) -> Result<Vec<Record>> {
        let text = std::fs::read_to_string(path).map_err(HarnessError::file("read", path))?;
        let record = |(index, line): (usize, &str)| {
            serde_json::from_str(line).map_err(|error| {
                HarnessError::file("read records from", path)(format!(
                    "line {} is none: {error}",
                    index + 1
                ))
            })
        };
        let lines = text.lines().enumerate();
        let filled = lines.filter(|(_, line)| !line.trim().is_empty());
        filled.map(record).collect()
    }

    /// Opens the file to append to it; makes it, and its folder, where there is none.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
        {
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
