//! The names of the columns: those in the first line, or numbers if the first line is a row.

use std::collections::HashMap;

use super::{
    Delimiter, Fields, Place, Rows, SAMPLE_ROWS, TableProblem, missing::is_missing, number::number,
};

/// The names of the columns.
#[derive(Clone)]
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// The line of the names, or of the first row.
    pub(super) line: usize,
    /// Whether the first line holds the names.
    pub(super) exists: bool,
    /// Whether every line ends with a delimiter, after which there is no field.
    pub(super) is_open: bool,
    /// The fields of the first line, names or not.
    pub(super) first: Vec<String>,
}

impl Header {
    /// Takes the names from the first line, and `rows` past them. If the first line is a row,
    /// columns are named `column1`, `column2`, …
    pub(super) fn read(
        rows: &mut Rows,
        no_header: bool,
    ) -> Result<(Self, Vec<String>), TableProblem> {
        let mut sample = Sample::of(rows.clone());
        let Some(line) = sample.first_line else {
            // An unclosed quote in the first row, or no row.
            return match rows.next(&mut Fields::new())? {
                Some(line) => Err(TableProblem::NoRows { line }),
                None => Err(TableProblem::Empty),
            };
        };
        let is_open = sample.end_in_delimiters();
        let width = sample.first.len();
        if width < 2 {
            return Err(TableProblem::OneColumn {
                line,
                name: sample.first.concat(),
                spaces: Delimiter::spaces_divide(rows.rest()),
            });
        }
        let kind = if no_header { FirstLine::Row } else { sample.first_line_kind() };
        let exists = kind != FirstLine::Row;
        let mut notes = Vec::new();
        let names = if exists {
            rows.next(&mut Fields::new())?;
            names(&sample.first, line)?
        } else {
            (1..=width).map(|column| format!("column{column}")).collect()
        };
        match kind {
            FirstLine::Row if !no_header => notes.push(format!(
                "line {line} holds numbers, so it is read as a row and not as names: the columns are named column1 to column{width}"
            )),
            FirstLine::UnclearNames => notes.push(format!(
                "line {line} is read as names of the columns, although some are numbers: --no-header reads it as a row"
            )),
            _ => {}
        }
        Ok((Self { names, line, exists, is_open, first: sample.first }, notes))
    }

    /// The position of a cell; `column` is an index from 0.
    pub(super) fn place(&self, line: usize, column: usize) -> Place {
        Place { line, column: column + 1, name: Some(self.names[column].clone()) }
    }
}

/// The content of the first line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FirstLine {
    Names,
    /// Names, some of which are numbers.
    UnclearNames,
    Row,
}

/// The first line, and how the rows after it look.
struct Sample {
    first_line: Option<usize>,
    first: Vec<String>,
    /// For each column, whether all cells after the first line are numbers or missing.
    is_numeric: Vec<bool>,
    /// For each column, whether the first line's text is also that of a row.
    recurs: Vec<bool>,
    /// Whether all rows after the first line end with an empty field, or lack one.
    ends_are_empty: bool,
    rows: usize,
}

impl Sample {
    fn of(mut rows: Rows) -> Self {
        let mut fields = Fields::new();
        let first_line = rows.next(&mut fields).unwrap_or_default();
        let first: Vec<String> = fields.iter().map(|field| field.to_string()).collect();
        let width = first.len();
        let mut sample = Self {
            first_line,
            first,
            is_numeric: vec![true; width],
            recurs: vec![false; width],
            ends_are_empty: true,
            rows: 0,
        };
        let most = if first_line.is_some() { SAMPLE_ROWS } else { 0 };
        while sample.rows < most && matches!(rows.next(&mut fields), Ok(Some(_))) {
            sample.rows += 1;
            for (column, field) in fields.iter().take(width).enumerate() {
                sample.is_numeric[column] &= is_missing(field) || number(field).is_some();
                sample.recurs[column] |= *field == sample.first[column];
            }
            let missing_field = fields.len() + 1 == width;
            sample.ends_are_empty &=
                missing_field || fields.get(width - 1).is_some_and(|end| end.is_empty());
        }
        sample
    }

    /// Whether the last name and all last fields are empty; removes the name.
    fn end_in_delimiters(&mut self) -> bool {
        let has_name = self.first.last().is_none_or(|name| !name.is_empty());
        let is_open = self.rows > 0 && self.first.len() > 2 && self.ends_are_empty && !has_name;
        if is_open {
            self.first.pop();
        }
        is_open
    }

    fn first_line_kind(&self) -> FirstLine {
        let is_number = |field: &&String| number(field).is_some();
        let numeric = || {
            self.first
                .iter()
                .zip(&self.is_numeric)
                .filter(|(_, numeric)| **numeric)
                .map(|(field, _)| field)
        };
        let numbers = numeric().filter(is_number).count();
        let texts = numeric().filter(|field| !is_missing(field) && !is_number(field)).count();
        let other = || {
            self.first
                .iter()
                .zip(&self.recurs)
                .zip(&self.is_numeric)
                .filter(|(_, numeric)| !**numeric)
                .map(|(pair, _)| pair)
        };
        let label_recurs = other().any(|(_, recurs)| *recurs);
        let names_labels =
            other().any(|(field, recurs)| !recurs && super::columns::names_labels(field));
        if texts > 0 {
            return if numbers > 0 { FirstLine::UnclearNames } else { FirstLine::Names };
        }
        if names_labels || self.counts() {
            return FirstLine::UnclearNames;
        }
        if numbers > 0 || label_recurs { FirstLine::Row } else { FirstLine::Names }
    }

    /// Whether the first line counts from 0, but for one field at an end: so data frames without names
    /// are written.
    fn counts(&self) -> bool {
        let counts = |fields: &[String]| {
            let in_order = |(index, field): (usize, &String)| field.parse() == Ok(index);
            fields.len() > 3 && fields.iter().enumerate().all(in_order)
        };
        match &self.first[..] {
            [first, rest @ ..] if number(first).is_none() => counts(rest),
            [rest @ .., last] if number(last).is_none() => counts(rest),
            all => counts(all),
        }
    }
}

/// The names in the header's `fields`. A first column without a name, the index of a data frame, is
/// named `column1`.
fn names(fields: &[String], line: usize) -> Result<Vec<String>, TableProblem> {
    let mut columns = HashMap::new();
    let mut names = Vec::with_capacity(fields.len());
    for (index, field) in fields.iter().enumerate() {
        let name = match (field.as_str(), index) {
            ("", 0) => "column1",
            ("", _) => {
                return Err(TableProblem::NoName(Place { line, column: index + 1, name: None }));
            }
            (name, _) => name,
        };
        if let Some(first) = columns.insert(name.to_owned(), index) {
            return Err(TableProblem::SameName {
                line,
                first: first + 1,
                second: index + 1,
                name: name.to_owned(),
            });
        }
        names.push(name.to_owned());
    }
    Ok(names)
}
