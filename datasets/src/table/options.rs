//! The user's options for reading a table.

use serde::{Deserialize, Serialize};

use super::{Delimiter, Missing};

/// How to read a table; the default recognises as much as possible.
///
/// A column is named as in the header; in a table without header by `column3` or `3`, counted
/// from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TableOptions {
    /// The label column; by default the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether the first line is a row; recognised if `false`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_header: bool,
    /// The separator of two fields; recognised if `None`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<Delimiter>,
    /// The input columns; all but the label column if empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Columns that are not read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub drop: Vec<String>,
    /// The treatment of missing values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

impl TableOptions {
    /// These options, and those of `other` where these are not set.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        let or = |these: Vec<String>, others| if these.is_empty() { others } else { these };
        Self {
            label: self.label.or(other.label),
            no_header: self.no_header || other.no_header,
            delimiter: self.delimiter.or(other.delimiter),
            columns: or(self.columns, other.columns),
            drop: or(self.drop, other.drop),
            missing: self.missing.or(other.missing),
        }
    }

    /// The first option that is set, as on the command line; `None` if none is.
    pub(crate) fn first_set(&self) -> Option<&'static str> {
        let Self { label, no_header, delimiter, columns, drop, missing } = self;
        let set = [
            (label.is_some(), "--label"),
            (*no_header, "--no-header"),
            (delimiter.is_some(), "--delimiter"),
            (!columns.is_empty(), "--columns"),
            (!drop.is_empty(), "--drop"),
            (missing.is_some(), "--missing"),
        ];
        set.into_iter().find_map(|(is_set, option)| is_set.then_some(option))
    }
}
