//! The specification of a k-nearest-neighbour classifier, as plain data.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Result};

/// A k-nearest-neighbour classifier: the `k` nearest training examples vote on the class.
///
/// Of equally distant examples the one with the lower row in the training set counts as nearer; a
/// tied vote goes to the class of the nearest example.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnnSpec {
    /// Number of neighbours that vote.
    pub k: usize,
    /// Distance between two examples.
    #[serde(default)]
    pub distance: Distance,
    /// Weight of a neighbour's vote.
    #[serde(default)]
    pub vote: VoteWeight,
}

/// A distance between two examples `a` and `b`.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Distance {
    /// Manhattan: Σ|aᵢ − bᵢ|.
    L1,
    /// Euclidean: √Σ(aᵢ − bᵢ)².
    #[default]
    L2,
    /// Chebyshev: max|aᵢ − bᵢ|.
    Linf,
    /// Minkowski: (Σ|aᵢ − bᵢ|ᵖ)^(1/p), p ≥ 1.
    Lp(f64),
    /// 1 − a·b / (‖a‖‖b‖); 1 if a or b is all zeros.
    Cosine,
}

/// Weight of a neighbour's vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoteWeight {
    /// 1 for every neighbour.
    #[default]
    Majority,
    /// 1 / distance. If there are neighbours at distance 0, only these vote, each with weight 1.
    Distance,
}

impl KnnSpec {
    /// A majority vote of the `k` nearest by Euclidean distance.
    pub fn new(k: usize) -> Self {
        Self { k, distance: Distance::default(), vote: VoteWeight::default() }
    }

    /// Checks the specification against `rows`, the number of training examples.
    ///
    /// # Errors
    /// `k` outside `1..=rows`, a distance that fails [`Distance::check`].
    pub fn check(&self, rows: usize) -> Result<()> {
        if self.k == 0 || self.k > rows {
            return Err(ClassifierError::Neighbours { k: self.k, rows });
        }
        self.distance.check()
    }
}

impl Distance {
    /// Checks the p of [`Distance::Lp`].
    ///
    /// # Errors
    /// `p` below 1, where the triangle inequality fails, infinite, or NaN.
    pub fn check(self) -> Result<()> {
        match self {
            Self::Lp(p) if !(p.is_finite() && p >= 1.0) => Err(ClassifierError::InvalidTraining {
                name: "the p of the distance lp",
                value: p.to_string(),
                rule: "a finite number of at least 1",
            }),
            _ => Ok(()),
        }
    }
}

impl fmt::Display for Distance {
    /// The text that [`Distance::from_str`] parses; `lp:3` for p = 3.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::L1 => formatter.write_str("l1"),
            Self::L2 => formatter.write_str("l2"),
            Self::Linf => formatter.write_str("linf"),
            Self::Lp(p) => write!(formatter, "lp:{p}"),
            Self::Cosine => formatter.write_str("cosine"),
        }
    }
}

impl FromStr for Distance {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let distance = match text {
            "l1" => Self::L1,
            "l2" => Self::L2,
            "linf" => Self::Linf,
            "cosine" => Self::Cosine,
            _ => {
                let p = text.strip_prefix("lp:").and_then(|p| p.parse().ok());
                Self::Lp(p.ok_or("expected l1, l2, linf, cosine, or lp:P such as lp:3")?)
            }
        };
        distance.check().map_err(|error| error.to_string())?;
        Ok(distance)
    }
}

impl fmt::Display for VoteWeight {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Majority => "majority",
            Self::Distance => "distance",
        })
    }
}

impl FromStr for VoteWeight {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        match text {
            "majority" => Ok(Self::Majority),
            "distance" => Ok(Self::Distance),
            _ => Err("expected majority or distance".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_and_votes_survive_display_and_from_str() {
        for text in ["l1", "l2", "linf", "lp:3", "lp:1.5", "cosine"] {
            assert_eq!(text.parse::<Distance>().unwrap().to_string(), text);
        }
        for text in ["majority", "distance"] {
            assert_eq!(text.parse::<VoteWeight>().unwrap().to_string(), text);
        }
        assert!("lp:0.5".parse::<Distance>().unwrap_err().contains("0.5"));
        assert!("l3".parse::<Distance>().unwrap_err().contains("lp:3"));
    }

    #[test]
    fn a_p_below_1_or_infinite_is_refused_with_its_value() {
        for p in [0.5, -1.0, f64::INFINITY, f64::NAN] {
            let spec = KnnSpec { distance: Distance::Lp(p), ..KnnSpec::new(1) };
            let message = spec.check(10).unwrap_err().to_string();
            let expected = format!(
                "the p of the distance lp is {p}, but must be a finite number of at least 1"
            );
            assert_eq!(message, expected);
        }
    }
}
