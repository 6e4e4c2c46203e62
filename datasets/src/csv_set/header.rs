//! The header of a CSV file.

use std::collections::HashMap;

use super::{CsvProblem, Place};

/// The column names and the position of the label column.
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// The index of the label column.
    pub(super) label: usize,
}

impl Header {
    /// Checks the header's fields. The labels are in the column `label`, by default the last one.
    pub(super) fn new(
        fields: &[&[u8]],
        line: usize,
        label: Option<&str>,
    ) -> Result<Self, CsvProblem> {
        let names = names(fields, line)?;
        let Some(last) = names.len().checked_sub(1) else {
            return Err(CsvProblem::Empty);
        };
        if last == 0 {
            let name = names.concat();
            return Err(CsvProblem::OneColumn { line, name });
        }
        let number = |name: &String| name.parse::<f32>().is_ok_and(f32::is_finite);
        // In a file without a header the last field is a label, hence possibly text.
        if names[..last].iter().all(number) {
            return Err(CsvProblem::NoHeader { line });
        }
        check_distinct(&names, line)?;
        let column_of = |label: &str| names.iter().position(|name| name == label.trim());
        match label.map_or(Some(last), column_of) {
            Some(label) => Ok(Self { names, label }),
            None => Err(CsvProblem::UnknownLabel {
                label: label.unwrap_or_default().to_owned(),
                columns: names,
            }),
        }
    }

    /// The position of a cell; `column` is an index from 0.
    pub(super) fn place(&self, line: usize, column: usize) -> Place {
        Place { line, column: column + 1, name: Some(self.names[column].clone()) }
    }

    /// The names of the input columns.
    pub(super) fn input_names(&self) -> Vec<String> {
        let mut names = self.names.clone();
        names.remove(self.label);
        names
    }

    /// The name of the label column.
    pub(super) fn label_name(&self) -> String {
        self.names[self.label].clone()
    }
}

/// The names in the header's `fields`, trimmed.
fn names(fields: &[&[u8]], line: usize) -> Result<Vec<String>, CsvProblem> {
    let name = |(index, field): (usize, &&[u8])| {
        let place = || Place { line, column: index + 1, name: None };
        match str::from_utf8(field).map_err(|_| CsvProblem::NotUtf8(place()))?.trim() {
            "" => Err(CsvProblem::NoName(place())),
            name => Ok(name.to_owned()),
        }
    };
    fields.iter().enumerate().map(name).collect()
}

fn check_distinct(names: &[String], line: usize) -> Result<(), CsvProblem> {
    let mut columns = HashMap::new();
    for (index, name) in names.iter().enumerate() {
        if let Some(first) = columns.insert(name, index) {
            return Err(CsvProblem::SameName {
                line,
                first: first + 1,
                second: index + 1,
                name: name.clone(),
            });
        }
    }
    Ok(())
}
