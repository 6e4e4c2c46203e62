//! How a table was read.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Delimiter, place::quote};
use crate::list::list;

/// Everything beside the file's bytes and the seed that decides the numbers of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TableReading {
    /// The label column.
    pub label: String,
    /// Its position, from 1.
    pub label_position: usize,
    /// Columns of the file.
    pub columns: usize,
    /// The separator of two fields.
    pub delimiter: Delimiter,
    /// Whether the first line names the columns.
    pub header: bool,
    /// Input columns whose numbers have a decimal comma.
    pub decimal_commas: Vec<String>,
    /// Columns that are neither inputs nor labels.
    pub left_out: Vec<String>,
    /// Rows of the file.
    pub rows_read: usize,
    /// Rows left out because a value is missing.
    pub rows_dropped: usize,
    /// Missing values replaced by the column's mean.
    pub values_filled: usize,
}

impl TableReading {
    /// Rows that are training or test rows.
    pub fn rows_used(&self) -> usize {
        self.rows_read - self.rows_dropped
    }
}

/// One line, such as `400 rows read, 392 used, 8 dropped (missing values); labels: column "grade", the
/// last`; what goes without saying is left out.
impl fmt::Display for TableReading {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{} rows read", self.rows_read)?;
        if self.rows_dropped > 0 {
            let (used, dropped) = (self.rows_used(), self.rows_dropped);
            write!(formatter, ", {used} used, {dropped} dropped (missing values)")?;
        }
        if self.values_filled > 0 {
            let filled = self.values_filled;
            write!(formatter, ", {filled} missing values replaced by the column's mean")?;
        }
        write!(formatter, "; labels: column {}, ", quote(&self.label))?;
        if self.label_position == self.columns {
            formatter.write_str("the last")?;
        } else {
            write!(formatter, "{} of {}", self.label_position, self.columns)?;
        }
        if !self.left_out.is_empty() {
            write!(formatter, "; left out: {}", quoted(&self.left_out))?;
        }
        match self.delimiter {
            Delimiter::Character(',') => {}
            delimiter => write!(formatter, "; delimiter {delimiter}")?,
        }
        if !self.decimal_commas.is_empty() {
            write!(formatter, "; decimal commas in {}", quoted(&self.decimal_commas))?;
        }
        if !self.header {
            formatter.write_str("; no header")?;
        }
        Ok(())
    }
}

fn quoted(names: &[String]) -> String {
    list(names.iter().map(|name| quote(name)))
}
