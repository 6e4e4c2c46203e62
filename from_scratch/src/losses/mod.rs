//! Losses: the functions that training minimises.
//!
//! Each file holds one loss: its value, which is returned, and its gradient with respect to the
//! outputs, which starts the backward pass. Each loss is a mean, and its gradient contains the 1/n:
//! no layer divides by the batch size again.
//!
//! Equation numbers are those of Bishop 2006, *Pattern Recognition and Machine Learning*,
//! <https://www.microsoft.com/en-us/research/publication/pattern-recognition-machine-learning/>,
//! where losses are sums.
//!
//! # Panics
//! On matrices of different shapes and on a label that is not below the number of classes;
//! [`ScratchMlp`](crate::ScratchMlp) checks both before.

mod binary_cross_entropy;
mod cross_entropy;
mod mean_squared_error;
mod sigmoid_cross_entropy;
mod softmax_cross_entropy;

pub use binary_cross_entropy::binary_cross_entropy;
pub use cross_entropy::cross_entropy;
pub use mean_squared_error::mean_squared_error;
pub use sigmoid_cross_entropy::sigmoid_cross_entropy;
pub use softmax_cross_entropy::softmax_cross_entropy;

use classifier::Loss;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::Real;

/// Computes `loss` from a batch's outputs and writes its gradient to `gradient`.
///
/// # Shapes
/// outputs and gradient `[rows, outputs]`, one label per row.
pub fn loss_and_gradient<T: Real>(
    loss: Loss,
    outputs: ArrayView2<T>,
    labels: impl Iterator<Item = u32> + Clone,
    gradient: ArrayViewMut2<T>,
) -> f64 {
    let with_targets = match loss {
        Loss::SoftmaxCrossEntropy => return softmax_cross_entropy(outputs, labels, gradient),
        Loss::CrossEntropy => return cross_entropy(outputs, labels, gradient),
        Loss::BinaryCrossEntropy => binary_cross_entropy,
        Loss::SigmoidCrossEntropy => sigmoid_cross_entropy,
        Loss::MeanSquaredError => mean_squared_error,
    };
    with_targets(outputs, targets(loss, labels, outputs.dim()).view(), gradient)
}

/// The targets of [`Loss::target`] in a matrix `[rows, outputs]`: one-hot vectors, or the labels
/// themselves for a single output.
fn targets<T: Real>(
    loss: Loss,
    labels: impl Iterator<Item = u32>,
    (rows, outputs): (usize, usize),
) -> Array2<T> {
    let mut targets = Array2::zeros((rows, outputs));
    for (mut row, label) in targets.rows_mut().into_iter().zip(labels) {
        for (value, target) in row.iter_mut().zip(loss.target(label, outputs)) {
            *value = T::of(f64::from(target));
        }
    }
    targets
}
