//! The errors of this crate.

use std::{
    fmt,
    path::{Path, PathBuf},
};

use classifier::ClassifierError;

use crate::{DatasetName, IdxProblem, ImageSetProblem, ImageShape, TableProblem, VariantKind};

/// The result type of this crate.
pub type Result<T> = std::result::Result<T, DatasetError>;

/// Why a data set or a variant could not be made.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DatasetError {
    /// No data set has this name.
    #[error(
        "there is no data set {name:?}: choose {}, or pass the path of a table (CSV) or of a folder of images",
        names()
    )]
    UnknownDataset {
        /// The requested name.
        name: String,
    },
    /// The user's data directory lacks a file.
    #[error(
        "neither {} nor {} exists{}, and {named_by} restricts the search to its folder: put the files of {dataset} there, or omit {named_by} to download them",
        .path.display(),
        .path.with_extension("gz").display(),
        beside(found)
    )]
    MissingFile {
        /// The data set.
        dataset: DatasetName,
        /// The path of the missing file, uncompressed.
        path: PathBuf,
        /// Some files in its place, with their formats.
        found: Vec<String>,
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
    /// A defective file of the user's images.
    #[error("{} {problem}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// The defect.
        problem: Box<FileProblem>,
    },
    /// A defective folder of images.
    #[error(transparent)]
    Images(Box<ImageSetProblem>),
    /// A defective table.
    #[error("{}: {problem}", .path.display())]
    Table {
        /// The file.
        path: PathBuf,
        /// The defect.
        problem: Box<TableProblem>,
    },
    /// An option of tables for another data set.
    #[error(
        "{option} needs a table, but the data set is {dataset}: choose a file, or omit {option}"
    )]
    OptionWithoutTable {
        /// The option.
        option: &'static str,
        /// The data set.
        dataset: DatasetName,
    },
    /// No variant has this name, or its strength is out of range.
    #[error("there is no variant {name:?}: choose {}", variants())]
    UnknownVariant {
        /// The requested name.
        name: String,
    },
    /// A table in place of images.
    #[error(
        "variants need images, but {name} is a table: its columns, such as {column:?} from {lowest} to {highest} in the training rows of the file, are standardised and no pixels; choose {IMAGES}"
    )]
    VariantsOfTable {
        /// The data set.
        name: String,
        /// An input column.
        column: String,
        /// Its lowest value in the training rows of the file.
        lowest: f64,
        /// Its highest value there.
        highest: f64,
    },
    /// Rows that are not square grey images.
    #[error(
        "variants need square grey images, but {}: choose {IMAGES}, or images of your own",
        match image {
            Some(image) => format!("the images have {image}"),
            None => "the rows are not images".to_owned(),
        }
    )]
    NotSquare {
        /// The shape of the images; `None` for rows that are none.
        image: Option<ImageShape>,
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
    /// The content is of another format.
    #[error("is {0}")]
    Foreign(&'static str),
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
    /// The content exceeds a size limit.
    #[error("has more than {limit} bytes, the limit")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// A defective IDX file.
    #[error(transparent)]
    Idx(#[from] IdxProblem),
    /// An image that the decoder refuses.
    #[error("cannot be decoded: {0}")]
    Image(String),
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

impl DatasetError {
    /// The error for a defect of the file at `path`.
    pub(crate) fn file(path: &Path) -> impl Fn(FileProblem) -> Self {
        move |problem| Self::File { path: path.to_owned(), problem: Box::new(problem) }
    }
}

fn beside(found: &[String]) -> String {
    if found.is_empty() {
        return String::new();
    }
    format!(" (the folder has {})", found.join("; "))
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
