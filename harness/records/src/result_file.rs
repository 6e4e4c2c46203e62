//! The result file: records as JSON Lines.
//!
//! A line is whole or it is not counted: a run that is killed while it writes leaves a torn line, and
//! the records before and after it stay readable.

use std::{
    fmt,
    fs::{File, OpenOptions},
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{Record, RecordsError, Result, SCHEMA_VERSION};

/// A result file, one record per line, open to append to it.
pub struct ResultFile {
    file: File,
    path: PathBuf,
}

/// The content of a result file.
#[derive(Debug)]
pub struct Content {
    /// The records, in the order of the file.
    pub records: Vec<Record>,
    /// The lines that are not records.
    pub unreadable: Vec<Unreadable>,
}

/// A line that is not a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Number of the line, from 1.
    pub line: usize,
    /// The problem: "is not a record: …".
    pub reason: String,
}

impl ResultFile {
    /// Reads all records of a file in which every line is one.
    ///
    /// # Errors
    /// A file that cannot be read or is empty; the number of a line that is not a record or has a
    /// newer schema version.
    pub fn read(path: &Path) -> Result<Vec<Record>> {
        let Content { records, unreadable } = Self::read_whole_lines(path)?;
        match unreadable.first() {
            None => Ok(records),
            Some(line) => Err(RecordsError::file("read records from", path)(line)),
        }
    }

    /// Reads the records of a file, and tells which lines are none.
    ///
    /// # Errors
    /// A file that cannot be read, is empty or has no record.
    pub fn read_whole_lines(path: &Path) -> Result<Content> {
        let bytes = std::fs::read(path).map_err(RecordsError::file("read", path))?;
        let content = content(&bytes);
        match (&content.records[..], content.unreadable.first()) {
            ([], None) => Err(RecordsError::file("read records from", path)(format!(
                "it is empty: {EXPECTED}"
            ))),
            ([], Some(line)) => Err(RecordsError::file("read records from", path)(line)),
            _ => Ok(content),
        }
    }

    /// Makes a file ready to be appended to, if it exists: a last line without end is ended if it is
    /// whole, else moved to `FILE.torn`. Returns what a user should know about the file.
    ///
    /// # Errors
    /// A file that is not a result file: nothing is ever appended to it.
    pub fn mend(path: &Path) -> Result<Vec<String>> {
        if !path.exists() {
            return Ok(Vec::new());
        }
        let refuse = |reason: &str| RecordsError::file("append to", path)(reason);
        if !path.is_file() {
            return Err(refuse("it is not a file"));
        }
        let mut open = Self::open(path)?;
        open.lock();
        let mut bytes = Vec::new();
        let read = open.file.rewind().and_then(|()| open.file.read_to_end(&mut bytes));
        read.map_err(RecordsError::file("read", path))?;
        let whole = bytes.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let (lines, last) = bytes.split_at(whole);
        let Content { records, unreadable } = content(lines);
        if records.is_empty() && !(unreadable.is_empty() && may_be_a_record(last)) {
            return Err(refuse(&format!("it is not a result file: {EXPECTED}")));
        }
        let mut notes: Vec<String> = unreadable
            .iter()
            .map(|line| format!("{}: {line}; it is left out", path.display()))
            .collect();
        if !last.is_empty() {
            notes.extend(open.end_last_line(last, whole as u64)?);
        }
        Ok(notes)
    }

