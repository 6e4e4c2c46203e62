//! A data set from a table in a text file: numeric columns and one column of labels.
//!
//! The content decides what a file is, not its ending: `content` undoes gzip and UTF-16 and names other
//! formats. The delimiter (`delimiter`), a header (`header`), decimal commas (`number`) and missing
//! values (`missing`) are recognised; what was assumed is in [`TableReading`] or a note, and
//! [`TableOptions`] overrides it. Rows never disappear silently.
//!
//! A fifth of the rows is the test set, see [`split`](crate::split). Inputs are standardised, see
//! [`Column`]: columns such as age and income differ by factors of thousands, which harms both gradient
//! descent and distances.

mod cells;
mod classes;
mod columns;
mod content;
mod delimiter;
mod header;
mod labels;
mod missing;
mod not_a_table;
mod number;
mod options;
mod place;
mod problem;
mod reading;
mod rows;
mod standardisation;

use std::path::Path;

use classifier::{Examples, Randomness};

pub use delimiter::Delimiter;
pub use missing::Missing;
pub use not_a_table::NotATable;
pub use options::TableOptions;
pub use place::{Cell, Place};
pub use problem::{TableProblem, TextColumn};
pub use reading::TableReading;
pub use standardisation::Column;

use self::{
    cells::{Cells, Input},
    classes::Classes,
    columns::Columns,
    content::Content,
    header::Header,
    place::printable,
    rows::{Fields, Rows},
};
use crate::{
    Dataset, DatasetError, Result, Source,
    split::{absent_classes, train_and_test},
};

/// The rows that delimiter and header are recognised from.
const SAMPLE_ROWS: usize = 200;

/// The content of a table.
struct Table {
    cells: Cells,
    classes: Classes,
    reading: TableReading,
    notes: Vec<String>,
}

/// Reads the table at `path`.
pub(crate) fn load(path: &Path, options: &TableOptions, seed: u64) -> Result<Dataset> {
    let wrong = |problem: TableProblem| DatasetError::Table {
        path: path.to_owned(),
        problem: Box::new(problem),
    };
    let Content { text, digest } = content::read(path).map_err(wrong)?;
    let Table { cells, classes, reading, mut notes } = read(&text, options).map_err(wrong)?;
    drop(text);
    // Keyed with the content: a renamed copy is split alike.
    let (train, test) = train_and_test(&classes.rows, &Randomness::new(seed, &digest, 0));
    let width = cells.inputs.len();
    let column = |(index, input): (usize, &Input)| {
        Column::new(&input.name, train.iter().map(|row| cells.values[row * width + index]))
    };
    let columns: Vec<Column> = cells.inputs.iter().enumerate().map(column).collect();
    let examples = |rows: &[usize]| {
        let values = rows.iter().flat_map(|&row| &cells.values[row * width..][..width]);
        let inputs = values.zip(columns.iter().cycle());
        let labels = rows.iter().map(|&row| classes.rows[row]).collect();
        let inputs = inputs.map(|(&value, column)| column.standardised(value)).collect();
        Examples::new(inputs, width, labels, classes.names.len())
    };
    let (train, test) = (examples(&train)?, examples(&test)?);
    notes.extend(absent_classes(&train, &test, &classes.names));
    Ok(Dataset {
        name: name_of(path),
        train,
        test,
        class_names: classes.names,
        columns,
        digest,
        image: None,
        source: Source::Table(path.to_owned()),
        table: Some(reading),
        notes,
        fallback: None,
    })
}

/// The file's name without its ending and `.gz`.
fn name_of(path: &Path) -> String {
    let stem = path.file_stem().unwrap_or(path.as_os_str());
    let is_compressed = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("gz"));
    let stem = if is_compressed { Path::new(stem).file_stem().unwrap_or(stem) } else { stem };
    printable(&stem.to_string_lossy())
}

/// Reads the text of a table.
fn read(text: &str, options: &TableOptions) -> std::result::Result<Table, TableProblem> {
    let (named, table, first_line) = delimiter_line(text);
    let recognised = || named.unwrap_or_else(|| Delimiter::recognise(table));
    let delimiter = options.delimiter.unwrap_or_else(recognised);
    let mut rows = Rows::new(table, first_line, delimiter);
    let (header, mut notes) = Header::read(&mut rows, options.no_header)?;
    let (columns, about_columns) = Columns::choose(&header, options)?;
    notes.extend(about_columns);
    let mut cells = Cells::read(&mut rows, &header, &columns)?;
    notes.extend(cells.notes());
    let rows_read = cells.labels.rows();
    if rows_read == 0 {
        return Err(TableProblem::NoRows { line: header.line });
    }
    let (rows_dropped, values_filled) =
        missing::treat(options.missing.unwrap_or_default(), &mut cells)?;
    let label = header.names[columns.label].clone();
    let classes = std::mem::take(&mut cells.labels).into_classes();
    classes.check(&label, rows_read - rows_dropped)?;
    notes.extend(classes.notes.iter().cloned());
    let reading = TableReading {
        label,
        label_position: columns.label + 1,
        columns: header.names.len(),
        delimiter,
        header: header.exists,
        decimal_commas: cells.with_commas(),
        left_out: columns.left_out(&header),
        rows_read,
        rows_dropped,
        values_filled,
    };
    Ok(Table { cells, classes, reading, notes })
}

/// The delimiter of a first line such as `sep=;`, which Excel reads and writes; the text after it, and
/// the number of its first line.
fn delimiter_line(text: &str) -> (Option<Delimiter>, &str, usize) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    let delimiter = line.strip_prefix("sep=").and_then(|delimiter| delimiter.parse().ok());
    match delimiter {
        Some(delimiter) => (Some(delimiter), rest, 2),
        None => (None, text, 1),
    }
}
