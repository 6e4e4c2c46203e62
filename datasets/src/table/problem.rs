//! Defects of a table.

use super::{
    NotATable,
    place::{Cell, Place, quote},
};
use crate::list::list;

/// A defect of a table and its position; lines and columns are counted from 1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TableProblem {
    /// The operating system reports an error.
    #[error("the file cannot be read ({0})")]
    Unreadable(String),
    /// The file or its content exceeds the size limit.
    #[error("the file is larger than {limit} bytes, the limit: remove some rows")]
    TooLarge {
        /// The limit in bytes.
        limit: usize,
    },
    /// A gzip file that is truncated or damaged.
    #[error("the gzip file is truncated or damaged ({reason}): download or compress it again")]
    DamagedGzip {
        /// The decompressor's error.
        reason: String,
    },
    /// Another format.
    #[error("{0}")]
    NotATable(NotATable),
    /// Bytes that are not valid UTF-8.
    #[error("{0}: the text is not UTF-8: save the file as UTF-8 (in Excel as \"CSV UTF-8\")")]
    NotUtf8(Place),
    /// A byte order mark of UTF-16 before other bytes.
    #[error("the file begins as UTF-16, but is not: save it as UTF-8")]
    NotUtf16,
    /// The file has no content but line ends.
    #[error("the file is empty: a table has a row in each line")]
    Empty,
    /// The header is the only line.
    #[error("no row follows the header in line {line}")]
    NoRows {
        /// The header's line.
        line: usize,
    },
    /// Inputs or labels are missing, or the delimiter is another.
    #[error(
        "line {line} has only one field, {}: a table has numeric columns and a label column; {}",
        quote(name),
        if *spaces { "these seem to be separated by spaces: --delimiter space" } else { "if they are not separated by commas, semicolons or tabs, --delimiter says by what" }
    )]
    OneColumn {
        /// The first line.
        line: usize,
        /// The only field.
        name: String,
        /// Whether spaces divide the lines.
        spaces: bool,
    },
    /// A column without a name.
    #[error("{0}: the column has no name")]
    NoName(Place),
    /// Two columns with the same name.
    #[error(
        "line {line}: columns {first} and {second} are both named {}: column names must differ; if the line is a row, read it with --no-header",
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
    /// A quote without a second one.
    #[error(
        "line {line}, column {column}: the quote that begins here is never closed: remove it, or close it"
    )]
    UnclosedQuote {
        /// The line of the quote.
        line: usize,
        /// The column, from 1.
        column: usize,
    },
    /// Text between a closing quote and the next delimiter.
    #[error(
        "line {line}, column {column}: {} follows a closing quote: write a quote within quotes twice",
        quote(text)
    )]
    TextAfterQuote {
        /// The line of the closing quote.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// The rest of the line.
        text: String,
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
    /// An option names a column that does not exist.
    #[error("{option}: there is no column {}: {}", quote(name), instead(columns, *in_first_row))]
    UnknownColumn {
        /// The option.
        option: &'static str,
        /// The requested name.
        name: String,
        /// The names of all columns.
        columns: Vec<String>,
        /// Line and column of that text in the first row of a table without header.
        in_first_row: Option<(usize, usize)>,
    },
    /// No column is left as input.
    #[error("no column is left as input: --columns and --drop must leave one beside the labels")]
    NoInputs,
    /// Text in columns of inputs.
    #[error("{}", text_columns(columns, *rows, first))]
    Text {
        /// The columns.
        columns: Vec<TextColumn>,
        /// Rows of the file.
        rows: usize,
        /// The first cell with text.
        first: Cell,
    },
    /// Infinity, or a number too large for `f64`.
    #[error("{}: {} is not a finite number", .0.place, quote(&.0.text))]
    NotFinite(Cell),
    /// A column with decimal commas and decimal points.
    #[error(
        "{}: {} has a decimal comma, but {} in line {line} has a point: write all numbers of the column with a point",
        comma.place, quote(&comma.text), quote(point)
    )]
    MixedMarks {
        /// The first cell with a comma.
        comma: Cell,
        /// The first number with a point.
        point: String,
        /// Its line.
        line: usize,
    },
    /// Commas all of which are followed by three digits.
    #[error(
        "{}: {} may have a decimal comma, or a comma between thousands: write decimal points, and no mark between thousands",
        .0.place, quote(&.0.text)
    )]
    UnclearComma(Cell),
    /// Missing values.
    #[error("{}", missing(first, columns, *incomplete_rows, *rows, *in_labels))]
    Missing {
        /// The first missing value.
        first: Place,
        /// The columns, and how many values each lacks.
        columns: Vec<(String, usize)>,
        /// Rows with a missing value.
        incomplete_rows: usize,
        /// Rows of the file.
        rows: usize,
        /// Whether labels are missing.
        in_labels: bool,
    },
    /// Every row lacks a value.
    #[error(
        "each of the {rows} rows lacks a value: leave the emptiest columns out with --drop, or fill them with --missing mean"
    )]
    NoCompleteRows {
        /// Rows of the file.
        rows: usize,
    },
    /// A column without values.
    #[error("column {} has no values: leave it out with --drop {column}", quote(column))]
    NoValues {
        /// The column.
        column: String,
    },
    /// All rows have the same label.
    #[error(
        "all {rows} rows have the label {} in column {}: at least two classes are needed; --label names another column",
        quote(label),
        quote(column)
    )]
    OneClass {
        /// Rows with that label.
        rows: usize,
        /// The only label.
        label: String,
        /// The label column.
        column: String,
    },
    /// The last column continues a series, and another one is named as labels are.
    #[error(
        "the last column, {}, continues {}, while there is a column {}: say which one holds the labels, probably --label {other}",
        quote(last),
        quote(before),
        quote(other)
    )]
    LabelElsewhere {
        /// The last column.
        last: String,
        /// The column before it.
        before: String,
        /// The column that is named as labels are.
        other: String,
    },
    /// Labels that are measurements, or names of the rows.
    #[error(
        "the label column, {}, holds {distinct} different {} in {rows} rows: {}; choose a column of classes with --label",
        quote(column),
        if *are_numbers { "numbers" } else { "texts" },
        if *are_numbers { "it seems to be a quantity (regression), not a class" } else { "it seems to name the rows, not their class" }
    )]
    NotClasses {
        /// The label column.
        column: String,
        /// Different labels.
        distinct: usize,
        /// Rows with a label.
        rows: usize,
        /// Whether all labels are numbers.
        are_numbers: bool,
    },
}