    /// Opens the file to append to it, and creates it and its folder if they are missing.
    ///
    /// # Errors
    /// A folder or file that cannot be created or written.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(RecordsError::file("create folder", folder))?;
        }
        let file = OpenOptions::new().create(true).read(true).append(true).open(path);
        Ok(Self {
            file: file.map_err(RecordsError::file("write to", path))?,
            path: path.to_owned(),
        })
    }

    /// Appends a record on a line of its own and syncs it to disk. Several processes may append to one
    /// file.
    ///
    /// # Errors
    /// A file that cannot be written; it is left as it was.
    pub fn append(&mut self, record: &Record) -> Result<()> {
        self.lock();
        let written = serde_json::to_string(record)
            .map_err(io::Error::from)
            .and_then(|line| self.append_line(&line));
        let _ = self.file.unlock();
        written.map_err(RecordsError::file("write to", &self.path))
    }

    fn append_line(&mut self, line: &str) -> io::Result<()> {
        let length = self.file.seek(SeekFrom::End(0))?;
        // Another process may have been killed while it wrote.
        let start = if self.ends_with_a_line()? { "" } else { "\n" };
        let written = self.file.write_all(format!("{start}{line}\n").as_bytes());
        written.and_then(|()| self.file.sync_data()).inspect_err(|_| {
            let _ = self.file.set_len(length);
        })
    }

    /// Whether the file is empty or its last line has an end.
    fn ends_with_a_line(&mut self) -> io::Result<bool> {
        if self.file.seek(SeekFrom::End(0))? == 0 {
            return Ok(true);
        }
        let mut last = [0];
        self.file.seek(SeekFrom::End(-1))?;
        self.file.read_exact(&mut last)?;
        Ok(last == *b"\n")
    }

    /// Ends a whole last line; moves a torn one, which begins at `start`, to `FILE.torn`.
    fn end_last_line(&mut self, last: &[u8], start: u64) -> Result<Option<String>> {
        let wrong = RecordsError::file("write to", &self.path);
        if serde_json::from_slice::<serde::de::IgnoredAny>(last).is_ok() {
            return self.file.write_all(b"\n").map(|()| None).map_err(wrong);
        }
        let mut torn = self.path.clone().into_os_string();
        torn.push(".torn");
        let torn = PathBuf::from(torn);
        let kept = OpenOptions::new().create(true).append(true).open(&torn).and_then(|mut file| {
            file.write_all(&[last, b"\n"].concat())?;
            file.sync_data()
        });
        kept.map_err(RecordsError::file("write to", &torn))?;
        self.file.set_len(start).map_err(wrong)?;
        Ok(Some(format!(
            "{}: the last line, of {} bytes, is torn: it is moved to {}",
            self.path.display(),
            last.len(),
            torn.display()
        )))
    }

    /// Waits until no other process writes. Where files cannot be locked, a write is only mostly one.
    fn lock(&self) {
        let _ = self.file.lock();
    }
}

/// A description for error messages.
const EXPECTED: &str = "a result file has one JSON object per line, as `crosscheck` leaves it in \
    crosscheck-results/ or in --out FILE.jsonl";

fn content(bytes: &[u8]) -> Content {
    let mut content = Content { records: Vec::new(), unreadable: Vec::new() };
    for (index, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        match record(line) {
            Ok(record) => content.records.push(record),
            Err(reason) => content.unreadable.push(Unreadable { line: index + 1, reason }),
        }
    }
    content
}

/// Whether these bytes are the beginning of a record, or nothing.
fn may_be_a_record(bytes: &[u8]) -> bool {
    const BEGINNING: &[u8] = br#"{"schema_version":"#;
    bytes.starts_with(BEGINNING) || BEGINNING.starts_with(bytes)
}

/// Parses a line, or says why it is not a record.
fn record(line: &[u8]) -> std::result::Result<Record, String> {
    #[derive(Deserialize)]
    struct Version {
        schema_version: u32,
    }
    // The version comes first: a newer record may lack keys that this version requires.
    match serde_json::from_slice(line) {
        Ok(Version { schema_version }) if schema_version > SCHEMA_VERSION => Err(format!(
            "has schema version {schema_version}, and this crosscheck knows {SCHEMA_VERSION}: read it \
             with the one that wrote it, or a newer one"
        )),
        Ok(_) => serde_json::from_slice(line).map_err(not_a_record),
        Err(error) => Err(format!("{}; {EXPECTED}", not_a_record(error))),
    }
}

/// The message without the parser's line number, which is always 1.
fn not_a_record(error: serde_json::Error) -> String {
    format!("is not a record: {}", error.to_string().replace(" at line 1 column ", ", column "))
}

impl fmt::Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {} {}", self.line, self.reason)
    }
}
