//! A loaded data set.

use std::{fmt, path::PathBuf};

use classifier::Examples;
use sha2::{Digest, Sha256};

use crate::{Column, Result};

/// A data set: inputs are pixels from 0 to 1, row-major, or the standardised columns of a CSV file.
#[derive(Debug, Clone)]
pub struct Dataset {
    /// Which one it is: its [`DatasetName`](crate::DatasetName), or its file's without `.csv`.
    pub name: String,
    /// The rows to learn from.
    pub train: Examples,
    /// The rows to be judged by.
    pub test: Examples,
    /// The name of each class, by label.
    pub class_names: Vec<String>,
    /// Of a CSV file, what its columns were before they were standardised, in the order of the
    /// inputs; of all others, nothing.
    pub columns: Vec<Column>,
    /// Identifies the content: a SHA-256 in hexadecimal digits.
    ///
    /// Of MNIST and Fashion-MNIST, of the four decompressed files' own hexadecimal digests, one
    /// after the other: training images, training labels, test images, test labels. Of generated
    /// digits, of the pixels and labels as bytes, in the same order. Of edges and XOR, of inputs
    /// and labels as 32-bit numbers, little-endian, in this order too. Of a CSV file, of its bytes.
    pub digest: String,
    /// Where it came from.
    pub source: Source,
    /// Why it was taken in place of MNIST, where nobody asked for it by name.
    pub fallback: Option<String>,
}

/// Where a data set came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// Files in a folder that the user named.
    DataDir(PathBuf),
    /// Files in the cache folder.
    Cache(PathBuf),
    /// At least one file was just downloaded.
    Downloaded {
        /// The mirror's address.
        mirror: String,
        /// The cache folder that keeps the files now.
        cache: PathBuf,
    },
    /// Drawn by this crate.
    Generated {
        /// From this seed.
        seed: u64,
    },
    /// Part of this crate as it is.
    BuiltIn,
    /// This file.
    Csv(PathBuf),
}

impl Source {
    /// Where it came from without any path of this machine, for results that are published.
    pub fn without_paths(&self) -> String {
        match self {
            Self::DataDir(_) => "data folder".to_owned(),
            Self::Cache(_) => "cache".to_owned(),
            Self::Downloaded { mirror, .. } => mirror.clone(),
            Self::Generated { seed } => format!("generated from seed {seed}"),
            Self::BuiltIn => "built in".to_owned(),
            Self::Csv(_) => "CSV file".to_owned(),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::DataDir(folder) => write!(formatter, "read from {}", folder.display()),
            Self::Cache(folder) => write!(formatter, "read from the cache, {}", folder.display()),
            Self::Downloaded { mirror, cache } => {
                write!(formatter, "downloaded from {mirror}, kept in {}", cache.display())
            }
            Self::Generated { seed } => write!(formatter, "generated from seed {seed}"),
            Self::BuiltIn => write!(formatter, "built in"),
            Self::Csv(path) => write!(formatter, "read from {}", path.display()),
        }
    }
}

/// Images of 28 × 28 pixels in 10 classes as examples: pixels divided by 255.
pub(crate) fn image_examples(pixels: &[u8], labels: &[u8]) -> Result<Examples> {
    let inputs = pixels.iter().map(|&pixel| f32::from(pixel) / 255.).collect();
    let labels = labels.iter().map(|&label| u32::from(label)).collect();
    Ok(Examples::new(inputs, 28 * 28, labels, 10)?)
}

/// The SHA-256 of inputs and labels, of `train` and then of `test`.
pub(crate) fn examples_digest(train: &Examples, test: &Examples) -> String {
    sha256_hex([train, test].into_iter().flat_map(|examples| {
        let inputs = examples.inputs().iter().map(|input| input.to_le_bytes());
        inputs.chain(examples.labels().iter().map(|label| label.to_le_bytes()))
    }))
}

/// The SHA-256 of all parts, one after the other, in hexadecimal digits.
pub(crate) fn sha256_hex<P: AsRef<[u8]>>(parts: impl IntoIterator<Item = P>) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part);
    }
    let digits = hash.finalize().into_iter();
    digits.map(|byte| format!("{byte:02x}")).collect()
}
