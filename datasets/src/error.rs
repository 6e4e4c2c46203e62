//! The errors of this crate.

use std::{fmt, path::PathBuf};

use classifier::ClassifierError;

use crate::{CsvProblem, DatasetName, VariantKind};

/// The result type of this crate.
pub type Result<T> = std::result::Result<T, DatasetError>;

/// Why a data set or a variant could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// No data set has this name.
    #[error("there is no data set {name:?}: choose {}, or pass a CSV file, FILE.csv", names())]
    UnknownDataset {
        /// The requested name.
        name: String,
    },
    /// The user's data directory lacks a file.
    #[error(
        "neither {} nor {} exists, and {named_by} restricts the search to its folder: put the files of {dataset} there, or omit {named_by} to download them",
        .path.display(),
        .path.with_extension("gz").display()
    )]
    MissingFile {
        /// The data set.
        dataset: DatasetName,
        /// The path of the missing file, uncompressed.
        path: PathBuf,
        /// The option or variable that names the folder.
        named_by: &'static str,
    },
    /// A file in the user's data directory is defective.
    #[error("{} {problem}: replace it, or omit {named_by} to download it", .path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// The defect.
        problem: Box<FileProblem>,
        /// The option or variable that names the folder.
        named_by: &'static str,
    },
    /// A cached file is defective, and no mirror replaced it.
    #[error(
        "the cached file {} {problem}, and downloading it again failed: delete it, or try again with a network{}",
        .path.display(),
        list(attempts)
    )]
    BadCache {
        /// The file.
        path: PathBuf,
        /// The defect.
        problem: Box<FileProblem>,
        /// The mirrors tried.
        attempts: Vec<Attempt>,
    },
    /// Neither the cache nor a mirror has the data set.
    #[error(
        "{dataset} is unavailable:{}\nto use local data, put the four files train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte, plain or as .gz, into DIR/{dataset}/, and pass --data-dir DIR or set NN_DATA=DIR",
        list(attempts)
    )]
    Unavailable {
        /// The data set.
        dataset: DatasetName,
        /// The cache and the mirrors tried.
        attempts: Vec<Attempt>,
    },
    /// The temporary folder for the parser failed.
    #[error("cannot use the temporary folder {}: {reason}; set TMPDIR to another folder", .path.display())]
    TemporaryFolder {
        /// The folder or file.
        path: PathBuf,
        /// The error of the operating system.
        reason: String,
    },
    /// A defective CSV file.
    #[error("{}: {problem}", .path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// The defect.
        problem: Box<CsvProblem>,
    },
    /// A label column for a data set that is not a CSV file.
    #[error(
        "--label {label:?} needs a CSV file, but the data set is {dataset}: choose a FILE.csv, or omit --label"
    )]
    LabelWithoutCsv {
        /// The column's name.
        label: String,
        /// The data set.
        dataset: DatasetName,
    },
    /// No variant has this name, or its strength is out of range.
    #[error("there is no variant {name:?}: choose {}", variants())]
    UnknownVariant {
        /// The requested name.
        name: String,
    },
    /// Rows that are not square images.
    #[error("variants need square images, but a row has {width} inputs: choose {IMAGES}")]
    NotSquare {
        /// Inputs per row.
        width: usize,
    },
    /// An input outside 0 to 1.
    #[error(
        "variants need pixels from 0 to 1, but row {row}, column {column} is {value}: choose {IMAGES}"
    )]
    NotPixel {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: usize,
        /// The input.
        value: f32,
    },
    /// Values that do not form a set of examples.
    #[error(transparent)]
    Examples(#[from] ClassifierError),
}

/// A defect of a file. The message continues a sentence that begins with the file's name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileProblem {
    /// The operating system reports an error.
    #[error("cannot be read ({0})")]
    Unreadable(String),
    /// The name ends in `.gz`, but the content has no gzip header.
    #[error("is not a gzip file, though its name ends in .gz")]
    NotGzip,
    /// The compressed data are truncated or corrupt.
    #[error("is truncated or damaged after {bytes} of {expected} decompressed bytes ({reason})")]
    DamagedGzip {
        /// Bytes decompressed before the error.
        bytes: usize,
        /// The expected size in bytes.
        expected: usize,
        /// The decompressor's error.
        reason: String,
    },
    /// The content exceeds the size limit of all data files.
    #[error("is far too long: expected {expected} bytes")]
    TooLong {
        /// The expected size in bytes.
        expected: usize,
    },
    /// The checksum does not match.
    #[error(
        "has the wrong content{}: SHA-256 {sha256}, expected {expected}",
        difference(*bytes, *expected_bytes, known.as_deref())
    )]
    Checksum {
        /// The decompressed size in bytes.
        bytes: usize,
        /// The expected size in bytes.
        expected_bytes: usize,
        /// The checksum.
        sha256: String,
        /// The expected checksum.
        expected: &'static str,
        /// The known file with this content, if any.
        known: Option<String>,
    },
}

/// A failed attempt to get a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// A path or an address.
    pub place: String,
    /// The reason of the failure.
    pub reason: String,
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.reason)
    }
}

fn list(attempts: &[Attempt]) -> String {
    attempts.iter().map(|attempt| format!("\n  {attempt}")).collect()
}

/// The data sets of images.
const IMAGES: &str = "mnist, fashion-mnist, synthetic-digits or edges";

fn variants() -> String {
    let [first @ .., last] = VariantKind::ALL.map(|kind| {
        let allowed = kind.allowed();
        format!("{kind}-{} to {kind}-{}", allowed.start(), allowed.end())
    });
    format!("{}, or {last}", first.join(", "))
}

fn names() -> String {
    let [first @ .., last] = DatasetName::ALL.map(DatasetName::as_str);
    format!("{} or {last}", first.join(", "))
}

fn difference(bytes: usize, expected: usize, known: Option<&str>) -> String {
    match known {
        Some(known) => format!(" (this is {known}; are two files swapped?)"),
        None if bytes != expected => format!(" ({bytes} bytes, expected {expected})"),
        None => String::new(),
    }
}
