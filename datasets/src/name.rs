//! The names of the data sets.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{DatasetError, Result};

/// A data set. Its text form is in kebab case: `mnist`, `fashion-mnist`, `synthetic-digits`,
/// `edges`, `xor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatasetName {
    /// Handwritten digits: 60,000 training and 10,000 test images of 28 × 28 pixels.
    Mnist,
    /// Images of clothes in the same format (Xiao et al. 2017, <https://arxiv.org/abs/1708.07747>).
    FashionMnist,
    /// Generated digits: 12,000 training and 2,000 test images of 28 × 28 pixels.
    SyntheticDigits,
    /// Generated patches with or without an edge: 200 for training, 50 for testing, 5 × 5 pixels.
    Edges,
    /// Exclusive or of two inputs: the same four rows for training and testing.
    Xor,
}

impl DatasetName {
    /// All names, in the order in which they are listed.
    pub const ALL: [Self; 5] =
        [Self::Mnist, Self::FashionMnist, Self::SyntheticDigits, Self::Edges, Self::Xor];

    /// The text form.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mnist => "mnist",
            Self::FashionMnist => "fashion-mnist",
            Self::SyntheticDigits => "synthetic-digits",
            Self::Edges => "edges",
            Self::Xor => "xor",
        }
    }

    /// The name of each class, by label.
    pub fn class_names(self) -> &'static [&'static str] {
        match self {
            Self::Mnist | Self::SyntheticDigits => {
                &["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
            }
            Self::FashionMnist => &[
                "T-shirt/top",
                "Trouser",
                "Pullover",
                "Dress",
                "Coat",
                "Sandal",
                "Shirt",
                "Sneaker",
                "Bag",
                "Ankle boot",
            ],
            Self::Edges => &["edge", "no edge"],
            Self::Xor => &["0", "1"],
        }
    }

    /// The class names as a [`Dataset`](crate::Dataset) holds them.
    pub(crate) fn owned_class_names(self) -> Vec<String> {
        self.class_names().iter().map(|&name| name.to_owned()).collect()
    }
}

impl fmt::Display for DatasetName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.as_str())
    }
}

impl FromStr for DatasetName {
    type Err = DatasetError;

    fn from_str(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|name| name.as_str() == text)
            .ok_or_else(|| DatasetError::UnknownDataset { name: text.to_owned() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_reads_back_as_text_and_as_json() {
        for name in DatasetName::ALL {
            assert_eq!(name.to_string().parse::<DatasetName>().unwrap(), name);
            let json = serde_json::to_string(&name).unwrap();
            assert_eq!(json, format!("{:?}", name.as_str()));
            assert_eq!(serde_json::from_str::<DatasetName>(&json).unwrap(), name);
        }
    }

    #[test]
    fn the_error_for_an_unknown_name_lists_the_known_names() {
        assert_eq!(
            "MNIST".parse::<DatasetName>().unwrap_err().to_string(),
            "there is no data set \"MNIST\": choose mnist, fashion-mnist, synthetic-digits, \
             edges or xor, or pass the path of a table (CSV) or of a folder of images"
        );
    }
}
