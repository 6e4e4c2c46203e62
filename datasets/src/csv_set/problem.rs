//! Defects of a CSV file.

use std::fmt;

/// A defect of a CSV file and its position; lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CsvProblem {
    /// The operating system reports an error.
    #[error("the file cannot be read ({0})")]
    Unreadable(String),
    /// The file exceeds the size limit.
    #[error("the file is larger than {limit} bytes, the limit: remove some rows")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// The file has no content but line ends.
    #[error("the file is empty: the first line must name the columns")]
    Empty,
    /// The first line holds numbers, not names.
    #[error("line {line} holds numbers instead of names: the first line must name the columns")]
    NoHeader {
        /// The first line that is not empty.
        line: usize,
    },
    /// The header is the only line.
    #[error("no row follows the header in line {line}")]
    NoRows {
        /// The header's line.
        line: usize,
    },
    /// Inputs or labels are missing.
    #[error(
        "line {line} names only one column, {}: a numeric column and a label column are needed, separated by commas",
        quote(name)
    )]
    OneColumn {
        /// The header's line.
        line: usize,
        /// The only column.
        name: String,
    },
    /// A column without a name.
    #[error("{0}: the column has no name")]
    NoName(Place),
    /// Two columns with the same name.
    #[error(
        "line {line}: columns {first} and {second} are both named {}: column names must differ",
        quote(name)
    )]
    SameName {
        /// The header's line.
        line: usize,
        /// The first of the two columns.
        first: usize,
        /// The second of the two columns.
        second: usize,
        /// The shared name.
        name: String,
    },
    /// The requested label column does not exist.
    #[error("there is no label column {}: choose {}", quote(label), list(columns))]
    UnknownLabel {
        /// The requested name.
        label: String,
        /// The names of all columns.
        columns: Vec<String>,
    },
    /// A row that is shorter or longer than the header.
    #[error("line {line} has {got} fields, expected {expected}: one per column")]
    Ragged {
        /// The line where the row begins.
        line: usize,
        /// Fields of the row.
        got: usize,
        /// Fields of the header.
        expected: usize,
    },
    /// Bytes that are not valid UTF-8.
    #[error("{0}: the text is not UTF-8: save the file as UTF-8")]
    NotUtf8(Place),
    /// A cell without content, or with white space only.
    #[error("{0}: the cell is empty: fill it in, or remove the row")]
    EmptyCell(Place),
    /// Text in a column of inputs.
    #[error(
        "{place}: {} is not a number, and only the label column, {}, may hold text: choose another label column with --label",
        quote(text),
        quote(label)
    )]
    NotANumber {
        /// The cell.
        place: Place,
        /// The cell's content.
        text: String,
        /// The label column.
        label: String,
    },
    /// NaN, infinity, or a number too large for `f32`.
    #[error("{place}: {} is not a finite 32-bit number", quote(text))]
    NotFinite {
        /// The cell.
        place: Place,
        /// The cell's content.
        text: String,
    },
    /// All rows have the same label.
    #[error(
        "all {rows} rows have the label {} in column {}: at least two classes are needed",
        quote(label),
        quote(column)
    )]
    OneClass {
        /// Rows of the file.
        rows: usize,
        /// The only label.
        label: String,
        /// The label column.
        column: String,
    },
}

/// A cell of a CSV file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 1.
    pub column: usize,
    /// The column's name; `None` in the header itself.
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

/// The text in quotes, on one line and truncated: an unclosed quote makes half the file one cell.
fn quote(text: &str) -> String {
    const MOST: usize = 40;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{:?}…", &text[..end]),
        None => format!("{text:?}"),
    }
}

/// The first of the names: images have hundreds of columns.
fn list(names: &[String]) -> String {
    const MOST: usize = 20;
    let first: Vec<String> = names.iter().take(MOST).map(|name| quote(name)).collect();
    match names.len().saturating_sub(MOST) {
        0 => first.join(", "),
        more => format!("{} or one of {more} more", first.join(", ")),
    }
}
