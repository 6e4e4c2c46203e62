//! Which k-nearest-neighbour classifier, as plain data.

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Result};

/// A majority vote among the `k` nearest training examples by Euclidean distance; a tie goes to
/// the class whose example is nearest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnnSpec {
    /// Neighbours that vote.
    pub k: usize,
}

impl KnnSpec {
    /// Errors unless `1 ≤ k ≤ rows`, the number of training examples.
    pub fn check(&self, rows: usize) -> Result<()> {
        if self.k == 0 || self.k > rows {
            return Err(ClassifierError::Neighbours { k: self.k, rows });
        }
        Ok(())
    }
}
