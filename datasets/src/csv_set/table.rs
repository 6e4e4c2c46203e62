//! Parses a CSV file into numbers and classes and checks every cell.

use csv::{ByteRecord, ReaderBuilder};

use super::{
    CsvProblem,
    header::Header,
    labels::Labels,
    lines::{Lines, line_ends},
};

/// The content of a CSV file, in row order.
pub(super) struct Table {
    /// Row-major `[rows × width]`, as in the file.
    pub(super) inputs: Vec<f32>,
    /// The names of the input columns.
    pub(super) columns: Vec<String>,
    pub(super) labels: Vec<u32>,
    pub(super) class_names: Vec<String>,
}

/// Reads a file with the labels in the column `label`, by default the last one.
pub(super) fn read(bytes: &[u8], label: Option<&str>) -> Result<Table, CsvProblem> {
    // The byte order mark that spreadsheets write is not part of the first name.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let mut rows = Rows::of(bytes);
    let Some((line, fields)) = rows.next()? else {
        return Err(CsvProblem::Empty);
    };
    let header = Header::new(&fields.iter().collect::<Vec<_>>(), line, label)?;
    let mut inputs = Vec::new();
    let mut labels = Labels::default();
    while let Some((line, fields)) = rows.next()? {
        read_row(&header, line, fields, &mut inputs, &mut labels)?;
    }
    let (labels, class_names) = labels.into_classes();
    match &class_names[..] {
        [] => Err(CsvProblem::NoRows { line }),
        [only] => Err(CsvProblem::OneClass {
            rows: labels.len(),
            label: only.clone(),
            column: header.label_name(),
        }),
        _ => Ok(Table { inputs, columns: header.input_names(), labels, class_names }),
    }
}

/// Appends the row that begins in `line` to `inputs` and `labels`.
fn read_row(
    header: &Header,
    mut line: usize,
    fields: &ByteRecord,
    inputs: &mut Vec<f32>,
    labels: &mut Labels,
) -> Result<(), CsvProblem> {
    if fields.len() != header.names.len() {
        return Err(CsvProblem::Ragged { line, got: fields.len(), expected: header.names.len() });
    }
    for (column, field) in fields.iter().enumerate() {
        let place = || header.place(line, column);
        let text = str::from_utf8(field).map_err(|_| CsvProblem::NotUtf8(place()))?.trim();
        if text.is_empty() {
            return Err(CsvProblem::EmptyCell(place()));
        }
        if column == header.label {
            labels.push(text);
        } else {
            let number: f32 = text.parse().map_err(|_| CsvProblem::NotANumber {
                place: place(),
                text: text.to_owned(),
                label: header.label_name(),
            })?;
            if !number.is_finite() {
                return Err(CsvProblem::NotFinite { place: place(), text: text.to_owned() });
            }
            inputs.push(number);
        }
        // A quoted field may span several lines.
        line += line_ends(field);
    }
    Ok(())
}

/// The rows of a file, the header included, empty lines excluded.
struct Rows<'a> {
    reader: csv::Reader<&'a [u8]>,
    lines: Lines<'a>,
    fields: ByteRecord,
}

impl<'a> Rows<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        Self {
            // Rows of any length: `read_row` reports the wrong ones with their line.
            reader: ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes),
            lines: Lines::of(bytes),
            fields: ByteRecord::new(),
        }
    }

    /// The first line of the next row, and its fields.
    fn next(&mut self) -> Result<Option<(usize, &ByteRecord)>, CsvProblem> {
        let start = self.reader.position().byte();
        let more = self
            .reader
            .read_byte_record(&mut self.fields)
            .map_err(|error| CsvProblem::Unreadable(error.to_string()))?;
        let line = self.lines.of_next_text(start as usize);
        Ok(more.then_some((line, &self.fields)))
    }
}
