//! Arguments that choose a data set, and how it is read.

use clap::Args;
use datasets::{DatasetChoice, Delimiter, Missing, TableOptions};

use crate::experiment::Experiment;

/// Arguments of every command that reads a data set.
#[derive(Debug, Args)]
pub(super) struct DataArguments {
    /// Data set: mnist, fashion-mnist, synthetic-digits, edges, xor; the path of a table: a text file
    /// such as CSV with columns of numbers and a column of labels, also compressed (.gz); or a folder of
    /// images: IDX files, or a folder of PNG or JPEG images for each class [default: mnist; generated
    /// digits if MNIST is unavailable]
    #[arg(long, value_name = "NAME|FILE|DIR")]
    pub(super) dataset: Option<DatasetChoice>,

    /// Swap rows and columns of the images in a folder of IDX files, such as EMNIST's
    #[arg(long)]
    pub(super) transposed: bool,

    #[command(flatten)]
    table: TableArguments,
}

/// Arguments for reading a table. What they leave open is recognised, and printed.
#[derive(Debug, Args)]
#[command(next_help_heading = "Tables")]
struct TableArguments {
    /// Column with the labels; in a file without header also its number [default: the last]
    #[arg(long, value_name = "COLUMN")]
    label: Option<String>,

    /// The first line is a row; columns are named column1, column2, …
    #[arg(long)]
    no_header: bool,

    /// Separator of the fields: comma, semicolon, tab, space, or one character [default: recognised]
    #[arg(long, value_name = "NAME")]
    delimiter: Option<Delimiter>,

    /// Input columns, separated by commas [default: all but the labels]
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    columns: Vec<String>,

    /// Columns to leave out
    #[arg(long, value_name = "COLUMN,…", value_delimiter = ',')]
    drop: Vec<String>,

    /// Missing values (empty, ?, NA, null, …): error, drop the rows, or the mean of the training rows
    /// [default: error]
    #[arg(long, value_name = "WAY")]
    missing: Option<Missing>,
}

impl DataArguments {
    /// How to read the table.
    pub(super) fn table(&self) -> TableOptions {
        let TableArguments { label, no_header, delimiter, columns, drop, missing } = &self.table;
        TableOptions {
            label: label.clone(),
            no_header: *no_header,
            delimiter: *delimiter,
            columns: columns.clone(),
            drop: drop.clone(),
            missing: *missing,
        }
    }

    /// Whether a data set or an option is given.
    pub(super) fn replaces_any(&self) -> bool {
        self.dataset.is_some() || self.table() != TableOptions::default()
    }

    /// Replaces the data set of `experiment`, or the options that are given.
    pub(super) fn apply(self, experiment: &mut Experiment) {
        let given = self.table();
        experiment.table = match &self.dataset {
            // The options of the experiment belong to its own data set.
            Some(_) => given,
            None => given.or(experiment.table_options()),
        };
        experiment.label = None;
        experiment.transposed =
            self.transposed || (self.dataset.is_none() && experiment.transposed);
        experiment.dataset = self.dataset.or_else(|| experiment.dataset.take());
    }
}
