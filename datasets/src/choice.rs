//! The user's choice of a data set: a name or a file.

use std::{fmt, path::PathBuf, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{DatasetError, DatasetName, Result};

/// A data set by name, or a CSV file; its text form is the name or the path.
///
/// Text ending in `.csv`, in any case, is a path.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DatasetChoice {
    /// A data set of this crate.
    Named(DatasetName),
    /// The path of a CSV file.
    Csv(PathBuf),
}

impl From<DatasetName> for DatasetChoice {
    fn from(name: DatasetName) -> Self {
        Self::Named(name)
    }
}

impl fmt::Display for DatasetChoice {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Named(name) => name.fmt(formatter),
            Self::Csv(path) => path.display().fmt(formatter),
        }
    }
}

impl FromStr for DatasetChoice {
    type Err = DatasetError;

    fn from_str(text: &str) -> Result<Self> {
        if text.to_ascii_lowercase().ends_with(".csv") {
            return Ok(Self::Csv(text.into()));
        }
        text.parse().map(Self::Named)
    }
}

impl TryFrom<String> for DatasetChoice {
    type Error = DatasetError;

    fn try_from(text: String) -> Result<Self> {
        text.parse()
    }
}

impl From<DatasetChoice> for String {
    fn from(choice: DatasetChoice) -> Self {
        choice.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_read_back_as_text_and_as_json() {
        for (text, choice) in [
            ("mnist", DatasetName::Mnist.into()),
            ("xor", DatasetName::Xor.into()),
            ("a/b.csv", DatasetChoice::Csv("a/b.csv".into())),
            ("MNIST.CSV", DatasetChoice::Csv("MNIST.CSV".into())),
        ] {
            assert_eq!(text.parse::<DatasetChoice>().unwrap(), choice);
            assert_eq!(choice.to_string(), text);
            let json = serde_json::to_string(&choice).unwrap();
            assert_eq!(json, format!("{text:?}"));
            let back: DatasetChoice = serde_json::from_str(&json).unwrap();
            assert_eq!(back, choice);
        }
    }

    #[test]
    fn the_error_for_other_text_lists_the_names_and_mentions_csv() {
        let error = serde_json::from_str::<DatasetChoice>("\"students.tsv\"").unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no data set \"students.tsv\": choose mnist, fashion-mnist, \
             synthetic-digits, edges or xor, or pass a CSV file, FILE.csv"
        );
    }
}
