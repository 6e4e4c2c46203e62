//! Reads the cells of a table: numbers of the input columns, texts of the label column.

use std::collections::BTreeSet;

use super::{
    Cell, Columns, Fields, Header, Place, Rows, TableProblem, TextColumn,
    labels::Labels,
    missing::{is_missing, is_missing_label},
    number::{Mark, number},
    place::quote,
};

/// The cells of a table, in row order.
pub(super) struct Cells {
    /// Row-major `[rows × inputs]`; NaN where the value is missing.
    pub(super) values: Vec<f64>,
    pub(super) inputs: Vec<Input>,
    pub(super) labels: Labels,
    /// Rows all of whose cells are empty; they are not read.
    pub(super) empty_rows: usize,
    first_missing: Option<Place>,
    missing_labels: usize,
    label: String,
}

/// An input column, and the cells that need attention.
#[derive(Default)]
pub(super) struct Input {
    pub(super) name: String,
    missing: usize,
    text: usize,
    texts: BTreeSet<String>,
    point: Option<Cell>,
    comma: Option<Cell>,
}

/// The texts of a column that are kept: with more, the column does not hold labels.
const MOST_TEXTS: usize = 20;

/// The rows of a table from which on a column can be said to count them.
const FEWEST_COUNTED: usize = 10;

impl Cells {
    /// Reads all rows.
    ///
    /// # Errors
    /// A row of another length than the header; in an input column text, infinity, or a comma that
    /// may be a decimal mark or not.
    pub(super) fn read(
        rows: &mut Rows,
        header: &Header,
        columns: &Columns,
    ) -> Result<Self, TableProblem> {
        let input =
            |&column: &usize| Input { name: header.names[column].clone(), ..Input::default() };
        let mut cells = Self {
            values: Vec::new(),
            inputs: columns.inputs.iter().map(input).collect(),
            labels: Labels::default(),
            empty_rows: 0,
            first_missing: None,
            missing_labels: 0,
            label: header.names[columns.label].clone(),
        };
        let mut first_text = None;
        let mut commas_are_decimal = false;
        let width = header.names.len();
        let mut fields = Fields::new();
        while let Some(line) = rows.next(&mut fields)? {
            if header.is_open && fields.len() == width + 1 && fields[width].is_empty() {
                fields.pop();
            }
            if fields.len() != width {
                return Err(TableProblem::Ragged { line, got: fields.len(), expected: width });
            }
            if fields.iter().all(|field| field.is_empty()) {
                cells.empty_rows += 1;
                continue;
            }
            let place = |column: usize| header.place(rows.line_of(column), column);
            for (input, &column) in cells.inputs.iter_mut().zip(&columns.inputs) {
                let text = &*fields[column];
                let cell = || Cell { place: place(column), text: text.to_owned() };
                let value = match number(text) {
                    Some(number) if number.value.is_infinite() => {
                        return Err(TableProblem::NotFinite(cell()));
                    }
                    Some(number) => {
                        match number.mark {
                            Mark::None => {}
                            Mark::Point => {
                                input.point.get_or_insert_with(cell);
                            }
                            Mark::Comma | Mark::UnclearComma => {
                                input.comma.get_or_insert_with(cell);
                                commas_are_decimal |= number.mark == Mark::Comma;
                            }
                        }
                        number.value
                    }
                    None if is_missing(text) => f64::NAN,
                    None => {
                        input.text += 1;
                        first_text.get_or_insert_with(cell);
                        if input.texts.len() <= MOST_TEXTS {
                            input.texts.insert(text.to_owned());
                        }
                        continue;
                    }
                };
                if value.is_nan() {
                    input.missing += 1;
                    cells.first_missing.get_or_insert_with(|| place(column));
                }
                cells.values.push(value);
            }
            let label = &*fields[columns.label];
            if is_missing_label(label) {
                cells.missing_labels += 1;
                cells.first_missing.get_or_insert_with(|| place(columns.label));
                cells.labels.push(None);
            } else {
                cells.labels.push(Some(label));
            }
        }
        match first_text {
            Some(first) => Err(cells.text_problem(first)),
            None => cells.check_commas(commas_are_decimal).map(|()| cells),
        }
    }

    fn text_problem(&self, first: Cell) -> TableProblem {
        let columns = self.inputs.iter().filter(|input| input.text > 0);
        let columns = columns.map(|input| TextColumn {
            name: input.name.clone(),
            cells: input.text,
            holds_labels: (2..=MOST_TEXTS).contains(&input.texts.len())
                && input.text + input.missing == self.labels.rows(),
        });
        TableProblem::Text { columns: columns.collect(), rows: self.labels.rows(), first }
    }

    fn check_commas(&self, are_decimal: bool) -> Result<(), TableProblem> {
        for input in &self.inputs {
            match (&input.comma, &input.point) {
                (None, _) => {}
                (Some(comma), Some(point)) => {
                    return Err(TableProblem::MixedMarks {
                        comma: comma.clone(),
                        point: point.text.clone(),
                        line: point.place.line,
                    });
                }
                (Some(comma), None) if !are_decimal => {
                    return Err(TableProblem::UnclearComma(comma.clone()));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Notes on empty rows, and on columns that count the rows.
    pub(super) fn notes(&self) -> Vec<String> {
        let empty = match self.empty_rows {
            0 => None,
            1 => Some("1 row is empty and not read".to_owned()),
            empty => Some(format!("{empty} rows are empty and not read")),
        };
        let counts = |input: &usize| {
            let mut next = self.column(*input).next().filter(|first| matches!(first, 0. | 1.));
            self.labels.rows() >= FEWEST_COUNTED
                && self.column(*input).all(|value| {
                    let expected = next;
                    next = next.map(|next| next + 1.);
                    Some(value) == expected
                })
        };
        let counters = (0..self.inputs.len()).filter(counts).map(|input| {
            let name = &self.inputs[input].name;
            format!(
                "column {} counts the rows, and is an input: --drop {name} leaves it out",
                quote(name)
            )
        });
        empty.into_iter().chain(counters).collect()
    }

    /// The names of the columns with decimal commas.
    pub(super) fn with_commas(&self) -> Vec<String> {
        let with_commas = self.inputs.iter().filter(|input| input.comma.is_some());
        with_commas.map(|input| input.name.clone()).collect()
    }

    /// The error for missing values, in `rows` rows; `None` if there are none.
    pub(super) fn missing_problem(&self, rows: usize) -> Option<TableProblem> {
        let inputs = self.inputs.iter().filter(|input| input.missing > 0);
        let inputs = inputs.map(|input| (input.name.clone(), input.missing));
        let labels = (self.missing_labels > 0).then(|| (self.label.clone(), self.missing_labels));
        Some(TableProblem::Missing {
            first: self.first_missing.clone()?,
            columns: inputs.chain(labels).collect(),
            incomplete_rows: rows,
            rows: self.labels.rows(),
            in_labels: self.missing_labels > 0,
        })
    }

    /// The values of an input column.
    pub(super) fn column(&self, input: usize) -> impl Iterator<Item = f64> {
        self.values.iter().skip(input).step_by(self.inputs.len()).copied()
    }

    /// Keeps the rows marked `true`.
    pub(super) fn keep(&mut self, rows: &[bool]) {
        let width = self.inputs.len();
        let mut index = 0;
        self.values.retain(|_| {
            index += 1;
            rows[(index - 1) / width]
        });
        self.labels.keep(rows);
    }
}
