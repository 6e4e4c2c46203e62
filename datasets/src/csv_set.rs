//! A data set from a CSV file: numeric columns and one column of labels.
//!
//! The first line names the columns. Fields are separated by commas; white space around them is
//! ignored. The label column holds any text, all other columns hold finite numbers.
//!
//! The rows are shuffled with the seed. A fifth of them, rounded down, becomes the test set, the
//! rest the training set. With fewer than five rows both sets hold all rows, in file order.
//!
//! Inputs are standardised, see [`Standardisation`]: columns such as age and income differ by
//! factors of thousands, which harms both gradient descent and distances.

mod header;
mod labels;
mod lines;
mod problem;
mod standardisation;
mod table;

use std::path::Path;

use classifier::{Examples, Randomness};
use rand::seq::SliceRandom;

pub use problem::{CsvProblem, Place};
pub use standardisation::Column;

use self::{standardisation::Standardisation, table::Table};
use crate::{Dataset, DatasetError, FileProblem, Result, Source, dataset::sha256_hex, decode};

/// The size limit of a file, 256 MiB: the whole file is held in memory.
const MOST_BYTES: usize = 256 << 20;

/// The smallest number of rows that is split into training and test rows.
const FEWEST_SPLIT: usize = 5;

/// Reads the file at `path` with the labels in the column `label`, by default the last one.
pub(crate) fn load(path: &Path, label: Option<&str>, seed: u64) -> Result<Dataset> {
    let wrong = |problem: CsvProblem| DatasetError::Csv {
        path: path.to_owned(),
        problem: Box::new(problem),
    };
    let bytes = read(path).map_err(wrong)?;
    let Table { mut inputs, columns, labels, class_names } =
        table::read(&bytes, label).map_err(wrong)?;
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let (train, test) = split(labels.len(), &Randomness::new(seed, &name, 0));
    let width = columns.len();
    let standardisation = Standardisation::of(&inputs, columns, &train);
    standardisation.apply(&mut inputs);
    let examples = |rows: &[usize]| {
        let inputs = rows.iter().flat_map(|&row| &inputs[row * width..][..width]);
        let labels = rows.iter().map(|&row| labels[row]).collect();
        Examples::new(inputs.copied().collect(), width, labels, class_names.len())
    };
    Ok(Dataset {
        name,
        train: examples(&train)?,
        test: examples(&test)?,
        digest: sha256_hex([&bytes]),
        class_names,
        columns: standardisation.columns,
        source: Source::Csv(path.to_owned()),
        fallback: None,
    })
}

fn read(path: &Path) -> std::result::Result<Vec<u8>, CsvProblem> {
    let bytes = decode::read(path, MOST_BYTES).map_err(|problem| match problem {
        FileProblem::Unreadable(reason) => CsvProblem::Unreadable(reason),
        problem => CsvProblem::Unreadable(problem.to_string()),
    })?;
    if bytes.len() > MOST_BYTES {
        return Err(CsvProblem::TooLarge { limit: MOST_BYTES });
    }
    Ok(bytes)
}

/// The training rows and the test rows.
fn split(rows: usize, randomness: &Randomness) -> (Vec<usize>, Vec<usize>) {
    let mut train: Vec<usize> = (0..rows).collect();
    if rows < FEWEST_SPLIT {
        return (train.clone(), train);
    }
    train.shuffle(&mut randomness.generator("train and test rows"));
    let test = train.split_off(rows - rows / 5);
    (train, test)
}
