//! Predicted classes and probabilities.

use crate::Loss;

/// Predicted classes, and the probability of every class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Predictions {
    /// The predicted class of each row.
    pub classes: Vec<u32>,
    /// Row-major `[rows × classes]`; each row sums to 1.
    pub probabilities: Vec<f32>,
}

impl Predictions {
    /// Predicts from `outputs` (row-major `[rows × width]`) of a model that was trained with
    /// `loss`, by [`Loss::class`] and [`Loss::probabilities`].
    pub fn from_outputs(outputs: &[f32], width: usize, loss: Loss) -> Self {
        let rows = outputs.chunks_exact(width.max(1));
        Self {
            classes: rows.clone().map(|row| loss.class(row)).collect(),
            probabilities: rows.flat_map(|row| loss.probabilities(row)).collect(),
        }
    }

    /// The probability of each predicted class.
    pub fn confidences(&self) -> Vec<f32> {
        let width = self.probabilities.len() / self.classes.len().max(1);
        let rows = self.probabilities.chunks_exact(width.max(1));
        rows.zip(&self.classes).map(|(row, &class)| row[class as usize]).collect()
    }

    /// Appends the predictions of further rows.
    pub fn extend(&mut self, more: Self) {
        self.classes.extend(more.classes);
        self.probabilities.extend(more.probabilities);
    }

    /// Number of predicted classes that equal the labels.
    pub fn correct(&self, labels: &[u32]) -> usize {
        self.rows_right(labels).len()
    }

    /// The rows whose predicted class equals the label.
    pub fn rows_right(&self, labels: &[u32]) -> Vec<usize> {
        self.rows_where(labels, |predicted, label| predicted == label)
    }

    /// The rows whose predicted class differs from the label.
    pub fn rows_wrong(&self, labels: &[u32]) -> Vec<usize> {
        self.rows_where(labels, |predicted, label| predicted != label)
    }

    fn rows_where(&self, labels: &[u32], holds: fn(u32, u32) -> bool) -> Vec<usize> {
        let pairs = self.classes.iter().zip(labels).enumerate();
        pairs
            .filter(|&(_, (&predicted, &label))| holds(predicted, label))
            .map(|(row, _)| row)
            .collect()
    }

    /// Mean of `−ln p[label]`; a `p` of 0 counts as the smallest positive normal `f32`, so that the
    /// mean stays finite.
    pub fn cross_entropy(&self, labels: &[u32]) -> f64 {
        let classes = self.probabilities.len() / self.classes.len().max(1);
        let rows = self.probabilities.chunks_exact(classes.max(1));
        let losses = rows.zip(labels).map(|(row, &label)| {
            let probability = row.get(label as usize).copied().unwrap_or(0.0);
            -f64::from(probability.max(f32::MIN_POSITIVE)).ln()
        });
        losses.sum::<f64>() / labels.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn predictions_are_scored_by_class_and_by_probability() {
        let outputs = [0.2, 0.5, 0.3, 0.4, 0.2, 0.4];
        let predictions = Predictions::from_outputs(&outputs, 3, Loss::CrossEntropy);
        assert_eq!(predictions.classes, [1, 0]);
        assert_eq!(predictions.correct(&[1, 2]), 1);
        assert_eq!(predictions.rows_right(&[1, 2]), [0]);
        assert_eq!(predictions.rows_wrong(&[1, 2]), [1]);
        let expected = -(0.5_f64.ln() + f64::from(0.4_f32).ln()) / 2.0;
        assert!((predictions.cross_entropy(&[1, 2]) - expected).abs() < 1e-12);
    }
}
