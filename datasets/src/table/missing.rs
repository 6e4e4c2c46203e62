//! Missing values: how a table marks them, and what becomes of their rows.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use super::{Cells, TableProblem};

/// The treatment of missing values.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Missing {
    /// An error that counts them.
    #[default]
    Error,
    /// Their rows are left out.
    Drop,
    /// An input becomes the mean of its column over the training rows; rows without a label are
    /// left out.
    Mean,
}

impl Missing {
    const ALL: [(&'static str, Self); 3] =
        [("error", Self::Error), ("drop", Self::Drop), ("mean", Self::Mean)];
}

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _) = Self::ALL[*self as usize];
        formatter.pad(name)
    }
}

impl FromStr for Missing {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|(name, _)| *name == text);
        known.map(|(_, missing)| missing).ok_or_else(|| "expected error, drop or mean".to_owned())
    }
}

/// Whether a cell of an input column marks a missing value; the markers of pandas, R, SQL, Excel and
/// the UCI repository, in any case.
pub(super) fn is_missing(text: &str) -> bool {
    const MARKERS: [&str; 10] =
        ["na", "nan", "-nan", "null", "none", "nil", "#n/a", "<na>", "n/a", "missing"];
    matches!(text, "" | "?" | "-" | "--" | ".")
        || MARKERS.iter().any(|marker| text.eq_ignore_ascii_case(marker))
}

/// Whether a label is missing: `-`, `none` or `Na` may well be a class.
pub(super) fn is_missing_label(text: &str) -> bool {
    matches!(text, "" | "?" | "NA" | "N/A" | "#N/A" | "<NA>" | "NaN" | "nan" | "NULL" | "null")
}

/// Treats the missing values; the numbers of rows left out and of values to be filled in.
pub(super) fn treat(missing: Missing, cells: &mut Cells) -> Result<(usize, usize), TableProblem> {
    let width = cells.inputs.len();
    let has_gap = |row: &usize| cells.values[row * width..][..width].iter().any(|x| x.is_nan());
    let rows = cells.labels.rows();
    let complete: Vec<bool> = (0..rows)
        .map(|row| cells.labels.is_present(row) && !(missing != Missing::Mean && has_gap(&row)))
        .collect();
    let dropped = complete.iter().filter(|&&complete| !complete).count();
    if missing == Missing::Error {
        return match cells.missing_problem(dropped) {
            Some(problem) => Err(problem),
            None => Ok((0, 0)),
        };
    }
    cells.keep(&complete);
    if cells.labels.rows() == 0 {
        return Err(TableProblem::NoCompleteRows { rows });
    }
    if let Some(input) = (0..width).find(|&input| cells.column(input).all(f64::is_nan)) {
        return Err(TableProblem::NoValues { column: cells.inputs[input].name.clone() });
    }
    Ok((dropped, cells.values.iter().filter(|value| value.is_nan()).count()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_markers_are_missing_values_and_numbers_are_not() {
        for text in
            ["", "?", "NA", "N/A", "NaN", "nan", "null", "NULL", "None", "-", "#N/A", "<NA>"]
        {
            assert!(is_missing(text), "{text}");
        }
        for text in ["0", "-1", "no", "unknown", "north"] {
            assert!(!is_missing(text), "{text}");
        }
    }

    #[test]
    fn a_sign_and_none_may_be_labels() {
        assert!(["-", "none", "Na"].iter().all(|text| !is_missing_label(text)));
        assert!(["", "?", "NA", "NaN"].iter().all(|text| is_missing_label(text)));
    }

    #[test]
    fn every_treatment_reads_back() {
        for (name, missing) in Missing::ALL {
            assert_eq!(name.parse(), Ok(missing));
            assert_eq!(missing.to_string(), name);
        }
        assert!("omit".parse::<Missing>().unwrap_err().contains("error, drop or mean"));
    }
}
