//! Which data sets there are.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{DatasetError, Result};

/// A data set, written in kebab case everywhere: `mnist`, `fashion-mnist`, `synthetic-digits`,
/// `edges`, `xor`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DatasetName {
    /// Handwritten digits: 60,000 to train, 10,000 to test, 28 × 28 pixels.
    Mnist,
    /// Pictures of clothes in the same form (Xiao et al. 2017, <https://arxiv.org/abs/1708.07747>).
    FashionMnist,
    /// Digits drawn by this crate: 12,000 to train, 2,000 to test, 28 × 28 pixels.
    SyntheticDigits,
    /// Patches with an edge or without, drawn by this crate: 200 to train, 50 to test, 5 × 5
    /// pixels.
    Edges,
    /// Whether two inputs differ: the same four rows to train and to test.
    Xor,
}

impl DatasetName {
    /// All of them, in the order in which they are listed.
    pub const ALL: [Self; 5] =
        [Self::Mnist, Self::FashionMnist, Self::SyntheticDigits, Self::Edges, Self::Xor];

    /// The name as it is written.
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

    /// The same, as a [`Dataset`](crate::Dataset) holds them.
    pub(crate) fn owned_class_names(self) -> Vec<String> {
        let names = self.class_names().iter();
        names.map(|&name| name.to_owned()).collect()
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
    fn an_unknown_name_is_answered_with_the_known_ones() {
        assert_eq!(
            "MNIST".parse::<DatasetName>().unwrap_err().to_string(),
            "there is no data set \"MNIST\": choose mnist, fashion-mnist, synthetic-digits, \
             edges or xor, or a file of your own, FILE.csv"
        );
    }
}
