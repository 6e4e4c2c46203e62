//! Tables for programs: CSV and JSON.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::{Cell, ReportError, Result, Table};

impl Table {
    /// A table with a row for each value and a column for each field. A row may be a tuple of
    /// structs, whose fields follow one another.
    ///
    /// # Errors
    /// A field that is not a number, a text or missing.
    pub fn of_fields<R: Serialize>(rows: impl IntoIterator<Item = R>) -> Result<Self> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut values = Vec::new();
        for row in rows {
            writer.serialize(&row).map_err(ReportError::format("a row"))?;
            values.push(serde_json::to_value(&row).map_err(ReportError::format("a row"))?);
        }
        let bytes = writer.into_inner().map_err(ReportError::format("a table"))?;
        let mut reader = csv::Reader::from_reader(&bytes[..]);
        let header = reader.headers().map_err(ReportError::format("a table"))?.clone();
        let mut table = Self::new(&header, 0);
        for (texts, value) in reader.into_records().zip(values) {
            let texts = texts.map_err(ReportError::format("a table"))?;
            let cells = header
                .iter()
                .zip(&texts)
                .map(|(name, text)| Cell { value: Some(field(&value, name)), ..Cell::from(text) });
            table.rows.push(cells.collect());
        }
        Ok(table)
    }

    /// Comma-separated values under the column titles; missing values are empty.
    ///
    /// # Errors
    /// None for tables whose rows have a cell per column.
    pub fn csv(&self) -> Result<String> {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let rows = self.rows.iter().map(|row| row.iter().map(Cell::plain).collect());
        for row in [self.header.clone()].into_iter().chain(rows) {
            writer.write_record(row).map_err(ReportError::format("CSV"))?;
        }
        let bytes = writer.into_inner().map_err(ReportError::format("CSV"))?;
        Ok(String::from_utf8_lossy(&bytes).trim_end().to_owned())
    }

    /// A JSON array of objects; missing values are null.
    ///
    /// # Errors
    /// None: values are numbers, texts and null.
    pub fn json(&self) -> Result<String> {
        let rows = self.rows.iter().map(|cells| Object { header: &self.header, cells });
        let rows: Vec<_> = rows.collect();
        serde_json::to_string_pretty(&rows).map_err(ReportError::format("JSON"))
    }
}

/// The field of a struct or of a tuple of structs.
fn field(row: &Value, name: &str) -> Value {
    match row {
        Value::Array(parts) => parts.iter().find_map(|part| part.get(name)),
        row => row.get(name),
    }
    .cloned()
    .unwrap_or_default()
}

/// A row as an object with its keys in the order of the columns.
struct Object<'a> {
    header: &'a [String],
    cells: &'a [Cell],
}

impl Serialize for Object<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.header.len()))?;
        for (name, cell) in self.header.iter().zip(self.cells) {
            match &cell.value {
                Some(value) => map.serialize_entry(name, value)?,
                None => map.serialize_entry(name, &cell.plain())?,
            }
        }
        map.end()
    }
}
