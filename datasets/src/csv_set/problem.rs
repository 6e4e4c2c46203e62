//! What can be wrong with a CSV file.

use std::fmt;

/// What is wrong with a CSV file, and where; lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvProblem {
    /// The system does not let it be read.
    #[error("the file cannot be read ({0})")]
    Unreadable(String),
    /// It would not fit into memory.
    #[error("the file has more than {limit} bytes, the most that is read: leave out some rows")]
    TooLarge {
        /// Bytes that a file may have.
        limit: usize,
    },
    /// Nothing is in it, or empty lines only.
    #[error("the file is empty: its first line has to name the columns")]
    Empty,
    /// The first line looks like a row.
    #[error(
        "line {line} holds numbers where names should be: the first line has to name the columns"
    )]
    NoHeader {
        /// The first line that is not empty.
        line: usize,
    },
    /// The first line is all there is.
    #[error("there is no row below the header in line {line}")]
    NoRows {
        /// The header's line.
        line: usize,
    },
    /// Inputs or labels are missing.
    #[error(
        "line {line} names one column only, {}: at least one column of numbers and one of labels are needed, separated by commas",
        quote(name)
    )]
    OneColumn {
        /// The header's line.
        line: usize,
        /// The only column.
        name: String,
    },
    /// A column that cannot be spoken of.
    #[error("{0}: the column has no name")]
    NoName(Place),
    /// Two columns that cannot be told apart.
    #[error(
        "line {line}: columns {first} and {second} are both named {}: give every column a name of its own",
        quote(name)
    )]
    SameName {
        /// The header's line.
        line: usize,
        /// The column that came first.
        first: usize,
        /// The other one.
        second: usize,
        /// The name of both.
        name: String,
    },
    /// The label column that was asked for is not there.
    #[error(
        "there is no column {} to take the labels from: choose {}",
        quote(label),
        list(columns)
    )]
    UnknownLabel {
        /// The name asked for.
        label: String,
        /// The names that there are.
        columns: Vec<String>,
    },
    /// A row that is shorter or longer than the header.
    #[error("line {line} has {got} fields, but {expected} are expected, one for each column")]
    Ragged {
        /// The line where the row begins.
        line: usize,
        /// Its fields.
        got: usize,
        /// The header's fields.
        expected: usize,
    },
    /// Bytes that are no text.
    #[error("{0}: the text is not UTF-8: save the file in this encoding")]
    NotUtf8(Place),
    /// Nothing, or nothing but white space.
    #[error("{0}: the cell is empty: fill it in, or leave out the row")]
    EmptyCell(Place),
    /// Text in a column of inputs.
    #[error(
        "{place}: {} is not a number, and only the column of labels, {}, may hold text: choose another one with --label",
        quote(text),
        quote(label)
    )]
    NotANumber {
        /// The cell.
        place: Place,
        /// What it holds.
        text: String,
        /// The label column.
        label: String,
    },
    /// NaN, infinity, or a number too large for 32 bits.
    #[error("{place}: {} is not a finite 32-bit number", quote(text))]
    NotFinite {
        /// The cell.
        place: Place,
        /// What it holds.
        text: String,
    },
    /// Nothing to tell apart.
    #[error(
        "every one of the {rows} rows has the label {} in column {}: at least two classes are needed",
        quote(label),
        quote(column)
    )]
    OneClass {
        /// Rows of the file.
        rows: usize,
        /// Their label.
        label: String,
        /// The label column.
        column: String,
    },
}

/// A cell of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its line, from 1.
    pub line: usize,
    /// Its column, from 1.
    pub column: usize,
    /// The column's name; none in the header itself.
    pub name: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)?;
        match &self.name {
            Some(name) => write!(formatter, " ({})", quote(name)),
            None => Ok(()),
        }
    }
}

/// The text in quotes and on one line, cut short: an open quote makes a cell of half the file.
fn quote(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The first of the names, as a picture has hundreds of columns.
fn list(names: &[String]) -> String {
    const MOST: usize = 20;
    let first: Vec<String> = names.iter().take(MOST).map(|name| quote(name)).collect();
    match names.len().saturating_sub(MOST) {
        0 => first.join(", "),
        more => format!("{} or one of {more} more", first.join(", ")),
    }
}
