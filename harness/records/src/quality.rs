//! Losses and scores of a cell.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Epoch;

/// Losses and test scores.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// Loss and score of each epoch.
    pub epochs: Vec<Epoch>,
    /// Test examples classified correctly at the end.
    pub correct: Option<usize>,
    /// Test examples that were classified.
    pub total: usize,
    /// Their rows in the test set; `None` for all rows, and in older files also for a sample at even
    /// distances.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Vec<u32>>,
    /// `confusion[label][predicted]`.
    pub confusion: Vec<Vec<usize>>,
    /// Scores on changed test images, by id of the variant.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variants: BTreeMap<String, Score>,
    /// The misclassified test examples; all others were classified correctly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistakes: Option<Vec<Mistake>>,
    /// Predicted probability of each mistake's class, in the same order; empty if unknown.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mistake_confidences: Vec<f32>,
}

impl Quality {
    /// Test accuracy at the end, in percent.
    pub fn accuracy(&self) -> Option<f64> {
        Some(100.0 * self.correct? as f64 / self.total.max(1) as f64)
    }

    /// Mean recall of the classes in percent; `None` without test examples. Classes without test
    /// examples have no recall and are left out.
    pub fn balanced_accuracy(&self) -> Option<f64> {
        let rows = self.confusion.iter().enumerate();
        let recalls = rows.filter_map(|(label, row)| {
            let total: usize = row.iter().sum();
            (total > 0).then(|| 100.0 * row[label] as f64 / total as f64)
        });
        let recalls: Vec<f64> = recalls.collect();
        (!recalls.is_empty()).then(|| recalls.iter().sum::<f64>() / recalls.len() as f64)
    }

    /// The test examples of each class.
    pub fn class_sizes(&self) -> Vec<usize> {
        self.confusion.iter().map(|row| row.iter().sum()).collect()
    }

    /// Mean training loss of the last epoch.
    pub fn train_loss(&self) -> Option<f64> {
        self.epochs.last().map(|epoch| epoch.train_loss)
    }
}

/// A misclassified test example; `[row, label, predicted]` in the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "[u32; 3]", into = "[u32; 3]")]
pub struct Mistake {
    /// Index among the `total` classified examples, from 0.
    pub row: u32,
    /// Its label.
    pub label: u32,
    /// The predicted class.
    pub predicted: u32,
}

impl From<[u32; 3]> for Mistake {
    fn from([row, label, predicted]: [u32; 3]) -> Self {
        Self { row, label, predicted }
    }
}

impl From<Mistake> for [u32; 3] {
    fn from(mistake: Mistake) -> Self {
        [mistake.row, mistake.label, mistake.predicted]
    }
}

/// Correctly classified examples of a set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Score {
    /// Classified correctly.
    pub correct: usize,
    /// Classified.
    pub total: usize,
}

impl Score {
    /// The score of a confusion matrix `[label][predicted]`.
    pub fn of_confusion(confusion: &[Vec<usize>]) -> Self {
        let diagonal = (0..confusion.len()).map(|class| confusion[class][class]);
        Self { correct: diagonal.sum(), total: confusion.iter().flatten().sum() }
    }

    /// Accuracy in percent; `None` for an empty set.
    pub fn accuracy(self) -> Option<f64> {
        (self.total > 0).then(|| 100.0 * self.correct as f64 / self.total as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 98 rows of class 0 and 2 of class 1, all predicted as class 0; none of class 2.
    #[test]
    fn the_balanced_accuracy_of_a_majority_vote_is_the_mean_recall() {
        let confusion = vec![vec![98, 0, 0], vec![2, 0, 0], vec![0, 0, 0]];
        let quality = Quality { confusion, correct: Some(98), total: 100, ..Quality::default() };
        assert_eq!(quality.accuracy(), Some(98.0));
        assert_eq!(quality.balanced_accuracy(), Some(50.0));
        assert_eq!(quality.class_sizes(), [98, 2, 0]);
        assert_eq!(Quality::default().balanced_accuracy(), None);
    }
}
