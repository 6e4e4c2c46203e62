//! The user's choice of a data set: a name or a path.

use std::{
    fmt,
    path::{Path, PathBuf},
    str::FromStr,
};

use serde::{Deserialize, Serialize};

use crate::{DatasetError, DatasetName, Result};

/// A data set by name, or a file or folder; its text form is the name or the path.
///
/// Text that is no name is a path if it has a separator or a dot, or if it exists. The content of a
/// file decides its format, not its ending.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum DatasetChoice {
    /// A data set of this crate.
    Named(DatasetName),
    /// The path of a table, or of a folder of images.
    Path(PathBuf),
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
            Self::Path(path) => path.display().fmt(formatter),
        }
    }
}

impl FromStr for DatasetChoice {
    type Err = DatasetError;

    fn from_str(text: &str) -> Result<Self> {
        text.parse().map(Self::Named).or_else(|unknown| {
            let is_path = text.contains(['/', '\\', '.']) || Path::new(text).exists();
            if is_path { Ok(Self::Path(text.into())) } else { Err(unknown) }
        })
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
        let path = |path: &str| DatasetChoice::Path(path.into());
        for (text, choice) in [
            ("mnist", DatasetName::Mnist.into()),
            ("xor", DatasetName::Xor.into()),
            ("a/b.csv", path("a/b.csv")),
            ("MNIST.CSV", path("MNIST.CSV")),
            ("iris.data", path("iris.data")),
            ("./mnist", path("./mnist")),
            ("folder/", path("folder/")),
            // A file of this crate without separator and dot: tests run in the crate's folder.
            ("src", path("src")),
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
    fn the_error_for_a_misspelt_name_lists_the_names_and_mentions_files() {
        let error = serde_json::from_str::<DatasetChoice>("\"mnits\"").unwrap_err();
        assert_eq!(
            error.to_string(),
            "there is no data set \"mnits\": choose mnist, fashion-mnist, synthetic-digits, edges \
             or xor, or pass the path of a table (CSV) or of a folder of images"
        );
    }
}
