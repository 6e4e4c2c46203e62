//! Everything that can go wrong between a request and a data set.

use std::{fmt, path::PathBuf};

use classifier::ClassifierError;

use crate::{CsvProblem, DatasetName, VariantKind};

/// The result of this crate's calls.
pub type Result<T> = std::result::Result<T, DatasetError>;

/// Why there is no data set.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// A name that no data set has.
    #[error("there is no data set {name:?}: choose {}, or a file of your own, FILE.csv", names())]
    UnknownDataset {
        /// The name given.
        name: String,
    },
    /// The folder that the user named lacks a file.
    #[error(
        "neither {} nor {} exists, and {named_by} makes its folder the only one looked in: put the files of {dataset} there, or leave out {named_by} to have them downloaded",
        .path.display(),
        .path.with_extension("gz").display()
    )]
    MissingFile {
        /// The data set it belongs to.
        dataset: DatasetName,
        /// The file looked for, uncompressed.
        path: PathBuf,
        /// What named the folder.
        named_by: &'static str,
    },
    /// A file in the folder that the user named is not what it should be.
    #[error("{} {problem}: replace it, or leave out {named_by} to have it downloaded", .path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: Box<FileProblem>,
        /// What named the folder.
        named_by: &'static str,
    },
    /// A file in the cache is not what it should be, and no mirror could replace it.
    #[error(
        "the cached file {} {problem}, and it could not be downloaded again: delete it, or try again with a network{}",
        .path.display(),
        list(attempts)
    )]
    BadCache {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: Box<FileProblem>,
        /// The mirrors tried.
        attempts: Vec<Attempt>,
    },
    /// Neither the cache nor a mirror has the data set.
    #[error(
        "{dataset} is nowhere to be had:{}\nput its four files (train-images-idx3-ubyte, train-labels-idx1-ubyte, t10k-images-idx3-ubyte, t10k-labels-idx1-ubyte; each as it is or with .gz) into DIR/{dataset}/, and name DIR with --data-dir DIR or NN_DATA=DIR",
        list(attempts)
    )]
    Unavailable {
        /// The data set.
        dataset: DatasetName,
        /// Every place tried.
        attempts: Vec<Attempt>,
    },
    /// The temporary folder for the parser failed.
    #[error("the temporary folder {} cannot be used: {reason}; name another one with TMPDIR", .path.display())]
    TemporaryFolder {
        /// The folder or file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// A CSV file that is not what it should be.
    #[error("{}: {problem}", .path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: Box<CsvProblem>,
    },
    /// A label column for a data set that has no columns to choose from.
    #[error(
        "{label:?} is to be the label column, which only a CSV file has, but the data set is {dataset}: choose a FILE.csv, or leave out --label"
    )]
    LabelWithoutCsv {
        /// The column's name.
        label: String,
        /// The data set.
        dataset: DatasetName,
    },
    /// A name that no variant has, or a strength that makes no sense.
    #[error("there is no variant {name:?}: choose {}", variants())]
    UnknownVariant {
        /// The name given.
        name: String,
    },
    /// Rows that are no images to make variants of.
    #[error("variants are made of square images, and {width} inputs are none: choose {IMAGES}")]
    NotSquare {
        /// Inputs per row.
        width: usize,
    },
    /// An input that is no pixel.
    #[error(
        "variants are made of pixels from 0 to 1, and row {row}, column {column} is {value}: choose {IMAGES}"
    )]
    NotPixel {
        /// The row, from 0.
        row: usize,
        /// The column, from 0.
        column: usize,
        /// The input.
        value: f32,
    },
    /// Values that make no set of examples.
    #[error(transparent)]
    Examples(#[from] ClassifierError),
}

/// What is wrong with one file; reads on from its name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FileProblem {
    /// The system does not let it be read.
    #[error("cannot be read ({0})")]
    Unreadable(String),
    /// It is called `.gz`, but does not begin like it.
    #[error("is not a gzip file, though its name ends in .gz")]
    NotGzip,
    /// Its compressed data end early or do not fit together.
    #[error("is cut short or damaged after {bytes} of {expected} decompressed bytes ({reason})")]
    DamagedGzip {
        /// Bytes decompressed before.
        bytes: usize,
        /// Bytes that the file should have.
        expected: usize,
        /// What the decompressor said.
        reason: String,
    },
    /// It goes on beyond every data file's end.
    #[error("is far too long: {expected} bytes were expected")]
    TooLong {
        /// Bytes that the file should have.
        expected: usize,
    },
    /// Its content is another.
    #[error(
        "has the wrong content{}: SHA-256 {sha256}, expected {expected}",
        difference(*bytes, *expected_bytes, known.as_deref())
    )]
    Checksum {
        /// Its size, decompressed.
        bytes: usize,
        /// The size it should have.
        expected_bytes: usize,
        /// Its checksum.
        sha256: String,
        /// The checksum it should have.
        expected: &'static str,
        /// The known file that has this content.
        known: Option<String>,
    },
}

/// A place where a file was looked for in vain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// A path or an address.
    pub place: String,
    /// Why it was in vain.
    pub reason: String,
}

impl fmt::Display for Attempt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.place, self.reason)
    }
}

fn list(attempts: &[Attempt]) -> String {
    let lines = attempts.iter().map(|attempt| format!("\n  {attempt}"));
    lines.collect()
}

/// The data sets that are images.
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
        Some(known) => format!(" (this is {known}: swapped?)"),
        None if bytes != expected => format!(" ({bytes} bytes, expected {expected})"),
        None => String::new(),
    }
}
