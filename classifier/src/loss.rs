//! Loss functions.

use serde::{Deserialize, Serialize};

use crate::{ClassifierError, Result};

/// The loss that training minimises: a mean over the rows, or over all `rows × outputs` outputs.
///
/// The target `t` of a row is its label as a one-hot vector; a model with a single output has two
/// classes, and its target is the label itself, 0 or 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Loss {
    /// On logits `z`: `−ln softmax(z)[label]`, mean over the rows.
    #[default]
    SoftmaxCrossEntropy,
    /// On probabilities `p`, as of a Softmax layer: `−ln p[label]`, mean over the rows.
    ///
    /// A probability below [`SMALLEST_PROBABILITY`] counts as that bound, so that the loss stays
    /// finite; its gradient there is 0.
    CrossEntropy,
    /// On probabilities `p`, as of a Sigmoid layer: `−t·ln p − (1−t)·ln(1−p)`, mean over all
    /// outputs; `p` and `1−p` are bounded as in [`Loss::CrossEntropy`].
    BinaryCrossEntropy,
    /// On logits `z`: [`Loss::BinaryCrossEntropy`] of `sigmoid(z)`, computed as
    /// `max(z, 0) − t·z + ln(1 + e^−|z|)`, mean over all outputs.
    SigmoidCrossEntropy,
    /// On outputs `y`: `(y − t)²`, mean over all outputs.
    MeanSquaredError,
}

/// Lower bound of a probability inside a logarithm: the smallest positive normal `f32`.
pub const SMALLEST_PROBABILITY: f64 = f32::MIN_POSITIVE as f64;

impl Loss {
    /// Number of classes of a model with `outputs` outputs: 2 for a single one.
    ///
    /// # Errors
    /// A single output under a loss that compares outputs with each other.
    pub fn classes(self, outputs: usize) -> Result<usize> {
        match (self, outputs) {
            (Self::SoftmaxCrossEntropy | Self::CrossEntropy, 1) => {
                Err(ClassifierError::InvalidModel {
                    reason: format!(
                        "{self} needs at least two outputs, but the model has one: use two, \
                         or sigmoid-cross-entropy"
                    ),
                })
            }
            (_, 1) => Ok(2),
            (_, outputs) => Ok(outputs),
        }
    }

    /// The target of one row, `outputs` values: one-hot, or the label itself for a single output.
    pub fn target(self, label: u32, outputs: usize) -> impl Iterator<Item = f32> {
        // A single output is that of class 1.
        let first = u32::from(outputs == 1);
        (first..first + outputs as u32).map(move |class| f32::from(u8::from(class == label)))
    }

    /// The predicted class of one row of the model's outputs: that of the largest output, and of
    /// equal ones the lowest.
    ///
    /// Class 1 of a single output needs more than the output at which both are equally probable.
    /// Probabilities do not decide: they are bounded, and several outputs may be beyond the bound.
    pub fn class(self, outputs: &[f32]) -> u32 {
        if let &[output] = outputs {
            let even = if self == Self::SigmoidCrossEntropy { 0.0 } else { 0.5 };
            return u32::from(output > even);
        }
        let mut largest = 0;
        for (class, &output) in outputs.iter().enumerate() {
            if output > outputs[largest] {
                largest = class;
            }
        }
        largest as u32
    }

    /// The probability of each class, from one row of the model's outputs.
    pub fn probabilities(self, outputs: &[f32]) -> Vec<f32> {
        let outputs = outputs.iter().map(|&output| f64::from(output));
        let scores: Vec<f64> = match self {
            Self::SoftmaxCrossEntropy => {
                let max = outputs.clone().fold(f64::NEG_INFINITY, f64::max);
                outputs.map(|z| (z - max).exp()).collect()
            }
            Self::SigmoidCrossEntropy => outputs.map(|z| 1.0 / (1.0 + (-z).exp())).collect(),
            _ => outputs.map(|p| p.clamp(0.0, 1.0)).collect(),
        };
        let scores = match scores[..] {
            [p] => vec![1.0 - p, p],
            _ => scores,
        };
        let sum: f64 = scores.iter().sum();
        let equal = 1.0 / scores.len() as f64;
        let fraction = |score: &f64| if sum > 0.0 { score / sum } else { equal };
        scores.iter().map(|score| fraction(score) as f32).collect()
    }
}

impl std::fmt::Display for Loss {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::SoftmaxCrossEntropy => "softmax-cross-entropy",
            Self::CrossEntropy => "cross-entropy",
            Self::BinaryCrossEntropy => "binary-cross-entropy",
            Self::SigmoidCrossEntropy => "sigmoid-cross-entropy",
            Self::MeanSquaredError => "mean-squared-error",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(label: u32, outputs: usize) -> Vec<f32> {
        Loss::MeanSquaredError.target(label, outputs).collect()
    }

    #[test]
    fn targets_are_one_hot_and_a_single_output_takes_the_label() {
        assert_eq!(target(1, 3), [0.0, 1.0, 0.0]);
        assert_eq!((target(0, 1), target(1, 1)), (vec![0.0], vec![1.0]));
    }

    #[test]
    fn a_single_output_has_two_classes_unless_the_loss_compares_outputs() {
        assert_eq!(Loss::SigmoidCrossEntropy.classes(1).unwrap(), 2);
        assert_eq!(Loss::MeanSquaredError.classes(10).unwrap(), 10);
        let error = Loss::SoftmaxCrossEntropy.classes(1).unwrap_err().to_string();
        assert!(error.contains("softmax-cross-entropy"), "{error}");
    }

    #[test]
    fn outputs_become_probabilities_that_sum_to_one() {
        let thirds = Loss::SoftmaxCrossEntropy.probabilities(&[1000.0, 1000.0, 1000.0]);
        assert_eq!(thirds, [1.0 / 3.0; 3]);
        assert_eq!(Loss::BinaryCrossEntropy.probabilities(&[0.25]), [0.75, 0.25]);
        assert_eq!(Loss::SigmoidCrossEntropy.probabilities(&[0.0]), [0.5, 0.5]);
        assert_eq!(Loss::MeanSquaredError.probabilities(&[-1.0, 2.0, 0.0]), [0.0, 1.0, 0.0]);
        assert_eq!(Loss::MeanSquaredError.probabilities(&[-1.0, -1.0]), [0.5, 0.5]);
    }

    #[test]
    fn the_class_is_that_of_the_largest_output_also_where_probabilities_are_equal() {
        for loss in [Loss::MeanSquaredError, Loss::SigmoidCrossEntropy, Loss::BinaryCrossEntropy] {
            // Beyond 1, below 0, saturated sigmoids.
            for outputs in [[1.2, 1.5, 0.0], [-0.2, -0.1, -0.3], [40.0, 50.0, 45.0]] {
                assert_eq!(loss.class(&outputs), 1, "{loss} of {outputs:?}");
            }
            assert_eq!(loss.class(&[0.7, 1.5, 1.5]), 1, "{loss}");
        }
        // 1e-9 apart: softmax in f32 gives both the same probability.
        assert_eq!(Loss::SoftmaxCrossEntropy.class(&[0.0, 1e-9]), 1);
    }

    #[test]
    fn a_single_output_is_class_1_beyond_even_odds() {
        for (loss, even) in [
            (Loss::SigmoidCrossEntropy, 0.0),
            (Loss::BinaryCrossEntropy, 0.5),
            (Loss::MeanSquaredError, 0.5),
        ] {
            assert_eq!(loss.class(&[even]), 0, "{loss}");
            assert_eq!(loss.class(&[even + 1e-7]), 1, "{loss}");
        }
    }
}
