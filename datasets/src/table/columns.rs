//! The columns that are read: the labels and the inputs.

use super::{Header, TableOptions, TableProblem, place::quote};

/// The columns to read, by index.
pub(super) struct Columns {
    pub(super) label: usize,
    pub(super) inputs: Vec<usize>,
}

impl Columns {
    /// The columns that the options choose, and what else might have been meant.
    pub(super) fn choose(
        header: &Header,
        options: &TableOptions,
    ) -> Result<(Self, Vec<String>), TableProblem> {
        let named = |option, names: &[String]| -> Result<Vec<usize>, TableProblem> {
            names.iter().map(|name| find(header, option, name)).collect()
        };
        let dropped = named("--drop", &options.drop)?;
        let chosen = named("--columns", &options.columns)?;
        let mut notes = Vec::new();
        let width = header.names.len();
        let label = match &options.label {
            Some(label) => find(header, "--label", label)?,
            None => {
                let kept = (0..width).rev().find(|column| !dropped.contains(column));
                let last = kept.ok_or(TableProblem::NoInputs)?;
                notes.extend(other_labels(header, last)?);
                last
            }
        };
        let is_index = |column| column == 0 && header.first[0].is_empty() && header.exists;
        let inputs = (0..width).filter(|column| match &chosen[..] {
            [] => !dropped.contains(column) && !is_index(*column),
            chosen => chosen.contains(column) && !dropped.contains(column),
        });
        let inputs: Vec<usize> = inputs.filter(|&column| column != label).collect();
        if inputs.is_empty() {
            return Err(TableProblem::NoInputs);
        }
        if is_index(0) && label != 0 && chosen.is_empty() && !dropped.contains(&0) {
            notes.push(
                "the first column has no name, as the row numbers of a data frame: it is left out \
                 (--columns chooses the columns to read)"
                    .to_owned(),
            );
        }
        Ok((Self { label, inputs }, notes))
    }

    /// The names of the columns that are not read.
    pub(super) fn left_out(&self, header: &Header) -> Vec<String> {
        let names = header.names.iter().enumerate();
        let is_read = |column: &usize| *column == self.label || self.inputs.contains(column);
        names.filter(|(column, _)| !is_read(column)).map(|(_, name)| name.clone()).collect()
    }
}

/// The column of that name; of that number if the table has no header.
fn find(header: &Header, option: &'static str, name: &str) -> Result<usize, TableProblem> {
    let name = name.trim();
    let by_number = || {
        let number: usize = name.parse().ok().filter(|_| !header.exists)?;
        number.checked_sub(1).filter(|&column| column < header.names.len())
    };
    let position = header.names.iter().position(|known| known == name).or_else(by_number);
    position.ok_or_else(|| TableProblem::UnknownColumn {
        option,
        name: name.to_owned(),
        columns: header.names.clone(),
        in_first_row: header
            .first
            .iter()
            .position(|field| field == name)
            .filter(|_| !header.exists)
            .map(|column| (header.line, column + 1)),
    })
}

/// A note if another column than the last is named as labels are.
///
/// # Errors
/// The last column is one of a series, such as `pixel783` after `pixel782`.
fn other_labels(header: &Header, last: usize) -> Result<Option<String>, TableProblem> {
    let names = &header.names[..=last];
    if !header.exists || names_labels(&names[last]) {
        return Ok(None);
    }
    // Beside x, y is a coordinate.
    let has_x = header.names.iter().any(|name| name.eq_ignore_ascii_case("x"));
    let may_be = |name: &&String| names_labels(name) && !(has_x && name.eq_ignore_ascii_case("y"));
    let Some(other) = header.names.iter().find(may_be) else {
        return Ok(None);
    };
    let (last, before) = (&names[last], last.checked_sub(1).map(|before| &names[before]));
    match before {
        Some(before) if is_series(before, last) => Err(TableProblem::LabelElsewhere {
            last: last.clone(),
            before: before.clone(),
            other: other.clone(),
        }),
        _ => Ok(Some(format!(
            "labels are taken from the last column, {}, although there is a column {}: --label {other}",
            quote(last),
            quote(other)
        ))),
    }
}

/// Whether a column of that name usually holds the labels.
pub(super) fn names_labels(name: &str) -> bool {
    const NAMES: [&str; 15] = [
        "label",
        "labels",
        "class",
        "classes",
        "classlabel",
        "target",
        "y",
        "species",
        "variety",
        "category",
        "diagnosis",
        "outcome",
        "survived",
        "digit",
        "result",
    ];
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    NAMES.contains(&name.to_lowercase().as_str())
}

/// Whether two names are the same but for the number at their end.
fn is_series(before: &str, after: &str) -> bool {
    let stem = |name: &str| name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (b, a) = (stem(before), stem(after));
    b < before.len() && a < after.len() && before[..b] == after[..a]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_names_of_label_columns_are_recognised() {
        assert!(
            ["label", "Class", "class_label", "TARGET", "y"].iter().all(|name| names_labels(name))
        );
        assert!(["pixel783", "price", "x", "labelled"].iter().all(|name| !names_labels(name)));
    }

    #[test]
    fn a_series_differs_in_its_number_alone() {
        assert!(is_series("pixel782", "pixel783") && is_series("8", "9") && is_series("V9", "V10"));
        assert!(!is_series("pixel", "pixel1") && !is_series("x1", "y2") && !is_series("a", "b"));
    }
}