/// An input column that holds text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextColumn {
    /// The name.
    pub name: String,
    /// Cells with text.
    pub cells: usize,
    /// Whether the texts are few enough to be the labels.
    pub holds_labels: bool,
}

/// How to name a column instead.
fn instead(columns: &[String], in_first_row: Option<(usize, usize)>) -> String {
    match in_first_row {
        Some((line, column)) => format!(
            "line {line} is read as a row, as with --no-header, and has this text in column{column}"
        ),
        None => format!("choose {}", list(columns.iter().map(|name| quote(name)))),
    }
}

fn text_columns(columns: &[TextColumn], rows: usize, first: &Cell) -> String {
    let counts = columns
        .iter()
        .map(|TextColumn { name, cells, .. }| format!("{} ({cells} of {rows} cells)", quote(name)));
    let is_rare = columns.iter().all(|column| 2 * column.cells < rows);
    let labels = match columns {
        [TextColumn { name, holds_labels: true, .. }] => {
            format!(", or take the labels from it: --label {name}")
        }
        _ => String::new(),
    };
    let names: Vec<&str> = columns.iter().map(|column| column.name.as_str()).collect();
    format!(
        "text instead of numbers in {} {}, first in {}: {}: {}leave out {} with --drop {}{labels}",
        if columns.len() == 1 { "column" } else { "columns" },
        list(counts),
        first.place,
        quote(&first.text),
        if is_rare { "correct the cells, or " } else { "" },
        if columns.len() == 1 { "the column" } else { "these columns" },
        names.join(","),
    )
}

fn missing(
    first: &Place,
    columns: &[(String, usize)],
    incomplete_rows: usize,
    rows: usize,
    in_labels: bool,
) -> String {
    let count: usize = columns.iter().map(|(_, count)| count).sum();
    let named = columns.iter().map(|(name, count)| format!("{} ({count})", quote(name)));
    format!(
        "{count} {} missing in {} {}, first in {first}: leave out {incomplete_rows} of {rows} rows with --missing drop{}, or columns with --drop",
        if count == 1 { "value is" } else { "values are" },
        if columns.len() == 1 { "column" } else { "columns" },
        list(named),
        if in_labels { "" } else { ", take the column's mean with --missing mean" },
    )
}
