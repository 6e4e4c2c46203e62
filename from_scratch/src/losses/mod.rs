//! Losses: what training minimises, with the gradient that starts the backward pass.
//!
//! Each is a mean, and its gradient carries the 1/n: no layer divides by the batch size again.

mod binary_cross_entropy;
mod cross_entropy;
mod mean_squared_error;
mod sigmoid_cross_entropy;
mod softmax_cross_entropy;

pub use binary_cross_entropy::binary_cross_entropy;
pub use cross_entropy::cross_entropy;
pub use mean_squared_error::mean_squared_error;
pub use sigmoid_cross_entropy::sigmoid_cross_entropy;
pub use softmax_cross_entropy::{softmax_cross_entropy, softmax_cross_entropy_one_hot};

use classifier::Loss;
use ndarray::{Array2, ArrayView2, ArrayViewMut2};

use crate::Real;

/// The loss of a batch's outputs; its gradient is written to `gradient`.
///
/// # Shapes
/// outputs and gradient `[rows, outputs]`, one label per row.
pub fn loss_and_gradient<T: Real>(
    loss: Loss,
    outputs: ArrayView2<T>,
    labels: impl Iterator<Item = u32> + Clone,
    gradient: ArrayViewMut2<T>,
) -> f64 {
    let targets = |labels| targets(loss, labels, outputs.dim());
    match loss {
        Loss::SoftmaxCrossEntropy => softmax_cross_entropy(outputs, labels, gradient),
        Loss::CrossEntropy => cross_entropy(outputs, labels, gradient),
        Loss::BinaryCrossEntropy => binary_cross_entropy(outputs, targets(labels).view(), gradient),
        Loss::SigmoidCrossEntropy => {
            sigmoid_cross_entropy(outputs, targets(labels).view(), gradient)
        }
        Loss::MeanSquaredError => mean_squared_error(outputs, targets(labels).view(), gradient),
    }
}

/// One-hot targets `[rows, outputs]`, or the labels themselves for a single output.
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
